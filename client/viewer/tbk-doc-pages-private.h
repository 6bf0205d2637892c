/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-doc-layout.h"
#include "tbk-doc-pages.h"
#include "tbk-tile-cache.h"

G_BEGIN_DECLS

/* Shared by tbk-doc-pages.c (the document, places), tbk-doc-pages-zoom.c (zoom, keys),
 * tbk-doc-pages-draw.c (tiles) and tbk-doc-pages-pointer.c (selection, links). */
typedef struct
{
  guint page;
  guint place; /* between two characters */
} TbkDocPlace;

struct _TbkDocPages
{
  GtkWidget parent_instance;

  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hpolicy;
  GtkScrollablePolicy vpolicy;

  TbkDoc *doc;
  TbkDocLayout *layout;
  TbkDocZoom zoom;
  guint page;

  TbkTileCache *cache;
  guint old_scale;     /* of the tiles that were shown before the zoom changed; 0: none */
  GHashTable *pending; /* TbkTileKey -> GCancellable */
  GHashTable *broken;  /* page -> why */
  guint want_id;
  guint notify_id;

  TbkDocPlace anchor; /* where a selection began */
  TbkDocPlace cursor; /* where it ends */
  gboolean selecting;
  guint hit_page;
  int hit_index; /* -1: none */
  guint link_page;
  int link_index; /* of the link that has the focus; -1: none */
};

/* What of all the pages is in view, in their pixels. */
TbkDocRect tbk_doc_pages_get_view (TbkDocPages *self);
/* Pages that are in view; FALSE where there are none. */
gboolean tbk_doc_pages_get_visible (TbkDocPages *self, guint *first, guint *last);
/* The rectangle of a box of a page, in the widget's pixels. */
TbkDocRect tbk_doc_pages_place_box (TbkDocPages *self, guint page, const TbkBox *box);
/* Where a page stands in the widget's pixels. */
TbkDocRect tbk_doc_pages_place_page (TbkDocPages *self, guint page);

/* The point of the pages that stays where it is while they are laid out anew. */
typedef struct
{
  guint page;
  double along; /* of its height, from its top */
  double across;
} TbkDocHold;
TbkDocHold tbk_doc_pages_take_hold (TbkDocPages *self);
void tbk_doc_pages_let_go (TbkDocPages *self, const TbkDocHold *hold);
/* The value of an adjustment in whole pixels; 0 for NULL. */
double tbk_doc_pages_value (GtkAdjustment *adjustment);
/* Something else is in view. */
void tbk_doc_pages_scrolled (TbkDocPages *self);
/* Page and percent change while sizes are given out, when nobody may take another one for it: said a moment later. */
void tbk_doc_pages_notify_later (TbkDocPages *self);

/* tbk-doc-pages-zoom.c */
double tbk_doc_pages_scale_of (TbkDocPages *self, double percent);
/* The scale that the zoom wants in the room that there is. */
void tbk_doc_pages_fit (TbkDocPages *self);
void tbk_doc_pages_add_keys (GtkWidgetClass *klass);

/* tbk-doc-pages-draw.c */
void tbk_doc_pages_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
/* Soon asks for what is in view and is not there. */
void tbk_doc_pages_want (TbkDocPages *self);
/* Forgets what was asked for. */
void tbk_doc_pages_unwant (TbkDocPages *self);

/* tbk-doc-pages-links.c */
void tbk_doc_pages_follow (TbkDocPages *self, const TbkDocLink *link);
/* Returns: (transfer none) (nullable): the one that has the focus. */
const TbkDocLink *tbk_doc_pages_get_link (TbkDocPages *self);
gboolean tbk_doc_pages_focus (GtkWidget *widget, GtkDirectionType direction);
void tbk_doc_pages_add_link_keys (GtkWidgetClass *klass);

/* tbk-doc-pages-pointer.c */
void tbk_doc_pages_add_pointer (TbkDocPages *self);
void tbk_doc_pages_get_range (TbkDocPages *self, TbkDocPlace *start, TbkDocPlace *end);

G_END_DECLS
