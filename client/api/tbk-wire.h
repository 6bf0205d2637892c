/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-field.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* Between values (text) and what goes over the line. Pure; any thread. */

/* Returns: (transfer full): a JSON object; each value by its field's type (unknown names: strings). */
JsonNode *tbk_wire_object (const TbkSchema *schema, const TbkValues *values);

/* "/contratos" with `query` appended, escaped; names whose value is NULL or "" are left out. `query`
 * may be NULL. Returns: (transfer full). */
char *tbk_wire_path (const char *path, const TbkValues *query);

G_END_DECLS
