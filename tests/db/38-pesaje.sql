-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who weighs which lote, what a lote weighs then, and that nothing of it is ever changed.
BEGIN;

-- p_n names the weighing, p_mas what differs.
CREATE FUNCTION prueba.uuid(p_n int) RETURNS uuid LANGUAGE sql IMMUTABLE
  AS $$ SELECT ('00000000-0000-4000-8000-' || lpad(p_n::text, 12, '0'))::uuid $$;
CREATE FUNCTION prueba.pesa(p_n int, p_lote bigint, p_bruto numeric, p_tara numeric DEFAULT 0, p_en timestamptz DEFAULT NULL,
    p_equipo boolean DEFAULT false) RETURNS boolean
  LANGUAGE sql AS $$
  SELECT repetido FROM pesaje_registrar(prueba.uuid(p_n), p_lote, p_bruto, p_tara, 0, 7.2, 10, 'GBA-1234', 'prueba', 'B1',
    'ST,GS,' || p_bruto, true, false, NULL, NULL, NULL, p_en, p_equipo) $$;
CREATE FUNCTION prueba.kg(p_lote bigint) RETURNS numeric LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT peso_kg FROM lote WHERE id = p_lote $$;

CREATE TEMP TABLE l AS
  SELECT 'centro' AS de, min(id) AS id FROM lote WHERE empresa_id = prueba.empresa('centro@demo.ec') AND contrato_id IS NULL AND deleted_at IS NULL
  UNION ALL
  SELECT 'otro', min(id) FROM lote WHERE empresa_id = prueba.empresa('centro2@demo.ec') AND deleted_at IS NULL
  UNION ALL
  SELECT 'proveedor', min(id) FROM lote WHERE empresa_id = prueba.empresa('proveedor@demo.ec') AND deleted_at IS NULL
  UNION ALL
  SELECT 'vendido', min(l.id) FROM lote l JOIN contrato c ON c.id = l.contrato_id
   WHERE l.empresa_id = prueba.empresa('centro@demo.ec') AND c.exportadora_id = prueba.empresa('exportadora@demo.ec')
     AND l.estado <> 'Exportado' AND l.deleted_at IS NULL;
GRANT SELECT ON l TO triboka_app;
CREATE FUNCTION prueba.l(p_de text) RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT id FROM l WHERE de = p_de $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO triboka_app;
SELECT prueba.igual('the demo has the lotes', (SELECT count(id) FROM l), 4::bigint);
CREATE TEMP TABLE antes AS SELECT id, peso_kg, version FROM lote;
GRANT SELECT ON antes TO triboka_app;

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_lote bigint := prueba.l('centro');
  v_declarado numeric := (SELECT peso_kg FROM antes WHERE id = prueba.l('centro'));
  v_vendido bigint := prueba.l('vendido');
BEGIN
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.cierto('the first is new', NOT prueba.pesa(1, v_lote, 60.5));
  PERFORM prueba.igual('what was said before does not count', prueba.kg(v_lote), 60.500);
  PERFORM prueba.pesa(2, v_lote, 80, 19.5);
  PERFORM prueba.igual('the sum of net', prueba.kg(v_lote), 121.000);
  PERFORM prueba.cierto('the same again is known', prueba.pesa(2, v_lote, 80, 19.5));
  PERFORM prueba.igual('and adds nothing', prueba.kg(v_lote), 121.000);
  PERFORM prueba.igual('two rows', (SELECT count(*) FROM pesaje WHERE lote_id = v_lote), 2::bigint);
  PERFORM prueba.falla('TB409', format('SELECT prueba.pesa(2, %s, 81, 19.5)', v_lote));
  PERFORM prueba.falla('TB409', format('SELECT prueba.pesa(2, %s, 80, 19.5)', prueba.l('proveedor')));
  PERFORM prueba.igual('numbers without a gap', (SELECT array_agg(numero ORDER BY numero) FROM pesaje WHERE lote_id = v_lote),
                       ARRAY[1, 2]::bigint[]);
  PERFORM prueba.igual('each holds the one before', (SELECT b.hash_anterior FROM pesaje b WHERE b.numero = 2 AND b.empresa_id = yo_empresa()),
                       (SELECT a.hash FROM pesaje a WHERE a.numero = 1 AND a.empresa_id = yo_empresa()));
  PERFORM prueba.igual('who', (SELECT DISTINCT usuario_id FROM pesaje WHERE lote_id = v_lote), yo_usuario());

  -- what is not so
  PERFORM prueba.falla('23514', format('SELECT prueba.pesa(3, %s, 10, 10)', v_lote));
  PERFORM prueba.falla('23514', format('SELECT prueba.pesa(3, %s, -10)', v_lote));
  PERFORM prueba.falla('23514', format('SELECT prueba.pesa(3, %s, 1000001)', v_lote));
  PERFORM prueba.falla('23514', format('SELECT pesaje_registrar(gen_random_uuid(), %s, 1, 0, 0, NULL, NULL, NULL, ''x'', NULL, NULL, false, false, NULL, NULL, NULL, NULL, false)', v_lote));
  PERFORM prueba.falla('TB422', format('SELECT prueba.pesa(3, %s, 10)', prueba.l('otro')));
  PERFORM prueba.falla('TB422', 'SELECT prueba.pesa(3, 999999999, 10)');
  PERFORM prueba.falla('42501', 'SELECT pesaje_agregar(NULL, NULL, NULL)');
  PERFORM prueba.falla('42501', 'UPDATE pesaje SET motivo = ''x''');
  PERFORM prueba.falla('42501', 'DELETE FROM pesaje');

  -- a weight is undone, not typed over
  PERFORM prueba.falla('TB409', format('UPDATE lote SET peso_kg = 5 WHERE id = %s', v_lote));
  PERFORM prueba.igual('other fields are free', prueba.toca(format('UPDATE lote SET ubicacion = ''B'', peso_kg = peso_kg WHERE id = %s', v_lote)), 1::bigint);
  PERFORM prueba.cierto('a counter-entry', NOT (SELECT repetido FROM pesaje_anular(prueba.uuid(2), prueba.uuid(4), 'saco roto')));
  PERFORM prueba.igual('is what is left', prueba.kg(v_lote), 60.500);
  PERFORM prueba.cierto('the same again', (SELECT repetido FROM pesaje_anular(prueba.uuid(2), prueba.uuid(4), 'saco roto')));
  PERFORM prueba.falla('TB409', 'SELECT pesaje_anular(prueba.uuid(2), prueba.uuid(5), ''otra vez'')');
  PERFORM prueba.falla('TB409', 'SELECT pesaje_anular(prueba.uuid(4), prueba.uuid(5), ''al reves'')');
  PERFORM prueba.falla('TB409', 'SELECT pesaje_anular(prueba.uuid(1), prueba.uuid(4), ''con su id'')');
  PERFORM prueba.falla('23514', 'SELECT pesaje_anular(prueba.uuid(1), prueba.uuid(5), NULL)');
  PERFORM prueba.falla('TB404', 'SELECT pesaje_anular(prueba.uuid(99), prueba.uuid(5), ''x'')');
  PERFORM prueba.igual('the undone one says by which', (SELECT anulado_por FROM pesaje_ficha WHERE id = prueba.uuid(2)), prueba.uuid(4));
  PERFORM pesaje_anular(prueba.uuid(1), prueba.uuid(6), 'todo');
  PERFORM prueba.igual('nothing left: what was said before', prueba.kg(v_lote), v_declarado);
  PERFORM prueba.igual('may be typed again', prueba.toca(format('UPDATE lote SET peso_kg = 77 WHERE id = %s', v_lote)), 1::bigint);

  -- the buyer weighs again: that is what it weighs, and what the contrato got
  PERFORM prueba.pesa(10, v_vendido, 1000);
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.cierto('it sees who weighed', EXISTS (SELECT FROM pesaje WHERE id = prueba.uuid(10)));
  PERFORM prueba.falla('TB403', 'SELECT pesaje_anular(prueba.uuid(10), prueba.uuid(11), ''no es mio'')');
  PERFORM prueba.falla('TB409', format('SELECT prueba.pesa(10, %s, 1000)', v_vendido));
  PERFORM prueba.pesa(11, v_vendido, 990);
  PERFORM prueba.igual('not added up', prueba.kg(v_vendido), 990.000);
  PERFORM prueba.falla('TB422', format('SELECT prueba.pesa(12, %s, 10)', v_lote));
  PERFORM prueba.falla('TB404', 'SELECT pesaje_anular(prueba.uuid(1), prueba.uuid(12), ''x'')');
  PERFORM prueba.igual('rows of lotes that it does not see', (SELECT count(*) FROM pesaje WHERE lote_id = v_lote), 0::bigint);
  PERFORM prueba.falla('TB404', format('SELECT pesaje_cadena_de(%s)', prueba.empresa('centro@demo.ec')));
  PERFORM prueba.igual('its own chain begins at 1', (SELECT numero FROM pesaje WHERE id = prueba.uuid(11)), 1::bigint);

  -- a supplier its own
  PERFORM prueba.entrar('proveedor@demo.ec');
  PERFORM prueba.pesa(20, prueba.l('proveedor'), 5);
  PERFORM prueba.igual('weighed', prueba.kg(prueba.l('proveedor')), 5.000);

  -- a device, and an admin without an empresa, weigh for the holder
  PERFORM prueba.entrar('');
  PERFORM prueba.pesa(30, v_lote, 12, 0, NULL, true);
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('of the holder', (SELECT empresa_id FROM pesaje WHERE id = prueba.uuid(30)), prueba.empresa('centro@demo.ec'));
  PERFORM prueba.cierto('by nobody', (SELECT usuario_id IS NULL FROM pesaje WHERE id = prueba.uuid(30)));
  PERFORM prueba.pesa(31, v_lote, 13);
  PERFORM prueba.igual('both in the holder''s chain', prueba.kg(v_lote), 25.000);
  PERFORM prueba.falla('TB422', format('SELECT pesaje_registrar(gen_random_uuid(), %s, 1, 0, 0, NULL, NULL, NULL, ''x'', NULL, NULL, false, false, ''y'', NULL, NULL, NULL, true)', v_lote));
END $$;
RESET ROLE;

-- A lote that is dried weighs less: another stage, not added up; and a weighing that comes late counts where it was made.
DO $$
DECLARE
  v_lote bigint := prueba.l('otro');
BEGIN
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM set_config('tbk.motivo', 'prueba', true);
  -- as if it had been made yesterday and put to dry an hour ago
  ALTER TABLE auditoria DISABLE TRIGGER auditoria_fija;
  DELETE FROM auditoria WHERE tabla = 'lote' AND fila_id = v_lote;
  UPDATE lote SET estado = 'Recibido' WHERE id = v_lote;
  UPDATE auditoria SET created_at = now() - interval '1 day' WHERE tabla = 'lote' AND fila_id = v_lote;
  INSERT INTO auditoria (tabla, fila_id, accion, despues, created_at)
  VALUES ('lote', v_lote, 'editar', '{"estado": "Secado"}', now() - interval '1 hour');
  ALTER TABLE auditoria ENABLE TRIGGER auditoria_fija;

  PERFORM prueba.pesa(40, v_lote, 100, 0, now() - interval '3 hours');
  PERFORM prueba.pesa(41, v_lote, 45, 0, now() - interval '10 minutes');
  PERFORM prueba.igual('as dried', prueba.kg(v_lote), 45.000);
  PERFORM prueba.pesa(42, v_lote, 7, 0, now() - interval '2 hours');
  PERFORM prueba.igual('late, and wet', prueba.kg(v_lote), 45.000);
  PERFORM prueba.pesa(43, v_lote, 5, 0, now() - interval '5 minutes');
  PERFORM prueba.igual('dried too', prueba.kg(v_lote), 50.000);
  PERFORM pesaje_anular(x, gen_random_uuid(), 'x') FROM unnest(ARRAY[prueba.uuid(41), prueba.uuid(43)]) x;
  PERFORM prueba.igual('back to the wet ones', prueba.kg(v_lote), 107.000);
END $$;

-- Not even its owner.
SELECT prueba.falla('TB403', 'UPDATE pesaje SET motivo = ''x''');
SELECT prueba.falla('TB403', 'DELETE FROM pesaje');
SELECT prueba.falla('TB403', 'TRUNCATE pesaje');

-- The chain, by SQL alone.
SELECT prueba.igual('links that do not hold', count(*), 0::bigint)
  FROM (SELECT p.hash <> sha256(p.hash_anterior || sha256(convert_to(pesaje_texto(p), 'UTF8'))) AS mal,
               p.hash_anterior <> coalesce(lag(p.hash) OVER k, decode(repeat('00', 32), 'hex'))
               OR p.numero <> coalesce(lag(p.numero) OVER k, 0) + 1 AS suelto
          FROM pesaje p WINDOW k AS (PARTITION BY empresa_id ORDER BY numero)) x
 WHERE mal OR suelto;
SELECT prueba.igual('told of', count(*), (SELECT count(*) FROM pesaje)) FROM evento WHERE tipo = 'pesaje.registrado';
SELECT prueba.cierto('not to those who do not see it', NOT EXISTS (
  SELECT FROM evento WHERE tipo = 'pesaje.registrado' AND datos ->> 'id' = prueba.uuid(1)::text
     AND prueba.empresa('exportadora2@demo.ec') = ANY (ambitos)));
ROLLBACK;
