/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-libreta.h"

#include "tbk-buzon-private.h"

#define TARA "clase, nombre, kg, pesada_en, trama, pendiente"
/* in `dato`: there is no lote to be weighed but those that are known */
#define ALL_KNOWN "conocidos-todos"

void
tbk_tara_guardada_free (TbkTaraGuardada *tara)
{
  g_free (tara->clase);
  g_free (tara->nombre);
  g_free (tara->kg);
  g_free (tara->trama);
  g_free (tara);
}

gboolean
tbk_libreta_put_tara (TbkBuzon *buzon, const TbkTaraGuardada *tara, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon,
      "INSERT INTO tara_guardada (" TARA ") VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (clase, nombre) DO UPDATE "
      "SET kg = excluded.kg, pesada_en = excluded.pesada_en, trama = excluded.trama, pendiente = excluded.pendiente "
      "WHERE excluded.pesada_en >= pesada_en",
      error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, tara->clase);
  tbk_buzon_bind_text (statement, 2, tara->nombre);
  tbk_buzon_bind_text (statement, 3, tara->kg);
  sqlite3_bind_int64 (statement, 4, tara->pesada_en);
  tbk_buzon_bind_text (statement, 5, tara->trama);
  sqlite3_bind_int (statement, 6, tara->pendiente);
  return tbk_buzon_finish (buzon, statement, error);
}

gboolean
tbk_libreta_mark_tara (TbkBuzon *buzon, const TbkTaraGuardada *tara, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "UPDATE tara_guardada SET pendiente = 0 WHERE clase = ?1 AND nombre = ?2 AND pesada_en = ?3", error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, tara->clase);
  tbk_buzon_bind_text (statement, 2, tara->nombre);
  sqlite3_bind_int64 (statement, 3, tara->pesada_en);
  return tbk_buzon_finish (buzon, statement, error);
}

static gboolean
replace_all (TbkBuzon *buzon, GPtrArray *taras, GError **error)
{
  if (!tbk_buzon_run (buzon, "DELETE FROM tara_guardada WHERE pendiente = 0", error))
    return FALSE;
  for (guint i = 0; i < MIN (taras->len, TBK_LIBRETA_MAX_TARAS); i++)
    if (!tbk_libreta_put_tara (buzon, g_ptr_array_index (taras, i), error))
      return FALSE;
  return TRUE;
}

gboolean
tbk_libreta_replace_taras (TbkBuzon *buzon, GPtrArray *taras, GError **error)
{
  if (!tbk_buzon_run (buzon, "BEGIN", error))
    return FALSE;
  if (replace_all (buzon, taras, error) && tbk_buzon_run (buzon, "COMMIT", error))
    return TRUE;
  tbk_buzon_run (buzon, "ROLLBACK", NULL);
  return FALSE;
}

static TbkTaraGuardada *
read_tara (TbkBuzonStatement *statement)
{
  TbkTaraGuardada *tara = g_new0 (TbkTaraGuardada, 1);

  tara->clase = tbk_buzon_column_text (statement, 0);
  tara->nombre = tbk_buzon_column_text (statement, 1);
  tara->kg = tbk_buzon_column_text (statement, 2);
  tara->pesada_en = sqlite3_column_int64 (statement, 3);
  tara->trama = tbk_buzon_column_text (statement, 4);
  tara->pendiente = sqlite3_column_int (statement, 5) != 0;
  return tara;
}

TbkTaraGuardada *
tbk_libreta_find_tara (TbkBuzon *buzon, const char *clase, const char *nombre, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "SELECT " TARA " FROM tara_guardada WHERE clase = ?1 AND nombre = ?2", error);
  int step;

  if (statement == NULL)
    return NULL;
  tbk_buzon_bind_text (statement, 1, clase);
  tbk_buzon_bind_text (statement, 2, nombre);
  step = sqlite3_step (statement);
  if (step == SQLITE_ROW)
    return read_tara (statement);
  if (step != SQLITE_DONE)
    tbk_buzon_fail (buzon, error);
  return NULL;
}

GPtrArray *
tbk_libreta_list_taras (TbkBuzon *buzon, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_tara_guardada_free);
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "SELECT " TARA " FROM tara_guardada ORDER BY clase DESC, nombre LIMIT ?1", error);
  int step;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int (statement, 1, TBK_LIBRETA_MAX_TARAS);
  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (list, read_tara (statement));
  if (step == SQLITE_DONE)
    return g_steal_pointer (&list);
  tbk_buzon_fail (buzon, error);
  return NULL;
}

static gboolean
forget_dato (TbkBuzon *buzon, const char *nombre, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (buzon, "DELETE FROM dato WHERE nombre = ?1", error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, nombre);
  return tbk_buzon_finish (buzon, statement, error);
}

gboolean
tbk_libreta_put_dato (TbkBuzon *buzon, const char *nombre, GBytes *valor, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = NULL;
  gsize length;
  const void *bytes = valor != NULL ? g_bytes_get_data (valor, &length) : NULL;

  if (bytes == NULL)
    return forget_dato (buzon, nombre, error);
  statement = tbk_buzon_prepare (buzon,
                                 "INSERT INTO dato (nombre, valor) VALUES (?1, ?2) ON CONFLICT "
                                 "(nombre) DO UPDATE SET valor = excluded.valor",
                                 error);
  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, nombre);
  sqlite3_bind_blob64 (statement, 2, bytes, length, SQLITE_TRANSIENT);
  return tbk_buzon_finish (buzon, statement, error);
}

GBytes *
tbk_libreta_get_dato (TbkBuzon *buzon, const char *nombre, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "SELECT valor FROM dato WHERE nombre = ?1", error);
  int step;

  if (statement == NULL)
    return NULL;
  tbk_buzon_bind_text (statement, 1, nombre);
  step = sqlite3_step (statement);
  if (step == SQLITE_ROW)
    return g_bytes_new (sqlite3_column_blob (statement, 0), (gsize) sqlite3_column_bytes (statement, 0));
  if (step != SQLITE_DONE)
    tbk_buzon_fail (buzon, error);
  return NULL;
}

void
tbk_lote_usado_free (TbkLoteUsado *lote)
{
  g_free (lote->codigo);
  g_free (lote->detalle);
  g_free (lote);
}

gboolean
tbk_libreta_put_lote (TbkBuzon *buzon, gint64 id, const char *codigo, gint64 usado_en, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon,
      "INSERT INTO lote (id, codigo, usado_en) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE "
      "SET codigo = excluded.codigo, usado_en = excluded.usado_en",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  tbk_buzon_bind_text (statement, 2, codigo);
  sqlite3_bind_int64 (statement, 3, usado_en);
  return tbk_buzon_finish (buzon, statement, error);
}

static gboolean
put_conocido (TbkBuzon *buzon, const TbkLoteUsado *lote, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon, "INSERT OR REPLACE INTO conocido (id, codigo, detalle) VALUES (?1, ?2, ?3)", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, lote->id);
  tbk_buzon_bind_text (statement, 2, lote->codigo);
  tbk_buzon_bind_text (statement, 3, lote->detalle);
  return tbk_buzon_finish (buzon, statement, error);
}

gboolean
tbk_libreta_put_conocidos (TbkBuzon *buzon, const TbkLoteUsado *lotes, guint n, gboolean all, GError **error)
{
  gboolean good = tbk_buzon_run (buzon, "BEGIN IMMEDIATE; DELETE FROM conocido", error);

  for (guint i = 0; good && i < MIN (n, TBK_LIBRETA_MAX_LOTES); i++)
    good = put_conocido (buzon, &lotes[i], error);
  if (good && all && n <= TBK_LIBRETA_MAX_LOTES)
    good = tbk_buzon_run (buzon, "INSERT OR REPLACE INTO dato VALUES ('" ALL_KNOWN "', x'01')", error);
  else if (good)
    good = tbk_buzon_run (buzon, "DELETE FROM dato WHERE nombre = '" ALL_KNOWN "'", error);
  if (good && tbk_buzon_run (buzon, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (buzon->db))
    tbk_buzon_run (buzon, "ROLLBACK", NULL);
  return FALSE;
}

/* Those that were used, where `only` of them. */
#define LIST_LOTES(only)                                                                               \
  "SELECT * FROM (SELECT id, codigo, coalesce((SELECT detalle FROM conocido c WHERE c.id = l.id), '')" \
  " FROM lote l WHERE " only " ORDER BY usado_en DESC, id DESC LIMIT ?1)"                              \
  " UNION ALL SELECT * FROM (SELECT id, codigo, detalle FROM conocido c"                               \
  " WHERE NOT EXISTS (SELECT 1 FROM lote l WHERE l.id = c.id) ORDER BY id DESC LIMIT ?1)"

static GPtrArray *
list (TbkBuzon *buzon, const char *sql, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_lote_usado_free);
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (buzon, sql, error);
  int step;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int (statement, 1, TBK_LIBRETA_MAX_LOTES);
  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    {
      TbkLoteUsado *lote = g_new0 (TbkLoteUsado, 1);

      lote->id = sqlite3_column_int64 (statement, 0);
      lote->codigo = tbk_buzon_column_text (statement, 1);
      lote->detalle = tbk_buzon_column_text (statement, 2);
      g_ptr_array_add (list, lote);
    }
  if (step == SQLITE_DONE)
    return g_steal_pointer (&list);
  tbk_buzon_fail (buzon, error);
  return NULL;
}

GPtrArray *
tbk_libreta_list_lotes (TbkBuzon *buzon, GError **error)
{
  return list (buzon, LIST_LOTES ("true"), error);
}

GPtrArray *
tbk_libreta_list_pesables (TbkBuzon *buzon, GError **error)
{
  return list (buzon,
               LIST_LOTES ("EXISTS (SELECT 1 FROM conocido c WHERE c.id = l.id)"
                           " OR NOT EXISTS (SELECT 1 FROM dato WHERE nombre = '" ALL_KNOWN "')"),
               error);
}

gboolean
tbk_libreta_count_print (TbkBuzon *buzon, const char *id, guint *before, GError **error)
{
  g_autoptr (TbkBuzonStatement) statement = tbk_buzon_prepare (
      buzon,
      "INSERT INTO impreso (id, veces) VALUES (?1, 1) ON CONFLICT (id) DO UPDATE SET veces = veces + 1 "
      "RETURNING veces - 1",
      error);

  if (statement == NULL)
    return FALSE;
  tbk_buzon_bind_text (statement, 1, id);
  if (sqlite3_step (statement) != SQLITE_ROW)
    return tbk_buzon_fail (buzon, error);
  *before = (guint) sqlite3_column_int (statement, 0);
  return tbk_buzon_finish (buzon, statement, error);
}
