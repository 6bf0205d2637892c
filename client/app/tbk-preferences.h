/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* Units, style, server. Each change counts at once. */
#define TBK_TYPE_PREFERENCES (tbk_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TbkPreferences, tbk_preferences, TBK, PREFERENCES, AdwPreferencesWindow)

/* Over `window`; the one that is open already comes to the front. */
void tbk_preferences_present (GtkWindow *window, TbkApi *api);

G_END_DECLS
