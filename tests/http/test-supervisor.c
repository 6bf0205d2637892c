/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program as an administrator meets it: what it says when it cannot start, how it starts again, how it ends. */

#include "tbk-test-client.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define SAYS "triboka-server: "
#define SECRET "0123456789abcdef0123456789abcdef"
#define N_LOGINS 6
#define DEADLINE_US (60 * (gint64) G_TIME_SPAN_SECOND)
#define FULL_BYTES (4 * 1024 * 1024)

/* --- starts that fail --------------------------------------------------------------------------- */

static void
small_disk (gpointer data)
{
  const struct rlimit limit = { FULL_BYTES, FULL_BYTES };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("tbk-XXXXXX", &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  return folder;
}

/* Runs it to its end. `arguments`: NULL-terminated. Returns: (transfer full): all that it said. */
static char *
run (const char *const *arguments, const char *const *environment, GSpawnChildSetupFunc setup, int *status)
{
  g_autoptr (GSubprocessLauncher) launcher
             = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *said = NULL;

  g_strv_builder_add (argv, g_getenv ("TBK_SERVER"));
  g_strv_builder_addv (argv, (const char **) arguments);
  all = g_strv_builder_end (argv);
  for (guint i = 0; environment != NULL && environment[i] != NULL; i += 2)
    g_subprocess_launcher_setenv (launcher, environment[i], environment[i + 1], TRUE);
  if (setup != NULL)
    g_subprocess_launcher_set_child_setup (launcher, setup, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) all, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  *status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return said;
}

/* It ends with status 1 and says one line of its own, in which all of `wanted` stand; the log's lines are beside it. */
static void
assert_refused (const char *data_dir,
                const char *const *environment,
                GSpawnChildSetupFunc setup,
                const char *const *wanted)
{
  const char *arguments[] = { "--data", data_dir, "--port", "0", NULL };
  int status;
  g_autofree char *said = run (arguments, environment, setup, &status);
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  guint n_own = 0;

  g_test_message ("%s", said);
  g_assert_cmpint (status, ==, 1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!g_str_has_prefix (lines[i], SAYS))
        {
          g_assert_true (lines[i][0] == '{' || lines[i][0] == '\0');
          continue;
        }
      n_own++;
      for (guint w = 0; wanted[w] != NULL; w++)
        if (strstr (lines[i], wanted[w]) == NULL)
          g_error ("\"%s\" does not stand in: %s", wanted[w], lines[i]);
    }
  g_assert_cmpuint (n_own, ==, 1);
}

#define words(...) ((const char *[]){ __VA_ARGS__, NULL })

static void
test_bad_setting (void)
{
  g_autofree char *folder = make_folder ();

  assert_refused (folder, words ("WORKERS", "many"), NULL, words ("WORKERS", "many"));
  assert_refused (folder, words ("ENV", "prod"), NULL, words ("SECRET_KEY is missing"));
  tbk_test_remove_tree (folder);
}

static void
test_bad_folder (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "data", NULL);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  assert_refused (below, NULL, NULL, words ("DATA_DIR", below, "Not a directory"));
  assert_refused (below, words ("SECRET_KEY", SECRET), NULL, words ("DATA_DIR", below, "Not a directory"));
  assert_refused (folder, words ("STORAGE_ROOT", below), NULL, words ("STORAGE_ROOT", below, "Not a directory"));
  tbk_test_remove_tree (folder);
}

/* Nothing can be written beyond some megabytes: initdb fails, and says why. */
static void
test_full_disk (void)
{
  g_autofree char *folder = make_folder ();

  assert_refused (folder, NULL, small_disk, words ("cannot make the database", "File too large"));
  tbk_test_remove_tree (folder);
}

static void
test_bad_certificate (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "cert.pem", NULL);
  g_autofree char *none = g_build_filename (folder, "none.pem", NULL);

  g_assert_true (g_file_set_contents (file, "no certificate", -1, NULL));
  assert_refused (folder, words ("TLS_CERT", file, "TLS_KEY", file), NULL, words ("TLS_CERT", file));
  assert_refused (folder, words ("TLS_CERT", none, "TLS_KEY", file), NULL, words (none, "No such file"));
  assert_refused (folder, words ("TLS_CERT", file), NULL, words ("TLS_KEY is missing"));
  tbk_test_remove_tree (folder);
}

static void
test_bad_database (void)
{
  g_autofree char *folder = make_folder ();

  assert_refused (folder,
                  words ("DB_HOST", folder, "DB_USER", "nobody", "DB_PASS", "muy-secreta", "SECRET_KEY", SECRET), NULL,
                  words (folder));
  tbk_test_remove_tree (folder);
}

static void
test_port_taken (void)
{
  g_autofree char *folder = make_folder ();
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  g_autofree char *port = NULL;
  g_autofree char *said = NULL;
  int status;

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, size), ==, 0);
  g_assert_cmpint (listen (fd, 1), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &size), ==, 0);
  port = g_strdup_printf ("%u", ntohs (address.sin_port));
  said = run (words ("--data", folder, "--port", port), NULL, NULL, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_true (g_str_has_prefix (said, SAYS "cannot listen on 127.0.0.1 port "));
  g_assert_nonnull (strstr (said, port));
  g_assert_nonnull (strstr (said, "in use"));
  g_assert_cmpuint (strcspn (said, "\n"), ==, strlen (said) - 1);
  close (fd);
  tbk_test_remove_tree (folder);
}

static void
test_arguments (void)
{
  const char *const options[] = { "--config", "--data", "--host", "--port", "--demo", "--version" };
  int status;
  g_autofree char *help = run (words ("--help"), NULL, NULL, &status);
  g_autofree char *version = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *stray = NULL;
  g_autofree char *no_file = NULL;

  g_assert_cmpint (status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    g_assert_nonnull (strstr (help, options[i]));
  version = run (words ("--version"), NULL, NULL, &status);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (version, ==, "triboka-server " TRIBOKA_VERSION "\n");
  unknown = run (words ("--nada"), NULL, NULL, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (unknown, "--nada"));
  stray = run (words ("nada"), NULL, NULL, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_cmpstr (stray, ==, SAYS "unknown argument nada\n");
  no_file = run (words ("--config", "/nowhere/env"), NULL, NULL, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (no_file, "/nowhere/env"));
}

/* --- a server that runs ------------------------------------------------------------------------------ */

static void
test_second_start (gconstpointer data)
{
  TbkTestServer *server = (TbkTestServer *) data;
  const char *folder = tbk_test_server_get_data_dir (server);
  g_autofree char *port = g_strdup_printf ("%u", tbk_test_server_get_port (server));
  g_autoptr (TbkTestClient) client = tbk_test_client_new (server);
  g_autofree char *said = NULL;
  int status;

  assert_refused (folder, NULL, NULL, words (folder));
  said = run (words ("--data", folder, "--port", port), NULL, NULL, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (said, "in use"));
  g_autoptr (TbkTestReply) reply = tbk_test_expect (client, 200, "GET", NULL, "/health");
}

/* Waits until a worker stands in for the one that is gone. */
static GPid
wait_for_other (TbkTestServer *server, TbkTestClient *client, GPid gone, GPid stays)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  for (;;)
    {
      g_autoptr (GArray) workers = tbk_test_server_get_workers (server);
      g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "GET", "/health", NULL);

      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      for (guint i = 0; workers->len == 2 && i < workers->len; i++)
        if (g_array_index (workers, GPid, i) != gone && g_array_index (workers, GPid, i) != stays)
          return g_array_index (workers, GPid, i);
    }
}

/* One that ends again and again comes back, each time later. */
static void
test_backoff (gconstpointer data)
{
  TbkTestServer *server = (TbkTestServer *) data;
  g_autoptr (TbkTestClient) client = tbk_test_client_new (server);
  g_autoptr (GArray) workers = tbk_test_server_get_workers (server);
  GPid stays = g_array_index (workers, GPid, 0);
  GPid other = g_array_index (workers, GPid, 1);
  gint64 waited_us[6];

  for (gsize i = 0; i < G_N_ELEMENTS (waited_us); i++)
    {
      gint64 begun_us = g_get_monotonic_time ();

      g_assert_cmpint (kill (other, SIGKILL), ==, 0);
      other = wait_for_other (server, client, other, stays);
      waited_us[i] = g_get_monotonic_time () - begun_us;
      g_test_message ("after %" G_GINT64_FORMAT " ms", waited_us[i] / 1000);
    }
  /* 100, 200, 400, 800 and 1600 ms, after a first that comes at once; a start by itself takes half a second. */
  g_assert_cmpint (waited_us[4], >=, 800 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (waited_us[5], >=, 1600 * G_TIME_SPAN_MILLISECOND);
}

/* Waits until a text stands in the log so often: workers write theirs out a moment later.
 * Returns: (transfer full): the log. */
static char *
wait_for_log (TbkTestServer *server, const char *text, guint times)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  for (;;)
    {
      char *log = tbk_test_server_read_log (server);
      guint n = 0;

      for (const char *at = log; (at = strstr (at, text)) != NULL; at++)
        n++;
      if (n >= times)
        return log;
      g_free (log);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_thread_yield ();
    }
}

/* No token, password or body in any line, and every line is JSON: of a run that has seen them all. */
static void
test_log (gconstpointer data)
{
  TbkTestServer *server = (TbkTestServer *) data;
  g_autoptr (TbkTestClient) client = tbk_test_client_new (server);
  g_autofree char *token = NULL;
  g_autofree char *log = NULL;
  g_auto (GStrv) lines = NULL;
  const char *const bodies[] = {
    "{\"email\":\"centro@demo.ec\",\"password\":\"clave-equivocada-1\"}",
    "{\"email\":\"centro@demo.ec\",\"password\":\"clave-equivocada-2\"",
    "{\"refresh_token\":\"renovacion-equivocada\"}",
  };
  guint n_requests = 0;

  tbk_test_client_login (client, "centro@demo.ec");
  token = g_strdup (tbk_test_client_get_token (client));
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      const char *path = i < 2 ? "/auth/login" : "/auth/refresh";
      g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "POST", path, bodies[i]);

      g_assert_cmpuint (reply->status, >=, 400);
    }
  g_autoptr (TbkTestReply) found = tbk_test_expect (client, 200, "GET", NULL, "/contratos?q=texto-buscado");
  tbk_test_client_set_token (client, "testigo-falso");
  g_autoptr (TbkTestReply) refused = tbk_test_expect (client, 401, "GET", NULL, "/me");

  g_free (wait_for_log (server, "\"route\":\"/auth/login\"", 3));
  log = wait_for_log (server, "\"route\":\"/me\"", 1);
  g_assert_null (strstr (log, token));
  g_assert_null (strstr (log, TBK_TEST_PASSWORD));
  g_assert_null (strstr (log, "equivocada"));
  g_assert_null (strstr (log, "texto-buscado"));
  g_assert_null (strstr (log, "testigo-falso"));
  g_assert_null (strstr (log, "Bearer"));
  lines = g_strsplit (log, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_autoptr (JsonNode) node = NULL;
      JsonObject *line;

      if (g_str_has_prefix (lines[i], SAYS))
        continue;
      node = json_from_string (lines[i], NULL);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        g_error ("no JSON: %s", lines[i]);
      line = json_node_get_object (node);
      g_assert_true (json_object_has_member (line, "ts") && json_object_has_member (line, "level"));
      n_requests += g_strcmp0 (json_object_get_string_member_with_default (line, "route", NULL), "/auth/login") == 0;
    }
  g_assert_cmpuint (n_requests, >=, 3);
}

/* Returns: a descriptor on which a log-in was asked for. */
static int
ask_login (TbkTestServer *server)
{
  const char *body = "{\"email\":\"centro@demo.ec\",\"password\":\"" TBK_TEST_PASSWORD "\"}";
  g_autofree char *request = g_strdup_printf (
      "POST /auth/login HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
      "Content-Length: %zu\r\n\r\n%s",
      strlen (body), body);
  const struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons (tbk_test_server_get_port (server)),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (connect (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (send (fd, request, strlen (request), 0), ==, strlen (request));
  return fd;
}

/* SIGTERM while log-ins are being worked on, or have only just come: each is answered whole, its
 * connection ends, and so does the server, with status 0 (tbk_test_server_free). */
static void
test_drain (void)
{
  TbkTestServer *server = tbk_test_server_new (words ("TLS=off", "DRAIN_TIMEOUT=60"));
  int fds[N_LOGINS];

  for (guint i = 0; i < N_LOGINS; i++)
    fds[i] = ask_login (server);
  g_assert_cmpint (kill (tbk_test_server_get_pid (server), SIGTERM), ==, 0);
  for (guint i = 0; i < N_LOGINS; i++)
    {
      g_autoptr (GString) reply = g_string_new (NULL);
      char buffer[4096];
      gssize n;

      while ((n = recv (fds[i], buffer, sizeof buffer, 0)) > 0)
        g_string_append_len (reply, buffer, n);
      g_assert_cmpint (n, ==, 0);
      g_assert_true (g_str_has_prefix (reply->str, "HTTP/1.1 200 "));
      g_assert_nonnull (strstr (reply->str, "\r\nConnection: close\r\n"));
      g_assert_true (g_str_has_suffix (reply->str, "}"));
      close (fds[i]);
    }
  tbk_test_server_free (server);
}

int
main (int argc, char **argv)
{
  TbkTestServer *server;
  int status;

  g_test_init (&argc, &argv, NULL);
  server = tbk_test_server_new (NULL);
  g_test_add_func ("/supervisor/bad-setting", test_bad_setting);
  g_test_add_func ("/supervisor/bad-folder", test_bad_folder);
  g_test_add_func ("/supervisor/full-disk", test_full_disk);
  g_test_add_func ("/supervisor/bad-certificate", test_bad_certificate);
  g_test_add_func ("/supervisor/bad-database", test_bad_database);
  g_test_add_func ("/supervisor/port-taken", test_port_taken);
  g_test_add_func ("/supervisor/arguments", test_arguments);
  g_test_add_data_func ("/supervisor/second-start", server, test_second_start);
  g_test_add_data_func ("/supervisor/log", server, test_log);
  g_test_add_data_func ("/supervisor/backoff", server, test_backoff);
  g_test_add_func ("/supervisor/drain", test_drain);
  status = g_test_run ();
  tbk_test_server_free (server);
  return status;
}
