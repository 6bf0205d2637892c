/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-render-wire.h"

G_BEGIN_DECLS

/* The renderer's end of the socket: it waits for a request, works, answers. Blocks; one thread. When the app has gone or
 * does not keep to the protocol, the process ends. */
typedef struct
{
  int fd;
  GByteArray *in;
  int passed; /* the descriptor that came with the last request; -1: none */
} TbkRenderPort;

void tbk_render_port_init (TbkRenderPort *port, int fd);

/* Waits for the next request; must be cleared. */
void tbk_render_port_receive (TbkRenderPort *port, TbkRenderMessage *message);
/* The descriptor of the last request is the caller's now. -1: there was none. */
int tbk_render_port_take_passed (TbkRenderPort *port);
/* Sinks `args`. An answer too long to be sent is a failure (TOO_LARGE). */
void tbk_render_port_reply (TbkRenderPort *port, const TbkRenderMessage *request, GVariant *args);
void tbk_render_port_fail (TbkRenderPort *port, const TbkRenderMessage *request, const GError *error);
/* Asks for a range of the file and waits. Returns: whether it is there now. */
gboolean tbk_render_port_need (TbkRenderPort *port, goffset offset, guint length);

G_END_DECLS
