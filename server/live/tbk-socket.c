/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-socket.h"

#include <string.h>

#include "tbk-allowance.h"
#include "tbk-engineio.h"
#include "tbk-frame.h"
#include "tbk-route.h"
#include "tbk-takeover.h"

/* What waits for a slow reader, and for one that is still told what it missed; beyond, it is cut and comes again. */
#define MAX_QUEUED_BYTES (1024 * 1024)
#define MAX_HELD_BYTES (256 * 1024)
/* What was missed is read on when less than this waits. */
#define LOW_BYTES (64 * 1024)
#define REPLAY_ROWS 50
/* Who missed more is to load anew: a number counts everyone's changes, most of which it will not see. */
#define MAX_MISSED 200000
/* Frames a client may send: so many at once, so many a second for long. */
#define FRAMES_BURST 120
#define FRAMES_PER_S 30
#define FRAMES_AT_ONCE 32
/* For the other side to say good-bye, too. */
#define CLOSE_MS 5000
/* For a client that says who it is only once it is connected. */
#define CONNECT_MS 10000

enum
{
  CODE_NORMAL = 1000,
  CODE_AWAY = 1001,
  CODE_POLICY = 1008,
  CODE_INTERNAL = 1011,
  CODE_LATER = 1013,
};

struct _TbkSocket
{
  grefcount refs;
  TbkHub *hub;
  TbkPeer *peer; /* NULL: gone */
  const TbkDialect *dialect;
  TbkCaller caller; /* of nobody: rol NONE */
  TbkSocketPlace place;
  TbkFrameReader reader;
  TbkTakeoverQueue out;
  gint64 since;       /* the client's number; -1: it named none */
  gint64 position;    /* all up to this number is sent, or queued */
  gint64 replay_till; /* while it is told what it missed; 0: it is not */
  GQueue held;        /* (element-type GBytes): what came meanwhile */
  gsize held_bytes;
  gint64 held_last;
  TbkAllowance allowance; /* frames it may send */
  gboolean entered;       /* the caller is known to the hub */
  gboolean asking;        /* a query of its own place is under way */
  gboolean busy;          /* a command is under way: the next frame waits */
  gboolean closing;       /* a close frame is the last in `out` */
  gboolean pinged;
  gboolean moved; /* something was sent since the last deadline */
};

TbkSocket *
tbk_socket_ref (TbkSocket *socket)
{
  g_ref_count_inc (&socket->refs);
  return socket;
}

void
tbk_socket_unref (TbkSocket *socket)
{
  if (!g_ref_count_dec (&socket->refs))
    return;
  tbk_frame_reader_clear (&socket->reader);
  tbk_takeover_clear (&socket->out);
  g_queue_clear_full (&socket->held, (GDestroyNotify) g_bytes_unref);
  g_free (socket);
}

const TbkCaller *
tbk_socket_get_caller (const TbkSocket *socket)
{
  return &socket->caller;
}

TbkHub *
tbk_socket_get_hub (const TbkSocket *socket)
{
  return socket->hub;
}

TbkSocketPlace *
tbk_socket_get_place (TbkSocket *socket)
{
  return &socket->place;
}

/* --- out
 * -----------------------------------------------------------------------------------------------------------
 */

void
tbk_socket_close (TbkSocket *socket, guint code, const char *reason)
{
  g_autoptr (GBytes) frame = tbk_frame_new_close (code, reason);

  if (socket->closing || socket->peer == NULL)
    return;
  tbk_takeover_cut (&socket->out);
  tbk_takeover_push (&socket->out, frame);
  socket->closing = TRUE;
  tbk_takeover_set_deadline (socket->peer, CLOSE_MS);
  tbk_hub_touch (socket->hub, socket);
}

static void
queue (TbkSocket *socket, GBytes *frame)
{
  if (socket->closing || socket->peer == NULL)
    return;
  tbk_takeover_push (&socket->out, frame);
  tbk_hub_touch (socket->hub, socket);
}

/* The same of what comes by itself, however slow the reader. */
static void
push (TbkSocket *socket, GBytes *frame)
{
  if (socket->out.bytes + g_bytes_get_size (frame) > MAX_QUEUED_BYTES)
    tbk_socket_close (socket, CODE_LATER, "too slow: come again with the last number seen");
  else
    queue (socket, frame);
}

/* It has the first of them already. */
static void
push_rest (TbkSocket *socket, const TbkBroadcast *broadcast)
{
  g_autoptr (GBytes) frames = tbk_broadcast_write_after (broadcast, socket->dialect, socket->position);

  push (socket, frames);
}

void
tbk_socket_say (TbkSocket *socket, GBytes *frame)
{
  push (socket, frame);
}

void
tbk_socket_answer (TbkSocket *socket, gboolean good, const char *id, const char *data)
{
  g_autoptr (GBytes) frame = socket->dialect->answer (good, id, data);

  if (frame != NULL)
    push (socket, frame);
  tbk_socket_pass (socket);
}

void
tbk_socket_heard (TbkSocket *socket)
{
  socket->pinged = FALSE;
}

void
tbk_socket_refuse (TbkSocket *socket, const char *why)
{
  g_autoptr (GBytes) frame = socket->dialect->refuse != NULL ? socket->dialect->refuse (why) : NULL;

  if (frame != NULL && socket->peer != NULL && !socket->closing)
    {
      queue (socket, frame);
      tbk_takeover_send (socket->peer, &socket->out); /* what waits at a close is dropped */
    }
  tbk_socket_close (socket, TBK_SOCKET_SESSION_ENDED, why);
}

void
tbk_socket_pass (TbkSocket *socket)
{
  socket->busy = FALSE;
  if (socket->peer != NULL)
    tbk_hub_touch (socket->hub, socket); /* there may be more to read */
}

static void
hold (TbkSocket *socket, gint64 numero, GBytes *frame)
{
  socket->held_bytes += g_bytes_get_size (frame);
  socket->held_last = numero;
  if (socket->held_bytes > MAX_HELD_BYTES)
    tbk_socket_close (socket, CODE_LATER, "too slow: come again with the last number seen");
  else
    g_queue_push_tail (&socket->held, g_bytes_ref (frame));
}

void
tbk_socket_deliver (TbkSocket *socket, TbkBroadcast *broadcast)
{
  gint64 last = broadcast->changes[broadcast->n - 1].numero;

  if (socket->closing)
    return;
  if (socket->replay_till > 0)
    {
      hold (socket, last, tbk_broadcast_get_frames (broadcast, socket->dialect));
      return;
    }
  if (broadcast->changes[0].numero > socket->position)
    push (socket, tbk_broadcast_get_frames (broadcast, socket->dialect));
  else if (last > socket->position)
    push_rest (socket, broadcast);
  socket->position = MAX (socket->position, last);
}

void
tbk_socket_tell (TbkSocket *socket, TbkBroadcast *broadcast)
{
  if (socket->replay_till == 0 && socket->out.bytes < LOW_BYTES)
    push (socket, tbk_broadcast_get_frames (broadcast, socket->dialect));
}

/* --- its place in the feed
 * ------------------------------------------------------------------------------------------ */

static void
tell_place (TbkSocket *socket, const char *event)
{
  g_autofree char *data = g_strdup_printf ("{\"usuario_id\":%" G_GINT64_FORMAT "}", socket->caller.usuario_id);
  g_autoptr (GBytes) frame = socket->dialect->write (event, socket->position, data);

  queue (socket, frame);
}

/* All that was missed is queued: what came meanwhile follows. */
static void
go_live (TbkSocket *socket)
{
  GBytes *frame;

  socket->replay_till = 0;
  tell_place (socket, "ready");
  while ((frame = g_queue_pop_head (&socket->held)) != NULL)
    {
      queue (socket, frame);
      g_bytes_unref (frame);
    }
  socket->held_bytes = 0;
  socket->position = MAX (socket->position, socket->held_last);
}

static void
fail (TbkSocket *socket, const GError *error)
{
  if (error->code == 401)
    tbk_socket_refuse (socket, "the session has ended");
  else
    tbk_socket_close (socket, CODE_LATER, "the database is away: come again with the last number seen");
}

static void
take_missed (TbkSocket *socket, const TbkRows *rows)
{
  guint n = tbk_rows_count (rows);

  for (guint i = 0; i < n; i++)
    {
      gint64 numero = tbk_rows_int (rows, i, "numero", socket->position);
      g_autoptr (GBytes) frame
                 = socket->dialect->write (tbk_rows_text (rows, i, "tipo"), numero, tbk_rows_text (rows, i, "datos"));

      queue (socket, frame);
      socket->position = numero;
    }
  if (n < REPLAY_ROWS)
    {
      socket->position = socket->replay_till;
      go_live (socket);
    }
}

static void
missed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TbkSocket) socket = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = tbk_pipe_run_finish (tbk_hub_get_app (socket->hub)->pipe, result, &error);

  socket->asking = FALSE;
  if (results != NULL)
    take_missed (socket, results->pdata[0]);
  else
    fail (socket, error);
  tbk_hub_flush (socket->hub);
}

static void
ask (TbkSocket *socket, const char *statement, const TbkValues *values, GAsyncReadyCallback callback)
{
  const TbkApp *app = tbk_hub_get_app (socket->hub);
  const TbkStep step = { .statement = tbk_sql_find (app->sql, statement), .values = values };

  socket->asking = TRUE;
  tbk_pipe_run_async (app->pipe, &socket->caller, &step, 1, NULL, callback, tbk_socket_ref (socket));
}

/* As much as a page, when what was asked before is mostly sent. */
static void
read_missed (TbkSocket *socket)
{
  g_autoptr (TbkValues) values = NULL;

  if (socket->replay_till == 0 || socket->asking || socket->closing || socket->out.bytes > LOW_BYTES)
    return;
  values = tbk_values_new ();
  tbk_values_set_int (values, "desde", socket->position);
  tbk_values_set_int (values, "hasta", socket->replay_till);
  tbk_values_set_int (values, "limite", REPLAY_ROWS);
  ask (socket, "evento_perdidos", values, missed_cb);
}

/* From here on the hub gives it what follows `last`; what it missed until there is read, by its own right. */
static void
take_place (TbkSocket *socket, const TbkRows *rows)
{
  gint64 last = tbk_hub_get_last (socket->hub);
  gboolean whole = tbk_rows_bool (rows, 0, "entero") && last - socket->since < MAX_MISSED;
  g_autoptr (GBytes) greeting = socket->dialect->greet != NULL ? socket->dialect->greet () : NULL;

  if (greeting != NULL)
    queue (socket, greeting);
  tbk_hub_join (socket->hub, socket, tbk_rows_int (rows, 0, "ambito", -1));
  socket->position = MAX (last, socket->since);
  if (socket->since < 0 || (whole && socket->since >= last))
    {
      go_live (socket);
      return;
    }
  if (!whole)
    {
      socket->position = last;
      tell_place (socket, "reload");
      go_live (socket);
      return;
    }
  socket->position = socket->since;
  socket->replay_till = last;
  read_missed (socket);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TbkSocket) socket = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = tbk_pipe_run_finish (tbk_hub_get_app (socket->hub)->pipe, result, &error);

  socket->asking = FALSE;
  if (results == NULL)
    fail (socket, error);
  else if (socket->peer != NULL && !socket->closing)
    take_place (socket, results->pdata[0]);
  tbk_hub_flush (socket->hub);
}

void
tbk_socket_begin (TbkSocket *socket)
{
  g_autoptr (TbkValues) values = tbk_values_new ();

  if (socket->place.ambito >= 0 || socket->asking || socket->closing || !socket->entered)
    return;
  if (socket->since >= 0)
    tbk_values_set_int (values, "desde", socket->since);
  ask (socket, "live_empezar", values, begun_cb);
}

/* --- in
 * -------------------------------------------------------------------------------------------------------------
 */

static guint
ping_ms (const TbkSocket *socket)
{
  return tbk_hub_get_app (socket->hub)->config->idle_timeout_s * 1000 / 2;
}

static void
take_frame (TbkSocket *socket, const TbkFrame *frame)
{
  g_autoptr (GBytes) pong = NULL;

  if (!socket->dialect->steady)
    {
      socket->pinged = FALSE;
      tbk_takeover_set_deadline (socket->peer, ping_ms (socket));
    }
  if (frame->kind != TBK_FRAME_BAD && !tbk_allowance_take (&socket->allowance, g_get_monotonic_time ()))
    {
      tbk_socket_close (socket, CODE_POLICY, "too many frames");
      return;
    }
  switch (frame->kind)
    {
    case TBK_FRAME_TEXT:
      socket->busy = TRUE;
      socket->dialect->take (socket, (const char *) frame->payload, frame->length);
      break;
    case TBK_FRAME_PING:
      pong = tbk_frame_new_pong (frame->payload, frame->length);
      push (socket, pong);
      break;
    case TBK_FRAME_CLOSE:
      tbk_socket_close (socket, CODE_NORMAL, NULL);
      break;
    case TBK_FRAME_BAD:
      tbk_socket_close (socket, frame->code, NULL);
      break;
    default:
      break;
    }
}

/* Returns: FALSE when there is nothing more to read now. */
static gboolean
read_frame (TbkSocket *socket)
{
  gboolean ended;
  GByteArray *in;
  TbkFrame frame;
  gsize taken;

  if (socket->busy || socket->closing)
    return FALSE;
  in = tbk_takeover_read (socket->peer, TBK_FRAME_MAX_BYTES + TBK_FRAME_MAX_HEAD_BYTES, &ended);
  frame = in != NULL ? tbk_frame_read (&socket->reader, in->data, in->len, &taken)
                     : (TbkFrame){ .kind = TBK_FRAME_MORE };
  if (frame.kind == TBK_FRAME_MORE)
    {
      if (ended)
        tbk_takeover_abandon (socket->peer);
      return FALSE;
    }
  take_frame (socket, &frame);
  if (taken > 0)
    tbk_takeover_use (socket->peer, taken);
  return TRUE;
}

static gboolean
advance_cb (TbkPeer *peer, gpointer data)
{
  g_autoptr (TbkSocket) socket = tbk_socket_ref (data);
  gboolean more = TRUE;
  gsize waiting;
  TbkStreamResult result;

  for (guint i = 0; more && i < FRAMES_AT_ONCE; i++)
    more = read_frame (socket);
  if (socket->peer == NULL)
    return FALSE;
  waiting = socket->out.bytes;
  result = tbk_takeover_send (peer, &socket->out);
  socket->moved = socket->moved || socket->out.bytes < waiting;
  if (result == TBK_STREAM_END || result == TBK_STREAM_FAILED)
    {
      tbk_takeover_abandon (peer);
      return FALSE;
    }
  if (socket->closing && socket->out.frames.length == 0)
    {
      tbk_takeover_finish (peer);
      return TRUE;
    }
  read_missed (socket);
  return more;
}

static void
expired_cb (TbkPeer *peer, gpointer data)
{
  TbkSocket *socket = data;
  g_autoptr (GBytes) ping = NULL;

  if (!socket->entered)
    {
      tbk_takeover_abandon (peer);
      return;
    }
  if (socket->moved && !socket->closing && (!socket->dialect->steady || socket->out.frames.length > 0))
    {
      /* Whoever reads is there, though our ping may still wait behind much else. */
      socket->moved = FALSE;
      tbk_takeover_set_deadline (peer, ping_ms (socket));
      return;
    }
  if (socket->closing || socket->pinged || socket->out.frames.length > 0)
    {
      tbk_takeover_abandon (peer);
      return;
    }
  ping = socket->dialect->ping ();
  socket->pinged = TRUE;
  socket->moved = FALSE;
  tbk_takeover_set_deadline (peer, ping_ms (socket));
  queue (socket, ping);
}

static void
drain_cb (TbkPeer *peer, gpointer data)
{
  TbkSocket *socket = data;

  tbk_socket_close (socket, CODE_AWAY, "the server ends: come again with the last number seen");
  tbk_takeover_send (peer, &socket->out);
  tbk_takeover_finish (peer);
}

static void
closed_cb (TbkPeer *peer, gpointer data)
{
  TbkSocket *socket = data;

  socket->peer = NULL;
  tbk_hub_remove (socket->hub, socket);
  tbk_socket_unref (socket);
}

static const TbkTakeover takeover = { advance_cb, expired_cb, drain_cb, closed_cb };

void
tbk_socket_wake (TbkSocket *socket)
{
  if (socket->peer != NULL)
    tbk_peer_wake (socket->peer);
}

gboolean
tbk_socket_has_entered (const TbkSocket *socket)
{
  return socket->entered;
}

void
tbk_socket_enter (TbkSocket *socket, const TbkCaller *caller, gint64 since)
{
  if (socket->entered || socket->closing || socket->peer == NULL)
    return;
  socket->caller = *caller;
  socket->since = since;
  socket->entered = TRUE;
  tbk_takeover_set_deadline (socket->peer, ping_ms (socket));
  if (!tbk_hub_add (socket->hub, socket, socket->caller.usuario_id))
    tbk_socket_close (socket, CODE_POLICY, "as many sockets as one user may have are open");
  else if (tbk_hub_get_last (socket->hub) >= 0)
    tbk_socket_begin (socket);
}

/* The other side says who it is, by a CONNECT of its own. */
static void
start_engineio (TbkSocket *socket, const TbkRequest *request)
{
  g_autoptr (GBytes) open = tbk_engineio_open (ping_ms (socket));

  tbk_engineio_read_caller (request, &socket->caller, NULL);
  tbk_takeover_set_deadline (socket->peer, CONNECT_MS);
  queue (socket, open);
}

void
tbk_socket_start (TbkHub *hub, TbkPeer *peer, const TbkRequest *request, const GString *head)
{
  g_autoptr (TbkSocket) socket = g_new0 (TbkSocket, 1);
  const TbkValues *params = tbk_request_get_params (request);
  gboolean engineio = strcmp (tbk_request_get_route (request)->path, TBK_ENGINEIO_PATH) == 0;

  g_ref_count_init (&socket->refs);
  socket->hub = hub;
  socket->peer = peer;
  socket->dialect = engineio ? &tbk_dialect_engineio : &tbk_dialect_plain;
  socket->place.ambito = -1;
  tbk_allowance_init (&socket->allowance, FRAMES_BURST, FRAMES_PER_S, g_get_monotonic_time ());
  tbk_peer_hand_over (peer, head, &takeover, tbk_socket_ref (socket));
  if (socket->peer == NULL)
    return;
  if (engineio)
    start_engineio (socket, request);
  else
    tbk_socket_enter (socket, tbk_request_get_caller (request), tbk_values_get_int (params, "desde", -1));
}
