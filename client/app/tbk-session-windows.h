/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* Windows over whatever is open, that a session in trouble needs. Both are modal and close by themselves. Main thread. */

/* Signs in again after the session expired. `given_up` (gboolean f (window)) is its close-request: the
 * user closes it instead. */
void tbk_sign_in_again (GtkWindow *window, TbkApi *api, GCallback given_up);

/* Shows the certificate that waits in the api's "fingerprint"; once trusted, the server is asked again. */
void tbk_certificate_review (GtkWindow *window, TbkApi *api);

G_END_DECLS
