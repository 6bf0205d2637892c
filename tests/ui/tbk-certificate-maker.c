/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-stand-in.h"

#include <gnutls/x509.h>

#define HOUR_S 3600

static void
check (int code)
{
  if (code < 0)
    g_error ("no certificate: %s", gnutls_strerror (code));
}

static void
append_pem (GString *pem, gnutls_datum_t *text)
{
  g_string_append_len (pem, (const char *) text->data, text->size);
  gnutls_free (text->data);
}

GTlsCertificate *
tbk_stand_in_make_certificate (void)
{
  const guint8 address[] = { 127, 0, 0, 1 };
  guint8 serial = (guint8) g_random_int_range (1, 100);
  g_autoptr (GString) pem = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
  gnutls_datum_t text;
  GTlsCertificate *made;

  check (gnutls_x509_privkey_init (&key));
  check (gnutls_x509_crt_init (&certificate));
  check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  check (gnutls_x509_crt_set_version (certificate, 3));
  check (gnutls_x509_crt_set_serial (certificate, &serial, sizeof serial));
  check (gnutls_x509_crt_set_activation_time (certificate, time (NULL) - HOUR_S));
  check (gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + HOUR_S));
  check (gnutls_x509_crt_set_dn (certificate, "CN=Triboka", NULL));
  check (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, address, sizeof address, 0));
  check (gnutls_x509_crt_set_key (certificate, key));
  check (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0));

  check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &text));
  append_pem (pem, &text);
  check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &text));
  append_pem (pem, &text);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);

  made = g_tls_certificate_new_from_pem (pem->str, (gssize) pem->len, &error);
  g_assert_no_error (error);
  return made;
}
