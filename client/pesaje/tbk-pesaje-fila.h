/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row of the lists beside the scale: what, how much, how it stands, and buttons. Main thread. */
#define TBK_TYPE_PESAJE_FILA (tbk_pesaje_fila_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesajeFila, tbk_pesaje_fila, TBK, PESAJE_FILA, GtkListBoxRow)

/* Returns: (transfer floating). */
TbkPesajeFila *tbk_pesaje_fila_new (const char *title, const char *value, const char *detail);
/* A button with an icon and a name, or, `icon` NULL, with the name alone; it activates `action` with `id` as its target. */
void tbk_pesaje_fila_add_button (TbkPesajeFila *self, const char *icon, const char *name, const char *action, const char *id);
/* The same, in a line of their own below: for those that would make the row too wide. */
void tbk_pesaje_fila_add_below (TbkPesajeFila *self, const char *icon, const char *name, const char *action, const char *id);

G_END_DECLS
