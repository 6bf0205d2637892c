/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-private.h"

#define SIZES_AT_ONCE 200 /* pages */
#define MAX_READ 128      /* pages whose text and links are kept */

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SIZES,
  PAGE_TEXT,
  HITS,
  OUTLINE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TbkDoc, tbk_doc, G_TYPE_OBJECT)

GType
tbk_doc_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { TBK_DOC_OPENING, "TBK_DOC_OPENING", "opening" },
        { TBK_DOC_LOCKED, "TBK_DOC_LOCKED", "locked" },
        { TBK_DOC_READY, "TBK_DOC_READY", "ready" },
        { TBK_DOC_FAILED, "TBK_DOC_FAILED", "failed" },
        { 0 },
      };

      g_once_init_leave (&type, g_enum_register_static ("TbkDocState", values));
    }
  return type;
}

static void
free_link (gpointer data)
{
  TbkDocLink *link = data;

  g_free (link->uri);
  g_free (link);
}

static void
free_title (gpointer data)
{
  TbkDocTitle *title = data;

  g_free (title->title);
  g_free (title);
}

static void
clear_page (gpointer data)
{
  TbkDocPage *page = data;

  g_clear_pointer (&page->text, tbk_page_text_free);
  g_clear_pointer (&page->links, g_ptr_array_unref);
  g_clear_pointer (&page->hits, g_array_unref);
}

TbkDocPage *
tbk_doc_page (TbkDoc *self, guint page)
{
  return &g_array_index (self->pages, TbkDocPage, page);
}

static void
set_state (TbkDoc *self, TbkDocState state, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- sizes --- */

typedef struct
{
  TbkDoc *self;
  guint first;
} Asked;

static Asked *
asked_new (TbkDoc *self, guint first)
{
  Asked *asked = g_new0 (Asked, 1);

  *asked = (Asked){ g_object_ref (self), first };
  return asked;
}

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->self);
  g_free (asked);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

/* What the renderer may not say is as if it had not. */
static gboolean
is_size (double width, double height)
{
  return width >= 1 && height >= 1 && width <= TBK_RENDER_MAX_POINTS && height <= TBK_RENDER_MAX_POINTS;
}

static void
take_sizes (TbkDoc *self, guint first, GVariant *reply)
{
  guint n = (guint) MIN (g_variant_n_children (reply), self->pages->len - first);

  for (guint i = 0; i < n; i++)
    {
      TbkDocPage *page = tbk_doc_page (self, first + i);
      double width, height;

      g_variant_get_child (reply, i, "(dd)", &width, &height);
      if (is_size (width, height))
        {
          page->width = width;
          page->height = height;
        }
      page->known = TRUE;
    }
  g_signal_emit (self, signals[SIZES], 0, first, n);
}

static void ask_more_sizes (TbkDoc *self);

static void
sizes_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  TbkDoc *self = asked->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, &error);

  if (asked->first >= self->pages->len || is_cancelled (error))
    return;
  if (reply != NULL)
    {
      take_sizes (self, asked->first, reply);
      return;
    }
  /* it is asked again when the line is back; otherwise the guess is all that will be known */
  if (tbk_doc_source_get_error (self->source) != NULL)
    tbk_doc_page (self, asked->first)->asked = FALSE;
  else
    tbk_doc_page (self, asked->first)->known = TRUE;
  g_signal_emit (self, signals[SIZES], 0, asked->first, 1);
}

static void
more_sizes_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, NULL);

  if (reply == NULL || asked->first >= asked->self->pages->len)
    return;
  take_sizes (asked->self, asked->first, reply);
  ask_more_sizes (asked->self);
}

/* Those of all pages, when the whole file is there: before, each would have to be fetched. */
static void
ask_more_sizes (TbkDoc *self)
{
  guint first = self->sized;
  guint n = MIN (SIZES_AT_ONCE, self->pages->len - first);

  if (n == 0 || !tbk_doc_source_is_complete (self->source))
    return;
  self->sized += n;
  tbk_renderer_call_async (self->renderer, TBK_RENDER_SIZES, g_variant_new ("(uu)", first, n), -1, TBK_RENDERER_VISIBLE,
                           self->cancellable, more_sizes_cb, asked_new (self, first));
}

/* --- text, links, outline --- */

static void
text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, NULL);
  TbkDocPage *page;

  if (reply == NULL || asked->first >= asked->self->pages->len)
    return;
  page = tbk_doc_page (asked->self, asked->first);
  g_clear_pointer (&page->text, tbk_page_text_free);
  page->text = tbk_page_text_new (reply);
  g_signal_emit (asked->self, signals[PAGE_TEXT], 0, asked->first);
}

static gboolean
is_web (const char *uri)
{
  return g_str_has_prefix (uri, "https://") || g_str_has_prefix (uri, "http://") || g_str_has_prefix (uri, "HTTP");
}

static GPtrArray *
read_links (GVariant *reply, guint n_pages)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (free_link);
  GVariantIter iter;
  TbkBox box;
  guint page;
  const char *uri;

  g_variant_iter_init (&iter, reply);
  while (g_variant_iter_next (&iter, "(ddddu&s)", &box.x1, &box.y1, &box.x2, &box.y2, &page, &uri))
    {
      TbkDocLink *link;

      if (!tbk_render_box_is_sound (box.x1, box.y1, box.x2, box.y2) || (page >= n_pages && !is_web (uri)))
        continue;
      link = g_new0 (TbkDocLink, 1);
      *link = (TbkDocLink){ box, page < n_pages ? page : TBK_RENDER_NO_PAGE, g_strdup (uri) };
      g_ptr_array_add (links, link);
    }
  return links;
}

static void
links_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, NULL);
  TbkDocPage *page;

  if (reply == NULL || asked->first >= asked->self->pages->len)
    return;
  page = tbk_doc_page (asked->self, asked->first);
  g_clear_pointer (&page->links, g_ptr_array_unref);
  page->links = read_links (reply, asked->self->pages->len);
  g_signal_emit (asked->self, signals[PAGE_TEXT], 0, asked->first);
}

/* Text and links of a page that was looked at long ago go; they are asked for again when it is seen again. */
static void
note_read (TbkDoc *self, guint number)
{
  TbkDocPage *page;

  g_queue_push_tail (&self->read, GUINT_TO_POINTER (number));
  if (g_queue_get_length (&self->read) <= MAX_READ)
    return;
  page = tbk_doc_page (self, GPOINTER_TO_UINT (g_queue_pop_head (&self->read)));
  page->asked = FALSE;
  g_clear_pointer (&page->text, tbk_page_text_free);
  g_clear_pointer (&page->links, g_ptr_array_unref);
}

void
tbk_doc_look_at (TbkDoc *self, guint number)
{
  TbkDocPage *page = tbk_doc_page (self, number);

  if (page->asked || self->state != TBK_DOC_READY)
    return;
  page->asked = TRUE;
  note_read (self, number);
  if (!page->known)
    tbk_renderer_call_async (self->renderer, TBK_RENDER_SIZES, g_variant_new ("(uu)", number, 1),
                             -1, TBK_RENDERER_VISIBLE, self->cancellable, sizes_cb,
                             asked_new (self, number));
  tbk_renderer_call_async (self->renderer, TBK_RENDER_TEXT, g_variant_new ("(u)", number), -1, TBK_RENDERER_NEAR,
                           self->cancellable, text_cb, asked_new (self, number));
  tbk_renderer_call_async (self->renderer, TBK_RENDER_LINKS, g_variant_new ("(u)", number), -1, TBK_RENDERER_NEAR,
                           self->cancellable, links_cb, asked_new (self, number));
}

static void
outline_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  TbkDoc *self = asked->self;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, NULL);
  GVariantIter iter;
  guint depth, page;
  const char *text;

  if (reply == NULL)
    return;
  g_ptr_array_set_size (self->outline, 0);
  g_variant_iter_init (&iter, reply);
  while (g_variant_iter_next (&iter, "(u&su)", &depth, &text, &page))
    {
      TbkDocTitle *title = g_new0 (TbkDocTitle, 1);

      *title = (TbkDocTitle){ depth, g_strdup (text), page < self->pages->len ? page : TBK_RENDER_NO_PAGE };
      g_ptr_array_add (self->outline, title);
    }
  g_signal_emit (self, signals[OUTLINE], 0);
}

/* --- the whole --- */

static void
ask_whole (TbkDoc *self)
{
  if (self->state != TBK_DOC_READY || !tbk_doc_source_is_complete (self->source) || self->sized > 0)
    return;
  ask_more_sizes (self);
  tbk_renderer_call_async (self->renderer, TBK_RENDER_OUTLINE, g_variant_new ("()"), -1, TBK_RENDERER_NEAR,
                           self->cancellable, outline_cb, asked_new (self, 0));
}

void
tbk_doc_note_drawn (TbkDoc *self)
{
  if (self->drawn)
    return;
  self->drawn = TRUE;
  tbk_doc_source_read_ahead (self->source, TRUE);
}

static void
first_size_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  TbkDoc *self = asked->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, &error);
  TbkDocPage *first = tbk_doc_page (self, 0);

  if (is_cancelled (error))
    return;
  if (reply == NULL)
    {
      set_state (self, TBK_DOC_FAILED, error);
      return;
    }
  take_sizes (self, 0, reply);
  for (guint i = 1; i < self->pages->len; i++)
    {
      tbk_doc_page (self, i)->width = first->width;
      tbk_doc_page (self, i)->height = first->height;
    }
  set_state (self, TBK_DOC_READY, NULL);
  ask_whole (self);
}

static void
take_pages (TbkDoc *self, GVariant *reply)
{
  guint n, may;

  g_variant_get (reply, "(uu)", &n, &may);
  n = CLAMP (n, 1, TBK_RENDER_MAX_PAGES);
  self->may = may;
  g_queue_clear (&self->read);
  g_array_set_size (self->pages, 0);
  g_array_set_size (self->pages, n);
  for (guint i = 0; i < n; i++)
    {
      tbk_doc_page (self, i)->width = 612;
      tbk_doc_page (self, i)->height = 792;
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  TbkDoc *self = asked->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, &error);

  if (is_cancelled (error))
    return;
  if (reply == NULL)
    {
      gboolean locked = g_error_matches (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_LOCKED);

      set_state (self, locked ? TBK_DOC_LOCKED : TBK_DOC_FAILED, error);
      return;
    }
  take_pages (self, reply);
  tbk_renderer_call_async (self->renderer, TBK_RENDER_SIZES, g_variant_new ("(uu)", 0, 1), -1, TBK_RENDERER_OPENING,
                           self->cancellable, first_size_cb, asked_new (self, 0));
}

void
tbk_doc_open (TbkDoc *self, const char *password)
{
  g_autofree char *kept = g_strdup (password); /* it may be our own */

  g_free (self->password);
  self->password = g_steal_pointer (&kept);
  set_state (self, TBK_DOC_OPENING, NULL);
  tbk_renderer_open_async (self->renderer, self->password, self->cancellable, opened_cb, asked_new (self, 0));
}

void
tbk_doc_close (TbkDoc *self)
{
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->finding);
  tbk_doc_source_read_ahead (self->source, FALSE);
  tbk_renderer_close (self->renderer);
}

TbkDocState
tbk_doc_get_state (TbkDoc *self)
{
  return self->state;
}

const GError *
tbk_doc_get_error (TbkDoc *self)
{
  return self->error;
}

TbkDocSource *
tbk_doc_get_source (TbkDoc *self)
{
  return self->source;
}

TbkRenderer *
tbk_doc_get_renderer (TbkDoc *self)
{
  return self->renderer;
}

guint
tbk_doc_get_pages (TbkDoc *self)
{
  return self->pages->len;
}

const char *
tbk_doc_get_password (TbkDoc *self)
{
  return self->password;
}

const char *
tbk_doc_get_kind (TbkDoc *self)
{
  return self->kind;
}

gboolean
tbk_doc_is_size_known (TbkDoc *self, guint page)
{
  return tbk_doc_page (self, page)->known;
}

gboolean
tbk_doc_may (TbkDoc *self, TbkRenderMay what)
{
  return (self->may & what) != 0;
}

void
tbk_doc_get_size (TbkDoc *self, guint page, double *width, double *height)
{
  *width = tbk_doc_page (self, page)->width;
  *height = tbk_doc_page (self, page)->height;
}

const TbkPageText *
tbk_doc_get_text (TbkDoc *self, guint page)
{
  return tbk_doc_page (self, page)->text;
}

const GPtrArray *
tbk_doc_get_links (TbkDoc *self, guint page)
{
  return tbk_doc_page (self, page)->links;
}

const GPtrArray *
tbk_doc_get_outline (TbkDoc *self)
{
  return self->outline;
}

void
tbk_doc_emit_hits (TbkDoc *self)
{
  g_signal_emit (self, signals[HITS], 0);
}

/* --- GObject --- */

static void
tbk_doc_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_enum (value, TBK_DOC (object)->state);
}

static void
tbk_doc_finalize (GObject *object)
{
  TbkDoc *self = TBK_DOC (object);

  g_object_unref (self->renderer);
  g_object_unref (self->source);
  g_object_unref (self->cancellable);
  g_clear_object (&self->finding);
  g_clear_error (&self->error);
  g_queue_clear (&self->read);
  g_array_unref (self->pages);
  g_ptr_array_unref (self->outline);
  g_free (self->words);
  g_free (self->kind);
  g_free (self->password);
  G_OBJECT_CLASS (tbk_doc_parent_class)->finalize (object);
}

static void
tbk_doc_class_init (TbkDocClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_doc_get_property;
  object_class->finalize = tbk_doc_finalize;
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TBK_TYPE_DOC_STATE, TBK_DOC_OPENING,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIZES] = g_signal_new ("sizes", TBK_TYPE_DOC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_UINT, G_TYPE_UINT);
  signals[PAGE_TEXT] = g_signal_new ("page-text", TBK_TYPE_DOC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     G_TYPE_UINT);
  signals[HITS] = g_signal_new ("hits", TBK_TYPE_DOC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OUTLINE] = g_signal_new ("outline", TBK_TYPE_DOC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tbk_doc_init (TbkDoc *self)
{
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->read);
  self->pages = g_array_new (FALSE, TRUE, sizeof (TbkDocPage));
  g_array_set_clear_func (self->pages, clear_page);
  self->outline = g_ptr_array_new_with_free_func (free_title);
}

TbkDoc *
tbk_doc_new (TbkDocSource *source, const char *kind)
{
  TbkDoc *self = g_object_new (TBK_TYPE_DOC, NULL);

  self->source = g_object_ref (source);
  self->kind = g_strdup (kind);
  self->renderer = tbk_renderer_new (source, kind);
  g_signal_connect_object (source, "notify::complete", G_CALLBACK (ask_whole), self, G_CONNECT_SWAPPED);
  tbk_doc_open (self, "");
  return self;
}
