/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-row-store.h"

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
  GHashTable *by_id; /* gint64 -> TbkRecord, held by its place */
};

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

  if (id != 0 && g_hash_table_lookup (store->by_id, &id) == record)
    g_hash_table_remove (store->by_id, &id);
}

static void
remember_id (TbkRowStore *store, TbkRecord *record)
{
  gint64 id = tbk_record_get_id (record);

  if (id != 0)
    g_hash_table_replace (store->by_id, g_memdup2 (&id, sizeof id), record);
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
  store->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
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
  gint64 id = tbk_wire_get_int (object, "id", 0);
  TbkRecord *known = id != 0 ? g_hash_table_lookup (store->by_id, &id) : NULL;
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
note_change (guint position, guint *first, guint *last)
{
  *first = MIN (*first, position);
  *last = MAX (*last, position);
}

void
tbk_row_store_fill (TbkRowStore *store, guint number, JsonArray *items, guint n_before, guint *first, guint *last)
{
  Page *page = use_page (store, number);
  g_autofree TbkRecord **before = page->places;
  guint length = MIN (json_array_get_length (items), store->page_size);

  *first = G_MAXUINT;
  *last = 0;
  page->places = g_new0 (TbkRecord *, store->page_size);
  page->fresh = TRUE;
  for (guint i = 0; i < length; i++)
    {
      guint position = number * store->page_size + i;

      page->places[i] = settle_place (store, before[i], json_array_get_object_element (items, i));
      remember_id (store, page->places[i]);
      if (before[i] != NULL && before[i] != page->places[i] && position < n_before)
        note_change (position, first, last);
    }

  for (guint i = 0; i < store->page_size; i++)
    {
      gboolean stays = FALSE;

      for (guint j = 0; before[i] != NULL && j < length && !stays; j++)
        stays = page->places[j] == before[i];
      if (before[i] != NULL && !stays)
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
  return g_hash_table_lookup (store->by_id, &id);
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
