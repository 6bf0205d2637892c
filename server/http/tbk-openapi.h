/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-router.h"

G_BEGIN_DECLS

/* OpenAPI 3.1 of all routes and their schemas, made once at start. Immutable: any thread. */

/* `title`: of the document, APP_NAME. */
TbkOpenapi *tbk_openapi_new (const TbkRouter *router, const char *title);
void tbk_openapi_free (TbkOpenapi *openapi);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkOpenapi, tbk_openapi_free)

/* /openapi.json. Returns: (transfer none). */
GBytes *tbk_openapi_get_json (const TbkOpenapi *openapi);
/* /docs: the same as a page that needs nothing else. Returns: (transfer none). */
GBytes *tbk_openapi_get_html (const TbkOpenapi *openapi);
/* With its quotes, of both. */
const char *tbk_openapi_get_etag (const TbkOpenapi *openapi);

/* The statuses that a route may answer, as declared: that of success, those that follow from its row, and its own
 * `errors`. Ends with 0. Returns: (transfer full). */
int *tbk_openapi_statuses (const TbkRoute *route);

G_END_DECLS
