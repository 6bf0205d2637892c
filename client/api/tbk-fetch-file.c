/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-fetch-file.h"

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Closed when cancelled, it does not take the place of what was there. */
static void
give_up (GOutputStream *to)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (to, cancelled, NULL);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GOutputStream *to = g_object_get_data (G_OBJECT (task), "tbk-to");
  GError *error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (answer != NULL)
    {
      g_output_stream_close_async (to, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), closed_cb, task);
      return;
    }
  give_up (to);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  GFileOutputStream *to = g_file_replace_finish (G_FILE (source), result, &error);

  if (to == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_object_set_data_full (G_OBJECT (task), "tbk-to", to, g_object_unref);
  tbk_api_call_async (g_task_get_source_object (task),
                      &(TbkCall){ .path = g_task_get_task_data (task), .into = G_OUTPUT_STREAM (to) },
                      g_task_get_cancellable (task), fetched_cb, task);
}

void
tbk_fetch_file_async (TbkApi *api,
                      const char *path,
                      GFile *file,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  GTask *task = g_task_new (api, cancellable, callback, data);

  g_task_set_source_tag (task, tbk_fetch_file_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_file_replace_async (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, G_PRIORITY_DEFAULT,
                        cancellable, replaced_cb, task);
}

gboolean
tbk_fetch_file_finish (TbkApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
