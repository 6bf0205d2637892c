/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-peer.h"

#include <string.h>

#include "tbk-reply-private.h"
#include "tbk-status.h"
#include "tbk-takeover.h"

/* Of one peer before the others take their turn: about twenty small requests, or a megabyte. */
#define MAX_STEPS_AT_ONCE 64
/* Of what a refused peer still sends. */
#define MAX_DROPPED_BYTES (8 * 1024 * 1024)

static gint64
after_ms (guint ms)
{
  return g_get_monotonic_time () + ms * (gint64) 1000;
}

static void
set_state (TbkPeer *peer, TbkPeerState state, guint limit_ms)
{
  peer->state = state;
  peer->deadline_us = after_ms (limit_ms);
}

TbkPeer *
tbk_peer_new (TbkPeerShared *shared, int fd, gnutls_session_t session, const char *address)
{
  TbkPeer *peer = g_new0 (TbkPeer, 1);

  peer->shared = shared;
  g_strlcpy (peer->address, address, sizeof peer->address);
  tbk_stream_init (&peer->stream, fd, session, &shared->scratch);
  set_state (peer, TBK_PEER_HANDSHAKE, shared->limits->head_ms);
  return peer;
}

static void
set_buffered (TbkPeer *peer, gsize n)
{
  peer->shared->buffered += n - peer->buffered;
  peer->buffered = n;
}

static void
drop_request (TbkPeer *peer)
{
  g_clear_pointer (&peer->head, tbk_head_free);
  g_clear_pointer (&peer->body, g_byte_array_unref);
  set_buffered (peer, 0);
}

static void
drop_reply (TbkPeer *peer)
{
  if (peer->out_head != NULL)
    g_string_free (g_steal_pointer (&peer->out_head), TRUE);
  g_clear_pointer (&peer->out_body, g_bytes_unref);
}

void
tbk_peer_free (TbkPeer *peer)
{
  drop_request (peer);
  drop_reply (peer);
  g_clear_pointer (&peer->in, g_byte_array_unref);
  tbk_stream_clear (&peer->stream);
  g_free (peer);
}

void
tbk_peer_close (TbkPeer *peer)
{
  TbkPeerShared *shared = peer->shared;
  gboolean open = peer->state == TBK_PEER_OPEN;

  if (open || peer->state == TBK_PEER_WRITE)
    shared->n_open--;
  peer->state = TBK_PEER_CLOSED;
  tbk_takeover_end (peer);
  set_buffered (peer, 0);
  if (open)
    shared->handlers->gone (peer, shared->user_data);
}

/* Forgets the first `n` bytes read, and the room itself when nothing is left in it. */
static void
use_input (TbkPeer *peer, gsize n)
{
  if (n < peer->in->len)
    g_byte_array_remove_range (peer->in, 0, n);
  else
    g_clear_pointer (&peer->in, g_byte_array_unref);
}

/* Reads on. Returns: FALSE when nothing came; the connection may be closed then. */
static gboolean
read_more (TbkPeer *peer, gsize max_bytes)
{
  TbkStreamResult result;

  if (peer->in == NULL)
    peer->in = g_byte_array_new ();
  result = tbk_stream_read (&peer->stream, peer->in, max_bytes);
  if (peer->in->len == 0)
    g_clear_pointer (&peer->in, g_byte_array_unref);
  if (result == TBK_STREAM_END || result == TBK_STREAM_FAILED)
    tbk_peer_close (peer);
  return result == TBK_STREAM_OK;
}

void
tbk_peer_start_reply (TbkPeer *peer, const GString *head, GBytes *body, gboolean close)
{
  TbkPeerShared *shared = peer->shared;
  GString *out = g_string_sized_new (head->len + 96);

  peer->close_after |= close || shared->draining;
  g_string_append_len (out, head->str, head->len);
  g_string_append (out, "Date: ");
  g_string_append (out, shared->date);
  g_string_append (out, peer->close_after ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
  peer->out_head = out;
  peer->out_body = body != NULL ? g_bytes_ref (body) : NULL;
  peer->out_offset = 0;
  set_buffered (peer, 0);
  set_state (peer, TBK_PEER_WRITE, shared->limits->stall_ms);
}

/* Answers by ourselves, without a handler, and ends the connection: where one request is not understood, neither is
 * what follows it. */
static void
refuse (TbkPeer *peer, int status)
{
  TbkPeerShared *shared = peer->shared;
  const char *path = peer->head != NULL ? tbk_head_get_path (peer->head) : NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (TbkReply) reply = NULL;

  tbk_status_set_problem (&problem, status);
  reply = tbk_reply_new_problem (problem, path);
  if (status == 405)
    tbk_reply_set_header (reply, "Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  if (status == 503)
    tbk_reply_set_header (reply, "Retry-After", "1");
  tbk_reply_write_head (reply, NULL, head);
  shared->handlers->refused (peer->address, path, status, shared->user_data);
  shared->n_open++;
  tbk_peer_start_reply (peer, head, tbk_reply_get_body (reply), TRUE);
}

static gboolean
step_handshake (TbkPeer *peer)
{
  TbkStreamResult result = tbk_stream_handshake (&peer->stream);

  if (result == TBK_STREAM_OK)
    set_state (peer, TBK_PEER_IDLE, peer->shared->limits->head_ms);
  else if (result != TBK_STREAM_AGAIN)
    tbk_peer_close (peer);
  return result == TBK_STREAM_OK;
}

static void
hand_out (TbkPeer *peer)
{
  TbkPeerShared *shared = peer->shared;
  g_autoptr (GByteArray) body = g_steal_pointer (&peer->body);
  g_autoptr (GBytes) bytes = NULL;

  if (body != NULL)
    bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  peer->close_after = tbk_head_wants_close (peer->head);
  shared->n_open++;
  peer->state = TBK_PEER_OPEN;
  peer->deadline_us = G_MAXINT64; /* the handler's own limits hold */
  shared->handlers->request (peer, g_steal_pointer (&peer->head), bytes, shared->user_data);
}

/* A head is admitted: its body may come. */
static void
start_body (TbkPeer *peer)
{
  static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
  gsize sent;

  peer->body = g_byte_array_new ();
  peer->chunked = (TbkChunked){ 0 };
  set_state (peer, TBK_PEER_BODY, peer->shared->limits->body_grace_ms);
  if (!tbk_head_expects_continue (peer->head) || peer->in != NULL)
    return;
  /* 25 bytes fit, unless the peer has not read what it was sent before. */
  tbk_stream_write (&peer->stream, (const guint8 *) go_on, sizeof go_on - 1, &sent);
  if (sent < sizeof go_on - 1)
    tbk_peer_close (peer);
}

static void
take_head (TbkPeer *peer)
{
  TbkPeerShared *shared = peer->shared;

  if (tbk_head_get_framing (peer->head) == TBK_FRAMING_NONE)
    {
      hand_out (peer);
      return;
    }
  peer->max_body = shared->handlers->limit (peer->head, shared->user_data);
  if (peer->max_body == 0 || tbk_head_get_content_length (peer->head) > peer->max_body)
    refuse (peer, 413);
  else
    start_body (peer);
}

static gboolean
step_head (TbkPeer *peer)
{
  TbkHeadResult result = TBK_HEAD_MORE;
  gsize taken = 0;
  int status = 0;

  if (peer->in != NULL)
    result = tbk_head_parse ((const char *) peer->in->data, peer->in->len, &peer->head, &taken, &status);
  if (result == TBK_HEAD_MORE)
    {
      if (!read_more (peer, TBK_HEAD_MAX_BYTES))
        return FALSE;
      if (peer->state == TBK_PEER_IDLE)
        set_state (peer, TBK_PEER_HEAD, peer->shared->limits->head_ms);
      return TRUE;
    }
  if (result == TBK_HEAD_BAD)
    {
      refuse (peer, status);
      return TRUE;
    }
  use_input (peer, taken);
  take_head (peer);
  return TRUE;
}

/* Moves what was read into the body. Returns: the status to refuse it with, 0: fine; `whole` tells its end. */
static int
take_body (TbkPeer *peer, gboolean *whole)
{
  gsize taken;
  gsize wanted;

  if (tbk_head_get_framing (peer->head) == TBK_FRAMING_LENGTH)
    {
      wanted = tbk_head_get_content_length (peer->head) - peer->body->len;
      taken = MIN (wanted, peer->in->len);
      g_byte_array_append (peer->body, peer->in->data, taken);
      *whole = taken == wanted;
    }
  else
    {
      TbkChunkedResult result = tbk_chunked_feed (&peer->chunked, peer->in->data, peer->in->len,
                                                  peer->max_body, peer->body, &taken);
      if (result == TBK_CHUNKED_BAD || result == TBK_CHUNKED_BIG)
        return result == TBK_CHUNKED_BAD ? 400 : 413;
      *whole = result == TBK_CHUNKED_DONE;
    }
  use_input (peer, taken);
  return 0;
}

/* Every byte buys time at the smallest rate; what came fast buys no more than the grace, or much of a body could be
 * sent at once and then be held here for long. */
static void
account_body (TbkPeer *peer)
{
  TbkPeerShared *shared = peer->shared;
  gint64 bought_us = (peer->body->len - peer->buffered) * G_USEC_PER_SEC / shared->limits->body_min_rate;

  peer->deadline_us = MIN (peer->deadline_us + bought_us, after_ms (shared->limits->body_grace_ms));
  set_buffered (peer, peer->body->len);
}

static gboolean
step_body (TbkPeer *peer)
{
  TbkPeerShared *shared = peer->shared;
  gboolean whole = FALSE;
  int status;

  if (peer->in == NULL && !read_more (peer, TBK_STREAM_RECORD_BYTES))
    return FALSE;
  status = take_body (peer, &whole);
  account_body (peer);
  if (status == 0 && shared->buffered > shared->limits->max_buffered)
    status = 503;
  if (status != 0)
    refuse (peer, status);
  else if (whole)
    hand_out (peer);
  return TRUE;
}

/* While a request is open nothing is read, so a peer that sends more waits; only its leaving matters. */
static gboolean
step_open (TbkPeer *peer)
{
  if (peer->stream.hung_up)
    tbk_peer_close (peer);
  return FALSE;
}

/* The next piece of the reply: what is left of the head and as much of the body as fits beside it. */
static const guint8 *
next_piece (TbkPeer *peer, gsize *length)
{
  guint8 *room = peer->shared->scratch.out;
  gsize size = 0;
  const guint8 *data = peer->out_body != NULL ? g_bytes_get_data (peer->out_body, &size) : NULL;
  gsize left = size - peer->out_offset;
  gsize n;

  if (peer->out_head == NULL)
    {
      *length = MIN (left, TBK_STREAM_RECORD_BYTES);
      return data + peer->out_offset;
    }
  n = MIN (peer->out_head->len, TBK_STREAM_RECORD_BYTES);
  memcpy (room, peer->out_head->str, n);
  *length = MIN (left, TBK_STREAM_RECORD_BYTES - n);
  if (*length > 0)
    memcpy (room + n, data + peer->out_offset, *length);
  *length += n;
  return room;
}

static void
mark_sent (TbkPeer *peer, gsize sent)
{
  if (peer->out_head != NULL)
    {
      gsize n = MIN (sent, peer->out_head->len);

      g_string_erase (peer->out_head, 0, n);
      sent -= n;
      if (peer->out_head->len == 0)
        g_string_free (g_steal_pointer (&peer->out_head), TRUE);
    }
  peer->out_offset += sent;
  if (peer->out_head == NULL && peer->out_body != NULL
      && peer->out_offset == g_bytes_get_size (peer->out_body))
    g_clear_pointer (&peer->out_body, g_bytes_unref);
}

static void
end_reply (TbkPeer *peer)
{
  peer->shared->n_open--;
  if (tbk_takeover_begin (peer))
    return;
  if (!peer->close_after && peer->in == NULL)
    {
      set_state (peer, TBK_PEER_IDLE, peer->shared->limits->idle_ms);
      return;
    }
  if (!peer->close_after)
    {
      set_state (peer, TBK_PEER_HEAD, peer->shared->limits->head_ms);
      return;
    }
  drop_request (peer);
  g_clear_pointer (&peer->in, g_byte_array_unref);
  set_state (peer, TBK_PEER_LINGER, peer->shared->limits->linger_ms);
  tbk_stream_shutdown (&peer->stream);
}

static gboolean
step_write (TbkPeer *peer)
{
  gsize length;
  gsize sent = 0;
  const guint8 *piece;
  TbkStreamResult result = tbk_stream_flush (&peer->stream, &sent);

  mark_sent (peer, sent);
  if (result == TBK_STREAM_OK && peer->out_head == NULL && peer->out_body == NULL)
    {
      end_reply (peer);
      return TRUE;
    }
  if (result == TBK_STREAM_OK)
    {
      piece = next_piece (peer, &length);
      result = tbk_stream_write (&peer->stream, piece, length, &sent);
      mark_sent (peer, sent);
    }
  if (result == TBK_STREAM_OK)
    peer->deadline_us = after_ms (peer->shared->limits->stall_ms);
  else if (result != TBK_STREAM_AGAIN)
    tbk_peer_close (peer);
  return result == TBK_STREAM_OK;
}

/* Closing with bytes unread would reset the connection, and the peer might lose the reply. */
static gboolean
step_linger (TbkPeer *peer)
{
  TbkStreamResult result = tbk_stream_drop (&peer->stream, &peer->dropped);

  if (result == TBK_STREAM_AGAIN)
    return FALSE;
  if (result == TBK_STREAM_OK && peer->dropped <= MAX_DROPPED_BYTES)
    return TRUE;
  tbk_peer_close (peer);
  return FALSE;
}

static gboolean
step (TbkPeer *peer)
{
  switch (peer->state)
    {
    case TBK_PEER_HANDSHAKE:
      return step_handshake (peer);
    case TBK_PEER_IDLE:
    case TBK_PEER_HEAD:
      return step_head (peer);
    case TBK_PEER_BODY:
      return step_body (peer);
    case TBK_PEER_OPEN:
      return step_open (peer);
    case TBK_PEER_WRITE:
      return step_write (peer);
    case TBK_PEER_TAKEN:
      return peer->takeover->advance (peer, peer->takeover_data);
    case TBK_PEER_LINGER:
      return step_linger (peer);
    default:
      return FALSE;
    }
}

gboolean
tbk_peer_advance (TbkPeer *peer)
{
  gboolean more = TRUE;

  peer->busy = TRUE;
  for (guint i = 0; more && i < MAX_STEPS_AT_ONCE; i++)
    more = step (peer);
  peer->busy = FALSE;
  return more;
}

void
tbk_peer_expire (TbkPeer *peer)
{
  TbkPeerShared *shared = peer->shared;

  switch (peer->state)
    {
    case TBK_PEER_TAKEN:
      peer->takeover->expired (peer, peer->takeover_data);
      return;
    case TBK_PEER_HEAD:
    case TBK_PEER_BODY:
      refuse (peer, 408);
      return;
    case TBK_PEER_HANDSHAKE:
    case TBK_PEER_WRITE:
      tbk_stream_abandon (&peer->stream);
      shared->handlers->refused (peer->address, NULL, 0, shared->user_data);
      break;
    default:
      break;
    }
  tbk_peer_close (peer);
}

void
tbk_peer_drain (TbkPeer *peer)
{
  if (peer->state < TBK_PEER_HEAD)
    tbk_peer_close (peer);
  if (peer->state == TBK_PEER_TAKEN)
    peer->takeover->drain (peer, peer->takeover_data);
  peer->close_after = TRUE;
}

const char *
tbk_peer_get_address (const TbkPeer *peer)
{
  return peer->address;
}

void
tbk_peer_set_data (TbkPeer *peer, gpointer data)
{
  peer->data = data;
}

gpointer
tbk_peer_get_data (const TbkPeer *peer)
{
  return peer->data;
}
