/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TbkStream over TLS by itself: this thread is client and server at once, turn by turn. */

#include <sys/socket.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tbk-stream.h"

#define TOTAL_BYTES (1024 * 1024)
#define ENOUGH_BYTES 20000

typedef struct
{
  char *folder, *cert, *key;
  TbkTls *tls;
  TbkScratch scratch;
  TbkStream stream; /* the server's end */
  int fd;           /* the client's */
  gnutls_session_t client;
  gnutls_certificate_credentials_t credentials;
  gsize sent;
} Fixture;

static void
make_server (Fixture *fixture, int fd)
{
  g_autoptr (GError) error = NULL;
  guint8 ticket_key[TBK_TLS_TICKET_KEY_BYTES] = { 0 };

  fixture->folder = g_dir_make_tmp ("tbk-stream-XXXXXX", NULL);
  fixture->cert = g_build_filename (fixture->folder, "server.pem", NULL);
  fixture->key = g_build_filename (fixture->folder, "server.key", NULL);
  g_assert_true (tbk_tls_make_files (fixture->cert, fixture->key, &error));
  fixture->tls = tbk_tls_new (fixture->cert, fixture->key, ticket_key, &error);
  g_assert_no_error (error);
  tbk_stream_init (&fixture->stream, fd, tbk_tls_new_session (fixture->tls), &fixture->scratch);
}

static void
make_client (Fixture *fixture, int fd)
{
  fixture->fd = fd;
  g_assert_cmpint (gnutls_init (&fixture->client, GNUTLS_CLIENT | GNUTLS_NONBLOCK), ==, 0);
  g_assert_cmpint (gnutls_certificate_allocate_credentials (&fixture->credentials), ==, 0);
  g_assert_cmpint (gnutls_set_default_priority (fixture->client), ==, 0);
  g_assert_cmpint (gnutls_credentials_set (fixture->client, GNUTLS_CRD_CERTIFICATE, fixture->credentials), ==, 0);
  gnutls_transport_set_int (fixture->client, fd);
}

static void
shake_hands (Fixture *fixture)
{
  TbkStreamResult server = TBK_STREAM_AGAIN;
  int client = GNUTLS_E_AGAIN;

  while (client != GNUTLS_E_SUCCESS || server != TBK_STREAM_OK)
    {
      client = client != GNUTLS_E_SUCCESS ? gnutls_handshake (fixture->client) : client;
      g_assert_false (client < 0 && gnutls_error_is_fatal (client));
      fixture->stream.readable = TRUE;
      server = server != TBK_STREAM_OK ? tbk_stream_handshake (&fixture->stream) : server;
      g_assert_cmpint (server, !=, TBK_STREAM_FAILED);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), ==, 0);
  make_server (fixture, fds[0]);
  make_client (fixture, fds[1]);
  shake_hands (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_stream_clear (&fixture->stream);
  gnutls_deinit (fixture->client);
  gnutls_certificate_free_credentials (fixture->credentials);
  close (fixture->fd);
  tbk_tls_free (fixture->tls);
  g_unlink (fixture->cert);
  g_unlink (fixture->key);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->cert);
  g_free (fixture->key);
}

static guint8
byte_at (gsize at)
{
  return (guint8) ('a' + at % 23);
}

/* As much as the kernel takes, in records of an odd size. */
static void
fill (Fixture *fixture)
{
  gssize n = 1;

  while (n > 0 && fixture->sent < TOTAL_BYTES)
    {
      guint8 record[7001];
      gsize size = MIN (sizeof record, TOTAL_BYTES - fixture->sent);

      for (gsize i = 0; i < size; i++)
        record[i] = byte_at (fixture->sent + i);
      n = gnutls_record_send (fixture->client, record, size);
      fixture->sent += MAX (n, 0);
    }
  g_assert_true (n > 0 || n == GNUTLS_E_AGAIN);
}

/* However much waits in the kernel, one read brings what was asked for, and the rest stays there. */
static void
test_enough (Fixture *fixture, gconstpointer data)
{
  gsize received = 0;
  guint n_full = 0;

  while (received < TOTAL_BYTES)
    {
      g_autoptr (GByteArray) out = g_byte_array_new ();

      fill (fixture);
      fixture->stream.readable = TRUE;
      g_assert_cmpint (tbk_stream_read (&fixture->stream, out, ENOUGH_BYTES), ==, TBK_STREAM_OK);
      g_assert_cmpuint (out->len, <=, ENOUGH_BYTES + TBK_STREAM_RAW_BYTES);
      g_assert_cmpuint (fixture->stream.raw_left, ==, 0);
      n_full += out->len >= ENOUGH_BYTES && fixture->stream.readable;
      for (guint i = 0; i < out->len; i++)
        g_assert_cmpuint (out->data[i], ==, byte_at (received + i));
      received += out->len;
    }
  g_assert_cmpuint (received, ==, TOTAL_BYTES);
  g_assert_cmpuint (n_full, >, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/tls-stream/enough", Fixture, NULL, set_up, test_enough, tear_down);
  return g_test_run ();
}
