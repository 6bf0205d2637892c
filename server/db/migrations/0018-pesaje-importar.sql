-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files of weighings: a COPY into a table of the transaction, then what is new of it at the end of the chain, all at once.
--
-- The server reads and checks the lines, gives each its id (from its own content, so that the same file adds nothing the second
-- time) and hashes its text; the database sees who may weigh which lote, what it has already, and chains. Ids begin with
-- the time of weighing: in their order the primary key grows at its end.

-- The hash of a link, walked over a window: the one before comes in as the state.
CREATE FUNCTION pesaje_eslabon(p_estado bytea, p_inicio bytea, p_huella bytea) RETURNS bytea
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
BEGIN
  RETURN sha256(coalesce(p_estado, p_inicio) || p_huella);
END $$;
CREATE AGGREGATE pesaje_eslabones(bytea, bytea) (SFUNC = pesaje_eslabon, STYPE = bytea);
REVOKE EXECUTE ON FUNCTION pesaje_eslabones(bytea, bytea) FROM PUBLIC;

-- TB403.
CREATE FUNCTION pesaje_importable() RETURNS bigint
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  IF yo_empresa() IS NULL THEN
    RAISE EXCEPTION 'a file of weighings is a company''s: its users bring it' USING ERRCODE = 'TB403';
  END IF;
  RETURN yo_empresa();
END $$;

-- The stages of a lote, each from when on; for reading a file. As the caller, who sees the lote's history with the lote.
CREATE FUNCTION pesaje_etapas(p_lote_id bigint, OUT desde_us bigint, OUT etapa text) RETURNS SETOF record
  LANGUAGE sql STABLE
  AS $$
  SELECT (extract(epoch FROM a.created_at) * 1000000)::bigint, etapa_lote(a.despues ->> 'estado')
    FROM auditoria a
   WHERE a.tabla = 'lote' AND a.fila_id = p_lote_id
   ORDER BY a.id
$$;

-- The table that the lines are copied into; it is the owner's, gone at the end of the transaction, and the caller's to fill only.
-- Statements of this transaction may take their time.
CREATE FUNCTION pesaje_preparar(OUT empresa_id bigint, OUT usuario_id bigint, OUT recibido_en text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  empresa_id := pesaje_importable();
  usuario_id := yo_usuario();
  recibido_en := pesaje_hora(now());
  CREATE TEMP TABLE pesaje_cruda (
    linea int NOT NULL,
    id uuid NOT NULL,
    lote_id bigint NOT NULL,
    etapa text NOT NULL,
    bruto_kg numeric(14,3) NOT NULL,
    tara_vehiculo_kg numeric(14,3) NOT NULL,
    humedad numeric(5,2),
    sacos int,
    bascula text,
    trama text,
    capturado_en timestamptz NOT NULL,
    huella bytea NOT NULL
  ) ON COMMIT DROP;
  GRANT INSERT ON pesaje_cruda TO triboka_app;
  PERFORM set_config('statement_timeout', '900000', true), set_config('work_mem', '64MB', true),
          set_config('jit', 'off', true);
END $$;

-- What is new of the lines goes in. TB403, TB422 where a lote has gone meanwhile.
CREATE FUNCTION pesaje_importar(OUT nuevas bigint, OUT repetidas bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_custom_plan
  AS $$
DECLARE
  c pesaje_cadena;
  v_lotes bigint[];
  v_lineas bigint;
BEGIN
  PERFORM pesaje_importable();
  ANALYZE pesaje_cruda;
  SELECT count(*), array_agg(DISTINCT lote_id ORDER BY lote_id) INTO v_lineas, v_lotes FROM pesaje_cruda;
  c := pesaje_tomar_cadena(yo_empresa());
  PERFORM FROM contrato WHERE id IN (SELECT contrato_id FROM lote WHERE id = ANY (v_lotes)) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM lote WHERE id = ANY (v_lotes) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM unnest(v_lotes) x
              WHERE NOT EXISTS (SELECT FROM lote l JOIN lote_parte p ON p.id = l.id AND p.ambito = yo_ambito()
                                 WHERE l.id = x AND l.deleted_at IS NULL
                                   AND (yo_rol() <> 'proveedor' OR l.empresa_id = yo_empresa()))) THEN
    RAISE EXCEPTION 'a lot of the file has gone meanwhile' USING ERRCODE = 'TB422', COLUMN = 'archivo';
  END IF;

  INSERT INTO pesaje (id, empresa_id, numero, lote_id, etapa, bruto_kg, tara_vehiculo_kg, tara_sacos_kg, neto_kg, humedad, sacos,
                      origen, bascula, trama, estable, manual, usuario_id, capturado_en, recibido_en, hash_anterior, hash)
  SELECT id, c.empresa_id, c.ultimo + numero, lote_id, etapa, bruto_kg, tara_vehiculo_kg, 0, bruto_kg - tara_vehiculo_kg, humedad,
         sacos, 'csv', bascula, trama, true, false, yo_usuario(), capturado_en, now(), lag(eslabon, 1, c.hash) OVER (ORDER BY id), eslabon
    FROM (SELECT n.*, row_number() OVER orden AS numero, pesaje_eslabones(c.hash, n.huella) OVER orden AS eslabon
            FROM (SELECT DISTINCT ON (k.id) k.* FROM pesaje_cruda k
                   WHERE NOT EXISTS (SELECT FROM pesaje p WHERE p.id = k.id)
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
  SELECT lote_id, empresa_id, etapa, sum(neto_kg), max(capturado_en) FROM pesaje
   WHERE empresa_id = c.empresa_id AND numero > c.ultimo GROUP BY lote_id, empresa_id, etapa
  ON CONFLICT (lote_id, empresa_id, etapa) DO UPDATE
    SET neto_kg = s.neto_kg + excluded.neto_kg, hasta = greatest(s.hasta, excluded.hasta);
  PERFORM lote_pesar(x) FROM unnest(v_lotes) x;
  PERFORM evento_emitir('pesaje.registrado', ARRAY[0, c.empresa_id], NULL,
    jsonb_build_object('empresa_id', c.empresa_id, 'accion', 'importar', 'filas', nuevas));
END $$;

GRANT EXECUTE ON FUNCTION pesaje_importable(), pesaje_etapas(bigint), pesaje_preparar(), pesaje_importar(), etapa_lote(text)
  TO triboka_app;
