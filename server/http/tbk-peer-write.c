/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way out of a connection: a head, and after it bytes, or a source that is read as fast as the peer takes it. */

#include "tbk-peer.h"

#include <string.h>

#include "tbk-takeover.h"

/* Of a source at once: four TLS records. */
#define PIECE_BYTES (4 * TBK_STREAM_RECORD_BYTES)
/* Six hex digits and a line end, before each chunk. */
#define CHUNK_HEAD_BYTES 8
#define LAST_CHUNK "0\r\n\r\n"

void
tbk_peer_drop_reply (TbkPeer *peer)
{
  if (peer->out_head != NULL)
    g_string_free (g_steal_pointer (&peer->out_head), TRUE);
  g_clear_pointer (&peer->out_body, g_bytes_unref);
  g_clear_pointer (&peer->out_source, tbk_source_free);
}

static void
start_reply (TbkPeer *peer, const GString *head, const char *more, gboolean close)
{
  TbkPeerShared *shared = peer->shared;
  GString *out = g_string_sized_new (head->len + 128);

  /* What is left of a body that is not wanted would be read as the next request. */
  peer->close_after |= close || shared->draining || peer->unread;
  peer->handed = FALSE;
  g_string_append_len (out, head->str, head->len);
  g_string_append (out, more);
  g_string_append (out, "Date: ");
  g_string_append (out, shared->date);
  g_string_append (out, peer->close_after ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
  peer->out_head = out;
  peer->out_offset = 0;
  tbk_peer_set_buffered (peer, 0);
  tbk_peer_set_state (peer, TBK_PEER_WRITE, shared->limits->stall_ms);
}

void
tbk_peer_start_reply (TbkPeer *peer, const GString *head, GBytes *body, gboolean close)
{
  start_reply (peer, head, "", close);
  peer->out_body = body != NULL ? g_bytes_ref (body) : NULL;
}

void
tbk_peer_start_source (TbkPeer *peer, const GString *head, TbkSource *source, gint64 length, gboolean close)
{
  gboolean chunked = length < 0 && !peer->http_1_0;

  /* To a peer that knows no chunks, the end of the connection is the end of the body. */
  start_reply (peer, head, chunked ? "Transfer-Encoding: chunked\r\n" : "", close || (length < 0 && !chunked));
  peer->out_source = source;
  peer->out_left = length;
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
      tbk_peer_set_state (peer, TBK_PEER_IDLE, peer->shared->limits->idle_ms);
      return;
    }
  if (!peer->close_after)
    {
      tbk_peer_set_state (peer, TBK_PEER_HEAD, peer->shared->limits->head_ms);
      return;
    }
  tbk_peer_drop_request (peer);
  g_clear_pointer (&peer->in, g_byte_array_unref);
  tbk_peer_set_state (peer, TBK_PEER_LINGER, peer->shared->limits->linger_ms);
  tbk_stream_shutdown (&peer->stream);
}

/* Takes over `room`. */
static GBytes *
bytes_after (guint8 *room, gsize offset, gsize length)
{
  g_autoptr (GBytes) whole = g_bytes_new_take (room, offset + length);

  return g_bytes_new_from_bytes (whole, offset, length);
}

/* One piece of the source, in a chunk of its own where the length is not known; the chunk of no bytes at its end.
 * Returns: (transfer full) (nullable): NULL where `result` is not SOME. */
static GBytes *
read_piece (TbkPeer *peer, TbkSourceResult *result)
{
  gboolean chunked = peer->out_left < 0 && !peer->http_1_0;
  gsize size = peer->out_left < 0 ? PIECE_BYTES : MIN ((guint64) peer->out_left, PIECE_BYTES);
  g_autofree guint8 *room = g_malloc (CHUNK_HEAD_BYTES + size + 2);
  gsize n = 0;
  char head[CHUNK_HEAD_BYTES + 1];

  *result = peer->out_left == 0 ? TBK_SOURCE_END
                                : peer->out_source->read (peer->out_source, room + CHUNK_HEAD_BYTES, size, &n);
  if (*result == TBK_SOURCE_END && peer->out_left > 0)
    *result = TBK_SOURCE_FAILED;
  if (*result == TBK_SOURCE_END && chunked)
    return g_bytes_new_static (LAST_CHUNK, strlen (LAST_CHUNK));
  if (*result != TBK_SOURCE_SOME)
    return NULL;
  if (peer->out_left > 0)
    peer->out_left -= (gint64) n;
  if (!chunked)
    return bytes_after (g_steal_pointer (&room), CHUNK_HEAD_BYTES, n);
  g_snprintf (head, sizeof head, "%06" G_GSIZE_MODIFIER "x\r\n", n);
  memcpy (room, head, CHUNK_HEAD_BYTES);
  memcpy (room + CHUNK_HEAD_BYTES + n, "\r\n", 2);
  return g_bytes_new_take (g_steal_pointer (&room), CHUNK_HEAD_BYTES + n + 2);
}

/* Sees to it that there is a piece of the body to send. */
static TbkStreamResult
load_piece (TbkPeer *peer)
{
  TbkSourceResult result;

  if (peer->out_body != NULL || peer->out_source == NULL)
    return TBK_STREAM_OK;
  peer->out_body = read_piece (peer, &result);
  peer->out_offset = 0;
  if (result == TBK_SOURCE_WAIT)
    return TBK_STREAM_AGAIN;
  if (result == TBK_SOURCE_SOME)
    return TBK_STREAM_OK;
  g_clear_pointer (&peer->out_source, tbk_source_free);
  if (result == TBK_SOURCE_END)
    return TBK_STREAM_OK;
  tbk_stream_abandon (&peer->stream);
  return TBK_STREAM_FAILED;
}

static gboolean
is_all_sent (const TbkPeer *peer)
{
  return peer->out_head == NULL && peer->out_body == NULL && peer->out_source == NULL;
}

gboolean
tbk_peer_write (TbkPeer *peer)
{
  gsize length;
  gsize sent = 0;
  const guint8 *piece;
  TbkStreamResult result = tbk_stream_flush (&peer->stream, &sent);

  mark_sent (peer, sent);
  if (result == TBK_STREAM_OK)
    result = load_piece (peer);
  if (result == TBK_STREAM_OK && is_all_sent (peer))
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
    peer->deadline_us = tbk_peer_after_ms (peer->shared->limits->stall_ms);
  else if (result != TBK_STREAM_AGAIN)
    tbk_peer_close (peer);
  return result == TBK_STREAM_OK;
}
