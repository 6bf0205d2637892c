/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-doc.h"

G_BEGIN_DECLS

/* Shared by tbk-doc.c (opening, pages), tbk-doc-draw.c (parts of pages) and tbk-doc-find.c (searching). */
typedef struct
{
  double width;
  double height;
  gboolean known;
  gboolean asked; /* size, text and links: once */
  TbkPageText *text;
  GPtrArray *links; /* (element-type TbkDocLink) */
  GArray *hits;     /* (element-type TbkBox) */
} TbkDocPage;

struct _TbkDoc
{
  GObject parent_instance;

  TbkDocSource *source;
  TbkRenderer *renderer;
  char *kind;
  char *password;
  GCancellable *cancellable;
  TbkDocState state;
  GError *error;
  TbkRenderMay may;
  GArray *pages; /* (element-type TbkDocPage) */
  GPtrArray *outline;
  gboolean drawn; /* something was: the rest of the file may come */
  GQueue read;    /* pages whose text and links were asked for, longest ago first */
  guint sized;    /* pages before this one have been asked for their size */

  char *words; /* NULL: nothing is looked for */
  guint find_first;
  guint find_done; /* pages */
  guint n_hits;
  GCancellable *finding;
};

TbkDocPage *tbk_doc_page (TbkDoc *self, guint page);
/* The first part was drawn: reads ahead, and asks for what is of the whole document. */
void tbk_doc_note_drawn (TbkDoc *self);
void tbk_doc_emit_hits (TbkDoc *self);

G_END_DECLS
