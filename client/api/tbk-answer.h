/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the server answered to a call that succeeded (2xx): status, entity tag, content. Immutable,
 * reference counted. */
typedef struct _TbkAnswer TbkAnswer;

TbkAnswer *tbk_answer_ref (TbkAnswer *answer);
void tbk_answer_unref (TbkAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkAnswer, tbk_answer_unref)

int tbk_answer_get_status (const TbkAnswer *answer);
/* Returns: (transfer none) (nullable): quoted, as If-Match wants it. */
const char *tbk_answer_get_etag (const TbkAnswer *answer);
/* Returns: (transfer none) (nullable): the JSON object, or NULL where the content is something else. */
JsonObject *tbk_answer_get_object (const TbkAnswer *answer);
/* Returns: (transfer none) (nullable): the `items` of a list, all of them objects. */
JsonArray *tbk_answer_get_items (const TbkAnswer *answer);
/* Returns: (transfer none): the content as it came; empty for 204. */
GBytes *tbk_answer_get_bytes (const TbkAnswer *answer);
/* Returns: (transfer none) (nullable). */
const char *tbk_answer_get_content_type (const TbkAnswer *answer);

/* Internal to client/api. `content_type` and `etag` are copied; NULL sets `error`
 * (TBK_API_ERROR_PROTOCOL: says JSON, is none). */
TbkAnswer *tbk_answer_new (int status, const char *content_type, const char *etag, GBytes *bytes, GError **error);

G_END_DECLS
