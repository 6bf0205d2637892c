/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-socket.h"

G_BEGIN_DECLS

/* Does what a client's frame asks for: {"event": "send_message", "id": "...", "data": {...}}. Answers by
 * tbk_socket_answer(), once, now or later: an `ack`, after the commit, or an `error` (a problem, as HTTP has it), with the
 * frame's `id`. Main loop. */
void tbk_command_run (TbkSocket *socket, const char *text, gsize length);

/* The same, read already. `event`, `id`, `data`: nullable; the id needs no escape in JSON. */
void tbk_command_call (TbkSocket *socket, const char *event, const char *id, JsonNode *data);
/* Answers by a problem. */
void tbk_command_refuse (TbkSocket *socket, const char *id, const GError *error);

G_END_DECLS
