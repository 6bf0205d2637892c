/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tbk-peer.h"

#define EVENTS_AT_ONCE 64
#define ACCEPTS_AT_ONCE 64
/* So many turns at what has come already, whoever sends on. */
#define DRAIN_TURNS 16

const TbkListenerLimits tbk_listener_limits = {
  .max_connections = 4096,
  .max_per_address = 1024,
  .head_ms = 10 * 1000,
  .idle_ms = 60 * 1000,
  .body_grace_ms = 10 * 1000,
  .body_min_rate = 1000,
  .max_buffered = 64 * 1024 * 1024,
  .stall_ms = 30 * 1000,
  .linger_ms = 2 * 1000,
};

struct _TbkListener
{
  int fd;
  int epoll_fd;
  int reserve_fd; /* given up for a moment to refuse a connection when there are no descriptors left */
  gboolean deaf;  /* not even that: no accept until the next sweep */
  const TbkTls *tls;
  TbkListenerLimits limits;
  GSource *events;
  GSource *sweep;
  GPtrArray *peers;      /* (element-type TbkPeer), each at its index */
  GHashTable *addresses; /* text -> count */
  GPtrArray *again;      /* connections that gave way to others */
  time_t date_s;
  TbkPeerShared shared;
};

static void
update_date (TbkListener *listener)
{
  time_t now = time (NULL);
  struct tm tm;

  if (now == listener->date_s)
    return;
  listener->date_s = now;
  gmtime_r (&now, &tm);
  /* Not strftime(): its names follow the locale. */
  g_snprintf (listener->shared.date, sizeof listener->shared.date, "%.3s, %02d %.3s %d %02d:%02d:%02d GMT",
              &"SunMonTueWedThuFriSat"[tm.tm_wday * 3], tm.tm_mday,
              &"JanFebMarAprMayJunJulAugSepOctNovDec"[tm.tm_mon * 3], tm.tm_year + 1900,
              tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static guint
count_address (TbkListener *listener, const char *address, int by)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (listener->addresses, address)) + by;

  if (n == 0)
    g_hash_table_remove (listener->addresses, address);
  else
    g_hash_table_insert (listener->addresses, g_strdup (address), GUINT_TO_POINTER (n));
  return n;
}

static void
remove_peer (TbkListener *listener, TbkPeer *peer)
{
  count_address (listener, peer->address, -1);
  g_ptr_array_remove_index_fast (listener->peers, peer->index);
  if (peer->index < listener->peers->len)
    ((TbkPeer *) listener->peers->pdata[peer->index])->index = peer->index;
  g_ptr_array_remove_fast (listener->again, peer);
  tbk_peer_free (peer);
}

static void
run (TbkListener *listener, TbkPeer *peer)
{
  if (peer->busy)
    return;
  if (tbk_peer_advance (peer))
    {
      if (!g_ptr_array_find (listener->again, peer, NULL))
        g_ptr_array_add (listener->again, peer);
      g_source_set_ready_time (listener->events, 0);
    }
  if (peer->state == TBK_PEER_CLOSED)
    remove_peer (listener, peer);
}

static char *
address_to_text (const struct sockaddr_storage *address, char *text, gsize size)
{
  const struct sockaddr_in *v4 = (const struct sockaddr_in *) address;
  const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *) address;

  if (address->ss_family == AF_INET)
    inet_ntop (AF_INET, &v4->sin_addr, text, size);
  else if (address->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED (&v6->sin6_addr))
    inet_ntop (AF_INET, &v6->sin6_addr.s6_addr[12], text, size);
  else if (address->ss_family == AF_INET6)
    inet_ntop (AF_INET6, &v6->sin6_addr, text, size);
  else
    g_strlcpy (text, "local", size);
  return text;
}

static gboolean
has_room (TbkListener *listener, const char *address)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (listener->addresses, address));

  return listener->peers->len < listener->limits.max_connections && n < listener->limits.max_per_address;
}

static void
add_peer (TbkListener *listener, int fd, const char *address)
{
  gnutls_session_t session = NULL;
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET };
  TbkPeer *peer;

  if (listener->tls != NULL && (session = tbk_tls_new_session (listener->tls)) == NULL)
    {
      close (fd);
      return;
    }
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
  if (listener->limits.write_buffer > 0)
    setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &listener->limits.write_buffer, sizeof (int));

  peer = tbk_peer_new (&listener->shared, fd, session, address);
  peer->index = listener->peers->len;
  g_ptr_array_add (listener->peers, peer);
  count_address (listener, address, 1);
  event.data.ptr = peer;
  if (epoll_ctl (listener->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0)
    remove_peer (listener, peer);
}

static void
listen_again (TbkListener *listener)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = listener };

  listener->deaf = FALSE;
  epoll_ctl (listener->epoll_fd, EPOLL_CTL_ADD, listener->fd, &event);
}

static void
stop_listening (TbkListener *listener)
{
  epoll_ctl (listener->epoll_fd, EPOLL_CTL_DEL, listener->fd, NULL);
}

/* No descriptor is left. The one kept for this lets the next connection be closed, not left to wait; if that fails as
 * well, we listen again at the next sweep and burn no time until then. */
static void
refuse_without_descriptor (TbkListener *listener)
{
  int fd;

  if (listener->reserve_fd >= 0)
    close (listener->reserve_fd);
  fd = accept4 (listener->fd, NULL, NULL, SOCK_CLOEXEC);
  if (fd >= 0)
    close (fd);
  listener->reserve_fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  listener->shared.handlers->refused ("local", NULL, 0, listener->shared.user_data);
  if (fd >= 0 && listener->reserve_fd >= 0)
    return;
  stop_listening (listener);
  listener->deaf = TRUE;
}

static void
accept_some (TbkListener *listener)
{
  for (guint i = 0; i < ACCEPTS_AT_ONCE; i++)
    {
      struct sockaddr_storage from = { 0 };
      socklen_t size = sizeof from;
      char address[INET6_ADDRSTRLEN];
      int fd = accept4 (listener->fd, (struct sockaddr *) &from, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);

      if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM))
        refuse_without_descriptor (listener);
      if (fd < 0)
        return;
      address_to_text (&from, address, sizeof address);
      if (has_room (listener, address))
        {
          add_peer (listener, fd, address);
          continue;
        }
      close (fd);
      listener->shared.handlers->refused (address, NULL, 0, listener->shared.user_data);
    }
}

static void
take_event (TbkListener *listener, const struct epoll_event *event)
{
  TbkPeer *peer = event->data.ptr;

  if (event->data.ptr == listener)
    {
      accept_some (listener);
      return;
    }
  if (event->events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    peer->stream.hung_up = TRUE;
  if (event->events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    peer->stream.readable = TRUE;
  if (event->events & EPOLLOUT)
    peer->stream.writable = TRUE;
  run (listener, peer);
}

static void
run_again (TbkListener *listener)
{
  g_autoptr (GPtrArray) again = g_steal_pointer (&listener->again);

  listener->again = g_ptr_array_new ();
  for (guint i = 0; i < again->len; i++)
    run (listener, again->pdata[i]);
}

/* Returns: whether there may be more. */
static gboolean
take_events (TbkListener *listener)
{
  struct epoll_event events[EVENTS_AT_ONCE];
  int n = epoll_wait (listener->epoll_fd, events, EVENTS_AT_ONCE, 0);

  for (int i = 0; i < n; i++)
    take_event (listener, &events[i]);
  return n == EVENTS_AT_ONCE;
}

static gboolean
events_cb (gint epoll_fd, GIOCondition condition, gpointer user_data)
{
  TbkListener *listener = user_data;

  g_source_set_ready_time (listener->events, -1);
  update_date (listener);
  take_events (listener);
  run_again (listener);
  return G_SOURCE_CONTINUE;
}

static gboolean
sweep_cb (gpointer user_data)
{
  TbkListener *listener = user_data;
  gint64 now_us = g_get_monotonic_time ();

  update_date (listener);
  if (listener->deaf && !listener->shared.draining)
    listen_again (listener);
  /* From the end, since a closed one is replaced by the last. */
  for (guint i = listener->peers->len; i > 0; i--)
    {
      TbkPeer *peer = listener->peers->pdata[i - 1];

      if (peer->deadline_us > now_us)
        continue;
      tbk_peer_expire (peer);
      run (listener, peer);
    }
  return G_SOURCE_CONTINUE;
}

static guint
sweep_interval_ms (const TbkListenerLimits *limits)
{
  guint shortest = MIN (MIN (limits->head_ms, limits->idle_ms),
                        MIN (limits->body_grace_ms, limits->stall_ms));

  return CLAMP (shortest / 4, 5, 1000);
}

TbkListener *
tbk_listener_new (int fd,
                  const TbkTls *tls,
                  const TbkListenerLimits *limits,
                  const TbkListenerHandlers *handlers,
                  gpointer user_data)
{
  TbkListener *listener = g_new0 (TbkListener, 1);
  GMainContext *context = g_main_context_get_thread_default ();

  listener->fd = fd;
  listener->tls = tls;
  listener->limits = *limits;
  listener->shared.limits = &listener->limits;
  listener->shared.handlers = handlers;
  listener->shared.user_data = user_data;
  listener->peers = g_ptr_array_new ();
  listener->again = g_ptr_array_new ();
  listener->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  listener->reserve_fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  listener->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  g_unix_set_fd_nonblocking (fd, TRUE, NULL);
  update_date (listener);

  listener->events = g_unix_fd_source_new (listener->epoll_fd, G_IO_IN);
  g_source_set_callback (listener->events, G_SOURCE_FUNC (events_cb), listener, NULL);
  g_source_attach (listener->events, context);
  listener->sweep = g_timeout_source_new (sweep_interval_ms (limits));
  g_source_set_callback (listener->sweep, sweep_cb, listener, NULL);
  g_source_attach (listener->sweep, context);
  listen_again (listener);
  return listener;
}

void
tbk_listener_free (TbkListener *listener)
{
  if (listener == NULL)
    return;
  g_source_destroy (listener->events);
  g_source_unref (listener->events);
  g_source_destroy (listener->sweep);
  g_source_unref (listener->sweep);
  for (guint i = listener->peers->len; i > 0; i--)
    {
      TbkPeer *peer = listener->peers->pdata[i - 1];

      tbk_peer_close (peer);
      tbk_peer_free (peer);
    }
  g_ptr_array_unref (listener->peers);
  g_ptr_array_unref (listener->again);
  g_hash_table_unref (listener->addresses);
  close (listener->epoll_fd);
  close (listener->fd);
  if (listener->reserve_fd >= 0)
    close (listener->reserve_fd);
  g_free (listener);
}

void
tbk_listener_drain (TbkListener *listener)
{
  if (listener->shared.draining)
    return;
  /* What has come already is taken: those who wait to be accepted first, then what they sent with it. */
  for (guint i = 0; i < DRAIN_TURNS; i++)
    if (!take_events (listener) && i > 0)
      break;
  listener->shared.draining = TRUE;
  stop_listening (listener);
  for (guint i = listener->peers->len; i > 0; i--)
    {
      TbkPeer *peer = listener->peers->pdata[i - 1];

      tbk_peer_drain (peer);
      if (peer->state == TBK_PEER_CLOSED)
        remove_peer (listener, peer);
    }
}

guint
tbk_listener_get_connections (const TbkListener *listener)
{
  return listener->peers->len;
}

guint
tbk_listener_get_open (const TbkListener *listener)
{
  return listener->shared.n_open;
}

static TbkListener *
listener_of (TbkPeer *peer)
{
  return (TbkListener *) ((char *) peer->shared - G_STRUCT_OFFSET (TbkListener, shared));
}

void
tbk_peer_reply (TbkPeer *peer, const GString *head, GBytes *body, gboolean close)
{
  g_return_if_fail (peer->state == TBK_PEER_OPEN);

  tbk_peer_start_reply (peer, head, body, close);
  run (listener_of (peer), peer);
}

static void
source_ready_cb (gpointer user_data)
{
  TbkPeer *peer = user_data;

  run (listener_of (peer), peer);
}

void
tbk_peer_reply_source (TbkPeer *peer, const GString *head, TbkSource *source, gint64 length, gboolean close)
{
  g_return_if_fail (peer->state == TBK_PEER_OPEN);

  source->ready = source_ready_cb;
  source->ready_data = peer;
  tbk_peer_start_source (peer, head, source, length, close);
  run (listener_of (peer), peer);
}

void
tbk_peer_receive (TbkPeer *peer, TbkSink *sink)
{
  gboolean busy = peer->busy;

  g_return_if_fail (peer->state == TBK_PEER_OPEN);

  /* What is received at once is answered at once, and the peer stays until we are through. */
  peer->busy = TRUE;
  tbk_peer_start_body (peer, sink);
  peer->busy = busy;
  run (listener_of (peer), peer);
}

void
tbk_peer_hand_over (TbkPeer *peer, const GString *head, const TbkTakeover *takeover, gpointer data)
{
  peer->takeover = takeover;
  peer->takeover_data = data;
  tbk_peer_reply (peer, head, NULL, FALSE);
}

void
tbk_peer_wake (TbkPeer *peer)
{
  run (listener_of (peer), peer);
}
