/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-buzon.h"

G_BEGIN_DECLS

/* Empties the outbox in order, one at a time, whenever there is a line: it asks for one post, waits for its end, marks
 * the row, and goes on; with growing pauses (1 s to 60 s) while the server is away. Main thread.
 *
 * Property: "sending" (gboolean). Signal: "changed": the outbox's rows are others than before. */
#define TBK_TYPE_CARTERO (tbk_cartero_get_type ())
G_DECLARE_FINAL_TYPE (TbkCartero, tbk_cartero, TBK, CARTERO, GObject)

typedef enum
{
  TBK_CARTERO_SENT,    /* 2xx: the server has it, perhaps from before */
  TBK_CARTERO_AWAY,    /* no line, 5xx, 429, 401: again later, it and all behind it */
  TBK_CARTERO_REFUSED, /* the server will never take this one: the next */
} TbkCarteroResult;

/* What an HTTP status means for a row. */
TbkCarteroResult tbk_cartero_result_of (guint http_status);

/* Says how a post ended; `why` is kept where it was not sent. Call it once, and not before the post function returned. */
void tbk_cartero_done (TbkCartero *self, const char *id, TbkCarteroResult result, const char *why);

/* Posts `fila->cuerpo` to `fila->ruta` and, when that has ended, calls tbk_cartero_done() with fila->id. */
typedef void (*TbkCarteroPost) (TbkCartero *self, const TbkBuzonFila *fila, gpointer data);

/* What is sent in order: where the next one comes from, and how its end is kept. Static, immutable. */
typedef struct
{
  TbkBuzonFila *(*peek) (TbkBuzon *buzon, GError **error);
  gboolean (*mark_sent) (TbkBuzon *buzon, const char *id, gint64 enviado_en, GError **error);
  gboolean (*mark_failed) (TbkBuzon *buzon, const char *id, const char *why, GError **error);
  gboolean (*mark_refused) (TbkBuzon *buzon, const char *id, const char *why, GError **error);
} TbkCarteroCola;

/* Sends weighings. `buzon` outlives it. */
TbkCartero *tbk_cartero_new (TbkBuzon *buzon, TbkCarteroPost post, gpointer data);
/* Sends something else of it beside them: neither waits for the other. */
TbkCartero *tbk_cartero_new_for (TbkBuzon *buzon, const TbkCarteroCola *cola, TbkCarteroPost post, gpointer data);
/* Stores one and sends it when its turn comes. Errors as tbk_buzon_put(). */
gboolean tbk_cartero_put (TbkCartero *self, const char *id, const char *cuerpo, gint64 capturado_en, GError **error);
/* The line is back, or someone pressed "try now": no more waiting. */
void tbk_cartero_kick (TbkCartero *self);
/* Nothing more is sent; a post that is under way may still end. */
void tbk_cartero_stop (TbkCartero *self);

G_END_DECLS
