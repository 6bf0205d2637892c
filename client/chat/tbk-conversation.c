/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-conversation-private.h"

#include <glib/gi18n.h>

#include "tbk-chat-text.h"
#include "tbk-closures.h"
#include "tbk-error-text.h"
#include "tbk-live.h"
#include "tbk-wire.h"

#define PORTION_MS 50                    /* what arrives within is taken at once */
#define ACTIVITY_MS 1000                 /* between looks at who has stopped writing */
#define HERE_US (2 * G_TIME_SPAN_MINUTE) /* seen so lately is here: the server notes it every minute */

static void tbk_conversation_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbkConversation, tbk_conversation, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tbk_conversation_model_init))
G_DEFINE_ENUM_TYPE (TbkConversationState, tbk_conversation_state,
                    G_DEFINE_ENUM_VALUE (TBK_CONVERSATION_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (TBK_CONVERSATION_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TBK_CONVERSATION_ERROR, "error"),
                    G_DEFINE_ENUM_VALUE (TBK_CONVERSATION_GONE, "gone"))
/* clang-format on */

enum
{
  PROP_STATE = 1,
  PROP_ERROR_TEXT,
  PROP_ACTIVITY,
  PROP_PEOPLE,
  PROP_BEHIND,
  PROP_LOADING,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SHOW,
  FAILED,
  EDITED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- telling --- */

static void
notify (TbkConversation *self, guint id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

void
tbk_conversation_notify_behind (TbkConversation *self)
{
  notify (self, PROP_BEHIND);
}

void
tbk_conversation_notify_loading (TbkConversation *self)
{
  notify (self, PROP_LOADING);
}

void
tbk_conversation_notify_people (TbkConversation *self)
{
  notify (self, PROP_PEOPLE);
}

void
tbk_conversation_set_state (TbkConversation *self, TbkConversationState state, const GError *error)
{
  g_free (self->error_text);
  self->error_text = error != NULL ? tbk_error_text (error) : NULL;
  self->state = state;
  notify (self, PROP_ERROR_TEXT);
  notify (self, PROP_STATE);
}

void
tbk_conversation_emit_show (TbkConversation *self, guint position)
{
  g_signal_emit (self, signals[SHOW], 0, position);
}

void
tbk_conversation_emit_failed (TbkConversation *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

void
tbk_conversation_emit_edited (TbkConversation *self, TbkMessage *message)
{
  g_signal_emit (self, signals[EDITED], 0, message);
}

/* --- people --- */

static gboolean
is_here (TbkConversation *self, const TbkMember *member)
{
  TbkPresence presence = tbk_talk_get_presence (self->talk, member->id);

  if (presence != TBK_PRESENCE_UNKNOWN)
    return presence == TBK_PRESENCE_ONLINE;
  return member->visto != 0 && tbk_talk_now (self->talk) - member->visto < HERE_US;
}

static char *
describe_other (TbkConversation *self)
{
  const TbkMember *other = tbk_members_find (self->members, tbk_record_get_int (self->chat, "otro_id"));
  g_autoptr (GDateTime) seen = NULL;
  g_autofree char *text = NULL;
  g_autofree char *ago = NULL;

  if (other == NULL)
    return tbk_chat_show_subtitle (self->chat);
  if (is_here (self, other))
    return g_strdup (_ ("Online"));
  if (other->visto == 0)
    return g_strdup (_ ("Never been here"));
  seen = g_date_time_new_from_unix_utc (other->visto / G_USEC_PER_SEC);
  text = g_date_time_format_iso8601 (seen);
  ago = tbk_show_hace (NULL, text);
  /* Translators: %s is "5 minutes ago", or a date */
  return g_strdup_printf (_ ("Last seen %s"), ago);
}

static char *
describe_people (TbkConversation *self)
{
  guint n = tbk_members_get_size (self->members);
  guint here = 0;
  g_autofree char *people = NULL;
  g_autofree char *online = NULL;

  if (tbk_record_get_int (self->chat, "contrato_id") == 0)
    return describe_other (self);
  for (guint i = 0; i < n; i++)
    {
      const TbkMember *member = tbk_members_at (self->members, i);

      here += member->id != self->yo && is_here (self, member);
    }
  people = g_strdup_printf (ngettext ("%u person", "%u people", n), n);
  if (here == 0)
    return g_steal_pointer (&people);
  online = g_strdup_printf (ngettext ("%u other online", "%u others online", here), here);
  return g_strdup_printf ("%s · %s", people, online);
}

void
tbk_conversation_update_marks (TbkConversation *self)
{
  gint64 from = MIN (self->entregado, self->leido);

  self->entregado = tbk_members_get_entregado (self->members);
  self->leido = tbk_members_get_leido (self->members);
  for (guint i = tbk_conversation_find_from (self, from + 1); i < self->n_stored; i++)
    {
      TbkMessage *message = g_ptr_array_index (self->items, i);
      const TbkMessageFacts *facts = tbk_message_get (message);

      if (facts->numero > self->entregado)
        break;
      if (facts->autor_id == self->yo)
        tbk_message_set_state (
            message, facts->numero <= self->leido ? TBK_MESSAGE_READ : TBK_MESSAGE_DELIVERED, NULL);
    }
}

/* --- who is writing --- */

static gboolean update_activity_cb (gpointer data);

static void
update_activity (TbkConversation *self)
{
  g_autofree char *text = tbk_members_describe_typing (self->members, g_get_monotonic_time ());

  if (text == NULL)
    g_clear_handle_id (&self->activity_id, g_source_remove);
  else if (self->activity_id == 0)
    self->activity_id = g_timeout_add (ACTIVITY_MS, update_activity_cb, self);
  if (g_strcmp0 (text, self->activity) == 0)
    return;
  g_free (self->activity);
  self->activity = g_steal_pointer (&text);
  notify (self, PROP_ACTIVITY);
}

static gboolean
update_activity_cb (gpointer data)
{
  TbkConversation *self = data;

  self->activity_id = 0;
  update_activity (self);
  return G_SOURCE_REMOVE;
}

/* --- what the socket says --- */

static gboolean
flush_cb (gpointer data)
{
  TbkConversation *self = data;

  self->arrived_id = 0;
  tbk_conversation_flush (self);
  return G_SOURCE_REMOVE;
}

static void
message_cb (TbkConversation *self, const char *name, JsonObject *data)
{
  gint64 autor_id = tbk_wire_get_int (data, "autor_id", 0);

  if (tbk_wire_get_int (data, "chat_id", 0) != self->chat_id)
    return;
  g_ptr_array_add (self->arrived, json_object_ref (data));
  if (self->arrived_id == 0)
    self->arrived_id = g_timeout_add (PORTION_MS, flush_cb, self);
  if (!g_str_equal (name, "receive_message"))
    return;
  if (tbk_members_type (self->members, autor_id, 0))
    update_activity (self);
  else
    tbk_conversation_read_members (self);
}

static void
read_cb (TbkConversation *self, const char *name, JsonObject *data)
{
  if (tbk_wire_get_int (data, "chat_id", 0) != self->chat_id)
    return;
  if (tbk_members_mark (self->members, tbk_wire_get_int (data, "usuario_id", 0),
                        tbk_wire_get_int (data, "entregado", 0), tbk_wire_get_int (data, "leido", 0)))
    tbk_conversation_update_marks (self);
  else
    tbk_conversation_read_members (self);
}

static void
typing_cb (TbkConversation *self, const char *name, JsonObject *data)
{
  if (tbk_wire_get_int (data, "chat_id", 0) != self->chat_id)
    return;
  tbk_members_type (self->members, tbk_wire_get_int (data, "usuario_id", 0), g_get_monotonic_time ());
  update_activity (self);
}

static void
presence_cb (TbkConversation *self, gint64 usuario_id)
{
  notify (self, PROP_PEOPLE);
}

/* --- the outbox --- */

static void
added_cb (TbkConversation *self, TbkMessage *message)
{
  if (tbk_message_get (message)->chat_id == self->chat_id)
    tbk_conversation_add_waiting (self, message);
}

static void
dropped_cb (TbkConversation *self, TbkMessage *message)
{
  tbk_conversation_remove_waiting (self, message);
}

/* The answer, or what the socket said meanwhile: whichever comes first, in its order among the others. */
static void
stored_cb (TbkConversation *self, TbkMessage *message, JsonObject *object)
{
  if (tbk_message_get (message)->chat_id != self->chat_id)
    return;
  g_ptr_array_add (self->arrived, json_object_ref (object));
  tbk_conversation_flush (self);
}

static void
state_cb (TbkConversation *self)
{
  if (tbk_api_get_state (self->api) != TBK_API_ONLINE)
    return;
  if (self->state == TBK_CONVERSATION_ERROR)
    tbk_conversation_refresh (self);
}

/* --- GListModel --- */

static GType
get_item_type (GListModel *model)
{
  return TBK_TYPE_MESSAGE;
}

static guint
get_n_items (GListModel *model)
{
  return TBK_CONVERSATION (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TbkConversation *self = TBK_CONVERSATION (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
tbk_conversation_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- GObject --- */

static guint
count_behind (TbkConversation *self)
{
  gint64 behind = self->latest - self->seen;

  return behind > 0 ? (guint) MIN (behind, G_MAXUINT) : 0;
}

static void
tbk_conversation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkConversation *self = TBK_CONVERSATION (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    case PROP_PEOPLE:
      g_value_take_string (value, describe_people (self));
      break;
    case PROP_BEHIND:
      g_value_set_uint (value, count_behind (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->reading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_conversation_dispose (GObject *object)
{
  TbkConversation *self = TBK_CONVERSATION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->arrived_id, g_source_remove);
  g_clear_handle_id (&self->activity_id, g_source_remove);
  g_clear_object (&self->talk);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_conversation_parent_class)->dispose (object);
}

static void
tbk_conversation_finalize (GObject *object)
{
  TbkConversation *self = TBK_CONVERSATION (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->chat);
  g_clear_pointer (&self->members, tbk_members_free);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->arrived);
  g_free (self->error_text);
  g_free (self->activity);
  G_OBJECT_CLASS (tbk_conversation_parent_class)->finalize (object);
}

static void
tbk_conversation_class_init (TbkConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_conversation_get_property;
  object_class->dispose = tbk_conversation_dispose;
  object_class->finalize = tbk_conversation_finalize;
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TBK_TYPE_CONVERSATION_STATE,
                                              TBK_CONVERSATION_LOADING, readable);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, readable);
  properties[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, readable);
  properties[PROP_PEOPLE] = g_param_spec_string ("people", NULL, NULL, NULL, readable);
  properties[PROP_BEHIND] = g_param_spec_uint ("behind", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SHOW] = g_signal_new ("show", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);
  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  TBK_TYPE_MESSAGE);
}

static void
tbk_conversation_init (TbkConversation *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->cancellable = g_cancellable_new ();
  self->following = TRUE;
}

static void
listen (TbkConversation *self)
{
  TbkOutbox *outbox = tbk_talk_get_outbox (self->talk);

  g_signal_connect_object (self->talk, "event::receive_message", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "event::mensaje.actualizado", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "event::read", G_CALLBACK (read_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "event::typing", G_CALLBACK (typing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "presence", G_CALLBACK (presence_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "reload", G_CALLBACK (tbk_conversation_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "dropped", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "stored", G_CALLBACK (stored_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->api, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
}

TbkConversation *
tbk_conversation_new (TbkApi *api, TbkRecord *chat)
{
  TbkConversation *self = g_object_new (TBK_TYPE_CONVERSATION, NULL);
  TbkRecord *usuario = tbk_api_get_usuario (api);

  self->api = g_object_ref (api);
  self->talk = g_object_ref (tbk_talk_of (api));
  self->chat = g_object_ref (chat);
  self->chat_id = tbk_record_get_id (chat);
  self->yo = usuario != NULL ? tbk_record_get_id (usuario) : 0;
  self->members = tbk_members_new (self->yo);
  g_ptr_array_unref (self->waiting);
  self->waiting = tbk_outbox_list (tbk_talk_get_outbox (self->talk), self->chat_id);
  listen (self);
  tbk_conversation_open (self);
  return self;
}

gint64
tbk_conversation_get_chat_id (TbkConversation *self)
{
  return self->chat_id;
}

TbkRecord *
tbk_conversation_get_chat (TbkConversation *self)
{
  return self->chat;
}

gint64
tbk_conversation_get_yo (TbkConversation *self)
{
  return self->yo;
}

TbkApi *
tbk_conversation_get_api (TbkConversation *self)
{
  return self->api;
}

TbkConversationState
tbk_conversation_get_state (TbkConversation *self)
{
  return self->state;
}

TbkMembers *
tbk_conversation_get_members (TbkConversation *self)
{
  return self->members;
}

gboolean
tbk_conversation_is_at_end (TbkConversation *self)
{
  return self->attached;
}

void
tbk_conversation_set_following (TbkConversation *self, gboolean following)
{
  self->following = following;
}

void
tbk_conversation_set_watched (TbkConversation *self, gboolean watched)
{
  gboolean leaves = self->watched && !watched;

  self->watched = watched;
  if (leaves && self->first_new != 0 && self->seen >= self->latest)
    tbk_conversation_set_first_new (self, 0);
}

void
tbk_conversation_see (TbkConversation *self, gint64 numero)
{
  if (numero <= self->seen)
    return;
  self->seen = numero;
  tbk_talk_mark (self->talk, self->chat_id, numero, numero);
  notify (self, PROP_BEHIND);
}

void
tbk_conversation_set_found (TbkConversation *self, gint64 numero)
{
  gint64 before = self->found;
  guint position;

  self->found = numero;
  position = tbk_conversation_find_from (self, before);
  tbk_conversation_flag (self, position, position + 1);
  position = tbk_conversation_find_from (self, numero);
  tbk_conversation_flag (self, position, position + 1);
}
