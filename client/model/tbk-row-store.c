/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-row-store.h"

#include <string.h>

#include "tbk-wire.h"

typedef struct
{
  guint number;
  gboolean fresh;     /* filled since the last mark_stale */
  TbkRecord **places; /* page_size of them; NULL where nobody looked yet */
  GList link;         /* in `order` */
} Page;

struct _TbkRowStore
{
  const TbkResource *resource;
  guint page_size;
  guint max_pages;
  GHashTable *pages; /* number -> Page */
  GQueue order;      /* (element-type Page) the most used first */
  GHashTable *by_id; /* gint64 -> Known */
};

/* While pages are filled one after the other, a record may stand at two places. */
typedef struct
{
  TbkRecord *record; /* held by its places */
  guint n_places;
} Known;

static void
free_page (TbkRowStore *store, Page *page)
{
  for (guint i = 0; i < store->page_size; i++)
    g_clear_object (&page->places[i]);
  g_free (page->places);
  g_free (page);
}

static void
forget_id (TbkRowStore *store, TbkRecord *record)
{
  gint64 id = tbk_record_get_id (record);
  Known *known = id != 0 ? g_hash_table_lookup (store->by_id, &id) : NULL;

  if (known != NULL && known->record == record && --known->n_places == 0)
    g_hash_table_remove (store->by_id, &id);
}

static void
remember_id (TbkRowStore *store, TbkRecord *record)
{
  gint64 id = tbk_record_get_id (record);
  Known *known = id != 0 ? g_hash_table_lookup (store->by_id, &id) : NULL;

  if (id == 0)
    return;
  if (known == NULL || known->record != record)
    {
      known = g_new0 (Known, 1);
      known->record = record;
      g_hash_table_replace (store->by_id, g_memdup2 (&id, sizeof id), known);
    }
  known->n_places++;
}

static void
drop_page (TbkRowStore *store, Page *page)
{
  for (guint i = 0; i < store->page_size; i++)
    {
      if (page->places[i] != NULL)
        forget_id (store, page->places[i]);
    }
  g_queue_unlink (&store->order, &page->link);
  g_hash_table_remove (store->pages, GUINT_TO_POINTER (page->number));
  free_page (store, page);
}

static Page *
use_page (TbkRowStore *store, guint number)
{
  Page *page = g_hash_table_lookup (store->pages, GUINT_TO_POINTER (number));

  if (page != NULL)
    {
      g_queue_unlink (&store->order, &page->link);
      g_queue_push_head_link (&store->order, &page->link);
      return page;
    }
  if (g_queue_get_length (&store->order) >= store->max_pages)
    drop_page (store, g_queue_peek_tail (&store->order));
  page = g_new0 (Page, 1);
  page->number = number;
  page->places = g_new0 (TbkRecord *, store->page_size);
  page->link.data = page;
  g_hash_table_insert (store->pages, GUINT_TO_POINTER (number), page);
  g_queue_push_head_link (&store->order, &page->link);
  return page;
}

TbkRowStore *
tbk_row_store_new (const TbkResource *resource, guint page_size, guint max_pages)
{
  TbkRowStore *store = g_new0 (TbkRowStore, 1);

  store->resource = resource;
  store->page_size = page_size;
  store->max_pages = max_pages;
  store->pages = g_hash_table_new (NULL, NULL);
  store->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_queue_init (&store->order);
  return store;
}

void
tbk_row_store_free (TbkRowStore *store)
{
  while (!g_queue_is_empty (&store->order))
    drop_page (store, g_queue_peek_head (&store->order));
  g_hash_table_unref (store->pages);
  g_hash_table_unref (store->by_id);
  g_free (store);
}

TbkRecord *
tbk_row_store_get (TbkRowStore *store, guint position, gboolean *wanted)
{
  Page *page = use_page (store, position / store->page_size);
  TbkRecord **place = &page->places[position % store->page_size];

  if (*place == NULL)
    *place = tbk_record_new (store->resource);
  *wanted = !page->fresh;
  return g_object_ref (*place);
}

/* The record for `object`: the one that stood here, the one that is known by this id, or a new one. */
static TbkRecord *
settle_place (TbkRowStore *store, TbkRecord *before, JsonObject *object)
{
  TbkRecord *known = tbk_row_store_find (store, tbk_wire_get_int (object, "id", 0));
  TbkRecord *record;

  if (known != NULL)
    record = g_object_ref (known);
  else if (before != NULL && tbk_record_get_id (before) == 0)
    record = g_object_ref (before);
  else
    return tbk_record_new_from_json (store->resource, object);

  tbk_record_update (record, object);
  return record;
}

static void
note_change (guint position, TbkRowRange *changed)
{
  changed->first = MIN (changed->first, position);
  changed->last = MAX (changed->last, position);
}

/* Pages that follow each other, laid out as one row of places. */
typedef struct
{
  TbkRowStore *store;
  guint start; /* the position of the first place */
  guint n;     /* places */
  TbkRecord **before;
  TbkRecord **after;
  gboolean *known; /* by place: what stood there had an id */
} Run;

static void
fill_places (Run *run, guint offset, JsonArray *items)
{
  guint length = MIN (json_array_get_length (items), run->store->page_size);

  for (guint i = 0; i < length; i++)
    {
      guint at = offset + i;

      run->after[at] = settle_place (run->store, run->before[at], json_array_get_object_element (items, i));
      remember_id (run->store, run->after[at]);
    }
}

static void
set_place (Run *run, guint position, TbkRecord *record, TbkRowRange *changed)
{
  Page *page = use_page (run->store, position / run->store->page_size);
  TbkRecord **place = &page->places[position % run->store->page_size];

  if (page->fresh)
    return;
  if (*place != NULL)
    forget_id (run->store, *place);
  g_set_object (place, record);
  remember_id (run->store, record);
  note_change (position, changed);
}

/* How far the last row that is still there went down, or the first one up. */
static guint
find_shift (Run *run, GHashTable *where, gboolean downwards)
{
  for (guint i = 0; i < run->n; i++)
    {
      guint at = downwards ? run->n - 1 - i : i;
      guint to = run->before[at] != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (where, run->before[at])) : 0;

      if (to == 0)
        continue;
      if (downwards)
        return to - 1 > at ? to - 1 - at : 0;
      return to - 1 < at ? at - (to - 1) : 0;
    }
  return 0;
}

/* Rows that came or went push others over the ends of what was read: these wait at the next places out there for their
 * page to be read. So a row that is selected stays selected, and what is scrolled to stays. */
static void
keep_pushed (Run *run, guint n_limit, TbkRowRange *changed)
{
  g_autoptr (GHashTable) where = g_hash_table_new (NULL, NULL); /* record -> its place + 1 */
  guint down, up;

  for (guint i = 0; i < run->n; i++)
    if (run->after[i] != NULL)
      g_hash_table_insert (where, run->after[i], GUINT_TO_POINTER (i + 1));
  down = find_shift (run, where, TRUE);
  up = MIN (find_shift (run, where, FALSE), run->start);
  for (guint i = run->n - down; i < run->n; i++)
    if (run->before[i] != NULL && !g_hash_table_contains (where, run->before[i]) && run->start + i + down < n_limit)
      set_place (run, run->start + i + down, run->before[i], changed);
  for (guint i = 0; i < up; i++)
    if (run->before[i] != NULL && !g_hash_table_contains (where, run->before[i]))
      set_place (run, run->start + i - up, run->before[i], changed);
}

static void
take_out (Run *run)
{
  for (guint at = 0; at < run->n; at += run->store->page_size)
    {
      Page *page = use_page (run->store, (run->start + at) / run->store->page_size);

      memcpy (run->before + at, page->places, run->store->page_size * sizeof (TbkRecord *));
      memset (page->places, 0, run->store->page_size * sizeof (TbkRecord *));
    }
  for (guint i = 0; i < run->n; i++)
    run->known[i] = run->before[i] != NULL && tbk_record_get_id (run->before[i]) != 0;
}

static void
put_in (Run *run)
{
  for (guint at = 0; at < run->n; at += run->store->page_size)
    {
      Page *page = use_page (run->store, (run->start + at) / run->store->page_size);

      memcpy (page->places, run->after + at, run->store->page_size * sizeof (TbkRecord *));
      page->fresh = TRUE;
    }
}

void
tbk_row_store_fill (TbkRowStore *store,
                    guint number,
                    GPtrArray *pages,
                    guint n_before,
                    guint n_limit,
                    TbkRowRange *changed)
{
  guint n = pages->len * store->page_size;
  g_autofree TbkRecord **before = g_new0 (TbkRecord *, n);
  g_autofree TbkRecord **after = g_new0 (TbkRecord *, n);
  g_autofree gboolean *known = g_new0 (gboolean, n);
  Run run = { store, number * store->page_size, n, before, after, known };

  g_return_if_fail (pages->len <= store->max_pages);

  *changed = (TbkRowRange){ .first = G_MAXUINT, .last = 0 };
  take_out (&run);
  for (guint i = 0; i < pages->len; i++)
    fill_places (&run, i * store->page_size, g_ptr_array_index (pages, i));
  put_in (&run);
  for (guint i = 0; i < n; i++)
    if (before[i] != NULL && before[i] != after[i] && run.start + i < n_before)
      note_change (run.start + i, changed);
  if (changed->first <= changed->last)
    {
      /* a row that stands beyond the former end may have come from before it */
      for (guint i = 0; i < n; i++)
        if (after[i] != NULL && run.start + i < n_limit)
          changed->last = MAX (changed->last, run.start + i);
      keep_pushed (&run, n_limit, changed);
    }
  for (guint i = 0; i < n; i++)
    {
      if (known[i])
        forget_id (store, before[i]);
      g_clear_object (&before[i]);
    }
}

void
tbk_row_store_truncate (TbkRowStore *store, guint n)
{
  GList *next;

  for (GList *link = store->order.head; link != NULL; link = next)
    {
      Page *page = link->data;
      guint start = page->number * store->page_size;

      next = link->next;
      if (start >= n)
        {
          drop_page (store, page);
          continue;
        }
      for (guint i = n - start; i < store->page_size; i++)
        {
          if (page->places[i] != NULL)
            forget_id (store, page->places[i]);
          g_clear_object (&page->places[i]);
        }
    }
}

void
tbk_row_store_mark_stale (TbkRowStore *store, guint keep)
{
  while (g_queue_get_length (&store->order) > keep)
    drop_page (store, g_queue_peek_tail (&store->order));
  for (GList *link = store->order.head; link != NULL; link = link->next)
    ((Page *) link->data)->fresh = FALSE;
}

GArray *
tbk_row_store_list_stale (TbkRowStore *store)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (GList *link = store->order.head; link != NULL; link = link->next)
    {
      Page *page = link->data;

      if (!page->fresh)
        g_array_append_val (numbers, page->number);
    }
  return numbers;
}

TbkRecord *
tbk_row_store_find (TbkRowStore *store, gint64 id)
{
  Known *known = id != 0 ? g_hash_table_lookup (store->by_id, &id) : NULL;

  return known != NULL ? known->record : NULL;
}

gboolean
tbk_row_store_position (TbkRowStore *store, gint64 id, guint *position)
{
  TbkRecord *record = tbk_row_store_find (store, id);

  for (GList *link = store->order.head; record != NULL && link != NULL; link = link->next)
    {
      Page *page = link->data;

      for (guint i = 0; i < store->page_size; i++)
        {
          if (page->places[i] != record)
            continue;
          *position = page->number * store->page_size + i;
          return TRUE;
        }
    }
  return FALSE;
}
