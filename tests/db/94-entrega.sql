-- SPDX-License-Identifier: GPL-3.0-or-later
-- What leaves the app: by which channel, when, to which devices; and that these are their owner's.
BEGIN;

DELETE FROM notificacion;
CREATE FUNCTION pg_temp.quiere(p_email text, p_config jsonb) RETURNS void LANGUAGE sql AS $$
  UPDATE usuario SET config_json = p_config WHERE email = p_email || '@demo.ec' $$;
CREATE FUNCTION pg_temp.dichas() RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(concat_ws(' ', split_part(u.email, '@', 1), CASE WHEN en_app THEN 'app' END,
                                       CASE WHEN correo_en IS NOT NULL THEN 'correo' END,
                                       (SELECT 'push ' || count(*) FROM trabajo t WHERE t.tipo = 'push'
                                           AND (t.datos ->> 'notificacion_id')::bigint = n.id HAVING count(*) > 0)), ', '
                             ORDER BY u.email, n.id), '')
    FROM notificacion n JOIN usuario u ON u.id = n.usuario_id $$;

-- devices: a token is one installation's, and its user's who came last
SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_id bigint;
  v_otro bigint;
BEGIN
  PERFORM prueba.entrar('centro@demo.ec');
  SELECT id INTO v_id FROM dispositivo_registrar('token-1', 'android');
  SELECT id INTO v_otro FROM dispositivo_registrar('token-1', 'ios');
  PERFORM prueba.igual('the same once more', v_otro, v_id);
  PERFORM prueba.igual('is as it says now', (SELECT plataforma FROM dispositivo_ficha WHERE id = v_id), 'ios');
  PERFORM dispositivo_registrar('token-2', 'web');
  PERFORM prueba.falla('42501', 'SELECT token FROM dispositivo');
  PERFORM prueba.falla('42501', 'UPDATE dispositivo SET usuario_id = 1');
  PERFORM prueba.falla('23514', 'SELECT dispositivo_registrar(''a b'', ''web'')');
  PERFORM prueba.falla('23514', 'SELECT dispositivo_registrar(''a'', ''nokia'')');
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.igual('another sees', prueba.cuenta('dispositivo_ficha'), 0::bigint);
  PERFORM prueba.igual('and deletes', prueba.toca('DELETE FROM dispositivo WHERE id = ' || v_id), 0::bigint);
  PERFORM prueba.igual('signing in there', (SELECT id FROM dispositivo_registrar('token-1', 'ios')), v_id);
  PERFORM prueba.igual('takes it', prueba.cuenta('dispositivo_ficha'), 1::bigint);
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.igual('from who had it', prueba.cuenta('dispositivo_ficha'), 1::bigint);
  PERFORM dispositivo_registrar('token-1', 'ios');
END $$;
RESET ROLE;

DO $$
DECLARE
  v_admin bigint := (SELECT min(id) FROM usuario WHERE email = 'centro@demo.ec');
BEGIN
  PERFORM prueba.igual('by itself', notificar('aviso', ARRAY[v_admin], '{}', NULL), 1);
  PERFORM prueba.igual('app and push', pg_temp.dichas(), 'centro app push 2');
  DELETE FROM notificacion;
  PERFORM pg_temp.quiere('centro', '{"notificaciones": {"aviso": {"app": false, "email": true, "push": false}}}');
  PERFORM notificar('aviso', ARRAY[v_admin], '{}', NULL);
  PERFORM prueba.igual('mail alone', pg_temp.dichas(), 'centro correo');
  PERFORM prueba.cierto('not at once', (SELECT correo_en BETWEEN now() + interval '1 minute' AND now() + interval '5 minutes' FROM notificacion));
  PERFORM notificar('mencion', ARRAY[v_admin], '{}', NULL);
  PERFORM prueba.igual('another kind', pg_temp.dichas(), 'centro correo, centro app push 2');
  DELETE FROM notificacion;
  PERFORM pg_temp.quiere('centro', '{"notificaciones": {"aviso": {"app": false, "push": false}}}');
  PERFORM prueba.igual('none', notificar('aviso', ARRAY[v_admin], '{}', NULL), 0);

  -- due: one piece of work for each, while there is none
  PERFORM pg_temp.quiere('centro', '{"notificaciones": {"aviso": {"email": true}}}');
  PERFORM notificar('aviso', ARRAY[v_admin], '{"titulo": "uno"}', NULL);
  PERFORM notificar('aviso', ARRAY[v_admin], '{"titulo": "dos"}', NULL);
  PERFORM prueba.igual('not due', correo_programar(), 0);
  UPDATE notificacion SET correo_en = now();
  PERFORM prueba.igual('due', correo_programar(), 1);
  PERFORM prueba.igual('waits', correo_programar(), 0);
  PERFORM prueba.igual('the newest first', (SELECT string_agg(datos ->> 'titulo', ' ') FROM correo_leer(v_admin)), 'dos uno');
  UPDATE notificacion SET leida_en = now() WHERE datos ->> 'titulo' = 'dos';
  PERFORM prueba.igual('read meanwhile', (SELECT string_agg(datos ->> 'titulo', ' ') FROM correo_leer(v_admin)), 'uno');
  PERFORM correo_hecho(v_admin, ARRAY(SELECT id FROM correo_leer(v_admin)));
  PERFORM prueba.igual('once', (SELECT count(*) FROM correo_leer(v_admin)), 0::bigint);

  -- dead: not asked for again
  UPDATE notificacion SET correo_en = now(), leida_en = NULL;
  UPDATE trabajo SET estado = 'Muerto' WHERE tipo = 'correo';
  PERFORM prueba.igual('dead', correo_programar(), 0);
  -- what waited while mail was off is no news any more
  UPDATE notificacion SET correo_en = now() - interval '25 hours';
  PERFORM prueba.igual('old', correo_programar(), 0);

  -- a device is told what is unread, and is its user's
  PERFORM prueba.igual('told', (SELECT count(*) FROM notificacion n, dispositivo d, push_leer(n.id, d.id)), 4::bigint);
  UPDATE notificacion SET leida_en = now();
  PERFORM prueba.igual('read', (SELECT count(*) FROM notificacion n, dispositivo d, push_leer(n.id, d.id)), 0::bigint);
  PERFORM dispositivo_olvidar(id, 'another') FROM dispositivo;
  PERFORM prueba.igual('its token came anew', (SELECT count(*) FROM dispositivo), 2::bigint);
  PERFORM dispositivo_olvidar(id, token) FROM dispositivo;
  PERFORM prueba.igual('gone', (SELECT count(*) FROM dispositivo), 0::bigint);
END $$;

-- settings: what the server reads is checked, whatever else an app keeps is its own
DO $$
DECLARE
  v_bad text;
BEGIN
  PERFORM pg_temp.quiere('centro', '{"idioma": "en", "unidad_medida": "qq", "notificaciones": {"mensaje": {"app": true, "email": true, "push": false}}}');
  FOREACH v_bad IN ARRAY ARRAY['{"idioma": "fr"}', '{"idioma": 7}', '{"notificaciones": []}', '{"notificaciones": {"nada": {}}}',
    '{"notificaciones": {"mensaje": true}}', '{"notificaciones": {"mensaje": {"fax": true}}}',
    '{"notificaciones": {"mensaje": {"app": 1}}}'] LOOP
    PERFORM prueba.falla('TB422', format('UPDATE usuario SET config_json = %L WHERE email = ''centro@demo.ec''', v_bad));
  END LOOP;
  PERFORM prueba.falla('TB422', 'INSERT INTO usuario (nombre, email, hash_password, rol, estado, config_json)
    VALUES (''x'', ''x@x.ec'', ''x'', ''admin'', ''Activo'', ''{"idioma": "fr"}'')');
END $$;
ROLLBACK;
