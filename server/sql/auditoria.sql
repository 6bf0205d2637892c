-- SPDX-License-Identifier: GPL-3.0-or-later

-- Why the changes that follow in this transaction are made; the audit keeps it.
-- name: motivo :exec (motivo)
SELECT set_config('tbk.motivo', coalesce($1, ''), true);

-- name: auditoria_page :page (page_size, salto, despues_clave, despues_id, tabla, fila_id, usuario_id, desde, hasta)
-- orden: created_at:timestamptz
SELECT f.*, p.{orden}::text AS clave
  FROM auditoria p JOIN auditoria_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::text IS NULL OR p.tabla = $5)
   AND ($6::bigint IS NULL OR p.fila_id = $6)
   AND ($7::bigint IS NULL OR p.usuario_id = $7)
   AND ($8::date IS NULL OR p.created_at >= $8)
   AND ($9::date IS NULL OR p.created_at < $9::date + 1)
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: auditoria_total :one ()
SELECT count(*) AS total, count(*) < 10000 AS exacto FROM (SELECT FROM auditoria LIMIT 10000) hallados;

-- name: auditoria_cuenta :one (tabla, fila_id, usuario_id, desde, hasta)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM auditoria p
         WHERE ($1::text IS NULL OR p.tabla = $1)
           AND ($2::bigint IS NULL OR p.fila_id = $2)
           AND ($3::bigint IS NULL OR p.usuario_id = $3)
           AND ($4::date IS NULL OR p.created_at >= $4)
           AND ($5::date IS NULL OR p.created_at < $5::date + 1)
         LIMIT 10000) hallados;
