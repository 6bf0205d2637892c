-- SPDX-License-Identifier: GPL-3.0-or-later
-- Log-in and what belongs to it: each wraps one function of migration 0004, which says what it does and raises.

-- name: auth_intento :one (direccion_ip, email)
SELECT * FROM auth_intento($1, $2);

-- name: auth_sesion :one (intento_id, usuario_id, huella, agente, direccion_ip, segundos)
SELECT * FROM auth_sesion($1, $2, $3, $4, $5, $6);

-- resultado: nuevo, gracia, reuso, invalido; the last two have no sesion_id. To be committed in every case.
-- name: auth_refrescar :one (huella, nueva, segundos)
SELECT * FROM auth_refrescar($1, $2, $3);

-- name: auth_registrar :one (nombre, email, hash, ruc, ruc_aviso, empresa_nombre, empresa_tipo, aviso)
SELECT auth_registrar($1, $2, $3, $4, $5, $6, $7) AS id, $1 AS nombre, lower(trim($2)) AS email, 'En revision' AS estado,
       $8::text AS aviso;

-- The first admin; run as the owner, by the server's command line.
-- name: auth_primer_admin :one (nombre, email, hash)
SELECT auth_primer_admin($1, $2, $3) AS id;

-- name: auth_mi_clave :one ()
SELECT auth_mi_clave() AS hash_password;

-- name: auth_cambiar_clave :one (hash, yo_sesion)
SELECT auth_cambiar_clave($1, $2) AS terminadas;

-- name: auth_limpiar :one ()
SELECT auth_limpiar() AS sesiones;
