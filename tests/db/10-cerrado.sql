-- SPDX-License-Identifier: GPL-3.0-or-later
-- Without a session the app's role sees and does nothing; and nothing in the schema gives it more than it should have.
BEGIN;

DO $$
DECLARE
  r record;
BEGIN
  PERFORM prueba.cierto('triboka_app has no privileges of its own', NOT rolsuper AND NOT rolbypassrls AND NOT rolcreaterole AND NOT rolcreatedb)
     FROM pg_roles WHERE rolname = 'triboka_app';
  PERFORM prueba.cierto('triboka_app creates nothing', NOT has_schema_privilege('triboka_app', 'public', 'CREATE'));
  PERFORM prueba.igual('what triboka_app owns', count(*), 0::bigint)
     FROM pg_class WHERE relowner = 'triboka_app'::regrole;
  PERFORM prueba.igual('functions that triboka_app owns', count(*), 0::bigint)
     FROM pg_proc WHERE proowner = 'triboka_app'::regrole;

  FOR r IN SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity
             FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
              AND has_any_column_privilege('triboka_app', c.oid, 'SELECT, INSERT, UPDATE') LOOP
    PERFORM prueba.cierto(r.relname || ' is under row-level security, its owner too', r.relrowsecurity AND r.relforcerowsecurity);
  END LOOP;
  FOR r IN SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' LOOP
    PERFORM prueba.cierto(r.relname || ' asks as its caller', 'security_invoker=true' = ANY (r.reloptions));
  END LOOP;
  FOR r IN SELECT p.oid::regprocedure AS f, p.prosecdef, p.proconfig
             FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    PERFORM prueba.cierto(r.f || ' is not for everyone', NOT EXISTS (
      SELECT FROM aclexplode((SELECT coalesce(proacl, acldefault('f', proowner)) FROM pg_proc WHERE oid = r.f)) a WHERE a.grantee = 0));
    IF r.prosecdef THEN
      PERFORM prueba.cierto(r.f || ' pins its search_path', 'search_path=pg_catalog, public, pg_temp' = ANY (r.proconfig));
    END IF;
  END LOOP;
END $$;

-- Every table that there is, from the catalog, has a row to hide before it is looked for.
INSERT INTO empresa_logo (empresa_id, tipo_contenido, bytes, huella) SELECT min(id), 'image/png', 'x', 'h' FROM empresa;
INSERT INTO sesion (usuario_id, direccion_ip, agente, expira_en) SELECT min(id), '', '', now() + interval '1 hour' FROM usuario;
INSERT INTO refresco (huella, sesion_id) SELECT sha256('x'), id FROM sesion LIMIT 1;
INSERT INTO intento (direccion_ip, cuenta) VALUES ('127.0.0.1', 'a@a.ec');
INSERT INTO idempotencia (usuario_id, clave, ruta, huella) SELECT min(id), 'k', 'r', 'h' FROM usuario;
INSERT INTO documento (contrato_id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta, subido_por)
SELECT min(c.id), 'otro', 'a.pdf', 'application/pdf', 1, repeat('a', 64), 'contratos/C/' || gen_random_uuid() || '-' || repeat('a', 12), min(u.id)
  FROM contrato c, usuario u;
SELECT evento_numerar(100);
INSERT INTO mensaje (chat_id, numero, autor_id, cliente_id, texto) SELECT min(c.id), 1, min(u.id), gen_random_uuid(), 'hola' FROM chat c, usuario u;
INSERT INTO mensaje_antes (mensaje_id, version, texto) SELECT id, 1, 'ola' FROM mensaje;
INSERT INTO chat_lectura (chat_id, usuario_id) SELECT min(c.id), min(u.id) FROM chat c, usuario u;
SELECT trabajo_poner('a', NULL, NULL);
INSERT INTO dispositivo (usuario_id, token, plataforma) SELECT min(id), 'a', 'web' FROM usuario;
SELECT pesaje_registrar(gen_random_uuid(), min(id), 50, 0, 0, NULL, NULL, NULL, 'x', NULL, NULL, true, false, NULL, NULL, NULL, NULL, true) FROM lote;
INSERT INTO pesaje_foto (pesaje_id, tipo_contenido, tamano, sha256, ruta, subido_por)
SELECT (SELECT id FROM pesaje LIMIT 1), 'image/png', 1, repeat('a', 64), 'pesajes/1/' || gen_random_uuid() || '-' || repeat('a', 12), min(id) FROM usuario;
SELECT receptor_anotar('mqtt', 'recibe', NULL, 1, 0), rechazo_guardar('mqtt', 'a', '{}', 2, 'peso: is missing', NULL);
CREATE TEMP TABLE tablas AS
  SELECT c.relname::text AS tabla, c.relkind IN ('r', 'p') AS propia FROM pg_class c
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm');
GRANT SELECT ON tablas TO triboka_app;
DO $$
DECLARE
  v_tabla text;
BEGIN
  FOR v_tabla IN SELECT tabla FROM tablas LOOP
    PERFORM prueba.cierto(v_tabla || ' has rows', prueba.cuenta(format('(SELECT FROM %I) x', v_tabla)) > 0);
  END LOOP;
END $$;

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_tabla text;
  v_propia boolean;
  v_columna text;
  v_n int := 0;
BEGIN
  FOR v_tabla, v_propia IN SELECT tabla, propia FROM tablas LOOP
    IF NOT has_any_column_privilege(v_tabla, 'SELECT') THEN
      PERFORM prueba.falla('42501', format('SELECT FROM %I', v_tabla));
      CONTINUE;
    END IF;
    v_n := v_n + 1;
    -- not count(*): some columns are closed even to those who see the row
    PERFORM prueba.igual('rows of ' || v_tabla || ' without a session',
                         prueba.cuenta(format('(SELECT FROM %I) x', v_tabla)), 0::bigint);
    SELECT attname INTO v_columna FROM pg_attribute
     WHERE attrelid = v_tabla::regclass AND attnum > 0 AND has_column_privilege(v_tabla, attnum, 'UPDATE') LIMIT 1;
    IF FOUND AND v_propia THEN
      PERFORM prueba.igual('changes of ' || v_tabla || ' without a session',
                           prueba.toca(format('UPDATE %1$I SET %2$I = DEFAULT', v_tabla, v_columna)), 0::bigint);
    END IF;
    IF v_propia AND has_table_privilege(v_tabla, 'DELETE') THEN
      PERFORM prueba.igual('deletions in ' || v_tabla || ' without a session',
                           prueba.toca(format('DELETE FROM %I', v_tabla)), 0::bigint);
    END IF;
  END LOOP;
  PERFORM prueba.cierto('there are tables and views that the app reads', v_n >= 14);

  PERFORM prueba.igual('search without a session', prueba.cuenta('contrato_buscar(''a'')'), 0::bigint);
  PERFORM prueba.igual('search without a session', prueba.cuenta('lote_buscar(''a'')'), 0::bigint);
  PERFORM prueba.falla('TB404', 'SELECT contrato_borrar(1)');
  PERFORM prueba.falla('TB404', 'SELECT lote_borrar(1)');
  PERFORM prueba.falla('TB404', 'SELECT asociacion_borrar(1)');
  PERFORM prueba.falla('TB404', 'SELECT documento_borrar(1)');
  PERFORM prueba.falla('TB401', 'SELECT auth_cambiar_clave(''x'', NULL)');
  PERFORM prueba.cierto('no password', auth_mi_clave() IS NULL);
  PERFORM prueba.cierto('no one was seen', ultimo_acceso(1) IS NULL);
  PERFORM prueba.cierto('nobody has a name', usuario_nombre(1) IS NULL);
  PERFORM prueba.cierto('nobody has an empresa', usuario_empresa(1) IS NULL);
  PERFORM prueba.igual('nobody to talk with', prueba.cuenta('chat_contactos()'), 0::bigint);
  PERFORM prueba.falla('TB404', 'SELECT chat_miembros(1)');
  PERFORM prueba.falla('TB404', 'SELECT chat_leer(1, 1, 1)');
  PERFORM prueba.falla('TB404', 'SELECT chat_escribe(1)');
  PERFORM prueba.falla('TB404', 'SELECT mensaje_enviar(1, ''x'', gen_random_uuid(), NULL)');
  PERFORM prueba.falla('TB404', 'SELECT mensaje_cambiar(1, 1, ''x'')');
  PERFORM prueba.falla('TB422', 'SELECT chat_abrir(1)');
  PERFORM prueba.falla('TB403', 'SELECT notificacion_avisar(''x'', ''y'', NULL, NULL, NULL)');
  PERFORM prueba.falla('42501', 'SELECT evento_emitir(''x'', ARRAY[0]::bigint[], NULL, ''{}'')');
  PERFORM prueba.falla('42501', 'SELECT notificar(''aviso'', ARRAY[1]::bigint[], ''{}'', NULL)');
  PERFORM prueba.falla('42501', 'SELECT * FROM mensaje_antes');
  PERFORM prueba.falla('42501', 'SELECT trabajo_poner(''limpiar'', NULL, NULL)');
  PERFORM prueba.falla('TB401', 'SELECT pesaje_registrar(gen_random_uuid(), 1, 1, 0, 0, NULL, NULL, NULL, ''x'', NULL, NULL, true, false, NULL, NULL, NULL, NULL, false)');
  PERFORM prueba.falla('TB404', 'SELECT pesaje_anular((SELECT gen_random_uuid()), gen_random_uuid(), ''x'')');
  PERFORM prueba.falla('TB404', 'SELECT pesaje_cadena_de(1)');
  PERFORM prueba.falla('42501', 'INSERT INTO pesaje DEFAULT VALUES');
  PERFORM prueba.falla('42501', 'UPDATE pesaje SET bruto_kg = 1');
  PERFORM prueba.falla('42501', 'DELETE FROM pesaje');
  PERFORM prueba.falla('42501', 'TRUNCATE pesaje');
  PERFORM prueba.falla('42501', 'SELECT * FROM empresa_regla');
  PERFORM prueba.falla('TB404', 'SELECT tara_borrar(1)');
  PERFORM prueba.falla('TB403', 'SELECT tara_guardar(''saco'', ''x'', 1, NULL, NULL)');
  PERFORM prueba.falla('42501', 'SELECT * FROM pesaje_cadena');
  PERFORM prueba.falla('42501', 'SELECT * FROM pesaje_suma');
  PERFORM prueba.falla('42501', 'UPDATE lote SET pesado_por = 1');
  PERFORM prueba.falla('42501', 'INSERT INTO mensaje (chat_id, numero, autor_id, cliente_id, texto) VALUES (1, 2, 1, gen_random_uuid(), ''x'')');
  PERFORM prueba.falla('42501', 'UPDATE mensaje SET texto = ''x''');
  PERFORM prueba.falla('42501', 'UPDATE evento SET numero = 1');
  PERFORM prueba.falla('42501', 'UPDATE notificacion SET usuario_id = 1');
  PERFORM prueba.falla('42501', 'DELETE FROM notificacion');
  PERFORM prueba.falla('42501', 'SELECT hash_password FROM usuario');
  PERFORM prueba.falla('42501', 'SELECT * FROM refresco');
  PERFORM prueba.falla('42501', 'SELECT * FROM intento');
  PERFORM prueba.falla('42501', 'SELECT * FROM serie');
  PERFORM prueba.falla('42501', 'SELECT codigo_nuevo(''CT'', 1, 2026, 5)');
  PERFORM prueba.falla('42501', 'SELECT auth_primer_admin(''x'', ''y@z.ec'', ''h'')');
  PERFORM prueba.falla('42501', 'CREATE TABLE public.mia (i int)');
  PERFORM prueba.falla('42501', 'INSERT INTO empresa (nombre, tipo, ruc) VALUES (''X'', ''centro'', ''1790011674001'')');
  PERFORM prueba.falla('42501', 'UPDATE empresa SET ruc = ''1790011674001''');
  PERFORM prueba.falla('42501', 'UPDATE contrato SET entregado_kg = 0');
  PERFORM prueba.falla('42501', 'UPDATE contrato_parte SET ambito = 0');
  PERFORM prueba.falla('42501', 'UPDATE conteo SET n = 0');
  PERFORM prueba.falla('42501', 'DELETE FROM contrato');
  PERFORM prueba.falla('42501', 'DELETE FROM lote');
  PERFORM prueba.falla('42501', 'INSERT INTO auditoria (tabla, fila_id, accion) VALUES (''contrato'', 1, ''editar'')');
END $$;
ROLLBACK;
