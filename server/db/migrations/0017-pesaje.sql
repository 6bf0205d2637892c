-- SPDX-License-Identifier: GPL-3.0-or-later
-- Weighings: append-only, each empresa's a chain of hashes without a gap. What a lote weighs follows in the same transaction.
--
-- empresa_id is who weighed: the caller's empresa, or the lote's holder where the caller has none (an admin, a device). Rows are
-- made by functions of the owner and by nothing else; the app's role reads. There are no foreign keys: empresas and lotes are never
-- deleted, both are looked up by the function that writes, and a file of a million lines would pay for each key three times.
--
-- Lock order: the chain of the empresa (pesaje_cadena), contratos by id, lotes by id. Nothing else locks a chain, and nobody who
-- holds a lote asks for one.
--
-- hash = SHA-256(hash_anterior || SHA-256(pesaje_texto)), as bytes; the first hash_anterior is 32 zero bytes. domain/tbk-cadena.h
-- says the text letter for letter, and GET /pesajes/verificar recomputes it there, without this file.

CREATE TABLE pesaje (
  id uuid PRIMARY KEY,
  n bigint GENERATED ALWAYS AS IDENTITY,
  empresa_id bigint NOT NULL,
  numero bigint NOT NULL CHECK (numero > 0),
  lote_id bigint NOT NULL,
  etapa text NOT NULL CHECK (etapa IN ('entrada', 'proceso', 'salida')),
  bruto_kg numeric(14,3) NOT NULL,
  tara_vehiculo_kg numeric(14,3) NOT NULL,
  tara_sacos_kg numeric(14,3) NOT NULL,
  neto_kg numeric(14,3) NOT NULL,
  humedad numeric(5,2) CHECK (humedad BETWEEN 0 AND 100),
  sacos int,
  placa text CHECK (length(placa) <= 20),
  origen text NOT NULL CHECK (length(origen) BETWEEN 1 AND 40),
  bascula text CHECK (length(bascula) <= 60),
  trama text CHECK (length(trama) <= 512),
  estable boolean NOT NULL,
  manual boolean NOT NULL,
  motivo text,
  tara_en timestamptz,
  tara_trama text CHECK (length(tara_trama) <= 512),
  usuario_id bigint,
  capturado_en timestamptz NOT NULL CHECK (isfinite(capturado_en)),
  recibido_en timestamptz NOT NULL,
  anula uuid,
  hash_anterior bytea NOT NULL CHECK (length(hash_anterior) = 32),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  CONSTRAINT pesaje_numero_key UNIQUE (empresa_id, numero),
  CONSTRAINT pesaje_neto_kg_check CHECK (neto_kg = bruto_kg - tara_vehiculo_kg - tara_sacos_kg AND abs(bruto_kg) <= 1000000
    AND CASE WHEN anula IS NULL THEN neto_kg > 0 AND tara_vehiculo_kg >= 0 AND tara_sacos_kg >= 0
             ELSE neto_kg < 0 AND tara_vehiculo_kg <= 0 AND tara_sacos_kg <= 0 END),
  CONSTRAINT pesaje_motivo_check CHECK (CASE WHEN motivo IS NULL THEN estable AND NOT manual AND anula IS NULL ELSE length(motivo) BETWEEN 1 AND 500 END)
);
CREATE UNIQUE INDEX pesaje_anula_key ON pesaje (anula) WHERE anula IS NOT NULL;
CREATE INDEX pesaje_fecha ON pesaje (capturado_en, n);
CREATE INDEX pesaje_neto ON pesaje (neto_kg, n);
CREATE INDEX pesaje_lote ON pesaje (lote_id, capturado_en, n);

-- The end of each empresa's chain; locking it makes its writers one after the other.
CREATE TABLE pesaje_cadena (
  empresa_id bigint PRIMARY KEY,
  ultimo bigint NOT NULL DEFAULT 0,
  hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
) WITH (fillfactor = 50);

-- What a lote weighs by who weighed it and at what stage: a buyer weighs again what the centro has weighed, and a dried lote weighs
-- less than the wet one; those are not added up. `hasta`: the newest time of weighing in it.
CREATE TABLE pesaje_suma (
  lote_id bigint NOT NULL,
  empresa_id bigint NOT NULL,
  etapa text NOT NULL,
  neto_kg numeric(16,3) NOT NULL,
  hasta timestamptz NOT NULL,
  PRIMARY KEY (lote_id, empresa_id, etapa)
) WITH (fillfactor = 50);

-- What the lote was said to weigh before it was weighed, and who weighed what it weighs now.
ALTER TABLE lote ADD COLUMN peso_declarado_kg numeric(14,3), ADD COLUMN pesado_por bigint;
GRANT SELECT (peso_declarado_kg, pesado_por) ON lote TO triboka_app;
DROP TRIGGER lote_auditar ON lote;
CREATE TRIGGER lote_auditar AFTER INSERT OR UPDATE OR DELETE ON lote
  FOR EACH ROW EXECUTE FUNCTION tg_auditar('busca', 'peso_qq', 'peso_declarado_kg', 'pesado_por');

-- Who weighed a lote does not type another weight: a counter-entry undoes a weighing. Its buyer types what it received.
CREATE FUNCTION tg_lote_pesado() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  IF es_app() AND NOT es_admin() AND OLD.pesado_por = yo_empresa() THEN
    RAISE EXCEPTION 'the lot''s weight follows from its weighings: undo one, or weigh again' USING ERRCODE = 'TB409';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lote_1_pesado BEFORE UPDATE OF peso_kg ON lote
  FOR EACH ROW WHEN (OLD.peso_kg <> NEW.peso_kg) EXECUTE FUNCTION tg_lote_pesado();

CREATE FUNCTION tg_pesaje_fijo() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  RAISE EXCEPTION 'pesaje is append-only: a counter-entry undoes a weighing' USING ERRCODE = 'TB403';
END $$;
CREATE TRIGGER pesaje_fijo BEFORE UPDATE OR DELETE ON pesaje
  FOR EACH ROW EXECUTE FUNCTION tg_pesaje_fijo();
CREATE TRIGGER pesaje_fijo_todo BEFORE TRUNCATE ON pesaje
  FOR EACH STATEMENT EXECUTE FUNCTION tg_pesaje_fijo();

ALTER TABLE pesaje ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE pesaje_cadena ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE pesaje_suma ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON pesaje TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON pesaje_cadena TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON pesaje_suma TO CURRENT_USER USING (true) WITH CHECK (true);
-- Who sees the lote, and who weighed it, also when the lote has left its sight.
CREATE POLICY pesaje_see ON pesaje FOR SELECT TO triboka_app
  USING ((SELECT yo_ambito()) IN (0, empresa_id)
         OR EXISTS (SELECT FROM lote_parte p WHERE p.ambito = (SELECT yo_ambito()) AND p.id = lote_id));
GRANT SELECT ON pesaje TO triboka_app;

-- As the wire has it.
CREATE VIEW pesaje_ficha WITH (security_invoker) AS
  SELECT p.id, p.numero,
         p.empresa_id, (SELECT e.nombre FROM empresa e WHERE e.id = p.empresa_id) AS empresa_nombre,
         p.lote_id, (SELECT l.codigo_lote FROM lote l WHERE l.id = p.lote_id) AS codigo_lote,
         p.capturado_en, p.bruto_kg, p.tara_vehiculo_kg, p.tara_sacos_kg, p.neto_kg,
         round(p.neto_kg / 45.359237, 4) AS neto_qq, p.humedad, p.sacos, p.placa, p.origen, p.bascula, p.trama, p.estable,
         p.manual, p.motivo, p.tara_en, p.tara_trama, p.usuario_id, usuario_nombre(p.usuario_id) AS usuario_nombre,
         p.recibido_en, p.anula, (SELECT c.id FROM pesaje c WHERE c.anula = p.id) AS anulado_por,
         encode(p.hash_anterior, 'hex') AS hash_anterior, encode(p.hash, 'hex') AS hash
    FROM pesaje p;
GRANT SELECT ON pesaje_ficha TO triboka_app;

-- The text that is hashed -----------------------------------------------------------------------------------------------

CREATE FUNCTION pesaje_linea(p_nombre text, p_valor text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
  SELECT p_nombre || coalesce(':' || replace(replace(replace(p_valor, '\', '\\'), E'\n', '\n'), E'\r', '\r'), '') || E'\n'
$$;

CREATE FUNCTION pesaje_hora(p_hora timestamptz) RETURNS text
  LANGUAGE sql STABLE STRICT PARALLEL SAFE
  AS $$ SELECT to_char(p_hora AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

CREATE FUNCTION pesaje_texto(p pesaje) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$
  SELECT E'triboka-pesaje-1\n'
    || pesaje_linea('id', p.id::text)
    || pesaje_linea('empresa_id', p.empresa_id::text)
    || pesaje_linea('lote_id', p.lote_id::text)
    || pesaje_linea('etapa', p.etapa)
    || pesaje_linea('bruto_kg', p.bruto_kg::text)
    || pesaje_linea('tara_vehiculo_kg', p.tara_vehiculo_kg::text)
    || pesaje_linea('tara_sacos_kg', p.tara_sacos_kg::text)
    || pesaje_linea('neto_kg', p.neto_kg::text)
    || pesaje_linea('humedad', p.humedad::text)
    || pesaje_linea('sacos', p.sacos::text)
    || pesaje_linea('placa', p.placa)
    || pesaje_linea('origen', p.origen)
    || pesaje_linea('bascula', p.bascula)
    || pesaje_linea('trama', p.trama)
    || pesaje_linea('estable', p.estable::text)
    || pesaje_linea('manual', p.manual::text)
    || pesaje_linea('motivo', p.motivo)
    || pesaje_linea('tara_en', pesaje_hora(p.tara_en))
    || pesaje_linea('tara_trama', p.tara_trama)
    || pesaje_linea('usuario_id', p.usuario_id::text)
    || pesaje_linea('capturado_en', pesaje_hora(p.capturado_en))
    || pesaje_linea('recibido_en', pesaje_hora(p.recibido_en))
    || pesaje_linea('anula', p.anula::text)
$$;

-- The lote's weight ------------------------------------------------------------------------------------------------------

CREATE FUNCTION etapa_lote(p_estado text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
  SELECT CASE WHEN p_estado IN ('Fermentacion', 'Secado') THEN 'proceso'
              WHEN p_estado IN ('Almacenado', 'Exportado') THEN 'salida' ELSE 'entrada' END
$$;

-- The stage that a lote was at: a weighing may come hours after it was made. The audit knows each change of state.
CREATE FUNCTION pesaje_etapa(p_lote_id bigint, p_en timestamptz) RETURNS text
  LANGUAGE sql STABLE
  AS $$
  SELECT etapa_lote((SELECT a.despues ->> 'estado' FROM auditoria a
                      WHERE a.tabla = 'lote' AND a.fila_id = p_lote_id AND a.created_at <= p_en
                      ORDER BY a.id DESC LIMIT 1))
$$;

-- Of the sums, the one that was weighed last counts; without any, what the lote was said to weigh. The lote is locked.
CREATE FUNCTION lote_pesar(p_lote_id bigint) RETURNS void
  LANGUAGE plpgsql
  AS $$
DECLARE
  s pesaje_suma;
BEGIN
  SELECT * INTO s FROM pesaje_suma WHERE lote_id = p_lote_id AND neto_kg > 0 ORDER BY hasta DESC, empresa_id LIMIT 1;
  UPDATE lote
     SET peso_declarado_kg = CASE WHEN pesado_por IS NULL THEN peso_kg ELSE peso_declarado_kg END,
         peso_kg = coalesce(s.neto_kg, CASE WHEN pesado_por IS NULL THEN peso_kg ELSE peso_declarado_kg END),
         pesado_por = s.empresa_id
   WHERE id = p_lote_id;
END $$;

-- Writing ------------------------------------------------------------------------------------------------------------------

-- The end of the chain, locked: writers of an empresa come one after the other from here on.
CREATE FUNCTION pesaje_tomar_cadena(p_empresa_id bigint) RETURNS pesaje_cadena
  LANGUAGE plpgsql
  AS $$
DECLARE
  c pesaje_cadena;
BEGIN
  SELECT * INTO c FROM pesaje_cadena WHERE empresa_id = p_empresa_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO pesaje_cadena (empresa_id) VALUES (p_empresa_id) ON CONFLICT DO NOTHING;
    SELECT * INTO c FROM pesaje_cadena WHERE empresa_id = p_empresa_id FOR UPDATE;
  END IF;
  RETURN c;
END $$;

-- A lote that is about to be weighed, locked, and its contrato before it. Null where it has gone.
CREATE FUNCTION pesaje_tomar_lote(p_lote_id bigint) RETURNS lote
  LANGUAGE plpgsql
  AS $$
DECLARE
  l lote;
BEGIN
  PERFORM FROM contrato c WHERE c.id = (SELECT contrato_id FROM lote WHERE id = p_lote_id) FOR NO KEY UPDATE;
  SELECT * INTO l FROM lote WHERE id = p_lote_id AND deleted_at IS NULL FOR NO KEY UPDATE;
  RETURN l;
END $$;

-- Adds `p` to the end of chain `c`, to its sum and to its lote, and tells of it. Both are locked.
CREATE FUNCTION pesaje_agregar(p pesaje, c pesaje_cadena, l lote) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  p.empresa_id := c.empresa_id;
  p.numero := c.ultimo + 1;
  p.hash_anterior := c.hash;
  p.recibido_en := clock_timestamp();
  p.capturado_en := coalesce(p.capturado_en, p.recibido_en);
  p.etapa := coalesce(p.etapa, pesaje_etapa(p.lote_id, p.capturado_en));
  p.hash := sha256(c.hash || sha256(convert_to(pesaje_texto(p), 'UTF8')));
  INSERT INTO pesaje OVERRIDING USER VALUE SELECT p.*;
  UPDATE pesaje_cadena SET ultimo = p.numero, hash = p.hash WHERE empresa_id = p.empresa_id;
  INSERT INTO pesaje_suma AS s (lote_id, empresa_id, etapa, neto_kg, hasta)
  VALUES (p.lote_id, p.empresa_id, p.etapa, p.neto_kg, p.capturado_en)
  ON CONFLICT (lote_id, empresa_id, etapa) DO UPDATE
    SET neto_kg = s.neto_kg + excluded.neto_kg,
        hasta = CASE WHEN p.anula IS NULL THEN greatest(s.hasta, excluded.hasta) ELSE s.hasta END;
  PERFORM lote_pesar(p.lote_id);
  PERFORM evento_emitir('pesaje.registrado',
    ARRAY(SELECT lote_ambitos(l) UNION SELECT 0 UNION SELECT p.empresa_id ORDER BY 1), NULL,
    jsonb_build_object('id', p.id, 'numero', p.numero, 'empresa_id', p.empresa_id, 'lote_id', p.lote_id,
                       'accion', CASE WHEN p.anula IS NULL THEN 'crear' ELSE 'anular' END, 'anula', p.anula));
END $$;

-- Whether what came is what is stored under its id; a time that was not said may be any.
CREATE FUNCTION pesaje_igual(a pesaje, b pesaje) RETURNS boolean
  LANGUAGE sql IMMUTABLE
  AS $$
  SELECT (a.lote_id, a.bruto_kg, a.tara_vehiculo_kg, a.tara_sacos_kg, a.humedad, a.sacos, a.placa, a.origen, a.bascula, a.trama,
          a.estable, a.manual, a.motivo, a.tara_en, a.tara_trama, a.anula)
         IS NOT DISTINCT FROM
         (b.lote_id, b.bruto_kg, b.tara_vehiculo_kg, b.tara_sacos_kg, b.humedad, b.sacos, b.placa, b.origen, b.bascula, b.trama,
          b.estable, b.manual, b.motivo, b.tara_en, b.tara_trama, b.anula)
         AND (b.capturado_en IS NULL OR a.capturado_en = b.capturado_en)
$$;

-- Whether `p`, which came now, is stored already. TB409 where its id is another weighing's, or another's.
CREATE FUNCTION pesaje_conocido(p pesaje, p_equipo boolean) RETURNS boolean
  LANGUAGE plpgsql
  AS $$
DECLARE
  viejo pesaje;
BEGIN
  SELECT * INTO viejo FROM pesaje WHERE id = p.id;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF NOT (p_equipo OR es_admin() OR viejo.empresa_id = yo_empresa()) OR NOT pesaje_igual(viejo, p) THEN
    RAISE EXCEPTION 'this id is another weighing''s' USING ERRCODE = 'TB409', COLUMN = 'id';
  END IF;
  RETURN true;
END $$;

-- A weighing, as its caller or as a device (p_equipo), which has no session. TB401, TB403, TB409, TB422.
CREATE FUNCTION pesaje_registrar(p_id uuid, p_lote_id bigint, p_bruto_kg numeric, p_tara_vehiculo_kg numeric,
    p_tara_sacos_kg numeric, p_humedad numeric, p_sacos int, p_placa text, p_origen text, p_bascula text, p_trama text,
    p_estable boolean, p_manual boolean, p_motivo text, p_tara_en timestamptz, p_tara_trama text,
    p_capturado_en timestamptz, p_equipo boolean, OUT ficha pesaje_ficha, OUT repetido boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  p pesaje;
  c pesaje_cadena;
  l lote;
BEGIN
  IF yo_usuario() IS NULL AND NOT p_equipo THEN
    RAISE EXCEPTION 'the session has ended' USING ERRCODE = 'TB401';
  END IF;
  IF p_equipo AND NOT p_estable THEN
    RAISE EXCEPTION 'a device sends stable weights' USING ERRCODE = 'TB422', COLUMN = 'estable';
  END IF;
  p.id := p_id; p.lote_id := p_lote_id; p.bruto_kg := p_bruto_kg; p.tara_vehiculo_kg := p_tara_vehiculo_kg;
  p.tara_sacos_kg := p_tara_sacos_kg; p.neto_kg := p_bruto_kg - p_tara_vehiculo_kg - p_tara_sacos_kg; p.humedad := p_humedad;
  p.sacos := p_sacos; p.placa := p_placa; p.origen := p_origen; p.bascula := p_bascula; p.trama := p_trama;
  p.estable := p_estable; p.manual := p_manual; p.motivo := p_motivo; p.tara_en := p_tara_en; p.tara_trama := p_tara_trama;
  p.capturado_en := p_capturado_en; p.usuario_id := yo_usuario();
  p.bruto_kg := p.bruto_kg::numeric(14,3); p.tara_vehiculo_kg := p.tara_vehiculo_kg::numeric(14,3);

  repetido := pesaje_conocido(p, p_equipo);
  IF NOT repetido THEN
    SELECT * INTO l FROM lote
     WHERE id = p_lote_id AND deleted_at IS NULL
       AND (p_equipo OR yo_ambito() = 0
            OR EXISTS (SELECT FROM lote_parte x WHERE x.ambito = yo_ambito() AND x.id = lote.id));
    IF NOT FOUND THEN
      RAISE EXCEPTION 'there is no such lot' USING ERRCODE = 'TB422', COLUMN = 'lote_id';
    END IF;
    IF yo_rol() = 'proveedor' AND l.empresa_id <> yo_empresa() THEN
      RAISE EXCEPTION 'a supplier weighs its own lots' USING ERRCODE = 'TB403';
    END IF;
    c := pesaje_tomar_cadena(coalesce(yo_empresa(), l.empresa_id));
    -- again: who held the chain may have stored it
    repetido := pesaje_conocido(p, p_equipo);
  END IF;
  IF NOT repetido THEN
    l := pesaje_tomar_lote(p_lote_id);
    IF l.id IS NULL THEN
      RAISE EXCEPTION 'there is no such lot' USING ERRCODE = 'TB422', COLUMN = 'lote_id';
    END IF;
    PERFORM pesaje_agregar(p, c, l);
  END IF;
  SELECT f.* INTO ficha FROM pesaje_ficha f WHERE f.id = p_id;
END $$;

-- Undoes a weighing by a counter-entry: its weights with the other sign, and why. The same p_id again is the same one.
-- TB403, TB404, TB409.
CREATE FUNCTION pesaje_anular(p_anula uuid, p_id uuid, p_motivo text, OUT ficha pesaje_ficha, OUT repetido boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v pesaje;
  p pesaje;
  c pesaje_cadena;
  l lote;
BEGIN
  SELECT * INTO v FROM pesaje
   WHERE id = p_anula
     AND (yo_ambito() IN (0, empresa_id)
          OR EXISTS (SELECT FROM lote_parte x WHERE x.ambito = yo_ambito() AND x.id = lote_id));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such weighing' USING ERRCODE = 'TB404';
  END IF;
  IF NOT es_admin() AND v.empresa_id IS DISTINCT FROM yo_empresa() THEN
    RAISE EXCEPTION 'who weighed undoes a weighing' USING ERRCODE = 'TB403';
  END IF;
  c := pesaje_tomar_cadena(v.empresa_id);
  SELECT * INTO p FROM pesaje WHERE anula = p_anula;
  repetido := FOUND;
  IF v.anula IS NOT NULL OR (repetido AND p.id <> p_id) THEN
    RAISE EXCEPTION 'the weighing is undone already, or undoes another' USING ERRCODE = 'TB409';
  END IF;
  IF NOT repetido THEN
    p := v;
    p.id := p_id; p.anula := p_anula; p.motivo := p_motivo; p.usuario_id := yo_usuario(); p.capturado_en := NULL;
    p.bruto_kg := -v.bruto_kg; p.tara_vehiculo_kg := -v.tara_vehiculo_kg; p.tara_sacos_kg := -v.tara_sacos_kg;
    p.neto_kg := -v.neto_kg; p.sacos := -v.sacos;
    IF pesaje_conocido(p, false) THEN
      RAISE EXCEPTION 'this id is another weighing''s' USING ERRCODE = 'TB409', COLUMN = 'id';
    END IF;
    l := pesaje_tomar_lote(v.lote_id);
    IF l.id IS NULL THEN
      RAISE EXCEPTION 'the lot of the weighing was deleted' USING ERRCODE = 'TB409';
    END IF;
    PERFORM pesaje_agregar(p, c, l);
  END IF;
  SELECT f.* INTO ficha FROM pesaje_ficha f WHERE f.id = p_id;
END $$;

-- Reading a chain ------------------------------------------------------------------------------------------------------------

-- Whose chain the caller may walk: its own, or, an admin, that of any. TB404, TB422.
CREATE FUNCTION pesaje_cadena_de(p_empresa_id bigint, OUT empresa_id bigint, OUT ultimo bigint, OUT hash text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  empresa_id := coalesce(p_empresa_id, yo_empresa());
  IF empresa_id IS NULL THEN
    RAISE EXCEPTION 'say whose weighings' USING ERRCODE = 'TB422', COLUMN = 'empresa_id';
  END IF;
  IF yo_ambito() IS NULL OR yo_ambito() NOT IN (0, empresa_id)
     OR NOT EXISTS (SELECT FROM empresa e WHERE e.id = pesaje_cadena_de.empresa_id) THEN
    RAISE EXCEPTION 'there is no such company' USING ERRCODE = 'TB404';
  END IF;
  SELECT k.ultimo, encode(k.hash, 'hex') INTO ultimo, hash FROM pesaje_cadena k WHERE k.empresa_id = pesaje_cadena_de.empresa_id;
  ultimo := coalesce(ultimo, 0);
  hash := coalesce(hash, repeat('00', 32));
END $$;

GRANT EXECUTE ON FUNCTION pesaje_registrar(uuid, bigint, numeric, numeric, numeric, numeric, int, text, text, text, text, boolean,
    boolean, text, timestamptz, text, timestamptz, boolean), pesaje_anular(uuid, uuid, text), pesaje_cadena_de(bigint),
  pesaje_hora(timestamptz) TO triboka_app;
