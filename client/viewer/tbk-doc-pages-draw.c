/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-pages-private.h"

#include <math.h>

#include <glib/gi18n.h>

#define TILE TBK_RENDER_MAX_TILE
#define SCALE_STEPS 10000.0
#define BYTES_A_PIXEL 4
#define NEAR_PAGES 1 /* before and after those in view, drawn while nothing else is to do */

typedef struct
{
  guint columns;
  guint rows;
  guint width; /* of the page, in the tiles' pixels */
  guint height;
} Grid;

static guint
scale_key (TbkDocPages *self)
{
  return (guint) lround (tbk_doc_layout_get_scale (self->layout) * gtk_widget_get_scale_factor (GTK_WIDGET (self))
                         * SCALE_STEPS);
}

static Grid
make_grid (TbkDocPages *self, guint page, guint scale)
{
  double width, height;
  Grid grid;

  tbk_doc_layout_get_size (self->layout, page, &width, &height);
  grid.width = (guint) MAX (1, ceil (width * scale / SCALE_STEPS));
  grid.height = (guint) MAX (1, ceil (height * scale / SCALE_STEPS));
  grid.columns = (grid.width + TILE - 1) / TILE;
  grid.rows = (grid.height + TILE - 1) / TILE;
  return grid;
}

/* The tiles of a page that a rectangle of the widget touches: [first, last). */
typedef struct
{
  guint first_column, last_column, first_row, last_row;
} Span;

static void
cut_span (double from, double to, guint n, guint *first, guint *last)
{
  *first = (guint) CLAMP (floor (from / TILE), 0, n);
  *last = (guint) CLAMP (ceil (to / TILE), *first, n);
}

static Span
make_span (TbkDocPages *self, guint page, const Grid *grid)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  TbkDocRect rect = tbk_doc_pages_place_page (self, page);
  double across = grid->width / rect.width, down = grid->height / rect.height;
  Span span;

  cut_span (-rect.x * across, (view.width - rect.x) * across, grid->columns, &span.first_column, &span.last_column);
  cut_span (-rect.y * down, (view.height - rect.y) * down, grid->rows, &span.first_row, &span.last_row);
  return span;
}

static TbkTileKey
make_key (TbkDocPages *self, guint page, guint scale, guint column, guint row)
{
  return (TbkTileKey){ page, tbk_doc_layout_get_turns (self->layout), scale, column, row };
}

/* --- asking for tiles --- */

typedef struct
{
  TbkDocPages *self; /* weak */
  TbkTileKey key;
} Asked;

/* What is wrong with this page, whatever is done: the others may be well. */
static gboolean
is_broken (TbkDocPages *self, const GError *error)
{
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         && !g_error_matches (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_AWAY)
         && tbk_doc_source_get_error (tbk_doc_get_source (self->doc)) == NULL;
}

static const char *
broken_text (const GError *error)
{
  if (g_error_matches (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TIME))
    return _ ("This page cannot be shown: it takes too long.");
  if (g_error_matches (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TOO_LARGE))
    return _ ("This page cannot be shown: it is too large.");
  return _ ("This page cannot be shown.");
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;
  TbkDocPages *self = asked->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tbk_doc_draw_finish (TBK_DOC (source), result, &error);

  if (self != NULL && self->doc == TBK_DOC (source))
    {
      g_hash_table_remove (self->pending, &asked->key);
      if (texture != NULL)
        tbk_tile_cache_put (self->cache, &asked->key, G_OBJECT (texture),
                            (gsize) gdk_texture_get_width (texture)
                                * (gsize) gdk_texture_get_height (texture) * BYTES_A_PIXEL);
      else if (is_broken (self, error))
        g_hash_table_insert (self->broken, GUINT_TO_POINTER (asked->key.page), g_strdup (broken_text (error)));
      tbk_doc_pages_want (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  g_clear_weak_pointer (&asked->self);
  g_free (asked);
}

static void
ask (TbkDocPages *self, const TbkTileKey *key, const Grid *grid, TbkRendererPriority priority)
{
  Asked *asked;
  GCancellable *cancellable;
  TbkDocPart part = { .page = key->page, .turns = key->turns, .scale = key->scale / SCALE_STEPS };

  if (g_hash_table_contains (self->pending, key) || tbk_tile_cache_get (self->cache, key) != NULL)
    return;
  asked = g_new0 (Asked, 1);
  cancellable = g_cancellable_new ();
  g_set_weak_pointer (&asked->self, self);
  asked->key = *key;
  part.x = key->column * TILE;
  part.y = key->row * TILE;
  part.width = MIN (TILE, grid->width - part.x);
  part.height = MIN (TILE, grid->height - part.y);
  g_hash_table_insert (self->pending, g_memdup2 (key, sizeof *key), cancellable);
  tbk_doc_draw_async (self->doc, &part, priority, cancellable, drawn_cb, asked);
}

static void
ask_page (TbkDocPages *self, guint page)
{
  guint scale = scale_key (self);
  Grid grid = make_grid (self, page, scale);
  Span span = make_span (self, page, &grid);

  tbk_doc_look_at (self->doc, page);
  if (!tbk_doc_is_size_known (self->doc, page))
    return;
  for (guint row = span.first_row; row < span.last_row; row++)
    for (guint column = span.first_column; column < span.last_column; column++)
      {
        TbkTileKey key = make_key (self, page, scale, column, row);

        ask (self, &key, &grid, TBK_RENDERER_VISIBLE);
      }
}

/* Pages next to those in view: just where the whole is small, and nothing has to be fetched for it. */
static void
ask_near (TbkDocPages *self, guint page)
{
  guint scale = scale_key (self);
  Grid grid = make_grid (self, page, scale);

  if (grid.columns * grid.rows > 4 || !tbk_doc_is_size_known (self->doc, page)
      || tbk_doc_pages_get_broken (self, page) != NULL)
    return;
  for (guint row = 0; row < grid.rows; row++)
    for (guint column = 0; column < grid.columns; column++)
      {
        TbkTileKey key = make_key (self, page, scale, column, row);

        ask (self, &key, &grid, TBK_RENDERER_NEAR);
      }
}

/* What was asked for and is far from view by now, or of another size, is not drawn any more. */
static void
drop_far (TbkDocPages *self, guint first, guint last)
{
  GHashTableIter iter;
  gpointer key, cancellable;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &key, &cancellable))
    {
      const TbkTileKey *tile = key;

      if (tile->page + NEAR_PAGES >= first && tile->page <= last + NEAR_PAGES && tile->scale == scale_key (self)
          && tile->turns == tbk_doc_layout_get_turns (self->layout))
        continue;
      g_cancellable_cancel (cancellable);
    }
}

static void
want_cb (gpointer data)
{
  TbkDocPages *self = data;
  guint first, last;

  self->want_id = 0;
  if (self->doc == NULL || tbk_doc_get_state (self->doc) != TBK_DOC_READY
      || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || tbk_doc_source_get_error (tbk_doc_get_source (self->doc)) != NULL
      || !tbk_doc_pages_get_visible (self, &first, &last))
    return;
  drop_far (self, first, last);
  for (guint page = first; page <= last; page++)
    if (tbk_doc_pages_get_broken (self, page) == NULL)
      ask_page (self, page);
  if (!tbk_doc_source_is_complete (tbk_doc_get_source (self->doc)))
    return;
  for (guint near = 1; near <= NEAR_PAGES; near++)
    {
      if (last + near < tbk_doc_layout_get_pages (self->layout))
        ask_near (self, last + near);
      if (first >= near)
        ask_near (self, first - near);
    }
}

void
tbk_doc_pages_want (TbkDocPages *self)
{
  if (self->want_id == 0)
    self->want_id = g_idle_add_once (want_cb, self);
}

void
tbk_doc_pages_unwant (TbkDocPages *self)
{
  GHashTableIter iter;
  gpointer cancellable;

  g_clear_handle_id (&self->want_id, g_source_remove);
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &cancellable))
    g_cancellable_cancel (cancellable);
  g_hash_table_remove_all (self->pending);
}

static gboolean
has_tiles (TbkDocPages *self, guint page)
{
  guint scale = scale_key (self);
  Grid grid = make_grid (self, page, scale);
  Span span = make_span (self, page, &grid);

  for (guint row = span.first_row; row < span.last_row; row++)
    for (guint column = span.first_column; column < span.last_column; column++)
      {
        TbkTileKey key = make_key (self, page, scale, column, row);

        if (tbk_tile_cache_get (self->cache, &key) == NULL)
          return FALSE;
      }
  return TRUE;
}

gboolean
tbk_doc_pages_is_settled (TbkDocPages *self)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  guint first, last;

  if (self->want_id != 0 || view.width < 1 || view.height < 1 || !tbk_doc_pages_get_visible (self, &first, &last))
    return FALSE;
  for (guint page = first; page <= last; page++)
    if (tbk_doc_pages_get_broken (self, page) == NULL && !has_tiles (self, page))
      return FALSE;
  return TRUE;
}

/* --- drawing --- */

/* A rectangle in the style of `name`. */
static void
draw_styled (TbkDocPages *self, GtkSnapshot *snapshot, const char *name, const TbkDocRect *rect)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  gtk_style_context_save (context);
  gtk_style_context_add_class (context, name);
  gtk_snapshot_render_background (snapshot, context, rect->x, rect->y, rect->width, rect->height);
  gtk_snapshot_render_frame (snapshot, context, rect->x, rect->y, rect->width, rect->height);
  gtk_style_context_restore (context);
}

static void
draw_tiles (TbkDocPages *self, GtkSnapshot *snapshot, guint page, guint scale)
{
  TbkDocRect rect = tbk_doc_pages_place_page (self, page);
  Grid grid = make_grid (self, page, scale);
  Span span = make_span (self, page, &grid);
  double across = rect.width / grid.width, down = rect.height / grid.height;

  for (guint row = span.first_row; row < span.last_row; row++)
    for (guint column = span.first_column; column < span.last_column; column++)
      {
        TbkTileKey key = make_key (self, page, scale, column, row);
        GObject *tile = tbk_tile_cache_get (self->cache, &key);
        graphene_rect_t at;

        if (tile == NULL)
          continue;
        graphene_rect_init (&at, (float) (rect.x + column * TILE * across), (float) (rect.y + row * TILE * down),
                            (float) (gdk_texture_get_width (GDK_TEXTURE (tile)) * across),
                            (float) (gdk_texture_get_height (GDK_TEXTURE (tile)) * down));
        gtk_snapshot_append_texture (snapshot, GDK_TEXTURE (tile), &at);
      }
}

static void
draw_broken (TbkDocPages *self, GtkSnapshot *snapshot, const TbkDocRect *rect, const char *why)
{
  g_autoptr (PangoLayout) text = gtk_widget_create_pango_layout (GTK_WIDGET (self), why);
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  int height;

  pango_layout_set_width (text, (int) (MAX (1, rect->width - 2 * TBK_DOC_GAP) * PANGO_SCALE));
  pango_layout_set_wrap (text, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (text, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (text, NULL, &height);
  gtk_style_context_save (context);
  gtk_style_context_add_class (context, "paper");
  gtk_snapshot_render_layout (snapshot, context, rect->x + TBK_DOC_GAP,
                              rect->y + MAX (0, (MIN (rect->height, 400) - height) / 2), text);
  gtk_style_context_restore (context);
}

static void
draw_boxes (TbkDocPages *self, GtkSnapshot *snapshot, guint page, const GArray *boxes, const char *name)
{
  for (guint i = 0; boxes != NULL && i < boxes->len; i++)
    {
      TbkDocRect rect = tbk_doc_pages_place_box (self, page, &g_array_index (boxes, TbkBox, i));
      gboolean current = g_str_equal (name, "hit") && self->hit_page == page && self->hit_index == (int) i;

      draw_styled (self, snapshot, current ? "current-hit" : name, &rect);
    }
}

static void
draw_selection (TbkDocPages *self, GtkSnapshot *snapshot, guint page)
{
  const TbkPageText *text = tbk_doc_get_text (self->doc, page);
  g_autoptr (GArray) boxes = NULL;
  TbkDocPlace start, end;

  tbk_doc_pages_get_range (self, &start, &end);
  if (text == NULL || page < start.page || page > end.page)
    return;
  boxes = tbk_page_text_boxes (text, page == start.page ? start.place : 0, page == end.page ? end.place : G_MAXUINT);
  draw_boxes (self, snapshot, page, boxes, "selected-text");
}

static void
draw_link (TbkDocPages *self, GtkSnapshot *snapshot, guint page)
{
  const TbkDocLink *link = tbk_doc_pages_get_link (self);
  TbkDocRect rect;

  if (link == NULL || self->link_page != page)
    return;
  rect = tbk_doc_pages_place_box (self, page, &link->box);
  draw_styled (self, snapshot, "focused-link", &rect);
}

static void
draw_page (TbkDocPages *self, GtkSnapshot *snapshot, guint page)
{
  TbkDocRect rect = tbk_doc_pages_place_page (self, page);
  guint scale = scale_key (self);
  const char *broken = tbk_doc_pages_get_broken (self, page);
  graphene_rect_t clip;

  draw_styled (self, snapshot, "paper", &rect);
  graphene_rect_init (&clip, (float) rect.x, (float) rect.y, (float) rect.width, (float) rect.height);
  gtk_snapshot_push_clip (snapshot, &clip);
  if (broken != NULL)
    draw_broken (self, snapshot, &rect, broken);
  else
    {
      /* while it is drawn anew, what was there before: coarse, but there */
      if (self->old_scale != 0 && !has_tiles (self, page))
        draw_tiles (self, snapshot, page, self->old_scale);
      draw_tiles (self, snapshot, page, scale);
    }
  draw_boxes (self, snapshot, page, tbk_doc_get_hits (self->doc, page), "hit");
  draw_selection (self, snapshot, page);
  draw_link (self, snapshot, page);
  gtk_snapshot_pop (snapshot);
}

void
tbk_doc_pages_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TbkDocPages *self = TBK_DOC_PAGES (widget);
  guint first, last;

  if (self->doc == NULL || !tbk_doc_pages_get_visible (self, &first, &last))
    return;
  for (guint page = first; page <= last; page++)
    draw_page (self, snapshot, page);
}
