-- SPDX-License-Identifier: GPL-3.0-or-later

-- The last ones before a number, or, with `despues`, the first ones after it; the oldest first.
-- name: mensaje_list :many (id, antes, despues, q, limite)
SELECT * FROM (
  SELECT * FROM mensaje_ficha
   WHERE chat_id = $1 AND numero > coalesce($3::bigint, 0) AND numero < coalesce($2::bigint, 9223372036854775807)
     AND ($4::text IS NULL OR plegar(concat_ws(' ', texto, documento_nombre)) LIKE ALL (patrones($4)))
   ORDER BY CASE WHEN $3 IS NULL THEN -numero ELSE numero END
   LIMIT least(coalesce($5::int, 50), 200)) hallados
 ORDER BY numero;

-- A frame may name the contrato instead of its chat.
-- name: mensaje_enviar :one (id, contrato_id, texto, cliente_id, menciones, documento_id)
SELECT * FROM mensaje_enviar(coalesce($1::bigint, (SELECT c.id FROM chat c WHERE c.contrato_id = $2::bigint)), $3, $4, $5, $6);

-- Several of one chat and of different authors, in one transaction: all of them, or none. Their names are those of mensaje_enviar.
-- name: mensajes_enviar :many (mensajes)
SELECT * FROM mensajes_enviar($1);

-- name: mensaje_cambiar :one (id, mensaje_id, texto)
SELECT * FROM mensaje_cambiar($1, $2, $3);
