/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* libcurl as the server's work uses it: time-outs, TLS that is checked, no signals, an end when the process ends. */

#define TBK_CURL_CONNECT_S 10
#define TBK_CURL_TOTAL_S 60

/* Once in a process, before any other thread, and at its end. */
void tbk_curl_begin (void);
void tbk_curl_end (void);

/* `ca_file`: PEM, instead of the system's authorities; or NULL. Returns: (transfer full): a handle
 * for one transfer. Any thread. */
CURL *tbk_curl_new (const char *url, const char *ca_file, GCancellable *cancellable);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURL, curl_easy_cleanup)

/* Does it. Returns: FALSE with G_IO_ERROR_FAILED, what curl says of it, or G_IO_ERROR_CANCELLED. `code`: the last status
 * that the other side gave, 0 for none, also of a failure; may be NULL. Blocks. */
gboolean tbk_curl_run (CURL *curl, long *code, CURLcode *result, GError **error);

G_END_DECLS
