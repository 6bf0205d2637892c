/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-table.h"

G_BEGIN_DECLS

/* Shared by the two files of TbkRecordTable: tbk-record-table.c (the widget, its selection and menus),
 * tbk-record-table-columns.c (columns, their sort, what is remembered of both). */
struct _TbkRecordTable
{
  GtkWidget parent_instance;

  TbkListing *listing;
  char *columns;
  char *unidad;
  char *remember;
  TbkRecord *selected;
  GMenuModel *menu_model;

  GSettings *settings;
  GtkSingleSelection *selection;
  GSimpleActionGroup *choice; /* "columns.<field>": whether it is visible */
  GMenu *choice_menu;
  GtkWidget *menu_popover;   /* NULL until first needed */
  GtkWidget *choice_popover; /* NULL until first needed */
  const TbkField *sorted_by; /* set by the column sorters while the view's sorter is asked */
  gboolean filling;          /* columns and sort come from the layout, not from the user */
  gboolean selecting;
  guint save_id;

  /* template children */
  GtkWidget *box;
  GtkWidget *scrolled;
  GtkColumnView *view;
  GtkWidget *total_label;
};

/* Connects the view's sorter and columns. Once, with the template there. */
void tbk_record_table_init_columns (TbkRecordTable *self);
/* Makes the columns anew: as remembered, else as first given. */
void tbk_record_table_fill_columns (TbkRecordTable *self);
void tbk_record_table_clear_columns (TbkRecordTable *self);
/* The titles' units follow "unidad". */
void tbk_record_table_retitle_columns (TbkRecordTable *self);
/* Columns and sort as they were at first. */
void tbk_record_table_reset_columns (TbkRecordTable *self);
/* What waits to be remembered is remembered now. */
void tbk_record_table_flush_layout (TbkRecordTable *self);

G_END_DECLS
