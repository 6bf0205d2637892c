/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-stand-in-live.h"

#include <string.h>

#include "tbk-ui-test.h"
#include "tbk-wire.h"

typedef struct
{
  char *kind;
  char *data;
  TbkLiveReply reply; /* makes the data; NULL: none */
  gpointer reply_data;
} Answer;

struct _TbkStandInLive
{
  gint64 evento; /* of `ready`; -1: none is said */
  gboolean deaf;
  GPtrArray *sockets;  /* (element-type SoupWebsocketConnection) */
  GPtrArray *streams;  /* (element-type GIOStream) of the deaf */
  GHashTable *answers; /* event -> Answer */
  GPtrArray *heard;    /* (element-type JsonObject) */
};

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_free (answer->kind);
  g_free (answer->data);
  g_free (answer);
}

TbkStandInLive *
tbk_stand_in_live_new (void)
{
  TbkStandInLive *live = g_new0 (TbkStandInLive, 1);

  live->evento = -1;
  live->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  live->streams = g_ptr_array_new_with_free_func (g_object_unref);
  live->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_answer);
  live->heard = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  return live;
}

void
tbk_stand_in_live_free (TbkStandInLive *live)
{
  tbk_stand_in_live_cut (live);
  g_ptr_array_unref (live->sockets);
  g_ptr_array_unref (live->streams);
  g_hash_table_unref (live->answers);
  g_ptr_array_unref (live->heard);
  g_free (live);
}

/* --- one socket --- */

static void
answer (TbkStandInLive *live, SoupWebsocketConnection *socket, const char *event, JsonObject *frame)
{
  const Answer *what = g_hash_table_lookup (live->answers, event);
  const char *id = tbk_wire_get_text (frame, "id");
  g_autofree char *made = NULL;
  g_autofree char *text = NULL;

  if (what == NULL)
    return;
  if (what->reply != NULL)
    made = what->reply (json_object_get_object_member (frame, "data"), what->reply_data);
  text = g_strdup_printf ("{\"event\":\"%s\",\"id\":\"%s\",\"data\":%s}", what->kind, id,
                          made != NULL ? made : what->data);
  soup_websocket_connection_send_text (socket, text);
}

static void
heard_cb (SoupWebsocketConnection *socket, SoupWebsocketDataType type, GBytes *bytes, TbkStandInLive *live)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  JsonObject *frame = tbk_ui_test_object (text);

  g_ptr_array_add (live->heard, frame);
  answer (live, socket, tbk_wire_get_text (frame, "event"), frame);
}

static void
closed_cb (SoupWebsocketConnection *socket, TbkStandInLive *live)
{
  g_signal_handlers_disconnect_by_data (socket, live);
  g_ptr_array_remove (live->sockets, socket);
}

static void
say_ready (TbkStandInLive *live, SoupWebsocketConnection *socket)
{
  g_autofree char *text = g_strdup_printf ("{\"event\":\"ready\",\"evento\":%" G_GINT64_FORMAT
                                           ",\"data\":{\"usuario_id\":7}}",
                                           live->evento);

  soup_websocket_connection_send_text (socket, text);
}

static void
upgraded_cb (SoupServerMessage *message, TbkStandInLive *live)
{
  g_autoptr (GUri) uri = g_uri_ref (soup_server_message_get_uri (message));
  GIOStream *stream = soup_server_message_steal_connection (message);
  SoupWebsocketConnection *socket;

  if (live->deaf)
    {
      g_ptr_array_add (live->streams, stream);
      return;
    }
  socket = soup_websocket_connection_new (stream, uri, SOUP_WEBSOCKET_CONNECTION_SERVER, NULL, NULL, NULL);
  g_object_unref (stream);
  g_ptr_array_add (live->sockets, socket);
  g_signal_connect (socket, "message", G_CALLBACK (heard_cb), live);
  g_signal_connect (socket, "closed", G_CALLBACK (closed_cb), live);
  if (live->evento >= 0)
    say_ready (live, socket);
}

void
tbk_stand_in_live_take (TbkStandInLive *live, SoupServerMessage *message)
{
  if (soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL))
    g_signal_connect (message, "wrote-informational", G_CALLBACK (upgraded_cb), live);
}

void
tbk_stand_in_live_cut (TbkStandInLive *live)
{
  for (guint i = 0; i < live->sockets->len; i++)
    {
      SoupWebsocketConnection *socket = g_ptr_array_index (live->sockets, i);

      g_signal_handlers_disconnect_by_data (socket, live);
      g_io_stream_close (soup_websocket_connection_get_io_stream (socket), NULL, NULL);
    }
  g_ptr_array_set_size (live->sockets, 0);
  for (guint i = 0; i < live->streams->len; i++)
    g_io_stream_close (g_ptr_array_index (live->streams, i), NULL, NULL);
  g_ptr_array_set_size (live->streams, 0);
}

/* --- what a test says --- */

void
tbk_stand_in_live_open (TbkStandIn *self, gint64 evento)
{
  TbkStandInLive *live = tbk_stand_in_get_live (self);

  live->evento = evento;
  live->deaf = FALSE;
  tbk_stand_in_answer (self, "GET /ws/chat", TBK_STAND_IN_SOCKET, NULL);
}

void
tbk_stand_in_live_open_deaf (TbkStandIn *self)
{
  tbk_stand_in_live_open (self, -1);
  tbk_stand_in_get_live (self)->deaf = TRUE;
}

void
tbk_stand_in_live_tell (TbkStandIn *self, const char *frame)
{
  TbkStandInLive *live = tbk_stand_in_get_live (self);

  for (guint i = 0; i < live->sockets->len; i++)
    soup_websocket_connection_send_text (g_ptr_array_index (live->sockets, i), frame);
}

void
tbk_stand_in_live_event (TbkStandIn *self, const char *event, gint64 evento, const char *data)
{
  g_autofree char *number = evento > 0 ? g_strdup_printf (",\"evento\":%" G_GINT64_FORMAT, evento) : g_strdup ("");
  g_autofree char *frame = g_strdup_printf ("{\"event\":\"%s\"%s,\"data\":%s}", event, number, data);

  tbk_stand_in_live_tell (self, frame);
}

static void
set_answer (TbkStandIn *self, const char *event, const Answer *what)
{
  g_hash_table_insert (tbk_stand_in_get_live (self)->answers, g_strdup (event), g_memdup2 (what, sizeof *what));
}

void
tbk_stand_in_live_answer (TbkStandIn *self, const char *event, const char *kind, const char *data)
{
  set_answer (self, event, &(Answer){ .kind = g_strdup (kind), .data = g_strdup (data) });
}

void
tbk_stand_in_live_answer_by (TbkStandIn *self, const char *event, TbkLiveReply reply, gpointer user_data)
{
  set_answer (self, event, &(Answer){ .kind = g_strdup ("ack"), .reply = reply, .reply_data = user_data });
}

void
tbk_stand_in_live_close (TbkStandIn *self, gushort code)
{
  TbkStandInLive *live = tbk_stand_in_get_live (self);

  if (code == 0)
    {
      tbk_stand_in_live_cut (live);
      return;
    }
  for (guint i = 0; i < live->sockets->len; i++)
    soup_websocket_connection_close (g_ptr_array_index (live->sockets, i), code, NULL);
}

/* --- what it heard --- */

guint
tbk_stand_in_live_count (TbkStandIn *self)
{
  TbkStandInLive *live = tbk_stand_in_get_live (self);

  return live->sockets->len + live->streams->len;
}

guint
tbk_stand_in_live_count_heard (TbkStandIn *self, const char *event)
{
  GPtrArray *heard = tbk_stand_in_get_live (self)->heard;
  guint n = 0;

  for (guint i = 0; i < heard->len; i++)
    n += g_strcmp0 (tbk_wire_get_text (g_ptr_array_index (heard, i), "event"), event) == 0;
  return n;
}

JsonObject *
tbk_stand_in_live_last_heard (TbkStandIn *self, const char *event)
{
  GPtrArray *heard = tbk_stand_in_get_live (self)->heard;

  for (guint i = heard->len; i > 0; i--)
    if (g_strcmp0 (tbk_wire_get_text (g_ptr_array_index (heard, i - 1), "event"), event) == 0)
      return g_ptr_array_index (heard, i - 1);
  g_error ("no frame %s was heard", event);
}
