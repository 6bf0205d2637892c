/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-form.h"
#include "tbk-page.h"
#include "tbk-request-private.h"
#include "tbk-router.h"

G_BEGIN_DECLS

/* One request on its way from the listener to its reply. Main loop only, but for `reply`, which a pool thread writes while
 * the main loop waits for it. */
typedef struct _TbkExchange TbkExchange;

typedef void (*TbkExchangeDone) (TbkExchange *exchange, TbkReply *reply);

struct _TbkExchange
{
  const TbkApp *app;
  TbkRequest *request;
  const TbkRouterEntry *entry; /* NULL: no route matched */
  GCancellable *cancellable;   /* the peer left */
  TbkPage page;
  const char *idempotency_key; /* in the request's head */
  TbkReply *reply;
  gint64 started_us;
  TbkForm *form;      /* read into while `receiving` */
  gboolean receiving; /* the body is on its way: tbk_pipeline_received() is waited for */
  TbkExchangeDone done;
  void (*receive) (TbkExchange *exchange); /* asks for the body, into `form` */
  gpointer owner;                          /* of whom `done` is */
  gpointer peer;                           /* NULL: it left */
};

/* Takes the request through all stages and, now or later, calls `done` with the reply (transfer full; NULL when the peer has
 * left meanwhile), once. */
void tbk_pipeline_start (TbkExchange *exchange);
/* The body that was asked for is there, or never will be (`error`, transfer full): goes on. */
void tbk_pipeline_received (TbkExchange *exchange, GError *error);
/* The most bytes that a route's form may bring as its file. */
guint64 tbk_pipeline_max_file (const TbkApp *app, const TbkRoute *route);

G_END_DECLS
