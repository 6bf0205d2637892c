/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-nouns.h"
#include "tbk-route.h"

G_BEGIN_DECLS

/* Each file's table: tbk_routes_contrato in contrato.c. */
#define TBK_DECLARE_ROUTES(noun) extern const TbkRouteTable tbk_routes_##noun;
TBK_DECLARE_ROUTES (auth)
TBK_DECLARE_ROUTES (yo)
TBK_NOUNS (TBK_DECLARE_ROUTES)
TBK_DECLARE_ROUTES (live)
TBK_DECLARE_ROUTES (admin)
#undef TBK_DECLARE_ROUTES

/* Returns: (transfer none): the routes of auth, yo, every noun of meson.build's list, and admin; NULL-terminated.
 * Any thread. */
const TbkRouteTable *const *tbk_api_tables (void);

G_END_DECLS
