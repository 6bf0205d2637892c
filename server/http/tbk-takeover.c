/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-takeover.h"

#include <string.h>
#include <sys/socket.h>

/* The kernel would hold some megabytes for a reader who does not read. */
#define WRITE_BUFFER_BYTES (128 * 1024)

GByteArray *
tbk_takeover_read (TbkPeer *peer, gsize max_bytes, gboolean *ended)
{
  TbkStreamResult result;

  *ended = FALSE;
  if (tbk_stream_is_empty (&peer->stream) || (peer->in != NULL && peer->in->len >= max_bytes))
    return peer->in;
  if (peer->in == NULL)
    peer->in = g_byte_array_new ();
  result = tbk_stream_read (&peer->stream, peer->in, max_bytes);
  *ended = result == TBK_STREAM_END || result == TBK_STREAM_FAILED;
  if (peer->in->len == 0)
    g_clear_pointer (&peer->in, g_byte_array_unref);
  return peer->in;
}

void
tbk_takeover_use (TbkPeer *peer, gsize n)
{
  if (n < peer->in->len)
    g_byte_array_remove_range (peer->in, 0, n);
  else
    g_clear_pointer (&peer->in, g_byte_array_unref);
}

void
tbk_takeover_push (TbkTakeoverQueue *queue, GBytes *frame)
{
  g_queue_push_tail (&queue->frames, g_bytes_ref (frame));
  queue->bytes += g_bytes_get_size (frame);
}

void
tbk_takeover_cut (TbkTakeoverQueue *queue)
{
  guint kept = queue->offset > 0 ? 1 : 0;

  while (queue->frames.length > kept)
    {
      g_autoptr (GBytes) last = g_queue_pop_tail (&queue->frames);
      queue->bytes -= g_bytes_get_size (last);
    }
}

void
tbk_takeover_clear (TbkTakeoverQueue *queue)
{
  g_queue_clear_full (&queue->frames, (GDestroyNotify) g_bytes_unref);
  queue->bytes = 0;
  queue->offset = 0;
}

static void
mark_sent (TbkTakeoverQueue *queue, gsize sent)
{
  queue->bytes -= sent;
  queue->offset += sent;
  while (queue->frames.length > 0)
    {
      GBytes *first = queue->frames.head->data;
      gsize size = g_bytes_get_size (first);

      if (queue->offset < size)
        return;
      queue->offset -= size;
      g_bytes_unref (g_queue_pop_head (&queue->frames));
    }
}

/* As much of the frames as fits into one record. */
static gsize
gather (const TbkTakeoverQueue *queue, guint8 *room)
{
  gsize length = 0;
  gsize offset = queue->offset;

  for (const GList *node = queue->frames.head; node != NULL && length < TBK_STREAM_RECORD_BYTES; node = node->next)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (node->data, &size);
      gsize n = MIN (size - offset, TBK_STREAM_RECORD_BYTES - length);

      memcpy (room + length, data + offset, n);
      length += n;
      offset = 0;
    }
  return length;
}

TbkStreamResult
tbk_takeover_send (TbkPeer *peer, TbkTakeoverQueue *queue)
{
  guint8 *room = peer->shared->scratch.out;
  gsize sent;
  TbkStreamResult result = tbk_stream_flush (&peer->stream, &sent);

  mark_sent (queue, sent);
  while (result == TBK_STREAM_OK && queue->frames.length > 0)
    {
      gsize length = gather (queue, room);

      result = tbk_stream_write (&peer->stream, room, length, &sent);
      mark_sent (queue, sent);
    }
  return result;
}

void
tbk_takeover_set_deadline (TbkPeer *peer, guint ms)
{
  gint64 deadline_us = tbk_peer_after_ms (ms);

  if (peer->state == TBK_PEER_TAKEN)
    peer->deadline_us = deadline_us;
  else
    peer->takeover_deadline_us = deadline_us; /* until then the write's own holds */
}

void
tbk_takeover_finish (TbkPeer *peer)
{
  tbk_takeover_end (peer);
  g_clear_pointer (&peer->in, g_byte_array_unref);
  tbk_peer_set_state (peer, TBK_PEER_LINGER, peer->shared->limits->linger_ms);
  tbk_stream_shutdown (&peer->stream);
}

void
tbk_takeover_abandon (TbkPeer *peer)
{
  tbk_stream_abandon (&peer->stream);
  tbk_peer_close (peer);
}

gboolean
tbk_takeover_begin (TbkPeer *peer)
{
  if (peer->takeover == NULL)
    return FALSE;
  peer->state = TBK_PEER_TAKEN;
  setsockopt (peer->stream.fd, SOL_SOCKET, SO_SNDBUF, &(int){ WRITE_BUFFER_BYTES }, sizeof (int));
  peer->deadline_us = peer->takeover_deadline_us != 0 ? peer->takeover_deadline_us : G_MAXINT64;
  if (peer->shared->draining)
    peer->takeover->drain (peer, peer->takeover_data);
  return TRUE;
}

void
tbk_takeover_end (TbkPeer *peer)
{
  const TbkTakeover *takeover = g_steal_pointer (&peer->takeover);

  if (takeover != NULL)
    takeover->closed (peer, peer->takeover_data);
}
