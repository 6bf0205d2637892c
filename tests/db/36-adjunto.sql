-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files of a chat: written only by who sees it, read once they are sent, in one place or the other and never in both.
BEGIN;

CREATE FUNCTION prueba.adjunta(p_chat bigint, p_mas text DEFAULT '', p_valor text DEFAULT '') RETURNS text
  LANGUAGE sql AS $$
  SELECT format('INSERT INTO documento (chat_id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta%s)
    VALUES (%s, ''otro'', ''a.pdf'', ''application/pdf'', 10, %L, %L%s)', p_mas, p_chat, repeat('a', 64),
    'chats/' || p_chat || '/' || gen_random_uuid() || '-' || repeat('a', 12), p_valor) $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO triboka_app;
CREATE TEMP TABLE canal AS
  SELECT h.id, h.contrato_id FROM chat h JOIN contrato c ON c.id = h.contrato_id
   WHERE c.exportadora_id = prueba.empresa('exportadora@demo.ec') AND c.contraparte_id = prueba.empresa('proveedor@demo.ec')
     AND c.estado NOT IN ('Activo', 'En proceso') ORDER BY 1 LIMIT 1;
GRANT SELECT ON canal TO triboka_app;
CREATE TEMP TABLE directo AS
  WITH d AS (INSERT INTO chat (usuario1_id, usuario2_id)
             SELECT min(id), max(id) FROM usuario WHERE email IN ('exportadora@demo.ec', 'centro@demo.ec') RETURNING id)
  SELECT id FROM d;
GRANT SELECT ON directo TO triboka_app;
SELECT prueba.cierto('there is a contrato that is not under way', EXISTS (SELECT FROM canal));

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_canal bigint := (SELECT id FROM canal);
  v_contrato bigint := (SELECT contrato_id FROM canal);
  v_id bigint;
  v_email text;
BEGIN
  -- a proveedor sees its channel in whatever state the contrato is, and so what is sent there
  PERFORM prueba.entrar('proveedor@demo.ec');
  PERFORM prueba.igual('admitted', adjunto_admitir(v_canal), v_canal);
  PERFORM prueba.igual('added', prueba.toca(prueba.adjunta(v_canal)), 1::bigint);
  SELECT max(id) INTO v_id FROM documento WHERE chat_id = v_canal;
  PERFORM prueba.falla('23514', prueba.adjunta(v_canal, ', contrato_id', ', ' || v_contrato));
  PERFORM prueba.falla('42501', prueba.adjunta(v_canal, ', enviado_en', ', now()'));
  PERFORM prueba.falla('23514', replace(prueba.adjunta(v_canal), '''chats/', '''chats/../'));
  PERFORM prueba.falla('42501', 'UPDATE documento SET enviado_en = now()');
  PERFORM prueba.falla('42501', 'UPDATE mensaje SET documento_id = ' || v_id);

  -- not sent: the uploader's alone
  FOREACH v_email IN ARRAY ARRAY['exportadora', 'centro', 'exportadora2', 'admin'] LOOP
    PERFORM prueba.entrar(v_email || '@demo.ec');
    PERFORM prueba.igual(v_email || ' sees what waits', prueba.cuenta('documento WHERE id = ' || v_id), 0::bigint);
    PERFORM prueba.falla('TB404', format('SELECT documento_borrar(%s)', v_id));
  END LOOP;
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.falla('42501', prueba.adjunta((SELECT id FROM directo)));

  -- sent: the chat's
  PERFORM prueba.entrar('proveedor@demo.ec');
  PERFORM prueba.igual('its message', (SELECT documento_nombre FROM mensaje_enviar(v_canal, NULL, gen_random_uuid(), NULL, v_id)), 'a.pdf');
  PERFORM prueba.falla('TB422', format('SELECT mensaje_enviar(%s, ''x'', gen_random_uuid(), NULL, %s)', v_canal, v_id));
  PERFORM prueba.falla('TB403', format('SELECT documento_borrar(%s)', v_id));
  FOREACH v_email IN ARRAY ARRAY['exportadora', 'admin'] LOOP
    PERFORM prueba.entrar(v_email || '@demo.ec');
    PERFORM prueba.igual(v_email || ' sees what was sent', prueba.cuenta('documento WHERE id = ' || v_id), 1::bigint);
    PERFORM prueba.igual('by its message too', (SELECT documento_id FROM mensaje_ficha WHERE chat_id = v_canal AND documento_id = v_id), v_id);
  END LOOP;
  FOREACH v_email IN ARRAY ARRAY['centro', 'exportadora2', 'centro2', 'proveedor2'] LOOP
    PERFORM prueba.entrar(v_email || '@demo.ec');
    PERFORM prueba.igual(v_email || ' sees of it', prueba.cuenta('documento WHERE id = ' || v_id), 0::bigint);
    PERFORM prueba.igual('nor its history', prueba.cuenta('auditoria WHERE tabla = ''documento'' AND fila_id = ' || v_id), 0::bigint);
    PERFORM prueba.falla('TB404', format('SELECT adjunto_admitir(%s)', v_canal));
    PERFORM prueba.falla('42501', prueba.adjunta(v_canal));
    PERFORM prueba.falla('TB404', format('SELECT documento_borrar(%s)', v_id));
  END LOOP;

  -- no more than so many wait
  PERFORM prueba.entrar('proveedor@demo.ec');
  FOR i IN 1 .. 20 LOOP
    PERFORM adjunto_admitir(v_canal);
    PERFORM prueba.toca(prueba.adjunta(v_canal));
  END LOOP;
  PERFORM prueba.falla('TB409', format('SELECT adjunto_admitir(%s)', v_canal));
  PERFORM documento_borrar((SELECT max(id) FROM documento WHERE enviado_en IS NULL));
  PERFORM prueba.igual('one less', adjunto_admitir(v_canal), v_canal);
  PERFORM prueba.igual('none is old enough to be forgotten', adjunto_olvidar(), 0);
END $$;
RESET ROLE;
DO $$
BEGIN
  UPDATE documento SET created_at = now() - interval '2 days' WHERE chat_id = (SELECT id FROM canal);
  SET LOCAL ROLE triboka_app;
  PERFORM prueba.igual('those that wait, and the one that was taken back', adjunto_olvidar(), 20);
  RESET ROLE;
  PERFORM prueba.igual('what was sent stays', (SELECT count(*) FROM documento WHERE chat_id = (SELECT id FROM canal)), 1::bigint);
END $$;
ROLLBACK;
