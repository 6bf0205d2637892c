/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-live.h"

#include <string.h>

#include "tbk-api-private.h"
#include "tbk-live-line.h"
#include "tbk-live-sends.h"
#include "tbk-wire.h"

/* A line is dead after two and a half times as long: soon enough for whoever waits for an answer, and
 * a slow line that an upload fills may keep a pong for some seconds. */
#define PING_S 5
#define MAX_DOUBLINGS 7          /* 64 s */
#define RARE_MS (10 * 60 * 1000) /* a server that has no socket */
#define CODE_LATER 1013          /* too slow: come again */
#define CODE_SESSION_ENDED 4401
#define TOO_MANY 429 /* requests */

struct _TbkLive
{
  GObject parent_instance;

  TbkApi *api; /* (unowned): owns this */
  guint ping_s;

  TbkLiveLine *line;       /* NULL: not connected */
  SoupMessage *handshake;  /* NULL: none under way */
  GCancellable *beginning; /* of the handshake, or of the call that renews the token; NULL: neither */
  guint pause_id;
  guint tries;      /* since `ready` was last heard */
  gboolean renewed; /* the token was renewed since then */
  gboolean connected;
  gint64 evento; /* -1: none seen */

  TbkLiveSends *sends;
};

G_DEFINE_FINAL_TYPE (TbkLive, tbk_live, G_TYPE_OBJECT)

enum
{
  PROP_CONNECTED = 1,
  PROP_EVENTO,
  PROP_PING_S,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  EVENT,
  RELOAD,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void begin (TbkLive *self);

static void
set_connected (TbkLive *self, gboolean connected)
{
  if (self->connected == connected)
    return;
  self->connected = connected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
}

static void
set_evento (TbkLive *self, gint64 evento)
{
  if (self->evento == evento)
    return;
  self->evento = evento;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EVENTO]);
}

/* --- what is heard --- */

static void
take_ready (TbkLive *self, gint64 evento)
{
  if (evento > self->evento)
    set_evento (self, evento);
  self->tries = 0;
  self->renewed = FALSE;
  set_connected (self, TRUE);
}

static void
take_reload (TbkLive *self, gint64 evento)
{
  if (evento > 0)
    set_evento (self, evento);
  g_signal_emit (self, signals[RELOAD], 0);
}

static void
take_event (TbkLive *self, const char *name, JsonObject *frame, gint64 evento)
{
  JsonNode *data = json_object_get_member (frame, "data");

  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    return;
  if (evento > 0 && evento <= self->evento)
    return; /* seen */
  if (evento > 0)
    set_evento (self, evento);
  g_signal_emit (self, signals[EVENT], g_quark_try_string (name), name, json_node_get_object (data), evento);
}

static void
frame_cb (TbkLiveLine *line, JsonObject *frame, TbkLive *self)
{
  const char *name = tbk_wire_get_text (frame, "event");
  gint64 evento = tbk_wire_get_int (frame, "evento", 0);

  if (name == NULL)
    return;
  if (strcmp (name, "ack") == 0 || strcmp (name, "error") == 0)
    tbk_live_sends_answer (self->sends, frame, name[0] == 'a');
  else if (strcmp (name, "ready") == 0)
    take_ready (self, evento);
  else if (strcmp (name, "reload") == 0)
    take_reload (self, evento);
  else
    take_event (self, name, frame, evento);
}

/* --- pauses --- */

static void
pause_cb (gpointer data)
{
  TbkLive *self = data;

  self->pause_id = 0;
  begin (self);
}

static void
begin_after (TbkLive *self, guint ms)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add_once (ms, pause_cb, self);
}

/* Growing pauses, each cut by chance: of those who lost a server together, not all come again together. */
static void
begin_later (TbkLive *self)
{
  guint whole = self->api->pause_ms << MIN (self->tries, MAX_DOUBLINGS);

  self->tries++;
  begin_after (self, (guint) g_random_int_range ((gint32) whole / 2, (gint32) whole + 1));
}

/* --- the session may be over, or its token old --- */

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkApi *api = TBK_API (source);
  g_autoptr (TbkLive) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (api, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->beginning);
  if (api->state != TBK_API_ONLINE)
    return; /* over, or away: its coming back begins anew */
  if (answer != NULL && tbk_answer_get_object (answer) != NULL)
    tbk_api_set_me (api, tbk_answer_get_object (answer));
  if (answer != NULL && !self->renewed)
    {
      self->renewed = TRUE;
      begin (self);
    }
  else
    begin_later (self);
}

/* Any call renews the token, or finds that the session has ended. That of who I am tells, too, what
 * may have changed. */
static void
renew (TbkLive *self)
{
  self->beginning = g_cancellable_new ();
  tbk_api_call_async (self->api, &(TbkCall){ .path = "/me" }, self->beginning, renewed_cb, g_object_ref (self));
}

/* --- the connection --- */

static void
ended_cb (TbkLiveLine *line, guint code, TbkLive *self)
{
  gboolean was_connected = self->connected;

  g_clear_object (&self->line);
  set_connected (self, FALSE);
  tbk_live_sends_fail (self->sends, TBK_API_ERROR_AWAY, "the connection went before the answer");
  if (self->line != NULL || self->api->state != TBK_API_ONLINE)
    return;
  if (code == CODE_SESSION_ENDED)
    renew (self);
  else if (code == CODE_LATER && was_connected)
    begin (self);
  else
    {
      if (code == 0)
        tbk_api_look (self->api);
      begin_later (self);
    }
}

static void
take_line (TbkLive *self, SoupWebsocketConnection *socket)
{
  self->line = tbk_live_line_new (socket, self->ping_s);
  g_signal_connect_object (self->line, "frame", G_CALLBACK (frame_cb), self, 0);
  g_signal_connect_object (self->line, "ended", G_CALLBACK (ended_cb), self, 0);
}

static void
refused (TbkLive *self, guint status)
{
  if (status == SOUP_STATUS_UNAUTHORIZED)
    renew (self);
  else if (status == TOO_MANY || status == SOUP_STATUS_NONE || status >= 500)
    {
      if (status == SOUP_STATUS_NONE)
        tbk_api_look (self->api);
      begin_later (self);
    }
  else
    begin_after (self, RARE_MS);
}

static void
handshake_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkLive) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) socket = NULL;
  guint status;

  socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  if (self->handshake == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* closed meanwhile */
  status = soup_message_get_status (self->handshake);
  g_clear_object (&self->handshake);
  g_clear_object (&self->beginning);
  if (self->api->state != TBK_API_ONLINE)
    return;
  if (socket != NULL)
    take_line (self, socket);
  else
    refused (self, status);
}

static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, TbkLive *self)
{
  return tbk_api_accept_certificate (self->api, message, certificate);
}

static SoupMessage *
make_handshake (TbkLive *self)
{
  g_autofree char *since = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *bearer = g_strconcat ("Bearer ", self->api->access_token, NULL);
  SoupMessage *message;

  if (self->evento >= 0)
    since = g_strdup_printf ("?desde=%" G_GINT64_FORMAT, self->evento);
  uri = g_strconcat (self->api->url, "/ws/chat", since, NULL);
  message = soup_message_new ("GET", uri);
  if (message != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
  return message;
}

static void
begin (TbkLive *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (self->line != NULL || self->beginning != NULL || self->api->state != TBK_API_ONLINE)
    return;
  self->handshake = make_handshake (self);
  if (self->handshake == NULL)
    return; /* no address: calls say so */
  self->beginning = g_cancellable_new ();
  g_signal_connect_object (self->handshake, "accept-certificate", G_CALLBACK (accept_certificate_cb), self, 0);
  soup_session_websocket_connect_async (self->api->soup, self->handshake, NULL, NULL, G_PRIORITY_DEFAULT,
                                        self->beginning, handshake_cb, g_object_ref (self));
}

static void
stop_beginning (TbkLive *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_object (&self->handshake);
  g_cancellable_cancel (self->beginning);
  g_clear_object (&self->beginning);
}

static void
stop (TbkLive *self)
{
  stop_beginning (self);
  if (self->line != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->line, self);
      tbk_live_line_drop (self->line);
      g_clear_object (&self->line);
    }
}

/* The numbers that were seen are the session's: who signs in next may see other things. */
static void
close_session (TbkLive *self)
{
  stop (self);
  self->tries = 0;
  self->renewed = FALSE;
  set_evento (self, -1);
  set_connected (self, FALSE);
  tbk_live_sends_fail (self->sends, TBK_API_ERROR_SIGNED_OUT, "the session has ended");
}

/* A line that is there stays: its own pings say whether it is good. One that was only begun would
 * keep those waiting who are back already. */
static void
state_cb (TbkApi *api, GParamSpec *pspec, TbkLive *self)
{
  if (api->state == TBK_API_ONLINE)
    begin (self);
  else if (api->state == TBK_API_OFFLINE)
    stop_beginning (self);
  else
    close_session (self);
}

/* --- GObject --- */

static void
tbk_live_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkLive *self = TBK_LIVE (object);

  switch (id)
    {
    case PROP_CONNECTED:
      g_value_set_boolean (value, self->connected);
      break;
    case PROP_EVENTO:
      g_value_set_int64 (value, self->evento);
      break;
    case PROP_PING_S:
      g_value_set_uint (value, self->ping_s);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_live_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkLive *self = TBK_LIVE (object);

  switch (id)
    {
    case PROP_PING_S:
      self->ping_s = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_live_dispose (GObject *object)
{
  TbkLive *self = TBK_LIVE (object);

  stop (self);
  G_OBJECT_CLASS (tbk_live_parent_class)->dispose (object);
}

static void
tbk_live_finalize (GObject *object)
{
  tbk_live_sends_free (TBK_LIVE (object)->sends);
  G_OBJECT_CLASS (tbk_live_parent_class)->finalize (object);
}

static void
tbk_live_class_init (TbkLiveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_live_get_property;
  object_class->set_property = tbk_live_set_property;
  object_class->dispose = tbk_live_dispose;
  object_class->finalize = tbk_live_finalize;

  properties[PROP_CONNECTED] = g_param_spec_boolean ("connected", NULL, NULL, FALSE, readable);
  properties[PROP_EVENTO] = g_param_spec_int64 ("evento", NULL, NULL, -1, G_MAXINT64, -1, readable);
  properties[PROP_PING_S] = g_param_spec_uint ("ping-s", NULL, NULL, 1, 600, PING_S, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EVENT] = g_signal_new ("event", TBK_TYPE_LIVE, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 3, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                                 JSON_TYPE_OBJECT | G_SIGNAL_TYPE_STATIC_SCOPE, G_TYPE_INT64);
  signals[RELOAD] = g_signal_new ("reload", TBK_TYPE_LIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tbk_live_init (TbkLive *self)
{
  self->ping_s = PING_S;
  self->evento = -1;
  self->sends = tbk_live_sends_new ();
}

TbkLive *
tbk_live_new (TbkApi *api)
{
  TbkLive *self = g_object_new (TBK_TYPE_LIVE, NULL);

  self->api = api;
  g_signal_connect_object (api, "notify::state", G_CALLBACK (state_cb), self, 0);
  return self;
}

void
tbk_live_close (TbkLive *self)
{
  g_signal_handlers_disconnect_by_data (self->api, self);
  close_session (self);
  self->api = NULL;
}

gboolean
tbk_live_get_connected (TbkLive *self)
{
  return self->connected;
}

gint64
tbk_live_get_evento (TbkLive *self)
{
  return self->evento;
}

/* --- sending --- */

void
tbk_live_send_async (TbkLive *self,
                     const char *event,
                     JsonObject *data,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *id = NULL;
  g_autofree char *frame = NULL;

  g_return_if_fail (TBK_IS_LIVE (self));
  g_return_if_fail (event != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tbk_live_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  frame = tbk_live_sends_make_frame (self->sends, event, data, &id);
  if (self->connected && !tbk_live_sends_is_full (self->sends) && tbk_live_line_send (self->line, frame))
    tbk_live_sends_wait (self->sends, task, id);
  else
    g_task_return_new_error (task, TBK_API_ERROR, TBK_API_ERROR_AWAY, "there is no connection to send %s over", event);
}

JsonNode *
tbk_live_send_finish (TbkLive *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
