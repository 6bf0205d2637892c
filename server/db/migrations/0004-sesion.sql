-- SPDX-License-Identifier: GPL-3.0-or-later
-- Sessions, refresh tokens, log-in throttling, and entrar(): the first thing each request's transaction does.
-- The auth_ functions run as the owner because there is no session yet; each is called by one statement of auth.sql.

CREATE TABLE sesion (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  usuario_id bigint NOT NULL REFERENCES usuario,
  direccion_ip text NOT NULL CHECK (length(direccion_ip) <= 45),
  agente text NOT NULL CHECK (length(agente) <= 200),
  visto_en timestamptz NOT NULL DEFAULT now(),
  expira_en timestamptz NOT NULL,
  terminada_en timestamptz,
  fin text CHECK (fin IN ('salida', 'terminada', 'reuso', 'clave', 'suspension')),
  created_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
CREATE INDEX sesion_usuario ON sesion (usuario_id, visto_en);
CREATE INDEX sesion_expira ON sesion (expira_en);

-- One row per refresh token ever given in a family (= sesion). Only SHA-256 is stored; the successor follows from the
-- spent token and the server's key, so that a reply lost on a bad line can be given again.
CREATE TABLE refresco (
  huella bytea PRIMARY KEY CHECK (length(huella) = 32),
  sesion_id uuid NOT NULL REFERENCES sesion ON DELETE CASCADE,
  rotado_en timestamptz,
  sucesor bytea,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refresco_sesion ON refresco (sesion_id);

-- Log-ins begun and not (yet) succeeded. Lost in a crash, which costs nothing.
CREATE UNLOGGED TABLE intento (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  direccion_ip text NOT NULL,
  cuenta text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX intento_direccion ON intento (direccion_ip, created_at);
CREATE INDEX intento_cuenta ON intento (cuenta, created_at);

ALTER TABLE sesion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE refresco ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE intento ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON sesion TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON refresco TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON intento TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY sesion_own ON sesion TO triboka_app
  USING (usuario_id = (SELECT yo_usuario())) WITH CHECK (usuario_id = (SELECT yo_usuario()));
GRANT SELECT, UPDATE (terminada_en, fin) ON sesion TO triboka_app;

-- Whether the session is alive, and who it is: sets tbk.* for this transaction only. TB401 otherwise.
CREATE FUNCTION entrar(p_sesion uuid, p_usuario bigint, p_rol text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_empresa bigint;
  v_visto timestamptz;
BEGIN
  SELECT u.empresa_id, s.visto_en INTO v_empresa, v_visto
    FROM sesion s JOIN usuario u ON u.id = s.usuario_id
   WHERE s.id = p_sesion AND u.id = p_usuario AND s.terminada_en IS NULL AND s.expira_en > now()
     AND u.estado = 'Activo' AND u.rol = p_rol;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the session has ended' USING ERRCODE = 'TB401';
  END IF;
  PERFORM set_config('tbk.usuario', p_usuario::text, true),
          set_config('tbk.rol', p_rol, true),
          set_config('tbk.empresa', coalesce(v_empresa::text, ''), true),
          set_config('tbk.ambito', CASE WHEN p_rol = 'admin' THEN '0' ELSE v_empresa::text END, true);
  IF v_visto < now() - interval '1 minute' THEN
    -- whoever else is just noting it does so for us too
    UPDATE sesion SET visto_en = now()
     WHERE id = (SELECT s.id FROM sesion s WHERE s.id = p_sesion FOR UPDATE SKIP LOCKED);
  END IF;
END $$;

-- Counts this attempt against address and account before the password is looked at; auth_sesion() takes it back on
-- success. TB429 over the limit. Guesses made at the same time may pass it by as many as there are connections.
-- One row always; usuario_id is null for an unknown account.
CREATE FUNCTION auth_intento(p_direccion_ip text, p_email text,
    OUT intento_id bigint, OUT usuario_id bigint, OUT hash_password text, OUT estado text, OUT rol text,
    OUT empresa_id bigint, OUT nombre text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c_ventana CONSTANT interval := '15 minutes';
  c_por_direccion CONSTANT int := 20;
  c_por_cuenta CONSTANT int := 10;
  v_cuenta text := lower(trim(p_email));
  v_desde timestamptz := clock_timestamp() - c_ventana;
BEGIN
  IF (SELECT count(*) FROM intento i WHERE i.direccion_ip = p_direccion_ip AND i.created_at > v_desde) >= c_por_direccion
     OR (SELECT count(*) FROM intento i WHERE i.cuenta = v_cuenta AND i.created_at > v_desde) >= c_por_cuenta THEN
    RAISE EXCEPTION 'too many failed log-ins; wait a quarter of an hour' USING ERRCODE = 'TB429';
  END IF;
  INSERT INTO intento AS i (direccion_ip, cuenta) VALUES (p_direccion_ip, v_cuenta) RETURNING i.id INTO intento_id;
  SELECT u.id, u.hash_password, u.estado, u.rol, u.empresa_id, u.nombre
    INTO usuario_id, hash_password, estado, rol, empresa_id, nombre
    FROM usuario u WHERE u.email = v_cuenta;
END $$;

-- After the right password: a session with its first refresh token. The caller has verified the password.
CREATE FUNCTION auth_sesion(p_intento_id bigint, p_usuario_id bigint, p_huella text, p_agente text,
    p_direccion_ip text, p_segundos int,
    OUT sesion_id uuid, OUT usuario_id bigint, OUT rol text, OUT empresa_id bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  SELECT u.id, u.rol, u.empresa_id INTO usuario_id, rol, empresa_id
    FROM usuario u WHERE u.id = p_usuario_id AND u.estado = 'Activo';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the account is not active' USING ERRCODE = 'TB403';
  END IF;
  DELETE FROM intento i WHERE i.id = p_intento_id;
  INSERT INTO sesion AS s (usuario_id, direccion_ip, agente, expira_en)
  VALUES (p_usuario_id, left(coalesce(p_direccion_ip, ''), 45), left(coalesce(p_agente, ''), 200),
          now() + p_segundos * interval '1 second')
  RETURNING s.id INTO sesion_id;
  INSERT INTO refresco (huella, sesion_id) VALUES (decode(p_huella, 'hex'), sesion_id);
END $$;

-- Spends a refresh token. resultado: 'nuevo' (p_nueva is stored and good now), 'gracia' (spent within the last
-- 10 seconds: p_nueva is the same successor as then), 'reuso' (spent before: the session is ended), 'invalido'.
-- Never raises for these, because ending the session must be committed though the reply is 401.
CREATE FUNCTION auth_refrescar(p_huella text, p_nueva text, p_segundos int,
    OUT resultado text, OUT sesion_id uuid, OUT usuario_id bigint, OUT rol text, OUT empresa_id bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  c_gracia CONSTANT interval := '10 seconds';
  t refresco;
  v_nueva bytea := decode(p_nueva, 'hex');
BEGIN
  resultado := 'invalido';
  SELECT * INTO t FROM refresco r WHERE r.huella = decode(p_huella, 'hex') FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM FROM sesion s JOIN usuario u ON u.id = s.usuario_id
    WHERE s.id = t.sesion_id AND s.terminada_en IS NULL AND s.expira_en > now() AND u.estado = 'Activo'
    FOR UPDATE OF s;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF t.rotado_en IS NULL THEN
    UPDATE refresco r SET rotado_en = clock_timestamp(), sucesor = v_nueva WHERE r.huella = t.huella;
    INSERT INTO refresco (huella, sesion_id) VALUES (v_nueva, t.sesion_id);
    UPDATE sesion s SET visto_en = now(), expira_en = now() + p_segundos * interval '1 second' WHERE s.id = t.sesion_id;
    resultado := 'nuevo';
  ELSIF t.rotado_en > clock_timestamp() - c_gracia AND t.sucesor = v_nueva
        AND EXISTS (SELECT FROM refresco r WHERE r.huella = t.sucesor AND r.rotado_en IS NULL) THEN
    resultado := 'gracia';
  ELSE
    UPDATE sesion s SET terminada_en = now(), fin = 'reuso' WHERE s.id = t.sesion_id;
    resultado := 'reuso';
    RETURN;
  END IF;
  SELECT s.id, u.id, u.rol, u.empresa_id INTO sesion_id, usuario_id, rol, empresa_id
    FROM sesion s JOIN usuario u ON u.id = s.usuario_id WHERE s.id = t.sesion_id;
END $$;

-- A usuario En revision, and its empresa when the RUC is new. The rol follows the empresa that is there.
CREATE FUNCTION auth_registrar(p_nombre text, p_email text, p_hash text, p_ruc text, p_ruc_aviso boolean,
    p_empresa_nombre text, p_empresa_tipo text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_empresa bigint;
  v_nueva boolean := false;
  v_usuario bigint;
BEGIN
  SELECT id INTO v_empresa FROM empresa WHERE ruc = p_ruc;
  IF NOT FOUND THEN
    INSERT INTO empresa (nombre, tipo, ruc, ruc_aviso, publicada)
    VALUES (p_empresa_nombre, p_empresa_tipo, p_ruc, coalesce(p_ruc_aviso, false), false)
    ON CONFLICT (ruc) DO NOTHING RETURNING id INTO v_empresa;
    v_nueva := FOUND;
    IF NOT v_nueva THEN
      SELECT id INTO STRICT v_empresa FROM empresa WHERE ruc = p_ruc;
    END IF;
  END IF;
  INSERT INTO usuario (nombre, email, hash_password, empresa_id, rol, es_dueno, estado)
  VALUES (p_nombre, p_email, p_hash, v_empresa, p_empresa_tipo, v_nueva, 'En revision')
  RETURNING id INTO v_usuario;
  RETURN v_usuario;
END $$;

-- The first admin of an empty database (the server's command line). TB409 when there is one.
CREATE FUNCTION auth_primer_admin(p_nombre text, p_email text, p_hash text) RETURNS bigint
  LANGUAGE plpgsql
  AS $$
DECLARE
  v_usuario bigint;
BEGIN
  IF EXISTS (SELECT FROM usuario WHERE rol = 'admin') THEN
    RAISE EXCEPTION 'there is an administrator already' USING ERRCODE = 'TB409';
  END IF;
  INSERT INTO usuario (nombre, email, hash_password, rol, estado)
  VALUES (p_nombre, p_email, p_hash, 'admin', 'Activo') RETURNING id INTO v_usuario;
  RETURN v_usuario;
END $$;

-- The caller's own password hash, to check the old one before a change.
CREATE FUNCTION auth_mi_clave() RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT hash_password FROM usuario WHERE id = yo_usuario() $$;

-- Sets the caller's own password and ends its other sessions. Returns how many ended.
CREATE FUNCTION auth_cambiar_clave(p_hash text, p_sesion uuid) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_n bigint;
BEGIN
  UPDATE usuario SET hash_password = p_hash WHERE id = yo_usuario();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the session has ended' USING ERRCODE = 'TB401';
  END IF;
  UPDATE sesion SET terminada_en = now(), fin = 'clave'
   WHERE usuario_id = yo_usuario() AND id IS DISTINCT FROM p_sesion AND terminada_en IS NULL;
  GET DIAGNOSTICS v_n = ROW_COUNT;
  RETURN v_n;
END $$;

-- Forgets what is long over; a worker runs it every hour. Returns how many sessions went.
CREATE FUNCTION auth_limpiar() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_n bigint;
BEGIN
  DELETE FROM intento WHERE created_at < now() - interval '1 hour';
  DELETE FROM idempotencia WHERE created_at < now() - interval '1 day';
  DELETE FROM sesion WHERE expira_en < now() - interval '30 days' OR terminada_en < now() - interval '30 days';
  GET DIAGNOSTICS v_n = ROW_COUNT;
  RETURN v_n;
END $$;

-- When a usuario that the caller sees was last here; the sessions themselves are its own business.
CREATE FUNCTION ultimo_acceso(p_usuario_id bigint) RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  SELECT max(s.visto_en) FROM sesion s JOIN usuario u ON u.id = s.usuario_id
   WHERE u.id = p_usuario_id AND (es_admin() OR u.empresa_id = yo_empresa() OR u.id = yo_usuario())
$$;

-- A usuario that is no longer active leaves at once.
CREATE FUNCTION tg_usuario_suspender() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  UPDATE sesion SET terminada_en = now(), fin = 'suspension' WHERE usuario_id = NEW.id AND terminada_en IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER usuario_suspender AFTER UPDATE OF estado ON usuario
  FOR EACH ROW WHEN (OLD.estado = 'Activo' AND NEW.estado <> 'Activo') EXECUTE FUNCTION tg_usuario_suspender();

-- A usuario as the wire has it.
CREATE VIEW usuario_ficha WITH (security_invoker) AS
  SELECT u.id, u.nombre, u.email, u.rol, u.empresa_id,
         (SELECT e.nombre FROM empresa e WHERE e.id = u.empresa_id) AS empresa_nombre,
         u.es_dueno, u.estado, u.config_json, ultimo_acceso(u.id) AS ultimo_acceso,
         u.version, u.created_at, u.updated_at
    FROM usuario u;
GRANT SELECT, UPDATE ON usuario_ficha TO triboka_app;

GRANT EXECUTE ON FUNCTION entrar(uuid, bigint, text), auth_intento(text, text),
  auth_sesion(bigint, bigint, text, text, text, int), auth_refrescar(text, text, int),
  auth_registrar(text, text, text, text, boolean, text, text), auth_mi_clave(), auth_cambiar_clave(text, uuid),
  auth_limpiar(), ultimo_acceso(bigint) TO triboka_app;
