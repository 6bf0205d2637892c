-- SPDX-License-Identifier: GPL-3.0-or-later
-- The audit: who, what, before, after; nothing secret; nobody changes it, the owner included.
BEGIN;
DO $$
DECLARE
  r auditoria;
  c bigint;
BEGIN
  PERFORM prueba.cierto('the demo left its traces', count(*) > 500) FROM auditoria;
  PERFORM prueba.falla('TB403', 'UPDATE auditoria SET motivo = ''x''');
  PERFORM prueba.falla('TB403', 'DELETE FROM auditoria');
  PERFORM prueba.falla('TB403', 'TRUNCATE auditoria');
  PERFORM prueba.cierto('no secrets', NOT EXISTS (
    SELECT FROM auditoria WHERE coalesce(antes, '{}') || coalesce(despues, '{}') ?| ARRAY['hash_password', 'bytes', 'busca']
                             OR antes::text LIKE '%argon2%' OR despues::text LIKE '%argon2%'));

  SET LOCAL ROLE triboka_app;
  PERFORM prueba.falla('42501', 'UPDATE auditoria SET motivo = ''x''');
  PERFORM prueba.falla('42501', 'DELETE FROM auditoria');
  PERFORM prueba.entrar('exportadora@demo.ec');
  SELECT id INTO c FROM contrato WHERE estado = 'Borrador' AND exportadora_id = yo_empresa() ORDER BY id LIMIT 1;
  UPDATE contrato SET volumen_tm = 33.25 WHERE id = c;
  SELECT * INTO r FROM auditoria WHERE tabla = 'contrato' AND fila_id = c ORDER BY id DESC LIMIT 1;
  PERFORM prueba.igual('what', r.accion, 'editar');
  PERFORM prueba.igual('who', (r.usuario_id, r.empresa_id)::text, (yo_usuario(), yo_empresa())::text);
  PERFORM prueba.igual('after', r.despues ->> 'volumen_tm', '33.250');
  PERFORM prueba.cierto('before', r.antes ->> 'volumen_tm' <> '33.250');
  PERFORM prueba.igual('the name', usuario_nombre, 'Ricardo Vélez') FROM auditoria_ficha WHERE id = r.id;
  UPDATE contrato SET volumen_tm = 33.25 WHERE id = c;
  PERFORM prueba.igual('no change, no entry', max(id), r.id) FROM auditoria WHERE tabla = 'contrato' AND fila_id = c;
  PERFORM prueba.entrar('exportadora2@demo.ec');
  PERFORM prueba.igual('not for others', prueba.cuenta('auditoria WHERE tabla = ''contrato'' AND fila_id = ' || c), 0::bigint);
END $$;
ROLLBACK;
