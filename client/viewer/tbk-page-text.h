/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text of a page and where each of its characters stands, in points from the upper left. Pure; immutable. */
typedef struct _TbkPageText TbkPageText;

typedef struct
{
  double x1, y1, x2, y2;
} TbkBox;

/* `reply`: of a TBK_RENDER_TEXT. Characters without a sound box, and a text that has not as many boxes, are cut. */
TbkPageText *tbk_page_text_new (GVariant *reply);
void tbk_page_text_free (TbkPageText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPageText, tbk_page_text_free)

/* Characters. */
guint tbk_page_text_get_length (const TbkPageText *text);
/* The place between two characters that is nearest to a point: 0 to length. */
guint tbk_page_text_place_at (const TbkPageText *text, double x, double y);
/* Whether a character stands there. */
gboolean tbk_page_text_is_at (const TbkPageText *text, double x, double y);
/* The word at a place: [start, end). */
void tbk_page_text_word_at (const TbkPageText *text, guint place, guint *start, guint *end);
/* Returns: (transfer full): [start, end), cut to what there is. */
char *tbk_page_text_slice (const TbkPageText *text, guint start, guint end);
/* Boxes of [start, end), one a line. Returns: (transfer full) (element-type TbkBox). */
GArray *tbk_page_text_boxes (const TbkPageText *text, guint start, guint end);

/* `reply`: a(dddd), of a TBK_RENDER_SEARCH; what is no box is left out. Returns: (transfer full) (element-type TbkBox). */
GArray *tbk_page_text_read_boxes (GVariant *reply);

G_END_DECLS
