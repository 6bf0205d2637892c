/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-socketio.h"

#include <signal.h>
#include <sys/prctl.h>

#define PATIENCE_S 60
#define FETCH_S 150 /* the first time it comes from npm */

struct _TbkSocketio
{
  GSubprocess *process;
  GDataInputStream *said;
  gint64 n_asked;
};

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* --- lines of JSON --- */

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
late_cb (gpointer data)
{
  g_error ("the socket.io-client says nothing");
}

/* Returns: (transfer full): what it says next. */
static JsonObject *
hear (TbkSocketio *self, guint patience_s)
{
  guint late = g_timeout_add_once (patience_s * 1000, late_cb, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *line = NULL;

  g_data_input_stream_read_line_async (self->said, G_PRIORITY_DEFAULT, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
  line = g_data_input_stream_read_line_finish (self->said, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  node = json_from_string (line, &error);
  g_assert_no_error (error);
  return json_node_dup_object (node);
}

/* Takes `order` over. */
static void
tell (TbkSocketio *self, JsonObject *order)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), order);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  g_autoptr (GError) error = NULL;

  json_object_unref (order);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
}

/* --- its life --- */

static void
let_go (TbkSocketio *self)
{
  g_object_unref (self->said);
  g_object_unref (self->process);
  g_free (self);
}

TbkSocketio *
tbk_socketio_start (char **why)
{
  TbkSocketio *self = g_new0 (TbkSocketio, 1);
  g_autoptr (GSubprocessLauncher) launcher
             = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (JsonObject) first = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "python3", g_getenv ("TBK_SOCKETIO"),
                                               g_getenv ("TBK_BUILD"), NULL);
  g_assert_no_error (error);
  self->said = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  first = hear (self, FETCH_S);
  if (!json_object_has_member (first, "away"))
    return self;
  *why = g_strdup (json_object_get_string_member (first, "away"));
  let_go (self);
  return NULL;
}

void
tbk_socketio_free (TbkSocketio *self)
{
  g_autoptr (GError) error = NULL;

  tell (self, json_object_new ());
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (self->process, NULL, &error);
  g_assert_no_error (error);
  let_go (self);
}

/* --- what it does --- */

JsonObject *
tbk_socketio_wait (TbkSocketio *self, const char *event)
{
  for (;;)
    {
      g_autoptr (JsonObject) said = hear (self, PATIENCE_S);

      if (g_str_equal (json_object_get_string_member_with_default (said, "event", ""), event))
        return json_object_ref (json_object_get_object_member (said, "data"));
    }
}

void
tbk_socketio_connect (TbkSocketio *self, TbkTestServer *server, const char *email)
{
  g_autoptr (TbkTestClient) client = tbk_test_client_new (server);
  g_autoptr (JsonObject) ready = NULL;
  JsonObject *order = json_object_new ();
  JsonObject *auth = json_object_new ();

  tbk_test_client_login (client, email);
  json_object_set_string_member (auth, "token", tbk_test_client_get_token (client));
  json_object_set_string_member (order, "connect", tbk_test_server_get_url (server));
  json_object_set_object_member (order, "auth", auth);
  tell (self, order);
  ready = tbk_socketio_wait (self, "ready");
}

JsonObject *
tbk_socketio_ask (TbkSocketio *self, const char *event, JsonObject *data)
{
  JsonObject *order = json_object_new ();
  JsonObject *answer;

  json_object_set_string_member (order, "emit", event);
  json_object_set_object_member (order, "data", data);
  json_object_set_int_member (order, "number", ++self->n_asked);
  tell (self, order);
  for (;;)
    {
      g_autoptr (JsonObject) said = hear (self, PATIENCE_S);

      if (json_object_get_int_member_with_default (said, "ack", 0) != self->n_asked)
        continue;
      answer = json_object_ref (json_object_get_object_member (said, "answer"));
      g_assert_false (json_object_has_member (answer, "error"));
      return answer;
    }
}
