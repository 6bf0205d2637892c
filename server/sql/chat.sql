-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: chat_get :one (id)
SELECT * FROM chat_ficha WHERE id = $1;

-- A frame may name the contrato instead of its chat, here and in chat_leer and chat_escribe.
-- name: chat_unir :one (id, contrato_id)
SELECT * FROM chat_ficha WHERE id = coalesce($1::bigint, (SELECT c.id FROM chat c WHERE c.contrato_id = $2::bigint));

-- name: chat_page :page (page_size, salto, despues_clave, despues_id, contrato_id, rol, q)
-- orden: ultimo_en:timestamptz
SELECT f.*, p.{orden}::text AS clave
  FROM chat p JOIN chat_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::bigint IS NULL OR p.contrato_id = $5)
   AND ($6::text IS NULL OR EXISTS (SELECT FROM empresa e
                                     WHERE e.id IN (p.empresa1_id, p.empresa2_id, usuario_empresa(f.otro_id))
                                       AND e.id IS DISTINCT FROM yo_empresa() AND e.tipo = $6))
   AND ($7::text IS NULL OR p.contrato_id = ANY (ARRAY (SELECT contrato_buscar($7)))
        OR plegar(f.otro_nombre) LIKE ALL (patrones($7)))
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: chat_total :one ()
SELECT count(*) AS total, count(*) < 10000 AS exacto FROM (SELECT FROM chat LIMIT 10000) hallados;

-- name: chat_cuenta :one (contrato_id, rol, q)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM chat p JOIN chat_ficha f ON f.id = p.id
         WHERE ($1::bigint IS NULL OR p.contrato_id = $1)
           AND ($2::text IS NULL OR EXISTS (SELECT FROM empresa e
                                             WHERE e.id IN (p.empresa1_id, p.empresa2_id, usuario_empresa(f.otro_id))
                                               AND e.id IS DISTINCT FROM yo_empresa() AND e.tipo = $2))
           AND ($3::text IS NULL OR p.contrato_id = ANY (ARRAY (SELECT contrato_buscar($3)))
                OR plegar(f.otro_nombre) LIKE ALL (patrones($3)))
         LIMIT 10000) hallados;

-- name: chat_contactos :many ()
SELECT * FROM chat_contactos() LIMIT 1000;

-- name: chat_miembros :many (id)
SELECT * FROM chat_miembros($1);

-- name: chat_abrir :one (usuario_id)
SELECT * FROM chat_abrir($1);

-- name: chat_leer :exec (id, contrato_id, entregado, leido)
SELECT chat_leer(coalesce($1::bigint, (SELECT c.id FROM chat c WHERE c.contrato_id = $2::bigint)), $3, $4);

-- Tells people of what was written, whoever wrote it.
-- name: chat_avisar :one (limite)
SELECT chat_avisar($1) AS n;

-- name: chat_escribe :exec (id, contrato_id)
SELECT chat_escribe(coalesce($1::bigint, (SELECT c.id FROM chat c WHERE c.contrato_id = $2::bigint)));
