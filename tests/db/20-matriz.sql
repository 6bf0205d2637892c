-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who sees what, by role: counted by the owner from the rules in DOMAIN.md, and then by each of the demo's people.
BEGIN;

CREATE TEMP TABLE debe (email text, tabla text, n bigint);
INSERT INTO debe
SELECT u.email, v.tabla, v.n
  FROM usuario u,
  LATERAL (VALUES
    ('empresa', (SELECT count(*) FROM empresa e WHERE u.rol = 'admin' OR e.id = u.empresa_id OR e.tipo <> u.rol)),
    ('usuario', (SELECT count(*) FROM usuario o WHERE u.rol = 'admin' OR o.id = u.id OR o.empresa_id = u.empresa_id)),
    ('asociacion', (SELECT count(*) FROM asociacion a WHERE u.rol = 'admin' OR u.empresa_id IN (a.centro_id, a.proveedor_id))),
    ('contrato', (SELECT count(*) FROM contrato c WHERE u.rol = 'admin' OR u.empresa_id IN (c.exportadora_id, c.contraparte_id))),
    ('contrato_parte', (SELECT count(*) FROM contrato c WHERE u.rol = 'admin' OR u.empresa_id IN (c.exportadora_id, c.contraparte_id))),
    ('lote', (SELECT count(*) FROM lote l
               WHERE u.rol = 'admin' OR l.empresa_id = u.empresa_id
                  OR EXISTS (SELECT FROM contrato c WHERE c.id = l.contrato_id AND u.empresa_id IN (c.exportadora_id, c.contraparte_id))
                  OR EXISTS (SELECT FROM asociacion a WHERE a.estado = 'Activa' AND a.deleted_at IS NULL
                                AND a.centro_id = u.empresa_id AND a.proveedor_id = l.empresa_id)))) AS v (tabla, n)
 WHERE u.estado = 'Activo';
INSERT INTO debe SELECT email, 'lote_parte', n FROM debe WHERE tabla = 'lote';
GRANT SELECT ON debe TO triboka_app;

SET LOCAL ROLE triboka_app;
DO $$
DECLARE
  d record;
  v_email text;
BEGIN
  FOR d IN SELECT * FROM debe ORDER BY email, tabla LOOP
    IF d.email IS DISTINCT FROM v_email THEN
      v_email := d.email;
      PERFORM prueba.entrar(v_email);
    END IF;
    PERFORM prueba.igual(format('%s sees of %s', d.email, d.tabla), prueba.cuenta(format('(SELECT FROM %I) x', d.tabla)), d.n);
    IF d.tabla IN ('contrato', 'lote') THEN
      PERFORM prueba.igual(format('%s: kept total of %s', d.email, d.tabla),
                           (SELECT sum(n)::bigint FROM conteo WHERE noun = d.tabla), d.n);
      PERFORM prueba.cierto(format('%s: states of %s', d.email, d.tabla), NOT EXISTS (
        SELECT FROM (SELECT estado, sum(n) AS n FROM conteo WHERE noun = d.tabla GROUP BY estado HAVING sum(n) <> 0) k
          FULL JOIN (SELECT estado, count(*) AS n FROM contrato_parte WHERE d.tabla = 'contrato' GROUP BY estado
                     UNION ALL SELECT estado, count(*) FROM lote_parte WHERE d.tabla = 'lote' GROUP BY estado) r USING (estado)
         WHERE k.n IS DISTINCT FROM r.n));
    END IF;
    PERFORM prueba.cierto('totals are of the own scope only', NOT EXISTS (SELECT FROM conteo WHERE ambito <> yo_ambito()));
    -- every name on a row that one sees is known to it
    IF d.tabla = 'contrato' THEN
      PERFORM prueba.cierto('names of both sides', NOT EXISTS (
        SELECT FROM contrato_ficha WHERE exportadora_nombre IS NULL OR contraparte_nombre IS NULL));
    END IF;
  END LOOP;
  PERFORM prueba.cierto('the demo has all seven people', (SELECT count(DISTINCT email) FROM debe) = 7);
  -- the matrix proves something only where there are rows to see and rows to miss
  PERFORM prueba.cierto('rows to see and to miss', NOT EXISTS (
    SELECT FROM debe suyo JOIN debe todo ON todo.tabla = suyo.tabla AND todo.email = 'admin@demo.ec'
     WHERE suyo.email <> 'admin@demo.ec' AND suyo.tabla IN ('contrato', 'lote', 'empresa', 'usuario')
       AND suyo.n NOT BETWEEN 1 AND todo.n - 1));
END $$;
ROLLBACK;
