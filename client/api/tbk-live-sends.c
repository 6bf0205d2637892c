/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-live-sends.h"

#include "tbk-api.h"
#include "tbk-json.h"
#include "tbk-wire.h"

#define MAX_WAITING 256

struct _TbkLiveSends
{
  GHashTable *waiting; /* id -> GTask; its data: the source that hears of its being cancelled, or NULL */
  guint64 last_id;
};

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

TbkLiveSends *
tbk_live_sends_new (void)
{
  TbkLiveSends *self = g_new0 (TbkLiveSends, 1);

  self->waiting = new_table ();
  return self;
}

void
tbk_live_sends_free (TbkLiveSends *self)
{
  g_hash_table_unref (self->waiting);
  g_free (self);
}

gboolean
tbk_live_sends_is_full (TbkLiveSends *self)
{
  return g_hash_table_size (self->waiting) >= MAX_WAITING;
}

char *
tbk_live_sends_make_frame (TbkLiveSends *self, const char *event, JsonObject *data, char **id)
{
  g_autoptr (JsonObject) frame = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  *id = g_strdup_printf ("%" G_GUINT64_FORMAT, ++self->last_id);
  json_object_set_string_member (frame, "event", event);
  json_object_set_string_member (frame, "id", *id);
  if (data != NULL)
    json_object_set_object_member (frame, "data", json_object_ref (data));
  json_node_set_object (node, frame);
  return tbk_json_to_text (node);
}

typedef struct
{
  TbkLiveSends *sends;
  char *id;
} Cancel;

static void
free_cancel (gpointer data)
{
  Cancel *cancel = data;

  g_free (cancel->id);
  g_free (cancel);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Cancel *cancel = data;
  g_autofree char *key = NULL;
  g_autoptr (GTask) task = NULL;

  if (g_hash_table_steal_extended (cancel->sends->waiting, cancel->id, (gpointer *) &key, (gpointer *) &task))
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

void
tbk_live_sends_wait (TbkLiveSends *self, GTask *task, const char *id)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  GSource *source;
  Cancel *cancel;

  g_hash_table_insert (self->waiting, g_strdup (id), g_object_ref (task));
  if (cancellable == NULL)
    return;
  cancel = g_new0 (Cancel, 1);
  cancel->sends = self;
  cancel->id = g_strdup (id);
  source = g_cancellable_source_new (cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (cancelled_cb), cancel, free_cancel);
  g_source_attach (source, NULL);
  g_task_set_task_data (task, source, (GDestroyNotify) g_source_unref);
}

static void
settle (GTask *task)
{
  GSource *cancel = g_task_get_task_data (task);

  if (cancel != NULL)
    g_source_destroy (cancel);
}

void
tbk_live_sends_fail (TbkLiveSends *self, int code, const char *why)
{
  GHashTable *waiting = g_steal_pointer (&self->waiting);
  GHashTableIter iter;
  gpointer task;

  self->waiting = new_table ();
  g_hash_table_iter_init (&iter, waiting);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    {
      settle (task);
      g_task_return_new_error (task, TBK_API_ERROR, code, "%s", why);
    }
  g_hash_table_unref (waiting);
}

static void
answer_problem (GTask *task, JsonNode *data)
{
  g_autofree char *text = data != NULL ? tbk_json_to_text (data) : g_strdup ("");
  gint64 status = 0;
  GError *error = NULL;

  if (data != NULL && JSON_NODE_HOLDS_OBJECT (data))
    status = tbk_wire_get_int (json_node_get_object (data), "status", 0);
  tbk_problem_set_from_json (&error, status >= 400 && status < 600 ? (int) status : 500, text, -1);
  g_task_return_error (task, error);
}

void
tbk_live_sends_answer (TbkLiveSends *self, JsonObject *frame, gboolean good)
{
  const char *id = tbk_wire_get_text (frame, "id");
  JsonNode *data = json_object_get_member (frame, "data");
  g_autofree char *key = NULL;
  g_autoptr (GTask) task = NULL;

  if (id == NULL || !g_hash_table_steal_extended (self->waiting, id, (gpointer *) &key, (gpointer *) &task))
    return; /* nobody waits any more */
  settle (task);
  if (!good)
    answer_problem (task, data);
  else if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    g_task_return_new_error (task, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the answer over the socket is no object");
  else
    g_task_return_pointer (task, json_node_copy (data), (GDestroyNotify) json_node_unref);
}
