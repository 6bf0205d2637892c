/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-migrate.h"

#include <gio/gio.h>
#include <libpq-fe.h>
#include <string.h>

#include "tbk-pg.h"

#define RESOURCE_FOLDER "/com/triboka/server/migrations/"

G_DEFINE_QUARK (tbk - migrate - error - quark, tbk_migrate_error)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

static void
migration_clear (TbkMigration *migration)
{
  g_free (migration->nombre);
  g_free (migration->sql);
}

static gboolean
exec (PGconn *conn, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = tbk_pg_exec (conn, sql, NULL, 0, error);

  return result != NULL;
}

/* "0001-base.sql" is 1; 0 when it does not begin with four digits and a dash. */
static guint
number_of (const char *nombre)
{
  if (strspn (nombre, "0123456789") != 4 || nombre[4] != '-')
    return 0;
  return (guint) g_ascii_strtoull (nombre, NULL, 10);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const TbkMigration *const *) a)->nombre, (*(const TbkMigration *const *) b)->nombre);
}

/* Returns: (transfer full) (nullable): the files in their order, with numbers that are each their own. */
static GPtrArray *
sort_files (const TbkMigration *files, gsize n_files, GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint previous = 0;

  for (gsize i = 0; i < n_files; i++)
    g_ptr_array_add (sorted, (gpointer) &files[i]);
  g_ptr_array_sort (sorted, compare_names);
  for (guint i = 0; i < sorted->len; i++)
    {
      const TbkMigration *file = g_ptr_array_index (sorted, i);
      guint number = number_of (file->nombre);

      if (number == 0 || number == previous)
        {
          g_set_error (error, TBK_MIGRATE_ERROR, TBK_MIGRATE_ERROR_FORM, "migration %s: %s", file->nombre,
                       number == 0 ? "its name does not begin with a number of four digits" : "its number is taken");
          return NULL;
        }
      previous = number;
    }
  return g_steal_pointer (&sorted);
}

/* The app's role belongs to the whole cluster: two databases may come to make it at once, and the
 * second finds it made. */
static gboolean
ensure_app_role (PGconn *conn, GError **error)
{
  g_autoptr (PGresult) found = NULL;
  g_autoptr (PGresult) member = NULL;
  g_autoptr (GError) problem = NULL;

  found = tbk_pg_exec (conn, "SELECT 1 FROM pg_roles WHERE rolname = 'triboka_app'", NULL, 0, error);
  if (found == NULL)
    return FALSE;
  if (PQntuples (found) == 0 && !exec (conn, "CREATE ROLE triboka_app NOLOGIN", &problem))
    {
      g_autoptr (PGresult) again = tbk_pg_exec (
          conn, "SELECT 1 FROM pg_roles WHERE rolname = 'triboka_app'", NULL, 0, NULL);

      if (again == NULL || PQntuples (again) == 0)
        {
          g_propagate_prefixed_error (error, g_steal_pointer (&problem), "cannot make the role triboka_app: ");
          return FALSE;
        }
    }
  member = tbk_pg_exec (conn, "SELECT pg_has_role (current_user, 'triboka_app', 'MEMBER')", NULL, 0, error);
  if (member == NULL)
    return FALSE;
  if (PQgetvalue (member, 0, 0)[0] == 't' || exec (conn, "GRANT triboka_app TO CURRENT_USER", error))
    return TRUE;
  g_prefix_error (error, "cannot grant triboka_app to the owner: ");
  return FALSE;
}

/* The row of a landed migration, or -1. */
static int
find_landed (const PGresult *landed, guint number)
{
  for (int row = 0; row < PQntuples (landed); row++)
    if (g_ascii_strtoull (PQgetvalue (landed, row, 0), NULL, 10) == number)
      return row;
  return -1;
}

static gboolean
check_landed (const PGresult *landed, const GPtrArray *files, GError **error)
{
  for (int row = 0; row < PQntuples (landed); row++)
    {
      guint number = (guint) g_ascii_strtoull (PQgetvalue (landed, row, 0), NULL, 10);
      const char *nombre = PQgetvalue (landed, row, 1);
      const TbkMigration *file = NULL;
      g_autofree char *sha256 = NULL;

      for (guint i = 0; i < files->len && file == NULL; i++)
        if (number_of (((const TbkMigration *) g_ptr_array_index (files, i))->nombre) == number)
          file = g_ptr_array_index (files, i);
      if (file == NULL)
        {
          g_set_error (error, TBK_MIGRATE_ERROR, TBK_MIGRATE_ERROR_MISSING,
                       "migration %s is in the database but not in this program, which is older", nombre);
          return FALSE;
        }
      sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, file->sql, -1);
      if (strcmp (sha256, PQgetvalue (landed, row, 2)) != 0)
        {
          g_set_error (error, TBK_MIGRATE_ERROR, TBK_MIGRATE_ERROR_CHANGED,
                       "migration %s was edited after it had been applied", file->nombre);
          return FALSE;
        }
    }
  return TRUE;
}

/* One migration in its transaction. A file that ends the transaction by itself could leave half of
 * it behind: refused. */
static gboolean
apply (PGconn *conn, const TbkMigration *file, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%u", number_of (file->nombre));
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, file->sql, -1);
  const char *texts[] = { number, file->nombre, sha256 };
  g_autoptr (PGresult) noted = NULL;

  if (!exec (conn, "BEGIN", error) || !exec (conn, file->sql, error))
    return FALSE;
  if (PQtransactionStatus (conn) != PQTRANS_INTRANS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "it ends its transaction by itself");
      return FALSE;
    }
  noted = tbk_pg_exec (conn,
                       "INSERT INTO migracion (numero, nombre, sha256) VALUES ($1::int, $2, $3)",
                       texts, 3, error);
  return noted != NULL && exec (conn, "COMMIT", error);
}

static gboolean
apply_missing (PGconn *conn, const GPtrArray *files, GError **error)
{
  g_autoptr (PGresult) landed = tbk_pg_exec (
      conn, "SELECT numero, nombre, sha256 FROM migracion ORDER BY numero", NULL, 0, error);

  if (landed == NULL || !check_landed (landed, files, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const TbkMigration *file = g_ptr_array_index (files, i);

      if (find_landed (landed, number_of (file->nombre)) >= 0)
        continue;
      if (!apply (conn, file, error))
        {
          g_prefix_error (error, "migration %s: ", file->nombre);
          return FALSE;
        }
      g_debug ("migration %s applied", file->nombre);
    }
  return TRUE;
}

gboolean
tbk_migrate_files (const char *owner_conninfo, const TbkMigration *files, gsize n_files, GError **error)
{
  g_autoptr (GPtrArray) sorted = sort_files (files, n_files, error);
  g_autoptr (PGconn) conn = NULL;

  if (sorted == NULL || (conn = tbk_pg_open_owner (owner_conninfo, error)) == NULL)
    return FALSE;
  /* Held until the connection closes. The number is "triboka" in letters of a telephone. */
  return exec (conn, "SELECT pg_advisory_lock (8742652)", error) && ensure_app_role (conn, error)
         && exec (conn,
                  "CREATE TABLE IF NOT EXISTS migracion ("
                  " numero int PRIMARY KEY, nombre text NOT NULL, sha256 text NOT NULL,"
                  " aplicada_en timestamptz NOT NULL DEFAULT now ())",
                  error)
         && apply_missing (conn, sorted, error);
}

gboolean
tbk_migrate (const char *owner_conninfo, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (TbkMigration));
  g_auto (GStrv) names = NULL;

  g_array_set_clear_func (files, (GDestroyNotify) migration_clear);
  names = g_resources_enumerate_children (RESOURCE_FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL)
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (RESOURCE_FOLDER, names[i], NULL);
      g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      TbkMigration file;

      if (bytes == NULL)
        return FALSE;
      file.nombre = g_strdup (names[i]);
      file.sql = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_array_append_val (files, file);
    }
  return tbk_migrate_files (owner_conninfo, (const TbkMigration *) (void *) files->data, files->len, error);
}

gboolean
tbk_migrate_run_script (const char *owner_conninfo, const char *sql, GError **error)
{
  g_autoptr (PGconn) conn = tbk_pg_open_owner (owner_conninfo, error);

  return conn != NULL && exec (conn, "BEGIN", error) && exec (conn, sql, error) && exec (conn, "COMMIT", error);
}
