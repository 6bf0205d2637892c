/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-api.h"
#include "tbk-unread.h"

G_BEGIN_DECLS

/* What the desktop is told of what the server tells the user: one notification for each thing that it is about, taken
 * back when that is read; none while the user looks at it anyway, or is not to be disturbed ("no-molestar" in the
 * settings). Many at once are one. Main thread.
 *
 * Signals: "announce" (const char *id, GNotification *): its default action is app.show-about, with what it is about as
 * its target (sx), or app.show-window; "withdraw" (const char *id). */
#define TBK_TYPE_ANNOUNCER (tbk_announcer_get_type ())
G_DECLARE_FINAL_TYPE (TbkAnnouncer, tbk_announcer, TBK, ANNOUNCER, GObject)

/* Whether the user sees all of a noun ("chat") now. */
typedef gboolean (*TbkAnnouncerSees) (const char *noun, gpointer data);

TbkAnnouncer *tbk_announcer_new (TbkApi *api, TbkUnread *unread);
/* `data` lives as long as the announcer. */
void tbk_announcer_set_sees (TbkAnnouncer *self, TbkAnnouncerSees sees, gpointer data);
/* It is looked at now. */
void tbk_announcer_forget (TbkAnnouncer *self, const char *noun, gint64 id);

G_END_DECLS
