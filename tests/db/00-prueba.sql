-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the scripts share, in a schema of its own. They run on the demo data, each in a transaction that is rolled back,
-- as the owner of the schema, and become the app's role by SET LOCAL ROLE: a failure is an exception.
DROP SCHEMA IF EXISTS prueba CASCADE;
CREATE SCHEMA prueba;
GRANT USAGE ON SCHEMA prueba TO triboka_app;

-- Enters as one of the demo's people, by a session of its own. '' leaves.
CREATE FUNCTION prueba.entrar(p_email text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  u usuario;
  v_sesion uuid;
BEGIN
  PERFORM set_config('tbk.' || x, '', true) FROM unnest(ARRAY['usuario', 'empresa', 'rol', 'ambito', 'motivo']) AS x;
  IF p_email = '' THEN
    RETURN;
  END IF;
  SELECT * INTO STRICT u FROM usuario WHERE email = p_email;
  INSERT INTO sesion (usuario_id, direccion_ip, agente, expira_en)
  VALUES (u.id, '127.0.0.1', 'prueba', now() + interval '1 hour') RETURNING id INTO v_sesion;
  PERFORM entrar(v_sesion, u.id, u.rol);
END $$;

CREATE FUNCTION prueba.cierto(p_que text, p_cierto boolean) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  IF p_cierto IS NOT TRUE THEN
    RAISE EXCEPTION 'not so: %', p_que;
  END IF;
END $$;

CREATE FUNCTION prueba.igual(p_que text, p_es anyelement, p_debe anyelement) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  IF p_es IS DISTINCT FROM p_debe THEN
    RAISE EXCEPTION '%: is %, should be %', p_que, p_es, p_debe;
  END IF;
END $$;

-- Runs a statement that must fail with that SQLSTATE.
CREATE FUNCTION prueba.falla(p_estado text, p_sql text) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  BEGIN
    EXECUTE p_sql;
  EXCEPTION WHEN OTHERS THEN
    IF SQLSTATE = p_estado THEN
      RETURN;
    END IF;
    RAISE EXCEPTION 'failed with % (%), should with %: %', SQLSTATE, SQLERRM, p_estado, p_sql;
  END;
  RAISE EXCEPTION 'did not fail, should with %: %', p_estado, p_sql;
END $$;

-- Runs a statement and says how many rows it touched.
CREATE FUNCTION prueba.toca(p_sql text) RETURNS bigint
  LANGUAGE plpgsql AS $$
DECLARE
  v_n bigint;
BEGIN
  EXECUTE p_sql;
  GET DIAGNOSTICS v_n = ROW_COUNT;
  RETURN v_n;
END $$;

CREATE FUNCTION prueba.cuenta(p_desde text) RETURNS bigint
  LANGUAGE plpgsql AS $$
DECLARE
  v_n bigint;
BEGIN
  EXECUTE 'SELECT count(*) FROM ' || p_desde INTO v_n;
  RETURN v_n;
END $$;

-- An empresa's id, whatever the caller sees.
CREATE FUNCTION prueba.empresa(p_email text) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT empresa_id FROM usuario WHERE email = p_email $$;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prueba TO triboka_app;
