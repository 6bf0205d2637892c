-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: asociacion_get :one (id)
SELECT * FROM asociacion_ficha WHERE id = $1;

-- name: asociacion_lock :one (id)
SELECT * FROM asociacion_ficha WHERE id = $1 FOR UPDATE;

-- name: asociacion_page :page (page_size, salto, despues_clave, despues_id, estado)
-- orden: created_at:timestamptz
SELECT f.*, p.{orden}::text AS clave
  FROM asociacion p JOIN asociacion_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::text IS NULL OR plegar(p.estado) = plegar($5))
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: asociacion_total :one (estado)
SELECT count(*) AS total, true AS exacto FROM asociacion WHERE $1::text IS NULL OR plegar(estado) = plegar($1);

-- name: asociacion_cuenta :one (estado)
SELECT count(*) AS total, true AS exacto FROM asociacion WHERE $1::text IS NULL OR plegar(estado) = plegar($1);

-- The caller's own side may be left out.
-- name: asociacion_create :one (centro_id, proveedor_id)
INSERT INTO asociacion_ficha (centro_id, proveedor_id)
VALUES (coalesce($1::bigint, CASE WHEN yo_rol() = 'centro' THEN yo_empresa() END),
        coalesce($2::bigint, CASE WHEN yo_rol() = 'proveedor' THEN yo_empresa() END))
RETURNING *;

-- name: asociacion_aceptar :one (id)
UPDATE asociacion_ficha SET estado = 'Activa' WHERE id = $1 RETURNING *;

-- name: asociacion_delete :one (id)
SELECT asociacion_borrar($1) AS id;
