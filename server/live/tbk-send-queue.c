/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-send-queue.h"

#include "tbk-json.h"
#include "tbk-pipe.h"
#include "tbk-problem.h"

/* A transaction of many keeps its chat's other writers waiting. */
#define AT_ONCE 16

typedef struct
{
  TbkCaller caller;
  TbkValues *values;
  TbkSendDone done;
  gpointer data;
} Message;

/* A chat's: there is one while one of its transactions is under way. */
typedef struct
{
  TbkSendQueue *queue;
  char *key;
  GQueue waiting;     /* (element-type Message) (owned) */
  GPtrArray *sending; /* (element-type Message) (owned) */
  guint n_alone;      /* of those that wait go each by itself: one of them was refused */
} Lane;

struct _TbkSendQueue
{
  TbkHub *hub;
  GHashTable *lanes; /* key -> Lane (owned) */
};

static void send_next (Lane *lane);

static void
message_free (gpointer data)
{
  Message *message = data;

  tbk_values_free (message->values);
  g_free (message);
}

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  g_queue_clear_full (&lane->waiting, message_free);
  g_ptr_array_unref (lane->sending);
  g_free (lane->key);
  g_free (lane);
}

static void
refuse (const Message *message, const GError *error)
{
  message->done (NULL, 0, error, message->data);
}

static void
refuse_all (Lane *lane, const GError *error)
{
  Message *message;

  for (guint i = 0; i < lane->sending->len; i++)
    refuse (lane->sending->pdata[i], error);
  while ((message = g_queue_pop_head (&lane->waiting)) != NULL)
    {
      refuse (message, error);
      message_free (message);
    }
}

/* One of them is at fault: none was stored, and each is sent again by itself, in its order. */
static void
take_apart (Lane *lane)
{
  gsize n;
  g_autofree gpointer *messages = g_ptr_array_steal (lane->sending, &n);

  lane->n_alone = (guint) n;
  while (n > 0)
    g_queue_push_head (&lane->waiting, messages[--n]);
}

static void
answer_all (Lane *lane, const TbkRows *rows)
{
  for (guint i = 0; i < lane->sending->len; i++)
    {
      const Message *message = lane->sending->pdata[i];

      message->done (rows, i, NULL, message->data);
    }
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lane *lane = user_data;
  TbkHub *hub = lane->queue->hub;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = tbk_pipe_run_finish (tbk_hub_get_app (hub)->pipe, result, &error);

  if (results != NULL)
    {
      tbk_hub_poke (hub);
      answer_all (lane, results->pdata[0]);
    }
  else if (error->code == 503) /* whether it was stored is not known, and the next would fare no better */
    refuse_all (lane, error);
  else if (lane->sending->len > 1)
    take_apart (lane);
  else
    refuse (lane->sending->pdata[0], error);
  g_ptr_array_set_size (lane->sending, 0);
  send_next (lane);
  tbk_hub_flush (hub);
}

static JsonNode *
to_json (const Message *message)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (gsize i = 0; i < tbk_values_size (message->values); i++)
    if (tbk_values_text_at (message->values, i) != NULL)
      json_object_set_string_member (object, tbk_values_name_at (message->values, i),
                                     tbk_values_text_at (message->values, i));
  json_object_set_int_member (object, "usuario_id", message->caller.usuario_id);
  json_object_set_string_member (object, "sesion", message->caller.sesion);
  json_object_set_string_member (object, "rol", tbk_rol_to_text (message->caller.rol));
  json_node_take_object (node, object);
  return node;
}

static void
run (Lane *lane, const char *statement, const TbkCaller *caller, const TbkValues *values)
{
  const TbkApp *app = tbk_hub_get_app (lane->queue->hub);
  const TbkStep step = { .statement = tbk_sql_find (app->sql, statement), .values = values };

  tbk_pipe_run_async (app->pipe, caller, &step, 1, NULL, sent_cb, lane);
}

static void
run_together (Lane *lane)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  JsonArray *array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;

  for (guint i = 0; i < lane->sending->len; i++)
    json_array_add_element (array, to_json (lane->sending->pdata[i]));
  json_node_take_array (node, array);
  text = tbk_json_to_text (node);
  tbk_values_set (values, "mensajes", text);
  run (lane, "mensajes_enviar", NULL, values);
}

static void
send_next (Lane *lane)
{
  guint most = lane->n_alone > 0 ? 1 : AT_ONCE;
  Message *message;

  lane->n_alone -= MIN (lane->n_alone, 1);
  while (lane->sending->len < most && (message = g_queue_pop_head (&lane->waiting)) != NULL)
    g_ptr_array_add (lane->sending, message);
  if (lane->sending->len == 0)
    {
      g_hash_table_remove (lane->queue->lanes, lane->key);
      return;
    }
  message = lane->sending->pdata[0];
  if (lane->sending->len == 1)
    run (lane, "mensaje_enviar", &message->caller, message->values);
  else
    run_together (lane);
}

/* Returns: (transfer full): which chat, as the message names it. */
static char *
key_of (const TbkValues *values)
{
  const char *chat = tbk_values_get (values, "chat_id");

  return chat != NULL ? g_strdup (chat) : g_strconcat ("contrato ", tbk_values_get (values, "contrato_id"), NULL);
}

void
tbk_send_queue_push (
    TbkSendQueue *queue, const TbkCaller *caller, TbkValues *values, TbkSendDone done, gpointer data)
{
  g_autofree char *key = key_of (values);
  Lane *lane = g_hash_table_lookup (queue->lanes, key);
  Message *message = g_new0 (Message, 1);

  *message = (Message){ *caller, values, done, data };
  if (lane != NULL)
    {
      g_queue_push_tail (&lane->waiting, message);
      return;
    }
  lane = g_new0 (Lane, 1);
  lane->queue = queue;
  lane->key = g_steal_pointer (&key);
  lane->sending = g_ptr_array_new_with_free_func (message_free);
  g_hash_table_insert (queue->lanes, lane->key, lane);
  g_queue_push_tail (&lane->waiting, message);
  send_next (lane);
}

TbkSendQueue *
tbk_send_queue_new (TbkHub *hub)
{
  TbkSendQueue *queue = g_new0 (TbkSendQueue, 1);

  queue->hub = hub;
  queue->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, lane_free);
  return queue;
}

void
tbk_send_queue_free (TbkSendQueue *queue)
{
  g_hash_table_unref (queue->lanes);
  g_free (queue);
}
