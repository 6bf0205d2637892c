/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BATCH 500
#define PIECE_BYTES 65536

static gboolean
is_old (const char *path)
{
  GStatBuf state;

  return g_lstat (path, &state) == 0 && S_ISREG (state.st_mode) && state.st_mtime < time (NULL) - TBK_SWEEP_MIN_AGE_S;
}

static void
remove_file (const TbkStorage *storage, const char *ruta, guint *removed)
{
  g_autofree char *path = tbk_storage_path (storage, ruta);

  if (g_unlink (path) != 0)
    return;
  g_message ("removed %s, which no row names", ruta);
  (*removed)++;
}

/* An array as PostgreSQL reads it; the names are of letters that mean nothing in it. */
static char *
array_of (const GPtrArray *rutas)
{
  g_autoptr (GString) text = g_string_new ("{");

  for (guint i = 0; i < rutas->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", (const char *) rutas->pdata[i]);
  g_string_append_c (text, '}');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Removes those of `rutas` that have no row, and empties the list. */
static gboolean
remove_unknown (TbkTx *tx, const TbkStorage *storage, GPtrArray *rutas, guint *removed, GError **error)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *array = array_of (rutas);
  g_autoptr (TbkRows) rows = NULL;

  if (rutas->len == 0)
    return TRUE;
  tbk_values_set (values, "rutas", array);
  rows = tbk_tx_many (tx, "documento_rutas", values, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < tbk_rows_count (rows); i++)
    g_hash_table_add (known, (gpointer) tbk_rows_text (rows, i, "ruta"));
  for (guint i = 0; i < rutas->len; i++)
    if (!g_hash_table_contains (known, rutas->pdata[i]))
      remove_file (storage, rutas->pdata[i], removed);
  g_ptr_array_set_size (rutas, 0);
  return TRUE;
}

/* Whether we made it: what else lies there is not ours to remove, nor to write into an array. */
static gboolean
is_ours (const char *name)
{
  return strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == strlen (name);
}

static gboolean
sweep_folder (TbkTx *tx, const TbkStorage *storage, const char *folder, guint *removed, GError **error)
{
  g_autofree char *path = tbk_storage_path (storage, folder);
  g_autoptr (GPtrArray) rutas = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *ruta = g_build_filename (folder, name, NULL);
      g_autofree char *file = tbk_storage_path (storage, ruta);

      if (is_ours (name) && is_old (file))
        g_ptr_array_add (rutas, g_steal_pointer (&ruta));
      if (rutas->len == BATCH && !remove_unknown (tx, storage, rutas, removed, error))
        return FALSE;
    }
  return remove_unknown (tx, storage, rutas, removed, error);
}

/* What is written to has no name in any row. */
static void
sweep_spool (const TbkStorage *storage, guint *removed)
{
  g_autofree char *path = tbk_storage_path (storage, TBK_STORAGE_SPOOL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *ruta = g_build_filename (TBK_STORAGE_SPOOL, name, NULL);
      g_autofree char *file = tbk_storage_path (storage, ruta);

      if (is_old (file))
        remove_file (storage, ruta, removed);
    }
}

/* `kind`: the folder that has a folder for each contrato, chat or empresa. */
static gboolean
sweep_folders (TbkTx *tx, const TbkStorage *storage, const char *kind, guint *removed, GError **error)
{
  g_autofree char *path = tbk_storage_path (storage, kind);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (kind, name, NULL);

      if (is_ours (name) && !sweep_folder (tx, storage, folder, removed, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tbk_sweep_orphans (TbkTx *tx, const TbkStorage *storage, guint *removed, GError **error)
{
  *removed = 0;
  sweep_spool (storage, removed);
  return sweep_folders (tx, storage, TBK_STORAGE_CONTRATOS, removed, error)
         && sweep_folders (tx, storage, TBK_STORAGE_CHATS, removed, error)
         && sweep_folders (tx, storage, TBK_STORAGE_PESAJES, removed, error);
}

/* Whether the file's content is what the row says. */
static gboolean
has_content (int fd, const char *sha256)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES);
  gssize n;

  while ((n = read (fd, piece, PIECE_BYTES)) > 0)
    g_checksum_update (checksum, piece, n);
  return n == 0 && strcmp (g_checksum_get_string (checksum), sha256) == 0;
}

static void
look_at (const TbkStorage *storage, const TbkRows *rows, guint row, TbkSweep *sweep)
{
  gint64 id = tbk_rows_int (rows, row, "id", 0);
  guint64 tamano = (guint64) tbk_rows_int (rows, row, "tamano", 0);
  g_autofree char *path = tbk_storage_path (storage, tbk_rows_text (rows, row, "ruta"));
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat state;

  sweep->after = id;
  sweep->rows++;
  if (fd < 0)
    {
      g_array_append_val (sweep->missing, id);
      return;
    }
  if (fstat (fd, &state) < 0 || (guint64) state.st_size != tamano)
    g_array_append_val (sweep->altered, id);
  else if (tamano <= sweep->hash_bytes)
    {
      sweep->hash_bytes -= tamano;
      if (!has_content (fd, tbk_rows_text (rows, row, "sha256")))
        g_array_append_val (sweep->altered, id);
    }
  close (fd);
}

gboolean
tbk_sweep_rows (TbkTx *tx, const TbkStorage *storage, TbkSweep *sweep, GError **error)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;

  tbk_sweep_clear (sweep);
  sweep->rows = 0;
  sweep->missing = g_array_new (FALSE, FALSE, sizeof (gint64));
  sweep->altered = g_array_new (FALSE, FALSE, sizeof (gint64));
  tbk_values_set_int (values, "despues", sweep->after);
  tbk_values_set_int (values, "limite", TBK_SWEEP_MAX_ROWS);
  rows = tbk_tx_many (tx, "documento_revisar", values, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < tbk_rows_count (rows); i++)
    {
      if (i > 0 && (guint64) tbk_rows_int (rows, i, "tamano", 0) > sweep->hash_bytes)
        return TRUE; /* the next call begins here */
      look_at (storage, rows, i, sweep);
    }
  if (tbk_rows_count (rows) < TBK_SWEEP_MAX_ROWS)
    sweep->after = 0;
  return TRUE;
}

void
tbk_sweep_clear (TbkSweep *sweep)
{
  g_clear_pointer (&sweep->missing, g_array_unref);
  g_clear_pointer (&sweep->altered, g_array_unref);
}
