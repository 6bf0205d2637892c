-- SPDX-License-Identifier: GPL-3.0-or-later
-- A file of weighings in slices: what of it is new, whose it is, and by which rule its moisture is computed.
BEGIN;

CREATE FUNCTION prueba.uuid(p_n int) RETURNS uuid LANGUAGE sql IMMUTABLE
  AS $$ SELECT ('00000000-0000-8000-8000-' || lpad(p_n::text, 12, '0'))::uuid $$;
CREATE FUNCTION prueba.cero() RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT '00000000-0000-0000-0000-000000000000'::uuid $$;
CREATE TEMP TABLE l AS SELECT min(id) AS id FROM lote
 WHERE empresa_id = prueba.empresa('centro@demo.ec') AND contrato_id IS NULL AND deleted_at IS NULL;
GRANT SELECT ON l TO triboka_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO triboka_app;

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_lote bigint := (SELECT id FROM l);
  v_antes bigint;
  r record;
BEGIN
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.falla('TB403', 'SELECT pesaje_preparar()');
  PERFORM prueba.entrar('centro@demo.ec');
  v_antes := (SELECT ultimo FROM pesaje_cadena_de(NULL));
  PERFORM prueba.igual('the rule of now', (SELECT regla FROM pesaje_preparar()), 'materia_seca 7.00');
  INSERT INTO pesaje_cruda (linea, id, lote_id, etapa, bruto_kg, tara_vehiculo_kg, humedad, liquido_kg, capturado_en, huella)
  SELECT n, prueba.uuid(least(n, 5)), v_lote, 'entrada', 100, 0, CASE WHEN n > 1 THEN 12 END, CASE WHEN n > 1 THEN 94.624 END,
         timestamptz '2026-10-01' + n * interval '1 second', sha256(n::text::bytea)
    FROM generate_series(1, 6) n;
  PERFORM prueba.falla('42501', 'SELECT * FROM pesaje_cruda');
  PERFORM prueba.falla('42501', 'SELECT * FROM pesaje_archivo');
  PERFORM pesaje_revisar();
  UPDATE empresa SET humedad_metodo = 'puntos' WHERE id = yo_empresa();

  SELECT * INTO r FROM pesaje_importar(prueba.cero(), 2);
  PERFORM prueba.igual('a slice', ROW(r.nuevas, r.repetidas, r.siguiente)::text, ROW(2, 0, prueba.uuid(2))::text);
  PERFORM prueba.igual('the lote weighs it', (SELECT peso_kg FROM lote WHERE id = v_lote), 200.000);
  PERFORM prueba.entrar('centro2@demo.ec');
  PERFORM prueba.falla('TB403', 'SELECT pesaje_importar(prueba.uuid(2), 10)');
  PERFORM prueba.entrar('centro@demo.ec');
  SELECT * INTO r FROM pesaje_importar(prueba.uuid(2), 10);
  PERFORM prueba.igual('the last one, a line twice', ROW(r.nuevas, r.repetidas, r.siguiente)::text, ROW(3, 1, NULL::uuid)::text);
  SELECT * INTO r FROM pesaje_importar(prueba.cero(), 10);
  PERFORM prueba.igual('again', ROW(r.nuevas, r.repetidas, r.siguiente)::text, ROW(0, 6, NULL::uuid)::text);
  PERFORM prueba.igual('without a gap', (SELECT array_agg(numero - v_antes ORDER BY numero) FROM pesaje WHERE lote_id = v_lote),
                       ARRAY[1, 2, 3, 4, 5]::bigint[]);
  PERFORM prueba.igual('the chain goes on', (SELECT b.hash_anterior FROM pesaje b WHERE b.id = prueba.uuid(3)),
                       (SELECT a.hash FROM pesaje a WHERE a.id = prueba.uuid(2)));
  PERFORM prueba.igual('no moisture, no rule', (SELECT humedad_regla FROM pesaje WHERE id = prueba.uuid(1)), NULL);
  PERFORM prueba.igual('the rule it began with', (SELECT array_agg(DISTINCT humedad_regla) FROM pesaje
                       WHERE lote_id = v_lote AND humedad IS NOT NULL), ARRAY['materia_seca 7.00']);
  PERFORM prueba.igual('what is payable', (SELECT sum(liquido_kg) FROM pesaje WHERE lote_id = v_lote), 378.496);
  PERFORM prueba.igual('the lote weighs the net', (SELECT peso_kg FROM lote WHERE id = v_lote), 500.000);

  -- a lote that is not its own, before anything is stored
  PERFORM pesaje_preparar();
  INSERT INTO pesaje_cruda (linea, id, lote_id, etapa, bruto_kg, tara_vehiculo_kg, capturado_en, huella)
  VALUES (1, prueba.uuid(9), 999999999, 'entrada', 1, 0, now(), sha256('x'));
  PERFORM prueba.falla('TB422', 'SELECT pesaje_revisar()');
  PERFORM pesaje_soltar();
  PERFORM prueba.falla('42P01', 'SELECT pesaje_importar(prueba.cero(), 10)');
END $$;
RESET ROLE;
ROLLBACK;
