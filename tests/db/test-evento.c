/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of the feed against writers that commit in another order than they began, and against numberers at once. */
#include "test-cluster.h"

#include <string.h>

#define N_WRITERS 4
#define N_EACH 150

#define EMIT(what) "SELECT evento_emitir ('" what "', ARRAY[0]::bigint[], NULL, '{}')"

/* Who began first and commits last has the larger number: a reader who saw the other one does not miss it. */
static void
test_commit_order (gconstpointer data)
{
  TestCluster *cluster = (TestCluster *) data;
  PGconn *slow = test_cluster_connect (cluster);
  PGconn *quick = test_cluster_connect (cluster);
  g_autofree char *seen = NULL;
  g_autofree char *later = NULL;

  g_free (test_cluster_run (slow, "BEGIN"));
  g_free (test_cluster_run (slow, EMIT ("slow")));
  g_free (test_cluster_run (quick, EMIT ("quick")));
  g_free (test_cluster_run (quick, "SELECT evento_numerar (1000)"));
  seen = test_cluster_run (quick, "SELECT string_agg (tipo, ',') FROM evento WHERE numero <= evento_ultimo ()");
  g_assert_cmpstr (seen, ==, "quick");
  g_free (test_cluster_run (slow, "COMMIT"));
  g_free (test_cluster_run (quick, "SELECT evento_numerar (1000)"));
  later = test_cluster_run (quick, "SELECT string_agg (tipo, ',') FROM evento WHERE numero > (SELECT numero "
                                   "FROM evento WHERE tipo = 'quick')");
  g_assert_cmpstr (later, ==, "slow");
  PQfinish (slow);
  PQfinish (quick);
}

typedef struct
{
  TestCluster *cluster;
  guint index;
} Writer;

/* Every other of them in a transaction that stays open while others begin and end theirs. */
static gpointer
write_many (gpointer data)
{
  Writer *writer = data;
  PGconn *conn = test_cluster_connect (writer->cluster);

  for (guint i = 0; i < N_EACH; i++)
    {
      g_autofree char *emit = g_strdup_printf (
          "SELECT evento_emitir ('w%u', ARRAY[0]::bigint[], NULL, '{\"n\": %u}')", writer->index,
          i);

      g_free (test_cluster_run (conn, "BEGIN"));
      g_free (test_cluster_run (conn, emit));
      if (i % 2 == 0)
        g_free (test_cluster_run (conn, "SELECT count(*) FROM generate_series (1, 2000)"));
      g_free (test_cluster_run (conn, "COMMIT"));
      g_free (test_cluster_run (conn, "SELECT evento_numerar (7)"));
    }
  PQfinish (conn);
  return NULL;
}

/* A reader who always goes on after the largest number it has seen, as a hub does. */
static guint
read_on (PGconn *conn, GString *after, guint *next)
{
  g_autofree char *ask = g_strdup_printf ("SELECT * FROM evento_leer (%s, 1000)", after->str);
  PGresult *result = PQexec (conn, ask);
  guint n = (guint) PQntuples (result);

  g_assert_cmpint (PQresultStatus (result), ==, PGRES_TUPLES_OK);
  for (guint i = 0; i < n; i++)
    {
      const char *tipo = PQgetvalue (result, (int) i, PQfnumber (result, "tipo"));
      g_autofree char *should = NULL;
      guint writer = (guint) g_ascii_digit_value (tipo[1]);

      /* each writer's own come in its order, none twice and none left out */
      should = g_strdup_printf ("{\"n\": %u}", next[writer]++);
      g_assert_cmpstr (PQgetvalue (result, (int) i, PQfnumber (result, "datos")), ==, should);
      g_string_assign (after, PQgetvalue (result, (int) i, PQfnumber (result, "numero")));
    }
  PQclear (result);
  return n;
}

static void
test_many_writers (gconstpointer data)
{
  TestCluster *cluster = (TestCluster *) data;
  PGconn *reader = test_cluster_connect (cluster);
  Writer writers[N_WRITERS];
  GThread *threads[N_WRITERS];
  guint next[N_WRITERS] = { 0 };
  guint n_read = 0;
  g_autofree char *last = test_cluster_run (reader, "SELECT evento_ultimo ()");
  g_autoptr (GString) after = g_string_new (last);
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  for (guint i = 0; i < N_WRITERS; i++)
    {
      writers[i] = (Writer){ cluster, i };
      threads[i] = g_thread_new ("writer", write_many, &writers[i]);
    }
  while (n_read < N_WRITERS * N_EACH && g_get_monotonic_time () < deadline)
    {
      g_free (test_cluster_run (reader, "SELECT evento_numerar (5)"));
      n_read += read_on (reader, after, next);
    }
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (n_read, ==, N_WRITERS * N_EACH);
  PQfinish (reader);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestCluster) cluster = NULL;

  g_test_init (&argc, &argv, NULL);
  cluster = test_cluster_new (TRUE);
  g_test_add_data_func ("/evento/commit-order", cluster, test_commit_order);
  g_test_add_data_func ("/evento/many-writers", cluster, test_many_writers);
  return g_test_run ();
}
