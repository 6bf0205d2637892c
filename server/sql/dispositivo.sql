-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: dispositivo_registrar :one (token, plataforma)
SELECT * FROM dispositivo_registrar($1, $2);

-- name: dispositivo_list :many ()
SELECT * FROM dispositivo_ficha ORDER BY updated_at DESC, id DESC LIMIT 100;

-- name: dispositivo_get :one (id)
SELECT * FROM dispositivo_ficha WHERE id = $1;

-- name: dispositivo_delete :one (id)
DELETE FROM dispositivo WHERE id = $1 RETURNING id;
