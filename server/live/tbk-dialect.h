/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-hub.h"

G_BEGIN_DECLS

/* How a socket speaks: the frames of server/live/README.md, or those of Socket.IO. What is said, to whom and when is the same.
 * Main loop. */
typedef struct
{
  guint index; /* below TBK_DIALECTS */
  /* An evento, or what is told beside them (`numero` -1). `data`: JSON. Returns: (transfer full). */
  GBytes *(*write) (const char *event, gint64 numero, const char *data);
  /* The answer to a client's call: what it asked for, or a problem. `id`: the call's; nullable. Returns: (transfer full)
   * (nullable): NULL where none is wanted. */
  GBytes *(*answer) (gboolean good, const char *id, const char *data);
  /* Returns: (transfer full). */
  GBytes *(*ping) (void);
  /* Said once it is let in, before all else; and why it is not. Nullable. Returns: (transfer full). */
  GBytes *(*greet) (void);
  GBytes *(*refuse) (const char *why);
  /* Takes a client's text; ends with tbk_socket_answer() or tbk_socket_pass(), now or later. */
  void (*take) (TbkSocket *socket, const char *text, gsize length);
  /* A client waits for each ping and answers it by a text, that `take` hears; else any frame tells that it is there. */
  gboolean steady;
} TbkDialect;

#define TBK_DIALECTS 2

extern const TbkDialect tbk_dialect_plain;

typedef struct
{
  const char *event;
  gint64 numero; /* -1: not in the feed */
  const char *data;
} TbkChange;

/* What is said to many at once: its frames one behind the other, for each dialect, made when the first socket wants them. */
typedef struct
{
  const TbkChange *changes; /* by their numbers */
  guint n;                  /* at least 1 */
  GBytes *frames[TBK_DIALECTS];
} TbkBroadcast;

/* Returns: (transfer none). */
GBytes *tbk_broadcast_get_frames (TbkBroadcast *broadcast, const TbkDialect *dialect);
/* Those that follow that number. Returns: (transfer full). */
GBytes *tbk_broadcast_write_after (const TbkBroadcast *broadcast, const TbkDialect *dialect, gint64 numero);
void tbk_broadcast_clear (TbkBroadcast *broadcast);

G_END_DECLS
