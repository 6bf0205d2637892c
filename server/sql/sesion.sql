-- SPDX-License-Identifier: GPL-3.0-or-later

-- Who asks, first in every transaction that has a caller. TB401.
-- name: entrar :exec (yo_sesion, yo_usuario, yo_rol)
SELECT entrar($1, $2, $3);

-- name: sesion_list :many (yo_sesion)
SELECT id, created_at, visto_en, direccion_ip, agente, id = $1::uuid AS actual
  FROM sesion
 WHERE usuario_id = yo_usuario() AND terminada_en IS NULL AND expira_en > now()
 ORDER BY visto_en DESC, id
 LIMIT 200;

-- name: sesion_terminar :exec (uuid)
UPDATE sesion SET terminada_en = now(), fin = 'terminada'
 WHERE id = $1 AND usuario_id = yo_usuario() AND terminada_en IS NULL;
