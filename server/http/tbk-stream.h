/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-tls.h"

G_BEGIN_DECLS

/* A TLS record holds no more; what is sent at once neither. */
#define TBK_STREAM_RECORD_BYTES 16384
#define TBK_STREAM_RAW_BYTES (TBK_STREAM_RECORD_BYTES + 512)

/* Room that all streams of one thread share, so that an idle one holds none. */
typedef struct
{
  guint8 raw[TBK_STREAM_RAW_BYTES];
  guint8 plain[TBK_STREAM_RECORD_BYTES];
  guint8 out[TBK_STREAM_RECORD_BYTES];
} TbkScratch;

/* A socket that never blocks, with or without TLS. GnuTLS is used directly, without GTlsConnection: that takes a thread
 * for each handshake, which a few silent clients use up, and four times the time for a small request.
 * One thread. Events are edge-triggered: after one, `readable` or `writable` is set and holds until a call clears it. */
typedef struct
{
  int fd;
  gnutls_session_t session; /* NULL: plain */
  TbkScratch *scratch;
  guint raw_at, raw_left; /* of scratch->raw: only within one call, or between a handshake and the read after it */
  gboolean readable;
  gboolean writable;
  gboolean hung_up;  /* the peer will send no more; what it sent may still be there to read */
  gboolean sated;    /* within tbk_stream_read(): nothing more is taken from the kernel */
  gboolean flushing; /* GnuTLS holds a record that the socket did not take */
} TbkStream;

typedef enum
{
  TBK_STREAM_OK,
  TBK_STREAM_AGAIN, /* an event will tell */
  TBK_STREAM_END,   /* the peer closed */
  TBK_STREAM_FAILED,
} TbkStreamResult;

/* Takes over `fd` and `session`. The stream must not move. */
void tbk_stream_init (TbkStream *stream, int fd, gnutls_session_t session, TbkScratch *scratch);
/* Closes at once, without a word to the peer. */
void tbk_stream_clear (TbkStream *stream);

/* Makes closing drop what the peer has not read: the kernel would keep it for minutes. */
void tbk_stream_abandon (TbkStream *stream);

TbkStreamResult tbk_stream_handshake (TbkStream *stream);
/* Neither the socket nor GnuTLS has anything to read: known without asking them. */
gboolean tbk_stream_is_empty (const TbkStream *stream);
/* Appends what there is to read, until the socket has no more or `out` holds `max_bytes` (then OK; it may pass by one
 * TBK_STREAM_RAW_BYTES). OK: something was read. */
TbkStreamResult tbk_stream_read (TbkStream *stream, GByteArray *out, gsize max_bytes);
/* Sends at most TBK_STREAM_RECORD_BYTES. OK: `sent` bytes were taken. AGAIN with `flushing` set: GnuTLS holds a record of the
 * beginning of `data`; how much that is tells tbk_stream_flush(), which comes before anything else is sent. */
TbkStreamResult tbk_stream_write (TbkStream *stream, const guint8 *data, gsize length, gsize *sent);
/* Pushes out what GnuTLS holds. OK: `sent` bytes of what was last given to tbk_stream_write() are taken now. */
TbkStreamResult tbk_stream_flush (TbkStream *stream, gsize *sent);
/* Says good-bye and ends our direction. */
void tbk_stream_shutdown (TbkStream *stream);
/* Reads and forgets some of what the peer still sends, undeciphered. `dropped` counts it. OK: there may be more. */
TbkStreamResult tbk_stream_drop (TbkStream *stream, gsize *dropped);

G_END_DECLS
