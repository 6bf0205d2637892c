/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-config.h"

G_BEGIN_DECLS

/* Gives a message to the mail server of the settings, by submission (RFC 6409): TLS and log-in as SMTP_TLS and SMTP_USER say.
 * Error: TBK_JOB_ERROR, with TBK_JOB_NEVER where the server refuses this message or its recipient for good (5xx); all else may
 * do another time, also a log-in that is refused, which is the settings' fault and not the mail's. When the line is cut after
 * the message and before its answer it may have been taken: it is tried again, and comes with the same Message-ID. Blocks, for
 * a minute at most. Any thread. */
gboolean tbk_smtp_send (const TbkConfig *config, const char *to, GBytes *message, GCancellable *cancellable, GError **error);

G_END_DECLS
