/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-port.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES 4096

void
tbk_render_port_init (TbkRenderPort *port, int fd)
{
  *port = (TbkRenderPort){ .fd = fd, .in = g_byte_array_new (), .passed = -1 };
}

G_NORETURN static void
leave (int status)
{
  _exit (status);
}

static void
keep_passed (TbkRenderPort *port, struct msghdr *head)
{
  for (struct cmsghdr *part = CMSG_FIRSTHDR (head); part != NULL; part = CMSG_NXTHDR (head, part))
    {
      if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS || part->cmsg_len != CMSG_LEN (sizeof (int)))
        leave (2);
      if (port->passed >= 0)
        close (port->passed);
      memcpy (&port->passed, CMSG_DATA (part), sizeof (int));
    }
  if ((head->msg_flags & MSG_CTRUNC) != 0)
    leave (2);
}

static void
read_more (TbkRenderPort *port)
{
  guint8 bytes[READ_BYTES];
  union
  {
    struct cmsghdr align;
    char room[CMSG_SPACE (sizeof (int))];
  } control;
  struct iovec part = { bytes, sizeof bytes };
  struct msghdr head = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room
  };
  ssize_t got;

  do
    got = recvmsg (port->fd, &head, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got <= 0)
    leave (0);
  keep_passed (port, &head);
  g_byte_array_append (port->in, bytes, (guint) got);
}

static void
receive (TbkRenderPort *port, TbkRenderMessage *message)
{
  TbkRenderTaken taken;

  while ((taken = tbk_render_wire_take (port->in, FALSE, message, NULL)) == TBK_RENDER_MORE)
    read_more (port);
  if (taken == TBK_RENDER_BAD)
    leave (2);
}

void
tbk_render_port_receive (TbkRenderPort *port, TbkRenderMessage *message)
{
  receive (port, message);
  if (message->kind != TBK_RENDER_REQUEST)
    leave (2);
}

int
tbk_render_port_take_passed (TbkRenderPort *port)
{
  int fd = port->passed;

  port->passed = -1;
  return fd;
}

static void
send_all (TbkRenderPort *port, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      ssize_t sent = send (port->fd, data, size, MSG_NOSIGNAL);

      if (sent < 0 && errno == EINTR)
        continue;
      if (sent <= 0)
        leave (0);
      data += sent;
      size -= (gsize) sent;
    }
}

void
tbk_render_port_fail (TbkRenderPort *port, const TbkRenderMessage *request, const GError *error)
{
  guint code = error->domain == TBK_RENDER_ERROR ? (guint) error->code : TBK_RENDER_ERROR_DAMAGED;
  g_autofree char *text = g_utf8_make_valid (error->message, -1);
  g_autofree char *shown = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 500));
  g_autoptr (GBytes) bytes = tbk_render_wire_pack (TBK_RENDER_FAILURE, request->op, request->serial,
                                                   g_variant_new ("(us)", code, shown));

  send_all (port, bytes);
}

void
tbk_render_port_reply (TbkRenderPort *port, const TbkRenderMessage *request, GVariant *args)
{
  g_autoptr (GBytes) bytes = tbk_render_wire_pack (TBK_RENDER_REPLY, request->op, request->serial, args);
  g_autoptr (GError) error = NULL;

  if (bytes != NULL)
    {
      send_all (port, bytes);
      return;
    }
  g_set_error (&error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TOO_LARGE, "the answer is longer than %d bytes",
               TBK_RENDER_MAX_REPLY);
  tbk_render_port_fail (port, request, error);
}

gboolean
tbk_render_port_need (TbkRenderPort *port, goffset offset, guint length)
{
  g_autoptr (GBytes) bytes = tbk_render_wire_pack (TBK_RENDER_NEED, TBK_RENDER_OPEN, 0,
                                                   g_variant_new ("(xu)", (gint64) offset, length));
  g_auto (TbkRenderMessage) message = { 0 };
  gint64 had_offset;
  guint had_length;
  gboolean there;

  send_all (port, bytes);
  receive (port, &message);
  if (message.kind != TBK_RENDER_HAVE)
    leave (2);
  g_variant_get (message.args, "(xub)", &had_offset, &had_length, &there);
  if (had_offset != offset || had_length != length)
    leave (2);
  return there;
}
