-- SPDX-License-Identifier: GPL-3.0-or-later
-- The history of a row is seen by whoever sees the row now; all of it by an admin.

CREATE POLICY auditoria_see ON auditoria FOR SELECT TO triboka_app
  USING ((SELECT yo_ambito()) = 0
         OR CASE tabla
              WHEN 'contrato' THEN EXISTS (SELECT FROM contrato c WHERE c.id = fila_id)
              WHEN 'lote' THEN EXISTS (SELECT FROM lote l WHERE l.id = fila_id)
              WHEN 'empresa' THEN fila_id = (SELECT yo_empresa())
              ELSE false
            END);

-- The name of whoever made a change is part of the history, also where it is of another empresa.
CREATE FUNCTION usuario_nombre(p_usuario_id bigint) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT nombre FROM usuario WHERE id = p_usuario_id AND yo_usuario() IS NOT NULL $$;
GRANT EXECUTE ON FUNCTION usuario_nombre(bigint) TO triboka_app;

CREATE VIEW auditoria_ficha WITH (security_invoker) AS
  SELECT a.id, a.tabla, a.fila_id, a.accion, a.antes, a.despues, a.motivo, a.usuario_id,
         usuario_nombre(a.usuario_id) AS usuario_nombre, a.empresa_id, a.created_at
    FROM auditoria a;
GRANT SELECT ON auditoria_ficha TO triboka_app;
