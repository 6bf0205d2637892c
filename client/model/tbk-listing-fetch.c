/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-listing-private.h"

#include "tbk-wire.h"

#define MAX_FETCHES 2
#define MAX_WANTED 6 /* pages; more than a view shows at once */
#define DEBOUNCE_MS 30
#define KEPT_ON_RELOAD 4 /* pages that may be in view */

typedef struct
{
  GWeakRef listing;
  guint page;
  guint serial;
} Fetch;

static void fetch_next (TbkListing *self);

static guint
read_total (TbkListing *self, JsonObject *object, guint page, guint length)
{
  gint64 total = tbk_wire_get_int (object, "total", 0);
  const char *next = tbk_wire_get_text (object, "siguiente");
  guint end = page * TBK_LISTING_PAGE_SIZE + length;

  if (next != NULL)
    g_hash_table_replace (self->cursors, GUINT_TO_POINTER (page), g_strdup (next));
  self->exact = next == NULL || tbk_wire_get_boolean (object, "total_exacto", TRUE);
  /* the rows that came are surer than the count: no next page means that this is the end */
  if (next == NULL && (length > 0 || page == 0))
    return end;
  return MAX (end + (next != NULL ? 1 : 0), (guint) CLAMP (total, 0, G_MAXINT32));
}

/* Selections look for their item among all rows that a change brings: each change is kept to what
 * was read, and the rest comes or goes at the end, where nothing is looked for. */
static void
resize (TbkListing *self, guint n)
{
  guint before = self->n;
  guint common = MIN (before, n);

  if (before == n)
    return;
  if (n < before)
    tbk_row_store_truncate (self->store, n);
  self->n = n;
  g_list_model_items_changed (G_LIST_MODEL (self), common, before - common, n - common);
}

/* The rows at hand answer another question: just their first page may lend its records to the new ones. */
static void
fill_anew (TbkListing *self, guint total, GPtrArray *pages)
{
  guint length = MIN (json_array_get_length (g_ptr_array_index (pages, 0)), total);
  TbkRowRange changed;
  guint before;

  self->anew = FALSE;
  resize (self, MIN (self->n, TBK_LISTING_PAGE_SIZE));
  before = self->n;
  tbk_row_store_fill (self->store, 0, pages, 0, total, &changed);
  self->n = length;
  if (before > 0 || length > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, length);
  resize (self, total);
}

static void
fill (TbkListing *self, guint page, guint total, GPtrArray *pages)
{
  guint before = self->n;
  TbkRowRange changed;
  guint added;

  tbk_row_store_fill (self->store, page, pages, MIN (before, total), total, &changed);
  if (changed.first <= changed.last)
    {
      /* a row that was pushed over the end is found there, too */
      added = changed.last - changed.first + 1;
      self->n = MAX (before, changed.last + 1);
      g_list_model_items_changed (G_LIST_MODEL (self), changed.first, MIN (added, before - changed.first), added);
    }
  resize (self, total);
}

static void
apply (TbkListing *self, guint page, guint total, GPtrArray *pages)
{
  guint before = self->n;

  if (self->anew && page == 0)
    fill_anew (self, total, pages);
  else
    fill (self, page, total, pages);
  if (before != self->n)
    g_object_notify (G_OBJECT (self), "total");
  g_object_notify (G_OBJECT (self), "total-exact");
}

static void
apply_answer (TbkListing *self, guint page, TbkAnswer *answer)
{
  JsonArray *items = tbk_answer_get_items (answer);
  guint total = read_total (self, tbk_answer_get_object (answer), page, json_array_get_length (items));
  g_autoptr (GPtrArray) pages = g_ptr_array_new ();

  g_ptr_array_add (pages, items);
  apply (self, page, total, pages);
}

/* --- all that is shown, read again and put in at once --- */

/* Returns: whether it was one of them. */
static gboolean
keep_for_renewal (TbkListing *self, guint page, TbkAnswer *answer)
{
  gpointer key = GUINT_TO_POINTER (page + 1);

  if (self->renewal == NULL || !g_hash_table_contains (self->renewal, key))
    return FALSE;
  g_hash_table_insert (self->renewal, key, tbk_answer_ref (answer));
  return TRUE;
}

static gboolean
is_renewal_whole (TbkListing *self)
{
  GHashTableIter iter;
  gpointer answer;

  if (self->renewal == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, self->renewal);
  while (g_hash_table_iter_next (&iter, NULL, &answer))
    if (answer == NULL)
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full) (element-type JsonArray): the pages that follow each other from this one
 * on, of `renewal`. */
static GPtrArray *
take_run (GHashTable *renewal, guint page)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_array_unref);
  TbkAnswer *answer;

  while ((answer = g_hash_table_lookup (renewal, GUINT_TO_POINTER (page + 1 + pages->len))) != NULL)
    {
      gpointer key = GUINT_TO_POINTER (page + 1 + pages->len);

      g_ptr_array_add (pages, json_array_ref (tbk_answer_get_items (answer)));
      g_hash_table_remove (renewal, key);
    }
  return pages;
}

static guint
find_lowest (GHashTable *renewal)
{
  GHashTableIter iter;
  gpointer key;
  guint lowest = G_MAXUINT;

  g_hash_table_iter_init (&iter, renewal);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    lowest = MIN (lowest, GPOINTER_TO_UINT (key) - 1);
  return lowest;
}

/* The last page that has rows knows best how many there are. */
static guint
read_renewed_total (TbkListing *self)
{
  guint total = 0;
  gint64 best = -1;
  GHashTableIter iter;
  gpointer key, answer;

  g_hash_table_iter_init (&iter, self->renewal);
  while (g_hash_table_iter_next (&iter, &key, &answer))
    {
      guint page = GPOINTER_TO_UINT (key) - 1;
      guint length = json_array_get_length (tbk_answer_get_items (answer));

      if ((length == 0 && page > 0) || (gint64) page < best)
        continue;
      best = page;
      total = read_total (self, tbk_answer_get_object (answer), page, length);
    }
  return total;
}

static void
apply_renewal (TbkListing *self)
{
  guint total = read_renewed_total (self);
  g_autoptr (GHashTable) renewal = g_steal_pointer (&self->renewal);

  while (g_hash_table_size (renewal) > 0)
    {
      guint page = find_lowest (renewal);
      g_autoptr (GPtrArray) pages = take_run (renewal, page);

      apply (self, page, total, pages);
    }
}

static void
free_answer (gpointer answer)
{
  if (answer != NULL)
    tbk_answer_unref (answer);
}

static void
free_fetch (Fetch *fetch)
{
  g_weak_ref_clear (&fetch->listing);
  g_free (fetch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, free_fetch)

static void
fetch_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Fetch) fetch = data;
  g_autoptr (TbkListing) self = g_weak_ref_get (&fetch->listing);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;

  if (self == NULL || fetch->serial != self->serial)
    return;
  g_hash_table_remove (self->fetching, GUINT_TO_POINTER (fetch->page));
  if (answer != NULL && items == NULL)
    g_set_error (&error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the answer is no list");
  tbk_listing_set_error (self, error);
  if (items == NULL)
    g_clear_pointer (&self->renewal, g_hash_table_unref);
  else
    {
      self->fetched = TRUE;
      if (!keep_for_renewal (self, fetch->page, answer))
        apply_answer (self, fetch->page, answer);
    }
  if (is_renewal_whole (self))
    apply_renewal (self);
  tbk_listing_update_state (self);
  fetch_next (self);
  if (!tbk_listing_is_loading (self))
    g_object_notify (G_OBJECT (self), "loading");
}

static void
fetch_page (TbkListing *self, guint page)
{
  Fetch *fetch = g_new0 (Fetch, 1);
  const char *after = page > 0 ? g_hash_table_lookup (self->cursors, GUINT_TO_POINTER (page - 1)) : NULL;
  g_autofree char *path = tbk_question_build_path (&self->question, page + 1, TBK_LISTING_PAGE_SIZE, after);
  gboolean was_loading = tbk_listing_is_loading (self);

  g_weak_ref_init (&fetch->listing, self);
  fetch->page = page;
  fetch->serial = self->serial;
  g_hash_table_add (self->fetching, GUINT_TO_POINTER (page));
  tbk_listing_live_note_fetch (self);
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, fetch_cb, fetch);
  if (!was_loading)
    g_object_notify (G_OBJECT (self), "loading");
}

static void
fetch_next (TbkListing *self)
{
  while (g_hash_table_size (self->fetching) < MAX_FETCHES && !g_queue_is_empty (&self->wanted))
    fetch_page (self, GPOINTER_TO_UINT (g_queue_pop_tail (&self->wanted)) - 1);
}

static void
fetch_later_cb (gpointer data)
{
  TbkListing *self = data;

  self->fetch_id = 0;
  fetch_next (self);
}

static void
bound_wanted (TbkListing *self)
{
  if (g_queue_get_length (&self->wanted) <= MAX_WANTED)
    return;
  for (GList *link = self->wanted.head; link != NULL; link = link->next)
    if (self->renewal == NULL || !g_hash_table_contains (self->renewal, link->data))
      {
        g_queue_delete_link (&self->wanted, link);
        return;
      }
}

/* A view that is being dragged asks for many pages: just the last ones are fetched, when it rests. */
void
tbk_listing_want_page (TbkListing *self, guint page)
{
  gpointer key = GUINT_TO_POINTER (page + 1);

  if (!tbk_listing_is_askable (self) || self->anew
      || g_hash_table_contains (self->fetching, GUINT_TO_POINTER (page)) || g_queue_peek_tail (&self->wanted) == key
      || (self->renewal != NULL && g_hash_table_lookup (self->renewal, key) != NULL))
    return;
  g_queue_remove (&self->wanted, key);
  g_queue_push_tail (&self->wanted, key);
  bound_wanted (self);
  g_clear_handle_id (&self->fetch_id, g_source_remove);
  self->fetch_id = g_timeout_add_once (DEBOUNCE_MS, fetch_later_cb, self);
}

static void
forget_question (TbkListing *self)
{
  self->serial++;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_handle_id (&self->fetch_id, g_source_remove);
  g_queue_clear (&self->wanted);
  g_hash_table_remove_all (self->fetching);
  g_hash_table_remove_all (self->cursors);
  g_clear_pointer (&self->renewal, g_hash_table_unref);
}

void
tbk_listing_restart (TbkListing *self)
{
  forget_question (self);
  self->fetched = FALSE;
  self->anew = TRUE;
  if (tbk_listing_is_askable (self))
    fetch_page (self, 0);
  tbk_listing_update_state (self);
}

void
tbk_listing_clear_rows (TbkListing *self)
{
  guint before = self->n;

  tbk_row_store_truncate (self->store, 0);
  self->n = 0;
  self->fetched = FALSE;
  tbk_listing_set_error (self, NULL);
  if (before == 0)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  g_object_notify (G_OBJECT (self), "total");
}

void
tbk_listing_reload (TbkListing *self)
{
  g_autoptr (GArray) stale = NULL;
  const guint first = 0;

  g_return_if_fail (TBK_IS_LISTING (self));

  if (!tbk_listing_is_askable (self))
    return;
  if (self->anew)
    {
      tbk_listing_restart (self);
      return;
    }
  forget_question (self);
  tbk_row_store_mark_stale (self->store, KEPT_ON_RELOAD);
  stale = tbk_row_store_list_stale (self->store);
  if (stale->len == 0)
    g_array_append_val (stale, first);
  self->renewal = g_hash_table_new_full (NULL, NULL, NULL, free_answer);
  for (guint i = stale->len; i > 0; i--)
    {
      gpointer key = GUINT_TO_POINTER (g_array_index (stale, guint, i - 1) + 1);

      g_queue_push_tail (&self->wanted, key);
      g_hash_table_insert (self->renewal, key, NULL);
    }
  fetch_next (self);
  tbk_listing_update_state (self);
}
