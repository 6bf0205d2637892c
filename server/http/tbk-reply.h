/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-problem.h"
#include "tbk-rows.h"
#include "tbk-source.h"

G_BEGIN_DECLS

/* What is answered: status, a few headers, bytes. Built by one owner, immutable once returned; any thread. */
typedef struct _TbkReply TbkReply;

TbkReply *tbk_reply_ref (TbkReply *reply);
void tbk_reply_unref (TbkReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkReply, tbk_reply_unref)

/* 204, no body. */
TbkReply *tbk_reply_new_empty (void);
/* 101: the connection is another's from here on (tbk-upgrade.h). */
TbkReply *tbk_reply_new_switch (void);
/* JSON text: takes over `json`. */
TbkReply *tbk_reply_new_json (int status, GString *json);
/* The first row as an object; its column `version`, if any, becomes the ETag ("7"). */
TbkReply *tbk_reply_new_row (int status, const TbkRows *rows, const TbkSchema *schema);
/* {"items": [...]} without paging. */
TbkReply *tbk_reply_new_items (const TbkRows *rows, const TbkSchema *schema);
/* Other content. `content_type` is copied. */
TbkReply *tbk_reply_new_bytes (int status, const char *content_type, GBytes *bytes);
/* Content that is read as it is sent. Takes over `source`. `length`: bytes; -1: not known. */
TbkReply *tbk_reply_new_source (int status, const char *content_type, TbkSource *source, gint64 length);
/* problem+json of any GError: a TBK_PROBLEM as it says; anything else is a 500 without details. */
TbkReply *tbk_reply_new_problem (const GError *error, const char *instance);

/* Before it is returned. At most 8; copies. Values with control characters are refused (g_return). */
void tbk_reply_set_header (TbkReply *reply, const char *name, const char *value);

/* Before it is returned: the transaction is committed although the status is 400 or above. For what must stay after a
 * refusal: a spent refresh token ends its sesion and is answered 401. */
void tbk_reply_set_commit (TbkReply *reply);
gboolean tbk_reply_get_commit (const TbkReply *reply);

int tbk_reply_get_status (const TbkReply *reply);
/* Returns: (transfer none) (nullable). */
const char *tbk_reply_get_header (const TbkReply *reply, const char *name);
const char *tbk_reply_get_content_type (const TbkReply *reply);
GBytes *tbk_reply_get_body (const TbkReply *reply);

G_END_DECLS
