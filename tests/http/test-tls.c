/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>
#include <gnutls/x509.h>

#include "tbk-tls.h"

typedef struct
{
  char *folder;
  char *cert;
  char *key;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tbk-tls-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->cert = g_build_filename (fixture->folder, "server.pem", NULL);
  fixture->key = g_build_filename (fixture->folder, "server.key", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->cert);
  g_unlink (fixture->key);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->cert);
  g_free (fixture->key);
}

static void
make (const char *cert, const char *key)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_tls_make_files (cert, key, &error));
  g_assert_no_error (error);
}

static char *
fingerprint (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *text = tbk_tls_fingerprint (fixture->cert, &error);

  g_assert_no_error (error);
  return text;
}

static void
test_made (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "localhost", "127.0.0.1", "::1", g_get_host_name () };
  g_autofree char *pem = NULL;
  gnutls_x509_crt_t crt;
  gnutls_datum_t datum;
  GStatBuf status;
  gsize size;

  make (fixture->cert, fixture->key);
  g_assert_cmpint (g_stat (fixture->key, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (fixture->cert, &pem, &size, NULL));
  datum = (gnutls_datum_t){ (guint8 *) pem, size };
  g_assert_cmpint (gnutls_x509_crt_init (&crt), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_import (crt, &datum, GNUTLS_X509_FMT_PEM), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_cmpint (gnutls_x509_crt_check_hostname (crt, names[i]), !=, 0);
    }
  g_assert_cmpint (gnutls_x509_crt_check_hostname (crt, "example.com"), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_activation_time (crt), <, g_get_real_time () / G_USEC_PER_SEC);
  gnutls_x509_crt_deinit (crt);
}

/* A client remembers the fingerprint: a second start must not change it. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  make (fixture->cert, fixture->key);
  first = fingerprint (fixture);
  make (fixture->cert, fixture->key);
  second = fingerprint (fixture);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (strlen (first), ==, 32 * 3 - 1);
}

/* Left of a start that was cut off between the two. */
static void
test_half (Fixture *fixture, gconstpointer data)
{
  const guint8 ticket_key[TBK_TLS_TICKET_KEY_BYTES] = { 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkTls) tls = NULL;

  make (fixture->cert, fixture->key);
  g_assert_cmpint (g_unlink (fixture->cert), ==, 0);
  make (fixture->cert, fixture->key);
  tls = tbk_tls_new (fixture->cert, fixture->key, ticket_key, &error);
  g_assert_no_error (error);
}

static void
assert_refused (const Fixture *fixture)
{
  const guint8 ticket_key[TBK_TLS_TICKET_KEY_BYTES] = { 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_tls_new (fixture->cert, fixture->key, ticket_key, &error));
  g_assert_nonnull (strstr (error->message, fixture->cert));
  g_assert_nonnull (strstr (error->message, fixture->key));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other_cert = g_build_filename (fixture->folder, "other.pem", NULL);
  g_autoptr (GError) error = NULL;

  assert_refused (fixture);
  make (fixture->cert, fixture->key);
  make (other_cert, fixture->key); /* a key for another certificate */
  assert_refused (fixture);
  g_assert_true (g_file_set_contents (fixture->cert, "no certificate", -1, NULL));
  assert_refused (fixture);
  g_assert_null (tbk_tls_fingerprint (fixture->cert, &error));
  g_assert_nonnull (strstr (error->message, fixture->cert));
  g_unlink (other_cert);
}

static void
test_nowhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cert = g_build_filename (fixture->folder, "none", "server.pem", NULL);
  g_autofree char *key = g_build_filename (fixture->folder, "none", "server.key", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tbk_tls_make_files (cert, key, &error));
  g_assert_nonnull (strstr (error->message, key));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/tls/made", Fixture, NULL, set_up, test_made, tear_down);
  g_test_add ("/tls/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/tls/half", Fixture, NULL, set_up, test_half, tear_down);
  g_test_add ("/tls/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/tls/nowhere", Fixture, NULL, set_up, test_nowhere, tear_down);
  return g_test_run ();
}
