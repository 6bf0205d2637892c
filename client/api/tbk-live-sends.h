/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Internal to TbkLive: what was sent and waits for its answer. Main thread. */
typedef struct _TbkLiveSends TbkLiveSends;

TbkLiveSends *tbk_live_sends_new (void);
/* None may wait any more: tbk_live_sends_fail(). */
void tbk_live_sends_free (TbkLiveSends *self);

/* Whether as many wait as may (256). */
gboolean tbk_live_sends_is_full (TbkLiveSends *self);
/* `data` may be NULL; `id` is what its answer will be known by (transfer full). Returns: (transfer full): JSON. */
char *tbk_live_sends_make_frame (TbkLiveSends *self, const char *event, JsonObject *data, char **id);
/* The task returns the answer's data (JsonNode), or its error; G_IO_ERROR_CANCELLED as soon as it
 * is cancelled. It is kept until then. */
void tbk_live_sends_wait (TbkLiveSends *self, GTask *task, const char *id);

/* A frame `ack` (`good`) or `error`. */
void tbk_live_sends_answer (TbkLiveSends *self, JsonObject *frame, gboolean good);
/* All that wait fail with that TBK_API_ERROR. */
void tbk_live_sends_fail (TbkLiveSends *self, int code, const char *why);

G_END_DECLS
