-- SPDX-License-Identifier: GPL-3.0-or-later
-- The feed of changes; each wraps one function of migration 0010, which says what it does.

-- name: evento_numerar :one (limite)
SELECT evento_numerar($1) AS n;

-- name: evento_leer :many (despues, limite)
SELECT * FROM evento_leer($1, $2);

-- Where a hub begins, before it has handed on any.
-- name: evento_ultimo :one ()
SELECT evento_ultimo() AS ultimo;

-- name: evento_podar :one (horas, limite)
SELECT evento_podar($1, $2) AS n;

-- What the caller missed.
-- name: evento_perdidos :many (desde, hasta, limite)
SELECT numero, tipo, datos FROM evento WHERE numero > $1 AND numero <= $2 ORDER BY numero LIMIT $3;
