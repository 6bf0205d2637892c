/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-route.h"

G_BEGIN_DECLS

/* The routes that belong to no noun: /health, /metrics, /openapi.json, /docs. */
extern const TbkRouteTable tbk_kernel_routes;

/* Returns: (transfer container): the kernel's table before these, NULL-terminated. */
const TbkRouteTable **tbk_kernel_join (const TbkRouteTable *const *tables);

G_END_DECLS
