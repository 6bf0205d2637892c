/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-assertion.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (jwt_t, jwt_free)

char *
tbk_assertion_sign (const TbkAssertion *assertion)
{
  g_autoptr (jwt_t) jwt = NULL;
  const guchar *key = (const guchar *) assertion->private_key;
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  char *text = NULL;
  char *signed_text;

  if (jwt_new (&jwt) == 0 && jwt_set_alg (jwt, JWT_ALG_RS256, key, (int) strlen (assertion->private_key)) == 0
      && jwt_add_grant (jwt, "iss", assertion->issuer) == 0 && jwt_add_grant (jwt, "scope", assertion->scope) == 0
      && jwt_add_grant (jwt, "aud", assertion->audience) == 0 && jwt_add_grant_int (jwt, "iat", now_s) == 0
      && jwt_add_grant_int (jwt, "exp", now_s + assertion->lifetime_s) == 0)
    text = jwt_encode_str (jwt);
  signed_text = g_strdup (text);
  free (text);
  return signed_text;
}
