-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who sees, adds and deletes which documents of a contrato; what a contrato shows of them.
BEGIN;

CREATE FUNCTION prueba.sube(p_contrato bigint, p_tipo text, p_n int, p_repetido boolean DEFAULT false) RETURNS text
  LANGUAGE sql AS $$
  SELECT format('INSERT INTO documento (contrato_id, tipo, nombre_archivo, tipo_contenido, tamano, sha256, ruta, repetido)
    VALUES (%s, %L, ''a.pdf'', ''application/pdf'', 10, %L, %L, %L)', p_contrato, p_tipo, encode(sha256(p_n::text::bytea), 'hex'),
    'contratos/CT-1/' || gen_random_uuid() || '-' || left(encode(sha256(p_n::text::bytea), 'hex'), 12), p_repetido) $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO triboka_app;

-- a contrato of exportadora and proveedor, one in each state; and one of others
CREATE TEMP TABLE c AS
  SELECT estado, min(id) AS id FROM contrato
   WHERE exportadora_id = prueba.empresa('exportadora@demo.ec') AND contraparte_id = prueba.empresa('proveedor@demo.ec')
   GROUP BY estado;
INSERT INTO c
  SELECT 'ajeno', min(id) FROM contrato
   WHERE exportadora_id = prueba.empresa('exportadora2@demo.ec') AND contraparte_id = prueba.empresa('centro2@demo.ec');
INSERT INTO c
  SELECT 'del centro', min(id) FROM contrato
   WHERE exportadora_id = prueba.empresa('exportadora@demo.ec') AND contraparte_id = prueba.empresa('centro@demo.ec')
     AND estado = 'Borrador';
GRANT SELECT ON c TO triboka_app;
CREATE FUNCTION prueba.c(p_estado text) RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT id FROM c WHERE estado = p_estado $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO triboka_app;
SELECT prueba.cierto('the demo has contratos under way and others between exportadora and proveedor',
  EXISTS (SELECT FROM c WHERE estado IN ('Activo', 'En proceso')) AND EXISTS (SELECT FROM c WHERE estado NOT IN ('Activo', 'En proceso', 'ajeno', 'del centro')));

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_c record;
  v_id bigint;
  v_version bigint;
BEGIN
  -- exportadora: in any state
  PERFORM prueba.entrar('exportadora@demo.ec');
  FOR v_c IN SELECT * FROM c WHERE estado NOT IN ('ajeno', 'del centro') LOOP
    PERFORM documento_admitir(v_c.id);
    PERFORM prueba.igual('exportadora adds in ' || v_c.estado, prueba.toca(prueba.sube(v_c.id, 'factura', 1)), 1::bigint);
  END LOOP;
  PERFORM prueba.falla('TB404', 'SELECT documento_admitir(' || prueba.c('ajeno') || ')');
  PERFORM prueba.falla('42501', prueba.sube(prueba.c('ajeno'), 'factura', 1));
  PERFORM prueba.falla('TB404', 'SELECT documento_admitir(999999999)');

  -- what it is not: others' names, times, changes
  PERFORM prueba.igual('in another''s name', prueba.toca(replace(replace(prueba.sube(prueba.c('del centro'), 'otro', 99),
    'repetido)', 'repetido, subido_por)'), '''f'')', '''f'', 1)')), 1::bigint);
  PERFORM prueba.igual('is in the own', (SELECT count(*) FROM documento WHERE subido_por <> yo_usuario()), 0::bigint);
  PERFORM prueba.falla('42501', 'UPDATE documento SET nombre_archivo = ''b''');
  PERFORM prueba.falla('42501', 'DELETE FROM documento');
  PERFORM prueba.falla('23514', replace(prueba.sube(prueba.c('del centro'), 'factura', 2), 'contratos/CT-1/', 'contratos/../'));
  PERFORM prueba.falla('23514', replace(prueba.sube(prueba.c('del centro'), 'factura', 2), 'contratos/CT-1/', '/etc/'));
  PERFORM prueba.falla('23514', prueba.sube(prueba.c('del centro'), 'novela', 2));
  PERFORM prueba.igual('who and when are the database''s', (SELECT count(*) FROM documento WHERE subido_por = yo_usuario() AND created_at = now()),
                       (SELECT count(*) FROM documento));

  -- the same content twice
  PERFORM prueba.igual('in the contrato', prueba.toca(prueba.sube(prueba.c('del centro'), 'factura', 1)), 1::bigint);
  PERFORM prueba.falla('23505', prueba.sube(prueba.c('del centro'), 'pago', 1));
  PERFORM prueba.igual('asked for', prueba.toca(prueba.sube(prueba.c('del centro'), 'pago', 1, true)), 1::bigint);
  PERFORM prueba.igual('asked for again', prueba.toca(prueba.sube(prueba.c('del centro'), 'pago', 1, true)), 1::bigint);

  -- the contrato's own document is its newest of that kind, and a cache of the contrato is told
  SELECT version INTO v_version FROM contrato WHERE id = prueba.c('del centro');
  PERFORM prueba.cierto('none yet', (SELECT archivo_pdf IS NULL FROM contrato_ficha WHERE id = prueba.c('del centro')));
  PERFORM prueba.toca(prueba.sube(prueba.c('del centro'), 'contrato', 10));
  PERFORM prueba.toca(prueba.sube(prueba.c('del centro'), 'contrato', 11));
  SELECT max(id) INTO v_id FROM documento WHERE contrato_id = prueba.c('del centro');
  PERFORM prueba.igual('the newest', (SELECT archivo_pdf FROM contrato_ficha WHERE id = prueba.c('del centro')), '/documentos/' || v_id);
  PERFORM prueba.igual('its version', (SELECT version FROM contrato WHERE id = prueba.c('del centro')), v_version + 2);
  PERFORM prueba.toca(prueba.sube(prueba.c('del centro'), 'foto', 12));
  PERFORM prueba.igual('a photo changes nothing', (SELECT version FROM contrato WHERE id = prueba.c('del centro')), v_version + 2);
  PERFORM documento_borrar(v_id);
  PERFORM prueba.igual('the one before', (SELECT archivo_pdf FROM contrato_ficha WHERE id = prueba.c('del centro')),
                       '/documentos/' || (SELECT max(id) FROM documento WHERE contrato_id = prueba.c('del centro') AND tipo = 'contrato'));
  PERFORM prueba.falla('TB404', 'SELECT documento_borrar(' || v_id || ')');
  PERFORM prueba.igual('no entry in the contrato''s history of it',
    (SELECT count(*) FROM auditoria_ficha WHERE tabla = 'contrato' AND fila_id = prueba.c('del centro') AND despues ? 'archivo_id'), 0::bigint);
  PERFORM prueba.cierto('its own history says nothing of where it lies',
    (SELECT count(*) > 0 AND bool_and(NOT despues ? 'ruta') FROM auditoria_ficha WHERE tabla = 'documento'));

  -- the other side sees what is there, and deletes what is its own
  PERFORM prueba.entrar('centro@demo.ec');
  SELECT max(id) INTO v_id FROM documento WHERE contrato_id = prueba.c('del centro');
  PERFORM prueba.cierto('centro sees', v_id IS NOT NULL);
  PERFORM prueba.igual('and knows who', (SELECT subido_por_nombre FROM documento_ficha WHERE id = v_id), 'Ricardo Vélez');
  PERFORM prueba.falla('TB403', 'SELECT documento_borrar(' || v_id || ')');
  PERFORM prueba.igual('centro adds', prueba.toca(prueba.sube(prueba.c('del centro'), 'guia', 20)), 1::bigint);
  SELECT max(id) INTO v_id FROM documento WHERE contrato_id = prueba.c('del centro');
  PERFORM prueba.igual('and deletes it', documento_borrar(v_id), v_id);

  -- proveedor: while it is under way
  PERFORM prueba.entrar('proveedor@demo.ec');
  FOR v_c IN SELECT * FROM c WHERE estado NOT IN ('ajeno', 'del centro') LOOP
    IF v_c.estado IN ('Activo', 'En proceso') THEN
      PERFORM prueba.igual('proveedor sees in ' || v_c.estado, prueba.cuenta('documento WHERE contrato_id = ' || v_c.id), 1::bigint);
      PERFORM prueba.igual('proveedor adds in ' || v_c.estado, prueba.toca(prueba.sube(v_c.id, 'guia', 30)), 1::bigint);
    ELSE
      PERFORM prueba.igual('proveedor sees none in ' || v_c.estado, prueba.cuenta('documento WHERE contrato_id = ' || v_c.id), 0::bigint);
      PERFORM prueba.falla('TB403', 'SELECT documento_admitir(' || v_c.id || ')');
      PERFORM prueba.falla('42501', prueba.sube(v_c.id, 'guia', 30));
    END IF;
  END LOOP;

  -- others: nothing at all
  PERFORM prueba.entrar('exportadora2@demo.ec');
  PERFORM prueba.igual('a competitor sees', prueba.cuenta('documento WHERE contrato_id IN (SELECT id FROM c WHERE estado <> ''ajeno'')'), 0::bigint);
  PERFORM prueba.falla('TB404', 'SELECT documento_borrar(' || v_id || ')');
  PERFORM prueba.igual('nor their history', prueba.cuenta('auditoria_ficha WHERE tabla = ''documento'''), 0::bigint);

  -- admin: everything
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.cierto('admin sees', prueba.cuenta('documento WHERE contrato_id = ' || prueba.c('del centro')) > 0);
  SELECT max(id) INTO v_id FROM documento WHERE contrato_id = prueba.c('del centro');
  PERFORM prueba.igual('admin deletes', documento_borrar(v_id), v_id);
  PERFORM prueba.igual('the round sees deleted ones too',
    (SELECT count(*) FROM documento_revisar(0, 1000) r WHERE r.id = v_id), 1::bigint);

  -- nobody
  PERFORM prueba.entrar('');
  PERFORM prueba.igual('nobody sees', prueba.cuenta('documento'), 0::bigint);
  PERFORM prueba.falla('TB404', 'SELECT documento_admitir(' || prueba.c('del centro') || ')');
  PERFORM prueba.falla('TB404', 'SELECT documento_borrar(' || v_id || ')');
END $$;

-- a day later, the uploader's own is no longer its to delete
RESET ROLE;
UPDATE documento SET created_at = now() - interval '25 hours';
SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_id bigint;
BEGIN
  PERFORM prueba.entrar('exportadora@demo.ec');
  SELECT min(id) INTO v_id FROM documento WHERE subido_por = yo_usuario();
  PERFORM prueba.falla('TB403', 'SELECT documento_borrar(' || v_id || ')');
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('an admin''s always', documento_borrar(v_id), v_id);
END $$;
ROLLBACK;
