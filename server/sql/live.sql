-- SPDX-License-Identifier: GPL-3.0-or-later
-- Sockets: server/live.

-- Whether the caller may have one: entrar() says.
-- name: live_entrar :one ()
SELECT yo_usuario() AS usuario_id;

-- What a socket sees, and whether the feed still has all that came after `desde`.
-- name: live_empezar :one (desde)
SELECT yo_ambito() AS ambito, coalesce($1::bigint BETWEEN podado AND ultimo, true) AS entero FROM evento_cuenta;

-- Whether the caller, who is still let in, listens to the server's scales.
-- name: live_bascula :one (oir)
SELECT $1::boolean AS oir WHERE yo_usuario() IS NOT NULL;

-- name: live_presencia :exec (usuario_id, en_linea)
SELECT presencia_avisar($1, $2);

-- name: live_terminadas :many (sesiones)
SELECT s AS id FROM sesiones_terminadas($1) s;
