/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* A server in the test's own process that says what the test tells it to. A request is named by method
 * and path, without its query: "GET /contratos". Main thread, no threads of its own. */
typedef struct _TbkStandIn TbkStandIn;

/* What it was asked. */
typedef struct
{
  char *name;  /* "POST /contratos" */
  char *query; /* NULL: none */
  char *body;  /* "" for none */
  char *authorization;
  char *if_match;
  char *if_none_match;
  char *idempotency_key;
} TbkAsked;

#define TBK_STAND_IN_DROP (-1)   /* as a status: closes the connection without an answer */
#define TBK_STAND_IN_HOLD (-2)   /* as a status: answers nothing until tbk_stand_in_release() */
#define TBK_STAND_IN_SOCKET (-3) /* as a status: becomes a socket; see tbk-stand-in-live.h */

/* `certificate`: over https; NULL: plain. On a free port of 127.0.0.1. Knows how to sign in ana@example.com, of the
 * rol "exportadora", empresa 1. */
TbkStandIn *tbk_stand_in_new (GTlsCertificate *certificate);
void tbk_stand_in_free (TbkStandIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkStandIn, tbk_stand_in_free)

/* "http://127.0.0.1:41234". Returns: (transfer none). */
const char *tbk_stand_in_get_url (TbkStandIn *self);

/* Goes away, connections and all; comes back on the same port, with another certificate where one is given. */
void tbk_stand_in_stop (TbkStandIn *self);
void tbk_stand_in_start (TbkStandIn *self, GTlsCertificate *certificate);

/* The next answer to `name`. They are given in the order they were set; the last one stays. `body` is JSON; a problem
 * from status 400 on. What nothing was set for is a 404. */
void tbk_stand_in_answer (TbkStandIn *self, const char *name, int status, const char *body);
/* The same with an entity tag, quoted; a request that has it already gets 304. */
void tbk_stand_in_answer_tagged (TbkStandIn *self, const char *name, const char *etag, const char *body);
/* A file with an entity tag, quoted; of ranges that are asked for, just those. */
void tbk_stand_in_answer_bytes (TbkStandIn *self, const char *name, const char *etag, GBytes *bytes);
/* The same by a function. `reply` gets the query (NULL: none) and gives JSON (transfer full). */
typedef char *(*TbkReply) (const char *query, gpointer data);
void tbk_stand_in_answer_by (TbkStandIn *self, const char *name, TbkReply reply, gpointer data);
/* For such a function: the page of a list that `query` asks for, by "page" or by a cursor, which is an offset. `row` gives the
 * nth of `n` rows. Returns: (transfer full). */
typedef char *(*TbkStandInRow) (guint nth, gpointer data);
char *tbk_stand_in_page (const char *query, guint n, TbkStandInRow row, gpointer data);
/* Returns: (transfer full) (nullable): a part of a query. */
char *tbk_stand_in_parameter (const char *query, const char *name);
/* Forgets the answers to `name`. */
void tbk_stand_in_forget (TbkStandIn *self, const char *name);
/* All that is held is answered by what is set for it now. */
void tbk_stand_in_release (TbkStandIn *self);

/* How often it was asked `name`. */
guint tbk_stand_in_count (TbkStandIn *self, const char *name);
/* Returns: (transfer none): the last one of them; fails the test when there is none. */
const TbkAsked *tbk_stand_in_last (TbkStandIn *self, const char *name);

/* Returns: (transfer full): signed in to it as ana@example.com, pauses of 1 ms. */
TbkApi *tbk_stand_in_sign_in (TbkStandIn *self);
/* The same by another way to it. */
TbkApi *tbk_stand_in_sign_in_at (TbkStandIn *self, const char *url);
/* Calls, and waits for the answer. Returns: (transfer full) (nullable). */
TbkAnswer *tbk_stand_in_call (TbkApi *api, TbkCall what, GError **error);

/* Returns: (transfer full): a certificate for 127.0.0.1 that no authority vouches for; a new one each time. */
GTlsCertificate *tbk_stand_in_make_certificate (void);

G_END_DECLS
