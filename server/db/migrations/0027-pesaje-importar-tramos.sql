-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files of weighings (0018) without keeping an empresa's scales waiting, and with the moisture discount (0019).
--
-- The lines are staged in a table of the connection, checked and put in order without any lock; then they go to the end of the
-- chain in slices, a transaction each, between which whoever weighs gets its turn. A server that dies in between leaves a chain that
-- is whole and some of the file; the same file again adds the rest, as ids are made of what was weighed.

-- As before (0017), and in turns: a row's lock goes to whoever asks first when it is free, an advisory lock to who has waited
-- longest. An import that asks for it again at once comes after those who wait.
CREATE OR REPLACE FUNCTION pesaje_tomar_cadena(p_empresa_id bigint) RETURNS pesaje_cadena
  LANGUAGE plpgsql
  AS $$
DECLARE
  c pesaje_cadena;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('pesaje_cadena', p_empresa_id));
  SELECT * INTO c FROM pesaje_cadena WHERE empresa_id = p_empresa_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO pesaje_cadena (empresa_id) VALUES (p_empresa_id) ON CONFLICT DO NOTHING;
    SELECT * INTO c FROM pesaje_cadena WHERE empresa_id = p_empresa_id FOR UPDATE;
  END IF;
  RETURN c;
END $$;

DROP FUNCTION pesaje_importar();
DROP FUNCTION pesaje_preparar();

-- Takes away what an import has staged on this connection.
CREATE FUNCTION pesaje_soltar() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  DROP TABLE IF EXISTS pg_temp.pesaje_cruda, pg_temp.pesaje_archivo;
END $$;

-- The tables of a file, which last as long as the connection: its lines, the caller's to fill only, and what is said of all of them.
-- regla: the empresa's discount rule of now, by which all lines with a moisture are computed. Statements of this transaction may
-- take their time. TB403.
CREATE FUNCTION pesaje_preparar(OUT empresa_id bigint, OUT usuario_id bigint, OUT recibido_en text, OUT regla text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  empresa_id := pesaje_importable();
  usuario_id := yo_usuario();
  recibido_en := pesaje_hora(now());
  regla := pesaje_regla(NULL, NULL);
  PERFORM pesaje_soltar();
  CREATE TEMP TABLE pesaje_archivo AS
    SELECT yo_empresa() AS empresa_id, yo_usuario() AS usuario_id, now() AS recibido_en, pesaje_regla(NULL, NULL) AS regla;
  CREATE TEMP TABLE pesaje_cruda (
    linea int NOT NULL,
    id uuid NOT NULL,
    lote_id bigint NOT NULL,
    etapa text NOT NULL,
    bruto_kg numeric(14,3) NOT NULL,
    tara_vehiculo_kg numeric(14,3) NOT NULL,
    humedad numeric(5,2),
    liquido_kg numeric(14,3),
    sacos int,
    bascula text,
    trama text,
    capturado_en timestamptz NOT NULL,
    huella bytea NOT NULL
  );
  GRANT INSERT ON pesaje_cruda TO triboka_app;
  PERFORM set_config('statement_timeout', '900000', true), set_config('jit', 'off', true);
END $$;

-- TB422 where the caller may not weigh one of these lotes, or no longer.
CREATE FUNCTION pesaje_pesables(p_lotes bigint[]) RETURNS void
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  IF EXISTS (SELECT FROM unnest(p_lotes) x
              WHERE NOT EXISTS (SELECT FROM lote l JOIN lote_parte p ON p.id = l.id AND p.ambito = yo_ambito()
                                 WHERE l.id = x AND l.deleted_at IS NULL
                                   AND (yo_rol() <> 'proveedor' OR l.empresa_id = yo_empresa()))) THEN
    RAISE EXCEPTION 'a lot of the file has gone meanwhile' USING ERRCODE = 'TB422', COLUMN = 'archivo';
  END IF;
END $$;

-- All of the file's lines are staged: puts them in order, and checks their lotes, before any of it is stored. TB403, TB422.
CREATE FUNCTION pesaje_revisar() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  CREATE INDEX pesaje_cruda_orden ON pesaje_cruda (id, linea);
  ANALYZE pesaje_cruda;
  PERFORM pesaje_pesables(ARRAY(SELECT DISTINCT lote_id FROM pesaje_cruda));
  RETURN pesaje_importable();
END $$;

-- The next p_filas lines or a few more, by their ids after p_tras: what is new of them goes in. siguiente: the next slice's p_tras;
-- null: this was the last one. TB403, TB422 where a lote has gone meanwhile.
CREATE FUNCTION pesaje_importar(p_tras uuid, p_filas int, OUT nuevas bigint, OUT repetidas bigint, OUT siguiente uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_custom_plan
  AS $$
DECLARE
  c pesaje_cadena;
  v_recibido timestamptz;
  v_regla text;
  v_fin uuid;
  v_lotes bigint[];
  v_lineas bigint;
BEGIN
  SELECT a.recibido_en, a.regla INTO v_recibido, v_regla FROM pesaje_archivo a
   WHERE a.empresa_id = pesaje_importable() AND a.usuario_id = yo_usuario();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the file that is staged here is another''s' USING ERRCODE = 'TB403';
  END IF;
  SELECT k.id INTO siguiente FROM pesaje_cruda k WHERE k.id > p_tras ORDER BY k.id OFFSET p_filas - 1 LIMIT 1;
  v_fin := coalesce(siguiente, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  SELECT count(*), array_agg(DISTINCT k.lote_id ORDER BY k.lote_id) INTO v_lineas, v_lotes
    FROM pesaje_cruda k WHERE k.id > p_tras AND k.id <= v_fin;
  nuevas := 0;
  repetidas := v_lineas;
  -- weighings are never taken away: what is known now needs no lock
  IF NOT EXISTS (SELECT FROM pesaje_cruda k WHERE k.id > p_tras AND k.id <= v_fin
                    AND NOT EXISTS (SELECT FROM pesaje p WHERE p.id = k.id AND p.id > p_tras AND p.id <= v_fin)) THEN
    RETURN;
  END IF;

  c := pesaje_tomar_cadena(yo_empresa());
  PERFORM FROM contrato WHERE id IN (SELECT contrato_id FROM lote WHERE id = ANY (v_lotes)) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM lote WHERE id = ANY (v_lotes) ORDER BY id FOR NO KEY UPDATE;
  PERFORM pesaje_pesables(v_lotes);
  -- the bounds of p.id are those of k.id: without them, each slice would read all weighings there are
  INSERT INTO pesaje (id, empresa_id, numero, lote_id, etapa, bruto_kg, tara_vehiculo_kg, tara_sacos_kg, neto_kg, humedad, sacos,
                      origen, bascula, trama, estable, manual, usuario_id, capturado_en, recibido_en, humedad_regla, liquido_kg,
                      hash_anterior, hash)
  SELECT id, c.empresa_id, c.ultimo + numero, lote_id, etapa, bruto_kg, tara_vehiculo_kg, 0, bruto_kg - tara_vehiculo_kg, humedad,
         sacos, 'csv', bascula, trama, true, false, yo_usuario(), capturado_en, v_recibido,
         CASE WHEN liquido_kg IS NOT NULL THEN v_regla END, liquido_kg, lag(eslabon, 1, c.hash) OVER (ORDER BY id), eslabon
    FROM (SELECT n.*, row_number() OVER orden AS numero, pesaje_eslabones(c.hash, n.huella) OVER orden AS eslabon
            FROM (SELECT DISTINCT ON (k.id) k.* FROM pesaje_cruda k
                   WHERE k.id > p_tras AND k.id <= v_fin
                     AND NOT EXISTS (SELECT FROM pesaje p WHERE p.id = k.id AND p.id > p_tras AND p.id <= v_fin)
                   ORDER BY k.id, k.linea) n
          WINDOW orden AS (ORDER BY n.id)) x;
  GET DIAGNOSTICS nuevas = ROW_COUNT;
  repetidas := v_lineas - nuevas;
  IF nuevas = 0 THEN
    RETURN;
  END IF;
  UPDATE pesaje_cadena k SET ultimo = p.numero, hash = p.hash
    FROM pesaje p WHERE k.empresa_id = c.empresa_id AND p.empresa_id = c.empresa_id AND p.numero = c.ultimo + nuevas;
  INSERT INTO pesaje_suma AS s (lote_id, empresa_id, etapa, neto_kg, hasta)
  SELECT p.lote_id, p.empresa_id, p.etapa, sum(p.neto_kg), max(p.capturado_en) FROM pesaje p
   WHERE p.empresa_id = c.empresa_id AND p.numero > c.ultimo AND p.numero <= c.ultimo + nuevas
   GROUP BY p.lote_id, p.empresa_id, p.etapa
  ON CONFLICT (lote_id, empresa_id, etapa) DO UPDATE
    SET neto_kg = s.neto_kg + excluded.neto_kg, hasta = greatest(s.hasta, excluded.hasta);
  PERFORM lote_pesar(x) FROM unnest(v_lotes) x;
  PERFORM evento_emitir('pesaje.registrado', ARRAY[0, c.empresa_id], NULL,
    jsonb_build_object('empresa_id', c.empresa_id, 'accion', 'importar', 'filas', nuevas));
END $$;

GRANT EXECUTE ON FUNCTION pesaje_soltar(), pesaje_preparar(), pesaje_revisar(), pesaje_importar(uuid, int) TO triboka_app;
