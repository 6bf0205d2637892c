/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "tbk-api.h"
#include "tbk-live.h"

G_BEGIN_DECLS

/* Shared by the files of TbkApi: tbk-api.c (state, certificate, probing), tbk-api-call.c (one call, its tries, its
 * answer), tbk-api-session.c (tokens, who I am), tbk-live.c (the socket). */
struct _TbkApi
{
  GObject parent_instance;

  SoupSession *soup; /* its connections; another one when the line was cut */
  GSettings *settings;
  GNetworkMonitor *network;
  char *url;
  TbkApiState state;
  guint pause_ms; /* before the first repeat; doubles each time */

  guint epoch; /* counts sessions: what belongs to an earlier one has no effect on this one */
  char *access_token;
  char *refresh_token;
  JsonObject *yo; /* what /me said, of which `usuario` and `empresa` were made; NULL: nobody */
  TbkRecord *usuario;
  TbkRecord *empresa;

  char *fingerprint; /* waits for the user's word */
  gboolean fingerprint_changed;

  GHashTable *memory;  /* path -> TbkAnswer with an entity tag */
  GQueue memory_order; /* (element-type utf8) keys of `memory`, oldest first, owned by it */

  GPtrArray *renewing; /* GTasks that wait for a new access token; NULL: no renewal under way */

  guint probe_id;
  guint probe_end_id; /* of the probe under way */
  guint probe_tries;
  GCancellable *probing; /* NULL: no probe under way */

  TbkLive *live;
};

/* tbk-api.c */
gboolean tbk_api_accept_certificate (TbkApi *self, SoupMessage *message, GTlsCertificate *certificate);
/* Every call's outcome passes here: it says whether the server is there. */
void tbk_api_note_outcome (TbkApi *self, const GError *error);
/* The line behaves as if the server were away: asks it, over new connections, and the outcome says so. */
void tbk_api_look (TbkApi *self);
void tbk_api_set_state (TbkApi *self, TbkApiState state);
void tbk_api_set_me (TbkApi *self, JsonObject *me);
void tbk_api_set_tokens (TbkApi *self, const char *access, const char *refresh);
void tbk_api_notify_me (TbkApi *self);

/* tbk-api-call.c */
/* Runs a call once more from the start (after a renewal). Takes over `task`. */
void tbk_api_call_again (GTask *task);

/* tbk-api-session.c */
/* `task` is a call that got 401: renews the access token, then runs it again or fails it. Takes over
 * `task`. */
void tbk_api_renew_for (TbkApi *self, GTask *task);
/* Fails what waits for a renewal: the session is over. */
void tbk_api_drop_waiting (TbkApi *self);
/* Forgets tokens and usuario; "signed-out" when there was a session. */
void tbk_api_end_session (TbkApi *self, gboolean expired);

/* tbk-live.c */
TbkLive *tbk_live_new (TbkApi *api);
/* Before the last reference: the api is going. */
void tbk_live_close (TbkLive *self);

G_END_DECLS
