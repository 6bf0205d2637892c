/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-doc-pages.h"
#include "tbk-doc-source.h"

G_BEGIN_DECLS

/* A document to be read: its pages, its text or its table, with the tools for them; a password is asked for, what cannot be
 * shown says why. All is done by actions of the group "doc" (see README.md), which have their keys here. Main thread.
 *
 * Properties: "source" (TbkDocSource or NULL), "shown" (TbkDocShown). */
#define TBK_TYPE_DOC_VIEW (tbk_doc_view_get_type ())
G_DECLARE_FINAL_TYPE (TbkDocView, tbk_doc_view, TBK, DOC_VIEW, GtkWidget)

typedef enum
{
  TBK_DOC_SHOWN_NOTHING,
  TBK_DOC_SHOWN_LOADING,
  TBK_DOC_SHOWN_PAGES,
  TBK_DOC_SHOWN_SHEET,
  TBK_DOC_SHOWN_PASSWORD,
  TBK_DOC_SHOWN_FAILED, /* says why */
  TBK_DOC_SHOWN_OTHER,  /* another program may open it */
} TbkDocShown;
#define TBK_TYPE_DOC_SHOWN (tbk_doc_shown_get_type ())
GType tbk_doc_shown_get_type (void);

GtkWidget *tbk_doc_view_new (void);
void tbk_doc_view_set_source (TbkDocView *self, TbkDocSource *source);
TbkDocSource *tbk_doc_view_get_source (TbkDocView *self);
TbkDocShown tbk_doc_view_get_shown (TbkDocView *self);
/* Returns: (transfer none): what it says where it cannot show the document. */
const char *tbk_doc_view_get_message (TbkDocView *self);
TbkDocPages *tbk_doc_view_get_pages (TbkDocView *self);
/* Returns: (transfer none) (nullable): of a document of pages. */
TbkDoc *tbk_doc_view_get_doc (TbkDocView *self);
/* Looks for words, as typed into the search bar. */
void tbk_doc_view_find (TbkDocView *self, const char *words);

G_END_DECLS
