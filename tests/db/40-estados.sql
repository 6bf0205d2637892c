-- SPDX-License-Identifier: GPL-3.0-or-later
-- The machines of contrato and lote, who moves them, and the steps that a contrato takes by itself.
BEGIN;
SET LOCAL ROLE triboka_app;

DO $$
DECLARE
  v_exp1 bigint := prueba.empresa('exportadora@demo.ec');
  v_cen1 bigint := prueba.empresa('centro@demo.ec');
  v_pro1 bigint := prueba.empresa('proveedor@demo.ec');
  c bigint; l1 bigint; l2 bigint; l3 bigint; v_version bigint;
BEGIN
  PERFORM prueba.entrar('exportadora@demo.ec');
  INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tolerancia_pct, tipo_precio, precio_fijado_tm)
  VALUES (v_exp1, v_cen1, '2026-02-01', 10, 10, 'fijo', 5000) RETURNING id INTO c;
  PERFORM prueba.igual('a new contrato', estado, 'Borrador') FROM contrato WHERE id = c;
  PERFORM prueba.igual('its author', autor_empresa_id, v_exp1) FROM contrato WHERE id = c;
  PERFORM prueba.falla('TB409', format('UPDATE contrato SET estado = ''Activo'' WHERE id = %s', c));
  PERFORM prueba.falla('TB409', format('UPDATE contrato SET estado = ''Cerrado'' WHERE id = %s', c));
  PERFORM prueba.falla('23514', format('UPDATE contrato SET precio_fijado_tm = NULL WHERE id = %s', c));
  PERFORM prueba.falla('23514', format('UPDATE contrato SET mes_bolsa = ''CCX26'' WHERE id = %s', c));
  PERFORM prueba.falla('23514', format('UPDATE contrato SET entrega_desde = ''2026-03-02'', entrega_hasta = ''2026-03-01'' WHERE id = %s', c));

  -- the counterpart sees it, and does not edit it
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.falla('TB403', format('UPDATE contrato SET observaciones = ''x'' WHERE id = %s', c));
  PERFORM prueba.falla('TB403', format('SELECT contrato_borrar(%s)', c));

  PERFORM prueba.entrar('exportadora@demo.ec');
  UPDATE contrato SET estado = 'En revision' WHERE id = c;
  PERFORM prueba.falla('TB409', format('UPDATE contrato SET estado = ''Borrador'' WHERE id = %s', c));
  UPDATE contrato SET estado = 'Activo' WHERE id = c;
  PERFORM prueba.igual('each change is a version', version, 3::bigint) FROM contrato WHERE id = c;

  -- the centro brings lotes
  PERFORM prueba.entrar('centro@demo.ec');
  INSERT INTO lote_ficha (empresa_id, fecha, peso_kg, humedad) VALUES (v_cen1, '2026-02-10', 4000, 7) RETURNING id INTO l1;
  INSERT INTO lote_ficha (empresa_id, fecha, peso_kg, humedad) VALUES (v_pro1, '2026-02-11', 5200.5, 7) RETURNING id INTO l2;
  PERFORM prueba.igual('quintals', peso_qq, 114.6514) FROM lote WHERE id = l2;
  PERFORM prueba.falla('TB409', format('UPDATE lote SET estado = ''Rechazado'' WHERE id = %s', l1));
  UPDATE lote SET contrato_id = c WHERE id IN (l1, l2);
  PERFORM prueba.falla('TB403', format('UPDATE lote SET estado = ''Recibido'' WHERE id = %s', l1));
  PERFORM prueba.falla('TB409', format('SELECT lote_borrar(%s)', l1));
  PERFORM prueba.igual('two lotes, nothing delivered', (lotes_n, entregado_kg, estado)::text, '(2,0.000,Activo)') FROM contrato WHERE id = c;

  -- a proveedor never confirms; nor edits another's
  PERFORM prueba.entrar('proveedor@demo.ec');
  PERFORM prueba.falla('TB403', format('UPDATE lote SET estado = ''Recibido'' WHERE id = %s', l2));
  UPDATE lote SET estado = 'En transito' WHERE id = l2;
  PERFORM prueba.falla('TB409', format('UPDATE lote SET estado = ''Registrado'' WHERE id = %s', l2));
  PERFORM prueba.igual('a lote of the centro is not seen', prueba.cuenta('lote WHERE id = ' || l1), 0::bigint);

  -- the exportadora confirms reception: reception's fields and no others
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.falla('TB403', format('UPDATE lote SET calidad = ''ASE'', estado = ''Recibido'' WHERE id = %s', l1));
  UPDATE lote SET estado = 'Recibido', peso_kg = 3990, humedad = 7.2 WHERE id = l1;
  PERFORM prueba.cierto('time of reception', recibido_en IS NOT NULL) FROM lote WHERE id = l1;
  PERFORM prueba.igual('first reception', (lotes_n, entregado_kg, estado)::text, '(2,3990.000,"En proceso")') FROM contrato WHERE id = c;
  UPDATE lote SET estado = 'Recibido' WHERE id = l2;
  PERFORM prueba.igual('all delivered, not all exported', (entregado_kg, estado)::text, '(9190.500,"En proceso")') FROM contrato WHERE id = c;
  UPDATE lote SET estado = 'Exportado' WHERE id = l1;
  PERFORM prueba.igual('one still open', estado, 'En proceso') FROM contrato WHERE id = c;
  UPDATE lote SET estado = 'Exportado' WHERE id = l2;
  PERFORM prueba.igual('closed by itself', estado, 'Cerrado') FROM contrato WHERE id = c;
  PERFORM prueba.falla('TB409', format('UPDATE contrato SET observaciones = ''x'' WHERE id = %s', c));
  PERFORM prueba.falla('TB409', format('UPDATE contrato SET estado = ''Cancelado'' WHERE id = %s', c));
  PERFORM prueba.falla('TB409', format('UPDATE lote SET contrato_id = NULL WHERE id = %s', l1));

  PERFORM prueba.entrar('centro@demo.ec');
  INSERT INTO lote_ficha (empresa_id, fecha, peso_kg) VALUES (v_cen1, '2026-02-12', 100) RETURNING id INTO l3;
  PERFORM prueba.falla('TB409', format('UPDATE lote SET contrato_id = %s WHERE id = %s', c, l3));
  PERFORM prueba.falla('TB404', format('UPDATE lote SET contrato_id = %s WHERE id = %s', 2000000000, l3));
  UPDATE lote SET estado = 'Recibido' WHERE id = l3;
  UPDATE lote SET estado = 'Rechazado' WHERE id = l3;
  PERFORM prueba.falla('TB409', format('UPDATE lote SET estado = ''Exportado'' WHERE id = %s', l3));
  PERFORM prueba.falla('TB409', format('SELECT lote_borrar(%s)', l3));

  -- backward: an admin, with a reason that the audit keeps
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.falla('TB409', format('UPDATE contrato SET estado = ''Activo'' WHERE id = %s', c));
  PERFORM set_config('tbk.motivo', 'cerrado por error', true);
  UPDATE contrato SET estado = 'En revision' WHERE id = c;
  PERFORM prueba.igual('the reason', motivo, 'cerrado por error')
     FROM auditoria WHERE tabla = 'contrato' AND fila_id = c ORDER BY id DESC LIMIT 1;
  UPDATE lote SET estado = 'Recibido' WHERE id = l1;
  PERFORM prueba.falla('TB409', format('SELECT contrato_borrar(%s)', c));
  UPDATE lote SET contrato_id = NULL WHERE id IN (l1, l2);
  PERFORM prueba.igual('nothing left', (lotes_n, entregado_kg)::text, '(0,0.000)') FROM contrato WHERE id = c;
  PERFORM contrato_borrar(c);
  PERFORM prueba.igual('deleted', prueba.cuenta('contrato WHERE id = ' || c), 0::bigint);
  PERFORM prueba.igual('an admin keeps its history', prueba.cuenta('auditoria WHERE tabla = ''contrato'' AND accion = ''borrar'' AND fila_id = ' || c), 1::bigint);
  PERFORM lote_borrar(l3);
  PERFORM prueba.igual('deleted', prueba.cuenta('lote_parte WHERE id = ' || l3), 0::bigint);
END $$;

-- a centro writes a contrato, edits the draft, and then no more; it buys from an associated proveedor as an exporter does
DO $$
DECLARE
  v_exp1 bigint := prueba.empresa('exportadora@demo.ec');
  v_cen1 bigint := prueba.empresa('centro@demo.ec');
  v_pro1 bigint := prueba.empresa('proveedor@demo.ec');
  c bigint;
BEGIN
  PERFORM prueba.entrar('centro@demo.ec');
  INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, diferencial_tm)
  VALUES (v_exp1, v_cen1, '2026-02-01', 10, 'por_fijar', -700) RETURNING id INTO c;
  PERFORM prueba.falla('TB409', format('INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, diferencial_tm, estado)
    VALUES (%s, %s, ''2026-02-01'', 10, ''por_fijar'', -700, ''Activo'')', v_exp1, v_cen1));
  UPDATE contrato SET volumen_tm = 12, estado = 'En revision' WHERE id = c;
  PERFORM prueba.falla('TB403', format('UPDATE contrato SET volumen_tm = 13 WHERE id = %s', c));
  INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, diferencial_tm)
  VALUES (v_cen1, v_pro1, '2026-02-01', 10, 'por_fijar', -900) RETURNING id INTO c;
  UPDATE contrato SET estado = 'En revision' WHERE id = c;
  UPDATE contrato SET estado = 'Activo' WHERE id = c;
END $$;

-- a contrato that is cancelled lets its lotes go, and takes no more
DO $$
DECLARE
  v_cen1 bigint := prueba.empresa('centro@demo.ec');
  c bigint; l bigint;
BEGIN
  PERFORM prueba.entrar('exportadora@demo.ec');
  INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
  VALUES (yo_empresa(), v_cen1, '2026-02-01', 10, 'fijo', 5000) RETURNING id INTO c;
  UPDATE contrato SET estado = 'En revision' WHERE id = c;
  UPDATE contrato SET estado = 'Activo' WHERE id = c;
  PERFORM prueba.entrar('centro@demo.ec');
  INSERT INTO lote_ficha (empresa_id, fecha, peso_kg) VALUES (v_cen1, '2026-02-10', 4000) RETURNING id INTO l;
  UPDATE lote SET contrato_id = c WHERE id = l;
  PERFORM prueba.entrar('exportadora@demo.ec');
  UPDATE contrato SET estado = 'Cancelado' WHERE id = c;
  PERFORM prueba.entrar('centro@demo.ec');
  UPDATE lote SET contrato_id = NULL WHERE id = l;
  PERFORM prueba.falla('TB409', format('UPDATE lote SET contrato_id = %s WHERE id = %s', c, l));
END $$;

-- a company that nobody has approved yet is in no contrato
DO $$
DECLARE
  v_nueva bigint;
BEGIN
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM auth_registrar('Nadie', 'nadie@nueva.ec', 'h', '1790011674001', false, 'Aun no', 'centro');
  PERFORM prueba.igual('it is not seen', prueba.cuenta('empresa WHERE ruc = ''1790011674001'''), 0::bigint);
  v_nueva := prueba.empresa('nadie@nueva.ec');
  PERFORM prueba.falla('TB422', format('INSERT INTO contrato_ficha (exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)
    VALUES (%s, %s, ''2026-02-01'', 10, ''fijo'', 5000)', yo_empresa(), v_nueva));
END $$;

-- associations: asked, accepted by the other side, ended; and who sees the lotes follows
DO $$
DECLARE
  v_cen1 bigint := prueba.empresa('centro@demo.ec');
  v_pro2 bigint := prueba.empresa('proveedor2@demo.ec');
  a bigint; v_antes bigint; v_suyos bigint;
BEGIN
  PERFORM prueba.entrar('proveedor2@demo.ec');
  SELECT count(*) INTO v_suyos FROM lote WHERE empresa_id = v_pro2;
  PERFORM prueba.entrar('centro@demo.ec');
  SELECT count(*) INTO v_antes FROM lote;
  PERFORM prueba.igual('none of them yet', prueba.cuenta('lote WHERE empresa_id = ' || v_pro2), 0::bigint);
  SELECT id INTO a FROM asociacion WHERE centro_id = v_cen1 AND proveedor_id = v_pro2;
  PERFORM asociacion_borrar(a);
  INSERT INTO asociacion_ficha (centro_id, proveedor_id) VALUES (v_cen1, v_pro2) RETURNING id INTO a;
  PERFORM prueba.falla('23505', format('INSERT INTO asociacion_ficha (centro_id, proveedor_id) VALUES (%s, %s)', v_cen1, v_pro2));
  PERFORM prueba.falla('TB403', format('UPDATE asociacion SET estado = ''Activa'' WHERE id = %s', a));
  PERFORM prueba.entrar('proveedor2@demo.ec');
  UPDATE asociacion SET estado = 'Activa' WHERE id = a;
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.cierto('there are some', v_suyos > 0);
  PERFORM prueba.igual('all of them', prueba.cuenta('lote WHERE empresa_id = ' || v_pro2), v_suyos);
  PERFORM prueba.entrar('proveedor2@demo.ec');
  PERFORM asociacion_borrar(a);
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.igual('as before', (SELECT count(*) FROM lote), v_antes);
END $$;
ROLLBACK;
