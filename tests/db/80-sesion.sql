-- SPDX-License-Identifier: GPL-3.0-or-later
-- Sessions: entering, throttled log-ins, refresh tokens and their reuse, leaving, suspension, registration, idempotency.
BEGIN;
SET LOCAL ROLE triboka_app;

DO $$
DECLARE
  h0 CONSTANT text := repeat('a0', 32);
  h1 CONSTANT text := repeat('a1', 32);
  h2 CONSTANT text := repeat('a2', 32);
  a record; s record; t record; v_id bigint;
BEGIN
  -- log-in
  SELECT * INTO a FROM auth_intento('10.0.0.1', ' Exportadora@DEMO.ec ');
  PERFORM prueba.cierto('the account is found', a.usuario_id IS NOT NULL AND a.hash_password LIKE '$argon2id$%' AND a.estado = 'Activo');
  SELECT * INTO s FROM auth_sesion(a.intento_id, a.usuario_id, h0, 'prueba', '10.0.0.1', 3600);
  PERFORM entrar(s.sesion_id, s.usuario_id, s.rol);
  PERFORM prueba.igual('who', (yo_usuario(), yo_empresa(), yo_rol(), yo_ambito())::text, (a.usuario_id, a.empresa_id, 'exportadora', a.empresa_id)::text);
  PERFORM prueba.falla('TB401', format('SELECT entrar(%L, %s, ''admin'')', s.sesion_id, s.usuario_id));
  PERFORM prueba.falla('TB401', format('SELECT entrar(%L, %s, ''exportadora'')', s.sesion_id, s.usuario_id + 1));
  PERFORM prueba.falla('TB401', format('SELECT entrar(%L, %s, ''exportadora'')', gen_random_uuid(), s.usuario_id));

  -- refresh: the successor once more within the grace, then the family ends
  SELECT * INTO t FROM auth_refrescar(h0, h1, 3600);
  PERFORM prueba.igual('rotated', (t.resultado, t.sesion_id)::text, ('nuevo', s.sesion_id)::text);
  SELECT * INTO t FROM auth_refrescar(h0, h1, 3600);
  PERFORM prueba.igual('the reply was lost', (t.resultado, t.sesion_id)::text, ('gracia', s.sesion_id)::text);
  SELECT * INTO t FROM auth_refrescar(h1, h2, 3600);
  PERFORM prueba.igual('the successor works', t.resultado, 'nuevo');
  SELECT * INTO t FROM auth_refrescar(repeat('ff', 32), h2, 3600);
  PERFORM prueba.igual('unknown', (t.resultado, t.sesion_id IS NULL)::text, '(invalido,t)');
  SELECT * INTO t FROM auth_refrescar(h0, h1, 3600);
  PERFORM prueba.igual('its successor is spent: reuse', (t.resultado, t.sesion_id IS NULL)::text, '(reuso,t)');
  PERFORM prueba.falla('TB401', format('SELECT entrar(%L, %s, ''exportadora'')', s.sesion_id, s.usuario_id));
  SELECT * INTO t FROM auth_refrescar(h2, repeat('a3', 32), 3600);
  PERFORM prueba.igual('the whole family is gone', t.resultado, 'invalido');
END $$;

RESET ROLE;
-- reuse after the grace, without waiting for it
DO $$
DECLARE
  h0 CONSTANT text := repeat('b0', 32);
  h1 CONSTANT text := repeat('b1', 32);
  s record; t record;
BEGIN
  SELECT * INTO s FROM auth_sesion(NULL, (SELECT id FROM usuario WHERE email = 'centro@demo.ec'), h0, NULL, NULL, 3600);
  PERFORM auth_refrescar(h0, h1, 3600);
  UPDATE refresco SET rotado_en = rotado_en - interval '11 seconds' WHERE huella = decode(h0, 'hex');
  SELECT * INTO t FROM auth_refrescar(h0, h1, 3600);
  PERFORM prueba.igual('too late', t.resultado, 'reuso');
  PERFORM prueba.igual('why it ended', fin, 'reuso') FROM sesion WHERE id = s.sesion_id;
  PERFORM prueba.cierto('only hashes are kept', NOT EXISTS (SELECT FROM refresco WHERE length(huella) <> 32));

  -- an expired session
  SELECT * INTO s FROM auth_sesion(NULL, (SELECT id FROM usuario WHERE email = 'centro@demo.ec'), repeat('b2', 32), NULL, NULL, 3600);
  UPDATE sesion SET expira_en = now() - interval '1 second' WHERE id = s.sesion_id;
  PERFORM prueba.falla('TB401', format('SELECT entrar(%L, %s, ''centro'')', s.sesion_id, s.usuario_id));
  -- last seen: at most once a minute
  SELECT * INTO s FROM auth_sesion(NULL, (SELECT id FROM usuario WHERE email = 'centro@demo.ec'), repeat('b3', 32), NULL, NULL, 3600);
  UPDATE sesion SET visto_en = now() - interval '30 seconds' WHERE id = s.sesion_id;
  PERFORM entrar(s.sesion_id, s.usuario_id, s.rol);
  PERFORM prueba.igual('not yet', visto_en, now() - interval '30 seconds') FROM sesion WHERE id = s.sesion_id;
  UPDATE sesion SET visto_en = now() - interval '61 seconds' WHERE id = s.sesion_id;
  PERFORM entrar(s.sesion_id, s.usuario_id, s.rol);
  PERFORM prueba.igual('now', visto_en, now()) FROM sesion WHERE id = s.sesion_id;
END $$;

-- throttling: per account and per address, the unknown account like the known
SET LOCAL ROLE triboka_app;
DO $$
BEGIN
  FOR i IN 1..10 LOOP
    PERFORM auth_intento('10.1.0.' || i, 'nadie@demo.ec');
  END LOOP;
  PERFORM prueba.falla('TB429', 'SELECT auth_intento(''10.1.0.11'', ''nadie@demo.ec'')');
  FOR i IN 1..20 LOOP
    PERFORM auth_intento('10.2.0.1', format('alguien%s@demo.ec', i));
  END LOOP;
  PERFORM prueba.falla('TB429', 'SELECT auth_intento(''10.2.0.1'', ''otro@demo.ec'')');
  PERFORM prueba.cierto('another address is free', usuario_id IS NULL AND intento_id IS NOT NULL) FROM auth_intento('10.2.0.2', 'otro@demo.ec');
END $$;
RESET ROLE;
DO $$
BEGIN
  UPDATE intento SET created_at = created_at - interval '16 minutes';
  PERFORM auth_intento('10.2.0.1', 'nadie@demo.ec'); -- and free again after a quarter of an hour
END $$;

-- a success is no failure; a password changed ends the other sessions; a suspension ends all
SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  a record; s record; s2 record; v_id bigint;
BEGIN
  FOR i IN 1..15 LOOP
    SELECT * INTO a FROM auth_intento('10.3.0.1', 'proveedor@demo.ec');
    SELECT * INTO s FROM auth_sesion(a.intento_id, a.usuario_id, repeat(to_char(i, 'FM00'), 32), 'prueba', '10.3.0.1', 3600);
  END LOOP;
  SELECT * INTO s2 FROM auth_sesion(NULL, a.usuario_id, repeat('c2', 32), 'otra', '10.3.0.2', 3600);
  PERFORM entrar(s.sesion_id, s.usuario_id, s.rol);
  PERFORM prueba.cierto('own hash', auth_mi_clave() LIKE '$argon2id$%');
  PERFORM auth_cambiar_clave('$argon2id$otra', s.sesion_id);
  PERFORM prueba.igual('changed', auth_mi_clave(), '$argon2id$otra');
  PERFORM prueba.falla('TB401', format('SELECT entrar(%L, %s, %L)', s2.sesion_id, s2.usuario_id, s2.rol));
  PERFORM entrar(s.sesion_id, s.usuario_id, s.rol);

  PERFORM prueba.entrar('admin@demo.ec');
  UPDATE usuario SET estado = 'Suspendido' WHERE id = s.usuario_id;
  PERFORM prueba.falla('TB401', format('SELECT entrar(%L, %s, %L)', s.sesion_id, s.usuario_id, s.rol));
  PERFORM prueba.falla('TB403', format('SELECT auth_sesion(NULL, %s, %L, NULL, NULL, 60)', s.usuario_id, repeat('c4', 32)));

  -- registration: a new RUC makes an empresa that only an approval shows to others; a known one gets a person in review
  PERFORM prueba.entrar('');
  v_id := auth_registrar('Ana', 'Ana@Nueva.ec', 'h', '1790011674001', false, 'Nueva', 'centro');
  PERFORM prueba.falla('23505', 'SELECT auth_registrar(''Ana'', ''ana@nueva.ec'', ''h'', ''1790011674001'', false, ''Nueva'', ''centro'')');
  PERFORM prueba.falla('TB403', format('SELECT auth_sesion(NULL, %s, %L, NULL, NULL, 60)', v_id, repeat('c5', 32)));
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.igual('not in the directory', prueba.cuenta('empresa WHERE ruc = ''1790011674001'''), 0::bigint);
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('its owner, in review', (es_dueno, estado, rol)::text, '(t,"En revision",centro)') FROM usuario WHERE id = v_id;
  UPDATE usuario SET estado = 'Activo' WHERE id = v_id;
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.igual('in the directory', prueba.cuenta('empresa WHERE ruc = ''1790011674001'''), 1::bigint);
  PERFORM prueba.entrar('');
  v_id := auth_registrar('Luis', 'luis@nueva.ec', 'h', '1790011674001', false, 'Otra', 'exportadora');
  PERFORM prueba.entrar('ana@nueva.ec');
  PERFORM prueba.igual('the rol follows the empresa', (es_dueno, estado, rol)::text, '(f,"En revision",centro)') FROM usuario WHERE id = v_id;
  PERFORM prueba.falla('TB403', format('UPDATE usuario SET nombre = ''x'' WHERE id = %s', v_id));
  UPDATE usuario SET estado = 'Activo' WHERE id = v_id;
  PERFORM prueba.entrar('luis@nueva.ec');
  PERFORM prueba.falla('TB403', 'UPDATE usuario SET estado = ''Suspendido'' WHERE email = ''ana@nueva.ec''');
  UPDATE usuario SET nombre = 'Luis Alberto', config_json = '{"unidad_medida": "qq"}' WHERE id = yo_usuario();

  -- idempotency: taken once, read back, and each caller's own
  PERFORM prueba.igual('taken', prueba.toca('INSERT INTO idempotencia (usuario_id, clave, ruta, huella) VALUES (yo_usuario(), ''k'', ''POST /lotes'', ''h'') ON CONFLICT DO NOTHING'), 1::bigint);
  PERFORM prueba.igual('taken before', prueba.toca('INSERT INTO idempotencia (usuario_id, clave, ruta, huella) VALUES (yo_usuario(), ''k'', ''POST /lotes'', ''h'') ON CONFLICT DO NOTHING'), 0::bigint);
  PERFORM prueba.entrar('ana@nueva.ec');
  PERFORM prueba.igual('not another''s', prueba.cuenta('idempotencia'), 0::bigint);
END $$;
ROLLBACK;
