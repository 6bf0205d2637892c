/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "tbk-doc-source.h"
#include "tbk-page-text.h"
#include "tbk-renderer.h"

G_BEGIN_DECLS

/* A document of pages, PDF or image, as the app knows it: what its renderer told of it. Main thread.
 *
 * Properties: "state" (TbkDocState).
 * Signals: "sizes" (guint page, guint pages): sizes of these are known now; "page-text" (guint page): its text and links
 * are known; "hits": what was found has changed; "outline": it is known. */
#define TBK_TYPE_DOC (tbk_doc_get_type ())
G_DECLARE_FINAL_TYPE (TbkDoc, tbk_doc, TBK, DOC, GObject)

typedef enum
{
  TBK_DOC_OPENING,
  TBK_DOC_LOCKED, /* wants a password: tbk_doc_open() with one */
  TBK_DOC_READY,
  TBK_DOC_FAILED, /* see tbk_doc_get_error() */
} TbkDocState;
#define TBK_TYPE_DOC_STATE (tbk_doc_state_get_type ())
GType tbk_doc_state_get_type (void);

typedef struct
{
  TbkBox box;
  guint page; /* where it leads; TBK_RENDER_NO_PAGE: to `uri` */
  char *uri;  /* http or https */
} TbkDocLink;

typedef struct
{
  guint depth;
  char *title;
  guint page; /* or TBK_RENDER_NO_PAGE */
} TbkDocTitle;

/* `kind`: "pdf" or "image". Opens it at once. */
TbkDoc *tbk_doc_new (TbkDocSource *source, const char *kind);
/* Again: with a password, or after an error. */
void tbk_doc_open (TbkDoc *self, const char *password);
/* Ends its renderer and what is read ahead: whoever shows it is done. */
void tbk_doc_close (TbkDoc *self);

TbkDocState tbk_doc_get_state (TbkDoc *self);
/* Returns: (transfer none) (nullable): why it is locked or failed. */
const GError *tbk_doc_get_error (TbkDoc *self);
TbkDocSource *tbk_doc_get_source (TbkDoc *self);
TbkRenderer *tbk_doc_get_renderer (TbkDoc *self);
/* Returns: (transfer none): what it was opened with, "" for none. */
const char *tbk_doc_get_password (TbkDoc *self);
/* "pdf" or "image". */
const char *tbk_doc_get_kind (TbkDoc *self);
guint tbk_doc_get_pages (TbkDoc *self);
gboolean tbk_doc_may (TbkDoc *self, TbkRenderMay what);
gboolean tbk_doc_is_size_known (TbkDoc *self, guint page);
/* In points; a guess by the first page's until it is known. */
void tbk_doc_get_size (TbkDoc *self, guint page, double *width, double *height);

/* The page is looked at: its size, then its text and links are asked for, once. */
void tbk_doc_look_at (TbkDoc *self, guint page);
/* Returns: (transfer none) (nullable): NULL until it is known. */
const TbkPageText *tbk_doc_get_text (TbkDoc *self, guint page);
/* Returns: (transfer none) (nullable) (element-type TbkDocLink). */
const GPtrArray *tbk_doc_get_links (TbkDoc *self, guint page);
/* Returns: (transfer none) (element-type TbkDocTitle): empty until it is known. */
const GPtrArray *tbk_doc_get_outline (TbkDoc *self);

typedef struct
{
  guint page;
  guint turns;
  double scale; /* pixels a point */
  guint x, y, width, height;
} TbkDocPart;

/* Draws a part of a page. Expected errors: those of tbk_renderer_call_async(). */
void tbk_doc_draw_async (TbkDoc *self,
                         const TbkDocPart *part,
                         TbkRendererPriority priority,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
/* Returns: (transfer full) (nullable). */
GdkTexture *tbk_doc_draw_finish (TbkDoc *self, GAsyncResult *result, GError **error);

/* --- tbk-doc-find.c --- */

#define TBK_DOC_MAX_HITS 5000

/* Looks for words, page by page from `page` on and round; "" forgets what was found. */
void tbk_doc_find (TbkDoc *self, const char *words, guint page);
/* Returns: (transfer none) (nullable) (element-type TbkBox): what was found on a page. */
const GArray *tbk_doc_get_hits (TbkDoc *self, guint page);
guint tbk_doc_get_n_hits (TbkDoc *self);
/* Whether it still looks. */
gboolean tbk_doc_is_finding (TbkDoc *self);
/* The hit after (or before) the one on `page` with the number `index`; -1: the first (last) of that page on. Goes round.
 * Returns: FALSE where there is none. */
gboolean tbk_doc_step_hit (TbkDoc *self, gboolean forward, guint *page, int *index);

G_END_DECLS
