/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A connection of its own that hears what the database tells: NOTIFY on the channels evento, sesion, usuario and efimero. It
 * connects and reconnects by itself; what is told meanwhile is missed, so `connected` says when to look. One main context. */
typedef struct _TbkListen TbkListen;

typedef struct
{
  /* It hears from here on; also after a connection was lost. */
  void (*connected) (gpointer data);
  void (*notified) (const char *channel, const char *payload, gpointer data);
} TbkListenHandlers;

/* Belongs to the thread-default main context of the caller. `handlers` must outlive it. */
TbkListen *tbk_listen_new (const char *conninfo, const TbkListenHandlers *handlers, gpointer data);
void tbk_listen_free (TbkListen *listen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkListen, tbk_listen_free)

gboolean tbk_listen_is_connected (const TbkListen *listen);

G_END_DECLS
