/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Binds a setting that is a word to a row that offers words: `choices`, NULL-terminated, in the order of the row's, live for
 * ever. A word that is none of them shows the first. Main thread. */
void tbk_choice_setting_bind (GSettings *settings, const char *key, AdwComboRow *row, const char *const *choices);

G_END_DECLS
