/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-adjunto.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

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

typedef struct
{
  GFile *file;
  GFile *copy;
  goffset max; /* bytes; 0: any */
} Copying;

static void
copying_free (Copying *copying)
{
  g_object_unref (copying->file);
  g_object_unref (copying->copy);
  g_free (copying);
}

/* A file or a folder is on the disk. */
static gboolean
sync_path (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean good = fd >= 0 && fsync (fd) == 0;
  int failure = errno;

  if (fd >= 0)
    g_close (fd, NULL);
  if (!good)
    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (failure), "%s: %s", path, g_strerror (failure));
  return good;
}

/* The copy, its name, and its folder's. */
static gboolean
sync_copy (const char *path, GError **error)
{
  g_autofree char *place = g_path_get_dirname (path);
  g_autofree char *folder = g_path_get_dirname (place);

  return sync_path (path, error) && sync_path (place, error) && sync_path (folder, error);
}

static gboolean
check_size (const Copying *copying, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;

  if (copying->max == 0)
    return TRUE;
  info = g_file_query_info (copying->file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) <= copying->max)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "the file has %" G_GOFFSET_FORMAT " bytes",
               g_file_info_get_size (info));
  return FALSE;
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Copying *copying = data;
  const char *path = g_file_peek_path (copying->copy);
  GError *error = NULL;

  if (check_size (copying, cancellable, &error)
      && g_file_copy (copying->file, copying->copy, G_FILE_COPY_TARGET_DEFAULT_PERMS, cancellable, NULL, NULL, &error)
      && sync_copy (path, &error))
    {
      g_task_return_pointer (task, g_object_ref (copying->copy), g_object_unref);
      return;
    }
  remove_copy (path);
  g_task_return_error (task, error);
}

void
tbk_adjunto_keep_async (const char *folder,
                        GFile *file,
                        goffset max,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GError) error = NULL;
  GFile *copy = make_place (folder, file, &error);
  Copying *copying;

  g_task_set_source_tag (task, tbk_adjunto_keep_async);
  g_task_set_check_cancellable (task, FALSE); /* a copy that was made is told of, so that it can be removed */
  if (copy == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  copying = g_new0 (Copying, 1);
  copying->file = g_object_ref (file);
  copying->copy = copy;
  copying->max = max;
  g_task_set_task_data (task, copying, (GDestroyNotify) copying_free);
  g_task_run_in_thread (task, copy_thread);
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
