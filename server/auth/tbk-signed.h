/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tbk-caller.h"

G_BEGIN_DECLS

/* Addresses that let whoever holds them read one thing for a few minutes, in the name of the session that asked for them:
 * HMAC-SHA256 over the thing, the session and the expiry, by a key derived for this alone. The database still has to let
 * that session in. Immutable: any thread. */
typedef struct _TbkSigner TbkSigner;

#define TBK_SIGNED_TTL_S 300

/* `previous` (nullable): the secret before the last change; what it signed is still taken. Error: TBK_PROBLEM 500 (tbk-key.h). */
TbkSigner *tbk_signer_new (const char *secret, const char *previous, GError **error);
void tbk_signer_free (TbkSigner *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSigner, tbk_signer_free)

/* `path`: "/documentos/17/download", without query. `expires_s`: since 1970. Returns: (transfer
 * full): the path with its signed query. */
char *tbk_signer_sign (const TbkSigner *signer, const char *path, const TbkCaller *caller, gint64 expires_s);

/* Whether `query`, letter for letter, was signed for `path` and holds at `now_s`; then who by is in
 * `out`. Error: TBK_PROBLEM 403. */
gboolean tbk_signer_verify (const TbkSigner *signer,
                            const char *path,
                            const char *query,
                            gint64 now_s,
                            TbkCaller *out,
                            GError **error);

G_END_DECLS
