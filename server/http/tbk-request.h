/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tbk-app.h"
#include "tbk-caller.h"
#include "tbk-upload.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* One request, read whole and checked, without any SoupServerMessage: made on the worker's main loop, immutable from
 * then on, shared with a pool thread by reference. */
typedef struct _TbkRequest TbkRequest;
typedef struct _TbkRoute TbkRoute;

TbkRequest *tbk_request_ref (TbkRequest *request);
void tbk_request_unref (TbkRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkRequest, tbk_request_unref)

/* What the worker holds: config, tokens, passwords, ... */
const TbkApp *tbk_request_get_app (const TbkRequest *request);
const char *tbk_request_get_id (const TbkRequest *request); /* 16 hex digits, in every log line and reply */
const char *tbk_request_get_method (const TbkRequest *request);
const char *tbk_request_get_path (const TbkRequest *request);    /* without /v1 and query */
const char *tbk_request_get_address (const TbkRequest *request); /* peer's, or X-Forwarded-For's from a trusted proxy */
const TbkRoute *tbk_request_get_route (const TbkRequest *request);
/* Whether a device asks, by IOT_TOKEN: on a TBK_ROUTE_DEVICE. */
gboolean tbk_request_is_device (const TbkRequest *request);
/* Returns: (nullable): NULL on a route without session, and for a device. */
const TbkCaller *tbk_request_get_caller (const TbkRequest *request);
/* Returns: (nullable): a header's value; names in any case. */
const char *tbk_request_get_header (const TbkRequest *request, const char *name);

/* Path and query parameters, validated: "id", "page", "page_size", "estado", ... */
const TbkValues *tbk_request_get_params (const TbkRequest *request);
/* Returns: (nullable): the body by the route's `in`, validated; NULL where the route takes none. */
const TbkValues *tbk_request_get_body (const TbkRequest *request);
/* Returns: (transfer none) (nullable): the body's bytes as they came (raw routes: a logo). */
GBytes *tbk_request_get_bytes (const TbkRequest *request);

/* Returns: (transfer none) (nullable): the file that came with the form. Its spool is the pool thread's while the route runs. */
const TbkUpload *tbk_request_get_upload (const TbkRequest *request);

/* Returns: (transfer full): params and body in one map, and the caller as "yo_usuario", "yo_empresa", "yo_rol",
 * "yo_sesion"; "version" is If-Match's. What a handler hands to its statements after adding what it decided. */
TbkValues *tbk_request_to_values (const TbkRequest *request);

G_END_DECLS
