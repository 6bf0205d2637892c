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

/* What is said to many: a frame for each dialect, made when the first socket wants it. */
typedef struct
{
  const char *event;
  gint64 numero; /* -1: not in the feed */
  const char *data;
  GBytes *frames[TBK_DIALECTS];
} TbkChange;

/* Returns: (transfer none). */
GBytes *tbk_change_get_frame (TbkChange *change, const TbkDialect *dialect);
void tbk_change_clear (TbkChange *change);

G_END_DECLS
