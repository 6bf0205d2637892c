/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-pesador.h"

G_BEGIN_DECLS

/* The weight, as large as there is room: its digits, its unit, and its state by colour, word and shape. It takes the focus,
 * so that space and Enter on it take the weight. Main thread.
 * Signal: "activate". */
#define TBK_TYPE_PESO_DISPLAY (tbk_peso_display_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesoDisplay, tbk_peso_display, TBK, PESO_DISPLAY, GtkWidget)

/* `word`: the state in words; `number` as people read it, "" for none. */
void tbk_peso_display_set (TbkPesoDisplay *self, TbkPesadorState state, const char *word, const char *number, const char *unit);
const char *tbk_peso_display_get_number (TbkPesoDisplay *self);

G_END_DECLS
