/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-talk.h"

#include "tbk-chat-text.h"
#include "tbk-live.h"
#include "tbk-wire.h"

#define MARK_MS 300                        /* several become one */
#define TYPING_US (4 * G_TIME_SPAN_SECOND) /* said again after that long */
#define MAX_PRESENCES 10000

typedef struct
{
  gint64 entregado;
  gint64 leido;
  gboolean going; /* on its way to the server */
} Mark;

struct _TbkTalk
{
  GObject parent_instance;

  TbkApi *api; /* weak */
  TbkOutbox *outbox;
  GHashTable *marks; /* chat_id -> Mark that the server does not have yet */
  guint mark_id;
  gint64 typing_chat;
  gint64 typing_said;        /* monotonic */
  GHashTable *presences;     /* usuario_id -> TbkPresence */
  gint64 clock_ahead;        /* the server's clock less the own */
  GCancellable *cancellable; /* of this usuario's marks */
};

G_DEFINE_FINAL_TYPE (TbkTalk, tbk_talk, G_TYPE_OBJECT)
static G_DEFINE_QUARK (tbk - talk, tbk_talk)

    enum {
      EVENT,
      RELOAD,
      PRESENCE,
      N_SIGNALS
    };
static guint signals[N_SIGNALS];

static gint64
get_usuario_id (TbkTalk *self)
{
  TbkRecord *usuario = self->api != NULL ? tbk_api_get_usuario (self->api) : NULL;

  return usuario != NULL ? tbk_record_get_id (usuario) : 0;
}

static gint64 *
dup_id (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

/* --- marks --- */

typedef struct
{
  TbkTalk *talk;
  gint64 chat_id;
  Mark sent;
} Marking;

static void start_marks (TbkTalk *self);

/* What the server has, or will never take, need not be said again; what the line lost is said when it is back. */
static void
end_mark (Marking *marking, const GError *error)
{
  TbkTalk *self = marking->talk;
  Mark *mark = g_hash_table_lookup (self->marks, &marking->chat_id);
  gboolean lost = error != NULL && error->domain != TBK_PROBLEM;

  if (mark != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      mark->going = FALSE;
      if (!lost && mark->entregado <= marking->sent.entregado && mark->leido <= marking->sent.leido)
        g_hash_table_remove (self->marks, &marking->chat_id);
      else if (!lost)
        start_marks (self);
    }
  g_object_unref (self);
  g_free (marking);
}

static void
mark_said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tbk_live_send_finish (TBK_LIVE (source), result, &error);

  end_mark (data, error);
}

static void
mark_posted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  end_mark (data, error);
}

static void
send_mark (TbkTalk *self, gint64 chat_id, Mark *mark)
{
  TbkLive *live = tbk_api_get_live (self->api);
  g_autofree char *path = g_strdup_printf ("/chats/%" G_GINT64_FORMAT "/lectura", chat_id);
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  Marking *marking = g_new0 (Marking, 1);

  json_node_take_object (body, object);
  json_object_set_int_member (object, "entregado", mark->entregado);
  json_object_set_int_member (object, "leido", mark->leido);
  mark->going = TRUE;
  *marking = (Marking){ .talk = g_object_ref (self), .chat_id = chat_id, .sent = *mark };
  if (tbk_live_get_connected (live))
    {
      json_object_set_int_member (object, "chat_id", chat_id);
      tbk_live_send_async (live, "read", object, self->cancellable, mark_said_cb, marking);
    }
  else
    tbk_api_call_async (self->api, &(TbkCall){ .method = "POST", .path = path, .body = body, .once = TRUE },
                        self->cancellable, mark_posted_cb, marking);
}

static gboolean
send_marks_cb (gpointer data)
{
  TbkTalk *self = data;
  GHashTableIter iter;
  gint64 *chat_id;
  Mark *mark;

  self->mark_id = 0;
  if (self->api == NULL || tbk_api_get_state (self->api) != TBK_API_ONLINE)
    return G_SOURCE_REMOVE;
  g_hash_table_iter_init (&iter, self->marks);
  while (g_hash_table_iter_next (&iter, (gpointer *) &chat_id, (gpointer *) &mark))
    if (!mark->going)
      send_mark (self, *chat_id, mark);
  return G_SOURCE_REMOVE;
}

static void
start_marks (TbkTalk *self)
{
  if (self->mark_id == 0 && g_hash_table_size (self->marks) > 0)
    self->mark_id = g_timeout_add (MARK_MS, send_marks_cb, self);
}

void
tbk_talk_mark (TbkTalk *self, gint64 chat_id, gint64 entregado, gint64 leido)
{
  Mark *mark;

  g_return_if_fail (TBK_IS_TALK (self));

  mark = g_hash_table_lookup (self->marks, &chat_id);
  if (mark == NULL)
    {
      mark = g_new0 (Mark, 1);
      g_hash_table_insert (self->marks, dup_id (chat_id), mark);
    }
  mark->leido = MAX (mark->leido, leido);
  mark->entregado = MAX (MAX (mark->entregado, entregado), mark->leido);
  start_marks (self);
}

/* --- what the socket says --- */

/* An admin hears of every contrato's channel, and is in one only once he reads or writes there: a
 * mark would put him in. */
static gboolean
is_bystander (TbkTalk *self, JsonObject *data)
{
  return g_strcmp0 (tbk_api_get_rol (self->api), "admin") == 0 && tbk_wire_get_int (data, "contrato_id", 0) != 0;
}

static void
take_message (TbkTalk *self, JsonObject *data)
{
  if (tbk_wire_get_int (data, "autor_id", 0) == get_usuario_id (self))
    tbk_outbox_settle (self->outbox, data);
  else if (!is_bystander (self, data))
    tbk_talk_mark (self, tbk_wire_get_int (data, "chat_id", 0), tbk_wire_get_int (data, "numero", 0), 0);
}

static void
take_presence (TbkTalk *self, JsonObject *data)
{
  gint64 id = tbk_wire_get_int (data, "usuario_id", 0);
  TbkPresence presence = tbk_wire_get_boolean (data, "en_linea", FALSE) ? TBK_PRESENCE_ONLINE : TBK_PRESENCE_AWAY;

  if (g_hash_table_size (self->presences) >= MAX_PRESENCES)
    g_hash_table_remove_all (self->presences);
  g_hash_table_replace (self->presences, dup_id (id), GINT_TO_POINTER (presence));
  g_signal_emit (self, signals[PRESENCE], 0, id);
}

void
tbk_talk_tell (TbkTalk *self, const char *name, JsonObject *data)
{
  g_return_if_fail (TBK_IS_TALK (self));

  if (g_str_equal (name, "receive_message"))
    take_message (self, data);
  else if (g_str_equal (name, "presence"))
    take_presence (self, data);
  g_signal_emit (self, signals[EVENT], g_quark_from_string (name), name, data);
}

static void
event_cb (TbkTalk *self, const char *name, JsonObject *data)
{
  static const char *const ours[] = { "receive_message", "mensaje.actualizado", "read", "typing", "presence", NULL };

  if (g_strv_contains (ours, name))
    tbk_talk_tell (self, name, data);
}

static void
reload_cb (TbkTalk *self)
{
  g_signal_emit (self, signals[RELOAD], 0);
}

/* Who came and went while nobody told is not known any more. */
static void
connected_cb (TbkTalk *self)
{
  g_hash_table_remove_all (self->presences);
  g_signal_emit (self, signals[PRESENCE], 0, G_GINT64_CONSTANT (0));
  start_marks (self);
}

static void
stored_cb (TbkTalk *self, TbkMessage *message, JsonObject *object)
{
  gint64 stored = tbk_wire_read_time (tbk_wire_get_text (object, "created_at"));
  gint64 ahead = stored - g_get_real_time ();

  /* of a message that was stored long ago, and answered again, this says nothing */
  if (stored > 0 && (self->clock_ahead == 0 || ahead > self->clock_ahead))
    self->clock_ahead = ahead;
}

/* --- typing --- */

static void
typed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tbk_live_send_finish (TBK_LIVE (source), result, &error);

  if (node == NULL)
    g_debug ("typing was not told: %s", error->message);
}

void
tbk_talk_type (TbkTalk *self, gint64 chat_id)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (JsonObject) object = NULL;

  g_return_if_fail (TBK_IS_TALK (self));

  if (self->api == NULL || !tbk_live_get_connected (tbk_api_get_live (self->api))
      || (self->typing_chat == chat_id && now - self->typing_said < TYPING_US))
    return;
  self->typing_chat = chat_id;
  self->typing_said = now;
  object = json_object_new ();
  json_object_set_int_member (object, "chat_id", chat_id);
  tbk_live_send_async (tbk_api_get_live (self->api), "typing", object, self->cancellable, typed_cb, NULL);
}

/* --- the session --- */

static void
forget (TbkTalk *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_handle_id (&self->mark_id, g_source_remove);
  g_hash_table_remove_all (self->marks);
  g_hash_table_remove_all (self->presences);
  self->typing_chat = 0;
  self->clock_ahead = 0;
  tbk_outbox_set_store (self->outbox, NULL);
}

/* The same one again, after a session that expired, finds all as it was. */
static void
usuario_cb (TbkTalk *self)
{
  gint64 id = get_usuario_id (self);
  TbkChatStore *store = tbk_outbox_get_store (self->outbox);
  g_autofree char *root = NULL;

  if (id == 0 || (store != NULL && tbk_chat_store_is_of (store, tbk_api_get_url (self->api), id)))
    return;
  forget (self);
  root = g_build_filename (g_get_user_data_dir (), "triboka", "chat", NULL);
  tbk_outbox_set_store (self->outbox, tbk_chat_store_new (root, tbk_api_get_url (self->api), id));
}

static void
signed_out_cb (TbkTalk *self, gboolean expired)
{
  if (!expired)
    forget (self);
}

static void
tbk_talk_dispose (GObject *object)
{
  TbkTalk *self = TBK_TALK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->mark_id, g_source_remove);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  g_clear_object (&self->outbox);
  g_clear_weak_pointer (&self->api);
  G_OBJECT_CLASS (tbk_talk_parent_class)->dispose (object);
}

static void
tbk_talk_finalize (GObject *object)
{
  TbkTalk *self = TBK_TALK (object);

  g_hash_table_unref (self->marks);
  g_hash_table_unref (self->presences);
  G_OBJECT_CLASS (tbk_talk_parent_class)->finalize (object);
}

static void
tbk_talk_class_init (TbkTalkClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_talk_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_talk_finalize;
  signals[EVENT] = g_signal_new ("event", type, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, JSON_TYPE_OBJECT);
  signals[RELOAD] = g_signal_new ("reload", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PRESENCE] = g_signal_new ("presence", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                    G_TYPE_INT64);
}

static void
tbk_talk_init (TbkTalk *self)
{
  self->marks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->presences = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

static TbkTalk *
talk_new (TbkApi *api)
{
  TbkTalk *self = g_object_new (TBK_TYPE_TALK, NULL);
  TbkLive *live = tbk_api_get_live (api);

  g_set_weak_pointer (&self->api, api);
  self->outbox = tbk_outbox_new (api);
  g_signal_connect_object (self->outbox, "stored", G_CALLBACK (stored_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "reload", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "notify::connected", G_CALLBACK (connected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (api, "notify::state", G_CALLBACK (start_marks), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (api, "notify::usuario", G_CALLBACK (usuario_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (api, "signed-out", G_CALLBACK (signed_out_cb), self, G_CONNECT_SWAPPED);
  usuario_cb (self);
  return self;
}

TbkTalk *
tbk_talk_of (TbkApi *api)
{
  TbkTalk *self = g_object_get_qdata (G_OBJECT (api), tbk_talk_quark ());

  if (self == NULL)
    {
      self = talk_new (api);
      g_object_set_qdata_full (G_OBJECT (api), tbk_talk_quark (), self, g_object_unref);
    }
  return self;
}

TbkOutbox *
tbk_talk_get_outbox (TbkTalk *self)
{
  return self->outbox;
}

TbkChatStore *
tbk_talk_get_store (TbkTalk *self)
{
  return tbk_outbox_get_store (self->outbox);
}

TbkPresence
tbk_talk_get_presence (TbkTalk *self, gint64 usuario_id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->presences, &usuario_id));
}

gint64
tbk_talk_now (TbkTalk *self)
{
  return g_get_real_time () + self->clock_ahead;
}
