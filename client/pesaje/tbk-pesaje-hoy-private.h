/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-pesaje-fila.h"
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
  guint fotos_esperan;    /* photos that are not at the server yet, */
  guint fotos_rechazadas; /* and that it refused */
  char *to_print;         /* id of a weighing whose ticket waits for the server; NULL */

  /* template children */
  GtkWidget *outbox;
  GtkImage *outbox_icon;
  GtkLabel *outbox_label;
  GtkWidget *kick_button;
  GtkListBox *list;
  GtkLabel *total_label;
};

void tbk_pesaje_hoy_install_actions (GtkWidgetClass *klass);

/* --- tbk-pesaje-hoy-foto.c --- */

void tbk_pesaje_hoy_install_foto_actions (GtkWidgetClass *klass);
/* Says of each item and in all how it is with photos. */
void tbk_pesaje_hoy_mark_fotos (TbkPesajeHoy *self);
/* "The photo waits"; NULL where there is nothing to be said. Returns: (transfer full) (nullable). */
char *tbk_pesaje_hoy_describe_foto (const TbkPesajeItem *item);
void tbk_pesaje_hoy_add_foto_buttons (TbkPesajeFila *row, const TbkPesajeItem *item);

/* --- tbk-pesaje-hoy-actions.c --- */

/* The ticket that waits is printed when its time has come. */
void tbk_pesaje_hoy_print_what_waits (TbkPesajeHoy *self);

G_END_DECLS
