/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A date, typed or picked from a calendar; Up and Down go by a day. Properties: "fecha" (YYYY-MM-DD; NULL: none, or what is
 * typed is no date), "readable" (FALSE: what is typed is no date). Signal: "changed", by the user only. */
#define TBK_TYPE_FECHA_ENTRY (tbk_fecha_entry_get_type ())
G_DECLARE_FINAL_TYPE (TbkFechaEntry, tbk_fecha_entry, TBK, FECHA_ENTRY, GtkWidget)

GtkWidget *tbk_fecha_entry_new (void);
const char *tbk_fecha_entry_get_fecha (TbkFechaEntry *self);
void tbk_fecha_entry_set_fecha (TbkFechaEntry *self, const char *fecha);
gboolean tbk_fecha_entry_is_readable (TbkFechaEntry *self);
/* Returns: (transfer none): the part that takes the focus, to name it. */
GtkWidget *tbk_fecha_entry_get_entry (TbkFechaEntry *self);

G_END_DECLS
