-- SPDX-License-Identifier: GPL-3.0-or-later
-- A new documento is told to the parties of its contrato. Demo data comes by the owner, and is no news.

CREATE FUNCTION tg_documento_avisar() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  PERFORM documento_subido(NEW.id, NEW.contrato_id, NEW.nombre_archivo);
  RETURN NULL;
END $$;

CREATE TRIGGER documento_avisar AFTER INSERT ON documento
  FOR EACH ROW WHEN (yo_usuario() IS NOT NULL) EXECUTE FUNCTION tg_documento_avisar();
