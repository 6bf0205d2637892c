/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Documents for tests, made here: good ones by cairo, bad ones by hand. Any thread. */

/* A4 pages of text; each has the words "cláusula N" and "cacao"; the first has a link to the third page and one to
 * https://example.com/; each is a title of the outline. Returns: (transfer full). */
GBytes *tbk_doc_maker_text (guint n_pages);
/* A4 pages that are pictures of noise, as a scanner makes them: JPEG does not make them small. Returns: (transfer full):
 * about `bytes` a page. */
GBytes *tbk_doc_maker_scan (guint n_pages, gsize bytes);
/* A PDF of one page by hand: `page` is put into the page's dictionary, `content` is its drawing, `more` further objects
 * ("5 0 obj ... endobj\n"), `trailer` into the trailer. Any may be NULL. Returns: (transfer full). */
typedef struct
{
  const char *catalog; /* into the catalog's dictionary */
  const char *page;    /* instead of "/MediaBox [0 0 595 842]" */
  const char *content;
  const char *stream; /* into the dictionary of the drawing */
  const char *more;
  const char *trailer;
} TbkDocMakerPdf;
GBytes *tbk_doc_maker_pdf (const TbkDocMakerPdf *parts);
/* One page, opened by the password "cacao". Returns: (transfer full). */
GBytes *tbk_doc_maker_locked (void);
/* A picture, "png", "jpeg" or "tiff". Returns: (transfer full). */
GBytes *tbk_doc_maker_image (const char *type, int width, int height);
/* A TIFF of grey pages, page i of width + i pixels, 200 dots an inch across and 100 down, as a fax is. With `loop` the last
 * page is followed by the first. Returns: (transfer full). */
GBytes *tbk_doc_maker_fax (guint n_pages, guint width, guint height, gboolean loop);
/* A PNG that says it has this size and holds nothing. Returns: (transfer full). */
GBytes *tbk_doc_maker_png_bomb (guint32 width, guint32 height);

/* Writes it into the test's folder. Returns: (transfer full): its path. */
char *tbk_doc_maker_write (const char *name, GBytes *bytes);

G_END_DECLS
