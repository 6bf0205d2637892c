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

/* Members of an object that came over the line; `otherwise` (NULL for a text) where one is absent or of another type. The
 * text belongs to the object. */
const char *tbk_wire_get_text (JsonObject *object, const char *name);
gint64 tbk_wire_get_int (JsonObject *object, const char *name, gint64 otherwise);
gboolean tbk_wire_get_boolean (JsonObject *object, const char *name, gboolean otherwise);
/* Microseconds since the epoch of a time on the wire ("2026-11-28T10:00:00Z"); 0 for what is none, or NULL. */
gint64 tbk_wire_read_time (const char *text);

G_END_DECLS
