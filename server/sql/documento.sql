-- SPDX-License-Identifier: GPL-3.0-or-later

-- The file's address is made outside, where it is wanted: the database holds no key.
-- name: documento_get :one (id, url_archivo)
SELECT id, contrato_id, chat_id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, observaciones, subido_por, subido_por_nombre,
       fecha_subida, $2::text AS url_archivo
  FROM documento_ficha WHERE id = $1;

-- Before a body is read: TB404, TB403, TB409.
-- name: documento_admitir :one (id)
SELECT documento_admitir($1) AS id;

-- name: documento_iguales :many (id, sha256)
SELECT * FROM documento_ficha WHERE contrato_id = $1 AND sha256 = $2 ORDER BY id LIMIT 1;

-- name: documento_create :one (id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta, observaciones, repetido)
INSERT INTO documento (contrato_id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta, observaciones, repetido)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9::boolean, false))
RETURNING id;

-- Before a body is read: TB404, TB403, TB409.
-- name: adjunto_admitir :one (id)
SELECT adjunto_admitir($1) AS id;

-- name: adjunto_create :one (id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta)
INSERT INTO documento (chat_id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta)
VALUES ($1, coalesce($2::text, CASE WHEN $4 LIKE 'image/%' THEN 'foto' ELSE 'otro' END), $3, $4, $5, $6, $7)
RETURNING id;

-- What nobody sent.
-- name: adjunto_olvidar :one ()
SELECT adjunto_olvidar() AS n;

-- name: documento_delete :one (id)
SELECT documento_borrar($1) AS id;

-- Where the file is.
-- name: documento_archivo :one (id)
SELECT id, ruta, nombre_archivo, tipo_contenido, tamano, sha256 FROM documento WHERE id = $1;

-- name: contrato_documentos :many (id)
SELECT * FROM documento_ficha WHERE contrato_id = $1 ORDER BY id DESC LIMIT 500;

-- name: contrato_archivos :many (id)
SELECT id, ruta, nombre_archivo, tamano, sha256, extract(epoch FROM created_at)::bigint AS segundos
  FROM documento WHERE contrato_id = $1 ORDER BY id LIMIT 500;

-- name: contrato_codigo :one (id)
SELECT codigo FROM contrato WHERE id = $1;

-- The server's own round over its files; without a session too.
-- name: documento_revisar :many (despues, limite)
SELECT * FROM documento_revisar($1, $2);

-- name: documento_rutas :many (rutas)
SELECT documento_rutas($1) AS ruta;

-- Demo data: the contratos that get papers, and what stands in them; their files are made by the server.
-- name: demo_contratos :many ()
SELECT c.id, c.codigo, e.nombre AS comprador, v.nombre AS vendedor, v.ruc, c.calidad, c.volumen_tm, c.fecha_firma,
       (SELECT min(u.id) FROM usuario u WHERE u.empresa_id = c.exportadora_id AND u.estado = 'Activo') AS subido_por
  FROM contrato c JOIN empresa e ON e.id = c.exportadora_id JOIN empresa v ON v.id = c.contraparte_id
 WHERE c.estado IN ('Activo', 'En proceso') AND c.deleted_at IS NULL
   AND NOT EXISTS (SELECT FROM documento)
 ORDER BY c.fecha_firma DESC, c.id DESC
 LIMIT 12;

-- name: demo_documento :exec (id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta, subido_por)
INSERT INTO documento (contrato_id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta, subido_por)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
