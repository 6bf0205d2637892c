/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-doc-pane.h"
#include "tbk-doc-sheet.h"
#include "tbk-doc-tools.h"
#include "tbk-doc-view.h"

G_BEGIN_DECLS

/* Shared by tbk-doc-view.c (what is shown), tbk-doc-view-find.c (the search bar) and tbk-doc-view-actions.c. */
struct _TbkDocView
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GtkStack *stack;
  TbkDocTools *tools;
  GtkProgressBar *arriving;
  GtkRevealer *trouble;
  GtkLabel *trouble_label;
  GtkRevealer *find_bar;
  GtkSearchEntry *find_entry;
  GtkLabel *find_count;
  GtkRevealer *pane_revealer;
  TbkDocPane *pane;
  TbkDocPages *pages;
  TbkDocSheet *sheet;
  AdwStatusPage *password_page;
  GtkPasswordEntry *password_entry;
  AdwStatusPage *failed_page;
  GtkWidget *retry_button;
  GtkWidget *open_with_button;

  TbkDocSource *source;
  GCancellable *cancellable; /* of what is asked of `source` */
  TbkDoc *doc;               /* NULL: not one of pages */
  TbkDocShown shown;
  char *words;       /* that are looked for; the entry says them again a moment later */
  gboolean stepping; /* a search has begun: its first hit is shown when it is known */
};

/* tbk-doc-view-find.c */
void tbk_doc_view_bind_find (GtkWidgetClass *klass);
void tbk_doc_view_step_hit (TbkDocView *self, gboolean forward);
void tbk_doc_view_show_find (TbkDocView *self, gboolean show);
void tbk_doc_view_hits_changed (TbkDocView *self);

/* tbk-doc-view-actions.c */
void tbk_doc_view_add_actions (GtkWidgetClass *klass);
void tbk_doc_view_update_actions (TbkDocView *self);

/* tbk-doc-view.c */
void tbk_doc_view_retry (TbkDocView *self);

G_END_DECLS
