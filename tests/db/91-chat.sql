-- SPDX-License-Identifier: GPL-3.0-or-later
-- Chats: who is in which, who may begin one, messages stored once and in order, changed for 15 minutes.
BEGIN;

CREATE TEMP TABLE quien AS SELECT email, id FROM usuario;
GRANT SELECT ON quien TO triboka_app;
CREATE FUNCTION pg_temp.u(p_email text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM quien WHERE email = p_email || '@demo.ec' $$;
GRANT EXECUTE ON FUNCTION pg_temp.u(text) TO triboka_app;

-- a colleague of the centro, and a contrato of it with the exportadora that ended long ago for the other centro
INSERT INTO usuario (nombre, email, hash_password, rol, empresa_id, estado)
SELECT 'Colega', 'colega@demo.ec', 'x', 'centro', prueba.empresa('centro@demo.ec'), 'Activo';
INSERT INTO quien SELECT email, id FROM usuario WHERE email = 'colega@demo.ec';
UPDATE chat SET vigente_hasta = now() - interval '91 days'
 WHERE empresa1_id = prueba.empresa('exportadora@demo.ec') AND empresa2_id = prueba.empresa('centro2@demo.ec');
CREATE TEMP TABLE canal AS
  SELECT h.id, h.contrato_id FROM chat h JOIN contrato c ON c.id = h.contrato_id
   WHERE c.exportadora_id = prueba.empresa('exportadora@demo.ec') AND c.contraparte_id = prueba.empresa('centro@demo.ec')
     AND c.estado = 'Activo' ORDER BY 1 LIMIT 1;
GRANT SELECT ON canal TO triboka_app;

-- every contrato has its channel, and it follows the contrato
DO $$
DECLARE
  v_id bigint;
BEGIN
  PERFORM prueba.cierto('one channel each', NOT EXISTS (
    SELECT FROM contrato c FULL JOIN chat h ON h.contrato_id = c.id
     WHERE (c.id IS NULL AND h.usuario1_id IS NULL) OR h.id IS NULL
        OR (h.vigente_hasta IS NOT DISTINCT FROM 'infinity') <> (c.estado IN ('Activo', 'En proceso'))
           AND h.vigente_hasta > now() - interval '90 days'));
  SELECT contrato_id INTO v_id FROM canal;
  UPDATE contrato SET estado = 'Cancelado' WHERE id = v_id;
  PERFORM prueba.igual('until when it counts', (SELECT vigente_hasta FROM chat WHERE contrato_id = v_id), now());
  UPDATE contrato SET estado = 'Activo' WHERE id = v_id;
  PERFORM prueba.igual('it counts again', (SELECT vigente_hasta FROM chat WHERE contrato_id = v_id), 'infinity'::timestamptz);
END $$;

SET LOCAL ROLE triboka_app;

-- who may begin a direct chat with whom
DO $$
DECLARE
  v_de text;
  v_a text;
  v_puede boolean;
BEGIN
  FOR v_de, v_a, v_puede IN VALUES
    ('exportadora', 'centro', true), ('exportadora', 'colega', true), ('centro', 'exportadora', true),
    ('exportadora', 'centro2', false), ('centro2', 'exportadora', false), ('centro2', 'exportadora2', true),
    ('centro', 'centro2', false), ('exportadora', 'exportadora2', false), ('centro', 'colega', false),
    ('proveedor', 'exportadora', true), ('proveedor', 'exportadora2', false), ('proveedor', 'centro', true),
    ('admin', 'proveedor2', true), ('proveedor2', 'admin', true), ('centro', 'centro', false) LOOP
    PERFORM prueba.entrar(v_de || '@demo.ec');
    PERFORM prueba.igual(format('%s lists %s', v_de, v_a), EXISTS (SELECT FROM chat_contactos() WHERE id = pg_temp.u(v_a)), v_puede);
    IF v_puede THEN
      PERFORM prueba.igual(format('%s writes to %s', v_de, v_a), (SELECT otro_id FROM chat_abrir(pg_temp.u(v_a))), pg_temp.u(v_a));
    ELSE
      PERFORM prueba.falla('TB422', format('SELECT chat_abrir(%s)', pg_temp.u(v_a)));
    END IF;
  END LOOP;
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.igual('opened from both sides it is one', (SELECT count(*) FROM chat WHERE pg_temp.u('centro') IN (usuario1_id, usuario2_id)), 1::bigint);
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('an admin reads no one else''s', (SELECT count(*) FROM chat WHERE contrato_id IS NULL), 1::bigint);
END $$;

-- messages: numbered without gaps, stored once, seen by the members and nobody else
DO $$
DECLARE
  v_canal bigint := (SELECT id FROM canal);
  v_directo bigint;
  v_uno uuid := gen_random_uuid();
  m mensaje_ficha;
  otra mensaje_ficha;
  v_email text;
BEGIN
  PERFORM prueba.entrar('exportadora@demo.ec');
  SELECT * INTO STRICT m FROM mensaje_enviar(v_canal, 'Buenos días', v_uno, NULL);
  PERFORM prueba.igual('the first number', m.numero, 1::bigint);
  SELECT * INTO STRICT otra FROM mensaje_enviar(v_canal, 'otra cosa', v_uno, NULL);
  PERFORM prueba.igual('sent twice, stored once', otra.id || otra.texto, m.id || 'Buenos días');
  PERFORM prueba.igual('no number is lost by it', (SELECT mensajes_n FROM chat WHERE id = v_canal), 1::bigint);
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.igual('the same id of another author is another', (SELECT numero FROM mensaje_enviar(v_canal, 'Hola', v_uno, NULL)), 2::bigint);
  SELECT id INTO STRICT v_directo FROM chat WHERE pg_temp.u('exportadora') IN (usuario1_id, usuario2_id);
  PERFORM prueba.falla('TB409', format('SELECT mensaje_enviar(%s, ''x'', %L, NULL)', v_directo, v_uno));
  PERFORM prueba.igual('unread', (SELECT sin_leer FROM chat_ficha WHERE id = v_canal), 1::bigint);
  PERFORM prueba.igual('the last', (SELECT ultimo_texto FROM chat_ficha WHERE id = v_canal), 'Hola');

  -- mentions: only who can read it
  PERFORM mensaje_enviar(v_canal, '@Ricardo', gen_random_uuid(), jsonb_build_array(pg_temp.u('exportadora')));
  PERFORM prueba.falla('TB422', format('SELECT mensaje_enviar(%s, ''x'', gen_random_uuid(), ''[%s]'')', v_canal, pg_temp.u('centro2')));
  PERFORM prueba.falla('TB422', format('SELECT mensaje_enviar(%s, ''x'', gen_random_uuid(), ''["a"]'')', v_canal));

  FOREACH v_email IN ARRAY ARRAY['centro2', 'exportadora2', 'proveedor', 'proveedor2'] LOOP
    PERFORM prueba.entrar(v_email || '@demo.ec');
    PERFORM prueba.igual(v_email || ' sees of it', prueba.cuenta('mensaje WHERE chat_id = ' || v_canal), 0::bigint);
    PERFORM prueba.falla('TB404', format('SELECT mensaje_enviar(%s, ''x'', gen_random_uuid(), NULL)', v_canal));
    PERFORM prueba.falla('TB404', format('SELECT mensaje_cambiar(%s, %s, ''x'')', v_canal, m.id));
    PERFORM prueba.falla('TB404', format('SELECT chat_leer(%s, 1, 1)', v_canal));
    PERFORM prueba.falla('TB404', format('SELECT chat_miembros(%s)', v_canal));
    PERFORM prueba.falla('TB404', format('SELECT chat_escribe(%s)', v_canal));
  END LOOP;
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('an admin sees of it', prueba.cuenta('mensaje WHERE chat_id = ' || v_canal), 3::bigint);
  PERFORM prueba.igual('its members', (SELECT string_agg(id::text, ',' ORDER BY id) FROM chat_miembros(v_canal)),
    (SELECT string_agg(id::text, ',' ORDER BY id) FROM quien WHERE email IN ('exportadora@demo.ec', 'centro@demo.ec', 'colega@demo.ec')));

  -- read marks never go back, nor beyond the last message
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM chat_leer(v_canal, 99, 2);
  PERFORM chat_leer(v_canal, 0, 1);
  PERFORM prueba.igual('marks', (SELECT entregado || ' ' || leido FROM chat_miembros(v_canal) WHERE id = pg_temp.u('exportadora')), '3 2');
  PERFORM prueba.igual('unread then', (SELECT sin_leer FROM chat_ficha WHERE id = v_canal), 1::bigint);

  -- changes: own ones
  SELECT * INTO STRICT m FROM mensaje_cambiar(v_canal, m.id, 'Buenas tardes');
  PERFORM prueba.cierto('changed', m.texto = 'Buenas tardes' AND m.editado_en IS NOT NULL AND m.version = 2);
  PERFORM prueba.entrar('colega@demo.ec');
  PERFORM prueba.falla('TB403', format('SELECT mensaje_cambiar(%s, %s, ''x'')', v_canal, m.id));
  PERFORM prueba.entrar('exportadora@demo.ec');
  SELECT * INTO STRICT m FROM mensaje_cambiar(v_canal, m.id, NULL);
  PERFORM prueba.cierto('deleted', m.texto = '' AND m.borrado);
  PERFORM prueba.falla('TB409', format('SELECT mensaje_cambiar(%s, %s, ''x'')', v_canal, m.id));
  PERFORM prueba.falla('TB404', format('SELECT mensaje_cambiar(%s, %s, ''x'')', v_directo, m.id));
END $$;
RESET ROLE;

DO $$
DECLARE
  m mensaje;
BEGIN
  PERFORM prueba.igual('what it said is kept', (SELECT string_agg(texto, ', ' ORDER BY version) FROM mensaje_antes), 'Buenos días, Buenas tardes');
  SELECT * INTO STRICT m FROM mensaje WHERE texto = 'Hola';
  UPDATE mensaje SET created_at = now() - interval '16 minutes' WHERE id = m.id;
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.falla('TB409', format('SELECT mensaje_cambiar(%s, %s, ''x'')', m.chat_id, m.id));
  -- no partner any more: what was said is still there, more is not taken
  UPDATE chat SET vigente_hasta = now() - interval '91 days'
   WHERE prueba.empresa('exportadora@demo.ec') IN (empresa1_id, empresa2_id) AND prueba.empresa('centro@demo.ec') IN (empresa1_id, empresa2_id);
  SET LOCAL ROLE triboka_app;
  PERFORM prueba.falla('TB403', format('SELECT mensaje_enviar(%s, ''x'', gen_random_uuid(), NULL)',
    (SELECT id FROM chat WHERE pg_temp.u('exportadora') IN (usuario1_id, usuario2_id))));
  PERFORM prueba.igual('the channel takes more', (SELECT count(*) FROM mensaje_enviar((SELECT id FROM canal), 'x', gen_random_uuid(), NULL)), 1::bigint);
END $$;
RESET ROLE;

-- a deleted contrato takes its channel with it
DO $$
BEGIN
  UPDATE contrato SET deleted_at = now() WHERE id = (SELECT contrato_id FROM canal);
  SET LOCAL ROLE triboka_app;
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('gone', prueba.cuenta('chat WHERE id = (SELECT id FROM canal)'), 0::bigint);
  PERFORM prueba.falla('TB404', format('SELECT mensaje_enviar(%s, ''x'', gen_random_uuid(), NULL)', (SELECT id FROM canal)));
END $$;
ROLLBACK;
