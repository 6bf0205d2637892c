-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: rechazo_guardar :exec (canal, equipo, cuerpo, bytes, motivo, ruc)
SELECT rechazo_guardar($1, $2, $3, $4, $5, $6);

-- name: rechazo_page :page (page_size, salto, despues_clave, despues_id, canal, empresa_id, desde, hasta)
-- orden: created_at:timestamptz
SELECT f.*, p.{orden}::text AS clave
  FROM rechazo p JOIN rechazo_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::text IS NULL OR p.canal = $5)
   AND ($6::bigint IS NULL OR p.empresa_id = $6)
   AND ($7::date IS NULL OR p.created_at >= $7)
   AND ($8::date IS NULL OR p.created_at < $8::date + 1)
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: rechazo_total :one ()
SELECT count(*) AS total, true AS exacto FROM rechazo;

-- name: rechazo_cuenta :one (canal, empresa_id, desde, hasta)
SELECT count(*) AS total, true AS exacto
  FROM rechazo p
 WHERE ($1::text IS NULL OR p.canal = $1)
   AND ($2::bigint IS NULL OR p.empresa_id = $2)
   AND ($3::date IS NULL OR p.created_at >= $3)
   AND ($4::date IS NULL OR p.created_at < $4::date + 1);
