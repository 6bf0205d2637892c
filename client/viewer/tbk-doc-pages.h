/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-doc.h"

G_BEGIN_DECLS

/* The pages of a document, one below the other, in a GtkScrolledWindow. It draws nothing by itself but tiles that the
 * renderer has made: a page that has not come yet is blank paper. Main thread.
 *
 * Properties: "doc" (TbkDoc or NULL), "zoom" (TbkDocZoom), "percent" (guint: of the size on paper), "page" (guint: the one
 * that is looked at, from 0).
 * Signal: "link" (string): an address of the web was clicked. */
#define TBK_TYPE_DOC_PAGES (tbk_doc_pages_get_type ())
G_DECLARE_FINAL_TYPE (TbkDocPages, tbk_doc_pages, TBK, DOC_PAGES, GtkWidget)

typedef enum
{
  TBK_DOC_FIT_WIDTH,
  TBK_DOC_FIT_PAGE,
  TBK_DOC_ZOOM_FREE,
} TbkDocZoom;

#define TBK_DOC_MIN_PERCENT 10
#define TBK_DOC_MAX_PERCENT 800
#define TBK_DOC_MAX_CACHE ((gsize) 96 * 1024 * 1024) /* bytes of tiles */

void tbk_doc_pages_set_doc (TbkDocPages *self, TbkDoc *doc);

void tbk_doc_pages_set_zoom (TbkDocPages *self, TbkDocZoom zoom);
/* Sets the zoom free. */
void tbk_doc_pages_set_percent (TbkDocPages *self, guint percent);
/* Up or down to the next step. */
void tbk_doc_pages_zoom_step (TbkDocPages *self, gboolean in);
guint tbk_doc_pages_get_percent (TbkDocPages *self);
/* A quarter more, clockwise or not. */
void tbk_doc_pages_turn (TbkDocPages *self, gboolean clockwise);
guint tbk_doc_pages_get_turns (TbkDocPages *self);

guint tbk_doc_pages_get_page (TbkDocPages *self);
void tbk_doc_pages_go_to (TbkDocPages *self, guint page);
/* Marks a hit as the one that is looked at and scrolls to it; index -1: none is. */
void tbk_doc_pages_show_hit (TbkDocPages *self, guint page, int index);
/* Returns: FALSE where none is looked at. */
gboolean tbk_doc_pages_get_hit (TbkDocPages *self, guint *page, int *index);

void tbk_doc_pages_select_page (TbkDocPages *self);
/* Returns: (transfer full): "" for none. */
char *tbk_doc_pages_get_selection (TbkDocPages *self);

/* Why the page cannot be shown; NULL: it can, as far as is known. */
const char *tbk_doc_pages_get_broken (TbkDocPages *self, guint page);
/* Whether all that is visible is drawn. */
gboolean tbk_doc_pages_is_settled (TbkDocPages *self);
gsize tbk_doc_pages_get_cached (TbkDocPages *self);

G_END_DECLS
