/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tbk-caller.h"

G_BEGIN_DECLS

/* Access tokens: JWT, HS256 and nothing else, signed by a key derived from SECRET_KEY. Claims: `sub` (usuario), `sid`
 * (sesion), `rol`, `emp` (empresa, 0 for none), `iat`, `exp` (seconds since 1970), `jti`. Immutable: any thread. */
typedef struct _TbkTokens TbkTokens;

/* `previous` (nullable): the secret before the last change; its tokens are still taken, never issued.
 * Error: TBK_PROBLEM 500 when a secret is too short (tbk-key.h). */
TbkTokens *tbk_tokens_new (const char *secret, const char *previous, guint access_ttl_s, GError **error);
void tbk_tokens_free (TbkTokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTokens, tbk_tokens_free)

guint tbk_tokens_get_ttl (const TbkTokens *tokens); /* seconds */

/* Returns: (transfer full). */
char *tbk_tokens_issue (const TbkTokens *tokens, const TbkCaller *caller);

/* Fills `out` from a token that is ours and not expired. It says nothing on the session: entrar() does.
 * Error: TBK_PROBLEM 401, the same for whatever is wrong but expiry. */
gboolean tbk_tokens_verify (const TbkTokens *tokens, const char *token, TbkCaller *out, GError **error);

G_END_DECLS
