/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "tbk-answer.h"
#include "tbk-field.h"
#include "tbk-multipart.h"
#include "tbk-problem.h"
#include "tbk-record.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* The one session with the server: address, tokens, who I am, whether it answers. Main thread only;
 * nothing blocks.
 *
 * Properties: "url" (string), "state" (TbkApiState), "usuario" (TbkRecord of the one signed in, or
 * NULL), "empresa" (TbkRecord of its empresa, or NULL), "rol" (string or NULL), "fingerprint" (string
 * or NULL: a certificate that waits for the user's word), "fingerprint-changed" (gboolean: another one
 * was trusted for that host before).
 * Signal: "signed-out" (gboolean expired): the session ended; `expired` when the server ended it. */
#define TBK_TYPE_API (tbk_api_get_type ())
G_DECLARE_FINAL_TYPE (TbkApi, tbk_api, TBK, API, GObject)

typedef enum
{
  TBK_API_SIGNED_OUT,
  TBK_API_CONNECTING, /* signing in, or coming back */
  TBK_API_ONLINE,
  TBK_API_OFFLINE, /* signed in, the server is away; it is asked again with growing pauses */
} TbkApiState;
#define TBK_TYPE_API_STATE (tbk_api_state_get_type ())
GType tbk_api_state_get_type (void);

/* What fails before the server could say anything. What the server said is a TBK_PROBLEM (code: the
 * HTTP status). */
typedef enum
{
  TBK_API_ERROR_AWAY,                /* no connection, or a gateway's 502..504 */
  TBK_API_ERROR_CERTIFICATE_UNKNOWN, /* see "fingerprint", tbk_api_trust() */
  TBK_API_ERROR_CERTIFICATE_CHANGED,
  TBK_API_ERROR_SIGNED_OUT, /* the session is over */
  TBK_API_ERROR_PROTOCOL,   /* an answer that is not what it says, or too large */
} TbkApiError;
#define TBK_API_ERROR (tbk_api_error_quark ())
GQuark tbk_api_error_quark (void);

/* How much of a form has gone out; main thread. */
typedef void (*TbkSent) (goffset bytes, gpointer data);

/* One request; everything unset is NULL. Copied by tbk_api_call_async(); write it as a compound literal. */
typedef struct
{
  const char *method;      /* NULL: GET */
  const char *path;        /* from the server's root, with its query: "/contratos/5"; see tbk_wire_path() */
  JsonNode *body;          /* JSON body, or: */
  const TbkSchema *schema; /* with `values`: the JSON body made of them by the types of this schema */
  const TbkValues *values;
  GBytes *bytes; /* or: a raw body of `content_type` */
  const char *content_type;
  TbkMultipart *form;          /* or: a form with a file */
  TbkSent sent;                /* with `form` */
  gpointer sent_data;          /* lives until the call has ended */
  const char *if_match;        /* PUT: the entity tag that was read */
  const char *range;           /* GET: "bytes=0-65535"; the answer is not remembered */
  GOutputStream *into;         /* GET: what comes is written into it, however much; left open, and held until the call has ended;
                                * the answer is empty then. What was begun is not repeated: it may hold a part of it */
  const char *idempotency_key; /* POST that creates: the same key for the same act; makes it safe to repeat */
  gboolean anonymous;          /* without token: log-in, register, health */
  gboolean once;               /* never repeated */
} TbkCall;

TbkApi *tbk_api_new (void);

/* Without a slash at the end; "https://" is added where no scheme is given. Changing it while signed
 * in ends the session. */
void tbk_api_set_url (TbkApi *self, const char *url);
const char *tbk_api_get_url (TbkApi *self);
TbkApiState tbk_api_get_state (TbkApi *self);
/* Returns: (transfer none) (nullable). */
TbkRecord *tbk_api_get_usuario (TbkApi *self);
TbkRecord *tbk_api_get_empresa (TbkApi *self);
const char *tbk_api_get_rol (TbkApi *self);
gint64 tbk_api_get_empresa_id (TbkApi *self); /* 0: none (an admin without empresa) */
/* Returns: (transfer none) (nullable): what GET /me said of the one signed in, to be remembered beside the token. */
JsonObject *tbk_api_get_yo (TbkApi *self);
/* Who is signed in is what was remembered: the server was not heard since the program began. */
gboolean tbk_api_is_remembered (TbkApi *self);

/* Calls the server. An expired access token is renewed once, unseen; GET, PUT with If-Match, DELETE
 * and POST with an idempotency key are repeated with growing pauses (3 times) when the line fails; a
 * line that says nothing for 20 s has failed, and nothing is repeated then.
 * GETs remember entity tags: an unchanged answer is not sent again. The answer's callback runs on the
 * main loop.
 * Expected errors: TBK_API_ERROR (all), TBK_PROBLEM, G_IO_ERROR_CANCELLED. */
void tbk_api_call_async (TbkApi *self,
                         const TbkCall *call,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
/* Returns: (transfer full) (nullable). */
TbkAnswer *tbk_api_call_finish (TbkApi *self, GAsyncResult *result, GError **error);

/* POST /auth/login, then GET /me. Expected errors: TBK_PROBLEM 401, 403, 429; TBK_API_ERROR. */
void tbk_api_sign_in_async (TbkApi *self,
                            const char *email,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
/* The same by a refresh token remembered from before. `yo` (nullable): what tbk_api_get_yo() gave then. With it the session
 * begins though the server does not answer (at once, or within 5 s): as OFFLINE and with who that was, and the token is
 * renewed when the line returns; a server that then refuses ends it ("signed-out", expired). */
void tbk_api_resume_async (TbkApi *self,
                           const char *refresh_token,
                           JsonObject *yo,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* Ends both of the above. */
gboolean tbk_api_sign_in_finish (TbkApi *self, GAsyncResult *result, GError **error);

/* Forgets the tokens at once and tells the server without waiting for it. */
void tbk_api_sign_out (TbkApi *self);
/* Reads /me again (after the profile changed). */
void tbk_api_reload_me (TbkApi *self);
/* Returns: (transfer none) (nullable): what tbk_api_resume_async() takes; notified as "refresh-token". */
const char *tbk_api_get_refresh_token (TbkApi *self);

/* The user trusts the certificate in "fingerprint": remembers it for the host. Call again what failed. */
void tbk_api_trust (TbkApi *self);

/* Returns: (transfer full): a new key for `idempotency_key`. */
char *tbk_api_make_key (void);

G_END_DECLS
