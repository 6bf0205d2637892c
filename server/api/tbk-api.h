/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-route.h"

G_BEGIN_DECLS

/* Returns: (transfer none): the routes of every noun in meson.build's list and of auth, yo and admin; NULL-terminated.
 * Any thread. */
const TbkRouteTable *const *tbk_api_tables (void);

G_END_DECLS
