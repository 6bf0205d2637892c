/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-reply.h"

G_BEGIN_DECLS

/* An OpenAPI document as one HTML page without scripts, and what it needs of a Content-Security-Policy. */
GBytes *tbk_docs_new (JsonObject *document);
/* Returns: (transfer full): lets in the page's own style and nothing else. */
char *tbk_docs_policy (void);

G_END_DECLS
