-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files sent with a message. A documento is of a contrato or of a chat, never of both: what is filed with a contrato is its
-- paper, by whoever may add one, and stays; what is dropped into a conversation is seen by who sees the chat, whatever the
-- contrato's state, and goes with its message. Until it is sent it is its uploader's alone, and after a day it is gone.

ALTER TABLE documento
  ALTER COLUMN contrato_id DROP NOT NULL,
  ADD COLUMN chat_id bigint REFERENCES chat,
  ADD COLUMN enviado_en timestamptz,
  ADD CONSTRAINT documento_lugar_check CHECK (num_nonnulls(contrato_id, chat_id) = 1 AND (enviado_en IS NULL OR chat_id IS NOT NULL)),
  DROP CONSTRAINT documento_ruta_check,
  ADD CONSTRAINT documento_ruta_check
    CHECK (ruta ~ '^(contratos/[A-Za-z0-9_][A-Za-z0-9._-]*|chats/[0-9]+)/[0-9a-f-]{36}-[0-9a-f]{12}$');
CREATE INDEX documento_por_enviar ON documento (chat_id, subido_por, created_at) WHERE chat_id IS NOT NULL AND enviado_en IS NULL;
GRANT INSERT (chat_id) ON documento TO triboka_app;

ALTER TABLE mensaje
  ADD COLUMN documento_id bigint REFERENCES documento,
  ADD CONSTRAINT mensaje_documento_id_key UNIQUE (documento_id);

DROP POLICY documento_see ON documento;
DROP POLICY documento_make ON documento;
CREATE POLICY documento_see ON documento FOR SELECT TO triboka_app
  USING (deleted_at IS NULL
         AND CASE WHEN chat_id IS NULL
                  THEN EXISTS (SELECT FROM contrato c WHERE c.id = contrato_id AND documento_abierto(c.estado))
                  ELSE (enviado_en IS NOT NULL OR subido_por = (SELECT yo_usuario()))
                       AND EXISTS (SELECT FROM chat c WHERE c.id = chat_id) END);
CREATE POLICY documento_make ON documento FOR INSERT TO triboka_app
  WITH CHECK (CASE WHEN chat_id IS NULL
                   THEN ((SELECT es_admin()) OR subido_por = (SELECT yo_usuario()))
                        AND EXISTS (SELECT FROM contrato c WHERE c.id = contrato_id AND documento_abierto(c.estado))
                   ELSE subido_por = (SELECT yo_usuario()) AND EXISTS (SELECT FROM chat c WHERE c.id = chat_id) END);

-- A contrato's parties are told of its papers; of what comes in a chat, its message tells.
DROP TRIGGER documento_avisar ON documento;
CREATE TRIGGER documento_avisar AFTER INSERT ON documento
  FOR EACH ROW WHEN (NEW.contrato_id IS NOT NULL AND yo_usuario() IS NOT NULL) EXECUTE FUNCTION tg_documento_avisar();
DROP TRIGGER documento_archivo ON documento;
CREATE TRIGGER documento_archivo AFTER INSERT OR UPDATE OF deleted_at ON documento
  FOR EACH ROW WHEN (NEW.contrato_id IS NOT NULL AND NEW.tipo = 'contrato') EXECUTE FUNCTION tg_documento_archivo();
-- That it was sent is in its message.
DROP TRIGGER documento_auditar ON documento;
CREATE TRIGGER documento_auditar AFTER INSERT OR UPDATE OR DELETE ON documento
  FOR EACH ROW EXECUTE FUNCTION tg_auditar('ruta', 'enviado_en');

-- Chats ----------------------------------------------------------------------------------------------------------------

-- What chat_see says, for functions of the owner.
CREATE FUNCTION chat_veo(c chat) RETURNS boolean
  LANGUAGE sql STABLE
  AS $$
  SELECT c.id IS NOT NULL AND c.deleted_at IS NULL
         AND coalesce(CASE WHEN c.contrato_id IS NOT NULL THEN yo_ambito() IN (0, c.empresa1_id, c.empresa2_id)
                           ELSE yo_usuario() IN (c.usuario1_id, c.usuario2_id) END, false)
$$;

CREATE OR REPLACE FUNCTION chat_mio(p_chat_id bigint, p_bloquear boolean) RETURNS chat
  LANGUAGE plpgsql
  AS $$
DECLARE
  c chat;
BEGIN
  IF p_bloquear THEN
    SELECT * INTO c FROM chat WHERE id = p_chat_id FOR NO KEY UPDATE;
  ELSE
    SELECT * INTO c FROM chat WHERE id = p_chat_id;
  END IF;
  IF NOT chat_veo(c) THEN
    RAISE EXCEPTION 'there is no such chat' USING ERRCODE = 'TB404';
  END IF;
  RETURN c;
END $$;

-- Whether the caller, who sees the chat, may add to it. TB403.
CREATE FUNCTION chat_admite(c chat) RETURNS void
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  IF c.contrato_id IS NULL AND NOT chat_puede(c.usuario1_id) AND NOT chat_puede(c.usuario2_id) THEN
    RAISE EXCEPTION 'the other one is no partner any more' USING ERRCODE = 'TB403';
  END IF;
END $$;

-- Whether the caller may upload to that chat, before it sends the file. TB403, TB404, TB409.
CREATE FUNCTION adjunto_admitir(p_chat_id bigint) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c_cuantos CONSTANT int := 20;
BEGIN
  PERFORM chat_admite(chat_mio(p_chat_id, false));
  IF (SELECT count(*) FROM documento
       WHERE chat_id = p_chat_id AND subido_por = yo_usuario() AND enviado_en IS NULL AND deleted_at IS NULL) >= c_cuantos THEN
    RAISE EXCEPTION '% files wait in this chat to be sent, no more are taken', c_cuantos USING ERRCODE = 'TB409';
  END IF;
  RETURN p_chat_id;
END $$;

-- Forgets what was uploaded a day ago and never sent; its file goes with the next sweep of the store. Returns how many.
CREATE FUNCTION adjunto_olvidar() RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_n int;
BEGIN
  DELETE FROM documento WHERE chat_id IS NOT NULL AND enviado_en IS NULL AND created_at < now() - interval '1 day';
  GET DIAGNOSTICS v_n = ROW_COUNT;
  RETURN v_n;
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
    PERFORM chat_emitir(c, 'mensaje.actualizado', mensaje_datos(v_mensaje)) FROM chat c WHERE c.id = d.chat_id;
  END IF;
  RETURN p_id;
END $$;

-- On the wire ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW documento_ficha WITH (security_invoker) AS
  SELECT d.id, d.contrato_id, d.tipo, d.nombre_archivo, d.tipo_contenido, d.tamano, d.sha256, d.observaciones, d.subido_por,
         usuario_nombre(d.subido_por) AS subido_por_nombre, d.created_at AS fecha_subida, NULL::text AS url_archivo, d.chat_id
    FROM documento d;

CREATE OR REPLACE VIEW mensaje_ficha WITH (security_invoker) AS
  SELECT m.id, m.chat_id, m.numero, m.autor_id, usuario_nombre(m.autor_id) AS autor_nombre, m.cliente_id, m.texto,
         m.menciones, m.editado_en, m.deleted_at IS NOT NULL AS borrado, m.version, m.created_at, m.updated_at,
         d.id AS documento_id, d.nombre_archivo AS documento_nombre, d.tipo_contenido AS documento_tipo_contenido,
         d.tamano AS documento_tamano
    FROM mensaje m LEFT JOIN documento d ON d.id = m.documento_id AND d.deleted_at IS NULL;

CREATE OR REPLACE VIEW chat_ficha WITH (security_invoker) AS
  SELECT c.id, c.contrato_id, (SELECT k.codigo FROM contrato k WHERE k.id = c.contrato_id) AS contrato_codigo,
         c.empresa1_id, (SELECT e.nombre FROM empresa e WHERE e.id = c.empresa1_id) AS empresa1_nombre,
         c.empresa2_id, (SELECT e.nombre FROM empresa e WHERE e.id = c.empresa2_id) AS empresa2_nombre,
         o.otro_id, usuario_nombre(o.otro_id) AS otro_nombre,
         (SELECT e.nombre FROM empresa e WHERE e.id = usuario_empresa(o.otro_id)) AS otro_empresa_nombre,
         c.mensajes_n, c.ultimo_en, left(u.texto, 200) AS ultimo_texto, u.autor_id AS ultimo_autor_id,
         usuario_nombre(u.autor_id) AS ultimo_autor_nombre,
         coalesce(l.entregado, 0) AS entregado, coalesce(l.leido, 0) AS leido,
         (SELECT count(*) FROM (SELECT FROM mensaje m
                                 WHERE m.chat_id = c.id AND m.numero > coalesce(l.leido, 0) AND m.autor_id <> yo_usuario()
                                   AND m.deleted_at IS NULL LIMIT 100) nuevos) AS sin_leer,
         c.created_at, c.updated_at,
         (SELECT d.nombre_archivo FROM documento d WHERE d.id = u.documento_id AND d.deleted_at IS NULL) AS ultimo_documento_nombre
    FROM chat c
    LEFT JOIN chat_lectura l ON l.chat_id = c.id AND l.usuario_id = yo_usuario()
    LEFT JOIN mensaje u ON u.chat_id = c.id AND u.numero = c.mensajes_n
    CROSS JOIN LATERAL (SELECT CASE WHEN c.usuario1_id = yo_usuario() THEN c.usuario2_id ELSE c.usuario1_id END AS otro_id) o;

CREATE OR REPLACE FUNCTION mensaje_datos(p_mensaje_id bigint) RETURNS jsonb
  LANGUAGE sql STABLE
  AS $$
  SELECT jsonb_build_object('id', m.id, 'chat_id', m.chat_id, 'contrato_id', c.contrato_id, 'numero', m.numero,
           'autor_id', m.autor_id, 'autor_nombre', u.nombre, 'cliente_id', m.cliente_id, 'texto', m.texto,
           'menciones', m.menciones, 'borrado', m.deleted_at IS NOT NULL, 'version', m.version,
           'created_at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'editado_en', to_char(m.editado_en AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'documento_id', d.id, 'documento_nombre', d.nombre_archivo, 'documento_tipo_contenido', d.tipo_contenido,
           'documento_tamano', d.tamano)
    FROM mensaje m JOIN chat c ON c.id = m.chat_id JOIN usuario u ON u.id = m.autor_id
    LEFT JOIN documento d ON d.id = m.documento_id AND d.deleted_at IS NULL
   WHERE m.id = p_mensaje_id
$$;

-- What is sent with a message is its author's, of that chat, and was not sent before. TB422.
CREATE FUNCTION adjunto_enviar(p_chat_id bigint, p_documento_id bigint) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  UPDATE documento SET enviado_en = now(), updated_at = now()
   WHERE id = p_documento_id AND chat_id = p_chat_id AND subido_por = yo_usuario() AND enviado_en IS NULL AND deleted_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'names no file that you uploaded to this chat and did not send yet'
      USING ERRCODE = 'TB422', COLUMN = 'documento_id';
  END IF;
END $$;

DROP FUNCTION mensaje_enviar(bigint, text, uuid, jsonb);
-- Stores a message once: the same p_cliente_id of the same author again gives the first. TB403, TB404, TB409, TB422.
CREATE FUNCTION mensaje_enviar(p_chat_id bigint, p_texto text, p_cliente_id uuid, p_menciones jsonb,
    p_documento_id bigint DEFAULT NULL)
  RETURNS SETOF mensaje_ficha
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c chat := chat_mio(p_chat_id, true); -- one writer of a chat after the other, from its number to the commit
  v_id bigint;
  v_chat bigint;
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
    PERFORM chat_emitir(c, 'receive_message', mensaje_datos(v_id));
  END IF;
  RETURN QUERY SELECT * FROM mensaje_ficha WHERE id = v_id;
END $$;

-- What was sent with it goes with it.
CREATE FUNCTION tg_mensaje_adjunto() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  UPDATE documento SET deleted_at = now(), updated_at = now() WHERE id = NEW.documento_id AND deleted_at IS NULL;
  RETURN NEW;
END $$;
-- Before, so that whoever tells of the change finds it gone.
CREATE TRIGGER mensaje_adjunto BEFORE UPDATE OF deleted_at ON mensaje
  FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL AND NEW.documento_id IS NOT NULL)
  EXECUTE FUNCTION tg_mensaje_adjunto();

-- Who is mentioned is told by a kind of its own.
CREATE OR REPLACE FUNCTION tg_mensaje_notificar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c chat;
  v_mencionados bigint[] := ARRAY(SELECT m::bigint FROM jsonb_array_elements_text(NEW.menciones) m WHERE m::bigint <> NEW.autor_id);
  v_datos jsonb;
BEGIN
  SELECT * INTO c FROM chat WHERE id = NEW.chat_id;
  v_datos := jsonb_build_object('chat_id', NEW.chat_id, 'contrato_id', c.contrato_id, 'mensaje_id', NEW.id,
    'autor_id', NEW.autor_id, 'autor_nombre', (SELECT nombre FROM usuario WHERE id = NEW.autor_id), 'texto', left(NEW.texto, 200),
    'documento_nombre', (SELECT nombre_archivo FROM documento WHERE id = NEW.documento_id));
  PERFORM notificar('mensaje', ARRAY(SELECT g FROM chat_gente(c) g WHERE g <> NEW.autor_id AND g <> ALL (v_mencionados)),
                    v_datos, NEW.chat_id);
  PERFORM notificar('mencion', v_mencionados, v_datos, NEW.chat_id);
  RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION adjunto_admitir(bigint), adjunto_olvidar(), mensaje_enviar(bigint, text, uuid, jsonb, bigint)
  TO triboka_app;
