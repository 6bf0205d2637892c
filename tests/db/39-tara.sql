-- SPDX-License-Identifier: GPL-3.0-or-later
-- The discount rule that an empresa chose, with a weighing; and stored tares: whose they are, and which of two counts.
BEGIN;

CREATE FUNCTION prueba.uuid(p_n int) RETURNS uuid LANGUAGE sql IMMUTABLE
  AS $$ SELECT ('00000000-0000-4000-8000-' || lpad(p_n::text, 12, '0'))::uuid $$;
-- p_n names the weighing; of 100 kg at 12 %.
CREATE FUNCTION prueba.pesa(p_n int, p_lote bigint, p_regla text, p_liquido numeric, p_dicha boolean DEFAULT false) RETURNS boolean
  LANGUAGE sql AS $$
  SELECT repetido FROM pesaje_registrar(prueba.uuid(p_n), p_lote, 100, 0, 0, 12, 1, NULL, 'prueba', NULL, NULL, true, false, NULL,
    NULL, NULL, NULL, false, p_regla, p_liquido, p_dicha) $$;
CREATE TEMP TABLE l AS SELECT min(id) AS id FROM lote
 WHERE empresa_id = prueba.empresa('centro@demo.ec') AND contrato_id IS NULL AND deleted_at IS NULL;
GRANT SELECT ON l TO triboka_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO triboka_app;

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  v_lote bigint := (SELECT id FROM l);
  v_centro bigint := prueba.empresa('centro@demo.ec');
  v_id bigint;
BEGIN
  -- who chooses the rule, and what is none
  PERFORM prueba.entrar('centro@demo.ec');
  UPDATE empresa SET humedad_metodo = NULL WHERE id = v_centro;
  PERFORM prueba.igual('without a method no rule', (SELECT humedad_regla FROM empresa WHERE id = v_centro), NULL);
  PERFORM prueba.igual('and nothing comes off', pesaje_regla(v_lote, NULL), NULL);
  UPDATE empresa SET humedad_metodo = 'puntos', humedad_referencia = 7.5 WHERE id = v_centro;
  UPDATE empresa SET humedad_metodo = 'materia_seca', humedad_referencia = 7 WHERE id = v_centro;
  PERFORM prueba.igual('as the server writes it', (SELECT humedad_regla FROM empresa WHERE id = v_centro), 'materia_seca 7.00');
  PERFORM prueba.igual('the one of now', pesaje_regla(v_lote, NULL), 'materia_seca 7.00');
  PERFORM prueba.igual('one that it had', pesaje_regla(v_lote, 'puntos 7.50'), 'puntos 7.50');
  PERFORM prueba.falla('TB422', format('SELECT pesaje_regla(%s, ''puntos 1.00'')', v_lote));
  PERFORM prueba.falla('23514', format('UPDATE empresa SET humedad_metodo = ''tabla'' WHERE id = %s', v_centro));
  PERFORM prueba.falla('23514', format('UPDATE empresa SET humedad_metodo = ''otro'' WHERE id = %s', v_centro));
  PERFORM prueba.falla('22003', format('UPDATE empresa SET humedad_referencia = 100 WHERE id = %s', v_centro));
  PERFORM prueba.falla('23514', format('UPDATE empresa SET humedad_referencia = -1 WHERE id = %s', v_centro));
  PERFORM prueba.falla('428C9', format('UPDATE empresa SET humedad_regla = ''puntos 0.00'' WHERE id = %s', v_centro));
  PERFORM prueba.falla('42501', 'SELECT * FROM empresa_regla');
  PERFORM prueba.entrar('exportadora@demo.ec');
  PERFORM prueba.falla('TB403', format('UPDATE empresa SET humedad_metodo = ''puntos'' WHERE id = %s', v_centro));

  -- with a weighing
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM prueba.falla('23514', format('SELECT prueba.pesa(1, %s, ''materia_seca 7.00'', NULL)', v_lote));
  PERFORM prueba.falla('23514', format('SELECT prueba.pesa(1, %s, NULL, 94.624)', v_lote));
  PERFORM prueba.falla('23514', format('SELECT prueba.pesa(1, %s, ''materia_seca 7.00'', 100.001)', v_lote));
  PERFORM prueba.falla('23514', format('SELECT prueba.pesa(1, %s, ''materia_seca 7.00'', -0.001)', v_lote));
  PERFORM prueba.pesa(1, v_lote, 'materia_seca 7.00', 94.624);
  PERFORM prueba.igual('what is payable', (SELECT liquido_kg FROM pesaje_ficha WHERE id = prueba.uuid(1)), 94.624);
  PERFORM prueba.pesa(2, v_lote, 'puntos 7.50', 95.5, true);
  PERFORM prueba.pesa(3, v_lote, NULL, NULL);
  PERFORM prueba.cierto('the lote weighs the net', (SELECT peso_kg = 300 FROM lote WHERE id = v_lote));
  PERFORM prueba.cierto('a rule that was not said may be any', prueba.pesa(1, v_lote, 'puntos 7.50', 95.5));
  PERFORM prueba.cierto('said again', prueba.pesa(2, v_lote, 'puntos 7.50', 95.5, true));
  PERFORM prueba.falla('TB409', format('SELECT prueba.pesa(2, %s, ''materia_seca 7.00'', 94.624, true)', v_lote));
  PERFORM pesaje_anular(prueba.uuid(1), prueba.uuid(4), 'saco roto');
  PERFORM prueba.igual('undone, nothing of it is payable', (SELECT sum(liquido_kg) FROM pesaje WHERE id IN (prueba.uuid(1), prueba.uuid(4))), 0.000);

  -- stored tares
  SELECT (ficha).id INTO v_id FROM tara_guardar('vehiculo', ' gba-1234 ', 8120, '2026-11-03T10:00Z', NULL);
  PERFORM prueba.igual('a plate in capitals', (SELECT nombre FROM tara WHERE id = v_id), 'GBA-1234');
  PERFORM prueba.cierto('the same again is known', (SELECT repetido FROM tara_guardar('vehiculo', 'GBA-1234', 8130, '2026-11-03T11:00Z', NULL)));
  PERFORM prueba.igual('weighed later', (SELECT kg FROM tara WHERE id = v_id), 8130.000);
  PERFORM tara_guardar('vehiculo', 'Gba-1234', 8000, '2026-11-03T10:30Z', NULL);
  PERFORM prueba.igual('one that comes late', (SELECT kg FROM tara WHERE id = v_id), 8130.000);
  PERFORM prueba.cierto('a sack of that name is another', NOT (SELECT repetido FROM tara_guardar('saco', 'GBA-1234', 0.75, NULL, NULL)));
  PERFORM prueba.falla('23514', 'SELECT tara_guardar(''saco'', ''x'', 0, NULL, NULL)');
  PERFORM prueba.falla('23514', 'SELECT tara_guardar(''otra'', ''x'', 1, NULL, NULL)');
  PERFORM prueba.falla('23514', 'SELECT tara_guardar(''saco'', ''  '', 1, NULL, NULL)');
  PERFORM prueba.falla('42501', format('UPDATE tara SET empresa_id = 1 WHERE id = %s', v_id));
  PERFORM prueba.falla('42501', 'DELETE FROM tara');
  PERFORM prueba.entrar('centro2@demo.ec');
  PERFORM prueba.igual('of others nothing is seen', (SELECT count(*) FROM tara WHERE empresa_id = v_centro), 0::bigint);
  PERFORM prueba.igual('nor changed', prueba.toca(format('UPDATE tara SET kg = 1 WHERE id = %s', v_id)), 0::bigint);
  PERFORM prueba.falla('TB404', format('SELECT tara_borrar(%s)', v_id));
  PERFORM prueba.cierto('its own of that name', NOT (SELECT repetido FROM tara_guardar('vehiculo', 'GBA-1234', 9000, NULL, NULL)));
  PERFORM prueba.entrar('admin@demo.ec');
  PERFORM prueba.igual('an admin changes it', prueba.toca(format('UPDATE tara SET kg = 8140 WHERE id = %s', v_id)), 1::bigint);
  PERFORM prueba.falla('TB403', 'SELECT tara_guardar(''saco'', ''x'', 1, NULL, NULL)');
  PERFORM prueba.entrar('');
  PERFORM prueba.igual('nobody sees none', (SELECT count(*) FROM tara), 0::bigint);
  PERFORM prueba.entrar('centro@demo.ec');
  PERFORM tara_borrar(v_id);
  PERFORM prueba.igual('gone', (SELECT count(*) FROM tara WHERE id = v_id), 0::bigint);
  PERFORM prueba.cierto('its name is free', NOT (SELECT repetido FROM tara_guardar('vehiculo', 'GBA-1234', 8120, NULL, NULL)));
END $$;
RESET ROLE;

SELECT prueba.igual('who changed a rule stands in the audit', count(*), 3::bigint) FROM auditoria
 WHERE tabla = 'empresa' AND fila_id = prueba.empresa('centro@demo.ec') AND antes ->> 'humedad_metodo' IS DISTINCT FROM despues ->> 'humedad_metodo'
   AND accion = 'editar' AND usuario_id IS NOT NULL;
SELECT prueba.cierto('and who a tare', EXISTS (SELECT FROM auditoria WHERE tabla = 'tara' AND accion = 'borrar'));
SELECT prueba.igual('links that do not hold', count(*), 0::bigint) FROM pesaje p
 WHERE p.hash <> sha256(p.hash_anterior || sha256(convert_to(pesaje_texto(p), 'UTF8')));
SELECT prueba.igual('of the second form', count(*), 3::bigint) FROM pesaje p
 WHERE pesaje_texto(p) LIKE E'triboka-pesaje-2\n%\nanula%\nhumedad_regla:%\nliquido_kg:%';
SELECT prueba.igual('of the first', count(*), 1::bigint) FROM pesaje p
 WHERE pesaje_texto(p) LIKE E'triboka-pesaje-1\n%\nanula\n';
ROLLBACK;
