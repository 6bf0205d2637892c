-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whom a message is news to, for less: it is asked for with each message, while the chat's other writers wait.
--
-- Plans of plpgsql are kept, and a chat is of one kind: only what its kind asks for is looked at. Signatures and meanings are as
-- before.

CREATE OR REPLACE FUNCTION chat_gente(c chat) RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  IF c.contrato_id IS NULL THEN
    RETURN QUERY SELECT u.id FROM usuario u WHERE u.estado = 'Activo' AND u.id IN (c.usuario1_id, c.usuario2_id);
    RETURN;
  END IF;
  RETURN QUERY SELECT u.id FROM usuario u
    WHERE u.estado = 'Activo' AND u.rol <> 'admin' AND u.empresa_id IN (c.empresa1_id, c.empresa2_id);
  -- an administrator is of it who has read in it
  RETURN QUERY SELECT u.id FROM chat_lectura l JOIN usuario u ON u.id = l.usuario_id
    WHERE l.chat_id = c.id AND u.estado = 'Activo' AND u.rol = 'admin';
END $$;

CREATE OR REPLACE FUNCTION chat_emitir(c chat, p_tipo text, p_datos jsonb) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  PERFORM evento_emitir(p_tipo,
    CASE WHEN c.contrato_id IS NOT NULL THEN ARRAY[0, c.empresa1_id, c.empresa2_id] END,
    CASE WHEN c.contrato_id IS NULL THEN ARRAY[c.usuario1_id, c.usuario2_id] END, p_datos);
END $$;

-- Who was told of the chat already, and did not read it yet, is read once, not looked for by each one's id.
CREATE OR REPLACE FUNCTION tg_mensaje_notificar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c chat;
  v_mencionados bigint[] := ARRAY(SELECT m::bigint FROM jsonb_array_elements_text(NEW.menciones) m WHERE m::bigint <> NEW.autor_id);
  v_avisados bigint[] := ARRAY(SELECT usuario_id FROM notificacion
                                WHERE chat_id = NEW.chat_id AND leida_en IS NULL AND tipo = 'mensaje');
  v_nuevos bigint[];
  v_datos jsonb;
BEGIN
  SELECT * INTO c FROM chat WHERE id = NEW.chat_id;
  v_nuevos := ARRAY(SELECT g FROM chat_gente(c) g
                     WHERE g <> NEW.autor_id AND g <> ALL (v_mencionados) AND g <> ALL (v_avisados));
  IF cardinality(v_nuevos || v_mencionados) = 0 THEN
    RETURN NULL;
  END IF;
  v_datos := jsonb_build_object('chat_id', NEW.chat_id, 'contrato_id', c.contrato_id, 'mensaje_id', NEW.id,
    'autor_id', NEW.autor_id, 'autor_nombre', (SELECT nombre FROM usuario WHERE id = NEW.autor_id), 'texto', left(NEW.texto, 200),
    'documento_nombre', (SELECT nombre_archivo FROM documento WHERE id = NEW.documento_id));
  PERFORM notificar('mensaje', v_nuevos, v_datos, NEW.chat_id);
  PERFORM notificar('mencion', v_mencionados, v_datos, NEW.chat_id);
  RETURN NULL;
END $$;
