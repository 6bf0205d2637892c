-- SPDX-License-Identifier: GPL-3.0-or-later
-- Messages of devices that were no weighings, by whichever way they came: those by MQTT (0020), and POST /iot/pesaje beside them.

CREATE TABLE rechazo (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  canal text NOT NULL CHECK (canal IN ('mqtt', 'http')),
  equipo text NOT NULL CHECK (length(equipo) <= 4096), -- the topic, the address
  empresa_id bigint,                                   -- whose it is; null: not known
  usuario_id bigint,                                   -- whose session sent it; null: a device
  cuerpo text NOT NULL CHECK (length(cuerpo) <= 8192), -- its beginning, readable
  bytes bigint NOT NULL,                               -- of all of it
  motivo text NOT NULL CHECK (length(motivo) <= 2000)
);
CREATE INDEX rechazo_fecha ON rechazo (created_at, id);
INSERT INTO rechazo (created_at, canal, equipo, cuerpo, bytes, motivo)
SELECT created_at, 'mqtt', tema, cuerpo, bytes, motivo FROM mqtt_rechazo ORDER BY id;
DROP FUNCTION mqtt_rechazar(text, text, bigint, text);
DROP TABLE mqtt_rechazo;

CREATE FUNCTION yo_dueno() RETURNS boolean
  LANGUAGE sql STABLE
  AS $$
  SELECT EXISTS (SELECT FROM usuario u WHERE u.id = yo_usuario() AND u.es_dueno AND u.empresa_id = yo_empresa())
$$;

-- Administrators see all, the owner of an empresa what came from its own devices and people.
ALTER TABLE rechazo ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON rechazo TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY rechazo_see ON rechazo FOR SELECT TO triboka_app
  USING ((SELECT yo_ambito()) = 0 OR (empresa_id = (SELECT yo_empresa()) AND (SELECT yo_dueno())));
GRANT SELECT ON rechazo TO triboka_app;

CREATE VIEW rechazo_ficha WITH (security_invoker) AS
  SELECT r.id, r.created_at, r.canal, r.equipo,
         r.empresa_id, (SELECT e.nombre FROM empresa e WHERE e.id = r.empresa_id) AS empresa_nombre,
         r.usuario_id, usuario_nombre(r.usuario_id) AS usuario_nombre, r.motivo, r.cuerpo, r.bytes
    FROM rechazo r;
GRANT SELECT ON rechazo_ficha TO triboka_app;

-- Keeps a message that is refused; the newest 1,000 of them. It is its sender's empresa's, or that of p_ruc (null: not known).
CREATE FUNCTION rechazo_guardar(p_canal text, p_equipo text, p_cuerpo text, p_bytes bigint, p_motivo text, p_ruc text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  INSERT INTO rechazo (canal, equipo, empresa_id, usuario_id, cuerpo, bytes, motivo)
  VALUES (p_canal, p_equipo, coalesce(yo_empresa(), (SELECT e.id FROM empresa e WHERE e.ruc = p_ruc)), yo_usuario(),
          p_cuerpo, p_bytes, left(p_motivo, 2000));
  DELETE FROM rechazo WHERE id <= (SELECT id FROM rechazo ORDER BY id DESC OFFSET 1000 LIMIT 1);
$$;
GRANT EXECUTE ON FUNCTION yo_dueno(), rechazo_guardar(text, text, text, bigint, text, text) TO triboka_app;
