/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-foto.h"

#include "tbk-buzon-private.h"

#define FILA "f.id, f.archivo, f.estado, f.intentos, f.error, w.capturado_en, '/pesajes/' || f.id || '/foto'"
/* The few photos first, each with its weighing. */
#define FOTO_Y_PESAJE "foto f CROSS JOIN fila w ON w.id = f.id AND w.usuario = ?1"

gboolean
tbk_foto_put (TbkBuzon *buzon, const char *id, const char *copia, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon,
      "INSERT INTO foto (id, archivo) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE "
      "SET archivo = excluded.archivo, estado = 0, intentos = 0, error = NULL WHERE estado <> 1",
      error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, id);
  tbk_buzon_bind_text (statement, 2, copia);
  return tbk_buzon_finish (buzon, statement, error);
}

TbkBuzonFila *
tbk_foto_find (TbkBuzon *buzon, const char *id, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "SELECT " FILA " FROM foto f LEFT JOIN fila w ON w.id = f.id WHERE f.id = ?1", error);

  if (statement == NULL)
    return NULL;
  tbk_buzon_bind_text (statement, 1, id);
  return tbk_buzon_step_fila (buzon, statement, error);
}

GPtrArray *
tbk_foto_list (TbkBuzon *buzon, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "SELECT " FILA " FROM " FOTO_Y_PESAJE " WHERE f.estado IN (0, 2) ORDER BY w.numero", error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, buzon->usuario);
  return tbk_buzon_step_filas (buzon, statement, error);
}

gboolean
tbk_foto_remove (TbkBuzon *buzon, const char *id, GError **error)
{
  return tbk_buzon_change (buzon, "DELETE FROM foto WHERE id = ?1", id, NULL, error);
}

gboolean
tbk_foto_retry (TbkBuzon *buzon, const char *id, GError **error)
{
  return tbk_buzon_change (buzon, "UPDATE foto SET estado = 0 WHERE id = ?1 AND estado = 2", id, NULL, error);
}

/* --- for the sender --- */

static TbkBuzonFila *
peek (TbkBuzon *buzon, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon,
      "SELECT " FILA " FROM " FOTO_Y_PESAJE " WHERE f.estado = 0 AND w.estado = 1 ORDER BY w.numero LIMIT 1", error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, buzon->usuario);
  return tbk_buzon_step_fila (buzon, statement, error);
}

/* When it was is its weighing's to say. */
static gboolean
mark_sent (TbkBuzon *buzon, const char *id, gint64 enviado_en, GError **error)
{
  return tbk_buzon_change (buzon, "UPDATE foto SET estado = 1, error = NULL, intentos = intentos + 1 WHERE id = ?1",
                           id, NULL, error);
}

static gboolean
mark_failed (TbkBuzon *buzon, const char *id, const char *why, GError **error)
{
  return tbk_buzon_change (
      buzon, "UPDATE foto SET intentos = intentos + 1, error = ?2 WHERE id = ?1 AND estado = 0", id, why, error);
}

static gboolean
mark_refused (TbkBuzon *buzon, const char *id, const char *why, GError **error)
{
  return tbk_buzon_change (
      buzon, "UPDATE foto SET estado = 2, intentos = intentos + 1, error = ?2 WHERE id = ?1 AND estado = 0", id, why,
      error);
}

const TbkCarteroCola tbk_foto_cola = {
  .peek = peek,
  .mark_sent = mark_sent,
  .mark_failed = mark_failed,
  .mark_refused = mark_refused,
};

/* --- what is left over --- */

GHashTable *
tbk_foto_sweep (TbkBuzon *buzon, GError **error)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TbkBuzonStatement) statement = NULL;
  int step;

  if (!tbk_buzon_run (buzon,
                      "DELETE FROM foto WHERE NOT EXISTS (SELECT 1 FROM fila w WHERE w.id = foto.id AND w.estado <> 3)"
                      " AND NOT EXISTS (SELECT 1 FROM camion c WHERE c.id = foto.id AND c.motivo IS NULL)",
                      error))
    return NULL;
  statement = tbk_buzon_prepare (buzon, "SELECT archivo FROM foto WHERE estado <> 1", error);
  if (statement == NULL)
    return NULL;
  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    g_hash_table_add (wanted, tbk_buzon_column_text (statement, 0));
  if (step == SQLITE_DONE)
    return g_steal_pointer (&wanted);
  tbk_buzon_fail (buzon, error);
  return NULL;
}
