-- SPDX-License-Identifier: GPL-3.0-or-later
-- The feed of changes: a row for each, with its number and its envelope (who may see it). Lists, chat and notifications
-- are kept live by it.
--
-- Numbers follow the order of commits: who has seen N never misses a smaller one. A sequence does not give that (who
-- takes 7 may commit before who took 6), and a lock held from the number to the commit, or a NOTIFY, whose own lock is
-- held as long, makes every writer of the database wait for the disk one after the other: with 8 writers of lotes 130
-- changes a second with both and 160 with NOTIFY alone, where the bare row leaves 390 (and no evento 630), on the same
-- slow disk. So whoever writes leaves its row without a number and goes on. evento_numerar() numbers what is committed,
-- one caller at a time, a batch at once, and tells the workers by one NOTIFY; a worker calls it after what it wrote and
-- twice a second for whatever else wrote. In a batch, ids give the order: two writers of one row, or of one chat, take
-- theirs while they hold its lock.

CREATE TABLE evento (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  numero bigint,
  tipo text NOT NULL CHECK (length(tipo) BETWEEN 1 AND 60),
  -- either: the ambitos that see it, 0 (admins) among them where they do; or: the usuarios
  ambitos bigint[],
  usuarios bigint[],
  datos jsonb NOT NULL CHECK (pg_column_size(datos) <= 32768),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT evento_numero_key UNIQUE (numero),
  CONSTRAINT evento_sobre_check CHECK ((ambitos IS NULL) <> (usuarios IS NULL))
);
CREATE INDEX evento_sin_numero ON evento (id) WHERE numero IS NULL;
CREATE INDEX evento_fecha ON evento (created_at);

-- One row: the last number given, and the highest that was pruned.
CREATE TABLE evento_cuenta (
  unica boolean PRIMARY KEY DEFAULT true CHECK (unica),
  ultimo bigint NOT NULL DEFAULT 0,
  podado bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
INSERT INTO evento_cuenta DEFAULT VALUES;

ALTER TABLE evento ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE evento_cuenta ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON evento TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON evento_cuenta TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY evento_see ON evento FOR SELECT TO triboka_app
  USING (numero IS NOT NULL
         AND ((SELECT yo_ambito()) = ANY (ambitos) OR (SELECT yo_usuario()) = ANY (usuarios)));
CREATE POLICY evento_cuenta_see ON evento_cuenta FOR SELECT TO triboka_app
  USING ((SELECT yo_usuario()) IS NOT NULL);
GRANT SELECT ON evento, evento_cuenta TO triboka_app;

-- Adds one; for triggers that run as the owner, and for nobody else. Where no one is to see it there is none.
CREATE FUNCTION evento_emitir(p_tipo text, p_ambitos bigint[], p_usuarios bigint[], p_datos jsonb) RETURNS void
  LANGUAGE sql
  AS $$
  INSERT INTO evento (tipo, ambitos, usuarios, datos)
  SELECT p_tipo, p_ambitos, p_usuarios, p_datos WHERE cardinality(coalesce(p_ambitos, p_usuarios)) > 0
$$;

-- Numbers what is committed. Returns how many it were: as many as p_limite when there may be more.
CREATE FUNCTION evento_numerar(p_limite int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_antes bigint;
  v_n int;
BEGIN
  IF NOT EXISTS (SELECT FROM evento WHERE numero IS NULL) THEN
    RETURN 0;
  END IF;
  -- held until the commit: the next caller finds these numbered, and everything committed since
  SELECT ultimo INTO v_antes FROM evento_cuenta FOR UPDATE;
  UPDATE evento e SET numero = v_antes + s.n
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n
            FROM (SELECT id FROM evento WHERE numero IS NULL ORDER BY id LIMIT p_limite) sin) s
   WHERE e.id = s.id;
  GET DIAGNOSTICS v_n = ROW_COUNT;
  IF v_n > 0 THEN
    UPDATE evento_cuenta SET ultimo = v_antes + v_n;
    PERFORM pg_notify('evento', (v_antes + v_n)::text);
  END IF;
  RETURN v_n;
END $$;

-- For a worker's hub, which hands each on to whom its envelope names; the only way to read them without a session.
CREATE FUNCTION evento_leer(p_despues bigint, p_limite int,
    OUT numero bigint, OUT tipo text, OUT ambitos bigint[], OUT usuarios bigint[], OUT datos jsonb)
  RETURNS SETOF record
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  SELECT e.numero, e.tipo, e.ambitos, e.usuarios, e.datos FROM evento e
   WHERE e.numero > p_despues ORDER BY e.numero LIMIT p_limite
$$;

CREATE FUNCTION evento_ultimo() RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT ultimo FROM evento_cuenta $$;

-- Forgets what is older, p_limite at most. Returns how many went.
CREATE FUNCTION evento_podar(p_horas int, p_limite int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_hasta bigint;
  v_n int;
BEGIN
  -- a beginning of the feed and no more, so that what is left has no hole
  SELECT max(numero) INTO v_hasta
    FROM (SELECT numero FROM evento
           WHERE numero IS NOT NULL AND created_at < now() - p_horas * interval '1 hour'
           ORDER BY created_at LIMIT p_limite) viejos;
  IF v_hasta IS NULL THEN
    RETURN 0;
  END IF;
  DELETE FROM evento WHERE numero <= v_hasta;
  GET DIAGNOSTICS v_n = ROW_COUNT;
  UPDATE evento_cuenta SET podado = greatest(podado, v_hasta);
  RETURN v_n;
END $$;
GRANT EXECUTE ON FUNCTION evento_numerar(int), evento_leer(bigint, int), evento_ultimo(), evento_podar(int, int)
  TO triboka_app;

-- What emits: a row's id, version and state, never its content, which each reader asks for by its own right. -----------

CREATE FUNCTION tg_contrato_evento() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  PERFORM evento_emitir('contrato.actualizado', ARRAY[0, NEW.exportadora_id, NEW.contraparte_id], NULL,
    jsonb_build_object('id', NEW.id, 'version', NEW.version, 'estado', NEW.estado,
      'accion', CASE WHEN TG_OP = 'INSERT' THEN 'crear' WHEN NEW.deleted_at IS NULL THEN 'editar' ELSE 'borrar' END));
  RETURN NULL;
END $$;
-- Not for `busca` alone: the new name of a company would tell of each of its contratos.
CREATE TRIGGER contrato_evento
  AFTER INSERT OR UPDATE OF fecha_firma, calidad, volumen_tm, tolerancia_pct, tipo_precio, precio_fijado_tm,
    diferencial_tm, mes_bolsa, entrega_desde, entrega_hasta, observaciones, estado, entregado_kg, lotes_n, deleted_at
  ON contrato FOR EACH ROW EXECUTE FUNCTION tg_contrato_evento();

-- Who sees it no more is told so, and nothing else.
CREATE FUNCTION tg_lote_evento() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_ahora bigint[] := ARRAY(SELECT lote_ambitos(NEW));
BEGIN
  PERFORM evento_emitir('lote.actualizado', v_ahora, NULL,
    jsonb_build_object('id', NEW.id, 'version', NEW.version, 'estado', NEW.estado, 'contrato_id', NEW.contrato_id,
      'accion', CASE WHEN TG_OP = 'INSERT' THEN 'crear' ELSE 'editar' END));
  IF TG_OP = 'UPDATE' AND (OLD.empresa_id, OLD.contrato_id, OLD.deleted_at)
                          IS DISTINCT FROM (NEW.empresa_id, NEW.contrato_id, NEW.deleted_at) THEN
    PERFORM evento_emitir('lote.actualizado',
      ARRAY(SELECT a FROM lote_ambitos(OLD) a WHERE a <> ALL (v_ahora)), NULL,
      jsonb_build_object('id', NEW.id, 'accion', 'borrar'));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lote_evento
  AFTER INSERT OR UPDATE OF empresa_id, proveedor_id, contrato_id, calidad, fecha, sacos, peso_kg, humedad, ubicacion,
    estado, origen, metadata_json, observaciones, deleted_at
  ON lote FOR EACH ROW EXECUTE FUNCTION tg_lote_evento();

-- An association changes which lotes the centro sees: both sides look again.
CREATE FUNCTION tg_asociacion_evento() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  PERFORM evento_emitir('asociacion.actualizado', ARRAY[0, NEW.centro_id, NEW.proveedor_id], NULL,
    jsonb_build_object('id', NEW.id, 'version', NEW.version, 'estado', NEW.estado,
      'accion', CASE WHEN TG_OP = 'INSERT' THEN 'crear' WHEN NEW.deleted_at IS NULL THEN 'editar' ELSE 'borrar' END));
  RETURN NULL;
END $$;
CREATE TRIGGER asociacion_evento AFTER INSERT OR UPDATE ON asociacion
  FOR EACH ROW EXECUTE FUNCTION tg_asociacion_evento();

-- Sockets end with their session: workers listen for these. ------------------------------------------------------------

CREATE FUNCTION tg_sesion_avisar() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  PERFORM pg_notify('sesion', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER sesion_avisar AFTER UPDATE OF terminada_en ON sesion
  FOR EACH ROW WHEN (OLD.terminada_en IS NULL AND NEW.terminada_en IS NOT NULL) EXECUTE FUNCTION tg_sesion_avisar();

-- What a socket may see was settled when it came: another rol or empresa begins anew.
CREATE FUNCTION tg_usuario_avisar() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  PERFORM pg_notify('usuario', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER usuario_avisar AFTER UPDATE OF estado, rol, empresa_id ON usuario
  FOR EACH ROW WHEN ((OLD.estado, OLD.rol, OLD.empresa_id) IS DISTINCT FROM (NEW.estado, NEW.rol, NEW.empresa_id))
  EXECUTE FUNCTION tg_usuario_avisar();

-- Those of p_sesiones that have ended: for a worker that was cut off from the database and heard nothing meanwhile. The
-- others are seen now, as whoever has a socket is.
CREATE FUNCTION sesiones_terminadas(p_sesiones uuid[]) RETURNS SETOF uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  UPDATE sesion SET visto_en = now()
   WHERE id IN (SELECT s.id FROM sesion s WHERE s.id = ANY (p_sesiones) AND s.terminada_en IS NULL
                   AND s.visto_en < now() - interval '50 seconds' ORDER BY s.id FOR UPDATE SKIP LOCKED);
  SELECT p FROM unnest(p_sesiones) p
   WHERE NOT EXISTS (SELECT FROM sesion s JOIN usuario u ON u.id = s.usuario_id
                      WHERE s.id = p AND s.terminada_en IS NULL AND s.expira_en > now() AND u.estado = 'Activo')
$$;
GRANT EXECUTE ON FUNCTION sesiones_terminadas(uuid[]) TO triboka_app;
