/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-reply.h"

G_BEGIN_DECLS

/* What the kernel does with a reply. */

/* Appends status line and fields, those for safety included; not Date, Connection and the empty line (tbk-listener.h). */
void tbk_reply_write_head (const TbkReply *reply, const char *request_id, GString *out);

/* Returns: (transfer full) (nullable): what the body is read from, the first time that it is asked
 * for. `length`: bytes, or -1. */
TbkSource *tbk_reply_take_source (TbkReply *reply, gint64 *length);

/* Returns: (transfer full): 304, with what of `whole` a cache keeps. */
TbkReply *tbk_reply_new_not_modified (const TbkReply *whole);

/* A reply's fields as a JSON object, and a JSON reply made of what was stored of one (its body NULL: none). */
char *tbk_reply_headers_to_json (const TbkReply *reply);
TbkReply *tbk_reply_new_stored (int status, const char *headers, const char *body);

G_END_DECLS
