/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-banner.h"
#include "tbk-page.h"

G_BEGIN_DECLS

/* Shared by the two files of TbkPage: tbk-page.c (what is shown), tbk-page-actions.c (its commands). */
typedef struct
{
  TbkApi *api;
  TbkListing *listing;
  TbkRecord *record;
  GSettings *settings;
  char *title;
  char *icon_name;
  char *unidad;
  char *error_text;
  char *empty_title;
  char *empty_description;
  char *empty_action;
  char *empty_label;
  TbkPageStatus status;
  gboolean show_detail;
  gboolean folded;

  /* template children */
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkWidget *search_button;
  GtkWidget *detail_button;
  GtkWidget *start_box;
  GtkWidget *end_box;
  GtkWidget *filters_box;
  GtkWidget *top_box;
  TbkBanner *stale_banner;
  AdwFlap *flap;
  AdwBin *detail_bin;
  GtkStack *stack;
  AdwBin *content_bin;
} TbkPagePrivate;

TbkPagePrivate *tbk_page_get_private (TbkPage *self);
/* page.search, page.reload, page.clear-filters, page.export, page.print: in class_init. */
void tbk_page_install_actions (GtkWidgetClass *klass);

G_END_DECLS
