/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue's work on the real server: done, tried again, and gone on with after its process was killed. */

#include "tbk-test-db.h"

#include <signal.h>
#include <string.h>

#define DEADLINE_US (60 * G_TIME_SPAN_SECOND)

typedef struct
{
  TbkTestServer *server;
  PGconn *owner;
} Jobs;

static void
wait_for (Jobs *jobs, const char *sql)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;
  gboolean so = FALSE;

  while (!so)
    {
      g_autofree char *text = tbk_test_db_query (jobs->owner, sql);

      so = g_strcmp0 (text, "t") == 0;
      if (g_get_monotonic_time () > deadline)
        g_error ("is not so: %s", sql);
    }
}

static void
put (Jobs *jobs, const char *tipo)
{
  g_autofree char *sql = g_strdup_printf ("SELECT trabajo_poner ('%s', NULL, NULL)", tipo);

  g_free (tbk_test_db_query (jobs->owner, sql));
}

/* The server's child that does the work. */
static GPid
find_process (Jobs *jobs)
{
  GPid supervisor = tbk_test_server_get_pid (jobs->server);
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", supervisor, supervisor);
  g_autofree char *text = NULL;
  g_auto (GStrv) children = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  children = g_strsplit (g_strstrip (text), " ", -1);
  for (guint i = 0; children[i] != NULL; i++)
    {
      g_autofree char *file = g_strdup_printf ("/proc/%s/cmdline", children[i]);
      g_autofree char *arguments = NULL;
      gsize length = 0;

      if (g_file_get_contents (file, &arguments, &length, NULL) && memmem (arguments, length, "--jobs", 6) != NULL)
        return (GPid) g_ascii_strtoll (children[i], NULL, 10);
    }
  return 0;
}

/* By the clock at the first start, and whenever it is put in; it forgets what is over. */
static void
test_done (gconstpointer data)
{
  Jobs *jobs = (Jobs *) data;

  wait_for (jobs, "SELECT count(*) = 1 FROM trabajo WHERE tipo = 'limpiar' AND estado = 'Hecho'");
  wait_for (jobs, "SELECT proximo > now() + interval '59 minutes' - interval '5 minutes' FROM "
                  "horario WHERE tipo = 'limpiar'");
  wait_for (jobs, "SELECT count(*) > 3 FROM evento WHERE numero IS NOT NULL");
  g_free (tbk_test_db_query (
      jobs->owner,
      "UPDATE evento SET created_at = now() - interval '169 hours' WHERE numero <= 3"));
  put (jobs, "limpiar");
  wait_for (jobs, "SELECT min(numero) > 3 FROM evento");
  wait_for (jobs, "SELECT count(*) = 2 FROM trabajo WHERE tipo = 'limpiar' AND estado = 'Hecho'");
}

/* More rows than one turn looks at: it goes on until each was held against its file. */
static void
test_files (gconstpointer data)
{
  Jobs *jobs = (Jobs *) data;
  g_autofree char *log = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  wait_for (jobs, "SELECT count(*) = 1 FROM trabajo WHERE tipo = 'archivos' AND estado = 'Hecho'");
  g_free (tbk_test_db_query (jobs->owner,
                             "INSERT INTO documento (contrato_id, tipo, nombre_archivo, "
                             "tipo_contenido, tamano, sha256, ruta, subido_por)"
                             " SELECT (SELECT min (id) FROM contrato), 'otro', 'lost' || n || "
                             "'.pdf', 'application/pdf', n, md5 (n::text) || md5 (n::text),"
                             " 'contratos/C/' || gen_random_uuid () || '-' || left (md5 (n::text), "
                             "12), (SELECT min (id) FROM usuario)"
                             " FROM generate_series (1, 1100) n"));
  put (jobs, "archivos");
  wait_for (jobs, "SELECT count(*) = 2 FROM trabajo WHERE tipo = 'archivos' AND estado = 'Hecho'");
  wait_for (jobs, "SELECT bool_or ((datos ->> 'despues')::bigint > 0) FROM trabajo WHERE tipo = 'archivos'");
  log = tbk_test_server_read_log (jobs->server);
  first = tbk_test_db_query (
      jobs->owner,
      "SELECT 'the file of documento or photo ' || min (id) || ' is missing' FROM documento WHERE "
      "nombre_archivo LIKE 'lost%'");
  last = tbk_test_db_query (
      jobs->owner,
      "SELECT 'the file of documento or photo ' || max (id) || ' is missing' FROM documento WHERE "
      "nombre_archivo LIKE 'lost%'");
  g_assert_nonnull (strstr (log, first));
  g_assert_nonnull (strstr (log, last));
}

/* What is of no kind fails with its reason, and is due again later. */
static void
test_failed (gconstpointer data)
{
  Jobs *jobs = (Jobs *) data;

  put (jobs, "nada");
  wait_for (jobs, "SELECT count(*) = 1 FROM trabajo WHERE tipo = 'nada' AND estado = 'Pendiente' AND intentos = 1"
                  " AND no_antes > now() AND error LIKE '%nada%'");
  g_free (tbk_test_db_query (jobs->owner, "UPDATE trabajo SET max_intentos = 2, no_antes = now() WHERE tipo = 'nada'"));
  wait_for (jobs, "SELECT count(*) = 1 FROM trabajo WHERE tipo = 'nada' AND estado = 'Muerto' AND intentos = 2");
}

/* Its work goes on without it: a new one takes what it had, when the lease is over. */
static void
test_killed (gconstpointer data)
{
  Jobs *jobs = (Jobs *) data;
  GPid killed = find_process (jobs);
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  g_assert_cmpint (killed, >, 0);
  g_free (tbk_test_db_query (
      jobs->owner,
      "INSERT INTO trabajo (tipo, estado, intentos, tomado_hasta, datos)"
      " VALUES ('limpiar', 'En curso', 1, now() - interval '1 second', '{\"de\": \"otro\"}')"));
  g_assert_cmpint (kill (killed, SIGKILL), ==, 0);
  wait_for (jobs, "SELECT count(*) = 1 FROM trabajo WHERE datos ->> 'de' = 'otro' AND estado = "
                  "'Hecho' AND intentos = 2");
  while (find_process (jobs) == killed || find_process (jobs) == 0)
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
}

int
main (int argc, char **argv)
{
  Jobs jobs = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  jobs.server = tbk_test_server_new (NULL);
  jobs.owner = tbk_test_db_connect (jobs.server, "postgres");
  g_test_add_data_func ("/jobs/done", &jobs, test_done);
  g_test_add_data_func ("/jobs/files", &jobs, test_files);
  g_test_add_data_func ("/jobs/failed", &jobs, test_failed);
  g_test_add_data_func ("/jobs/killed", &jobs, test_killed);
  status = g_test_run ();
  PQfinish (jobs.owner);
  tbk_test_server_free (jobs.server);
  return status;
}
