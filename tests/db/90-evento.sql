-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a change tells, to whom, and how the feed is numbered and pruned.
BEGIN;

SELECT evento_numerar(100000);
CREATE TEMP TABLE marca AS SELECT evento_ultimo() AS n;
GRANT SELECT ON marca TO triboka_app;

DO $$
DECLARE
  v_exp bigint := prueba.empresa('exportadora@demo.ec');
  v_cen bigint := prueba.empresa('centro@demo.ec');
  v_pro bigint := prueba.empresa('proveedor@demo.ec');
  v_lote bigint;
  v_contrato bigint;
  v_desde bigint := (SELECT max(id) FROM evento);
  e evento;
BEGIN
  -- a lote of the proveedor: told to it, its centro and admins
  INSERT INTO lote (empresa_id, fecha, peso_kg) VALUES (v_pro, '2026-11-01', 100) RETURNING id INTO v_lote;
  SELECT * INTO STRICT e FROM evento WHERE id > v_desde;
  PERFORM prueba.igual('a new lote', e.tipo || ' ' || (e.datos ->> 'accion'), 'lote.actualizado crear');
  PERFORM prueba.igual('its envelope', e.ambitos, ARRAY(SELECT a FROM unnest(ARRAY[0, v_pro, v_cen]) a ORDER BY 1));
  v_desde := e.id;

  -- into a contrato: its buyer sees it now; and out of it: the buyer is told that it went, and no more than that
  SELECT id INTO STRICT v_contrato FROM contrato
   WHERE exportadora_id = v_exp AND contraparte_id = v_cen AND estado = 'Activo' ORDER BY id LIMIT 1;
  UPDATE lote SET contrato_id = v_contrato WHERE id = v_lote;
  SELECT * INTO STRICT e FROM evento WHERE id > v_desde AND tipo = 'lote.actualizado';
  PERFORM prueba.cierto('the buyer is told', v_exp = ANY (e.ambitos));
  v_desde := (SELECT max(id) FROM evento);
  UPDATE lote SET contrato_id = NULL WHERE id = v_lote;
  SELECT * INTO STRICT e FROM evento WHERE id > v_desde AND tipo = 'lote.actualizado' AND datos ->> 'accion' = 'borrar';
  PERFORM prueba.igual('who lost sight of it', e.ambitos, ARRAY[v_exp]);
  PERFORM prueba.igual('what they learn', e.datos, jsonb_build_object('id', v_lote, 'accion', 'borrar'));
  SELECT * INTO STRICT e FROM evento WHERE id > v_desde AND tipo = 'lote.actualizado' AND datos ->> 'accion' = 'editar';
  PERFORM prueba.cierto('those who see it still', NOT v_exp = ANY (e.ambitos) AND v_pro = ANY (e.ambitos));

  -- a new name of a company is told of none of its contratos
  v_desde := (SELECT max(id) FROM evento);
  UPDATE empresa SET nombre = nombre || ' 2' WHERE id = v_exp;
  PERFORM prueba.igual('eventos of a new name', prueba.cuenta('evento WHERE id > ' || v_desde), 0::bigint);

  UPDATE lote SET deleted_at = now() WHERE id = v_lote;
  SELECT * INTO STRICT e FROM evento WHERE id > v_desde;
  PERFORM prueba.igual('a deleted lote', e.datos ->> 'accion', 'borrar');
  PERFORM prueba.cierto('admins are told as well', 0 = ANY (e.ambitos));
END $$;

-- numbers: none before evento_numerar(), then one after the other in the order of ids
DO $$
DECLARE
  v_marca bigint := (SELECT n FROM marca);
  v_sin bigint := (SELECT count(*) FROM evento WHERE numero IS NULL);
BEGIN
  PERFORM prueba.cierto('some wait for a number', v_sin > 4);
  PERFORM prueba.igual('a batch', evento_numerar(3), 3);
  PERFORM prueba.igual('the rest', evento_numerar(1000)::bigint, v_sin - 3);
  PERFORM prueba.igual('nothing is left', evento_numerar(1000), 0);
  PERFORM prueba.igual('the last number', evento_ultimo(), v_marca + v_sin);
  PERFORM prueba.cierto('in the order of ids, without gaps', NOT EXISTS (
    SELECT FROM (SELECT numero, row_number() OVER (ORDER BY id) AS debe FROM evento WHERE numero > v_marca) e
     WHERE e.numero <> v_marca + e.debe));
END $$;

-- what a user reads by the policy is what the hub would hand to it by the envelope
SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_email text;
  v_n bigint;
BEGIN
  FOREACH v_email IN ARRAY ARRAY['admin@demo.ec', 'exportadora@demo.ec', 'exportadora2@demo.ec', 'centro@demo.ec',
                                 'centro2@demo.ec', 'proveedor@demo.ec', 'proveedor2@demo.ec'] LOOP
    PERFORM prueba.entrar(v_email);
    SELECT count(*) INTO v_n FROM evento_leer(0, 100000) e
     WHERE yo_ambito() = ANY (e.ambitos) OR yo_usuario() = ANY (e.usuarios);
    PERFORM prueba.igual(v_email || ' reads of evento', prueba.cuenta('evento'), v_n);
    PERFORM prueba.cierto(v_email || ' has some', v_n > 0);
  END LOOP;
  PERFORM prueba.entrar('proveedor2@demo.ec');
  PERFORM prueba.cierto('not all', prueba.cuenta('evento') < prueba.cuenta('evento_leer(0, 100000)'));
END $$;
RESET ROLE;

-- pruning takes a beginning of the feed, and says up to where
DO $$
DECLARE
  v_ultimo bigint := evento_ultimo();
BEGIN
  PERFORM prueba.igual('nothing is old', evento_podar(1, 1000), 0);
  UPDATE evento SET created_at = now() - interval '3 hours' WHERE numero <= 20;
  PERFORM prueba.igual('what is older than two hours', evento_podar(2, 12), 12);
  PERFORM prueba.igual('where it begins now', (SELECT min(numero) FROM evento), 13::bigint);
  PERFORM prueba.igual('what is gone', (SELECT podado FROM evento_cuenta), 12::bigint);
  PERFORM prueba.igual('the rest of it', evento_podar(2, 1000), 8);
  PERFORM prueba.igual('no number is given again', evento_ultimo(), v_ultimo);
END $$;
ROLLBACK;
