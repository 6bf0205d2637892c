/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-link.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gio/gunixfdmessage.h>

#define RENDER_FD 3 /* as the renderer has it */
#define READ_BYTES (64 * 1024)
#define MAX_READS 16 /* a turn of the main loop */
#define PROGRAM "triboka-render"

struct _TbkRenderLink
{
  TbkRenderHeard heard;
  gpointer data;
  GSubprocess *process;
  GSocket *socket;
  GSource *input;
  GByteArray *in;
  gboolean *freed; /* set when it is freed while it speaks */
};

/* --- starting --- */

static char *
beside_app (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  return folder != NULL ? g_build_filename (folder, "render", PROGRAM, NULL) : NULL;
}

static char *
find_program (void)
{
  const char *given = g_getenv ("TRIBOKA_RENDER");
  g_autofree char *beside = beside_app ();

  if (given != NULL)
    return g_strdup (given);
  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  return g_build_filename (TRIBOKA_LIBEXECDIR, PROGRAM, NULL);
}

static GSubprocess *
start (int fd, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *program = find_program ();

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_take_fd (launcher, fd, RENDER_FD);
  g_subprocess_launcher_set_cwd (launcher, "/");
  return g_subprocess_launcher_spawn (launcher, error, program, NULL);
}

static gboolean
connect_pair (int pair[2], GError **error)
{
  int code;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0)
    return TRUE;
  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "no socket: %s", g_strerror (code));
  return FALSE;
}

/* --- listening --- */

/* Returns: FALSE when the link is gone. */
static gboolean
tell (TbkRenderLink *link, const TbkRenderMessage *message, const GError *error)
{
  gboolean freed = FALSE;

  link->freed = &freed;
  link->heard (message, error, link->data);
  if (!freed)
    link->freed = NULL;
  return !freed;
}

static gboolean
end (TbkRenderLink *link, const GError *error)
{
  g_clear_pointer (&link->input, g_source_unref);
  tell (link, NULL, error);
  return G_SOURCE_REMOVE;
}

/* All whole messages. Returns: FALSE when the link is gone or ended. */
static gboolean
tell_whole (TbkRenderLink *link)
{
  while (TRUE)
    {
      g_auto (TbkRenderMessage) message = { 0 };
      g_autoptr (GError) error = NULL;
      TbkRenderTaken taken = tbk_render_wire_take (link->in, TRUE, &message, &error);

      if (taken == TBK_RENDER_MORE)
        return TRUE;
      if (taken == TBK_RENDER_BAD)
        return end (link, error);
      if (!tell (link, &message, NULL))
        return FALSE;
    }
}

static gboolean
input_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  TbkRenderLink *link = data;
  g_autoptr (GError) error = NULL;
  guint size = link->in->len;
  gssize got = 0;

  for (guint i = 0; i < MAX_READS; i++)
    {
      g_byte_array_set_size (link->in, size + READ_BYTES);
      got = g_socket_receive_with_blocking (socket, (char *) link->in->data + size, READ_BYTES, FALSE, NULL, &error);
      size += got > 0 ? (guint) got : 0;
      if (got < READ_BYTES)
        break;
    }
  g_byte_array_set_size (link->in, size);
  if (!tell_whole (link))
    return G_SOURCE_REMOVE;
  if (got > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  g_clear_error (&error);
  g_set_error (&error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DIED, "the renderer has ended");
  return end (link, error);
}

/* --- public --- */

TbkRenderLink *
tbk_render_link_new (TbkRenderHeard heard, gpointer data, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSubprocess) process = NULL;
  TbkRenderLink *link;
  int pair[2];

  if (!connect_pair (pair, error))
    return NULL;
  process = start (pair[1], error);
  socket = g_socket_new_from_fd (pair[0], process != NULL ? error : NULL);
  if (socket == NULL)
    close (pair[0]);
  if (process == NULL || socket == NULL)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  link = g_new0 (TbkRenderLink, 1);
  *link = (TbkRenderLink){ .heard = heard, .data = data };
  link->process = g_steal_pointer (&process);
  link->socket = g_steal_pointer (&socket);
  link->in = g_byte_array_new ();
  link->input = g_socket_create_source (link->socket, G_IO_IN | G_IO_HUP, NULL);
  g_source_set_callback (link->input, G_SOURCE_FUNC (input_cb), link, NULL);
  g_source_attach (link->input, NULL);
  return link;
}

void
tbk_render_link_free (TbkRenderLink *link)
{
  if (link->freed != NULL)
    *link->freed = TRUE;
  if (link->input != NULL)
    g_source_destroy (link->input);
  g_clear_pointer (&link->input, g_source_unref);
  g_subprocess_force_exit (link->process);
  g_object_unref (link->process);
  g_object_unref (link->socket);
  g_byte_array_unref (link->in);
  g_free (link);
}

gboolean
tbk_render_link_send (TbkRenderLink *link, const TbkRenderMessage *message, int fd)
{
  g_autoptr (GBytes) bytes = tbk_render_wire_pack (message->kind, message->op, message->serial, message->args);
  g_autoptr (GSocketControlMessage) passed = NULL;
  GOutputVector vector;

  if (bytes == NULL)
    return FALSE;
  vector.buffer = g_bytes_get_data (bytes, &vector.size);
  if (fd >= 0)
    {
      passed = g_unix_fd_message_new ();
      if (!g_unix_fd_message_append_fd (G_UNIX_FD_MESSAGE (passed), fd, NULL))
        return FALSE;
    }
  /* one request at a time is under way: there is always room, unless it does not read */
  return g_socket_send_message (link->socket, NULL, &vector, 1, passed != NULL ? &passed : NULL,
                                passed != NULL, 0, NULL, NULL)
         == (gssize) vector.size;
}

GPid
tbk_render_link_get_pid (TbkRenderLink *link)
{
  const char *text = g_subprocess_get_identifier (link->process);
  gint64 pid = 0;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, 1, G_MAXINT, &pid, NULL);
  return (GPid) pid;
}
