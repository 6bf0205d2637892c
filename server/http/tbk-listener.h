/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-head.h"
#include "tbk-sink.h"
#include "tbk-source.h"
#include "tbk-tls.h"

G_BEGIN_DECLS

/* Accepts connections and speaks HTTP/1.1 with them: gathers whole requests, refuses what is malformed, too large or too
 * slow, and sends replies. It knows nothing of routes. All on one thread, its main context's; one epoll source for all
 * connections, so that idle ones cost nothing but memory. */
typedef struct _TbkListener TbkListener;
/* One connection. Valid until `gone` or, when no request is open, at any time. */
typedef struct _TbkPeer TbkPeer;

typedef struct
{
  guint max_connections;
  guint max_per_address;
  guint head_ms;       /* for a TLS handshake, and for a head once its first byte came */
  guint idle_ms;       /* between requests */
  guint body_grace_ms; /* how far a body may fall behind body_min_rate, however fast it came before */
  guint body_min_rate; /* bytes a second */
  gsize max_buffered;  /* bytes of all bodies that wait for their end or their answer; beyond: 503 */
  guint stall_ms;      /* a reader that takes nothing */
  guint linger_ms;     /* after a refusal, for the peer to read it */
  guint write_buffer;  /* bytes the kernel may hold for a slow reader; 0: its own choice */
} TbkListenerLimits;

extern const TbkListenerLimits tbk_listener_limits;

typedef struct
{
  /* A head came that announces a body. Returns: the most bytes it may have; 0: none. What is larger is refused (413)
   * before it is read. `streamed`: its request is handed out at once, without the body, which comes by
   * tbk_peer_receive(). */
  guint64 (*limit) (const TbkHead *head, gboolean *streamed, gpointer user_data);
  /* A whole request: owns `head` (transfer full); `body` (transfer none) is NULL when there is none. One at a time on a
   * connection, until tbk_peer_reply(). */
  void (*request) (TbkPeer *peer, TbkHead *head, GBytes *body, gpointer user_data);
  /* The body asked for by tbk_peer_receive() is whole, or `error` (transfer full) says why it never will be. Its sink is
   * not used any more. The request is open still and waits for its reply. */
  void (*received) (TbkPeer *peer, GError *error, gpointer user_data);
  /* The peer left while its request was open: no reply can be sent; `peer` is gone after this. */
  void (*gone) (TbkPeer *peer, gpointer user_data);
  /* The connection was refused, or a request of it, by this status (0: closed without one). `path` may be NULL. */
  void (*refused) (const char *address, const char *path, int status, gpointer user_data);
} TbkListenerHandlers;

/* `fd`: a listening socket, taken over. `tls` (nullable: plain) must outlive it, as must `handlers`. `limits` are copied. */
TbkListener *tbk_listener_new (int fd,
                               const TbkTls *tls,
                               const TbkListenerLimits *limits,
                               const TbkListenerHandlers *handlers,
                               gpointer user_data);
void tbk_listener_free (TbkListener *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkListener, tbk_listener_free)

/* No more connections; those without an open request are closed, the others after their reply. */
void tbk_listener_drain (TbkListener *listener);
guint tbk_listener_get_connections (const TbkListener *listener);
/* Requests handed out and not yet answered in full. */
guint tbk_listener_get_open (const TbkListener *listener);

/* Peer's address as text, without port. */
const char *tbk_peer_get_address (const TbkPeer *peer);
void tbk_peer_set_data (TbkPeer *peer, gpointer data);
gpointer tbk_peer_get_data (const TbkPeer *peer);

/* Answers the open request. `head`: status line and fields, without Date, Connection and the empty line, which are added.
 * `body` (nullable) is sent after it. `close`: the connection ends after it. */
void tbk_peer_reply (TbkPeer *peer, const GString *head, GBytes *body, gboolean close);
/* The same with a body that is read as it is sent, as fast as the peer takes it: nothing of it waits in memory but one piece.
 * Takes over `source`. `length`: bytes, or -1 where it is not known: then it goes out in chunks. A source that fails cuts the
 * connection, so that no half passes for the whole. */
void tbk_peer_reply_source (TbkPeer *peer, const GString *head, TbkSource *source, gint64 length, gboolean close);
/* Reads the body of an open request that was handed out without it, into `sink` (borrowed) until `received` or `gone`; a
 * request without a body is received at once. Where it is answered without, the body is not read, and the connection ends. */
void tbk_peer_receive (TbkPeer *peer, TbkSink *sink);

/* Who goes on with a connection that HTTP has no part in any more, a WebSocket's. All on the listener's thread. */
typedef struct
{
  /* Something came, or more can be sent, or tbk_peer_wake() asked. Returns: TRUE when it could go on, but others should
   * have their turn first. */
  gboolean (*advance) (TbkPeer *peer, gpointer data);
  /* The time of tbk_peer_set_deadline() has come. */
  void (*expired) (TbkPeer *peer, gpointer data);
  /* The worker ends. */
  void (*drain) (TbkPeer *peer, gpointer data);
  /* The connection is gone, also where its 101 was never sent: the last call; frees `data`. */
  void (*closed) (TbkPeer *peer, gpointer data);
} TbkTakeover;

/* Answers the open request by `head`, of a 101, as tbk_peer_reply() does, and once that is sent hands the connection over. It
 * still counts as one of the listener's. */
void tbk_peer_hand_over (TbkPeer *peer, const GString *head, const TbkTakeover *takeover, gpointer data);
/* Has it advance, unless it does just now; `peer` may be gone after this. */
void tbk_peer_wake (TbkPeer *peer);

G_END_DECLS
