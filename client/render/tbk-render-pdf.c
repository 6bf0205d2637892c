/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-document.h"

#include <poppler.h>

#define MAX_CHARACTERS 100000 /* of a page's text */
#define MAX_HITS 1000         /* a page */
#define MAX_LINKS 1000        /* a page */
#define MAX_TITLES 2000
#define MAX_DEPTH 16
#define MAX_TITLE 200 /* characters */
#define MAX_URI 2048  /* bytes */

/* names of our own: poppler-glib has cleanups for its types from some version on */
typedef PopplerPage Page;
typedef PopplerDest Dest;
typedef PopplerDocument Document;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dest, poppler_dest_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, g_object_unref)

typedef struct
{
  TbkRenderDocument base;
  PopplerDocument *document;
} Pdf;

static void
pdf_free (TbkRenderDocument *doc)
{
  Pdf *pdf = (Pdf *) doc;

  g_object_unref (pdf->document);
  g_free (pdf);
}

static PopplerPage *
get_page (TbkRenderDocument *doc, guint page)
{
  return poppler_document_get_page (((Pdf *) doc)->document, (int) page);
}

static gboolean
pdf_size (TbkRenderDocument *doc, guint number, double *width, double *height)
{
  g_autoptr (Page) page = get_page (doc, number);

  if (page == NULL)
    return FALSE;
  poppler_page_get_size (page, width, height);
  return TRUE;
}

static gboolean
pdf_draw (TbkRenderDocument *doc, guint number, cairo_t *cr, gboolean printing, GError **error)
{
  g_autoptr (Page) page = get_page (doc, number);

  if (page == NULL)
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DAMAGED, "page %u cannot be read", number + 1);
      return FALSE;
    }
  if (printing)
    poppler_page_render_for_printing (page, cr);
  else
    poppler_page_render (page, cr);
  return TRUE;
}

/* A box in the order that the app wants. One that is no box becomes an empty one. */
static GVariant *
box (double x1, double y1, double x2, double y2)
{
  double left = MIN (x1, x2), top = MIN (y1, y2), right = MAX (x1, x2), bottom = MAX (y1, y2);

  if (!tbk_render_box_is_sound (left, top, right, bottom))
    return g_variant_new ("(dddd)", 0.0, 0.0, 0.0, 0.0);
  return g_variant_new ("(dddd)", left, top, right, bottom);
}

static GVariant *
pdf_text (TbkRenderDocument *doc, guint number)
{
  g_autoptr (Page) page = get_page (doc, number);
  g_autofree char *text = page != NULL ? poppler_page_get_text (page) : NULL;
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree PopplerRectangle *boxes = NULL;
  g_autofree char *shown = NULL;
  GVariantBuilder builder;
  guint n = 0;

  if (page == NULL || !poppler_page_get_text_layout (page, &boxes, &n))
    n = 0;
  n = MIN (MIN (n, (guint) g_utf8_strlen (valid, -1)), MAX_CHARACTERS);
  shown = g_utf8_substring (valid, 0, n);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(dddd)"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add_value (&builder, box (boxes[i].x1, boxes[i].y1, boxes[i].x2, boxes[i].y2));
  return g_variant_new ("(sa(dddd))", shown, &builder);
}

static GVariant *
pdf_search (TbkRenderDocument *doc, guint number, const char *words)
{
  g_autoptr (Page) page = get_page (doc, number);
  GVariantBuilder builder;
  GList *hits = NULL;
  guint n = 0;
  double height = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(dddd)"));
  if (page != NULL)
    {
      poppler_page_get_size (page, NULL, &height);
      hits = poppler_page_find_text_with_options (page, words, POPPLER_FIND_IGNORE_DIACRITICS | POPPLER_FIND_MULTILINE);
    }
  for (GList *hit = hits; hit != NULL && n < MAX_HITS; hit = hit->next, n++)
    {
      PopplerRectangle *at = hit->data;

      g_variant_builder_add_value (&builder, box (at->x1, height - at->y1, at->x2, height - at->y2));
    }
  g_list_free_full (hits, (GDestroyNotify) poppler_rectangle_free);
  return g_variant_builder_end (&builder);
}

/* --- where links and titles lead --- */

static guint32
page_of_dest (TbkRenderDocument *doc, PopplerDest *dest)
{
  g_autoptr (Dest) found = NULL;

  if (dest != NULL && dest->type == POPPLER_DEST_NAMED && dest->named_dest != NULL)
    dest = found = poppler_document_find_dest (((Pdf *) doc)->document, dest->named_dest);
  if (dest == NULL || dest->page_num < 1 || (guint) dest->page_num > doc->n_pages)
    return TBK_RENDER_NO_PAGE;
  return (guint32) dest->page_num - 1;
}

static guint32
page_of (TbkRenderDocument *doc, PopplerAction *action)
{
  return action != NULL && action->type == POPPLER_ACTION_GOTO_DEST ? page_of_dest (doc, action->goto_dest.dest)
                                                                    : TBK_RENDER_NO_PAGE;
}

/* Just these: whatever else an action would start is nothing that a document may do. */
static const char *
uri_of (PopplerAction *action)
{
  const char *uri = action != NULL && action->type == POPPLER_ACTION_URI ? action->uri.uri : NULL;

  if (uri == NULL || strlen (uri) > MAX_URI || !g_utf8_validate (uri, -1, NULL)
      || (g_ascii_strncasecmp (uri, "https://", 8) != 0 && g_ascii_strncasecmp (uri, "http://", 7) != 0))
    return "";
  return uri;
}

static GVariant *
pdf_links (TbkRenderDocument *doc, guint number)
{
  g_autoptr (Page) page = get_page (doc, number);
  GVariantBuilder builder;
  GList *links = page != NULL ? g_list_reverse (poppler_page_get_link_mapping (page)) : NULL;
  double height = 0;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ddddus)"));
  if (page != NULL)
    poppler_page_get_size (page, NULL, &height);
  for (GList *item = links; item != NULL && n < MAX_LINKS; item = item->next)
    {
      PopplerLinkMapping *link = item->data;
      guint32 to = page_of (doc, link->action);
      const char *uri = uri_of (link->action);
      double x1 = MIN (link->area.x1, link->area.x2), x2 = MAX (link->area.x1, link->area.x2);
      double y1 = height - MAX (link->area.y1, link->area.y2), y2 = height - MIN (link->area.y1, link->area.y2);

      if ((to == TBK_RENDER_NO_PAGE && uri[0] == '\0') || !tbk_render_box_is_sound (x1, y1, x2, y2))
        continue;
      g_variant_builder_add (&builder, "(ddddus)", x1, y1, x2, y2, to, uri);
      n++;
    }
  poppler_page_free_link_mapping (links);
  return g_variant_builder_end (&builder);
}

typedef struct
{
  TbkRenderDocument *doc;
  GVariantBuilder builder;
  guint n;
} Titles;

static void
add_title (Titles *titles, PopplerAction *action, guint depth)
{
  const char *text = action != NULL && action->any.title != NULL ? action->any.title : "";
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *shown = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_TITLE));

  g_variant_builder_add (&titles->builder, "(usu)", depth, shown, page_of (titles->doc, action));
  titles->n++;
}

/* Takes over `iter`. */
static void
add_titles (Titles *titles, PopplerIndexIter *iter, guint depth)
{
  if (iter == NULL)
    return;
  do
    {
      PopplerAction *action = poppler_index_iter_get_action (iter);

      add_title (titles, action, depth);
      g_clear_pointer (&action, poppler_action_free);
      if (depth + 1 < MAX_DEPTH)
        add_titles (titles, poppler_index_iter_get_child (iter), depth + 1);
    }
  while (titles->n < MAX_TITLES && poppler_index_iter_next (iter));
  poppler_index_iter_free (iter);
}

static GVariant *
pdf_outline (TbkRenderDocument *doc)
{
  Titles titles = { .doc = doc };

  g_variant_builder_init (&titles.builder, G_VARIANT_TYPE ("a(usu)"));
  add_titles (&titles, poppler_index_iter_new (((Pdf *) doc)->document), 0);
  return g_variant_builder_end (&titles.builder);
}

/* --- opening --- */

static const TbkRenderClass pdf_class = {
  .free = pdf_free,
  .size = pdf_size,
  .draw = pdf_draw,
  .text = pdf_text,
  .search = pdf_search,
  .outline = pdf_outline,
  .links = pdf_links,
};

static TbkRenderMay
allowed (PopplerDocument *document)
{
  PopplerPermissions has = poppler_document_get_permissions (document);

  return ((has & POPPLER_PERMISSIONS_OK_TO_PRINT) != 0 ? TBK_RENDER_MAY_PRINT : 0)
         | ((has & POPPLER_PERMISSIONS_OK_TO_COPY) != 0 ? TBK_RENDER_MAY_COPY : 0);
}

TbkRenderDocument *
tbk_render_pdf_open (GInputStream *stream, goffset size, const char *password, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (Document) document = poppler_document_new_from_stream (stream, size, password, NULL, &reason);
  int n_pages = document != NULL ? poppler_document_get_n_pages (document) : 0;
  Pdf *pdf;

  if (g_error_matches (reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_LOCKED, "it wants %s",
                   password[0] != '\0' ? "another password" : "a password");
      return NULL;
    }
  if (n_pages < 1)
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DAMAGED, "%s",
                   reason != NULL ? reason->message : "it has no pages");
      return NULL;
    }
  pdf = g_new0 (Pdf, 1);
  pdf->base = (TbkRenderDocument){ &pdf_class, MIN ((guint) n_pages, TBK_RENDER_MAX_PAGES), allowed (document) };
  pdf->document = g_steal_pointer (&document);
  return &pdf->base;
}
