/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* What follows the user to other computers: the unit of weights, in the usuario's config_json as "unidad_medida" ("kg", "qq",
 * "TM"), and in the settings as "unidad". Main thread. */

/* Takes over what the usuario who is signed in has chosen, if anything. */
void tbk_sync_take_unidad (TbkApi *api);
/* Sends what the settings say, where it differs. Nobody waits: a failure leaves it as it was on the server. */
void tbk_sync_send_unidad (TbkApi *api);

/* The body of a PUT /me that sets one member of the usuario's config_json, and leaves the others. `value` is taken over.
 * Returns: (transfer full). */
JsonNode *tbk_sync_build_body (TbkRecord *usuario, const char *member, JsonNode *value);
/* `from` may be NULL: an empty one. Returns: (transfer full). */
JsonObject *tbk_sync_copy_object (JsonObject *from);

G_END_DECLS
