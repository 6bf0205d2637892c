-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: empresa_get :one (id)
SELECT * FROM empresa_ficha WHERE id = $1;

-- name: empresa_lock :one (id)
SELECT * FROM empresa_ficha WHERE id = $1 FOR UPDATE;

-- `asociada`: true for those with which the caller's empresa is actively associated, false for the others.
-- name: empresa_page :page (page_size, salto, despues_clave, despues_id, tipo, q, asociada)
-- orden: nombre:text
SELECT f.*, p.{orden} AS clave
  FROM (SELECT e.id, plegar(e.nombre) COLLATE "C" AS nombre, e.tipo, e.busca FROM empresa e) p
  JOIN empresa_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::text IS NULL OR p.tipo = $5)
   AND ($6::text IS NULL OR p.busca LIKE ALL (patrones($6)))
   AND ($7::boolean IS NULL
        OR $7 = EXISTS (SELECT FROM asociacion a WHERE a.estado = 'Activa' AND p.id IN (a.centro_id, a.proveedor_id)
                           AND yo_empresa() IN (a.centro_id, a.proveedor_id)))
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: empresa_total :one ()
SELECT count(*) AS total, true AS exacto FROM empresa;

-- name: empresa_cuenta :one (tipo, q, asociada)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM empresa e
         WHERE ($1::text IS NULL OR e.tipo = $1)
           AND ($2::text IS NULL OR e.busca LIKE ALL (patrones($2)))
           AND ($3::boolean IS NULL
                OR $3 = EXISTS (SELECT FROM asociacion a WHERE a.estado = 'Activa' AND e.id IN (a.centro_id, a.proveedor_id)
                                   AND yo_empresa() IN (a.centro_id, a.proveedor_id)))
         LIMIT 10000) hallados;

-- name: empresa_create :one (nombre, tipo, ruc, ruc_aviso, direccion, ciudad, provincia, telefono, email, ubicacion_json,
--   humedad_metodo, humedad_referencia, humedad_tabla)
INSERT INTO empresa_ficha (nombre, tipo, ruc, ruc_aviso, direccion, ciudad, provincia, telefono, email, ubicacion_json,
                           humedad_metodo, humedad_referencia, humedad_tabla)
VALUES ($1, $2, $3, coalesce($4::boolean, false), $5, $6, $7, $8, $9, $10, $11, coalesce($12::numeric, 7), $13)
RETURNING *;

-- name: empresa_put :one (id, nombre, direccion, ciudad, provincia, telefono, email, ubicacion_json, humedad_metodo,
--   humedad_referencia, humedad_tabla)
UPDATE empresa_ficha
   SET nombre = $2, direccion = $3, ciudad = $4, provincia = $5, telefono = $6, email = $7, ubicacion_json = $8,
       humedad_metodo = $9, humedad_referencia = $10, humedad_tabla = $11
 WHERE id = $1
RETURNING *;

-- name: empresa_logo_get :one (id)
SELECT tipo_contenido, encode(bytes, 'base64') AS base64, huella, updated_at FROM empresa_logo WHERE empresa_id = $1;

-- huella: the SHA-256 of the bytes, in hex.
-- name: empresa_logo_put :exec (id, tipo_contenido, base64, huella)
INSERT INTO empresa_logo AS l (empresa_id, tipo_contenido, bytes, huella)
VALUES ($1, $2, decode($3, 'base64'), $4)
ON CONFLICT (empresa_id) DO UPDATE
  SET tipo_contenido = excluded.tipo_contenido, bytes = excluded.bytes, huella = excluded.huella, updated_at = now();

-- name: empresa_logo_delete :one (id)
DELETE FROM empresa_logo WHERE empresa_id = $1 RETURNING empresa_id AS id;
