-- SPDX-License-Identifier: GPL-3.0-or-later
-- The queue: taken once, tried again, dead in the end; by the clock.
BEGIN;

UPDATE horario SET proximo = now() + interval '1 hour';
DELETE FROM trabajo;
DO $$
DECLARE
  v_uno bigint := trabajo_poner('a', '{"x": 1}', 'k');
  v_dos bigint;
  t record;
BEGIN
  PERFORM prueba.cierto('one of a clave at a time', trabajo_poner('a', NULL, 'k') IS NULL);
  v_dos := trabajo_poner('b', NULL, NULL);
  SELECT * INTO STRICT t FROM trabajo_tomar(60);
  PERFORM prueba.igual('the oldest first', t.id || t.tipo || t.datos::text || t.intentos, v_uno || 'a{"x": 1}1');
  PERFORM prueba.igual('then the next', (SELECT id FROM trabajo_tomar(60)), v_dos);
  PERFORM prueba.igual('none is left', (SELECT count(*) FROM trabajo_tomar(60)), 0::bigint);
  PERFORM prueba.cierto('nor put in again while it runs', trabajo_poner('a', NULL, 'k') IS NULL);
  PERFORM trabajo_hecho(v_uno);
  PERFORM prueba.cierto('after it again', trabajo_poner('a', NULL, 'k') IS NOT NULL);
  DELETE FROM trabajo WHERE clave = 'k';

  -- failed: later, and each time longer
  PERFORM trabajo_fallar(v_dos, 'no line', 0);
  PERFORM prueba.igual('not at once', (SELECT count(*) FROM trabajo_tomar(60)), 0::bigint);
  PERFORM prueba.cierto('in ten seconds', (SELECT no_antes BETWEEN now() + interval '9 s' AND now() + interval '11 s' FROM trabajo WHERE id = v_dos));
  UPDATE trabajo SET no_antes = now(), intentos = 5 WHERE id = v_dos;
  PERFORM trabajo_tomar(60);
  PERFORM trabajo_fallar(v_dos, 'no line', 0);
  PERFORM prueba.cierto('in five minutes', (SELECT no_antes BETWEEN now() + interval '288 s' AND now() + interval '352 s' FROM trabajo WHERE id = v_dos));
  UPDATE trabajo SET no_antes = now() WHERE id = v_dos;
  PERFORM trabajo_tomar(60);
  PERFORM trabajo_fallar(v_dos, 'leave me alone', 7200);
  PERFORM prueba.igual('as long as it was asked for', (SELECT no_antes - now() FROM trabajo WHERE id = v_dos), interval '2 hours');

  -- its taker died: it is taken anew, and dead after the last try
  UPDATE trabajo SET no_antes = now() WHERE id = v_dos;
  PERFORM trabajo_tomar(60);
  UPDATE trabajo SET tomado_hasta = now() - interval '1 s' WHERE id = v_dos;
  PERFORM prueba.igual('taken anew', (SELECT id FROM trabajo_tomar(60)), v_dos);
  UPDATE trabajo SET intentos = max_intentos WHERE id = v_dos;
  PERFORM trabajo_fallar(v_dos, 'no line', 0);
  PERFORM prueba.igual('dead', (SELECT estado || error FROM trabajo WHERE id = v_dos), 'Muertono line');
  PERFORM prueba.igual('and taken no more', (SELECT count(*) FROM trabajo_tomar(60)), 0::bigint);
  PERFORM trabajo_hecho(v_dos);
  PERFORM prueba.igual('dead it stays', (SELECT estado FROM trabajo WHERE id = v_dos), 'Muerto');

  -- not done yet: it goes on after what waits, with other data, its tries counted anew
  UPDATE trabajo SET estado = 'Pendiente', intentos = 3, no_antes = now() - interval '1 s' WHERE id = v_dos;
  PERFORM trabajo_tomar(60);
  PERFORM trabajo_seguir(v_dos, '{"despues": 7}');
  PERFORM prueba.igual('goes on', (SELECT id || datos::text || intentos FROM trabajo_tomar(60)), v_dos || '{"despues": 7}1');
  PERFORM trabajo_hecho(v_dos);
  PERFORM trabajo_seguir(v_dos, '{}');
  PERFORM prueba.igual('done is done', (SELECT estado FROM trabajo WHERE id = v_dos), 'Hecho');

  -- of no use ever
  UPDATE trabajo SET estado = 'Pendiente', intentos = 0, no_antes = now() WHERE id = v_dos;
  PERFORM trabajo_tomar(60);
  PERFORM trabajo_fallar(v_dos, 'refused', -1);
  PERFORM prueba.igual('dead at once', (SELECT estado || intentos FROM trabajo WHERE id = v_dos), 'Muerto1');

  -- by the clock, once however many ask
  INSERT INTO horario VALUES ('c', interval '1 day', now());
  PERFORM prueba.igual('due', trabajo_programar(), 1);
  PERFORM prueba.igual('not again', trabajo_programar(), 0);
  PERFORM prueba.igual('put in', (SELECT tipo FROM trabajo_tomar(60)), 'c');
END $$;

SET LOCAL ROLE triboka_app;
DO $$
BEGIN
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.falla('42501', 'SELECT * FROM trabajo');
  PERFORM prueba.falla('42501', 'SELECT trabajo_poner(''a'', NULL, NULL)');
END $$;
ROLLBACK;
