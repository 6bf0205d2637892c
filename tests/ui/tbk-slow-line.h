/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A bad line to a server on this machine: what comes from the server passes at so many bits a second, over all connections
 * together. It has threads of its own; the functions are the main thread's. */
typedef struct _TbkSlowLine TbkSlowLine;

/* `url`: "http://127.0.0.1:41234". */
TbkSlowLine *tbk_slow_line_new (const char *url, guint bits_per_second);
/* Cuts what is on its way. */
void tbk_slow_line_free (TbkSlowLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSlowLine, tbk_slow_line_free)

/* The server's address over this line. Returns: (transfer none). */
const char *tbk_slow_line_get_url (TbkSlowLine *self);
/* Bytes that came from the server so far. */
guint64 tbk_slow_line_get_carried (TbkSlowLine *self);

G_END_DECLS
