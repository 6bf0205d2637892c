-- SPDX-License-Identifier: GPL-3.0-or-later
-- What comes from devices by other ways than HTTP: weighings by MQTT, and what the server's own scale says.

-- What receives, of all servers on this database: how it is, for administrators. Its `nombre` is "mqtt", or "bascula RUC".
CREATE TABLE receptor (
  nombre text PRIMARY KEY CHECK (length(nombre) BETWEEN 1 AND 60),
  estado text NOT NULL CHECK (estado IN ('empieza', 'recibe', 'sin enlace')),
  detalle text CHECK (length(detalle) <= 500),
  desde timestamptz NOT NULL DEFAULT now(), -- in this state
  recibidos bigint NOT NULL DEFAULT 0,
  rechazados bigint NOT NULL DEFAULT 0,
  ultimo_en timestamptz -- when something came last
) WITH (fillfactor = 50);

-- Messages that were no weighings, with why: acknowledged, so that they do not come for ever, and kept for people.
CREATE TABLE mqtt_rechazo (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tema text NOT NULL CHECK (length(tema) <= 4096),
  cuerpo text NOT NULL CHECK (length(cuerpo) <= 8192), -- its beginning, readable
  bytes bigint NOT NULL,                               -- of all of it
  motivo text NOT NULL CHECK (length(motivo) <= 2000),
  created_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE receptor ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE mqtt_rechazo ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON receptor TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON mqtt_rechazo TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY receptor_see ON receptor FOR SELECT TO triboka_app USING ((SELECT yo_ambito()) = 0);
CREATE POLICY mqtt_rechazo_see ON mqtt_rechazo FOR SELECT TO triboka_app USING ((SELECT yo_ambito()) = 0);
GRANT SELECT ON receptor, mqtt_rechazo TO triboka_app;

-- Whether this connection is the one of p_nombre: it was, or nobody is. Until it ends.
CREATE FUNCTION receptor_tomar(p_nombre text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c_clase CONSTANT int := 20; -- of keys in two halves, which nothing else here has
  v_clave CONSTANT int := hashtext(p_nombre);
BEGIN
  RETURN EXISTS (SELECT FROM pg_locks
                  WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted AND objsubid = 2
                    AND classid = c_clase::oid AND objid = v_clave::oid)
         OR pg_try_advisory_lock(c_clase, v_clave);
END $$;

-- How it is; the counts are what came since it said so last.
CREATE FUNCTION receptor_anotar(p_nombre text, p_estado text, p_detalle text, p_recibidos bigint, p_rechazados bigint)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  INSERT INTO receptor AS r (nombre, estado, detalle, recibidos, rechazados, ultimo_en)
  VALUES (p_nombre, p_estado, left(p_detalle, 500), p_recibidos, p_rechazados,
          CASE WHEN p_recibidos + p_rechazados > 0 THEN now() END)
  ON CONFLICT (nombre) DO UPDATE
    SET desde = CASE WHEN r.estado = excluded.estado THEN r.desde ELSE now() END,
        estado = excluded.estado, detalle = excluded.detalle,
        recibidos = r.recibidos + excluded.recibidos, rechazados = r.rechazados + excluded.rechazados,
        ultimo_en = coalesce(excluded.ultimo_en, r.ultimo_en)
$$;

-- Keeps a message that is refused; the newest 1,000 of them.
CREATE FUNCTION mqtt_rechazar(p_tema text, p_cuerpo text, p_bytes bigint, p_motivo text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  INSERT INTO mqtt_rechazo (tema, cuerpo, bytes, motivo) VALUES (p_tema, p_cuerpo, p_bytes, left(p_motivo, 2000));
  DELETE FROM mqtt_rechazo WHERE id <= (SELECT id FROM mqtt_rechazo ORDER BY id DESC OFFSET 1000 LIMIT 1);
$$;

-- The lote that has this number or code, among those that the empresa of p_ruc (null: any) holds. Null where there is none, or
-- several have that code.
CREATE FUNCTION mqtt_lote(p_codigo text, p_ruc text) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM lote
   WHERE deleted_at IS NULL
     AND (id = CASE WHEN p_codigo ~ '^[0-9]{1,18}$' THEN p_codigo::bigint END OR codigo_lote = p_codigo)
     AND (p_ruc IS NULL OR empresa_id = (SELECT e.id FROM empresa e WHERE e.ruc = p_ruc))
$$;
CREATE INDEX lote_codigo ON lote (codigo_lote) WHERE deleted_at IS NULL;

-- What the scale of that company says, to its usuarios and to administrators who listen just now; never stored. FALSE where there
-- is no such company (yet). Nothing is written but the notice, whose loss would do no harm: no disk is waited for.
CREATE FUNCTION bascula_difundir(p_ruc text, p_datos jsonb) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_empresa_id bigint;
BEGIN
  SELECT id INTO v_empresa_id FROM empresa WHERE ruc = p_ruc;
  IF v_empresa_id IS NULL THEN
    RETURN false;
  END IF;
  PERFORM set_config('synchronous_commit', 'off', true),
          pg_notify('efimero', jsonb_build_object('event', 'scale', 'ambitos', jsonb_build_array(0, v_empresa_id),
                                                  'data', p_datos)::text);
  RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION receptor_tomar(text), receptor_anotar(text, text, text, bigint, bigint),
  mqtt_rechazar(text, text, bigint, text), mqtt_lote(text, text), bascula_difundir(text, jsonb) TO triboka_app;
