-- SPDX-License-Identifier: GPL-3.0-or-later
-- The one photo of a weighing: added by who weighed, seen by who sees the weighing, never changed, and known to the store's round.
BEGIN;

CREATE FUNCTION prueba.uuid(p_n int) RETURNS uuid LANGUAGE sql IMMUTABLE
  AS $$ SELECT ('00000000-0000-4000-8000-' || lpad(p_n::text, 12, '0'))::uuid $$;
CREATE FUNCTION prueba.pesa(p_n int, p_lote bigint) RETURNS void
  LANGUAGE sql AS $$
  SELECT pesaje_registrar(prueba.uuid(p_n), p_lote, 60, 0, 0, NULL, NULL, NULL, 'prueba', NULL, NULL, true, false, NULL, NULL, NULL,
                          NULL, false) $$;
CREATE FUNCTION prueba.foto(p_n int, p_mas text DEFAULT '', p_valor text DEFAULT '') RETURNS text
  LANGUAGE sql AS $$
  SELECT format('INSERT INTO pesaje_foto (pesaje_id, tipo_contenido, tamano, sha256, ruta%s) VALUES (%L, ''image/png'', 10, %L, %L%s)',
    p_mas, prueba.uuid(p_n), repeat('a', 64), 'pesajes/1/' || gen_random_uuid() || '-' || repeat('a', 12), p_valor) $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO triboka_app;
CREATE TEMP TABLE l AS
  SELECT 'centro' AS de, min(id) AS id FROM lote WHERE empresa_id = prueba.empresa('centro@demo.ec') AND contrato_id IS NULL AND deleted_at IS NULL
  UNION ALL
  SELECT 'vendido', min(l.id) FROM lote l JOIN contrato c ON c.id = l.contrato_id
   WHERE l.empresa_id = prueba.empresa('centro@demo.ec') AND c.exportadora_id = prueba.empresa('exportadora@demo.ec')
     AND l.estado <> 'Exportado' AND l.deleted_at IS NULL;
GRANT SELECT ON l TO triboka_app;

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_centro bigint := (SELECT id FROM l WHERE de = 'centro');
  v_vendido bigint := (SELECT id FROM l WHERE de = 'vendido');
  v_antes bytea;
  v_id bigint;
BEGIN
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.pesa(1, v_centro), prueba.pesa(2, v_vendido), prueba.pesa(3, v_centro);
  v_antes := (SELECT hash FROM pesaje WHERE id = prueba.uuid(1));
  PERFORM prueba.igual('who weighed may', pesaje_foto_admitir(prueba.uuid(1)), yo_empresa());
  PERFORM prueba.falla('TB404', 'SELECT pesaje_foto_admitir(prueba.uuid(99))');
  PERFORM prueba.cierto('none yet', NOT (SELECT foto FROM pesaje_ficha WHERE id = prueba.uuid(1)));
  PERFORM prueba.igual('added', prueba.toca(prueba.foto(1)), 1::bigint);
  PERFORM prueba.cierto('the weighing says so', (SELECT foto FROM pesaje_ficha WHERE id = prueba.uuid(1)));
  PERFORM prueba.igual('by whom', (SELECT subido_por FROM pesaje_foto WHERE pesaje_id = prueba.uuid(1)), yo_usuario());
  PERFORM prueba.igual('the chain is as it was', (SELECT hash FROM pesaje WHERE id = prueba.uuid(1)), v_antes);
  PERFORM prueba.falla('23505', prueba.foto(1));
  PERFORM prueba.igual('another is none', prueba.toca(prueba.foto(1) || ' ON CONFLICT (pesaje_id) DO NOTHING'), 0::bigint);
  PERFORM prueba.igual('of the sold one', prueba.toca(prueba.foto(2)), 1::bigint);

  -- what is not so
  PERFORM prueba.falla('42501', prueba.foto(99));
  PERFORM prueba.falla('42501', prueba.foto(3, ', subido_por', ', 1'));
  PERFORM prueba.falla('42501', prueba.foto(3, ', created_at', ', now()'));
  PERFORM prueba.falla('23514', replace(prueba.foto(3), 'image/png', 'image/svg+xml'));
  PERFORM prueba.falla('23514', replace(prueba.foto(3), '''pesajes/1/', '''pesajes/../1/'));
  PERFORM prueba.falla('23514', replace(prueba.foto(3), ', 10,', ', 0,'));
  PERFORM prueba.falla('42501', 'UPDATE pesaje_foto SET tamano = 1');
  PERFORM prueba.falla('42501', 'DELETE FROM pesaje_foto');

  -- the buyer sees the sold one's, and adds none
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.igual('the buyer sees', (SELECT array_agg(pesaje_id) FROM pesaje_foto WHERE pesaje_id IN (prueba.uuid(1), prueba.uuid(2))),
                       ARRAY[prueba.uuid(2)]);
  PERFORM prueba.falla('TB403', 'SELECT pesaje_foto_admitir(prueba.uuid(2))');
  PERFORM prueba.falla('TB404', 'SELECT pesaje_foto_admitir(prueba.uuid(1))');
  PERFORM prueba.falla('42501', prueba.foto(3));
  PERFORM prueba.falla('42501', prueba.foto(2));

  -- others: nothing
  PERFORM prueba.entrar('centro2@demo.ec');
  PERFORM prueba.igual('another sees none', prueba.cuenta('pesaje_foto WHERE pesaje_id IN (prueba.uuid(1), prueba.uuid(2))'), 0::bigint);
  PERFORM prueba.falla('42501', prueba.foto(3));
  PERFORM prueba.entrar('');
  PERFORM prueba.igual('nobody sees none', prueba.cuenta('pesaje_foto'), 0::bigint);
  PERFORM prueba.falla('TB404', 'SELECT pesaje_foto_admitir(prueba.uuid(1))');

  -- an admin
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('an admin adds', prueba.toca(prueba.foto(3)), 1::bigint);

  -- the round has no session, and knows each file by a number that no documento has
  SELECT id INTO v_id FROM pesaje_foto WHERE pesaje_id = prueba.uuid(1);
  PERFORM prueba.igual('no documento has its number', prueba.cuenta('documento WHERE id = ' || v_id), 0::bigint);
  PERFORM prueba.entrar('');
  PERFORM prueba.igual('the round finds it', (SELECT count(*) FROM documento_revisar(v_id - 1, 1) r WHERE r.id = v_id), 1::bigint);
  PERFORM prueba.igual('in order', (SELECT array_agg(r.id) FROM documento_revisar(0, 1000) r),
                       (SELECT array_agg(r.id ORDER BY r.id) FROM documento_revisar(0, 1000) r));
END $$;
RESET ROLE;
DO $$
BEGIN
  PERFORM prueba.igual('its file is no orphan',
    (SELECT count(*) FROM documento_rutas((SELECT array_agg(ruta) FROM pesaje_foto WHERE pesaje_id IN (prueba.uuid(1), prueba.uuid(2))))),
    2::bigint);
END $$;

ROLLBACK;
