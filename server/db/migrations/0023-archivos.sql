-- SPDX-License-Identifier: GPL-3.0-or-later
-- The store's files are held against their rows by the queue, a stretch at a time.

-- Not done yet: it goes on from there, after what waits already. As of a piece that begins, its tries are counted anew.
CREATE FUNCTION trabajo_seguir(p_id bigint, p_datos jsonb) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
  UPDATE trabajo
     SET estado = 'Pendiente', datos = p_datos, intentos = 0, no_antes = now(), error = NULL, tomado_hasta = NULL, updated_at = now()
   WHERE id = p_id AND estado = 'En curso'
$$;
GRANT EXECUTE ON FUNCTION trabajo_seguir(bigint, jsonb) TO triboka_app;

INSERT INTO horario (tipo, cada) VALUES ('archivos', interval '1 hour');
