-- SPDX-License-Identifier: GPL-3.0-or-later
-- The queue of work, and what it does for others; each wraps one function of migrations 0013, 0016 and 0023, which say what it does.

-- name: trabajo_programar :one ()
SELECT trabajo_programar() AS n;

-- name: trabajo_tomar :many (segundos)
SELECT * FROM trabajo_tomar($1);

-- name: trabajo_hecho :exec (id)
SELECT trabajo_hecho($1);

-- name: trabajo_seguir :exec (id, datos)
SELECT trabajo_seguir($1, $2);

-- name: trabajo_fallar :exec (id, error, segundos)
SELECT trabajo_fallar($1, $2, $3);

-- name: trabajo_olvidar :one ()
SELECT trabajo_olvidar() AS n;

-- name: correo_programar :one ()
SELECT correo_programar() AS n;

-- name: correo_leer :many (usuario_id)
SELECT * FROM correo_leer($1);

-- name: correo_hecho :exec (usuario_id, ids)
SELECT correo_hecho($1, $2);

-- name: push_leer :many (notificacion_id, dispositivo_id)
SELECT * FROM push_leer($1, $2);

-- name: dispositivo_olvidar :exec (dispositivo_id, token)
SELECT dispositivo_olvidar($1, $2);
