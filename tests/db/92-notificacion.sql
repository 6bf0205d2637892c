-- SPDX-License-Identifier: GPL-3.0-or-later
-- What people are told, by which change, and what they asked not to be told.
BEGIN;

DELETE FROM notificacion;
CREATE TEMP TABLE canal AS
  SELECT h.id, h.contrato_id FROM chat h JOIN contrato c ON c.id = h.contrato_id
   WHERE c.exportadora_id = prueba.empresa('exportadora@demo.ec') AND c.contraparte_id = prueba.empresa('centro@demo.ec')
     AND c.estado = 'Activo' ORDER BY 1 LIMIT 1;
GRANT SELECT ON canal TO triboka_app;

-- kind: who, in order
CREATE FUNCTION pg_temp.dichas() RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(n.tipo || ' ' || split_part(u.email, '@', 1), ', ' ORDER BY n.tipo, u.email), '')
    FROM notificacion n JOIN usuario u ON u.id = n.usuario_id WHERE n.leida_en IS NULL
$$;

DO $$
DECLARE
  v_contrato bigint := (SELECT contrato_id FROM canal);
  v_canal bigint := (SELECT id FROM canal);
  v_lote bigint;
  v_n bigint;
BEGIN
  PERFORM prueba.entrar('exportadora@demo.ec');
  UPDATE contrato SET volumen_tm = volumen_tm + 1 WHERE id = v_contrato;
  PERFORM prueba.igual('another volume', pg_temp.dichas(), '');
  UPDATE contrato SET estado = 'En proceso' WHERE id = v_contrato;
  PERFORM prueba.igual('another state: the other side, not who did it', pg_temp.dichas(), 'contrato_estado centro');

  SELECT id INTO STRICT v_lote FROM lote WHERE contrato_id = v_contrato AND estado IN ('Registrado', 'En transito') LIMIT 1;
  DELETE FROM notificacion;
  UPDATE lote SET estado = 'Recibido' WHERE id = v_lote;
  PERFORM prueba.cierto('received', pg_temp.dichas() LIKE 'lote_recibido centro%' AND pg_temp.dichas() NOT LIKE '%exportadora%');
  DELETE FROM notificacion;
  UPDATE lote SET estado = 'Secado' WHERE id = v_lote;
  PERFORM prueba.igual('a later step', pg_temp.dichas(), '');

  -- a chat that waits to be read is told of once, soon after it was written in
  PERFORM chat_avisar(1000); -- of what the demo's people wrote
  DELETE FROM notificacion;
  PERFORM mensaje_enviar(v_canal, 'uno', gen_random_uuid(), NULL);
  PERFORM mensaje_enviar(v_canal, 'dos', gen_random_uuid(), NULL);
  PERFORM prueba.igual('not told yet', pg_temp.dichas(), '');
  PERFORM prueba.igual('one chat', chat_avisar(10), 1);
  PERFORM prueba.igual('two messages', pg_temp.dichas(), 'mensaje centro');
  PERFORM prueba.igual('of the first', (SELECT datos ->> 'texto' FROM notificacion), 'uno');
  PERFORM mensaje_enviar(v_canal, 'tres', gen_random_uuid(), NULL);
  PERFORM prueba.igual('told of the third', chat_avisar(10), 1);
  PERFORM prueba.igual('which is no more news', (SELECT string_agg(datos ->> 'texto', ' ') FROM notificacion), 'uno');
  PERFORM prueba.igual('none is left', chat_avisar(10), 0);
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM chat_leer(v_canal, 1, 1);
  PERFORM prueba.igual('read in part', pg_temp.dichas(), 'mensaje centro');
  PERFORM chat_leer(v_canal, 3, 3);
  PERFORM prueba.igual('read', pg_temp.dichas(), '');

  -- each is told of the first that another wrote, and of none that he has read by then
  DELETE FROM notificacion;
  PERFORM mensaje_enviar(v_canal, 'cuatro', gen_random_uuid(), NULL);
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM mensaje_enviar(v_canal, 'cinco', gen_random_uuid(), NULL);
  PERFORM mensaje_enviar(v_canal, 'seis', gen_random_uuid(), NULL);
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM chat_leer(v_canal, 5, 5);
  PERFORM chat_avisar(10);
  PERFORM prueba.igual('of which', (SELECT string_agg(split_part(u.email, '@', 1) || ' ' || (n.datos ->> 'texto'), ', ' ORDER BY u.email)
                                      FROM notificacion n JOIN usuario u ON u.id = n.usuario_id), 'centro seis, exportadora cuatro');
  DELETE FROM notificacion;
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM mensaje_enviar(v_canal, 'siete', gen_random_uuid(), NULL);
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM chat_leer(v_canal, 7, 7);
  PERFORM chat_avisar(10);
  PERFORM prueba.igual('read at once', pg_temp.dichas(), '');

  -- who is mentioned is told as that, and anew
  PERFORM mensaje_enviar(v_canal, '@Ricardo', gen_random_uuid(),
                         jsonb_build_array((SELECT id FROM usuario WHERE email = 'exportadora@demo.ec')));
  PERFORM chat_avisar(10);
  PERFORM prueba.igual('a mention', pg_temp.dichas(), 'mencion exportadora');
  PERFORM mensaje_enviar(v_canal, '@Ricardo', gen_random_uuid(),
                         jsonb_build_array((SELECT id FROM usuario WHERE email = 'exportadora@demo.ec')));
  PERFORM mensaje_enviar(v_canal, 'y nada más', gen_random_uuid(), NULL);
  PERFORM chat_avisar(10);
  PERFORM prueba.igual('another one, and a message', pg_temp.dichas(), 'mencion exportadora, mencion exportadora, mensaje exportadora');

  DELETE FROM notificacion;
  INSERT INTO documento (contrato_id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta, subido_por)
  VALUES (v_contrato, 'factura', 'a.pdf', 'application/pdf', 1, repeat('a', 64),
          'contratos/C/' || gen_random_uuid() || '-' || repeat('a', 12), yo_usuario())
  RETURNING id INTO v_n;
  PERFORM prueba.igual('a document', pg_temp.dichas(), 'documento exportadora');
  PERFORM prueba.igual('its evento', (SELECT datos ->> 'id' FROM evento WHERE tipo = 'documento.subido'), v_n::text);

  -- what one does not want
  UPDATE usuario SET config_json = '{"notificaciones": {"documento": {"app": false}}}' WHERE email = 'exportadora@demo.ec';
  DELETE FROM notificacion;
  PERFORM documento_subido(78, v_contrato, 'guia.pdf');
  PERFORM prueba.igual('not wanted', pg_temp.dichas(), '');
  UPDATE contrato SET estado = 'Cancelado' WHERE id = v_contrato;
  PERFORM prueba.igual('another kind', pg_temp.dichas(), 'contrato_estado exportadora');

  DELETE FROM notificacion;
  v_n := (SELECT count(*) FROM usuario WHERE estado = 'Activo');
  PERFORM prueba.falla('TB403', 'SELECT notificacion_avisar(''a'', ''b'', NULL, NULL, NULL)');
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('to all', notificacion_avisar('a', 'b', NULL, NULL, NULL)::bigint, v_n);
  PERFORM prueba.igual('to a rol', notificacion_avisar('a', 'b', 'centro', NULL, NULL), 2);
  PERFORM prueba.igual('to an empresa', notificacion_avisar('a', 'b', NULL, prueba.empresa('centro@demo.ec'), NULL), 1);
  PERFORM prueba.igual('to both, which is nobody', notificacion_avisar('a', 'b', 'proveedor', prueba.empresa('centro@demo.ec'), NULL), 0);
END $$;

-- the evento of one is for those who are told, and their own rows are all that they see and mark
SELECT evento_numerar(100000);
SET LOCAL ROLE triboka_app;
DO $$
BEGIN
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.igual('own rows', prueba.cuenta('notificacion'), 3::bigint);
  PERFORM prueba.igual('another''s are not touched', prueba.toca('UPDATE notificacion SET leida_en = now()'), 3::bigint);
  PERFORM prueba.cierto('own eventos', prueba.cuenta('evento WHERE tipo = ''notificacion'' AND datos ->> ''tipo'' = ''aviso''') = 3);
  PERFORM prueba.entrar('proveedor@demo.ec');
  PERFORM prueba.igual('those of others', prueba.cuenta('evento WHERE tipo = ''notificacion'' AND datos ->> ''tipo'' = ''aviso'''), 1::bigint);
END $$;
ROLLBACK;
