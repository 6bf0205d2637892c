-- SPDX-License-Identifier: GPL-3.0-or-later
-- The wire's columns are those of the view contrato_ficha (migration 0006), here and for every noun: statements read, lock,
-- insert and update through the view. An update names every column that may change: a handler locks the row (_lock),
-- lays what was given over what it holds, and hands the whole over.
-- A page without filters is an index's order from its cursor on; with filters it is planned for their values.

-- name: contrato_get :one (id)
SELECT * FROM contrato_ficha WHERE id = $1;

-- name: contrato_lock :one (id)
SELECT * FROM contrato_ficha WHERE id = $1 FOR UPDATE;

-- name: contrato_page :page (page_size, salto, despues_clave, despues_id, estado, desde, hasta, q, empresa_id, tipo_precio)
-- orden: fecha_firma:date codigo:text volumen_tm:numeric
SELECT f.*, p.{orden}::text AS clave
  FROM contrato_parte p JOIN contrato_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::text IS NULL OR p.estado = estado_contrato($5))
   AND ($6::date IS NULL OR p.fecha_firma >= $6)
   AND ($7::date IS NULL OR p.fecha_firma <= $7)
   AND ($8::text IS NULL OR p.id = ANY (ARRAY (SELECT contrato_buscar($8))))
   AND ($9::bigint IS NULL OR f.exportadora_id = $9 OR f.contraparte_id = $9)
   AND ($10::text IS NULL OR f.tipo_precio = $10)
 ORDER BY p.{orden} {dir}, p.id {dir}
 LIMIT $1 OFFSET $2;

-- name: contrato_total :one (estado)
SELECT coalesce(sum(n), 0)::bigint AS total, true AS exacto
  FROM conteo
 WHERE noun = 'contrato' AND ($1::text IS NULL OR estado = estado_contrato($1));

-- name: contrato_cuenta :one (estado, desde, hasta, q, empresa_id, tipo_precio)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM contrato_parte p
         WHERE ($1::text IS NULL OR p.estado = estado_contrato($1))
           AND ($2::date IS NULL OR p.fecha_firma >= $2)
           AND ($3::date IS NULL OR p.fecha_firma <= $3)
           AND ($4::text IS NULL OR p.id = ANY (ARRAY (SELECT contrato_buscar($4))))
           AND ($5::bigint IS NULL
                OR p.id IN (SELECT c.id FROM contrato c WHERE c.exportadora_id = $5 OR c.contraparte_id = $5))
           AND ($6::text IS NULL OR p.id IN (SELECT c.id FROM contrato c WHERE c.tipo_precio = $6))
         LIMIT 10000) hallados;

-- name: contrato_create :one (codigo, exportadora_id, contraparte_id, fecha_firma, calidad, volumen_tm, tolerancia_pct,
--   tipo_precio, precio_fijado_tm, diferencial_tm, mes_bolsa, entrega_desde, entrega_hasta, observaciones, estado)
INSERT INTO contrato_ficha (codigo, exportadora_id, contraparte_id, fecha_firma, calidad, volumen_tm, tolerancia_pct,
                            tipo_precio, precio_fijado_tm, diferencial_tm, mes_bolsa, entrega_desde, entrega_hasta,
                            observaciones, estado)
VALUES ($1, coalesce($2::bigint, yo_empresa()), $3, $4, $5, $6, coalesce($7::numeric, 0), $8, $9, $10, $11, $12, $13, $14,
        coalesce($15::text, 'Borrador'))
RETURNING *;

-- name: contrato_put :one (id, fecha_firma, calidad, volumen_tm, tolerancia_pct, tipo_precio, precio_fijado_tm,
--   diferencial_tm, mes_bolsa, entrega_desde, entrega_hasta, observaciones, estado)
UPDATE contrato_ficha
   SET fecha_firma = $2, calidad = $3, volumen_tm = $4, tolerancia_pct = $5, tipo_precio = $6, precio_fijado_tm = $7,
       diferencial_tm = $8, mes_bolsa = $9, entrega_desde = $10, entrega_hasta = $11, observaciones = $12, estado = $13
 WHERE id = $1
RETURNING *;

-- name: contrato_delete :one (id)
SELECT contrato_borrar($1) AS id;

-- name: contrato_lotes :many (id)
SELECT * FROM lote_ficha WHERE contrato_id = $1 ORDER BY fecha DESC, id DESC LIMIT 500;

-- name: contrato_historial :many (id)
SELECT * FROM auditoria_ficha WHERE tabla = 'contrato' AND fila_id = $1 ORDER BY id DESC LIMIT 200;
