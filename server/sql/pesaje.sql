-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: pesaje_get :one (uuid)
SELECT * FROM pesaje_ficha WHERE id = $1;

-- Days are Ecuador's: a shift ends after midnight of UTC.
-- name: pesaje_page :page (page_size, salto, despues_clave, despues_id, lote_id, desde, hasta, bascula, q, empresa_id)
-- orden: capturado_en:timestamptz neto_kg:numeric
SELECT f.*, p.{orden}::text AS clave, p.n AS clave_id
  FROM pesaje p JOIN pesaje_ficha f ON f.id = p.id
 WHERE (p.{orden}, p.n) {cmp} ($3::{tipo}, $4::bigint)
   AND ($5::bigint IS NULL OR p.lote_id = $5)
   AND ($6::date IS NULL OR p.capturado_en >= $6::date::timestamp AT TIME ZONE 'America/Guayaquil')
   AND ($7::date IS NULL OR p.capturado_en < ($7::date + 1)::timestamp AT TIME ZONE 'America/Guayaquil')
   AND ($8::text IS NULL OR p.bascula = $8)
   AND ($9::text IS NULL OR p.lote_id = ANY (ARRAY (SELECT lote_buscar($9)))
        OR plegar(concat_ws(' ', p.placa, p.bascula, p.origen)) LIKE ALL (patrones($9)))
   AND ($10::bigint IS NULL OR p.empresa_id = $10)
 ORDER BY p.{orden} {dir}, p.n {dir}
 LIMIT $1 OFFSET $2;

-- name: pesaje_total :one ()
SELECT count(*) AS total, count(*) < 10000 AS exacto FROM (SELECT FROM pesaje LIMIT 10000) hallados;

-- name: pesaje_cuenta :one (lote_id, desde, hasta, bascula, q, empresa_id)
SELECT count(*) AS total, count(*) < 10000 AS exacto
  FROM (SELECT FROM pesaje p
         WHERE ($1::bigint IS NULL OR p.lote_id = $1)
           AND ($2::date IS NULL OR p.capturado_en >= $2::date::timestamp AT TIME ZONE 'America/Guayaquil')
           AND ($3::date IS NULL OR p.capturado_en < ($3::date + 1)::timestamp AT TIME ZONE 'America/Guayaquil')
           AND ($4::text IS NULL OR p.bascula = $4)
           AND ($5::text IS NULL OR p.lote_id = ANY (ARRAY (SELECT lote_buscar($5)))
                OR plegar(concat_ws(' ', p.placa, p.bascula, p.origen)) LIKE ALL (patrones($5)))
           AND ($6::bigint IS NULL OR p.empresa_id = $6)
         LIMIT 10000) hallados;

-- name: pesaje_registrar :one (id, lote_id, bruto_kg, tara_vehiculo_kg, tara_sacos_kg, humedad, sacos, placa, origen, bascula,
--   trama, estable, manual, motivo, tara_en, tara_trama, capturado_en, equipo, humedad_regla, liquido_kg, regla_dicha)
SELECT (r.ficha).*, r.repetido
  FROM pesaje_registrar($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                        $21) r;

-- name: pesaje_regla :one (lote_id, humedad_regla)
SELECT pesaje_regla($1, $2) AS regla;

-- name: pesaje_anular :one (uuid, id, motivo)
SELECT (r.ficha).*, r.repetido FROM pesaje_anular($1, $2, $3) r;

-- name: lote_pesajes :many (id)
SELECT * FROM pesaje_ficha WHERE lote_id = $1 ORDER BY capturado_en DESC, numero DESC LIMIT 500;

-- name: pesaje_cadena_de :one (empresa_id)
SELECT * FROM pesaje_cadena_de($1);

-- As domain/tbk-cadena.h wants each value.
-- name: pesaje_tramo :many (empresa_id, numero, limite)
SELECT numero, id, empresa_id, lote_id, etapa, bruto_kg, tara_vehiculo_kg, tara_sacos_kg, neto_kg, humedad, sacos, placa, origen,
       bascula, trama, estable::text AS estable, manual::text AS manual, motivo, pesaje_hora(tara_en) AS tara_en, tara_trama,
       usuario_id, pesaje_hora(capturado_en) AS capturado_en, pesaje_hora(recibido_en) AS recibido_en, anula,
       humedad_regla, liquido_kg,
       encode(hash_anterior, 'hex') AS hash_anterior, encode(hash, 'hex') AS hash
  FROM pesaje
 WHERE empresa_id = $1 AND numero > $2
 ORDER BY numero
 LIMIT $3;

-- name: pesaje_importable :one ()
SELECT pesaje_importable() AS id;

-- The lotes of that code, or the one of that number, that the caller may weigh, with their stages.
-- name: pesaje_lote :many (codigo)
SELECT l.id, e.desde_us, e.etapa
  FROM lote l CROSS JOIN LATERAL pesaje_etapas(l.id) WITH ORDINALITY AS e (desde_us, etapa, orden)
 WHERE l.id IN (SELECT p.id FROM lote_parte p WHERE p.codigo_lote = $1::text
                UNION ALL SELECT CASE WHEN $1 ~ '^[0-9]{1,18}$' THEN $1::bigint END)
   AND (yo_rol() <> 'proveedor' OR l.empresa_id = yo_empresa())
 ORDER BY l.id, e.orden;

-- name: pesaje_preparar :one ()
SELECT * FROM pesaje_preparar();

-- name: pesaje_revisar :one ()
SELECT pesaje_revisar() AS id;

-- A slice of a file waits its turn, and for a disk that is busy, longer than a request does.
-- name: pesaje_paciencia :exec ()
SELECT set_config('lock_timeout', '30000', true), set_config('statement_timeout', '120000', true);

-- name: pesaje_importar :one (tras, filas)
SELECT * FROM pesaje_importar($1, $2);

-- name: pesaje_soltar :exec ()
SELECT pesaje_soltar();

-- Before a body is read: TB404, TB403.
-- name: pesaje_foto_admitir :one (uuid)
SELECT pesaje_foto_admitir($1) AS empresa_id;

-- No row: it has one.
-- name: pesaje_foto_create :many (uuid, tipo_contenido, tamano, sha256, ruta)
INSERT INTO pesaje_foto (pesaje_id, tipo_contenido, tamano, sha256, ruta)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (pesaje_id) DO NOTHING
RETURNING id;

-- Where the file is.
-- name: pesaje_foto_get :one (uuid)
SELECT id, ruta, tipo_contenido, tamano, sha256 FROM pesaje_foto WHERE pesaje_id = $1;
