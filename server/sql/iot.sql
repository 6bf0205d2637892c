-- SPDX-License-Identifier: GPL-3.0-or-later
-- Devices: server/iot. Each wraps one function of migration 0020, which says what it does.

-- name: receptor_tomar :one (nombre)
SELECT receptor_tomar($1) AS mio;

-- name: receptor_anotar :exec (nombre, estado, detalle, recibidos, rechazados)
SELECT receptor_anotar($1, $2, $3, $4, $5);

-- name: receptor_list :many ()
SELECT nombre, estado, detalle, desde, recibidos, rechazados, ultimo_en FROM receptor ORDER BY nombre;

-- name: mqtt_lote :one (codigo, ruc)
SELECT mqtt_lote($1, $2) AS id;

-- name: bascula_difundir :one (ruc, datos)
SELECT bascula_difundir($1, $2) AS dicho;
