/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-stream.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One recv() into the shared room. Returns: bytes, 0 at the end, or -1 with errno. A short read means that the socket
 * is empty now; asking again would cost a system call to learn just that. */
static gssize
receive_raw (TbkStream *stream, void *data, gsize length)
{
  gssize n;

  if (!stream->readable || stream->sated)
    {
      errno = EAGAIN;
      return -1;
    }
  do
    n = recv (stream->fd, data, length, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0 ? errno == EAGAIN : ((gsize) n < length && !stream->hung_up))
    stream->readable = FALSE;
  return n;
}

static gssize
send_raw (TbkStream *stream, const void *data, gsize length)
{
  gssize n;

  do
    n = send (stream->fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  if (n < 0 && errno == EAGAIN)
    stream->writable = FALSE;
  return n;
}

static gssize
pull_cb (gnutls_transport_ptr_t data, void *out, size_t length)
{
  TbkStream *stream = data;
  gsize n;

  if (stream->raw_left == 0)
    {
      gssize received = receive_raw (stream, stream->scratch->raw, sizeof stream->scratch->raw);

      if (received <= 0)
        {
          gnutls_transport_set_errno (stream->session, errno);
          return received;
        }
      stream->raw_at = 0;
      stream->raw_left = received;
    }
  n = MIN (length, stream->raw_left);
  memcpy (out, stream->scratch->raw + stream->raw_at, n);
  stream->raw_at += n;
  stream->raw_left -= n;
  return n;
}

static gssize
push_cb (gnutls_transport_ptr_t data, const void *bytes, size_t length)
{
  TbkStream *stream = data;
  gssize n = send_raw (stream, bytes, length);

  if (n < 0)
    gnutls_transport_set_errno (stream->session, errno);
  return n;
}

void
tbk_stream_init (TbkStream *stream, int fd, gnutls_session_t session, TbkScratch *scratch)
{
  *stream = (TbkStream){ .fd = fd, .session = session, .scratch = scratch, .writable = TRUE };
  if (session == NULL)
    return;
  gnutls_transport_set_ptr (session, stream);
  gnutls_transport_set_pull_function (session, pull_cb);
  gnutls_transport_set_push_function (session, push_cb);
}

void
tbk_stream_clear (TbkStream *stream)
{
  g_clear_pointer (&stream->session, gnutls_deinit);
  if (stream->fd >= 0)
    close (stream->fd);
  stream->fd = -1;
}

void
tbk_stream_abandon (TbkStream *stream)
{
  const struct linger at_once = { .l_onoff = 1 };

  setsockopt (stream->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static TbkStreamResult
result_of (gssize code)
{
  if (code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED)
    return TBK_STREAM_AGAIN;
  if (code == 0 || code == GNUTLS_E_PREMATURE_TERMINATION)
    return TBK_STREAM_END;
  return TBK_STREAM_FAILED;
}

/* GnuTLS stopped because it could not send, with bytes of this peer left in the shared room, which the next one needs.
 * One who sends on and on but does not read what TLS itself has to say is not waited for. */
static TbkStreamResult
pause_or_end (const TbkStream *stream, TbkStreamResult result)
{
  return result == TBK_STREAM_AGAIN && stream->raw_left > 0 ? TBK_STREAM_FAILED : result;
}

TbkStreamResult
tbk_stream_handshake (TbkStream *stream)
{
  int code;

  if (stream->session == NULL)
    return TBK_STREAM_OK;
  do
    code = gnutls_handshake (stream->session);
  while (code < 0 && code != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (code));
  return code == GNUTLS_E_SUCCESS ? TBK_STREAM_OK : pause_or_end (stream, result_of (code));
}

static gssize
read_record (TbkStream *stream)
{
  TbkScratch *scratch = stream->scratch;
  gssize n;

  if (stream->session == NULL)
    {
      n = receive_raw (stream, scratch->plain, sizeof scratch->plain);
      return n < 0 && errno == EAGAIN ? GNUTLS_E_AGAIN : n;
    }
  do
    n = gnutls_record_recv (stream->session, scratch->plain, sizeof scratch->plain);
  while (n == GNUTLS_E_WARNING_ALERT_RECEIVED);
  return n;
}

gboolean
tbk_stream_is_empty (const TbkStream *stream)
{
  return !stream->readable && stream->raw_left == 0
         && (stream->session == NULL || gnutls_record_check_pending (stream->session) == 0);
}

TbkStreamResult
tbk_stream_read (TbkStream *stream, GByteArray *out, gsize max_bytes)
{
  gsize before = out->len;
  gssize n = GNUTLS_E_AGAIN;

  if (tbk_stream_is_empty (stream))
    return TBK_STREAM_AGAIN;
  /* What is in the shared room must be used up before another stream takes its turn; with enough read it is not filled
   * again, or a peer that sends faster than we read would fill `out` without end. */
  while (stream->raw_left > 0 || out->len < max_bytes)
    {
      stream->sated = out->len >= max_bytes;
      n = read_record (stream);
      if (n <= 0)
        break;
      g_byte_array_append (out, stream->scratch->plain, n);
    }
  stream->sated = FALSE;
  if (stream->raw_left > 0)
    return pause_or_end (stream, result_of (n));
  return out->len > before ? TBK_STREAM_OK : result_of (n);
}

TbkStreamResult
tbk_stream_flush (TbkStream *stream, gsize *sent)
{
  gssize n;

  *sent = 0;
  if (!stream->flushing)
    return TBK_STREAM_OK;
  n = gnutls_record_send (stream->session, NULL, 0);
  if (n < 0)
    return result_of (n);
  stream->flushing = FALSE;
  *sent = n;
  return TBK_STREAM_OK;
}

TbkStreamResult
tbk_stream_write (TbkStream *stream, const guint8 *data, gsize length, gsize *sent)
{
  gssize n;
  gsize size = MIN (length, TBK_STREAM_RECORD_BYTES);

  if (stream->session == NULL)
    {
      n = send_raw (stream, data, size);
      *sent = MAX (n, 0);
      if (n >= 0)
        return TBK_STREAM_OK;
      return errno == EAGAIN ? TBK_STREAM_AGAIN : TBK_STREAM_FAILED;
    }

  n = gnutls_record_send (stream->session, data, size);
  /* A record may be smaller than what was given: a client can ask for small ones. */
  stream->flushing = n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED;
  *sent = MAX (n, 0);
  if (stream->flushing)
    return TBK_STREAM_AGAIN;
  return n >= 0 ? TBK_STREAM_OK : TBK_STREAM_FAILED;
}

void
tbk_stream_shutdown (TbkStream *stream)
{
  if (stream->session != NULL)
    gnutls_bye (stream->session, GNUTLS_SHUT_WR);
  shutdown (stream->fd, SHUT_WR);
}

TbkStreamResult
tbk_stream_drop (TbkStream *stream, gsize *dropped)
{
  TbkScratch *scratch = stream->scratch;
  gssize n = receive_raw (stream, scratch->raw, sizeof scratch->raw);

  if (n > 0)
    {
      *dropped += n;
      return TBK_STREAM_OK;
    }
  if (n == 0)
    return TBK_STREAM_END;
  return errno == EAGAIN ? TBK_STREAM_AGAIN : TBK_STREAM_FAILED;
}
