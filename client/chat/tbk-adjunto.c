/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-adjunto.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#define PREFIX "adjunto-"

/* A folder for one copy. Returns: (transfer full) (nullable): the copy to be. */
static GFile *
make_place (const char *folder, GFile *file, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (PREFIX, id, NULL);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *place = g_build_filename (folder, name, NULL);
  g_autofree char *path = base != NULL ? g_build_filename (place, base, NULL) : NULL;
  int failure;

  if (path == NULL || strcmp (base, G_DIR_SEPARATOR_S) == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME, "the file has no name");
      return NULL;
    }
  if (g_mkdir_with_parents (place, 0700) == 0)
    return g_file_new_for_path (path);
  failure = errno;
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (failure), "%s: %s", place, g_strerror (failure));
  return NULL;
}

static void
remove_copy (const char *path)
{
  g_autofree char *place = g_path_get_dirname (path);

  g_unlink (path);
  if (g_rmdir (place) != 0)
    g_debug ("%s stays", place);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GFile *copy = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_file_copy_finish (G_FILE (source), result, &error))
    {
      g_task_return_pointer (task, g_object_ref (copy), g_object_unref);
      return;
    }
  remove_copy (g_file_peek_path (copy));
  g_task_return_error (task, error);
}

void
tbk_adjunto_keep_async (
    const char *folder, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GError) error = NULL;
  GFile *copy = make_place (folder, file, &error);

  g_task_set_source_tag (task, tbk_adjunto_keep_async);
  g_task_set_check_cancellable (task, FALSE); /* a copy that was made is told of, so that it can be removed */
  if (copy == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_task_set_task_data (task, copy, g_object_unref);
  g_file_copy_async (file, copy, G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT, cancellable,
                     NULL, NULL, copied_cb, g_steal_pointer (&task));
}

GFile *
tbk_adjunto_keep_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tbk_adjunto_remove (const char *folder, const char *path)
{
  if (path != NULL && g_str_has_prefix (path, folder) && path[strlen (folder)] == G_DIR_SEPARATOR)
    remove_copy (path);
}

static void
sweep_place (const char *place, GHashTable *wanted)
{
  g_autoptr (GDir) dir = g_dir_open (place, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place, name, NULL);

      if (!g_hash_table_contains (wanted, path))
        g_unlink (path);
    }
  g_rmdir (place); /* where something is in it, it stays */
}

void
tbk_adjunto_sweep (const char *folder, GHashTable *wanted)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *place = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, PREFIX))
        sweep_place (place, wanted);
    }
}
