/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "tbk-log.h"

#define N_THREADS 4
#define N_LINES 500

/* What `write` says on stderr. Returns: (transfer full). */
static char *
capture (void (*write) (void))
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("tbk-log-XXXXXX", &path, NULL);
  int kept = dup (STDERR_FILENO);
  char *text = NULL;

  g_assert_cmpint (dup2 (fd, STDERR_FILENO), ==, STDERR_FILENO);
  write ();
  tbk_log_flush ();
  g_assert_cmpint (dup2 (kept, STDERR_FILENO), ==, STDERR_FILENO);
  close (kept);
  close (fd);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_unlink (path);
  return text;
}

/* Returns: (transfer full) (element-type JsonNode): each line, which must be an object. */
static GPtrArray *
parse (const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_auto (GStrv) texts = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (texts);

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpstr (texts[n - 1], ==, "");
  for (guint i = 0; i + 1 < n; i++)
    {
      g_autoptr (GError) error = NULL;
      JsonNode *node = json_from_string (texts[i], &error);

      g_assert_no_error (error);
      g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
      g_assert_true (g_utf8_validate (texts[i], -1, NULL));
      g_ptr_array_add (lines, node);
    }
  return lines;
}

static const char *
text_of (GPtrArray *lines, guint i, const char *member)
{
  JsonObject *line = json_node_get_object (lines->pdata[i]);

  return json_object_get_string_member_with_default (line, member, NULL);
}

static void
write_requests (void)
{
  const TbkLogRequest whole = { "0123456789abcdef", "GET", "/lotes/{id}", "10.0.0.1", 200, 1234, 7 };
  const TbkLogRequest bare = { .address = "::1", .status = 503 };

  tbk_log_request (&whole);
  tbk_log_request (&bare);
}

static void
test_requests (void)
{
  g_autofree char *text = capture (write_requests);
  g_autoptr (GPtrArray) lines = parse (text);
  JsonObject *line;

  g_assert_cmpuint (lines->len, ==, 2);
  line = json_node_get_object (lines->pdata[0]);
  g_assert_cmpstr (text_of (lines, 0, "level"), ==, "info");
  g_assert_cmpstr (text_of (lines, 0, "app"), ==, "mi \"app\"");
  g_assert_cmpstr (text_of (lines, 0, "proc"), ==, "test");
  g_assert_cmpstr (text_of (lines, 0, "msg"), ==, "request");
  g_assert_cmpstr (text_of (lines, 0, "id"), ==, "0123456789abcdef");
  g_assert_cmpstr (text_of (lines, 0, "method"), ==, "GET");
  g_assert_cmpstr (text_of (lines, 0, "route"), ==, "/lotes/{id}");
  g_assert_cmpstr (text_of (lines, 0, "address"), ==, "10.0.0.1");
  g_assert_cmpint (json_object_get_int_member (line, "status"), ==, 200);
  g_assert_cmpint (json_object_get_int_member (line, "usuario"), ==, 7);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (line, "ms"), 1.234, 1e-9);
  line = json_node_get_object (lines->pdata[1]);
  g_assert_cmpstr (text_of (lines, 1, "level"), ==, "error");
  g_assert_true (json_object_get_null_member (line, "route"));
  g_assert_false (json_object_has_member (line, "usuario"));
}

/* Whatever stands in a message: quotes, lines, controls, bytes that are no UTF-8, more than fits. */
static void
write_messages (void)
{
  g_autofree char *wide = g_strnfill (1999, 'x');

  g_message ("a \"b\" \\ c\nd\te\x01\x7f");
  g_message ("latin \xf1 1");
  g_message ("%s\xc3\xb1 and more", wide);
  g_debug ("not said");
}

static void
test_messages (void)
{
  g_autofree char *text = capture (write_messages);
  g_autoptr (GPtrArray) lines = parse (text);

  g_assert_cmpuint (lines->len, ==, 3);
  g_assert_cmpstr (text_of (lines, 0, "msg"), ==, "a \"b\" \\ c\nd\te\x01\x7f");
  g_assert_cmpstr (text_of (lines, 1, "msg"), ==, "latin \xef\xbf\xbd 1");
  g_assert_cmpuint (strlen (text_of (lines, 2, "msg")), ==, 1999);
}

static gpointer
write_thread (gpointer data)
{
  const TbkLogRequest line = { "0123456789abcdef", "GET", "/lotes", data, 200, 1, 0 };

  for (guint i = 0; i < N_LINES; i++)
    tbk_log_request (&line);
  return NULL;
}

static void
write_threads (void)
{
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("log", write_thread, (gpointer) "10.0.0.1");
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

static void
test_threads (void)
{
  g_autofree char *text = capture (write_threads);
  g_autoptr (GPtrArray) lines = parse (text);

  g_assert_cmpuint (lines->len, ==, N_THREADS * N_LINES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tbk_log_init ("test");
  tbk_log_set_app ("mi \"app\"");
  g_test_add_func ("/log/requests", test_requests);
  g_test_add_func ("/log/messages", test_messages);
  g_test_add_func ("/log/threads", test_threads);
  return g_test_run ();
}
