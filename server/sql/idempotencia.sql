-- SPDX-License-Identifier: GPL-3.0-or-later
-- A POST with an Idempotency-Key: take the key first; no row means that it was taken before (a request still at work is
-- waited for), then read what was answered. `huella` is the hash of the request's body, `ruta` its method and path.

-- name: idempotencia_tomar :many (clave, ruta, huella)
INSERT INTO idempotencia (usuario_id, clave, ruta, huella) VALUES (yo_usuario(), $1, $2, $3)
ON CONFLICT (usuario_id, clave) DO NOTHING
RETURNING clave;

-- name: idempotencia_leer :many (clave)
SELECT ruta, huella, estado, cabeceras, cuerpo FROM idempotencia WHERE usuario_id = yo_usuario() AND clave = $1;

-- name: idempotencia_guardar :exec (clave, estado, cabeceras, cuerpo)
UPDATE idempotencia SET estado = $2, cabeceras = $3, cuerpo = $4 WHERE usuario_id = yo_usuario() AND clave = $1;
