/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TBK_KEY_BYTES 32
/* SECRET_KEY is at least as long: with less the start fails. */
#define TBK_SECRET_MIN_BYTES 32

/* One key for one use, by HKDF-SHA256 (RFC 5869) from SECRET_KEY: what leaks of one use tells nothing of another.
 * `purpose`: "access token", "refresh successor", ... Error: TBK_PROBLEM 500 when `secret` is too short. Any thread. */
gboolean tbk_key_derive (const char *secret, const char *purpose, guint8 key[TBK_KEY_BYTES], GError **error);

G_END_DECLS
