-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whom a message is news to is looked for once for all that came meanwhile, and not while each is written: with 43 people it was
-- a quarter of what a message costs, all of it while the chat's other writers waited. A chat says how far its people were
-- told; whoever writes leaves it behind, and a worker calls chat_avisar() after what it wrote, four times a second at most, and
-- twice a second for whatever else wrote. Who has read a message by then is not told of it at all.

ALTER TABLE chat ADD COLUMN avisado_n bigint NOT NULL DEFAULT 0;
UPDATE chat SET avisado_n = mensajes_n;
CREATE INDEX chat_por_avisar ON chat (id) WHERE avisado_n < mensajes_n;

DROP TRIGGER mensaje_notificar ON mensaje;
DROP FUNCTION tg_mensaje_notificar();

-- What a line about it says.
CREATE FUNCTION mensaje_aviso(c chat, m mensaje) RETURNS jsonb
  LANGUAGE sql STABLE
  AS $$
  SELECT jsonb_build_object('chat_id', c.id, 'contrato_id', c.contrato_id, 'mensaje_id', m.id, 'autor_id', m.autor_id,
           'autor_nombre', (SELECT nombre FROM usuario WHERE id = m.autor_id), 'texto', left(m.texto, 200),
           'documento_nombre', (SELECT nombre_archivo FROM documento WHERE id = m.documento_id))
$$;

-- Who is mentioned, is told of each message by a kind of its own; the others, of a chat that waits to be read, once: of the
-- first message that is news to them. c is locked: its messages up to mensajes_n are there, and no other comes.
CREATE FUNCTION chat_notificar(c chat) RETURNS void
  LANGUAGE plpgsql
  AS $$
DECLARE
  r record;
BEGIN
  FOR r IN
    SELECT m AS mensaje,
           ARRAY(SELECT u FROM (SELECT e::bigint AS u FROM jsonb_array_elements_text(m.menciones) e) mencionados
                  WHERE u <> m.autor_id
                    AND NOT EXISTS (SELECT FROM chat_lectura l
                                     WHERE l.chat_id = c.id AND l.usuario_id = u AND l.leido >= m.numero)) AS quienes
      FROM mensaje m
     WHERE m.chat_id = c.id AND m.numero > c.avisado_n AND m.numero <= c.mensajes_n AND m.menciones <> '[]'
       AND m.deleted_at IS NULL
     ORDER BY m.numero LOOP
    PERFORM notificar('mencion', r.quienes, mensaje_aviso(c, r.mensaje), c.id);
  END LOOP;
  FOR r IN
    WITH sin_aviso AS MATERIALIZED (
      SELECT g AS id, greatest(c.avisado_n, (SELECT l.leido FROM chat_lectura l WHERE l.chat_id = c.id AND l.usuario_id = g)) AS hasta
        FROM chat_gente(c) g
       WHERE NOT EXISTS (SELECT FROM notificacion n
                          WHERE n.chat_id = c.id AND n.usuario_id = g AND n.leida_en IS NULL AND n.tipo = 'mensaje')),
    nuevos AS (
      SELECT s.id, (SELECT m.id FROM mensaje m
                     WHERE m.chat_id = c.id AND m.numero > s.hasta AND m.numero <= c.mensajes_n AND m.autor_id <> s.id
                       AND NOT m.menciones @> to_jsonb(s.id) AND m.deleted_at IS NULL
                     ORDER BY m.numero LIMIT 1) AS mensaje_id
        FROM sin_aviso s)
    SELECT m AS mensaje, array_agg(n.id) AS quienes
      FROM nuevos n JOIN mensaje m ON m.id = n.mensaje_id GROUP BY m.id ORDER BY m.numero LOOP
    PERFORM notificar('mensaje', r.quienes, mensaje_aviso(c, r.mensaje), c.id);
  END LOOP;
END $$;

-- Tells the people of the chats that were written in, of p_limite chats at most. Returns how many it were.
CREATE FUNCTION chat_avisar(p_limite int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c chat;
  v_n int := 0;
BEGIN
  FOR c IN SELECT * FROM chat WHERE avisado_n < mensajes_n ORDER BY id LIMIT p_limite FOR NO KEY UPDATE LOOP
    PERFORM chat_notificar(c);
    UPDATE chat SET avisado_n = c.mensajes_n WHERE id = c.id;
    v_n := v_n + 1;
  END LOOP;
  RETURN v_n;
END $$;
GRANT EXECUTE ON FUNCTION chat_avisar(int) TO triboka_app;

-- Who has read a chat to its end need not be told of it any more. Its people may just be told, by who has not seen that this
-- one has read: the end of that is waited for, and it for ours.
CREATE OR REPLACE FUNCTION tg_chat_lectura_notificar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_mensajes bigint;
BEGIN
  IF EXISTS (SELECT FROM chat WHERE id = NEW.chat_id AND avisado_n < mensajes_n)
     OR EXISTS (SELECT FROM notificacion WHERE usuario_id = NEW.usuario_id AND chat_id = NEW.chat_id AND leida_en IS NULL) THEN
    SELECT mensajes_n INTO v_mensajes FROM chat WHERE id = NEW.chat_id FOR SHARE;
    UPDATE notificacion SET leida_en = now(), updated_at = now()
     WHERE usuario_id = NEW.usuario_id AND chat_id = NEW.chat_id AND leida_en IS NULL AND NEW.leido >= v_mensajes;
  END IF;
  RETURN NULL;
END $$;
