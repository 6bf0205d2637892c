/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-storage.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "tbk-problem.h"

#define FOLDER_MODE 0750
#define SHA256_DIGITS 12

struct _TbkStorage
{
  char *root;
  guint64 reserve_bytes;
};

static gboolean
make_folder (const TbkStorage *storage, const char *name, GError **error)
{
  g_autofree char *path = tbk_storage_path (storage, name);

  if (g_mkdir_with_parents (path, FOLDER_MODE) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "STORAGE_ROOT %s: %s", path, g_strerror (errno));
  return FALSE;
}

TbkStorage *
tbk_storage_new (const char *root, guint64 reserve_bytes, GError **error)
{
  g_autoptr (TbkStorage) storage = g_new0 (TbkStorage, 1);

  storage->root = g_strdup (root);
  storage->reserve_bytes = reserve_bytes;
  if (!make_folder (storage, TBK_STORAGE_SPOOL, error) || !make_folder (storage, TBK_STORAGE_CONTRATOS, error)
      || !make_folder (storage, TBK_STORAGE_CHATS, error) || !make_folder (storage, TBK_STORAGE_PESAJES, error))
    return NULL;
  return g_steal_pointer (&storage);
}

void
tbk_storage_free (TbkStorage *storage)
{
  if (storage == NULL)
    return;
  g_free (storage->root);
  g_free (storage);
}

char *
tbk_storage_path (const TbkStorage *storage, const char *ruta)
{
  return g_build_filename (storage->root, ruta, NULL);
}

/* A codigo may have been given by hand: whatever could mean something in a path is an underscore. */
static char *
folder_of (const char *codigo)
{
  g_autoptr (GString) folder = g_string_new (NULL);

  for (; *codigo != '\0'; codigo++)
    g_string_append_c (folder, g_ascii_isalnum (*codigo) || *codigo == '-' || (*codigo == '.' && folder->len > 0)
                                   ? *codigo
                                   : '_');
  if (folder->str[0] == '-')
    folder->str[0] = '_';
  return g_string_free (g_steal_pointer (&folder), FALSE);
}

char *
tbk_storage_ruta (const char *folder, const char *name, const char *uuid, const char *sha256)
{
  g_autofree char *safe = folder_of (name);

  return g_strdup_printf ("%s/%s/%s-%.*s", folder, safe, uuid, SHA256_DIGITS, sha256);
}

void
tbk_storage_set_problem (GError **error, int code)
{
  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    {
      tbk_problem_set (error, 507, "there is no room left to keep this file");
      return;
    }
  g_warning ("the storage does not take a file: %s", g_strerror (code));
  tbk_problem_set (error, 500, "the file could not be kept");
}

gboolean
tbk_storage_check_room (const TbkStorage *storage, guint64 bytes, GError **error)
{
  struct statvfs state;

  if (statvfs (storage->root, &state) < 0)
    {
      tbk_storage_set_problem (error, errno);
      return FALSE;
    }
  if ((guint64) state.f_bavail * state.f_frsize >= bytes + storage->reserve_bytes)
    return TRUE;
  tbk_storage_set_problem (error, ENOSPC);
  return FALSE;
}

/* What was moved into a folder is there after a power cut only when the folder itself was written. */
static gboolean
sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;
  int code = errno;

  if (fd >= 0)
    close (fd);
  errno = code;
  return ok;
}

gboolean
tbk_storage_place (const TbkStorage *storage, const char *from, const char *ruta, GError **error)
{
  g_autofree char *to = tbk_storage_path (storage, ruta);
  g_autofree char *folder = g_path_get_dirname (to);
  g_autofree char *above = g_path_get_dirname (folder);
  gboolean made = g_mkdir (folder, FOLDER_MODE) == 0;

  if (!made && errno != EEXIST)
    {
      tbk_storage_set_problem (error, errno);
      return FALSE;
    }
  if (g_rename (from, to) < 0 && (errno != ENOENT || !g_file_test (to, G_FILE_TEST_IS_REGULAR)))
    {
      tbk_storage_set_problem (error, errno);
      return FALSE;
    }
  if (sync_folder (folder) && (!made || sync_folder (above)))
    return TRUE;
  tbk_storage_set_problem (error, errno);
  return FALSE;
}

int
tbk_storage_open (const TbkStorage *storage, const char *ruta, guint64 tamano, GError **error)
{
  g_autofree char *path = tbk_storage_path (storage, ruta);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat state;

  if (fd >= 0 && fstat (fd, &state) == 0 && S_ISREG (state.st_mode) && (guint64) state.st_size == tamano)
    return fd;
  g_warning ("the file %s is %s", ruta, fd < 0 ? "missing" : "not as its row says");
  tbk_problem_set (error, 500, "the file of this document is %s; an administrator can look for it",
                   fd < 0 ? "missing" : "not as it was stored");
  if (fd >= 0)
    close (fd);
  return -1;
}
