-- SPDX-License-Identifier: GPL-3.0-or-later
-- What every later migration stands on: who asks, folded text, versions, audit, kept totals, codes, idempotency.
-- The role triboka_app exists already: the server makes it, it owns nothing and bypasses nothing.
-- Functions that run as the owner (SECURITY DEFINER) pin their search_path and are listed in server/db/README.md.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO triboka_app;
-- For the whole database: what is said of one schema only adds to what everyone has.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Who asks, set by entrar() for this transaction only; null without it, so that no policy lets a row through. -----

CREATE FUNCTION yo_usuario() RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('tbk.usuario', true), '')::bigint $$;

CREATE FUNCTION yo_empresa() RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('tbk.empresa', true), '')::bigint $$;

CREATE FUNCTION yo_rol() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('tbk.rol', true), '') $$;

-- The scope whose rows the caller sees: its empresa, or 0, which sees everything (an admin).
CREATE FUNCTION yo_ambito() RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('tbk.ambito', true), '')::bigint $$;

CREATE FUNCTION es_admin() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('tbk.rol', true) = 'admin', false) $$;

-- Rules on who may edit bind the app's role; the owner (migrations, triggers that keep totals) is above them.
CREATE FUNCTION es_app() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_user = 'triboka_app' $$;

-- Text ---------------------------------------------------------------------------------------------------------

-- Lower case without accents, as names are compared; tbk_fold() in C is the same.
CREATE FUNCTION plegar(texto text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT lower(translate(texto,
    'ÁÀÂÄÃÅáàâäãåÉÈÊËéèêëÍÌÎÏíìîïÓÒÔÖÕóòôöõÚÙÛÜúùûüÑñÇç',
    'AAAAAAaaaaaaEEEEeeeeIIIIiiiiOOOOOoooooUUUUuuuuNnCc') COLLATE "C") $$;

-- The words of a search as LIKE patterns, longest first: that one is looked up in the trigram index.
CREATE FUNCTION patrones(q text) RETURNS text[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT coalesce(array_agg('%' || regexp_replace(palabra, '([\\%_])', '\\\1', 'g') || '%'
                                  ORDER BY length(palabra) DESC, palabra), ARRAY['%'])
          FROM unnest(string_to_array(plegar(left(q, 200)), ' ')) AS palabra
         WHERE palabra <> '' $$;

-- The stored letters of a choice, matched without case or accents; null when it is none of them.
CREATE FUNCTION elegir(texto text, opciones text[]) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT opcion FROM unnest(opciones) AS opcion WHERE plegar(opcion) = plegar(texto) LIMIT 1 $$;

CREATE FUNCTION estado_contrato(texto text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT elegir(texto, ARRAY['Borrador', 'En revision', 'Activo', 'En proceso', 'Cerrado', 'Cancelado']) $$;

CREATE FUNCTION estado_lote(texto text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT elegir(texto, ARRAY['Registrado', 'En transito', 'Recibido', 'Fermentacion', 'Secado', 'Almacenado',
                                   'Exportado', 'Rechazado']) $$;

-- Versions -----------------------------------------------------------------------------------------------------

CREATE FUNCTION tg_version() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := now();
  NEW.created_at := OLD.created_at;
  RETURN NEW;
END $$;

-- Audit: append-only, written by trigger and by nothing else ------------------------------------------------------

CREATE TABLE auditoria (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tabla text NOT NULL,
  fila_id bigint NOT NULL,
  accion text NOT NULL CHECK (accion IN ('crear', 'editar', 'borrar')),
  antes jsonb,
  despues jsonb,
  motivo text,
  usuario_id bigint,
  empresa_id bigint,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auditoria_fila ON auditoria (tabla, fila_id, id);
CREATE INDEX auditoria_usuario ON auditoria (usuario_id, id);
CREATE INDEX auditoria_fecha ON auditoria (created_at, id);

CREATE FUNCTION tg_auditoria_fija() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  RAISE EXCEPTION 'auditoria is append-only' USING ERRCODE = 'TB403';
END $$;

CREATE TRIGGER auditoria_fija BEFORE UPDATE OR DELETE ON auditoria
  FOR EACH ROW EXECUTE FUNCTION tg_auditoria_fija();
CREATE TRIGGER auditoria_fija_toda BEFORE TRUNCATE ON auditoria
  FOR EACH STATEMENT EXECUTE FUNCTION tg_auditoria_fija();

-- For any table with a bigint id (or empresa_id as its key). Arguments: columns that never reach the audit (secrets, kept sums, search text).
-- A change of those alone is no entry. Setting deleted_at is 'borrar'.
CREATE FUNCTION tg_auditar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  ocultas text[] := ARRAY['version', 'updated_at'] || TG_ARGV[:]::text[];
  antes jsonb;
  despues jsonb;
  accion text := 'crear';
BEGIN
  IF TG_OP <> 'INSERT' THEN
    antes := to_jsonb(OLD) - ocultas;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    despues := to_jsonb(NEW) - ocultas;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF antes = despues THEN
      RETURN NULL;
    END IF;
    accion := CASE WHEN despues ->> 'deleted_at' IS NOT NULL AND antes ->> 'deleted_at' IS NULL
                   THEN 'borrar' ELSE 'editar' END;
  ELSIF TG_OP = 'DELETE' THEN
    accion := 'borrar';
  END IF;
  INSERT INTO auditoria (tabla, fila_id, accion, antes, despues, motivo, usuario_id, empresa_id)
  VALUES (TG_TABLE_NAME,
          coalesce(despues ->> 'id', antes ->> 'id', despues ->> 'empresa_id', antes ->> 'empresa_id')::bigint,
          accion, antes, despues, nullif(current_setting('tbk.motivo', true), ''), yo_usuario(), yo_empresa());
  RETURN NULL;
END $$;

-- Kept totals: a list's total is sum(n) over its slots ------------------------------------------------------------

-- Sharded by backend, so that writers of one ambito seldom wait for each other.
CREATE TABLE conteo (
  noun text NOT NULL,
  ambito bigint NOT NULL,
  estado text NOT NULL,
  slot smallint NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (noun, ambito, estado, slot)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 200);

-- On a parte table (columns ambito, estado). Argument: the noun.
CREATE FUNCTION tg_contar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  mi_slot smallint := pg_backend_pid() % 8;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO conteo AS k VALUES (TG_ARGV[0], OLD.ambito, OLD.estado, mi_slot, -1)
    ON CONFLICT (noun, ambito, estado, slot) DO UPDATE SET n = k.n - 1;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO conteo AS k VALUES (TG_ARGV[0], NEW.ambito, NEW.estado, mi_slot, 1)
    ON CONFLICT (noun, ambito, estado, slot) DO UPDATE SET n = k.n + 1;
  END IF;
  RETURN NULL;
END $$;

-- Codes: CT-2026-00014, one counter row per empresa, noun and year, in the transaction that uses it: no gaps ------------

CREATE TABLE serie (
  prefijo text NOT NULL,
  empresa_id bigint NOT NULL,
  anio int NOT NULL,
  ultimo bigint NOT NULL,
  PRIMARY KEY (prefijo, empresa_id, anio)
) WITH (fillfactor = 50);

CREATE FUNCTION codigo_nuevo(p_prefijo text, p_empresa_id bigint, p_anio int, p_cifras int) RETURNS text
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  INSERT INTO serie AS s VALUES (p_prefijo, p_empresa_id, p_anio, 1)
  ON CONFLICT (prefijo, empresa_id, anio) DO UPDATE SET ultimo = s.ultimo + 1
  RETURNING format('%s-%s-%s', prefijo, anio,
                   lpad(ultimo::text, greatest(p_cifras, length(ultimo::text)), '0'))
$$;

-- What a POST with an Idempotency-Key answered ------------------------------------------------------------------

CREATE TABLE idempotencia (
  usuario_id bigint NOT NULL,
  clave text NOT NULL CHECK (length(clave) BETWEEN 1 AND 200),
  ruta text NOT NULL,
  huella text NOT NULL,
  estado int,
  cabeceras jsonb,
  cuerpo text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (usuario_id, clave)
);
CREATE INDEX idempotencia_fecha ON idempotencia (created_at);

-- Row-level security of these; auditoria's policy follows once the nouns exist ---------------------------------------

ALTER TABLE auditoria ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE conteo ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE serie ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE idempotencia ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner_all ON auditoria TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON conteo TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON serie TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON idempotencia TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY conteo_see ON conteo FOR SELECT TO triboka_app
  USING (ambito = (SELECT yo_ambito()));
CREATE POLICY idempotencia_own ON idempotencia TO triboka_app
  USING (usuario_id = (SELECT yo_usuario())) WITH CHECK (usuario_id = (SELECT yo_usuario()));

GRANT SELECT ON conteo, auditoria TO triboka_app;
GRANT SELECT, INSERT, UPDATE (estado, cabeceras, cuerpo), DELETE ON idempotencia TO triboka_app;
GRANT EXECUTE ON FUNCTION yo_usuario(), yo_empresa(), yo_rol(), yo_ambito(), es_admin(), es_app(), plegar(text),
  patrones(text), elegir(text, text[]), estado_contrato(text), estado_lote(text), tg_version() TO triboka_app;
