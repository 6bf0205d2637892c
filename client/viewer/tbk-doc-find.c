/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-private.h"

typedef struct
{
  TbkDoc *self;
  GCancellable *finding; /* which search it belongs to */
  guint page;
} Look;

static void look (TbkDoc *self);

static void
take_hits (TbkDoc *self, guint number, GVariant *reply)
{
  TbkDocPage *page = tbk_doc_page (self, number);

  page->hits = tbk_page_text_read_boxes (reply);
  g_array_set_size (page->hits, MIN (page->hits->len, TBK_DOC_MAX_HITS - self->n_hits));
  self->n_hits += page->hits->len;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Look *done = data;
  g_autoptr (TbkDoc) self = done->self;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, NULL);
  gboolean current = done->finding == self->finding && !g_cancellable_is_cancelled (done->finding);

  /* a page that cannot be searched is one where nothing is found */
  if (current && done->page < self->pages->len)
    {
      if (reply != NULL)
        take_hits (self, done->page, reply);
      self->find_done++;
      look (self);
      tbk_doc_emit_hits (self);
    }
  g_object_unref (done->finding);
  g_free (done);
}

static void
look (TbkDoc *self)
{
  Look *next;

  if (!tbk_doc_is_finding (self))
    return;
  next = g_new0 (Look, 1);
  *next = (Look){ g_object_ref (self), g_object_ref (self->finding),
                  (self->find_first + self->find_done) % self->pages->len };
  tbk_renderer_call_async (self->renderer, TBK_RENDER_SEARCH, g_variant_new ("(us)", next->page, self->words), -1,
                           TBK_RENDERER_ASKED, self->finding, found_cb, next);
}

static void
forget (TbkDoc *self)
{
  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->words, g_free);
  for (guint i = 0; i < self->pages->len; i++)
    g_clear_pointer (&tbk_doc_page (self, i)->hits, g_array_unref);
  self->n_hits = 0;
  self->find_done = 0;
}

void
tbk_doc_find (TbkDoc *self, const char *words, guint page)
{
  forget (self);
  if (words[0] != '\0' && self->state == TBK_DOC_READY)
    {
      self->words = g_strdup (words);
      self->find_first = page < self->pages->len ? page : 0;
      self->finding = g_cancellable_new ();
      look (self);
    }
  tbk_doc_emit_hits (self);
}

const GArray *
tbk_doc_get_hits (TbkDoc *self, guint page)
{
  return tbk_doc_page (self, page)->hits;
}

guint
tbk_doc_get_n_hits (TbkDoc *self)
{
  return self->n_hits;
}

gboolean
tbk_doc_is_finding (TbkDoc *self)
{
  return self->words != NULL && self->find_done < self->pages->len && self->n_hits < TBK_DOC_MAX_HITS;
}

static int
count (TbkDoc *self, guint page)
{
  const GArray *hits = tbk_doc_page (self, page)->hits;

  return hits != NULL ? (int) hits->len : 0;
}

gboolean
tbk_doc_step_hit (TbkDoc *self, gboolean forward, guint *page, int *index)
{
  guint n = self->pages->len;
  guint at = MIN (*page, n - 1);
  int next = forward ? *index + 1 : *index < 0 ? count (self, at) - 1
                                               : *index - 1;

  if (self->n_hits == 0)
    return FALSE;
  while (next < 0 || next >= count (self, at))
    {
      at = (at + (forward ? 1 : n - 1)) % n;
      next = forward ? 0 : count (self, at) - 1;
    }
  *page = at;
  *index = next;
  return TRUE;
}
