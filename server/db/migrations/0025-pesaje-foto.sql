-- SPDX-License-Identifier: GPL-3.0-or-later
-- One photo of a weighing: of the truck, the sacks, the indicator. It is no part of the row that is hashed, and comes later, or never.
-- As of documentos the row is written last: its file lies at STORAGE_ROOT/ruta by then. Neither is ever changed.

CREATE TABLE pesaje_foto (
  -- of documento's numbers, so that the round over the store's files walks both in one order, and a number names one file
  id bigint PRIMARY KEY DEFAULT nextval('documento_id_seq'),
  pesaje_id uuid NOT NULL, -- no key, as nothing refers to a pesaje by one: the policy looks it up, and it is never deleted
  tipo_contenido text NOT NULL CHECK (tipo_contenido IN ('image/jpeg', 'image/png', 'image/webp')),
  tamano bigint NOT NULL CHECK (tamano > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  ruta text NOT NULL CHECK (ruta ~ '^pesajes/[0-9]+/[0-9a-f-]{36}-[0-9a-f]{12}$'),
  subido_por bigint NOT NULL DEFAULT yo_usuario() REFERENCES usuario,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pesaje_foto_pesaje_id_key UNIQUE (pesaje_id),
  CONSTRAINT pesaje_foto_ruta_key UNIQUE (ruta)
);

ALTER TABLE pesaje_foto ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON pesaje_foto TO CURRENT_USER USING (true) WITH CHECK (true);
-- The weighing's own policy binds what is read of it here: who sees it sees its photo.
CREATE POLICY pesaje_foto_see ON pesaje_foto FOR SELECT TO triboka_app
  USING (EXISTS (SELECT FROM pesaje p WHERE p.id = pesaje_id));
-- Who weighed adds it.
CREATE POLICY pesaje_foto_make ON pesaje_foto FOR INSERT TO triboka_app
  WITH CHECK (subido_por = (SELECT yo_usuario())
              AND EXISTS (SELECT FROM pesaje p
                           WHERE p.id = pesaje_id AND ((SELECT es_admin()) OR p.empresa_id = (SELECT yo_empresa()))));
GRANT SELECT, INSERT (pesaje_id, tipo_contenido, tamano, sha256, ruta) ON pesaje_foto TO triboka_app;
GRANT USAGE ON SEQUENCE documento_id_seq TO triboka_app;

-- Whether the caller may add a photo to that weighing, before it sends the file; whose chain it is in. TB404, TB403.
CREATE FUNCTION pesaje_foto_admitir(p_pesaje_id uuid) RETURNS bigint
  LANGUAGE plpgsql STABLE
  AS $$
DECLARE
  v_empresa bigint;
BEGIN
  SELECT empresa_id INTO v_empresa FROM pesaje WHERE id = p_pesaje_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such weighing' USING ERRCODE = 'TB404';
  END IF;
  IF NOT es_admin() AND v_empresa IS DISTINCT FROM yo_empresa() THEN
    RAISE EXCEPTION 'who weighed adds the photo' USING ERRCODE = 'TB403';
  END IF;
  RETURN v_empresa;
END $$;
GRANT EXECUTE ON FUNCTION pesaje_foto_admitir(uuid) TO triboka_app;

CREATE OR REPLACE VIEW pesaje_ficha WITH (security_invoker) AS
  SELECT p.id, p.numero,
         p.empresa_id, (SELECT e.nombre FROM empresa e WHERE e.id = p.empresa_id) AS empresa_nombre,
         p.lote_id, (SELECT l.codigo_lote FROM lote l WHERE l.id = p.lote_id) AS codigo_lote,
         p.capturado_en, p.bruto_kg, p.tara_vehiculo_kg, p.tara_sacos_kg, p.neto_kg,
         round(p.neto_kg / 45.359237, 4) AS neto_qq, p.humedad, p.sacos, p.placa, p.origen, p.bascula, p.trama, p.estable,
         p.manual, p.motivo, p.tara_en, p.tara_trama, p.usuario_id, usuario_nombre(p.usuario_id) AS usuario_nombre,
         p.recibido_en, p.anula, (SELECT c.id FROM pesaje c WHERE c.anula = p.id) AS anulado_por,
         encode(p.hash_anterior, 'hex') AS hash_anterior, encode(p.hash, 'hex') AS hash,
         p.humedad_regla, p.liquido_kg,
         EXISTS (SELECT FROM pesaje_foto f WHERE f.pesaje_id = p.id) AS foto
    FROM pesaje p;

-- The store's round knows both kinds of file.
CREATE OR REPLACE FUNCTION documento_revisar(p_despues bigint, p_limite int,
    OUT id bigint, OUT ruta text, OUT tamano bigint, OUT sha256 text) RETURNS SETOF record
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  SELECT d.id, d.ruta, d.tamano, d.sha256 FROM documento d WHERE d.id > p_despues
  UNION ALL
  SELECT f.id, f.ruta, f.tamano, f.sha256 FROM pesaje_foto f WHERE f.id > p_despues
   ORDER BY 1 LIMIT least(p_limite, 1000)
$$;

CREATE OR REPLACE FUNCTION documento_rutas(p_rutas text[]) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  SELECT d.ruta FROM documento d WHERE d.ruta = ANY (p_rutas)
  UNION ALL
  SELECT f.ruta FROM pesaje_foto f WHERE f.ruta = ANY (p_rutas)
$$;
