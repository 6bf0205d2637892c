/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tls.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE:%SAFE_RENEGOTIATION"
#define LIFE_S (10LL * 365 * 24 * 3600)
/* Clocks differ: the certificate is good from a day before it was made. */
#define BACKDATE_S (24 * 3600)

struct _TbkTls
{
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t priority;
  guint8 ticket_key[TBK_TLS_TICKET_KEY_BYTES];
};

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)

static gboolean
check (int result, const char *what, GError **error)
{
  if (result >= 0)
    return TRUE;
  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC, "%s: %s", what, gnutls_strerror (result));
  return FALSE;
}

TbkTls *
tbk_tls_new (const char *cert_file, const char *key_file, const guint8 *ticket_key, GError **error)
{
  g_autoptr (TbkTls) tls = g_new0 (TbkTls, 1);
  g_autofree char *what = g_strdup_printf ("TLS certificate %s with key %s", cert_file, key_file);
  int result;

  memcpy (tls->ticket_key, ticket_key, sizeof tls->ticket_key);
  if (!check (gnutls_certificate_allocate_credentials (&tls->credentials), "TLS credentials", error))
    return NULL;
  result = gnutls_certificate_set_x509_key_file (tls->credentials, cert_file, key_file, GNUTLS_X509_FMT_PEM);
  if (!check (result, what, error))
    return NULL;
  if (!check (gnutls_priority_init (&tls->priority, PRIORITY, NULL), "TLS priorities", error))
    return NULL;
  return g_steal_pointer (&tls);
}

void
tbk_tls_free (TbkTls *tls)
{
  if (tls == NULL)
    return;
  g_clear_pointer (&tls->credentials, gnutls_certificate_free_credentials);
  g_clear_pointer (&tls->priority, gnutls_priority_deinit);
  gnutls_memset (tls->ticket_key, 0, sizeof tls->ticket_key);
  g_free (tls);
}

gnutls_session_t
tbk_tls_new_session (const TbkTls *tls)
{
  const gnutls_datum_t ticket_key = { (guint8 *) tls->ticket_key, sizeof tls->ticket_key };
  const gnutls_datum_t alpn = { (guint8 *) "http/1.1", 8 };
  gnutls_session_t session;

  if (gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0)
    return NULL;
  gnutls_handshake_set_timeout (session, 0);
  if (gnutls_priority_set (session, tls->priority) < 0
      || gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, tls->credentials) < 0
      || gnutls_alpn_set_protocols (session, &alpn, 1, 0) < 0
      || gnutls_session_ticket_enable_server (session, &ticket_key) < 0)
    {
      gnutls_deinit (session);
      return NULL;
    }
  return session;
}

static gboolean
name_certificate (gnutls_x509_crt_t crt, GError **error)
{
  static const guint8 loopback_4[] = { 127, 0, 0, 1 };
  static const guint8 loopback_6[16] = { [15] = 1 };
  const char *host = g_get_host_name ();
  const struct
  {
    gnutls_x509_subject_alt_name_t type;
    gconstpointer data;
    guint size;
  } names[] = {
    { GNUTLS_SAN_DNSNAME, "localhost", 9 },
    { GNUTLS_SAN_DNSNAME, host, strlen (host) },
    { GNUTLS_SAN_IPADDRESS, loopback_4, sizeof loopback_4 },
    { GNUTLS_SAN_IPADDRESS, loopback_6, sizeof loopback_6 },
  };
  int result = gnutls_x509_crt_set_dn (crt, "CN=Triboka", NULL);

  for (guint n = 0; result >= 0 && n < G_N_ELEMENTS (names); n++)
    result = gnutls_x509_crt_set_subject_alt_name (crt, names[n].type, names[n].data, names[n].size,
                                                   GNUTLS_FSAN_APPEND);
  return check (result, "certificate names", error);
}

static gboolean
fill_certificate (gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, GError **error)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  guint8 serial[16];

  if (!check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial), "certificate serial", error))
    return FALSE;
  serial[0] &= 0x7f; /* positive */
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (crt, now_s - BACKDATE_S);
  gnutls_x509_crt_set_expiration_time (crt, now_s + LIFE_S);
  gnutls_x509_crt_set_ca_status (crt, 0);
  gnutls_x509_crt_set_key_usage (crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
  gnutls_x509_crt_set_key_purpose_oid (crt, GNUTLS_KP_TLS_WWW_SERVER, 0);

  return name_certificate (crt, error)
         && check (gnutls_x509_crt_set_key (crt, key), "certificate key", error)
         && check (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0), "certificate signature",
                   error);
}

static gboolean
write_pem (const char *file, gnutls_datum_t pem, int mode, GError **error)
{
  gboolean ok = g_file_set_contents_full (file, (const char *) pem.data, pem.size,
                                          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode,
                                          error);

  gnutls_memset (pem.data, 0, pem.size);
  gnutls_free (pem.data);
  return ok;
}

gboolean
tbk_tls_make_files (const char *cert_file, const char *key_file, GError **error)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;
  g_auto (gnutls_x509_privkey_t) key = NULL;
  gnutls_datum_t pem;
  guint bits = GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1);

  /* One without the other is left of a start that was cut off: of no use to anybody. */
  if (g_file_test (cert_file, G_FILE_TEST_EXISTS) && g_file_test (key_file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!check (gnutls_x509_privkey_init (&key), "TLS key", error)
      || !check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, bits, 0), "TLS key", error)
      || !check (gnutls_x509_crt_init (&crt), "certificate", error)
      || !fill_certificate (crt, key, error))
    return FALSE;

  if (!check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem),
              "TLS key", error)
      || !write_pem (key_file, pem, 0600, error))
    return FALSE;
  return check (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pem), "certificate", error)
         && write_pem (cert_file, pem, 0644, error);
}

char *
tbk_tls_fingerprint (const char *cert_file, GError **error)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  guint8 digest[32];
  gsize length, size = sizeof digest;
  gnutls_datum_t pem;

  if (!g_file_get_contents (cert_file, &text, &length, error))
    return NULL;
  pem = (gnutls_datum_t){ (guint8 *) text, length };
  if (!check (gnutls_x509_crt_init (&crt), "certificate", error)
      || !check (gnutls_x509_crt_import (crt, &pem, GNUTLS_X509_FMT_PEM), cert_file, error)
      || !check (gnutls_x509_crt_get_fingerprint (crt, GNUTLS_DIG_SHA256, digest, &size), cert_file,
                 error))
    return NULL;
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (out, "%s%02X", i > 0 ? ":" : "", digest[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
