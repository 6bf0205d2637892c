-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: lote_get :one (id)
SELECT * FROM lote_ficha WHERE id = $1;

-- name: lote_lock :one (id)
SELECT * FROM lote_ficha WHERE id = $1 FOR UPDATE;

-- name: lote_page :page (page_size, salto, despues_clave, despues_id, estado, desde, hasta, q, empresa_id, contrato_id,
--   sin_contrato, pesable)
-- orden: fecha:date codigo_lote:text peso_kg:numeric
SELECT f.*, p.{orden}::text AS clave
  FROM lote_parte p JOIN lote_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::text IS NULL OR p.estado = estado_lote($5))
   AND ($6::date IS NULL OR p.fecha >= $6)
   AND ($7::date IS NULL OR p.fecha <= $7)
   AND ($8::text IS NULL OR p.id = ANY (ARRAY (SELECT lote_buscar($8))))
   AND ($9::bigint IS NULL OR f.empresa_id = $9 OR f.proveedor_id = $9)
   AND ($10::bigint IS NULL OR f.contrato_id = $10)
   AND ($11::boolean IS NULL OR (f.contrato_id IS NULL) = $11)
   AND ($12::boolean IS NULL
        OR (p.estado NOT IN ('Exportado', 'Rechazado')
            AND ((SELECT yo_rol()) <> 'proveedor' OR f.empresa_id = (SELECT yo_empresa()))) = $12)
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: lote_total :one (estado)
SELECT coalesce(sum(n), 0)::bigint AS total, true AS exacto
  FROM conteo
 WHERE noun = 'lote' AND ($1::text IS NULL OR estado = estado_lote($1));

-- name: lote_cuenta :one (estado, desde, hasta, q, empresa_id, contrato_id, sin_contrato, pesable)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM lote_parte p
         WHERE ($1::text IS NULL OR p.estado = estado_lote($1))
           AND ($2::date IS NULL OR p.fecha >= $2)
           AND ($3::date IS NULL OR p.fecha <= $3)
           AND ($4::text IS NULL OR p.id = ANY (ARRAY (SELECT lote_buscar($4))))
           AND ($5::bigint IS NULL OR p.id IN (SELECT l.id FROM lote l WHERE l.empresa_id = $5 OR l.proveedor_id = $5))
           AND ($6::bigint IS NULL OR p.id IN (SELECT l.id FROM lote l WHERE l.contrato_id = $6))
           AND ($7::boolean IS NULL OR p.id IN (SELECT l.id FROM lote l WHERE (l.contrato_id IS NULL) = $7))
           AND ($8::boolean IS NULL
                OR (p.estado NOT IN ('Exportado', 'Rechazado')
                    AND ((SELECT yo_rol()) <> 'proveedor'
                         OR p.id IN (SELECT l.id FROM lote l WHERE l.empresa_id = (SELECT yo_empresa())))) = $8)
         LIMIT 10000) hallados;

-- name: lote_create :one (codigo_lote, empresa_id, proveedor_id, calidad, fecha, sacos, peso_kg, humedad, ubicacion, estado,
--   origen, metadata_json, observaciones)
INSERT INTO lote_ficha (codigo_lote, empresa_id, proveedor_id, calidad, fecha, sacos, peso_kg, humedad, ubicacion, estado,
                        origen, metadata_json, observaciones)
VALUES ($1, coalesce($2::bigint, yo_empresa()), $3, $4, $5, $6, $7, $8, $9, coalesce($10::text, 'Registrado'), $11, $12, $13)
RETURNING *;

-- name: lote_put :one (id, proveedor_id, calidad, fecha, sacos, peso_kg, humedad, ubicacion, estado, origen,
--   metadata_json, observaciones)
UPDATE lote_ficha
   SET proveedor_id = $2, calidad = $3, fecha = $4, sacos = $5, peso_kg = $6, humedad = $7, ubicacion = $8, estado = $9,
       origen = $10, metadata_json = $11, observaciones = $12
 WHERE id = $1
RETURNING *;

-- Puts it into a contrato, or takes it off (null). TB404 when the caller does not see that contrato, TB409 when it takes
-- no more or the lote is in another.
-- name: lote_assign :one (id, contrato_id)
UPDATE lote_ficha SET contrato_id = $2 WHERE id = $1 RETURNING *;

-- name: lote_delete :one (id)
SELECT lote_borrar($1) AS id;

-- name: lote_historial :many (id)
SELECT * FROM auditoria_ficha WHERE tabla = 'lote' AND fila_id = $1 ORDER BY id DESC LIMIT 200;
