/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-pesaje-hoy.h"

G_BEGIN_DECLS

struct _TbkPesajeHoy
{
  AdwBin parent_instance;

  GSettings *settings;
  TbkApi *api;
  TbkDespacho *despacho;
  TbkCatalogo *catalogo; /* NULL: tickets have no logo */
  GCancellable *cancellable;
  char *unidad;
  GPtrArray *objects; /* (element-type JsonObject): what the server said of today */
  GPtrArray *items;   /* (element-type TbkPesajeItem): as they are listed */
  GPtrArray *shown;   /* (element-type utf8): what each row in the list tells */
  guint fetching;     /* the page that is being read, 1 the first */
  guint refresh_id;
  char *to_print; /* id of a weighing whose ticket waits for the server; NULL */

  /* template children */
  GtkWidget *outbox;
  GtkImage *outbox_icon;
  GtkLabel *outbox_label;
  GtkWidget *kick_button;
  GtkListBox *list;
  GtkLabel *total_label;
};

void tbk_pesaje_hoy_install_actions (GtkWidgetClass *klass);
/* The ticket that waits is printed when its time has come. */
void tbk_pesaje_hoy_print_what_waits (TbkPesajeHoy *self);

G_END_DECLS
