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

void
tbk_peer_set_state (TbkPeer *peer, TbkPeerState state, guint limit_ms)
{
  peer->state = state;
  peer->deadline_us = tbk_peer_after_ms (limit_ms);
}

TbkPeer *
tbk_peer_new (TbkPeerShared *shared, int fd, gnutls_session_t session, const char *address)
{
  TbkPeer *peer = g_new0 (TbkPeer, 1);

  peer->shared = shared;
  g_strlcpy (peer->address, address, sizeof peer->address);
  tbk_stream_init (&peer->stream, fd, session, &shared->scratch);
  tbk_peer_set_state (peer, TBK_PEER_HANDSHAKE, shared->limits->head_ms);
  return peer;
}

void
tbk_peer_set_buffered (TbkPeer *peer, gsize n)
{
  peer->shared->buffered += n - peer->buffered;
  peer->buffered = n;
}

void
tbk_peer_drop_request (TbkPeer *peer)
{
  g_clear_pointer (&peer->head, tbk_head_free);
  g_clear_pointer (&peer->body, g_byte_array_unref);
  tbk_peer_set_buffered (peer, 0);
}

void
tbk_peer_free (TbkPeer *peer)
{
  tbk_peer_drop_request (peer);
  tbk_peer_drop_reply (peer);
  g_clear_pointer (&peer->in, g_byte_array_unref);
  tbk_stream_clear (&peer->stream);
  g_free (peer);
}

void
tbk_peer_close (TbkPeer *peer)
{
  TbkPeerShared *shared = peer->shared;
  gboolean open = peer->handed;

  if (open || peer->state == TBK_PEER_WRITE)
    shared->n_open--;
  peer->state = TBK_PEER_CLOSED;
  peer->handed = FALSE;
  peer->sink = NULL;
  tbk_takeover_end (peer);
  tbk_peer_set_buffered (peer, 0);
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
    tbk_peer_set_state (peer, TBK_PEER_IDLE, peer->shared->limits->head_ms);
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
  peer->http_1_0 = tbk_head_is_http_1_0 (peer->head);
  shared->n_open++;
  peer->handed = TRUE;
  peer->state = TBK_PEER_OPEN;
  peer->deadline_us = G_MAXINT64; /* the handler's own limits hold */
  shared->handlers->request (peer, g_steal_pointer (&peer->head), bytes, shared->user_data);
}

/* The body may come now. */
static void
go_on (TbkPeer *peer)
{
  static const char words[] = "HTTP/1.1 100 Continue\r\n\r\n";
  gsize sent;

  if (peer->in != NULL)
    return;
  /* 25 bytes fit, unless the peer has not read what it was sent before. */
  tbk_stream_write (&peer->stream, (const guint8 *) words, sizeof words - 1, &sent);
  if (sent < sizeof words - 1)
    tbk_peer_close (peer);
}

/* A head is admitted: its body may come. */
static void
start_body (TbkPeer *peer)
{
  peer->body = g_byte_array_new ();
  tbk_peer_set_state (peer, TBK_PEER_BODY, peer->shared->limits->body_grace_ms);
  if (tbk_head_expects_continue (peer->head))
    go_on (peer);
}

void
tbk_peer_start_body (TbkPeer *peer, TbkSink *sink)
{
  TbkPeerShared *shared = peer->shared;

  if (!peer->unread)
    {
      shared->handlers->received (peer, NULL, shared->user_data);
      return;
    }
  peer->sink = sink;
  tbk_peer_set_state (peer, TBK_PEER_BODY, shared->limits->body_grace_ms);
  if (peer->expects)
    go_on (peer);
}

static void
take_head (TbkPeer *peer)
{
  TbkPeerShared *shared = peer->shared;
  gboolean streamed = FALSE;

  peer->framing = tbk_head_get_framing (peer->head);
  peer->content_length = tbk_head_get_content_length (peer->head);
  peer->chunked = (TbkChunked){ 0 };
  peer->received = 0;
  peer->unread = FALSE;
  if (peer->framing == TBK_FRAMING_NONE)
    {
      hand_out (peer);
      return;
    }
  peer->max_body = shared->handlers->limit (peer->head, &streamed, shared->user_data);
  if (peer->max_body == 0 || peer->content_length > peer->max_body)
    refuse (peer, 413);
  else if (streamed)
    {
      peer->unread = peer->framing == TBK_FRAMING_CHUNKED || peer->content_length > 0;
      peer->expects = tbk_head_expects_continue (peer->head);
      hand_out (peer);
    }
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
        tbk_peer_set_state (peer, TBK_PEER_HEAD, peer->shared->limits->head_ms);
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

/* Hands a piece of the body on. */
static gboolean
keep (TbkPeer *peer, const guint8 *data, gsize length, GError **error)
{
  peer->received += length;
  if (peer->sink != NULL)
    return peer->sink->write (peer->sink, data, length, error);
  g_byte_array_append (peer->body, data, (guint) length);
  return TRUE;
}

static gboolean
take_chunks (TbkPeer *peer, gboolean *whole, GError **error)
{
  g_autoptr (GByteArray) piece = g_byte_array_sized_new (peer->in->len);
  gsize taken;
  TbkChunkedResult result = tbk_chunked_feed (&peer->chunked, peer->in->data, peer->in->len,
                                              peer->max_body - peer->received, piece, &taken);

  if (result == TBK_CHUNKED_BAD || result == TBK_CHUNKED_BIG)
    {
      tbk_status_set_problem (error, result == TBK_CHUNKED_BAD ? 400 : 413);
      return FALSE;
    }
  *whole = result == TBK_CHUNKED_DONE;
  use_input (peer, taken);
  return keep (peer, piece->data, piece->len, error);
}

/* Moves what was read into the body; `whole` tells its end. */
static gboolean
take_body (TbkPeer *peer, gboolean *whole, GError **error)
{
  guint64 wanted = peer->content_length - peer->received;
  gsize taken;
  gboolean kept;

  if (peer->framing == TBK_FRAMING_CHUNKED)
    return take_chunks (peer, whole, error);
  taken = MIN (wanted, peer->in->len);
  kept = keep (peer, peer->in->data, taken, error);
  *whole = taken == wanted;
  use_input (peer, taken);
  return kept;
}

/* Every byte buys time at the smallest rate; what came fast buys no more than the grace, or much of a body could be
 * sent at once and then be held here for long. */
static gboolean
account_body (TbkPeer *peer, guint64 n, GError **error)
{
  TbkPeerShared *shared = peer->shared;
  gint64 bought_us = n * G_USEC_PER_SEC / shared->limits->body_min_rate;

  peer->deadline_us = MIN (peer->deadline_us + bought_us, tbk_peer_after_ms (shared->limits->body_grace_ms));
  tbk_peer_set_buffered (peer, peer->body != NULL ? peer->body->len : 0);
  if (shared->buffered <= shared->limits->max_buffered)
    return TRUE;
  tbk_status_set_problem (error, 503);
  return FALSE;
}

/* The body ends here, well or not: one that was waited for is told so. Takes over `error`. */
static void
end_body (TbkPeer *peer, GError *error)
{
  TbkPeerShared *shared = peer->shared;
  g_autoptr (GError) owned = error;

  if (peer->sink != NULL)
    {
      peer->sink = NULL;
      peer->unread = error != NULL;
      peer->state = TBK_PEER_OPEN;
      peer->deadline_us = G_MAXINT64;
      shared->handlers->received (peer, g_steal_pointer (&owned), shared->user_data);
    }
  else if (error != NULL)
    refuse (peer, error->code);
  else
    hand_out (peer);
}

static gboolean
step_body (TbkPeer *peer)
{
  guint64 before = peer->received;
  gboolean whole = FALSE;
  GError *error = NULL;

  if (peer->in == NULL && !read_more (peer, TBK_STREAM_RECORD_BYTES))
    return FALSE;
  if (!take_body (peer, &whole, &error) || !account_body (peer, peer->received - before, &error) || whole)
    end_body (peer, error);
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
      return tbk_peer_write (peer);
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

/* Whoever answers must not advance the peer meanwhile: its caller stands on it. */
static void
expire_body (TbkPeer *peer)
{
  GError *error = NULL;

  tbk_status_set_problem (&error, 408);
  peer->busy = TRUE;
  end_body (peer, error);
  peer->busy = FALSE;
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
    case TBK_PEER_BODY:
      expire_body (peer);
      return;
    case TBK_PEER_HEAD:
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
