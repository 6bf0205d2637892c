/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* A client on a plain connection to a listener of the same thread: it sends what it is told, byte for byte, and keeps what
 * comes. Main thread. */
typedef struct
{
  int fd; /* -1: closed by the test */
  gboolean ended;
  GString *text; /* what came */
} TbkLine;

/* Returns: a listening socket on a free port of 127.0.0.1. */
int tbk_line_listen (guint *port);

/* `room`: bytes of the socket's receive buffer; 0: as the system has it. */
TbkLine *tbk_line_new (guint port, int room);
void tbk_line_free (TbkLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkLine, tbk_line_free)

/* Takes what has come, without waiting. */
void tbk_line_read (TbkLine *line);
/* FALSE when the server closed. */
gboolean tbk_line_send (TbkLine *line, const char *text);
gboolean tbk_line_has (const TbkLine *line, const char *text);

#define TBK_LINE_DEADLINE_US (20 * (gint64) G_USEC_PER_SEC)
gboolean tbk_line_wake_cb (gpointer data);

/* Turns the server until `test`; what comes for the client is read on the way. */
#define tbk_line_await(line, test)                                       \
  G_STMT_START                                                           \
  {                                                                      \
    gint64 deadline_us = g_get_monotonic_time () + TBK_LINE_DEADLINE_US; \
    guint waker = g_timeout_add (5, tbk_line_wake_cb, NULL);             \
    while (!(test))                                                      \
      {                                                                  \
        g_main_context_iteration (NULL, TRUE);                           \
        tbk_line_read (line);                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);       \
      }                                                                  \
    g_source_remove (waker);                                             \
  }                                                                      \
  G_STMT_END

G_END_DECLS
