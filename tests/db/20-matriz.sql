-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who sees what, by role: counted by the owner from the rules in DOMAIN.md, and then by each of the demo's people.
BEGIN;

-- A message in each contrato's channel, and a direct chat of the first exportadora with the first centro.
INSERT INTO chat (usuario1_id, usuario2_id)
SELECT least(a.id, b.id), greatest(a.id, b.id) FROM usuario a, usuario b
 WHERE a.email = 'exportadora@demo.ec' AND b.email = 'centro@demo.ec';
INSERT INTO mensaje (chat_id, numero, autor_id, cliente_id, texto)
SELECT h.id, 1, u.id, gen_random_uuid(), 'hola'
  FROM chat h JOIN usuario u ON u.empresa_id = h.empresa1_id OR u.id = h.usuario1_id;
DO $$
BEGIN
  PERFORM chat_emitir(h, 'receive_message', mensaje_datos(h, f)) FROM mensaje_ficha f JOIN chat h ON h.id = f.chat_id;
END $$;
SELECT evento_numerar(100000);

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
    ('chat', (SELECT count(*) FROM chat h JOIN contrato c ON c.id = h.contrato_id
               WHERE u.rol = 'admin' OR u.empresa_id IN (c.exportadora_id, c.contraparte_id))
             + (SELECT count(*) FROM chat h WHERE u.id IN (h.usuario1_id, h.usuario2_id))),
    ('mensaje', (SELECT count(*) FROM mensaje m JOIN chat h ON h.id = m.chat_id LEFT JOIN contrato c ON c.id = h.contrato_id
                  WHERE CASE WHEN c.id IS NULL THEN u.id IN (h.usuario1_id, h.usuario2_id)
                             ELSE u.rol = 'admin' OR u.empresa_id IN (c.exportadora_id, c.contraparte_id) END)),
    ('notificacion', (SELECT count(*) FROM notificacion n WHERE n.usuario_id = u.id)),
    -- by the row that it tells of, not by its envelope; what was lost from sight apart
    ('evento', (SELECT count(*) FROM evento e LEFT JOIN contrato c ON e.tipo = 'contrato.actualizado' AND c.id = (e.datos ->> 'id')::bigint
                 WHERE e.tipo IN ('contrato.actualizado') AND (u.rol = 'admin' OR u.empresa_id IN (c.exportadora_id, c.contraparte_id)))
               + (SELECT count(*) FROM evento e JOIN mensaje m ON e.tipo = 'receive_message' AND m.id = (e.datos ->> 'id')::bigint
                   JOIN chat h ON h.id = m.chat_id LEFT JOIN contrato c ON c.id = h.contrato_id
                  WHERE CASE WHEN c.id IS NULL THEN u.id IN (h.usuario1_id, h.usuario2_id)
                             ELSE u.rol = 'admin' OR u.empresa_id IN (c.exportadora_id, c.contraparte_id) END)),
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
    PERFORM prueba.igual(format('%s sees of %s', d.email, d.tabla), prueba.cuenta(format('(SELECT FROM %I%s) x', d.tabla,
      CASE d.tabla WHEN 'evento' THEN ' WHERE tipo IN (''contrato.actualizado'', ''receive_message'')' END)), d.n);
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
     WHERE suyo.email <> 'admin@demo.ec' AND suyo.tabla IN ('contrato', 'lote', 'empresa', 'usuario', 'chat', 'mensaje', 'evento')
       AND suyo.n NOT BETWEEN 1 AND todo.n - 1));
END $$;
ROLLBACK;
