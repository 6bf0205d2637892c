/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-hub.h"

#include <string.h>

#include "tbk-dialect.h"
#include "tbk-feed.h"
#include "tbk-json.h"
#include "tbk-listen.h"
#include "tbk-pace.h"
#include "tbk-scales.h"
#include "tbk-send-queue.h"
#include "tbk-socket.h"

#define MAX_SOCKETS_PER_USER 16
/* What others wrote than this worker's requests: psql, jobs, another program. */
#define TICK_MS 500
#define TICKS_PER_CHECK 120 /* of the sessions: one may end by its time alone */
#define MAX_ENVELOPE 4096
/* Beside its messages themselves, people are told of a chat once for all that came so long; so many
 * chats in a transaction. */
#define NOTICE_GAP_MS 250
#define NOTICE_CHATS 20

struct _TbkHub
{
  const TbkApp *app;
  TbkListen *listen; /* NULL: stopped */
  TbkFeed *feed;
  TbkSendQueue *send_queue;
  GPtrArray *sockets;   /* (element-type TbkSocket) all; not owned, each removes itself */
  GHashTable *usuarios; /* gint64 -> GPtrArray of the sockets that joined */
  GHashTable *ambitos;  /* the same */
  GQueue dirty;         /* of TbkSocketPlace.dirty */
  TbkScales *scales;
  TbkPace notices;
  guint tick;
  guint n_ticks;
};

void
tbk_hub_listen (TbkHub *hub, TbkSocket *socket, gboolean on)
{
  if (g_ptr_array_find (hub->sockets, socket, NULL))
    tbk_scales_listen (hub->scales, socket, on);
}

const TbkApp *
tbk_hub_get_app (const TbkHub *hub)
{
  return hub->app;
}

TbkSendQueue *
tbk_hub_get_send_queue (const TbkHub *hub)
{
  return hub->send_queue;
}

gint64
tbk_hub_get_last (const TbkHub *hub)
{
  return tbk_feed_get_last (hub->feed);
}

static void
ask (TbkHub *hub, const char *statement, const TbkValues *values, GAsyncReadyCallback callback)
{
  const TbkStep step = { .statement = tbk_sql_find (hub->app->sql, statement), .values = values };

  tbk_pipe_run_async (hub->app->pipe, NULL, &step, 1, NULL, callback, hub);
}

static GPtrArray *
finish (TbkHub *hub, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *results = tbk_pipe_run_finish (hub->app->pipe, result, &error);

  if (results == NULL)
    g_debug ("hub: %s", error->message);
  return results;
}

/* --- who is here
 * -----------------------------------------------------------------------------------------------------
 */

static GPtrArray *
list_of (GHashTable *table, gint64 key)
{
  return g_hash_table_lookup (table, &key);
}

static void
add_to (GHashTable *table, gint64 key, TbkSocket *socket)
{
  GPtrArray *list = list_of (table, key);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (table, g_memdup2 (&key, sizeof key), list);
    }
  g_ptr_array_add (list, socket);
}

static void
remove_from (GHashTable *table, gint64 key, TbkSocket *socket)
{
  GPtrArray *list = list_of (table, key);

  if (list != NULL && g_ptr_array_remove_fast (list, socket) && list->len == 0)
    g_hash_table_remove (table, &key);
}

gboolean
tbk_hub_add (TbkHub *hub, TbkSocket *socket, gint64 usuario_id)
{
  TbkSocketPlace *place = tbk_socket_get_place (socket);
  guint n = 0;

  place->usuario_id = usuario_id;
  place->ambito = -1;
  for (guint i = 0; i < hub->sockets->len; i++)
    n += tbk_socket_get_place (hub->sockets->pdata[i])->usuario_id == usuario_id;
  g_ptr_array_add (hub->sockets, socket);
  return n < MAX_SOCKETS_PER_USER;
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) results = finish (user_data, result);
}

/* Whether someone is here, by this worker's sockets. Another one that has some of the same says so in its turn. */
static void
tell_presence (TbkHub *hub, gint64 usuario_id, gboolean here)
{
  g_autoptr (TbkValues) values = NULL;

  if (hub->listen == NULL)
    return;
  values = tbk_values_new ();
  tbk_values_set_int (values, "usuario_id", usuario_id);
  tbk_values_set (values, "en_linea", here ? "true" : "false");
  ask (hub, "live_presencia", values, told_cb);
}

void
tbk_hub_join (TbkHub *hub, TbkSocket *socket, gint64 ambito)
{
  TbkSocketPlace *place = tbk_socket_get_place (socket);

  place->ambito = ambito;
  if (list_of (hub->usuarios, place->usuario_id) == NULL)
    tell_presence (hub, place->usuario_id, TRUE);
  add_to (hub->usuarios, place->usuario_id, socket);
  add_to (hub->ambitos, ambito, socket);
}

void
tbk_hub_remove (TbkHub *hub, TbkSocket *socket)
{
  TbkSocketPlace *place = tbk_socket_get_place (socket);

  if (place->ambito >= 0)
    {
      remove_from (hub->usuarios, place->usuario_id, socket);
      remove_from (hub->ambitos, place->ambito, socket);
      if (list_of (hub->usuarios, place->usuario_id) == NULL)
        tell_presence (hub, place->usuario_id, FALSE);
    }
  tbk_scales_forget (hub->scales, socket);
  if (place->dirty.data != NULL)
    g_queue_unlink (&hub->dirty, &place->dirty);
  place->dirty.data = NULL;
  g_ptr_array_remove_fast (hub->sockets, socket);
}

void
tbk_hub_touch (TbkHub *hub, TbkSocket *socket)
{
  TbkSocketPlace *place = tbk_socket_get_place (socket);

  if (place->dirty.data != NULL)
    return;
  place->dirty.data = socket;
  g_queue_push_tail_link (&hub->dirty, &place->dirty);
}

void
tbk_hub_flush (TbkHub *hub)
{
  GList *node;

  while ((node = g_queue_pop_head_link (&hub->dirty)) != NULL)
    {
      TbkSocket *socket = g_steal_pointer (&node->data);

      tbk_socket_wake (socket);
    }
}

/* --- handing on
 * -------------------------------------------------------------------------------------------------------
 */

/* "{0,7,12}" */
static void
deliver_to (TbkHub *hub, GHashTable *table, const char *keys, TbkBroadcast *broadcast)
{
  guint n = 0;

  if (keys == NULL || *keys != '{')
    return;
  while (keys[1] != '\0' && keys[1] != '}' && n++ < MAX_ENVELOPE)
    {
      char *end;
      GPtrArray *list = list_of (table, g_ascii_strtoll (keys + 1, &end, 10));

      for (guint i = 0; list != NULL && i < list->len; i++)
        tbk_socket_deliver (list->pdata[i], broadcast);
      keys = end;
    }
}

static gboolean
goes_with (const TbkRows *rows, guint row, guint other)
{
  return g_strcmp0 (tbk_rows_text (rows, row, "ambitos"), tbk_rows_text (rows, other, "ambitos")) == 0
         && g_strcmp0 (tbk_rows_text (rows, row, "usuarios"), tbk_rows_text (rows, other, "usuarios")) == 0;
}

/* Those that follow each other and are for the same sockets, at once. Returns: the row after them. */
static guint
hand_on (TbkHub *hub, const TbkRows *rows, guint first)
{
  guint end = tbk_rows_count (rows);
  g_autofree TbkChange *changes = g_new (TbkChange, end - first);
  TbkBroadcast broadcast = { .changes = changes };

  for (guint row = first; row < end && goes_with (rows, first, row); row++)
    changes[broadcast.n++] = (TbkChange){
      .event = tbk_rows_text (rows, row, "tipo"),
      .numero = tbk_rows_int (rows, row, "numero", 0),
      .data = tbk_rows_text (rows, row, "datos"),
    };
  deliver_to (hub, hub->ambitos, tbk_rows_text (rows, first, "ambitos"), &broadcast);
  deliver_to (hub, hub->usuarios, tbk_rows_text (rows, first, "usuarios"), &broadcast);
  tbk_broadcast_clear (&broadcast);
  return first + broadcast.n;
}

static void
read_cb (const TbkRows *rows, gpointer data)
{
  TbkHub *hub = data;
  guint row = 0;

  while (row < tbk_rows_count (rows))
    row = hand_on (hub, rows, row);
  tbk_hub_flush (hub);
}

static void
began_cb (gpointer data)
{
  TbkHub *hub = data;
  g_autoptr (GPtrArray) waiting = g_ptr_array_copy (hub->sockets, NULL, NULL);

  for (guint i = 0; i < waiting->len; i++)
    tbk_socket_begin (waiting->pdata[i]);
}

static const TbkFeedHandlers feed_handlers = { began_cb, read_cb };

/* --- sessions that end
 * --------------------------------------------------------------------------------------------------
 */

static void
end_session (TbkHub *hub, const char *sesion)
{
  for (guint i = 0; i < hub->sockets->len; i++)
    if (g_ascii_strcasecmp (tbk_socket_get_caller (hub->sockets->pdata[i])->sesion, sesion) == 0)
      tbk_socket_close (hub->sockets->pdata[i], TBK_SOCKET_SESSION_ENDED, "the session has ended");
}

static void
end_user (TbkHub *hub, gint64 usuario_id)
{
  for (guint i = 0; i < hub->sockets->len; i++)
    if (tbk_socket_get_caller (hub->sockets->pdata[i])->usuario_id == usuario_id)
      tbk_socket_close (hub->sockets->pdata[i], TBK_SOCKET_SESSION_ENDED, "the account was changed");
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkHub *hub = user_data;
  g_autoptr (GPtrArray) results = finish (hub, result);

  for (guint i = 0; results != NULL && i < tbk_rows_count (results->pdata[0]); i++)
    end_session (hub, tbk_rows_text (results->pdata[0], i, "id"));
  tbk_hub_flush (hub);
}

static void
check_sessions (TbkHub *hub)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (GString) ids = g_string_new ("{");

  if (hub->sockets->len == 0 || hub->listen == NULL)
    return;
  for (guint i = 0; i < hub->sockets->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? "," : "", tbk_socket_get_caller (hub->sockets->pdata[i])->sesion);
  g_string_append_c (ids, '}');
  tbk_values_set (values, "sesiones", ids->str);
  ask (hub, "live_terminadas", values, checked_cb);
}

/* --- what the database tells
 * ------------------------------------------------------------------------------------------- */

/* Another worker has lost the last socket of someone who is here still. */
static void
correct_presence (TbkHub *hub, const char *event, JsonObject *data)
{
  gint64 usuario_id;

  if (strcmp (event, "presence") != 0 || json_object_get_boolean_member (data, "en_linea"))
    return;
  usuario_id = json_object_get_int_member (data, "usuario_id");
  if (list_of (hub->usuarios, usuario_id) != NULL)
    tell_presence (hub, usuario_id, TRUE);
}

/* {"event": "typing", "usuarios": [7], "data": {...}}: for whom the database says, and gone. */
static void
tell (TbkHub *hub, const char *payload)
{
  g_autoptr (JsonObject) told = tbk_json_parse_object (payload, -1, NULL);
  JsonNode *to = told != NULL ? json_object_get_member (told, "usuarios") : NULL;
  JsonArray *usuarios = to != NULL ? json_node_get_array (to) : NULL;
  g_autofree char *data = NULL;
  TbkChange change = { .numero = -1 };
  TbkBroadcast broadcast = { .changes = &change, .n = 1 };

  if (told != NULL && json_object_has_member (told, "ambitos"))
    tbk_scales_take (hub->scales, told);
  if (usuarios == NULL)
    return;
  correct_presence (hub, json_object_get_string_member (told, "event"), json_object_get_object_member (told, "data"));
  data = tbk_json_to_text (json_object_get_member (told, "data"));
  change.event = json_object_get_string_member (told, "event");
  change.data = data;
  for (guint i = 0; i < json_array_get_length (usuarios); i++)
    {
      GPtrArray *list = list_of (hub->usuarios, json_array_get_int_element (usuarios, i));

      for (guint j = 0; list != NULL && j < list->len; j++)
        tbk_socket_tell (list->pdata[j], &broadcast);
    }
  tbk_broadcast_clear (&broadcast);
}

static void
notified_cb (const char *channel, const char *payload, gpointer data)
{
  TbkHub *hub = data;

  if (strcmp (channel, "evento") == 0)
    tbk_feed_read (hub->feed);
  else if (strcmp (channel, "sesion") == 0)
    end_session (hub, payload);
  else if (strcmp (channel, "usuario") == 0)
    end_user (hub, g_ascii_strtoll (payload, NULL, 10));
  else
    tell (hub, payload);
  tbk_hub_flush (hub);
}

static void
connected_cb (gpointer data)
{
  TbkHub *hub = data;

  tbk_feed_read (hub->feed);
  check_sessions (hub);
}

static const TbkListenHandlers listen_handlers = { connected_cb, notified_cb };

static gboolean
tick_cb (gpointer data)
{
  TbkHub *hub = data;

  tbk_hub_poke (hub);
  if (tbk_hub_get_last (hub) < 0 || !tbk_listen_is_connected (hub->listen))
    tbk_feed_read (hub->feed);
  if (++hub->n_ticks % TICKS_PER_CHECK == 0)
    check_sessions (hub);
  return G_SOURCE_CONTINUE;
}

static void
upgrade_cb (TbkPeer *peer, const TbkRequest *request, const GString *head, gpointer data)
{
  TbkHub *hub = data;

  tbk_socket_start (hub, peer, request, head);
  tbk_hub_flush (hub);
}

static void
noticed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkHub *hub = user_data;
  g_autoptr (GPtrArray) results = finish (hub, result);
  gint64 n = results != NULL ? tbk_rows_int (results->pdata[0], 0, "n", 0) : 0;

  if (n > 0)
    tbk_feed_number (hub->feed);
  tbk_pace_end (&hub->notices, n == NOTICE_CHATS && hub->listen != NULL);
}

static void
begin_notices (gpointer data)
{
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set_int (values, "limite", NOTICE_CHATS);
  ask (data, "chat_avisar", values, noticed_cb);
}

void
tbk_hub_poke (TbkHub *hub)
{
  tbk_feed_number (hub->feed);
  if (hub->listen != NULL)
    tbk_pace_ask (&hub->notices);
}

static void
changed_cb (gpointer data)
{
  tbk_hub_poke (data);
}

const TbkServerHooks tbk_hub_hooks = { upgrade_cb, changed_cb };

TbkHub *
tbk_hub_new (const TbkApp *app, const char *conninfo)
{
  TbkHub *hub = g_new0 (TbkHub, 1);

  hub->app = app;
  hub->sockets = g_ptr_array_new ();
  hub->scales = tbk_scales_new ();
  hub->usuarios = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  hub->ambitos = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  hub->feed = tbk_feed_new (conninfo, app->sql, &feed_handlers, hub);
  hub->send_queue = tbk_send_queue_new (hub);
  hub->listen = tbk_listen_new (conninfo, &listen_handlers, hub);
  hub->notices = (TbkPace){ .begin = begin_notices, .data = hub, .gap_ms = NOTICE_GAP_MS };
  hub->tick = g_timeout_add (TICK_MS, tick_cb, hub);
  return hub;
}

void
tbk_hub_stop (TbkHub *hub)
{
  g_clear_handle_id (&hub->tick, g_source_remove);
  tbk_pace_clear (&hub->notices);
  g_clear_pointer (&hub->listen, tbk_listen_free);
  tbk_feed_stop (hub->feed);
}

void
tbk_hub_free (TbkHub *hub)
{
  if (hub == NULL)
    return;
  tbk_hub_stop (hub);
  tbk_feed_free (hub->feed);
  tbk_send_queue_free (hub->send_queue);
  g_hash_table_unref (hub->usuarios);
  g_hash_table_unref (hub->ambitos);
  g_ptr_array_unref (hub->sockets);
  tbk_scales_free (hub->scales);
  g_free (hub);
}
