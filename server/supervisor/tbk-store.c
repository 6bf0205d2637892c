/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-store.h"

#include <gio/gio.h>
#include <string.h>

#include "tbk-demo.h"
#include "tbk-migrate.h"
#include "tbk-sql.h"

#define DEMO_STATEMENT "demo_sembrar"

struct _TbkStore
{
  TbkCluster *cluster; /* NULL: the database is not ours to start */
  char *owner;
  char *app;
};

/* name='value', with libpq's quoting. */
static void
append_pair (GString *conninfo, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (conninfo, "%s%s='", conninfo->len > 0 ? " " : "", name);
  for (; *value != '\0'; value++)
    {
      if (*value == '\'' || *value == '\\')
        g_string_append_c (conninfo, '\\');
      g_string_append_c (conninfo, *value);
    }
  g_string_append_c (conninfo, '\'');
}

static char *
make_conninfo (const TbkConfig *config, const char *options)
{
  g_autoptr (GString) conninfo = g_string_new (NULL);
  g_autofree char *port = g_strdup_printf ("%u", config->db_port);

  append_pair (conninfo, "host", config->db_host);
  append_pair (conninfo, "port", port);
  append_pair (conninfo, "dbname", config->db_name);
  append_pair (conninfo, "user", config->db_user);
  append_pair (conninfo, "password", config->db_pass);
  append_pair (conninfo, "options", options);
  return g_string_free (g_steal_pointer (&conninfo), FALSE);
}

static gboolean
start (TbkStore *store, const TbkConfig *config, GError **error)
{
  if (config->db_host != NULL)
    {
      store->owner = make_conninfo (config, NULL);
      store->app = make_conninfo (config, "-c role=triboka_app");
      return TRUE;
    }
  store->cluster = tbk_cluster_start (config->data_dir, error);
  if (store->cluster == NULL)
    return FALSE;
  store->owner = g_strdup (tbk_cluster_get_conninfo (store->cluster, TBK_CLUSTER_OWNER));
  store->app = g_strdup (tbk_cluster_get_conninfo (store->cluster, TBK_CLUSTER_APP));
  return TRUE;
}

TbkStore *
tbk_store_open (const TbkConfig *config, GError **error)
{
  g_autoptr (TbkStore) store = g_new0 (TbkStore, 1);

  if (!start (store, config, error) || !tbk_migrate (store->owner, error))
    return NULL;
  return g_steal_pointer (&store);
}

void
tbk_store_close (TbkStore *store)
{
  if (store == NULL)
    return;
  g_clear_pointer (&store->cluster, tbk_cluster_stop);
  g_free (store->owner);
  g_free (store->app);
  g_free (store);
}

const char *
tbk_store_get_owner (const TbkStore *store)
{
  return store->owner;
}

const char *
tbk_store_get_app (const TbkStore *store)
{
  return store->app;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

gboolean
tbk_store_run (const TbkStore *store, TbkPoolJob job, gpointer data, GError **error)
{
  g_autoptr (TbkSql) sql = tbk_sql_load (error);
  g_autoptr (GAsyncResult) result = NULL;
  TbkPool *pool;
  gboolean done;

  if (sql == NULL)
    return FALSE;
  pool = tbk_pool_new (store->owner, sql, 1, 1);
  tbk_pool_run_async (pool, NULL, job, data, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  done = tbk_pool_run_finish (pool, result, error);
  tbk_pool_free (pool);
  return done;
}

/* Pool thread. */
static gboolean
files_job (TbkTx *tx, gpointer data, GError **error)
{
  return tbk_demo_add_files (tx, data, error);
}

static gboolean
seed_rows (const TbkStore *store, GError **error)
{
  g_autoptr (TbkSql) sql = tbk_sql_load (error);
  const TbkStatement *statement = sql != NULL ? tbk_sql_find (sql, DEMO_STATEMENT) : NULL;
  g_autoptr (GError) failure = NULL;

  if (sql == NULL)
    return FALSE;
  g_return_val_if_fail (statement != NULL, FALSE);
  if (tbk_migrate_run_script (store->owner, statement->sql, &failure))
    return TRUE;
  /* The second start of a demo: its own words for it (server/sql/demo.sql). */
  if (strstr (failure->message, "there is data already") != NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
tbk_store_seed_demo (const TbkStore *store, const TbkStorage *files, GError **error)
{
  if (seed_rows (store, error) && tbk_store_run (store, files_job, (gpointer) files, error))
    return TRUE;
  g_prefix_error (error, "demo data: ");
  return FALSE;
}
