/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server does when its parts die: a worker, PostgreSQL, and a database that stays away. */

#include "tbk-api.h"
#include "tbk-cluster.h"
#include "tbk-matrix-case.h"
#include "tbk-test-db.h"

#include <signal.h>
#include <string.h>

#define N_LOADERS 4
#define LOAD_BEFORE 100
#define LOAD_AFTER 200
#define DEADLINE_US (60 * G_TIME_SPAN_SECOND)

/* --- the database by itself
 * --------------------------------------------------------------------------------------- */

/* Every table there is, by itself: no row, or no right to look. */
static void
test_no_session_no_rows (gconstpointer data)
{
  TbkTestServer *server = (TbkTestServer *) data;
  PGconn *owner = tbk_test_db_connect (server, "postgres");
  PGconn *app = tbk_test_db_connect (server, "triboka_app");
  PGresult *tables = PQexec (owner, "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm') AND"
                                    " relnamespace = 'public'::regnamespace ORDER BY 1");
  guint n_closed = 0;

  g_assert_cmpint (PQntuples (tables), >, 10);
  for (int i = 0; i < PQntuples (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", PQgetvalue (tables, i, 0));
      PGresult *result = PQexec (app, sql);

      g_test_message ("%s", PQgetvalue (tables, i, 0));
      if (PQresultStatus (result) == PGRES_TUPLES_OK)
        g_assert_cmpstr (PQgetvalue (result, 0, 0), ==, "0");
      else
        g_assert_cmpstr (PQresultErrorField (result, PG_DIAG_SQLSTATE), ==, "42501");
      n_closed += PQresultStatus (result) == PGRES_TUPLES_OK;
      PQclear (result);
    }
  g_assert_cmpuint (n_closed, >, 5);
  PQclear (tables);
  PQfinish (app);
  PQfinish (owner);
}

static int
postmaster_of (TbkTestServer *server)
{
  g_autofree char *path
      = g_build_filename (tbk_test_server_get_data_dir (server), "pg", "postmaster.pid", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? (int) g_ascii_strtoll (text, NULL, 10) : 0;
}

/* Asks until it is answered well again; until then nothing but 503, as a problem. Returns: how many those
 * were. */
static guint
ask_until_well (TbkTestClient *client, const char *path)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  for (guint n_away = 0;; n_away++)
    {
      g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "GET", path, NULL);
      if (reply->status == 200)
        return n_away;
      tbk_assert_status (reply, 503);
      g_assert_cmpstr (soup_message_headers_get_content_type (reply->headers, NULL), ==,
                       "application/problem+json");
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}

static gboolean
same_workers (GArray *a, GArray *b)
{
  return a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (GPid)) == 0;
}

static void
test_postgres_killed (gconstpointer data)
{
  TbkTestServer *server = (TbkTestServer *) data;
  g_autoptr (TbkTestClient) client = tbk_test_client_new (server);
  g_autoptr (GArray) before = tbk_test_server_get_workers (server);
  g_autoptr (GArray) after = NULL;
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;
  int postmaster = postmaster_of (server);

  tbk_test_client_login (client, "centro@demo.ec");
  g_assert_cmpint (kill (postmaster, SIGKILL), ==, 0);
  do
    {
      guint n_away = ask_until_well (client, "/contratos");
      g_test_message ("%u answers were 503", n_away);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
  while (postmaster_of (server) == postmaster);
  ask_until_well (client, "/contratos");
  ask_until_well (client, "/lotes?estado=Recibido");
  after = tbk_test_server_get_workers (server);
  g_assert_true (same_workers (before, after));
}

/* --- a worker
 * ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  TbkTestServer *server;
  GMutex lock;
  GCond changed;
  guint n_ready; /* under lock, as those below */
  guint n_good;
  guint n_failed;
  gboolean stop;
} Load;

static gpointer
load_thread (gpointer data)
{
  Load *load = data;
  g_autoptr (TbkTestClient) client = tbk_test_client_new_for (load->server, "centro@demo.ec");
  gboolean stop = FALSE;

  g_mutex_lock (&load->lock);
  load->n_ready++;
  g_cond_broadcast (&load->changed);
  g_mutex_unlock (&load->lock);
  while (!stop)
    {
      g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "GET", "/contratos?page_size=5", NULL);

      g_mutex_lock (&load->lock);
      load->n_good += reply->status == 200;
      load->n_failed += reply->status != 200;
      stop = load->stop;
      g_cond_broadcast (&load->changed);
      g_mutex_unlock (&load->lock);
    }
  return NULL;
}

/* Waits until all have signed in. */
static void
wait_for_ready (Load *load)
{
  g_mutex_lock (&load->lock);
  while (load->n_ready < N_LOADERS)
    g_cond_wait (&load->changed, &load->lock);
  g_mutex_unlock (&load->lock);
}

/* Waits for so many more good answers. */
static void
wait_for_good (Load *load, guint more)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  g_mutex_lock (&load->lock);
  more += load->n_good;
  while (load->n_good < more)
    if (!g_cond_wait_until (&load->changed, &load->lock, deadline))
      g_error ("the load stands still: %u good, %u failed", load->n_good, load->n_failed);
  g_mutex_unlock (&load->lock);
}

static gboolean
is_replaced (TbkTestServer *server, guint n_workers, GPid killed)
{
  g_autoptr (GArray) workers = tbk_test_server_get_workers (server);

  for (guint i = 0; i < workers->len; i++)
    if (g_array_index (workers, GPid, i) == killed)
      return FALSE;
  return workers->len == n_workers;
}

/* No more than what was in flight there fails. */
static void
test_worker_killed (gconstpointer data)
{
  Load load = { .server = (TbkTestServer *) data };
  g_autoptr (GArray) workers = tbk_test_server_get_workers (load.server);
  GThread *threads[N_LOADERS];
  GPid killed = g_array_index (workers, GPid, 0);

  g_assert_cmpuint (workers->len, >=, 2);
  g_mutex_init (&load.lock);
  g_cond_init (&load.changed);
  for (guint i = 0; i < N_LOADERS; i++)
    threads[i] = g_thread_new ("load", load_thread, &load);

  wait_for_ready (&load);
  wait_for_good (&load, LOAD_BEFORE);
  g_assert_cmpint (kill (killed, SIGKILL), ==, 0);
  while (!is_replaced (load.server, workers->len, killed))
    wait_for_good (&load, 1);
  wait_for_good (&load, LOAD_AFTER);

  g_mutex_lock (&load.lock);
  load.stop = TRUE;
  g_mutex_unlock (&load.lock);
  for (guint i = 0; i < N_LOADERS; i++)
    g_thread_join (threads[i]);
  g_test_message ("%u good, %u failed", load.n_good, load.n_failed);
  g_assert_cmpuint (load.n_failed, <=, N_LOADERS);
  g_mutex_clear (&load.lock);
  g_cond_clear (&load.changed);
}

/* --- a database that stays away
 * ----------------------------------------------------------------------------------- */

typedef struct
{
  const TbkRoute *route;
  TbkTestClient *client;
  char *path;
  GBytes *body;
  const char *type;
} Prepared;

static void
free_prepared (gpointer data)
{
  Prepared *prepared = data;

  g_free (prepared->path);
  g_clear_pointer (&prepared->body, g_bytes_unref);
  g_free (prepared);
}

/* A request for each route that needs the database, made while it is there. */
static GPtrArray *
prepare_all (TbkMatrix *matrix)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (free_prepared);

  for (const TbkRouteTable *const *table = tbk_api_tables (); *table != NULL; table++)
    for (const TbkRoute *route = (*table)->routes; route->path != NULL; route++)
      {
        TbkCase test = { matrix, route, tbk_sample_find (route) };
        Prepared *prepared;

        if (route->direct != NULL)
          continue;
        prepared = g_new0 (Prepared, 1);
        prepared->route = route;
        prepared->client = tbk_matrix_client (matrix, test.sample->who);
        prepared->path = tbk_case_any_path (route);
        prepared->body = tbk_case_body (&test, test.sample->body);
        prepared->type = test.sample->raw_type;
        g_ptr_array_add (all, prepared);
      }
  return all;
}

static void
assert_away (const Prepared *prepared)
{
  const char *headers[] = { "If-Match", "\"1\"", NULL };
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_client_send_bytes (prepared->client, prepared->route->method, prepared->path,
                                      prepared->body, prepared->type, headers);
  g_test_message ("%s %s", prepared->route->method, prepared->path);
  tbk_assert_status (reply, 503);
}

static char *
host_of (TbkCluster *cluster)
{
  PQconninfoOption *options = PQconninfoParse (tbk_cluster_get_conninfo (cluster, TBK_CLUSTER_OWNER), NULL);
  char *host = NULL;

  for (PQconninfoOption *option = options; option->keyword != NULL; option++)
    if (strcmp (option->keyword, "host") == 0)
      host = g_strdup (option->val);
  PQconninfoFree (options);
  return host;
}

static void
test_database_away (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tbk-XXXXXX", NULL);
  TbkCluster *cluster = tbk_cluster_start (folder, &error);
  g_autofree char *host = NULL;
  g_autofree char *db_host = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  TbkMatrix *matrix;

  g_assert_no_error (error);
  host = host_of (cluster);
  db_host = g_strconcat ("DB_HOST=", host, NULL);
  matrix = tbk_matrix_new ((const char *[]){ db_host, "DB_USER=triboka_owner", "DB_NAME=triboka",
                                             "SECRET_KEY=not-a-secret-but-long-enough-for-it", NULL });
  requests = prepare_all (matrix);
  g_assert_cmpint (kill (tbk_cluster_get_pid (cluster), SIGKILL), ==, 0);
  tbk_cluster_stop (cluster);
  for (guint i = 0; i < requests->len; i++)
    assert_away (g_ptr_array_index (requests, i));
  g_autoptr (TbkTestReply) health
             = tbk_test_expect (tbk_matrix_client (matrix, ""), 503, "GET", NULL, "/health");

  cluster = tbk_cluster_start (folder, &error);
  g_assert_no_error (error);
  ask_until_well (tbk_matrix_client (matrix, "admin@demo.ec"), "/contratos");
  g_clear_pointer (&requests, g_ptr_array_unref);
  tbk_matrix_free (matrix);
  tbk_cluster_stop (cluster);
  tbk_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_autoptr (TbkTestServer) server = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  server = tbk_test_server_new (NULL);
  g_test_add_data_func ("/chaos/no-session", server, test_no_session_no_rows);
  g_test_add_data_func ("/chaos/worker-killed", server, test_worker_killed);
  g_test_add_data_func ("/chaos/postgres-killed", server, test_postgres_killed);
  g_test_add_func ("/chaos/database-away", test_database_away);
  status = g_test_run ();
  return status;
}
