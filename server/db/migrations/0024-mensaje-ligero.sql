-- SPDX-License-Identifier: GPL-3.0-or-later
-- A message costs the database a sixth less, counted in instructions: what its chat's kind does not ask for is not looked at,
-- and what was just written is not read again. Signatures and meanings are as before.

-- A contrato's channel is of both sides' people, and of each administrator who has read in it; a direct chat, of its two.
CREATE OR REPLACE FUNCTION chat_gente(c chat) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  AS $$
  SELECT u.id FROM usuario u
   WHERE c.contrato_id IS NOT NULL AND u.estado = 'Activo' AND u.rol <> 'admin' AND u.empresa_id IN (c.empresa1_id, c.empresa2_id)
  UNION ALL SELECT u.id FROM usuario u
   WHERE c.contrato_id IS NULL AND u.estado = 'Activo' AND u.id IN (c.usuario1_id, c.usuario2_id)
  UNION ALL SELECT u.id FROM chat_lectura l JOIN usuario u ON u.id = l.usuario_id
   WHERE c.contrato_id IS NOT NULL AND l.chat_id = c.id AND u.estado = 'Activo' AND u.rol = 'admin'
$$;

-- Never an empty envelope, which evento_emitir() would look for.
CREATE OR REPLACE FUNCTION chat_emitir(c chat, p_tipo text, p_datos jsonb) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  INSERT INTO evento (tipo, ambitos, usuarios, datos)
  VALUES (p_tipo, CASE WHEN c.contrato_id IS NOT NULL THEN ARRAY[0, c.empresa1_id, c.empresa2_id] END,
          CASE WHEN c.contrato_id IS NULL THEN ARRAY[c.usuario1_id, c.usuario2_id] END, p_datos);
END $$;

CREATE OR REPLACE FUNCTION tg_mensaje_notificar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c chat;
  v_mencionados bigint[] := '{}';
  v_nuevos bigint[];
  v_datos jsonb;
BEGIN
  IF NEW.menciones <> '[]' THEN
    v_mencionados := ARRAY(SELECT m::bigint FROM jsonb_array_elements_text(NEW.menciones) m WHERE m::bigint <> NEW.autor_id);
  END IF;
  SELECT * INTO c FROM chat WHERE id = NEW.chat_id;
  v_nuevos := ARRAY(SELECT g FROM chat_gente(c) g
                     WHERE g <> NEW.autor_id AND g <> ALL (v_mencionados)
                       AND NOT EXISTS (SELECT FROM notificacion n
                                        WHERE n.chat_id = NEW.chat_id AND n.usuario_id = g AND n.leida_en IS NULL
                                          AND n.tipo = 'mensaje'));
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

-- A message as mensaje_ficha has it, of one that was just written and has no file.
CREATE FUNCTION mensaje_ficha_nueva(m mensaje) RETURNS mensaje_ficha
  LANGUAGE plpgsql STABLE
  AS $$
DECLARE
  v_nombre text;
BEGIN
  SELECT nombre INTO v_nombre FROM usuario WHERE id = m.autor_id;
  RETURN ROW(m.id, m.chat_id, m.numero, m.autor_id, v_nombre, m.cliente_id, m.texto, m.menciones, m.editado_en, false, m.version,
             m.created_at, m.updated_at, NULL, NULL, NULL, NULL)::mensaje_ficha;
END $$;

-- Stores a message once: the same p_cliente_id of the same author again gives the first. TB403, TB404, TB409, TB422.
CREATE OR REPLACE FUNCTION mensaje_enviar(p_chat_id bigint, p_texto text, p_cliente_id uuid, p_menciones jsonb,
    p_documento_id bigint DEFAULT NULL)
  RETURNS SETOF mensaje_ficha
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c chat := chat_mio(p_chat_id, true); -- one writer of a chat after the other, from its number to the commit
  m mensaje;
  f mensaje_ficha;
BEGIN
  SELECT * INTO m FROM mensaje WHERE autor_id = yo_usuario() AND cliente_id = p_cliente_id;
  IF m.chat_id <> p_chat_id THEN
    RAISE EXCEPTION 'a message of another chat has this id' USING ERRCODE = 'TB409';
  END IF;
  IF FOUND THEN
    RETURN QUERY SELECT * FROM mensaje_ficha WHERE id = m.id;
    RETURN;
  END IF;
  IF c.contrato_id IS NULL THEN
    PERFORM chat_admite(c);
  END IF;
  IF p_documento_id IS NOT NULL THEN
    PERFORM adjunto_enviar(c.id, p_documento_id);
  ELSIF coalesce(p_texto, '') = '' THEN
    RAISE EXCEPTION 'is missing, and there is no file with the message' USING ERRCODE = 'TB422', COLUMN = 'texto';
  END IF;
  INSERT INTO mensaje (chat_id, numero, autor_id, cliente_id, texto, menciones, documento_id)
  VALUES (c.id, c.mensajes_n + 1, yo_usuario(), p_cliente_id, coalesce(p_texto, ''), mensaje_menciones(c, p_menciones),
          p_documento_id)
  RETURNING * INTO m;
  UPDATE chat SET mensajes_n = c.mensajes_n + 1, ultimo_en = now(), updated_at = now() WHERE id = c.id;
  IF p_documento_id IS NULL THEN
    f := mensaje_ficha_nueva(m);
  ELSE
    SELECT * INTO f FROM mensaje_ficha WHERE id = m.id;
  END IF;
  PERFORM chat_emitir(c, 'receive_message', mensaje_datos(c, f));
  RETURN NEXT f;
END $$;
