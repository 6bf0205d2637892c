-- SPDX-License-Identifier: GPL-3.0-or-later
-- Codes: given or made, per empresa and year, without gaps where a statement failed.
BEGIN;
SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_exp1 bigint := prueba.empresa('exportadora@demo.ec');
  v_cen1 bigint := prueba.empresa('centro@demo.ec');
  v_codigo text;
  v_codigos text[] := '{}';
BEGIN
  PERFORM prueba.entrar('exportadora@demo.ec');
  FOR i IN 1..6 LOOP
    -- every second one fails after its code was made
    BEGIN
      INSERT INTO contrato_ficha (codigo, exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
      VALUES (NULL, v_exp1, v_cen1, '2031-05-01', 10, 'fijo', CASE WHEN i % 2 = 1 THEN 5000 END) RETURNING codigo INTO v_codigo;
      v_codigos := v_codigos || v_codigo;
    EXCEPTION WHEN check_violation THEN
      NULL;
    END;
  END LOOP;
  PERFORM prueba.igual('no gaps', v_codigos, ARRAY['CT-2031-00001', 'CT-2031-00002', 'CT-2031-00003']);

  -- one given by hand is passed over
  INSERT INTO contrato_ficha (codigo, exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
  VALUES ('CT-2031-00004', v_exp1, v_cen1, '2031-05-01', 10, 'fijo', 5000);
  INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
  VALUES (v_exp1, v_cen1, '2031-05-01', 10, 'fijo', 5000) RETURNING codigo INTO v_codigo;
  PERFORM prueba.igual('passes over', v_codigo, 'CT-2031-00005');
  INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
  VALUES (v_exp1, v_cen1, '2032-05-01', 10, 'fijo', 5000) RETURNING codigo INTO v_codigo;
  PERFORM prueba.igual('each year anew', v_codigo, 'CT-2032-00001');

  PERFORM prueba.entrar('centro@demo.ec');
  INSERT INTO lote_ficha (empresa_id, fecha, peso_kg) VALUES (v_cen1, '2031-01-01', 1) RETURNING codigo_lote INTO v_codigo;
  PERFORM prueba.igual('lote', v_codigo, 'LT-2031-000001');
  PERFORM prueba.entrar('centro2@demo.ec');
  INSERT INTO lote_ficha (empresa_id, fecha, peso_kg) VALUES (yo_empresa(), '2031-01-01', 1) RETURNING codigo_lote INTO v_codigo;
  PERFORM prueba.igual('each empresa its own', v_codigo, 'LT-2031-000001');
END $$;
ROLLBACK;
