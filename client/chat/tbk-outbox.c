/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-outbox.h"

#include <glib/gi18n.h>

#include "tbk-error-text.h"
#include "tbk-json.h"
#include "tbk-live.h"
#include "tbk-wire.h"

#define MAX_PAUSE_MS (60 * 1000)

struct _TbkOutbox
{
  GObject parent_instance;

  TbkApi *api; /* weak */
  TbkChatStore *store;
  GPtrArray *messages; /* (element-type TbkMessage) in their order */

  TbkMessage *sending; /* NULL: none is under way */
  gboolean is_posted;  /* it went as a request, not by the socket */
  GCancellable *cancellable;
  guint pause_id; /* the server fails: nothing is sent for a while */
  guint pause_ms;
};

G_DEFINE_FINAL_TYPE (TbkOutbox, tbk_outbox, G_TYPE_OBJECT)

enum
{
  ADDED,
  STORED,
  DROPPED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void send_next (TbkOutbox *self);

static TbkMessage *
find (TbkOutbox *self, const char *cliente_id)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      TbkMessage *message = g_ptr_array_index (self->messages, i);

      if (g_strcmp0 (tbk_message_get (message)->cliente_id, cliente_id) == 0)
        return message;
    }
  return NULL;
}

/* How it stands now; a disk that is full does not keep it from being sent. */
static void
save (TbkOutbox *self, TbkMessage *message)
{
  g_autoptr (GError) error = NULL;

  if (!tbk_chat_store_save (self->store, message, &error))
    g_info ("a message is not kept as it stands: %s", error->message);
}

/* --- after an answer --- */

static void
stop_sending (TbkOutbox *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sending);
}

static gboolean
pause_over_cb (gpointer data)
{
  TbkOutbox *self = data;

  self->pause_id = 0;
  send_next (self);
  return G_SOURCE_REMOVE;
}

/* The message keeps its place. */
static void
rest (TbkOutbox *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (self->pause_ms, pause_over_cb, self);
  self->pause_ms = MIN (self->pause_ms * 2, MAX_PAUSE_MS);
}

/* The line is another: an answer to what was posted over the one before may never come. The server
 * knows a message that it has already. */
static void
resume (TbkOutbox *self)
{
  if (self->sending != NULL && self->is_posted)
    stop_sending (self);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_ms = TBK_OUTBOX_PAUSE_MS;
  send_next (self);
}

/* Off the disk, and off the list. */
static void
take_off (TbkOutbox *self, TbkMessage *message)
{
  tbk_chat_store_remove (self->store, message);
  g_ptr_array_remove (self->messages, message);
}

static void
store_message (TbkOutbox *self, TbkMessage *message, JsonObject *object)
{
  g_autoptr (TbkMessage) kept = g_object_ref (message);

  self->pause_ms = TBK_OUTBOX_PAUSE_MS;
  take_off (self, kept);
  g_signal_emit (self, signals[STORED], 0, kept, object);
}

/* Whether the server says no for good, rather than not now. */
static gboolean
is_refusal (const GError *error)
{
  return tbk_problem_is_final (error)
         || error->domain == G_IO_ERROR || error->domain == G_FILE_ERROR; /* of the file that goes with it */
}

static char *
describe_refusal (TbkMessage *message, const GError *error)
{
  if (g_error_matches (error, TBK_PROBLEM, 403))
    return g_strdup (_ ("The other side is no partner of yours any more."));
  if (g_error_matches (error, TBK_PROBLEM, 404))
    return g_strdup (_ ("You are not in this chat any more."));
  if (g_error_matches (error, TBK_PROBLEM, 415))
    return g_strdup (_ ("What the file contains is not what its name says, or of no kind that is kept here."));
  if (g_error_matches (error, TBK_PROBLEM, 422) && tbk_message_get (message)->archivo != NULL)
    return g_strdup (_ ("The server refuses this file: it may be infected."));
  return tbk_error_text (error);
}

static void
fail (TbkOutbox *self, const GError *error)
{
  g_autoptr (TbkMessage) message = g_steal_pointer (&self->sending);

  if (is_refusal (error))
    {
      g_autofree char *text = describe_refusal (message, error);

      tbk_message_set_state (message, TBK_MESSAGE_FAILED, text);
      save (self, message);
      send_next (self);
    }
  else if (!g_error_matches (error, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT))
    rest (self);
}

/* --- sending --- */

/* One request of a message that is under way. */
typedef struct
{
  TbkOutbox *outbox;
  TbkMessage *message;
} Going;

static Going *
going_new (TbkOutbox *self)
{
  Going *going = g_new0 (Going, 1);

  going->outbox = g_object_ref (self);
  going->message = g_object_ref (self->sending);
  return going;
}

static void
going_free (Going *going)
{
  g_object_unref (going->outbox);
  g_object_unref (going->message);
  g_free (going);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Going, going_free)

/* Whether its message still waits for just this answer: it may have been dropped, or told of by another way. */
static gboolean
is_awaited (const Going *going, const GError *error)
{
  return going->outbox->sending == going->message && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
take_answer (TbkOutbox *self, JsonObject *object)
{
  g_autoptr (TbkMessage) message = g_steal_pointer (&self->sending);

  store_message (self, message, object);
  send_next (self);
}

static void
live_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Going) going = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tbk_live_send_finish (TBK_LIVE (source), result, &error);

  if (!is_awaited (going, error))
    return;
  if (node != NULL)
    take_answer (going->outbox, json_node_get_object (node));
  else
    fail (going->outbox, error);
}

/* Returns: (transfer full) (nullable): the object that was answered. */
static TbkAnswer *
finish_call (GObject *source, GAsyncResult *result, GError **error)
{
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, error);

  if (answer != NULL && tbk_answer_get_object (answer) == NULL)
    {
      g_set_error_literal (error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the answer is no object");
      return NULL;
    }
  return g_steal_pointer (&answer);
}

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Going) going = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = finish_call (source, result, &error);

  if (!is_awaited (going, error))
    return;
  if (answer != NULL)
    take_answer (going->outbox, tbk_answer_get_object (answer));
  else
    fail (going->outbox, error);
}

static JsonNode *
make_body (const TbkMessageFacts *facts)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonNode *menciones = facts->menciones != NULL ? tbk_json_parse (facts->menciones, -1, NULL) : NULL;

  json_node_take_object (node, object);
  json_object_set_string_member (object, "cliente_id", facts->cliente_id);
  json_object_set_string_member (object, "texto", facts->texto);
  if (menciones != NULL)
    json_object_set_member (object, "menciones", menciones);
  if (facts->documento_id != 0)
    json_object_set_int_member (object, "documento_id", facts->documento_id);
  return node;
}

/* By the socket; where there is none (something in between lets none through), as any other request. */
static void
send_text (TbkOutbox *self, const TbkMessageFacts *facts)
{
  TbkLive *live = tbk_api_get_live (self->api);
  g_autoptr (JsonNode) body = make_body (facts);
  g_autofree char *path = g_strdup_printf ("/chats/%" G_GINT64_FORMAT "/mensajes", facts->chat_id);

  self->is_posted = !tbk_live_get_connected (live);
  if (!self->is_posted)
    {
      json_object_set_int_member (json_node_get_object (body), "chat_id", facts->chat_id);
      tbk_live_send_async (live, "send_message", json_node_get_object (body), self->cancellable, live_cb,
                           going_new (self));
    }
  else
    tbk_api_call_async (self->api, &(TbkCall){ .method = "POST", .path = path, .body = body, .once = TRUE },
                        self->cancellable, posted_cb, going_new (self));
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Going) going = data;
  TbkOutbox *self = going->outbox;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = finish_call (source, result, &error);

  if (!is_awaited (going, error))
    return;
  if (answer == NULL)
    {
      fail (self, error);
      return;
    }
  tbk_message_set_documento (going->message, tbk_answer_get_object (answer));
  save (self, going->message);
  send_text (self, tbk_message_get (going->message));
}

/* The file first, and then the message that names it. */
static void
send_file (TbkOutbox *self, const TbkMessageFacts *facts)
{
  g_autoptr (GFile) file = g_file_new_for_path (facts->archivo);
  g_autoptr (TbkMultipart) form
             = tbk_multipart_new ("archivo", file, facts->documento_nombre, (goffset) facts->documento_tamano);
  g_autofree char *path = g_strdup_printf ("/chats/%" G_GINT64_FORMAT "/adjuntos", facts->chat_id);

  tbk_api_call_async (self->api, &(TbkCall){ .method = "POST", .path = path, .form = form, .once = TRUE },
                      self->cancellable, uploaded_cb, going_new (self));
}

static TbkMessage *
find_next (TbkOutbox *self)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      TbkMessage *message = g_ptr_array_index (self->messages, i);

      if (tbk_message_get_state (message) == TBK_MESSAGE_WAITING)
        return message;
    }
  return NULL;
}

/* Whether the one who is signed in is the one who wrote these. */
static gboolean
may_send (TbkOutbox *self)
{
  TbkRecord *usuario = self->api != NULL ? tbk_api_get_usuario (self->api) : NULL;

  return self->store != NULL && usuario != NULL && tbk_api_get_state (self->api) == TBK_API_ONLINE
         && tbk_chat_store_is_of (self->store, tbk_api_get_url (self->api), tbk_record_get_id (usuario));
}

static void
send_next (TbkOutbox *self)
{
  TbkMessage *message = find_next (self);
  const TbkMessageFacts *facts;

  if (message == NULL || self->sending != NULL || self->pause_id != 0 || !may_send (self))
    return;
  self->sending = g_object_ref (message);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->is_posted = FALSE;
  facts = tbk_message_get (message);
  if (facts->archivo != NULL && facts->documento_id == 0)
    send_file (self, facts);
  else
    send_text (self, facts);
}

/* --- object --- */

static void
tbk_outbox_dispose (GObject *object)
{
  TbkOutbox *self = TBK_OUTBOX (object);

  stop_sending (self);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_weak_pointer (&self->api);
  G_OBJECT_CLASS (tbk_outbox_parent_class)->dispose (object);
}

static void
tbk_outbox_finalize (GObject *object)
{
  TbkOutbox *self = TBK_OUTBOX (object);

  g_clear_pointer (&self->store, tbk_chat_store_free);
  g_ptr_array_unref (self->messages);
  G_OBJECT_CLASS (tbk_outbox_parent_class)->finalize (object);
}

static void
tbk_outbox_class_init (TbkOutboxClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_outbox_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_outbox_finalize;
  signals[ADDED] = g_signal_new ("added", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 TBK_TYPE_MESSAGE);
  signals[STORED] = g_signal_new ("stored", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  TBK_TYPE_MESSAGE, JSON_TYPE_OBJECT);
  signals[DROPPED] = g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   TBK_TYPE_MESSAGE);
}

static void
tbk_outbox_init (TbkOutbox *self)
{
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->pause_ms = TBK_OUTBOX_PAUSE_MS;
}

TbkOutbox *
tbk_outbox_new (TbkApi *api)
{
  TbkOutbox *self = g_object_new (TBK_TYPE_OUTBOX, NULL);

  g_set_weak_pointer (&self->api, api);
  g_signal_connect_object (api, "notify::state", G_CALLBACK (resume), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tbk_api_get_live (api), "notify::connected", G_CALLBACK (resume), self, G_CONNECT_SWAPPED);
  return self;
}

void
tbk_outbox_set_store (TbkOutbox *self, TbkChatStore *store)
{
  stop_sending (self);
  g_clear_pointer (&self->store, tbk_chat_store_free);
  g_ptr_array_set_size (self->messages, 0);
  self->store = store;
  if (store == NULL)
    return;
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  self->messages = tbk_chat_store_load (store);
  for (guint i = 0; i < self->messages->len; i++)
    g_signal_emit (self, signals[ADDED], 0, g_ptr_array_index (self->messages, i));
  resume (self);
}

TbkChatStore *
tbk_outbox_get_store (TbkOutbox *self)
{
  return self->store;
}

/* --- adding --- */

static gboolean
name_file (GFile *file, TbkMessageFacts *facts, GError **error)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autoptr (GFileInfo) info
             = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return FALSE;
  facts->archivo = g_file_get_path (file);
  facts->documento_nombre = g_filename_display_name (base);
  facts->documento_tamano = g_file_info_get_size (info);
  return TRUE;
}

/* Later than all that wait already, though the clock was set back. */
static gint64
choose_time (TbkOutbox *self)
{
  guint n = self->messages->len;
  gint64 last = n > 0 ? tbk_message_get (g_ptr_array_index (self->messages, n - 1))->creado : 0;

  return MAX (g_get_real_time (), last + 1);
}

static TbkMessage *
make_message (TbkOutbox *self, const TbkOutboxLetter *letter, GError **error)
{
  g_autofree char *cliente_id = g_uuid_string_random ();
  TbkRecord *usuario = tbk_api_get_usuario (self->api);
  TbkMessageFacts facts = {
    .chat_id = letter->chat_id,
    .cliente_id = cliente_id,
    .texto = (char *) letter->texto,
    .menciones = (char *) letter->menciones,
    .autor_id = usuario != NULL ? tbk_record_get_id (usuario) : 0,
    .creado = choose_time (self),
  };
  g_autoptr (TbkMessage) message = NULL;
  gboolean good = letter->archivo == NULL || name_file (letter->archivo, &facts, error);

  if (good)
    {
      message = tbk_message_new_waiting (&facts);
      good = tbk_chat_store_save (self->store, message, error);
    }
  g_free (facts.archivo);
  g_free (facts.documento_nombre);
  return good ? g_steal_pointer (&message) : NULL;
}

TbkMessage *
tbk_outbox_add (TbkOutbox *self, const TbkOutboxLetter *letter, GError **error)
{
  TbkMessage *message;

  g_return_val_if_fail (TBK_IS_OUTBOX (self), NULL);

  if (self->store == NULL || self->messages->len >= TBK_CHAT_STORE_MAX_MESSAGES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                           _ ("Too many messages wait already: no more are taken until the server is back."));
      return NULL;
    }
  message = make_message (self, letter, error);
  if (message == NULL)
    return NULL;
  g_ptr_array_add (self->messages, message);
  g_signal_emit (self, signals[ADDED], 0, message);
  send_next (self);
  return message;
}

void
tbk_outbox_retry (TbkOutbox *self, TbkMessage *message)
{
  if (tbk_message_get_state (message) != TBK_MESSAGE_FAILED || self->store == NULL)
    return;
  tbk_message_set_state (message, TBK_MESSAGE_WAITING, NULL);
  save (self, message);
  resume (self);
}

void
tbk_outbox_drop (TbkOutbox *self, TbkMessage *message)
{
  g_autoptr (TbkMessage) kept = g_object_ref (message);

  if (find (self, tbk_message_get (message)->cliente_id) != message)
    return;
  if (self->sending == message)
    stop_sending (self);
  take_off (self, kept);
  g_signal_emit (self, signals[DROPPED], 0, kept);
  send_next (self);
}

void
tbk_outbox_settle (TbkOutbox *self, JsonObject *object)
{
  TbkMessage *message = find (self, tbk_wire_get_text (object, "cliente_id"));

  if (message == NULL)
    return;
  if (self->sending == message)
    stop_sending (self);
  store_message (self, message, object);
  send_next (self);
}

GPtrArray *
tbk_outbox_list (TbkOutbox *self, gint64 chat_id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->messages->len; i++)
    {
      TbkMessage *message = g_ptr_array_index (self->messages, i);

      if (tbk_message_get (message)->chat_id == chat_id)
        g_ptr_array_add (list, g_object_ref (message));
    }
  return list;
}

guint
tbk_outbox_get_size (TbkOutbox *self)
{
  return self->messages->len;
}
