-- SPDX-License-Identifier: GPL-3.0-or-later
-- A message costs a third of what it did: 200 a second to one chat of 43 people kept two cores busy. A chat's writers go one
-- after the other from the number to the commit, so what one costs bounds what a chat takes.
--
-- What is called row by row is plpgsql, whose plans are kept: a function in SQL that cannot be inlined is planned anew in each
-- statement. Its signature and its meaning are as before.

CREATE OR REPLACE FUNCTION evento_emitir(p_tipo text, p_ambitos bigint[], p_usuarios bigint[], p_datos jsonb) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  IF cardinality(coalesce(p_ambitos, p_usuarios)) > 0 THEN
    INSERT INTO evento (tipo, ambitos, usuarios, datos) VALUES (p_tipo, p_ambitos, p_usuarios, p_datos);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION usuario_nombre(p_usuario_id bigint) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  RETURN (SELECT nombre FROM usuario WHERE id = p_usuario_id AND yo_usuario() IS NOT NULL);
END $$;

-- A message on the wire, as its evento tells it: of what is read anyhow.
CREATE FUNCTION mensaje_datos(c chat, f mensaje_ficha) RETURNS jsonb
  LANGUAGE sql STABLE
  AS $$
  SELECT jsonb_build_object('id', f.id, 'chat_id', f.chat_id, 'contrato_id', c.contrato_id, 'numero', f.numero,
           'autor_id', f.autor_id, 'autor_nombre', f.autor_nombre, 'cliente_id', f.cliente_id, 'texto', f.texto,
           'menciones', f.menciones, 'borrado', f.borrado, 'version', f.version,
           'created_at', to_char(f.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'editado_en', to_char(f.editado_en AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'documento_id', f.documento_id, 'documento_nombre', f.documento_nombre,
           'documento_tipo_contenido', f.documento_tipo_contenido, 'documento_tamano', f.documento_tamano)
$$;

-- Stores a message once: the same p_cliente_id of the same author again gives the first. TB403, TB404, TB409, TB422.
CREATE OR REPLACE FUNCTION mensaje_enviar(p_chat_id bigint, p_texto text, p_cliente_id uuid, p_menciones jsonb,
    p_documento_id bigint DEFAULT NULL)
  RETURNS SETOF mensaje_ficha
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c chat := chat_mio(p_chat_id, true); -- one writer of a chat after the other, from its number to the commit
  v_id bigint;
  v_chat bigint;
  f mensaje_ficha;
BEGIN
  SELECT m.id, m.chat_id INTO v_id, v_chat FROM mensaje m WHERE m.autor_id = yo_usuario() AND m.cliente_id = p_cliente_id;
  IF v_chat <> p_chat_id THEN
    RAISE EXCEPTION 'a message of another chat has this id' USING ERRCODE = 'TB409';
  END IF;
  IF v_id IS NULL THEN
    PERFORM chat_admite(c);
    IF p_documento_id IS NOT NULL THEN
      PERFORM adjunto_enviar(c.id, p_documento_id);
    ELSIF coalesce(p_texto, '') = '' THEN
      RAISE EXCEPTION 'is missing, and there is no file with the message' USING ERRCODE = 'TB422', COLUMN = 'texto';
    END IF;
    INSERT INTO mensaje (chat_id, numero, autor_id, cliente_id, texto, menciones, documento_id)
    VALUES (c.id, c.mensajes_n + 1, yo_usuario(), p_cliente_id, coalesce(p_texto, ''), mensaje_menciones(c, p_menciones),
            p_documento_id)
    RETURNING id INTO v_id;
    UPDATE chat SET mensajes_n = c.mensajes_n + 1, ultimo_en = now(), updated_at = now() WHERE id = c.id;
  END IF;
  SELECT * INTO f FROM mensaje_ficha WHERE id = v_id;
  IF v_chat IS NULL THEN
    PERFORM chat_emitir(c, 'receive_message', mensaje_datos(c, f));
  END IF;
  RETURN NEXT f;
END $$;

-- Those that waited for each other's lock, as their callers, in one transaction: the first that is refused refuses all.
CREATE FUNCTION mensajes_enviar(p_mensajes jsonb) RETURNS SETOF mensaje_ficha
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  m record;
BEGIN
  FOR m IN SELECT * FROM jsonb_to_recordset(p_mensajes)
             AS (sesion uuid, usuario_id bigint, rol text, chat_id bigint, contrato_id bigint, texto text, cliente_id uuid,
                 menciones text, documento_id bigint) LOOP
    PERFORM entrar(m.sesion, m.usuario_id, m.rol);
    RETURN QUERY SELECT * FROM mensaje_enviar(
      coalesce(m.chat_id, (SELECT c.id FROM chat c WHERE c.contrato_id = m.contrato_id)), m.texto, m.cliente_id,
      m.menciones::jsonb, m.documento_id);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION mensajes_enviar(jsonb) TO triboka_app;

-- Changes an own message, or takes its text away (p_texto null), within 15 minutes; what it said is kept.
-- TB403, TB404, TB409.
CREATE OR REPLACE FUNCTION mensaje_cambiar(p_chat_id bigint, p_mensaje_id bigint, p_texto text) RETURNS SETOF mensaje_ficha
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c_plazo CONSTANT interval := '15 minutes';
  c chat := chat_mio(p_chat_id, false);
  m mensaje;
  f mensaje_ficha;
BEGIN
  SELECT * INTO m FROM mensaje WHERE id = p_mensaje_id AND chat_id = p_chat_id FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such message' USING ERRCODE = 'TB404';
  END IF;
  IF m.autor_id <> yo_usuario() THEN
    RAISE EXCEPTION 'only its author changes a message' USING ERRCODE = 'TB403';
  END IF;
  IF m.deleted_at IS NOT NULL THEN
    RAISE EXCEPTION 'the message was deleted' USING ERRCODE = 'TB409';
  END IF;
  IF m.created_at < now() - c_plazo THEN
    RAISE EXCEPTION 'a message is changed within 15 minutes' USING ERRCODE = 'TB409';
  END IF;
  INSERT INTO mensaje_antes (mensaje_id, version, texto) VALUES (m.id, m.version, m.texto);
  UPDATE mensaje
     SET texto = coalesce(p_texto, ''), version = version + 1, updated_at = now(),
         editado_en = CASE WHEN p_texto IS NULL THEN editado_en ELSE now() END,
         deleted_at = CASE WHEN p_texto IS NULL THEN now() END
   WHERE id = m.id;
  SELECT * INTO f FROM mensaje_ficha WHERE id = m.id;
  PERFORM chat_emitir(c, 'mensaje.actualizado', mensaje_datos(c, f));
  RETURN NEXT f;
END $$;

-- Soft delete: by who uploaded it, within a day, or an admin. What was sent goes with its message, or by an admin.
-- TB404, TB403.
CREATE OR REPLACE FUNCTION documento_borrar(p_id bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  d documento;
  v_mensaje bigint;
BEGIN
  SELECT documento.* INTO d
    FROM documento LEFT JOIN contrato k ON k.id = documento.contrato_id LEFT JOIN chat c ON c.id = documento.chat_id
   WHERE documento.id = p_id AND documento.deleted_at IS NULL
     AND CASE WHEN documento.chat_id IS NULL
              THEN k.deleted_at IS NULL AND yo_ambito() IN (0, k.exportadora_id, k.contraparte_id) AND documento_abierto(k.estado)
              ELSE chat_veo(c) AND (documento.enviado_en IS NOT NULL OR documento.subido_por = yo_usuario()) END
   FOR UPDATE OF documento;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such document' USING ERRCODE = 'TB404';
  END IF;
  IF NOT es_admin() AND (d.subido_por <> yo_usuario() OR d.created_at < now() - interval '1 day') THEN
    RAISE EXCEPTION 'a document is deleted by who uploaded it, within a day, or by an administrator' USING ERRCODE = 'TB403';
  END IF;
  IF NOT es_admin() AND d.enviado_en IS NOT NULL THEN
    RAISE EXCEPTION 'what was sent is deleted with its message' USING ERRCODE = 'TB403';
  END IF;
  UPDATE documento SET deleted_at = now(), updated_at = now() WHERE id = p_id;
  UPDATE mensaje SET version = version + 1, updated_at = now() WHERE documento_id = p_id RETURNING id INTO v_mensaje;
  IF FOUND THEN
    PERFORM chat_emitir(c, 'mensaje.actualizado', mensaje_datos(c, f))
       FROM chat c CROSS JOIN mensaje_ficha f WHERE c.id = d.chat_id AND f.id = v_mensaje;
  END IF;
  RETURN p_id;
END $$;

DROP FUNCTION mensaje_datos(bigint);

-- Whom a message is news to ------------------------------------------------------------------------------------------------

-- By chat: whoever writes looks for all of a chat's people at once.
DROP INDEX notificacion_chat;
CREATE UNIQUE INDEX notificacion_chat ON notificacion (chat_id, usuario_id) WHERE leida_en IS NULL AND tipo = 'mensaje';

-- Who is mentioned is told by a kind of its own. Who was told of the chat already, and did not read it yet, is left out here:
-- to try each one's row again was most of what a message cost.
CREATE OR REPLACE FUNCTION tg_mensaje_notificar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c chat;
  v_mencionados bigint[] := ARRAY(SELECT m::bigint FROM jsonb_array_elements_text(NEW.menciones) m WHERE m::bigint <> NEW.autor_id);
  v_nuevos bigint[];
  v_datos jsonb;
BEGIN
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

-- Who has read a chat to its end need not be told of it any more. A message that is just being written has looked at these
-- rows: its end is waited for, and it for ours, so that it is news to whoever read up to the one before it.
CREATE OR REPLACE FUNCTION tg_chat_lectura_notificar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_mensajes bigint;
BEGIN
  IF EXISTS (SELECT FROM notificacion WHERE usuario_id = NEW.usuario_id AND chat_id = NEW.chat_id AND leida_en IS NULL) THEN
    SELECT mensajes_n INTO v_mensajes FROM chat WHERE id = NEW.chat_id FOR SHARE;
    UPDATE notificacion SET leida_en = now(), updated_at = now()
     WHERE usuario_id = NEW.usuario_id AND chat_id = NEW.chat_id AND leida_en IS NULL AND NEW.leido >= v_mensajes;
  END IF;
  RETURN NULL;
END $$;
