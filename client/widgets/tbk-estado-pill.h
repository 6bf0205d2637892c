/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A state as a word in a coloured pill. Properties: "noun" ("contrato"), "estado" (as stored; NULL
 * hides it). */
#define TBK_TYPE_ESTADO_PILL (tbk_estado_pill_get_type ())
G_DECLARE_FINAL_TYPE (TbkEstadoPill, tbk_estado_pill, TBK, ESTADO_PILL, GtkWidget)

GtkWidget *tbk_estado_pill_new (const char *noun);
void tbk_estado_pill_set_estado (TbkEstadoPill *self, const char *estado);

G_END_DECLS
