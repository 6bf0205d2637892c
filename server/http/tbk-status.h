/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The reason phrase of a status line: "Created". Returns: (transfer none). */
const char *tbk_status_reason (int status);

/* A refusal that has nothing more to tell than its status, as one English sentence. Sets `error` to that TBK_PROBLEM. */
void tbk_status_set_problem (GError **error, int status);

G_END_DECLS
