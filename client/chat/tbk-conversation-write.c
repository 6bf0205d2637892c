/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-conversation-private.h"

#include <glib/gi18n.h>

#include "tbk-adjunto.h"
#include "tbk-chat-text.h"

void
tbk_conversation_keep_file_async (
    TbkConversation *self, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  TbkChatStore *store = tbk_talk_get_store (self->talk);

  if (store != NULL)
    tbk_adjunto_keep_async (tbk_chat_store_get_folder (store), file, 0, cancellable, callback, data);
  else
    g_task_report_new_error (self, callback, data, tbk_conversation_keep_file_async, G_IO_ERROR, G_IO_ERROR_CLOSED,
                             "nobody is signed in");
}

GFile *
tbk_conversation_keep_file_finish (TbkConversation *self, GAsyncResult *result, GError **error)
{
  return tbk_adjunto_keep_finish (result, error);
}

void
tbk_conversation_forget_file (TbkConversation *self, GFile *copy)
{
  TbkChatStore *store = tbk_talk_get_store (self->talk);

  if (store != NULL)
    tbk_adjunto_remove (tbk_chat_store_get_folder (store), g_file_peek_path (copy));
}

TbkMessage *
tbk_conversation_send (TbkConversation *self, const char *texto, GFile *archivo, GError **error)
{
  g_autofree char *menciones = tbk_members_list_mentions (self->members, texto);
  const TbkOutboxLetter letter = {
    .chat_id = self->chat_id, .texto = texto, .menciones = menciones, .archivo = archivo
  };
  TbkMessage *message = tbk_outbox_add (tbk_talk_get_outbox (self->talk), &letter, error);

  if (message == NULL)
    return NULL;
  if (self->first_new != 0)
    tbk_conversation_set_first_new (self, 0);
  return message;
}

void
tbk_conversation_retry (TbkConversation *self, TbkMessage *message)
{
  tbk_outbox_retry (tbk_talk_get_outbox (self->talk), message);
}

void
tbk_conversation_drop (TbkConversation *self, TbkMessage *message)
{
  tbk_outbox_drop (tbk_talk_get_outbox (self->talk), message);
}

void
tbk_conversation_type (TbkConversation *self)
{
  tbk_talk_type (self->talk, self->chat_id);
}

char *
tbk_conversation_get_draft (TbkConversation *self)
{
  TbkChatStore *store = tbk_talk_get_store (self->talk);

  return store != NULL ? tbk_chat_store_get_draft (store, self->chat_id) : NULL;
}

void
tbk_conversation_set_draft (TbkConversation *self, const char *texto)
{
  TbkChatStore *store = tbk_talk_get_store (self->talk);
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return;
  tbk_chat_store_set_draft (store, self->chat_id, texto);
  if (!tbk_chat_store_flush (store, &error))
    g_info ("a draft is not kept: %s", error->message);
}

gboolean
tbk_conversation_may_edit (TbkConversation *self, TbkMessage *message)
{
  const TbkMessageFacts *facts = tbk_message_get (message);

  return facts->id != 0 && facts->autor_id == self->yo && !facts->borrado
         && tbk_talk_now (self->talk) - facts->creado < TBK_CONVERSATION_EDIT_US;
}

TbkMessage *
tbk_conversation_find_last_own (TbkConversation *self)
{
  for (guint i = self->n_stored; i > 0; i--)
    {
      TbkMessage *message = g_ptr_array_index (self->items, i - 1);

      if (tbk_conversation_may_edit (self, message))
        return message;
    }
  return NULL;
}

/* A change that waits for its answer. */
typedef struct
{
  TbkConversation *conversation;
  TbkMessage *message;
} Change;

static Change *
change_new (TbkConversation *self, TbkMessage *message)
{
  Change *change = g_new0 (Change, 1);

  change->conversation = g_object_ref (self);
  change->message = g_object_ref (message);
  return change;
}

static void
change_free (Change *change)
{
  g_object_unref (change->conversation);
  g_object_unref (change->message);
  g_free (change);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

/* The server's 409 is of a message that is too old, or was deleted elsewhere. */
static GError *
explain (const GError *error)
{
  if (g_error_matches (error, TBK_PROBLEM, 409))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                _ ("A message is changed within 15 minutes of being sent, and not any more."));
  return g_error_copy (error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Change) change = data;
  TbkConversation *self = change->conversation;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    {
      g_autoptr (GError) explained = explain (error);

      tbk_conversation_emit_failed (self, explained);
      return;
    }
  if (tbk_answer_get_object (answer) != NULL)
    tbk_message_take (change->message, tbk_answer_get_object (answer));
  else
    tbk_message_set_deleted (change->message); /* 204: nothing is left to be told */
  tbk_conversation_emit_edited (self, change->message);
}

static char *
path_of (TbkConversation *self, TbkMessage *message)
{
  return g_strdup_printf ("/chats/%" G_GINT64_FORMAT "/mensajes/%" G_GINT64_FORMAT, self->chat_id,
                          tbk_message_get (message)->id);
}

void
tbk_conversation_edit (TbkConversation *self, TbkMessage *message, const char *texto)
{
  g_autofree char *path = path_of (self, message);
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (body, object);
  json_object_set_string_member (object, "texto", texto);
  tbk_api_call_async (self->api, &(TbkCall){ .method = "PUT", .path = path, .body = body }, self->cancellable,
                      changed_cb, change_new (self, message));
}

void
tbk_conversation_delete (TbkConversation *self, TbkMessage *message)
{
  g_autofree char *path = path_of (self, message);

  tbk_api_call_async (self->api, &(TbkCall){ .method = "DELETE", .path = path }, self->cancellable, changed_cb,
                      change_new (self, message));
}
