-- SPDX-License-Identifier: GPL-3.0-or-later
-- Work that is done beside requests: a row for each piece, taken by one worker at a time, tried again, and in the end done
-- or dead. What is due by the clock is put in from its row in `horario`.

CREATE TABLE trabajo (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tipo text NOT NULL CHECK (length(tipo) BETWEEN 1 AND 60),
  datos jsonb NOT NULL DEFAULT '{}' CHECK (pg_column_size(datos) <= 65536),
  estado text NOT NULL DEFAULT 'Pendiente' CHECK (estado IN ('Pendiente', 'En curso', 'Hecho', 'Muerto')),
  -- of those with the same, one waits or runs at a time
  clave text CHECK (length(clave) <= 200),
  intentos int NOT NULL DEFAULT 0,
  max_intentos int NOT NULL DEFAULT 10 CHECK (max_intentos BETWEEN 1 AND 100),
  no_antes timestamptz NOT NULL DEFAULT now(),
  tomado_hasta timestamptz, -- whoever took it has died, when this is over
  error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX trabajo_clave_key ON trabajo (clave) WHERE estado IN ('Pendiente', 'En curso');
CREATE INDEX trabajo_pendiente ON trabajo (no_antes, id) WHERE estado = 'Pendiente';
CREATE INDEX trabajo_en_curso ON trabajo (tomado_hasta) WHERE estado = 'En curso';
CREATE INDEX trabajo_fin ON trabajo (updated_at) WHERE estado IN ('Hecho', 'Muerto');

CREATE TABLE horario (
  tipo text PRIMARY KEY,
  cada interval NOT NULL CHECK (cada >= interval '1 second'),
  proximo timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE trabajo ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE horario ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON trabajo TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON horario TO CURRENT_USER USING (true) WITH CHECK (true);

-- Puts one in; for triggers and functions that run as the owner. Returns null where one of this clave waits already.
CREATE FUNCTION trabajo_poner(p_tipo text, p_datos jsonb, p_clave text) RETURNS bigint
  LANGUAGE sql
  AS $$
  INSERT INTO trabajo (tipo, datos, clave) VALUES (p_tipo, coalesce(p_datos, '{}'), p_clave)
  ON CONFLICT (clave) WHERE estado IN ('Pendiente', 'En curso') DO NOTHING RETURNING id
$$;

-- What is due by the clock; one caller's turn is everyone's.
CREATE FUNCTION trabajo_programar() RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  h horario;
  v_n int := 0;
BEGIN
  FOR h IN SELECT * FROM horario WHERE proximo <= now() ORDER BY tipo FOR UPDATE SKIP LOCKED LOOP
    PERFORM trabajo_poner(h.tipo, NULL, 'horario ' || h.tipo);
    UPDATE horario SET proximo = now() + cada WHERE tipo = h.tipo;
    v_n := v_n + 1;
  END LOOP;
  RETURN v_n;
END $$;

-- The next one that is due, or whose taker has died, for p_segundos. No row: there is none. One that was tried as often as
-- may be, and whose taker died each time, is dead.
CREATE FUNCTION trabajo_tomar(p_segundos int, OUT id bigint, OUT tipo text, OUT datos jsonb, OUT intentos int)
  RETURNS SETOF record
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  UPDATE trabajo t SET estado = CASE WHEN t.intentos >= t.max_intentos THEN 'Muerto' ELSE 'Pendiente' END,
         error = 'whoever did it ended without a word', tomado_hasta = NULL, updated_at = now()
   WHERE t.id IN (SELECT v.id FROM trabajo v WHERE v.estado = 'En curso' AND v.tomado_hasta < now()
                   ORDER BY v.id FOR UPDATE SKIP LOCKED);
  RETURN QUERY
    UPDATE trabajo t SET estado = 'En curso', intentos = t.intentos + 1, tomado_hasta = now() + p_segundos * interval '1 second',
           updated_at = now()
     WHERE t.id = (SELECT v.id FROM trabajo v WHERE v.estado = 'Pendiente' AND v.no_antes <= now()
                    ORDER BY v.no_antes, v.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING t.id, t.tipo, t.datos, t.intentos;
END $$;

-- Done; in the transaction that did it, where that is all in the database.
CREATE FUNCTION trabajo_hecho(p_id bigint) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  UPDATE trabajo SET estado = 'Hecho', error = NULL, tomado_hasta = NULL, updated_at = now() WHERE id = p_id AND estado = 'En curso'
$$;

-- Failed: again after 10 seconds, 20, 40, ... an hour at most, with a little chance in it; dead after the last try.
CREATE FUNCTION trabajo_fallar(p_id bigint, p_error text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  UPDATE trabajo
     SET estado = CASE WHEN intentos >= max_intentos THEN 'Muerto' ELSE 'Pendiente' END,
         no_antes = now() + least(10 * 2 ^ (intentos - 1), 3600) * (0.9 + 0.2 * random()) * interval '1 second',
         error = left(p_error, 2000), tomado_hasta = NULL, updated_at = now()
   WHERE id = p_id AND estado = 'En curso'
$$;

-- Forgets what was done a week ago, and what died a season ago.
CREATE FUNCTION trabajo_olvidar() RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  v_n int;
BEGIN
  DELETE FROM trabajo WHERE (estado = 'Hecho' AND updated_at < now() - interval '7 days')
                         OR (estado = 'Muerto' AND updated_at < now() - interval '90 days');
  GET DIAGNOSTICS v_n = ROW_COUNT;
  RETURN v_n;
END $$;
GRANT EXECUTE ON FUNCTION trabajo_programar(), trabajo_tomar(int), trabajo_hecho(bigint), trabajo_fallar(bigint, text),
  trabajo_olvidar() TO triboka_app;

INSERT INTO horario (tipo, cada) VALUES ('limpiar', interval '1 hour');
