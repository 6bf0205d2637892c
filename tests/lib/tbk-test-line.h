/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A line to a server on this machine, which is slow, or is cut and healed: bytes are passed on as they are, TLS and all. It
 * has threads of its own; the functions are the main thread's, whose loop must turn for connections to be taken. */
typedef struct _TbkTestLine TbkTestLine;

/* How a line is cut. */
typedef enum
{
  TBK_TEST_LINE_SILENT, /* nothing passes, and nobody is told; what was sent meanwhile passes when it is healed, as a cable
                           that is plugged in again has it */
  TBK_TEST_LINE_LOST,   /* the same, but connections that were there meanwhile stay silent for ever: another network, a
                           router that forgot them */
  TBK_TEST_LINE_RESET,  /* connections are reset, new ones refused */
} TbkTestLineCut;

/* `url`: "https://127.0.0.1:41234". `bits_per_second`: of what comes from the server, over all connections together; 0: as
 * fast as it goes. */
TbkTestLine *tbk_test_line_new (const char *url, guint bits_per_second);
/* Resets what is on its way. */
void tbk_test_line_free (TbkTestLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTestLine, tbk_test_line_free)

/* Of a good line. */
void tbk_test_line_cut (TbkTestLine *self, TbkTestLineCut how);
/* Of one that is cut. */
void tbk_test_line_heal (TbkTestLine *self);
/* The same once it has been cut for so long; turns the main loop until then. */
void tbk_test_line_heal_after (TbkTestLine *self, guint seconds);

/* The server's address over this line, of the same scheme. Returns: (transfer none). */
const char *tbk_test_line_get_url (TbkTestLine *self);
/* Bytes that came from the server so far. */
guint64 tbk_test_line_get_carried (TbkTestLine *self);

G_END_DECLS
