/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-collect.h"

#include "tbk-wire.h"

#define PAGE_SIZE 200

typedef struct
{
  TbkApi *api;
  guint most;
  guint done;
  TbkCollectPage told;
  gpointer data; /* the caller's: what `told` gets too */
} Collect;

static void
free_collect (gpointer data)
{
  Collect *collect = data;

  g_clear_object (&collect->api);
  g_free (collect);
}

static void fetch (GTask *task, const char *after);

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Collect *collect = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;
  JsonObject *object;
  const char *after;

  if (items == NULL)
    {
      if (error == NULL)
        g_set_error (&error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the answer is no list");
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  object = tbk_answer_get_object (answer);
  collect->done += json_array_get_length (items);
  collect->told (items, collect->done, (guint) CLAMP (tbk_wire_get_int (object, "total", 0), 0, G_MAXINT32),
                 collect->data);

  after = tbk_wire_get_text (object, "siguiente");
  if (after == NULL || json_array_get_length (items) == 0 || collect->done >= collect->most)
    g_task_return_int (task, collect->done);
  else
    fetch (g_steal_pointer (&task), after);
}

/* Takes over `task`. */
static void
fetch (GTask *task, const char *after)
{
  Collect *collect = g_task_get_task_data (task);
  TbkListing *listing = g_task_get_source_object (task);
  guint size = MIN (PAGE_SIZE, collect->most - collect->done);
  g_autofree char *path = tbk_listing_build_path (listing, 1, size, after);

  tbk_api_call_async (collect->api, &(TbkCall){ .path = path }, g_task_get_cancellable (task), fetched_cb, task);
}

void
tbk_collect_async (TbkListing *listing,
                   guint most,
                   TbkCollectPage page,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  GTask *task;
  Collect *collect;

  g_return_if_fail (TBK_IS_LISTING (listing) && tbk_listing_get_api (listing) != NULL);

  task = g_task_new (listing, cancellable, callback, data);
  collect = g_new0 (Collect, 1);
  collect->api = g_object_ref (tbk_listing_get_api (listing));
  collect->most = MIN (most, TBK_COLLECT_MAX_ROWS);
  collect->told = page;
  collect->data = data;
  g_task_set_source_tag (task, tbk_collect_async);
  g_task_set_task_data (task, collect, free_collect);
  fetch (task, NULL);
}

gssize
tbk_collect_finish (TbkListing *listing, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, listing), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
