-- SPDX-License-Identifier: GPL-3.0-or-later
-- Devices: who receives, what is kept of refused messages, which lote a topic names, and whose the server's scale is.
BEGIN;

DO $$
DECLARE
  v_lote lote;
  v_otra text;
BEGIN
  PERFORM prueba.cierto('nobody receives: it is this one', receptor_tomar('prueba'));
  PERFORM prueba.cierto('it stays this one', receptor_tomar('prueba'));
  PERFORM prueba.igual('one lock, however often it is asked for', count(*), 1::bigint)
     FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND classid = 20;
  PERFORM prueba.cierto('another name is another lock', receptor_tomar('bascula 0992345678001'));
  PERFORM pg_advisory_unlock_all();

  PERFORM receptor_anotar('prueba', 'empieza', NULL, 0, 0);
  PERFORM prueba.cierto('nothing has come yet', ultimo_en IS NULL) FROM receptor WHERE nombre = 'prueba';
  PERFORM receptor_anotar('prueba', 'recibe', NULL, 3, 1), receptor_anotar('prueba', 'recibe', repeat('x', 900), 2, 0);
  PERFORM prueba.igual('what came is added up', (recibidos, rechazados, length(detalle), ultimo_en IS NULL)::text, '(5,1,500,f)')
     FROM receptor WHERE nombre = 'prueba';

  PERFORM rechazo_guardar('mqtt', 't', 'c' || n, 2, 'm', NULL) FROM generate_series(1, 1003) n;
  PERFORM prueba.igual('the newest 1,000 are kept', (count(*), min(cuerpo), bool_or(cuerpo = 'c1003'))::text, '(1000,c10,t)') FROM rechazo;
  PERFORM rechazo_guardar('mqtt', 't', 'of the centro', 2, 'm', e.ruc)
     FROM usuario u JOIN empresa e ON e.id = u.empresa_id WHERE u.email = 'centro@demo.ec';
  PERFORM rechazo_guardar('mqtt', 't', 'of nobody', 2, 'm', '0000000000000');

  SELECT * INTO v_lote FROM lote WHERE deleted_at IS NULL ORDER BY id LIMIT 1;
  SELECT ruc INTO v_otra FROM empresa WHERE id <> v_lote.empresa_id ORDER BY id LIMIT 1;
  PERFORM prueba.igual('a lote by its number', mqtt_lote(v_lote.id::text, NULL), v_lote.id);
  PERFORM prueba.igual('by its code, of its holder', mqtt_lote(v_lote.codigo_lote, ruc), v_lote.id)
     FROM empresa WHERE id = v_lote.empresa_id;
  PERFORM prueba.igual('of another one it is none', mqtt_lote(v_lote.id::text, v_otra), NULL::bigint);
  PERFORM prueba.igual('no such lote', mqtt_lote('NO-HAY', NULL), NULL::bigint);
  UPDATE lote SET deleted_at = now() WHERE id = v_lote.id;
  PERFORM prueba.igual('one that was deleted', mqtt_lote(v_lote.id::text, NULL), NULL::bigint);

  PERFORM prueba.cierto('the scale of a company', bascula_difundir(v_otra, '{"estado": "lost"}'));
  PERFORM prueba.cierto('of none that there is', NOT bascula_difundir('0000000000000', '{}'));
END $$;

-- Administrators look, and nobody else; nobody writes.
SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_quien text;
BEGIN
  FOREACH v_quien IN ARRAY ARRAY['', 'centro@demo.ec', 'exportadora@demo.ec', 'proveedor@demo.ec'] LOOP
    PERFORM prueba.entrar(v_quien);
    PERFORM prueba.igual(v_quien || ' sees no receiver', (SELECT count(*) FROM receptor), 0::bigint);
    PERFORM prueba.igual(v_quien || ' sees what is its own', (SELECT coalesce(string_agg(cuerpo, ' '), '') FROM rechazo),
                         CASE v_quien WHEN 'centro@demo.ec' THEN 'of the centro' ELSE '' END);
  END LOOP;
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('an administrator sees all', (SELECT count(*) FROM receptor WHERE nombre = 'prueba') + (SELECT count(*) FROM rechazo), 1001::bigint);
  PERFORM prueba.falla('42501', 'DELETE FROM rechazo');
  PERFORM prueba.falla('42501', 'UPDATE receptor SET estado = ''recibe''');

  -- what a session sent is its empresa's, whatever RUC it says
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM rechazo_guardar('http', '10.0.0.1', 'by a session', 2, 'm', '0000000000000');
  PERFORM prueba.igual('by whom', (usuario_nombre IS NOT NULL AND empresa_id = yo_empresa())::text, 'true')
     FROM rechazo_ficha WHERE cuerpo = 'by a session';
END $$;

-- Who is no owner sees nothing of the empresa's.
RESET ROLE;
UPDATE usuario SET es_dueno = false WHERE email = 'centro@demo.ec';
SET LOCAL ROLE triboka_app;
DO $$
BEGIN
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.igual('no owner', (SELECT count(*) FROM rechazo), 0::bigint);
END $$;
ROLLBACK;
