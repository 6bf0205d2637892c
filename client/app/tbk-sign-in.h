/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* Signs in at a server: address, email, password; asks about its certificate; says what went wrong in place.
 *
 * Properties: "api" (TbkApi), "again" (gboolean, construct only: the session ended, the same user goes on where it was),
 * and read only: "busy" (gboolean), "error-text" (string or NULL).
 * Actions: sign-in.submit, sign-in.cancel, sign-in.register. */
#define TBK_TYPE_SIGN_IN (tbk_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (TbkSignIn, tbk_sign_in, TBK, SIGN_IN, AdwBin)

/* The address that is offered, the api's when there is one. */
void tbk_sign_in_set_url (TbkSignIn *self, const char *url);
/* Focus goes to what is still to be typed. */
void tbk_sign_in_focus (TbkSignIn *self);
/* Goes on with the session in the keyring, when there is one. */
void tbk_sign_in_resume (TbkSignIn *self);

G_END_DECLS
