-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: tara_get :one (id)
SELECT * FROM tara_ficha WHERE id = $1;

-- name: tara_lock :one (id)
SELECT * FROM tara_ficha WHERE id = $1 FOR UPDATE;

-- name: tara_page :page (page_size, salto, despues_clave, despues_id, clase, q, empresa_id)
-- orden: nombre:text
SELECT f.*, p.{orden} AS clave
  FROM (SELECT t.id, plegar(t.nombre) COLLATE "C" AS nombre, t.clase, t.empresa_id FROM tara t) p
  JOIN tara_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::text IS NULL OR p.clase = $5)
   AND ($6::text IS NULL OR p.nombre LIKE ALL (patrones($6)))
   AND ($7::bigint IS NULL OR p.empresa_id = $7)
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: tara_total :one ()
SELECT count(*) AS total, count(*) < 10000 AS exacto FROM (SELECT FROM tara LIMIT 10000) hallados;

-- name: tara_cuenta :one (clase, q, empresa_id)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM tara t
         WHERE ($1::text IS NULL OR t.clase = $1)
           AND ($2::text IS NULL OR plegar(t.nombre) LIKE ALL (patrones($2)))
           AND ($3::bigint IS NULL OR t.empresa_id = $3)
         LIMIT 10000) hallados;

-- name: tara_create :one (clase, nombre, kg, pesada_en, trama)
SELECT (r.ficha).*, r.repetido FROM tara_guardar($1, $2, $3, $4, $5) r;

-- name: tara_put :one (id, nombre, kg, pesada_en, trama)
UPDATE tara_ficha SET nombre = $2, kg = $3, pesada_en = $4, trama = $5 WHERE id = $1 RETURNING *;

-- name: tara_delete :one (id)
SELECT tara_borrar($1) AS id;
