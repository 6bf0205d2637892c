-- SPDX-License-Identifier: GPL-3.0-or-later
-- Demo data: two companies of each kind, an account for each and an admin (all with password cacao-demo-2026), 60 contratos
-- and 400 lotes in every state. The same each time. TB409 when there is any empresa. Runs as the owner or as an admin.
-- A line that ends in a semicolon would end the statement for the loader: those inside end in a remark.

-- name: demo_sembrar :exec ()
DO $demo$
DECLARE
  c_hash CONSTANT text := '$argon2id$v=19$m=19456,t=2,p=1$+VqSK8NpXegGDkIKLehJvQ$u4qm0353E55jAEK+pkd4CLLv9iY0MEBMV8WDW7UHyzo'; --
  c_calidades CONSTANT text[] := ARRAY['ASE', 'ASS', 'ASSS', 'CCN51', 'ASN']; --
  c_meses CONSTANT text[] := ARRAY['CCH26', 'CCK26', 'CCN26', 'CCU26', 'CCZ26']; --
  c_bodegas CONSTANT text[] := ARRAY['Bodega 1, fila A', 'Bodega 1, fila C', 'Bodega 2, fila B', 'Patio de secado', 'Marquesina 3']; --
  -- what a state's number stands for, when a lote is in no contrato
  c_libres CONSTANT text[] := ARRAY['Registrado', 'Registrado', 'En transito', 'Recibido', 'Fermentacion', 'Secado', 'Almacenado', 'Almacenado']; --
  c_en_proceso CONSTANT text[] := ARRAY['Exportado', 'Almacenado', 'Recibido', 'En transito', 'Secado', 'Exportado', 'Recibido', 'Registrado', 'Almacenado']; --
  exp1 bigint; exp2 bigint; cen1 bigint; cen2 bigint; pro1 bigint; pro2 bigint; --
  comprador bigint; vendedor bigint; duena bigint; proveedor bigint; --
  v_contrato bigint; v_lote bigint; v_fecha date; v_peso numeric; v_volumen numeric; --
  v_estado text; v_lote_estado text; --
  v_cuantos int; v_total int := 0; --
BEGIN
  IF EXISTS (SELECT FROM empresa) THEN
    RAISE EXCEPTION 'there is data already' USING ERRCODE = 'TB409'; --
  END IF; --

  -- companies and people ------------------------------------------------------------------------------------------
  INSERT INTO empresa (nombre, tipo, ruc, direccion, ciudad, provincia, telefono, email, ubicacion_json) VALUES
    ('Exportadora Costa Dorada S.A.', 'exportadora', '0999123457001', 'Km 10,5 vía a Daule, bodega 14', 'Guayaquil', 'Guayas',
     '+593 4 230 1180', 'compras@costadorada.demo.ec', '{"lat": -2.093512, "lon": -79.934218}'),
    ('Cacao Fino del Pacífico Cía. Ltda.', 'exportadora', '0899147308001', 'Av. Jaime Roldós y Malecón', 'Esmeraldas', 'Esmeraldas',
     '+593 6 272 4406', 'compras@finopacifico.demo.ec', '{"lat": 0.962134, "lon": -79.651207}'),
    ('Centro de Acopio San Camilo', 'centro', '1299172127001', 'Parroquia San Camilo, calle Galápagos 312', 'Quevedo', 'Los Ríos',
     '+593 5 275 3321', 'acopio@sancamilo.demo.ec', '{"lat": -1.030418, "lon": -79.459133}'),
    ('Acopiadora Río Vinces', 'centro', '1299176548001', 'Malecón Eloy Alfaro y Balzar', 'Vinces', 'Los Ríos',
     '+593 5 279 0417', 'acopio@riovinces.demo.ec', '{"lat": -1.556207, "lon": -79.751842}'),
    ('Asociación de Productores Cañar Bajo', 'proveedor', '0399034183001', 'Recinto Cochancay, km 4', 'La Troncal', 'Cañar',
     '+593 7 242 0915', 'socios@canarbajo.demo.ec', '{"lat": -2.461873, "lon": -79.291460}'),
    ('Hacienda San Jacinto de Naranjal', 'proveedor', '0914372651001', 'Vía a Puerto Inca, km 7', 'Naranjal', 'Guayas',
     '+593 4 275 0162', 'sanjacinto@demo.ec', '{"lat": -2.673190, "lon": -79.618305}'); --
  SELECT id INTO exp1 FROM empresa WHERE ruc = '0999123457001'; --
  UPDATE empresa SET humedad_metodo = 'materia_seca' WHERE ruc IN ('0999123457001', '1299172127001'); --
  SELECT id INTO exp2 FROM empresa WHERE ruc = '0899147308001'; --
  SELECT id INTO cen1 FROM empresa WHERE ruc = '1299172127001'; --
  SELECT id INTO cen2 FROM empresa WHERE ruc = '1299176548001'; --
  SELECT id INTO pro1 FROM empresa WHERE ruc = '0399034183001'; --
  SELECT id INTO pro2 FROM empresa WHERE ruc = '0914372651001'; --
  INSERT INTO usuario (nombre, email, hash_password, rol, empresa_id, es_dueno, estado, config_json)
  SELECT nombre, email, c_hash, rol, empresa_id, rol <> 'admin', 'Activo', jsonb_build_object('unidad_medida', unidad)
    FROM (VALUES ('Lucía Andrade', 'admin@demo.ec', 'admin', NULL::bigint, 'kg'),
                 ('Ricardo Vélez', 'exportadora@demo.ec', 'exportadora', exp1, 'tm'),
                 ('Mariana Quiñónez', 'exportadora2@demo.ec', 'exportadora', exp2, 'tm'),
                 ('Carmen Zambrano', 'centro@demo.ec', 'centro', cen1, 'qq'),
                 ('Julio Cedeño', 'centro2@demo.ec', 'centro', cen2, 'qq'),
                 ('Segundo Guamán', 'proveedor@demo.ec', 'proveedor', pro1, 'qq'),
                 ('Rosa Moreira', 'proveedor2@demo.ec', 'proveedor', pro2, 'qq'))
         AS gente (nombre, email, rol, empresa_id, unidad)
  ON CONFLICT (email) DO NOTHING; --
  INSERT INTO tara (empresa_id, clase, nombre, kg, pesada_en) VALUES
    (cen1, 'vehiculo', 'GSA-1234', 8120, now() - interval '3 days'), (cen1, 'vehiculo', 'RBB-0457', 4385, now() - interval '64 days'),
    (cen1, 'saco', 'Yute 69 kg', 0.95, now() - interval '20 days'), (cen1, 'saco', 'Polipropileno', 0.12, now() - interval '20 days'); --
  INSERT INTO asociacion (centro_id, proveedor_id, estado) VALUES (cen1, pro1, 'Activa'), (cen2, pro2, 'Activa'), (cen1, pro2, 'Pendiente'); --

  -- contratos, the oldest first: those long ago are closed, the newest are drafts ------------------------------------
  FOR i IN 1..60 LOOP
    SELECT c, v INTO comprador, vendedor
      FROM (VALUES (0, exp1, cen1), (5, exp2, cen2), (9, exp1, cen2), (11, exp1, pro1), (12, exp2, pro2), (13, cen1, pro1),
                   (14, cen2, pro2)) AS pares (desde, c, v)
     WHERE desde <= i % 15 ORDER BY desde DESC LIMIT 1; --
    v_estado := CASE WHEN i % 12 = 10 THEN 'Cancelado' WHEN i <= 9 THEN 'Cerrado' WHEN i <= 31 THEN 'En proceso'
                     WHEN i <= 46 THEN 'Activo' WHEN i <= 53 THEN 'En revision' ELSE 'Borrador' END; --
    v_fecha := date '2026-01-05' + i * 5 + i % 3; --
    v_volumen := CASE WHEN comprador IN (cen1, cen2) THEN 12.5 ELSE 25 END * (1 + i % 4); --
    INSERT INTO contrato (exportadora_id, contraparte_id, fecha_firma, calidad, volumen_tm, tolerancia_pct, tipo_precio,
                          precio_fijado_tm, diferencial_tm, mes_bolsa, entrega_desde, entrega_hasta, observaciones, estado)
    VALUES (comprador, vendedor, v_fecha, c_calidades[1 + i % 5], v_volumen, 5,
            CASE WHEN i % 3 = 0 THEN 'por_fijar' ELSE 'fijo' END,
            CASE WHEN i % 3 <> 0 THEN 5240 + (i * 137) % 1150 + 0.50 * (i % 2) END,
            CASE WHEN i % 3 = 0 THEN (ARRAY[-700, -950, -450, 150])[1 + i % 4] END,
            CASE WHEN i % 3 = 0 THEN c_meses[1 + least(4, i / 12)] END,
            v_fecha + 10, v_fecha + 70,
            CASE i % 6 WHEN 1 THEN 'Entrega en sacos de yute de 69 kg.' WHEN 4 THEN 'Humedad máxima 7 %; descuento por materia seca.' END,
            CASE WHEN v_estado IN ('En proceso', 'Cerrado') THEN 'Activo' ELSE v_estado END)
    RETURNING id INTO v_contrato; --

    -- its lotes: what is delivered moves the contrato on by itself
    v_cuantos := CASE v_estado WHEN 'Cerrado' THEN 8 WHEN 'En proceso' THEN 5 + i % 5 WHEN 'Activo' THEN 2 + i % 3 ELSE 0 END; --
    FOR j IN 1..v_cuantos LOOP
      duena := CASE WHEN vendedor IN (pro1, pro2) THEN vendedor WHEN j % 3 = 0 THEN CASE vendedor WHEN cen1 THEN pro1 ELSE pro2 END ELSE vendedor END; --
      proveedor := CASE WHEN duena IN (pro1, pro2) THEN duena WHEN duena = cen1 THEN pro1 ELSE pro2 END; --
      v_peso := round(v_volumen * 1000 / 8 * (0.978 + 0.004 * ((i * 5 + j * 3) % 10)) - 0.137 * j, 3); --
      v_lote_estado := CASE v_estado WHEN 'Cerrado' THEN 'Exportado' WHEN 'En proceso' THEN c_en_proceso[1 + (i + j * 2) % 9]
                       ELSE (ARRAY['Registrado', 'En transito'])[1 + j % 2] END; --
      INSERT INTO lote (empresa_id, proveedor_id, calidad, fecha, sacos, peso_kg, humedad, ubicacion, estado, origen, metadata_json)
      VALUES (duena, proveedor, c_calidades[1 + i % 5], v_fecha + 4 + j * 3, ceil(v_peso / 69), v_peso,
              6 + ((i * 37 + j * 53) % 300) / 100.0, c_bodegas[1 + (i + j) % 5], v_lote_estado,
              CASE WHEN j % 4 = 0 THEN jsonb_build_object('finca', 'La Esperanza', 'recinto', 'Cochancay') END,
              CASE WHEN j % 5 = 0 THEN jsonb_build_object('guia_remision', format('001-001-%s', lpad((i * 100 + j)::text, 9, '0'))) END)
      RETURNING id INTO v_lote; --
      UPDATE lote SET contrato_id = v_contrato WHERE id = v_lote; --
      v_total := v_total + 1; --
    END LOOP; --
  END LOOP; --

  -- stock in no contrato, at centros and proveedores; a few were rejected -------------------------------------------
  FOR i IN v_total + 1..400 LOOP
    duena := (ARRAY[cen1, pro1, cen2, pro2, cen1, pro1])[1 + i % 6]; --
    proveedor := CASE WHEN duena IN (pro1, pro2) THEN duena WHEN duena = cen1 THEN pro1 ELSE pro2 END; --
    v_peso := round(900 + (i * 7919) % 5400 + ((i * 271) % 1000) / 1000.0, 3); --
    v_lote_estado := c_libres[1 + (i / 6 + i) % 8]; --
    INSERT INTO lote (empresa_id, proveedor_id, calidad, fecha, sacos, peso_kg, humedad, ubicacion, estado, observaciones)
    VALUES (duena, proveedor, c_calidades[1 + i % 5], date '2026-03-01' + (i * 11) % 250, ceil(v_peso / 69), v_peso,
            6 + ((i * 41) % 300) / 100.0, c_bodegas[1 + i % 5], v_lote_estado,
            CASE WHEN i % 9 = 0 THEN 'Muestra para prueba de corte tomada.' END)
    RETURNING id INTO v_lote; --
    IF v_lote_estado = 'Recibido' AND i % 3 = 0 THEN
      UPDATE lote SET estado = 'Rechazado', observaciones = 'Moho interno sobre el límite.' WHERE id = v_lote; --
    END IF; --
  END LOOP; --
END $demo$;
