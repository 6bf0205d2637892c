/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-members.h"

G_BEGIN_DECLS

/* Who may be meant by the "@…" that is being typed: a list at the cursor of a text view. Main thread.
 *
 * Signal: "picked" (string): a name. */
#define TBK_TYPE_MENTION (tbk_mention_get_type ())
G_DECLARE_FINAL_TYPE (TbkMention, tbk_mention, TBK, MENTION, GObject)

#define TBK_MENTION_MAX 6 /* names at once */

/* `view` must live longer. */
TbkMention *tbk_mention_new (GtkTextView *view);
/* Shows who fits `prefix` (what follows the @); NULL: nobody, it goes. `yo` is not offered. */
void tbk_mention_offer (TbkMention *self, TbkMembers *members, gint64 yo, const char *prefix);
gboolean tbk_mention_is_open (TbkMention *self);
/* Up, Down, Enter, Tab and Esc are for the list while it is open. Returns: whether it took the key. */
gboolean tbk_mention_take_key (TbkMention *self, guint key);

G_END_DECLS
