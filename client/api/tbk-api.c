/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api-private.h"

#include <string.h>

#include "tbk-pins.h"

#define TIMEOUT_S 20
#define IDLE_TIMEOUT_S 60
#define MAX_CONNECTIONS 6
#define PAUSE_MS 500
#define MAX_PROBE_DOUBLINGS 4 /* 8 s: who is back is not kept waiting for longer */
#define PROBE_MS 8000         /* a server that has not answered by then is away */

G_DEFINE_FINAL_TYPE (TbkApi, tbk_api, G_TYPE_OBJECT)
G_DEFINE_QUARK (tbk - api - error - quark, tbk_api_error)
/* clang-format off */
G_DEFINE_ENUM_TYPE (TbkApiState, tbk_api_state,
                    G_DEFINE_ENUM_VALUE (TBK_API_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (TBK_API_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (TBK_API_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (TBK_API_OFFLINE, "offline"))
/* clang-format on */

enum
{
  PROP_URL = 1,
  PROP_STATE,
  PROP_USUARIO,
  PROP_EMPRESA,
  PROP_ROL,
  PROP_REFRESH_TOKEN,
  PROP_FINGERPRINT,
  PROP_FINGERPRINT_CHANGED,
  PROP_PAUSE_MS,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SIGNED_OUT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void probe_now (TbkApi *self);

/* --- certificates --- */

static char *
host_of (GUri *uri)
{
  int port = g_uri_get_port (uri);

  return g_strdup_printf ("%s:%d", g_uri_get_host (uri), port > 0 ? port : 443);
}

static void
set_fingerprint (TbkApi *self, const char *fingerprint, gboolean changed)
{
  if (self->fingerprint_changed != changed)
    {
      self->fingerprint_changed = changed;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINGERPRINT_CHANGED]);
    }
  if (g_strcmp0 (self->fingerprint, fingerprint) == 0)
    return;
  g_free (self->fingerprint);
  self->fingerprint = g_strdup (fingerprint);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINGERPRINT]);
}

/* Asked just for certificates that no authority vouches for: those are trusted by their fingerprint. */
gboolean
tbk_api_accept_certificate (TbkApi *self, SoupMessage *message, GTlsCertificate *certificate)
{
  g_autofree char *host = host_of (soup_message_get_uri (message));
  g_autofree char *fingerprint = tbk_pins_fingerprint (certificate);
  TbkPin pin = tbk_pins_check (self->settings, host, fingerprint);

  if (pin == TBK_PIN_TRUSTED)
    return TRUE;
  set_fingerprint (self, fingerprint, pin == TBK_PIN_CHANGED);
  return FALSE;
}

void
tbk_api_trust (TbkApi *self)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;

  g_return_if_fail (TBK_IS_API (self));

  if (self->fingerprint == NULL)
    return;
  uri = g_uri_parse (self->url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL)
    return;
  host = host_of (uri);
  tbk_pins_trust (self->settings, host, self->fingerprint);
  set_fingerprint (self, NULL, FALSE);
  probe_now (self);
}

/* --- whether the server is there --- */

static void probe_later (TbkApi *self);

/* What goes out from now on has connections of its own: a line that was cut without a word keeps
 * its connections open, and what is asked over them waits in vain. What was asked before ends as it
 * may. */
static void
take_new_lines (TbkApi *self)
{
  g_clear_object (&self->soup);
  self->soup = soup_session_new_with_options ("timeout", TIMEOUT_S,
                                              "idle-timeout", IDLE_TIMEOUT_S,
                                              "max-conns-per-host", MAX_CONNECTIONS,
                                              "user-agent", "Triboka/" TRIBOKA_VERSION,
                                              NULL);
}

static void
stop_probing (TbkApi *self)
{
  g_clear_handle_id (&self->probe_id, g_source_remove);
  g_clear_handle_id (&self->probe_end_id, g_source_remove);
  g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);
  self->probe_tries = 0;
}

void
tbk_api_set_state (TbkApi *self, TbkApiState state)
{
  if (self->state == state)
    return;
  if (state == TBK_API_OFFLINE || self->state == TBK_API_OFFLINE)
    take_new_lines (self);
  self->state = state;
  if (state == TBK_API_OFFLINE)
    probe_later (self);
  else
    stop_probing (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkApi *self = TBK_API (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (self, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_handle_id (&self->probe_end_id, g_source_remove);
  g_clear_object (&self->probing);
  if (self->state == TBK_API_OFFLINE)
    probe_later (self);
}

/* It says nothing: that is an answer. */
static void
probe_end_cb (gpointer data)
{
  TbkApi *self = data;
  g_autoptr (GError) silent = g_error_new (TBK_API_ERROR, TBK_API_ERROR_AWAY, "no answer in %d ms", PROBE_MS);

  self->probe_end_id = 0;
  g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);
  tbk_api_note_outcome (self, silent);
  if (self->state == TBK_API_OFFLINE)
    probe_later (self);
}

static void
probe (gpointer data)
{
  TbkApi *self = data;

  self->probe_id = 0;
  if (self->probing != NULL)
    return;
  self->probing = g_cancellable_new ();
  self->probe_end_id = g_timeout_add_once (PROBE_MS, probe_end_cb, self);
  /* with a session that the server has not yet confirmed, the first thing to hear is whether it does */
  tbk_api_call_async (self,
                      tbk_api_is_remembered (self) ? &(TbkCall){ .path = "/me", .once = TRUE }
                                                   : &(TbkCall){ .path = "/health", .anonymous = TRUE, .once = TRUE },
                      self->probing, probe_cb, NULL);
}

void
tbk_api_look (TbkApi *self)
{
  if (self->usuario == NULL || self->probe_id != 0 || self->probing != NULL)
    return;
  take_new_lines (self);
  probe (self);
}

static void
probe_later (TbkApi *self)
{
  guint doublings = MIN (self->probe_tries, MAX_PROBE_DOUBLINGS);

  if (self->probe_id != 0 || self->probing != NULL)
    return;
  self->probe_tries++;
  self->probe_id = g_timeout_add_once (self->pause_ms << doublings, probe, self);
}

static void
probe_now (TbkApi *self)
{
  if (self->state != TBK_API_OFFLINE)
    return;
  g_clear_handle_id (&self->probe_id, g_source_remove);
  probe (self);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, TbkApi *self)
{
  if (available)
    probe_now (self);
}

static gboolean
is_away (const GError *error)
{
  return error != NULL && error->domain == TBK_API_ERROR && error->code != TBK_API_ERROR_SIGNED_OUT
         && error->code != TBK_API_ERROR_PROTOCOL;
}

void
tbk_api_note_outcome (TbkApi *self, const GError *error)
{
  if (self->usuario == NULL)
    return;
  if (is_away (error))
    tbk_api_set_state (self, TBK_API_OFFLINE);
  else if (self->state == TBK_API_OFFLINE && !tbk_api_is_remembered (self))
    tbk_api_set_state (self, TBK_API_ONLINE);
}

/* --- who I am --- */

void
tbk_api_notify_me (TbkApi *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USUARIO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPRESA]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROL]);
}

void
tbk_api_set_me (TbkApi *self, JsonObject *me)
{
  JsonNode *empresa = json_object_get_member (me, "empresa");
  JsonObject *before = self->yo;

  self->yo = json_object_ref (me);
  g_clear_pointer (&before, json_object_unref);
  if (self->usuario != NULL)
    tbk_record_update (self->usuario, me);
  else
    self->usuario = tbk_record_new_from_json (&tbk_usuario, me);

  g_clear_object (&self->empresa);
  if (empresa != NULL && JSON_NODE_HOLDS_OBJECT (empresa))
    self->empresa = tbk_record_new_from_json (&tbk_empresa, json_node_get_object (empresa));
  tbk_api_notify_me (self);
}

void
tbk_api_set_tokens (TbkApi *self, const char *access, const char *refresh)
{
  g_free (self->access_token);
  self->access_token = g_strdup (access);
  if (g_strcmp0 (self->refresh_token, refresh) == 0)
    return;
  g_free (self->refresh_token);
  self->refresh_token = g_strdup (refresh);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESH_TOKEN]);
}

static void
forget_answers (TbkApi *self)
{
  g_hash_table_remove_all (self->memory);
  g_queue_clear_full (&self->memory_order, g_free);
}

void
tbk_api_end_session (TbkApi *self, gboolean expired)
{
  gboolean had = self->usuario != NULL;

  self->epoch++;
  tbk_api_set_tokens (self, NULL, NULL);
  forget_answers (self);
  g_clear_pointer (&self->yo, json_object_unref);
  g_clear_object (&self->usuario);
  g_clear_object (&self->empresa);
  tbk_api_set_state (self, TBK_API_SIGNED_OUT);
  tbk_api_drop_waiting (self);
  if (!had)
    return;
  tbk_api_notify_me (self);
  g_signal_emit (self, signals[SIGNED_OUT], 0, expired);
}

/* --- GObject --- */

static void
tbk_api_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkApi *self = TBK_API (object);

  switch (id)
    {
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_USUARIO:
      g_value_set_object (value, self->usuario);
      break;
    case PROP_EMPRESA:
      g_value_set_object (value, self->empresa);
      break;
    case PROP_ROL:
      g_value_set_string (value, tbk_api_get_rol (self));
      break;
    case PROP_REFRESH_TOKEN:
      g_value_set_string (value, self->refresh_token);
      break;
    case PROP_FINGERPRINT:
      g_value_set_string (value, self->fingerprint);
      break;
    case PROP_FINGERPRINT_CHANGED:
      g_value_set_boolean (value, self->fingerprint_changed);
      break;
    case PROP_PAUSE_MS:
      g_value_set_uint (value, self->pause_ms);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_api_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkApi *self = TBK_API (object);

  switch (id)
    {
    case PROP_URL:
      tbk_api_set_url (self, g_value_get_string (value));
      break;
    case PROP_PAUSE_MS:
      self->pause_ms = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_api_dispose (GObject *object)
{
  TbkApi *self = TBK_API (object);

  if (self->live != NULL)
    tbk_live_close (self->live);
  g_clear_object (&self->live);
  stop_probing (self);
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
  g_clear_object (&self->network);
  if (self->soup != NULL)
    soup_session_abort (self->soup);
  g_clear_object (&self->soup);
  g_clear_object (&self->settings);
  g_clear_object (&self->usuario);
  g_clear_object (&self->empresa);
  G_OBJECT_CLASS (tbk_api_parent_class)->dispose (object);
}

static void
tbk_api_finalize (GObject *object)
{
  TbkApi *self = TBK_API (object);

  forget_answers (self);
  g_hash_table_unref (self->memory);
  g_clear_pointer (&self->yo, json_object_unref);
  g_free (self->url);
  g_free (self->access_token);
  g_free (self->refresh_token);
  g_free (self->fingerprint);
  G_OBJECT_CLASS (tbk_api_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, writable);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TBK_TYPE_API_STATE, TBK_API_SIGNED_OUT, readable);
  properties[PROP_USUARIO] = g_param_spec_object ("usuario", NULL, NULL, TBK_TYPE_RECORD, readable);
  properties[PROP_EMPRESA] = g_param_spec_object ("empresa", NULL, NULL, TBK_TYPE_RECORD, readable);
  properties[PROP_ROL] = g_param_spec_string ("rol", NULL, NULL, NULL, readable);
  properties[PROP_REFRESH_TOKEN] = g_param_spec_string ("refresh-token", NULL, NULL, NULL, readable);
  properties[PROP_FINGERPRINT] = g_param_spec_string ("fingerprint", NULL, NULL, NULL, readable);
  properties[PROP_FINGERPRINT_CHANGED] = g_param_spec_boolean ("fingerprint-changed", NULL, NULL, FALSE, readable);
  properties[PROP_PAUSE_MS] = g_param_spec_uint ("pause-ms", NULL, NULL, 1, 60000, PAUSE_MS, writable);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static void
tbk_api_class_init (TbkApiClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_api_get_property;
  object_class->set_property = tbk_api_set_property;
  object_class->dispose = tbk_api_dispose;
  object_class->finalize = tbk_api_finalize;
  install_properties (object_class);

  signals[SIGNED_OUT] = g_signal_new ("signed-out", TBK_TYPE_API, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1,
                                      G_TYPE_BOOLEAN);
}

static void
tbk_api_init (TbkApi *self)
{
  take_new_lines (self);
  self->settings = g_settings_new ("com.triboka.Triboka");
  self->network = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect (self->network, "network-changed", G_CALLBACK (network_changed_cb), self);
  self->pause_ms = PAUSE_MS;
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tbk_answer_unref);
  g_queue_init (&self->memory_order);
  self->live = tbk_live_new (self);
}

TbkApi *
tbk_api_new (void)
{
  return g_object_new (TBK_TYPE_API, NULL);
}

void
tbk_api_set_url (TbkApi *self, const char *url)
{
  g_autofree char *whole = NULL;
  gsize length;

  g_return_if_fail (TBK_IS_API (self));
  g_return_if_fail (url != NULL);

  whole = strstr (url, "://") != NULL ? g_strdup (url) : g_strconcat ("https://", url, NULL);
  g_strstrip (whole);
  for (length = strlen (whole); length > 0 && whole[length - 1] == '/'; length--)
    whole[length - 1] = '\0';
  if (g_strcmp0 (self->url, whole) == 0)
    return;

  tbk_api_end_session (self, FALSE);
  soup_session_abort (self->soup);
  set_fingerprint (self, NULL, FALSE);
  g_free (self->url);
  self->url = g_steal_pointer (&whole);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URL]);
}

const char *
tbk_api_get_url (TbkApi *self)
{
  return self->url;
}

TbkApiState
tbk_api_get_state (TbkApi *self)
{
  return self->state;
}

TbkRecord *
tbk_api_get_usuario (TbkApi *self)
{
  return self->usuario;
}

TbkRecord *
tbk_api_get_empresa (TbkApi *self)
{
  return self->empresa;
}

const char *
tbk_api_get_rol (TbkApi *self)
{
  return self->usuario != NULL ? tbk_record_get_text (self->usuario, "rol") : NULL;
}

gint64
tbk_api_get_empresa_id (TbkApi *self)
{
  return self->usuario != NULL ? tbk_record_get_int (self->usuario, "empresa_id") : 0;
}

JsonObject *
tbk_api_get_yo (TbkApi *self)
{
  return self->yo;
}

gboolean
tbk_api_is_remembered (TbkApi *self)
{
  return self->usuario != NULL && self->access_token == NULL;
}

TbkLive *
tbk_api_get_live (TbkApi *self)
{
  return self->live;
}

const char *
tbk_api_get_refresh_token (TbkApi *self)
{
  return self->refresh_token;
}

char *
tbk_api_make_key (void)
{
  return g_uuid_string_random ();
}
