/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where pages stand, one below the other. Sizes of pages are in points, places in pixels. Pure; one thread. */
typedef struct _TbkDocLayout TbkDocLayout;

#define TBK_DOC_GAP 12 /* pixels between pages and around them */

typedef struct
{
  double x, y, width, height;
} TbkDocRect;

TbkDocLayout *tbk_doc_layout_new (void);
void tbk_doc_layout_free (TbkDocLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkDocLayout, tbk_doc_layout_free)

/* All of the same size until more is known of them. */
void tbk_doc_layout_set_pages (TbkDocLayout *layout, guint n, double width, double height);
guint tbk_doc_layout_get_pages (const TbkDocLayout *layout);
void tbk_doc_layout_set_size (TbkDocLayout *layout, guint page, double width, double height);
/* As the page is read: turned. */
void tbk_doc_layout_get_size (const TbkDocLayout *layout, guint page, double *width, double *height);
/* Pixels a point. */
void tbk_doc_layout_set_scale (TbkDocLayout *layout, double scale);
double tbk_doc_layout_get_scale (const TbkDocLayout *layout);
/* Quarter turns clockwise. */
void tbk_doc_layout_set_turns (TbkDocLayout *layout, guint turns);
guint tbk_doc_layout_get_turns (const TbkDocLayout *layout);

/* Of all, with what is around them. */
double tbk_doc_layout_get_width (TbkDocLayout *layout);
double tbk_doc_layout_get_height (TbkDocLayout *layout);
/* Pages are centred in the larger of `width` and the layout's own; whole pixels. */
TbkDocRect tbk_doc_layout_get_rect (TbkDocLayout *layout, guint page, double width);
/* The page at that height, or the one before the gap there; 0 where there are none. */
guint tbk_doc_layout_page_at (TbkDocLayout *layout, double y);

/* The scale at which `page` fits: its width alone, or (`whole`) all of it. */
double tbk_doc_layout_fit (const TbkDocLayout *layout, guint page, double width, double height, gboolean whole);

/* Between a point of the page (in points, as it stands in the file, from its upper left corner) and one in the pixels of
 * its rectangle. */
void tbk_doc_layout_to_view (const TbkDocLayout *layout, guint page, double *x, double *y);
void tbk_doc_layout_to_page (const TbkDocLayout *layout, guint page, double *x, double *y);

G_END_DECLS
