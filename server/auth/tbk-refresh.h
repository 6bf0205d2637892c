/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Refresh tokens: 256 bits in base64url (43 characters). The database holds only their SHA-256. One per sesion is good at
 * a time; using it gives its successor, which follows from it by HMAC with the server's key: whoever lost the reply and
 * asks again within the grace gets the same one. A spent one after that ends the sesion. Immutable: any thread. */
typedef struct _TbkRefresh TbkRefresh;

/* Seconds in which a spent token still gives its successor. */
#define TBK_REFRESH_GRACE_S 10

/* Error: TBK_PROBLEM 500 when the secret is too short (tbk-key.h). */
TbkRefresh *tbk_refresh_new (const char *secret, GError **error);
void tbk_refresh_free (TbkRefresh *refresh);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkRefresh, tbk_refresh_free)

/* Returns: (transfer full): a token of a new family. */
char *tbk_refresh_make (void);
/* Returns: (transfer full) (nullable): the one after `token`; NULL when that has not the form of one. */
char *tbk_refresh_successor (const TbkRefresh *refresh, const char *token);
/* Returns: (transfer full) (nullable): 64 hex digits as stored; NULL when `token` has not the form of one. */
char *tbk_refresh_hash (const char *token);

G_END_DECLS
