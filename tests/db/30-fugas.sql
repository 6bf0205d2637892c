-- SPDX-License-Identifier: GPL-3.0-or-later
-- Attempts on foreign rows: read, change, delete, write in another's name, learn by search, totals, history.
BEGIN;

CREATE TEMP TABLE ajeno AS
  SELECT (SELECT min(id) FROM contrato WHERE exportadora_id = prueba.empresa('exportadora2@demo.ec')
             AND contraparte_id = prueba.empresa('centro2@demo.ec')) AS contrato_id,
         (SELECT min(id) FROM lote WHERE empresa_id = prueba.empresa('centro2@demo.ec') AND contrato_id IS NULL) AS lote_id,
         (SELECT min(codigo) FROM contrato WHERE exportadora_id = prueba.empresa('exportadora2@demo.ec')) AS codigo;
GRANT SELECT ON ajeno TO triboka_app;

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  a ajeno;
  v_email text;
  v_exp1 bigint := prueba.empresa('exportadora@demo.ec');
  v_exp2 bigint := prueba.empresa('exportadora2@demo.ec');
  v_cen1 bigint := prueba.empresa('centro@demo.ec');
  v_cen2 bigint := prueba.empresa('centro2@demo.ec');
  v_pro1 bigint := prueba.empresa('proveedor@demo.ec');
  v_pro2 bigint := prueba.empresa('proveedor2@demo.ec');
BEGIN
  SELECT * INTO a FROM ajeno;
  PERFORM prueba.cierto('there are foreign rows', a.contrato_id IS NOT NULL AND a.lote_id IS NOT NULL);

  FOREACH v_email IN ARRAY ARRAY['exportadora@demo.ec', 'centro@demo.ec', 'proveedor@demo.ec'] LOOP
    PERFORM prueba.entrar(v_email);
    PERFORM prueba.igual(v_email || ' reads a foreign contrato', prueba.cuenta('contrato_ficha WHERE id = ' || a.contrato_id), 0::bigint);
    PERFORM prueba.igual('its parte', prueba.cuenta('contrato_parte WHERE id = ' || a.contrato_id), 0::bigint);
    PERFORM prueba.igual('changes it', prueba.toca('UPDATE contrato SET observaciones = ''x'' WHERE id = ' || a.contrato_id), 0::bigint);
    PERFORM prueba.igual('locks it', prueba.toca('SELECT FROM contrato_ficha WHERE id = ' || a.contrato_id || ' FOR UPDATE'), 0::bigint);
    PERFORM prueba.igual('changes all', prueba.cuenta(format('contrato WHERE %s NOT IN (exportadora_id, contraparte_id)', yo_empresa())), 0::bigint);
    PERFORM prueba.falla('TB404', 'SELECT contrato_borrar(' || a.contrato_id || ')');
    PERFORM prueba.igual('its history', prueba.cuenta(format('auditoria_ficha WHERE tabla = ''contrato'' AND fila_id = %s', a.contrato_id)), 0::bigint);
    PERFORM prueba.igual(v_email || ' reads a foreign lote', prueba.cuenta('lote_ficha WHERE id = ' || a.lote_id), 0::bigint);
    PERFORM prueba.igual('its parte', prueba.cuenta('lote_parte WHERE id = ' || a.lote_id), 0::bigint);
    PERFORM prueba.igual('changes it', prueba.toca('UPDATE lote SET observaciones = ''x'' WHERE id = ' || a.lote_id), 0::bigint);
    PERFORM prueba.falla('TB404', 'SELECT lote_borrar(' || a.lote_id || ')');
    PERFORM prueba.igual('its history', prueba.cuenta(format('auditoria_ficha WHERE tabla = ''lote'' AND fila_id = %s', a.lote_id)), 0::bigint);
    PERFORM prueba.igual('history of people and sessions', prueba.cuenta('auditoria WHERE tabla NOT IN (''contrato'', ''lote'', ''empresa'', ''documento'')'), 0::bigint);
    PERFORM prueba.igual('totals of others', prueba.cuenta('conteo WHERE ambito <> ' || yo_empresa()), 0::bigint);
    PERFORM prueba.igual('sessions of others', prueba.cuenta('sesion WHERE usuario_id <> ' || yo_usuario()), 0::bigint);
    PERFORM prueba.cierto('search finds only what is seen', NOT EXISTS (
      SELECT FROM contrato_buscar('ct-2026') b WHERE NOT EXISTS (SELECT FROM contrato c WHERE c.id = b)));
    PERFORM prueba.cierto('search finds only what is seen', NOT EXISTS (
      SELECT FROM lote_buscar('lt-2026') b WHERE NOT EXISTS (SELECT FROM lote l WHERE l.id = b)));
    PERFORM prueba.cierto('search finds what is seen', (SELECT count(*) FROM contrato_buscar('ct-2026'))
      = (SELECT count(*) FROM contrato WHERE codigo LIKE 'CT-2026%'));
    PERFORM prueba.falla('42501', format('INSERT INTO idempotencia (usuario_id, clave, ruta, huella) VALUES (%s, ''k'', ''r'', ''h'')', yo_usuario() + 1));
    PERFORM prueba.falla('42501', 'UPDATE contrato SET exportadora_id = ' || yo_empresa());
    PERFORM prueba.falla('42501', 'UPDATE lote SET empresa_id = ' || yo_empresa());
    PERFORM prueba.falla('42501', 'UPDATE usuario SET hash_password = ''x''');
  END LOOP;

  -- in another's name
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.falla('42501', format('INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (%s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', v_exp2, v_cen1));
  PERFORM prueba.falla('TB422', format('INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (%s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', v_exp1, v_exp2));
  PERFORM prueba.falla('TB422', format('INSERT INTO lote_ficha (empresa_id, fecha, peso_kg) VALUES (%s, ''2026-02-01'', 10)', v_exp1));
  PERFORM prueba.falla('TB403', format('INSERT INTO lote_ficha (empresa_id, fecha, peso_kg) VALUES (%s, ''2026-02-01'', 10)', v_cen1));
  -- the same code as another's is nobody's business; the own twice is
  PERFORM prueba.igual('another''s code', prueba.toca(format('INSERT INTO contrato_ficha (codigo, exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (''AJENO-1'', %s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', v_exp1, v_cen1)), 1::bigint);
  PERFORM prueba.falla('23505', format('INSERT INTO contrato_ficha (codigo, exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (''AJENO-1'', %s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', v_exp1, v_cen1));
  PERFORM prueba.falla('TB403', format('UPDATE empresa_ficha SET nombre = ''Robada'' WHERE id = %s', v_cen1));
  PERFORM prueba.igual('a competitor does not exist', prueba.toca(format('UPDATE empresa_ficha SET nombre = ''Robada'' WHERE id = %s', v_exp2)), 0::bigint);
  PERFORM prueba.igual('no logo for others', prueba.toca('DELETE FROM empresa_logo'), 0::bigint);
  PERFORM prueba.falla('42501', format('INSERT INTO empresa_logo VALUES (%s, ''image/png'', ''x'', ''h'')', v_cen1));

  PERFORM prueba.entrar('exportadora2@demo.ec');
  PERFORM prueba.igual('the code that exportadora gave', prueba.toca(format('INSERT INTO contrato_ficha (codigo, exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (''AJENO-1'', %s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', v_exp2, v_cen1)), 1::bigint);

  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.falla('42501', format('INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (%s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', v_exp1, v_cen2));
  PERFORM prueba.falla('TB422', format('INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (%s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', v_cen1, v_pro2));
  PERFORM prueba.falla('TB403', format('INSERT INTO lote_ficha (empresa_id, fecha, peso_kg) VALUES (%s, ''2026-02-01'', 10)', v_pro2));
  PERFORM prueba.falla('TB422', format('INSERT INTO lote_ficha (empresa_id, proveedor_id, fecha, peso_kg) VALUES (%s, %s, ''2026-02-01'', 10)', v_cen1, v_pro2));
  PERFORM prueba.igual('a lote for an associated proveedor', prueba.toca(format('INSERT INTO lote_ficha (empresa_id, fecha, peso_kg) VALUES (%s, ''2026-02-01'', 10) RETURNING *', v_pro1)), 1::bigint);
  PERFORM prueba.falla('42501', format('INSERT INTO asociacion_ficha (centro_id, proveedor_id) VALUES (%s, %s)', v_cen2, v_pro1));

  PERFORM prueba.entrar('proveedor@demo.ec');
  PERFORM prueba.falla('42501', format('INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (%s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', v_exp1, v_pro1));
  PERFORM prueba.falla('TB403', 'UPDATE usuario_ficha SET rol = ''admin'' WHERE id = yo_usuario()');
  PERFORM prueba.falla('TB403', 'UPDATE usuario_ficha SET es_dueno = false WHERE id = yo_usuario()');
  PERFORM prueba.falla('42501', 'INSERT INTO usuario (nombre, email, hash_password, rol) VALUES (''x'', ''x@y.ec'', ''h'', ''admin'')');
  PERFORM prueba.falla('TB403', format('UPDATE contrato_ficha SET observaciones = ''x'' WHERE contraparte_id = %s', v_pro1));
END $$;
ROLLBACK;
