-- SPDX-License-Identifier: GPL-3.0-or-later
-- The moisture discount by the rule that an empresa chose, kept with each weighing; and its stored tares.
--
-- A rule is a text, as domain/tbk-humedad.h writes it: "materia_seca 7.00". The server computes by it (there alone, exactly); the
-- database knows which rules an empresa has had, and keeps with a weighing the one it was computed by and what is payable.
-- What a lote weighs stays its net weight: a discount is of the payment, not of the cacao.

ALTER TABLE empresa
  ADD COLUMN humedad_metodo text CHECK (humedad_metodo IN ('materia_seca', 'puntos', 'tabla')),
  ADD COLUMN humedad_referencia numeric(4,2) NOT NULL DEFAULT 7 CHECK (humedad_referencia BETWEEN 0 AND 99.99),
  ADD COLUMN humedad_tabla text,
  ADD COLUMN humedad_regla text GENERATED ALWAYS AS (humedad_metodo || ' ' || humedad_referencia::text
    || CASE humedad_metodo WHEN 'tabla' THEN ' ' || humedad_tabla ELSE '' END) STORED,
  ADD CONSTRAINT empresa_humedad_tabla_check CHECK (CASE WHEN humedad_tabla IS NULL THEN humedad_metodo IS DISTINCT FROM 'tabla'
    ELSE length(humedad_tabla) BETWEEN 1 AND 900 END);
GRANT INSERT (humedad_metodo, humedad_referencia, humedad_tabla),
  UPDATE (humedad_metodo, humedad_referencia, humedad_tabla) ON empresa TO triboka_app;
DROP TRIGGER empresa_auditar ON empresa;
CREATE TRIGGER empresa_auditar AFTER INSERT OR UPDATE OR DELETE ON empresa
  FOR EACH ROW EXECUTE FUNCTION tg_auditar('busca', 'publicada', 'humedad_regla');

CREATE OR REPLACE VIEW empresa_ficha WITH (security_invoker) AS
  SELECT e.id, e.nombre, e.tipo, e.ruc, e.ruc_aviso, e.direccion, e.ciudad, e.provincia, e.telefono, e.email,
         e.ubicacion_json,
         (SELECT '/empresas/' || e.id || '/logo?v=' || left(l.huella, 12)
            FROM empresa_logo l WHERE l.empresa_id = e.id) AS logo_url,
         e.version, e.created_at, e.updated_at,
         e.humedad_metodo, e.humedad_referencia, e.humedad_tabla, e.humedad_regla
    FROM empresa e;

-- Every rule that an empresa has had: a weighing that was shown by one, without a line to the server, is computed by that one.
CREATE TABLE empresa_regla (
  empresa_id bigint NOT NULL REFERENCES empresa,
  regla text NOT NULL,
  desde timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (empresa_id, regla)
);
ALTER TABLE empresa_regla ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON empresa_regla TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION tg_empresa_regla() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  INSERT INTO empresa_regla (empresa_id, regla) VALUES (NEW.id, NEW.humedad_regla) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER empresa_regla_guardar AFTER INSERT OR UPDATE ON empresa
  FOR EACH ROW WHEN (NEW.humedad_regla IS NOT NULL) EXECUTE FUNCTION tg_empresa_regla();

-- With a weighing -------------------------------------------------------------------------------------------------------

ALTER TABLE pesaje
  ADD COLUMN humedad_regla text CHECK (length(humedad_regla) BETWEEN 1 AND 1000),
  ADD COLUMN liquido_kg numeric(14,3),
  ADD CONSTRAINT pesaje_liquido_kg_check CHECK (CASE WHEN humedad_regla IS NULL THEN liquido_kg IS NULL
    ELSE humedad IS NOT NULL AND liquido_kg IS NOT NULL
         AND CASE WHEN anula IS NULL THEN liquido_kg BETWEEN 0 AND neto_kg ELSE liquido_kg BETWEEN neto_kg AND 0 END END);

CREATE OR REPLACE VIEW pesaje_ficha WITH (security_invoker) AS
  SELECT p.id, p.numero,
         p.empresa_id, (SELECT e.nombre FROM empresa e WHERE e.id = p.empresa_id) AS empresa_nombre,
         p.lote_id, (SELECT l.codigo_lote FROM lote l WHERE l.id = p.lote_id) AS codigo_lote,
         p.capturado_en, p.bruto_kg, p.tara_vehiculo_kg, p.tara_sacos_kg, p.neto_kg,
         round(p.neto_kg / 45.359237, 4) AS neto_qq, p.humedad, p.sacos, p.placa, p.origen, p.bascula, p.trama, p.estable,
         p.manual, p.motivo, p.tara_en, p.tara_trama, p.usuario_id, usuario_nombre(p.usuario_id) AS usuario_nombre,
         p.recibido_en, p.anula, (SELECT c.id FROM pesaje c WHERE c.anula = p.id) AS anulado_por,
         encode(p.hash_anterior, 'hex') AS hash_anterior, encode(p.hash, 'hex') AS hash,
         p.humedad_regla, p.liquido_kg
    FROM pesaje p;

-- As domain/tbk-cadena.h says it: rows without a discount keep the form, and so the hash, that they had.
CREATE OR REPLACE FUNCTION pesaje_texto(p pesaje) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$
  SELECT CASE WHEN p.humedad_regla IS NULL AND p.liquido_kg IS NULL THEN E'triboka-pesaje-1\n' ELSE E'triboka-pesaje-2\n' END
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
    || CASE WHEN p.humedad_regla IS NULL AND p.liquido_kg IS NULL THEN ''
            ELSE pesaje_linea('humedad_regla', p.humedad_regla) || pesaje_linea('liquido_kg', p.liquido_kg::text) END
$$;

-- What was not said, the time or the rule, may be any.
CREATE OR REPLACE FUNCTION pesaje_igual(a pesaje, b pesaje) RETURNS boolean
  LANGUAGE sql IMMUTABLE
  AS $$
  SELECT (a.lote_id, a.bruto_kg, a.tara_vehiculo_kg, a.tara_sacos_kg, a.humedad, a.sacos, a.placa, a.origen, a.bascula, a.trama,
          a.estable, a.manual, a.motivo, a.tara_en, a.tara_trama, a.anula)
         IS NOT DISTINCT FROM
         (b.lote_id, b.bruto_kg, b.tara_vehiculo_kg, b.tara_sacos_kg, b.humedad, b.sacos, b.placa, b.origen, b.bascula, b.trama,
          b.estable, b.manual, b.motivo, b.tara_en, b.tara_trama, b.anula)
         AND (b.capturado_en IS NULL OR a.capturado_en = b.capturado_en)
         AND (b.humedad_regla IS NULL OR a.humedad_regla IS NOT DISTINCT FROM b.humedad_regla)
$$;

-- The rule that a weighing of that lote is computed by: the one that was said, if the empresa that weighs has or had it, or the
-- empresa's of now; null: nothing comes off. TB422.
CREATE FUNCTION pesaje_regla(p_lote_id bigint, p_regla text) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_empresa bigint := coalesce(yo_empresa(), (SELECT l.empresa_id FROM lote l WHERE l.id = p_lote_id));
BEGIN
  IF p_regla IS NULL THEN
    RETURN (SELECT e.humedad_regla FROM empresa e WHERE e.id = v_empresa);
  END IF;
  IF NOT EXISTS (SELECT FROM empresa_regla r WHERE r.empresa_id = v_empresa AND r.regla = p_regla) THEN
    RAISE EXCEPTION 'the company never had this rule' USING ERRCODE = 'TB422', COLUMN = 'humedad_regla';
  END IF;
  RETURN p_regla;
END $$;

-- A weighing, as its caller or as a device (p_equipo), which has no session. p_liquido_kg is what p_humedad_regla leaves of the
-- net weight; p_regla_dicha: the caller said that rule, so that the same weighing again says it too. TB401, TB403, TB409, TB422.
DROP FUNCTION pesaje_registrar(uuid, bigint, numeric, numeric, numeric, numeric, int, text, text, text, text, boolean, boolean,
  text, timestamptz, text, timestamptz, boolean);
CREATE FUNCTION pesaje_registrar(p_id uuid, p_lote_id bigint, p_bruto_kg numeric, p_tara_vehiculo_kg numeric,
    p_tara_sacos_kg numeric, p_humedad numeric, p_sacos int, p_placa text, p_origen text, p_bascula text, p_trama text,
    p_estable boolean, p_manual boolean, p_motivo text, p_tara_en timestamptz, p_tara_trama text,
    p_capturado_en timestamptz, p_equipo boolean, p_humedad_regla text DEFAULT NULL, p_liquido_kg numeric DEFAULT NULL,
    p_regla_dicha boolean DEFAULT false, OUT ficha pesaje_ficha, OUT repetido boolean)
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
  p.humedad_regla := CASE WHEN p_regla_dicha THEN p_humedad_regla END;

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
    p.humedad_regla := p_humedad_regla; p.liquido_kg := p_liquido_kg::numeric(14,3);
    PERFORM pesaje_agregar(p, c, l);
  END IF;
  SELECT f.* INTO ficha FROM pesaje_ficha f WHERE f.id = p_id;
END $$;

-- As before, and what was payable is so no more.
CREATE OR REPLACE FUNCTION pesaje_anular(p_anula uuid, p_id uuid, p_motivo text, OUT ficha pesaje_ficha, OUT repetido boolean)
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
    p.neto_kg := -v.neto_kg; p.sacos := -v.sacos; p.liquido_kg := -v.liquido_kg;
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

GRANT EXECUTE ON FUNCTION pesaje_regla(bigint, text), pesaje_registrar(uuid, bigint, numeric, numeric, numeric, numeric, int, text,
  text, text, text, boolean, boolean, text, timestamptz, text, timestamptz, boolean, text, numeric, boolean) TO triboka_app;

-- Stored tares -----------------------------------------------------------------------------------------------------------

-- A vehicle's under its plate, a kind of sack's under its name. They are their empresa's alone.
CREATE TABLE tara (
  id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  empresa_id bigint NOT NULL REFERENCES empresa,
  clase text NOT NULL CHECK (clase IN ('vehiculo', 'saco')),
  nombre text NOT NULL CHECK (length(nombre) BETWEEN 1 AND 40),
  kg numeric(14,3) NOT NULL CHECK (kg > 0 AND kg <= 1000000),
  pesada_en timestamptz NOT NULL CHECK (isfinite(pesada_en)),
  trama text CHECK (length(trama) <= 512),
  usuario_id bigint,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);
CREATE UNIQUE INDEX tara_nombre_key ON tara (empresa_id, clase, plegar(nombre)) WHERE deleted_at IS NULL;
CREATE INDEX tara_nombre_orden ON tara ((plegar(nombre) COLLATE "C"), id) WHERE deleted_at IS NULL;

-- Plates are in capitals, and its maker and its empresa are who calls; who weighed it anew is its maker.
CREATE FUNCTION tg_tara_guardia() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  NEW.nombre := CASE NEW.clase WHEN 'vehiculo' THEN upper(btrim(NEW.nombre)) ELSE btrim(NEW.nombre) END;
  IF es_app() AND TG_OP = 'INSERT' THEN
    NEW.empresa_id := CASE WHEN es_admin() THEN coalesce(NEW.empresa_id, yo_empresa()) ELSE yo_empresa() END;
    IF NEW.empresa_id IS NULL THEN
      RAISE EXCEPTION 'a tare is a company''s: its users store it' USING ERRCODE = 'TB403';
    END IF;
  END IF;
  IF es_app() AND (TG_OP = 'INSERT' OR NEW.kg <> OLD.kg) THEN
    NEW.usuario_id := yo_usuario();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tara_1_guardia BEFORE INSERT OR UPDATE ON tara
  FOR EACH ROW EXECUTE FUNCTION tg_tara_guardia();
CREATE TRIGGER tara_3_version BEFORE UPDATE ON tara
  FOR EACH ROW EXECUTE FUNCTION tg_version();
CREATE TRIGGER tara_auditar AFTER INSERT OR UPDATE OR DELETE ON tara
  FOR EACH ROW EXECUTE FUNCTION tg_auditar();

ALTER TABLE tara ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON tara TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY tara_see ON tara FOR SELECT TO triboka_app
  USING (deleted_at IS NULL AND (SELECT yo_ambito()) IN (0, empresa_id));
CREATE POLICY tara_make ON tara FOR INSERT TO triboka_app
  WITH CHECK ((SELECT yo_ambito()) IN (0, empresa_id));
CREATE POLICY tara_edit ON tara FOR UPDATE TO triboka_app
  USING (deleted_at IS NULL AND (SELECT yo_ambito()) IN (0, empresa_id));
GRANT SELECT, INSERT (empresa_id, clase, nombre, kg, pesada_en, trama), UPDATE (nombre, kg, pesada_en, trama) ON tara TO triboka_app;

CREATE VIEW tara_ficha WITH (security_invoker) AS
  SELECT t.id, t.empresa_id, t.clase, t.nombre, t.kg, t.pesada_en, t.trama, t.usuario_id,
         usuario_nombre(t.usuario_id) AS usuario_nombre, t.version, t.created_at, t.updated_at
    FROM tara t;
GRANT SELECT, INSERT, UPDATE ON tara_ficha TO triboka_app;

-- Stores a tare under its name; of two that were weighed, the later one counts, in whatever order they come. TB401, TB403.
CREATE FUNCTION tara_guardar(p_clase text, p_nombre text, p_kg numeric, p_pesada_en timestamptz, p_trama text,
    OUT ficha tara_ficha, OUT repetido boolean)
  LANGUAGE plpgsql
  AS $$
DECLARE
  v_id bigint;
BEGIN
  INSERT INTO tara AS t (clase, nombre, kg, pesada_en, trama)
  VALUES (p_clase, p_nombre, p_kg, coalesce(p_pesada_en, now()), p_trama)
  ON CONFLICT (empresa_id, clase, plegar(nombre)) WHERE deleted_at IS NULL DO UPDATE
    SET kg = excluded.kg, pesada_en = excluded.pesada_en, trama = excluded.trama
    WHERE excluded.pesada_en > t.pesada_en
  RETURNING t.id, t.version > 1 INTO v_id, repetido;
  IF v_id IS NULL THEN
    repetido := true;
    SELECT t.id INTO v_id FROM tara t
     WHERE t.empresa_id = yo_empresa() AND t.clase = p_clase AND plegar(t.nombre) = plegar(btrim(p_nombre));
  END IF;
  SELECT f.* INTO ficha FROM tara_ficha f WHERE f.id = v_id;
END $$;

-- TB404.
CREATE FUNCTION tara_borrar(p_id bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  UPDATE tara SET deleted_at = now()
   WHERE id = p_id AND deleted_at IS NULL AND yo_ambito() IN (0, empresa_id);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such tare' USING ERRCODE = 'TB404';
  END IF;
  RETURN p_id;
END $$;
GRANT EXECUTE ON FUNCTION tara_guardar(text, text, numeric, timestamptz, text), tara_borrar(bigint) TO triboka_app;
