-- SPDX-License-Identifier: GPL-3.0-or-later

-- Whoever asks, with its empresa as a nested object.
-- name: yo :one ()
SELECT u.*, (SELECT to_json(e) FROM empresa_ficha e WHERE e.id = u.empresa_id) AS empresa
  FROM usuario_ficha u
 WHERE u.id = yo_usuario();

-- name: yo_put :exec (nombre, config_json)
UPDATE usuario SET nombre = $1, config_json = coalesce($2::jsonb, '{}') WHERE id = yo_usuario();

-- name: usuario_get :one (id)
SELECT * FROM usuario_ficha WHERE id = $1;

-- name: usuario_lock :one (id)
SELECT * FROM usuario_ficha WHERE id = $1 FOR UPDATE;

-- name: usuario_page :page (page_size, salto, despues_clave, despues_id, estado, q, rol, empresa_id)
-- orden: nombre:text email:text
SELECT f.*, p.{orden} AS clave
  FROM (SELECT u.id, plegar(u.nombre) COLLATE "C" AS nombre, u.email COLLATE "C" AS email FROM usuario u) p
  JOIN usuario_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::text IS NULL OR plegar(f.estado) = plegar($5))
   AND ($6::text IS NULL OR p.nombre || ' ' || p.email LIKE ALL (patrones($6)))
   AND ($7::text IS NULL OR f.rol = $7)
   AND ($8::bigint IS NULL OR f.empresa_id = $8)
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: usuario_total :one (estado)
SELECT count(*) AS total, true AS exacto FROM usuario WHERE $1::text IS NULL OR plegar(estado) = plegar($1);

-- name: usuario_cuenta :one (estado, q, rol, empresa_id)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM usuario u
         WHERE ($1::text IS NULL OR plegar(u.estado) = plegar($1))
           AND ($2::text IS NULL OR plegar(u.nombre) || ' ' || u.email LIKE ALL (patrones($2)))
           AND ($3::text IS NULL OR u.rol = $3)
           AND ($4::bigint IS NULL OR u.empresa_id = $4)
         LIMIT 10000) hallados;

-- name: usuario_create :one (nombre, email, hash, rol, empresa_id, es_dueno, estado, config_json)
INSERT INTO usuario (nombre, email, hash_password, rol, empresa_id, es_dueno, estado, config_json)
VALUES ($1, $2, $3, $4, $5, coalesce($6::boolean, false), coalesce($7::text, 'Activo'), $8)
RETURNING id, nombre, email, rol, empresa_id, (SELECT e.nombre FROM empresa e WHERE e.id = empresa_id) AS empresa_nombre,
  es_dueno, estado, config_json, NULL::timestamptz AS ultimo_acceso, version, created_at, updated_at;

-- name: usuario_put :one (id, nombre, email, rol, empresa_id, es_dueno, estado, config_json)
UPDATE usuario_ficha
   SET nombre = $2, email = $3, rol = $4, empresa_id = $5, es_dueno = $6, estado = $7, config_json = $8
 WHERE id = $1
RETURNING *;

