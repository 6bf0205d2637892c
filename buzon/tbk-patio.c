/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-patio.h"

#include "tbk-buzon-private.h"

void
tbk_camion_free (TbkCamion *camion)
{
  g_free (camion->id);
  g_free (camion->placa);
  g_free (camion->datos);
  g_free (camion);
}

gboolean
tbk_patio_put (TbkBuzon *buzon, const TbkCamion *camion, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon,
      "INSERT INTO camion (id, placa, datos, desde) SELECT ?1, ?2, ?3, ?4 "
      "WHERE (SELECT count(*) FROM camion WHERE motivo IS NULL) < ?5 ON CONFLICT (id) DO NOTHING",
      error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, camion->id);
  tbk_buzon_bind_text (statement, 2, camion->placa);
  tbk_buzon_bind_text (statement, 3, camion->datos);
  sqlite3_bind_int64 (statement, 4, camion->desde);
  sqlite3_bind_int (statement, 5, TBK_PATIO_MAX);
  if (!tbk_buzon_finish (buzon, statement, error))
    return FALSE;
  if (sqlite3_changes (buzon->db) == 1)
    return TRUE;
  g_set_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FULL, "%d trucks are in the yard already: nothing was stored",
               TBK_PATIO_MAX);
  return FALSE;
}

static TbkCamion *
read_camion (TbkBuzonStatement *statement)
{
  TbkCamion *camion = g_new0 (TbkCamion, 1);

  camion->id = tbk_buzon_column_text (statement, 0);
  camion->placa = tbk_buzon_column_text (statement, 1);
  camion->datos = tbk_buzon_column_text (statement, 2);
  camion->desde = sqlite3_column_int64 (statement, 3);
  return camion;
}

GPtrArray *
tbk_patio_list (TbkBuzon *buzon, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_camion_free);
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "SELECT id, placa, datos, desde FROM camion WHERE motivo IS NULL ORDER BY desde, id", error);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (list, read_camion (statement));
  if (step == SQLITE_DONE)
    return g_steal_pointer (&list);
  tbk_buzon_fail (buzon, error);
  return NULL;
}

/* Takes it out of the yard. Expected error: FAILED where it is not there. */
static gboolean
take_out (TbkBuzon *buzon, const char *id, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "DELETE FROM camion WHERE id = ?1 AND motivo IS NULL", error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, id);
  if (!tbk_buzon_finish (buzon, statement, error))
    return FALSE;
  if (sqlite3_changes (buzon->db) == 1)
    return TRUE;
  g_set_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FAILED, "the truck %s is not in the yard", id);
  return FALSE;
}

gboolean
tbk_patio_finish (TbkBuzon *buzon, const char *id, const char *cuerpo, gint64 capturado_en, GError **error)
{
  if (!tbk_buzon_run (buzon, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (take_out (buzon, id, error) && tbk_buzon_put (buzon, id, cuerpo, capturado_en, error)
      && tbk_buzon_run (buzon, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (buzon->db))
    tbk_buzon_run (buzon, "ROLLBACK", NULL);
  return FALSE;
}

gboolean
tbk_patio_dismiss (TbkBuzon *buzon, const char *id, const char *why, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "UPDATE camion SET motivo = ?2 WHERE id = ?1 AND motivo IS NULL", error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, id);
  tbk_buzon_bind_text (statement, 2, why);
  return tbk_buzon_finish (buzon, statement, error);
}
