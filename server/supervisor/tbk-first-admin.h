/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-store.h"

G_BEGIN_DECLS

/* Makes the first administrator of a new installation (--admin): nobody could approve an account before there is one.
 * The e-mail's part before the @ is the name until it is changed in the app. Refused when there is an administrator.
 * Expected errors: TBK_PROBLEM 422 (a weak password, a wrong e-mail), 409, 503. Blocks; main thread. */
gboolean tbk_first_admin_make (const TbkStore *store, const char *email, const char *password, GError **error);

/* The password from the first line of standard input; a terminal is asked without echo. Returns: (transfer full)
 * (nullable): NULL: nothing was given. */
char *tbk_first_admin_read_password (void);

G_END_DECLS
