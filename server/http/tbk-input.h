/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-request-private.h"
#include "tbk-router.h"

G_BEGIN_DECLS

/* Reads and validates what a request says, by its route's schemas: path (already in params, as text), query and body. All
 * bad fields come in one 422. Fills params and body. Errors: 415, 400 (text that is not JSON), 422. */
gboolean tbk_input_read (TbkRequest *request, const TbkRouterEntry *entry, GError **error);

/* Reads If-Match where the route wants it. Errors: 428 without, 412 for what is no version. */
gboolean tbk_input_read_version (TbkRequest *request, GError **error);

/* Reads "a=b&c=d". FALSE for a bad encoding, a name given twice, or too many. */
gboolean tbk_input_parse_pairs (const char *text, gsize length, TbkValues *out, GError **error);

G_END_DECLS
