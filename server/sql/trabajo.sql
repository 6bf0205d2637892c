-- SPDX-License-Identifier: GPL-3.0-or-later
-- The queue of work; each wraps one function of migration 0013, which says what it does.

-- name: trabajo_programar :one ()
SELECT trabajo_programar() AS n;

-- name: trabajo_tomar :many (segundos)
SELECT * FROM trabajo_tomar($1);

-- name: trabajo_hecho :exec (id)
SELECT trabajo_hecho($1);

-- name: trabajo_fallar :exec (id, error)
SELECT trabajo_fallar($1, $2);

-- name: trabajo_olvidar :one ()
SELECT trabajo_olvidar() AS n;
