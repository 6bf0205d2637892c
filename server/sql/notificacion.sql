-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: notificacion_page :page (page_size, salto, despues_clave, despues_id, leida, tipo)
-- orden: created_at:timestamptz
SELECT f.*, p.{orden}::text AS clave
  FROM notificacion p JOIN notificacion_ficha f ON f.id = p.id
 WHERE p.usuario_id = (SELECT yo_usuario()) AND (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::boolean IS NULL OR f.leida = $5)
   AND ($6::text IS NULL OR p.tipo = $6)
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: notificacion_total :one ()
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM notificacion WHERE usuario_id = yo_usuario() LIMIT 10000) hallados;

-- name: notificacion_cuenta :one (leida, tipo)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM notificacion n
         WHERE n.usuario_id = yo_usuario()
           AND ($1::boolean IS NULL OR (n.leida_en IS NOT NULL) = $1)
           AND ($2::text IS NULL OR n.tipo = $2)
         LIMIT 10000) hallados;

-- name: notificacion_leer :one (id)
UPDATE notificacion SET leida_en = coalesce(leida_en, now()), updated_at = now() WHERE id = $1
RETURNING id, tipo, datos, leida_en, true AS leida, created_at, updated_at;

-- name: notificacion_leer_todas :exec ()
UPDATE notificacion SET leida_en = now(), updated_at = now() WHERE usuario_id = yo_usuario() AND leida_en IS NULL;

-- name: notificacion_avisar :one (titulo, texto, rol, empresa_id, usuario_id)
SELECT notificacion_avisar($1, $2, $3, $4, $5) AS avisados;
