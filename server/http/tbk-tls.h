/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/* The server's side of TLS 1.2 and 1.3: certificate, key, and the key of session tickets, which all workers share so that
 * a client resumes at any of them. Immutable: any thread. */
typedef struct _TbkTls TbkTls;

#define TBK_TLS_TICKET_KEY_BYTES 64

/* PEM files. `ticket_key`: TBK_TLS_TICKET_KEY_BYTES, copied. */
TbkTls *tbk_tls_new (const char *cert_file, const char *key_file, const guint8 *ticket_key, GError **error);
void tbk_tls_free (TbkTls *tls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTls, tbk_tls_free)

/* Returns: (transfer full) (nullable): a session that has yet to shake hands; gnutls_deinit() frees it. */
gnutls_session_t tbk_tls_new_session (const TbkTls *tls);

/* Makes `cert_file` and `key_file` (0600) unless both are there: ECDSA P-256, self-signed, ten years, for localhost, the
 * host's name, 127.0.0.1 and ::1. */
gboolean tbk_tls_make_files (const char *cert_file, const char *key_file, GError **error);

/* Returns: (transfer full): "AB:CD:...", SHA-256 of the certificate, as the app shows it. */
char *tbk_tls_fingerprint (const char *cert_file, GError **error);

G_END_DECLS
