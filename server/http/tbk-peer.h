/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-chunked.h"
#include "tbk-listener.h"
#include "tbk-stream.h"

G_BEGIN_DECLS

/* What tbk-listener.c and tbk-peer.c share. */

typedef enum
{
  TBK_PEER_HANDSHAKE,
  TBK_PEER_IDLE,   /* between requests */
  TBK_PEER_HEAD,   /* some bytes of a head came */
  TBK_PEER_BODY,   /* a head was admitted, its body is coming */
  TBK_PEER_OPEN,   /* a whole request was handed out, its reply has not come */
  TBK_PEER_WRITE,  /* a reply is on its way */
  TBK_PEER_TAKEN,  /* another one goes on with it: tbk-takeover.h */
  TBK_PEER_LINGER, /* everything was said; what the peer still sends is dropped */
  TBK_PEER_CLOSED, /* to be freed when nobody stands on it */
} TbkPeerState;

/* What connections see of their listener. */
typedef struct
{
  const TbkListenerLimits *limits;
  const TbkListenerHandlers *handlers;
  gpointer user_data;
  gboolean draining;
  guint n_open;
  gsize buffered; /* bytes of bodies */
  char date[32];  /* "Tue, 25 Nov 2026 03:34:43 GMT" */
  TbkScratch scratch;
} TbkPeerShared;

struct _TbkPeer
{
  TbkPeerShared *shared;
  TbkStream stream;
  TbkPeerState state;
  gint64 deadline_us; /* monotonic; what happens then depends on the state */
  GByteArray *in;     /* read and not yet used; NULL when there is none */
  TbkHead *head;      /* until it is handed out; what is asked of it later stands in the next three */
  TbkFraming framing; /* of the body */
  guint64 content_length;
  gboolean http_1_0;
  gboolean expects; /* 100 Continue */
  gboolean unread;  /* its request was handed out and the body was not yet read, or not to its end */
  gboolean handed;  /* out, and not yet answered */
  TbkSink *sink;    /* BODY: where it goes; NULL: into `body` */
  GByteArray *body;
  TbkChunked chunked;
  guint64 max_body;
  guint64 received;      /* of the body */
  gsize buffered;        /* of it in memory, until it is answered; part of shared->buffered */
  GString *out_head;     /* not yet sent; NULL: sent */
  GBytes *out_body;      /* not yet sent in whole */
  TbkSource *out_source; /* what follows out_body; NULL: nothing, or it has ended */
  gint64 out_left;       /* of out_source; -1: not known, sent in chunks */
  gsize out_offset;
  gsize dropped;
  gpointer data;
  const TbkTakeover *takeover; /* NULL: HTTP */
  gpointer takeover_data;
  gint64 takeover_deadline_us; /* set before its 101 was sent; 0: not */
  gboolean close_after;        /* the reply */
  gboolean busy;               /* tbk_peer_advance() stands on it */
  guint index;                 /* in the listener's array */
  char address[46];
};

/* Takes over `fd` and `session`. */
TbkPeer *tbk_peer_new (TbkPeerShared *shared, int fd, gnutls_session_t session, const char *address);
void tbk_peer_free (TbkPeer *peer);

/* Goes on as far as it can without waiting. Afterwards the state may be CLOSED. Not while `busy`. Returns: TRUE when it
 * could go on, but others should have their turn first. */
gboolean tbk_peer_advance (TbkPeer *peer);
void tbk_peer_start_reply (TbkPeer *peer, const GString *head, GBytes *body, gboolean close);
/* The same; takes over `source`, whose `ready` advances the peer. */
void tbk_peer_start_source (TbkPeer *peer, const GString *head, TbkSource *source, gint64 length, gboolean close);
/* Begins to read the body: to be advanced afterwards. */
void tbk_peer_start_body (TbkPeer *peer, TbkSink *sink);
/* Its time is up: to be advanced afterwards. */
void tbk_peer_expire (TbkPeer *peer);
/* Closes if no request is open; otherwise after the reply. */
void tbk_peer_drain (TbkPeer *peer);
/* Between tbk-peer.c, which reads, and tbk-peer-write.c. */
static inline gint64
tbk_peer_after_ms (guint ms)
{
  return g_get_monotonic_time () + ms * (gint64) 1000;
}
void tbk_peer_set_state (TbkPeer *peer, TbkPeerState state, guint limit_ms);
/* How much of its body is in memory. */
void tbk_peer_set_buffered (TbkPeer *peer, gsize n);
void tbk_peer_drop_request (TbkPeer *peer);
void tbk_peer_drop_reply (TbkPeer *peer);
/* WRITE: sends on. Returns: TRUE when it may go on. */
gboolean tbk_peer_write (TbkPeer *peer);

/* Ends without a reply: the peer left. */
void tbk_peer_close (TbkPeer *peer);

G_END_DECLS
