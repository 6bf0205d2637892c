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
  TbkHead *head;
  GByteArray *body;
  TbkChunked chunked;
  gsize max_body;
  gsize buffered;    /* of the body, until it is answered; part of shared->buffered */
  GString *out_head; /* not yet sent; NULL: sent */
  GBytes *out_body;  /* not yet sent in whole */
  gsize out_offset;
  gsize dropped;
  gpointer data;
  const TbkTakeover *takeover; /* NULL: HTTP */
  gpointer takeover_data;
  gboolean close_after; /* the reply */
  gboolean busy;        /* tbk_peer_advance() stands on it */
  guint index;          /* in the listener's array */
  char address[46];
};

/* Takes over `fd` and `session`. */
TbkPeer *tbk_peer_new (TbkPeerShared *shared, int fd, gnutls_session_t session, const char *address);
void tbk_peer_free (TbkPeer *peer);

/* Goes on as far as it can without waiting. Afterwards the state may be CLOSED. Not while `busy`. Returns: TRUE when it
 * could go on, but others should have their turn first. */
gboolean tbk_peer_advance (TbkPeer *peer);
void tbk_peer_start_reply (TbkPeer *peer, const GString *head, GBytes *body, gboolean close);
/* Its time is up: to be advanced afterwards. */
void tbk_peer_expire (TbkPeer *peer);
/* Closes if no request is open; otherwise after the reply. */
void tbk_peer_drain (TbkPeer *peer);
/* Ends without a reply: the peer left. */
void tbk_peer_close (TbkPeer *peer);

G_END_DECLS
