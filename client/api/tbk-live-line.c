/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-live-line.h"

#include "tbk-json.h"

/* What the server lets wait for a slow reader is less. */
#define MAX_FRAME_BYTES (1024 * 1024)
#define MAX_WAITING_BYTES (8 * 1024 * 1024)
/* Frames that are handed on before the main loop turns again. */
#define PORTION 50

struct _TbkLiveLine
{
  GObject parent_instance;

  SoupWebsocketConnection *socket; /* NULL: dropped */
  GQueue waiting;                  /* (element-type GBytes) frames that came and are not handed on yet */
  gsize waiting_bytes;
  guint portion_id;
  guint silence_id;
  guint silence_ms; /* for so long nothing may come */
  gboolean ended;
  guint code;
};

G_DEFINE_FINAL_TYPE (TbkLiveLine, tbk_live_line, G_TYPE_OBJECT)

enum
{
  FRAME,
  ENDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
let_go (TbkLiveLine *self)
{
  g_clear_handle_id (&self->portion_id, g_source_remove);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_bytes_unref);
  self->waiting_bytes = 0;
  if (self->socket != NULL)
    g_signal_handlers_disconnect_by_data (self->socket, self);
  g_clear_object (&self->socket);
}

static void
end (TbkLiveLine *self, guint code)
{
  g_autoptr (TbkLiveLine) alive = g_object_ref (self);

  let_go (self);
  g_signal_emit (alive, signals[ENDED], 0, code);
}

/* --- what comes is handed on --- */

static gboolean
hand_on_next (TbkLiveLine *self)
{
  g_autoptr (GBytes) bytes = g_queue_pop_head (&self->waiting);
  gsize length = g_bytes_get_size (bytes);
  g_autoptr (JsonObject) frame = tbk_json_parse_object (g_bytes_get_data (bytes, NULL), (gssize) length, NULL);

  self->waiting_bytes -= length;
  if (frame != NULL)
    g_signal_emit (self, signals[FRAME], 0, frame);
  return frame != NULL;
}

static gboolean
portion_cb (gpointer data)
{
  TbkLiveLine *self = data;
  g_autoptr (TbkLiveLine) alive = g_object_ref (self);

  for (guint i = 0; i < PORTION && !g_queue_is_empty (&self->waiting); i++)
    if (!hand_on_next (self))
      {
        end (self, SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR);
        return G_SOURCE_REMOVE;
      }
  if (self->socket == NULL) /* dropped by who heard it */
    return G_SOURCE_REMOVE;
  if (!g_queue_is_empty (&self->waiting))
    return G_SOURCE_CONTINUE;
  self->portion_id = 0;
  if (self->ended)
    end (self, self->code);
  return G_SOURCE_REMOVE;
}

static void
hand_on_soon (TbkLiveLine *self)
{
  if (self->portion_id == 0)
    self->portion_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, portion_cb, self, NULL);
}

/* --- silence --- */

static void
silence_cb (gpointer data)
{
  TbkLiveLine *self = data;

  self->silence_id = 0;
  self->ended = TRUE;
  self->code = 0;
  hand_on_soon (self);
}

static void
note_life (TbkLiveLine *self)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);
  if (!self->ended)
    self->silence_id = g_timeout_add_once (self->silence_ms, silence_cb, self);
}

static void
pong_cb (SoupWebsocketConnection *socket, GBytes *payload, TbkLiveLine *self)
{
  note_life (self);
}

static void
message_cb (SoupWebsocketConnection *socket, SoupWebsocketDataType type, GBytes *bytes, TbkLiveLine *self)
{
  note_life (self);
  self->waiting_bytes += g_bytes_get_size (bytes);
  if (self->waiting_bytes > MAX_WAITING_BYTES)
    {
      end (self, 0);
      return;
    }
  g_queue_push_tail (&self->waiting, g_bytes_ref (bytes));
  hand_on_soon (self);
}

static void
closed_cb (SoupWebsocketConnection *socket, TbkLiveLine *self)
{
  self->ended = TRUE;
  self->code = soup_websocket_connection_get_close_code (socket);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  hand_on_soon (self);
}

/* --- GObject --- */

static void
tbk_live_line_dispose (GObject *object)
{
  let_go (TBK_LIVE_LINE (object));
  G_OBJECT_CLASS (tbk_live_line_parent_class)->dispose (object);
}

static void
tbk_live_line_class_init (TbkLiveLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_live_line_dispose;
  signals[FRAME] = g_signal_new ("frame", TBK_TYPE_LIVE_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 JSON_TYPE_OBJECT | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[ENDED] = g_signal_new ("ended", TBK_TYPE_LIVE_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_UINT);
}

static void
tbk_live_line_init (TbkLiveLine *self)
{
  g_queue_init (&self->waiting);
}

TbkLiveLine *
tbk_live_line_new (SoupWebsocketConnection *socket, guint ping_s)
{
  TbkLiveLine *self = g_object_new (TBK_TYPE_LIVE_LINE, NULL);

  self->socket = g_object_ref (socket);
  self->silence_ms = ping_s * 2500;
  soup_websocket_connection_set_max_incoming_payload_size (socket, MAX_FRAME_BYTES);
  soup_websocket_connection_set_keepalive_interval (socket, ping_s);
  g_signal_connect (socket, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (socket, "pong", G_CALLBACK (pong_cb), self);
  g_signal_connect (socket, "closed", G_CALLBACK (closed_cb), self);
  note_life (self);
  return self;
}

gboolean
tbk_live_line_send (TbkLiveLine *self, const char *text)
{
  if (self->ended || self->socket == NULL
      || soup_websocket_connection_get_state (self->socket) != SOUP_WEBSOCKET_STATE_OPEN)
    return FALSE;
  soup_websocket_connection_send_text (self->socket, text);
  return TRUE;
}

void
tbk_live_line_drop (TbkLiveLine *self)
{
  if (self->socket != NULL && soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  let_go (self);
}
