/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a service account says of itself to a token endpoint (RFC 7523): a JWT, signed by RS256 with the account's key. */
typedef struct
{
  const char *private_key; /* PEM */
  const char *issuer;
  const char *scope;
  const char *audience;
  gint64 lifetime_s;
} TbkAssertion;

/* Returns: (transfer full) (nullable): NULL where the key does not sign. Any thread. */
char *tbk_assertion_sign (const TbkAssertion *assertion);

G_END_DECLS
