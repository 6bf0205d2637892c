/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-spool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <unistd.h>

#include "tbk-problem.h"

#define FILE_MODE 0640
#define SHA256_BYTES 32
#define BYTES_PER_MB (1024 * 1024)

struct _TbkSpool
{
  const TbkStorage *storage;
  int fd;
  char *path;
  char uuid[37];
  guint64 size;
  guint64 max;
  gnutls_hash_hd_t hash; /* NULL: finished */
  char sha256[2 * SHA256_BYTES + 1];
  gboolean placed;
};

TbkSpool *
tbk_spool_new (const TbkStorage *storage, guint64 expected, guint64 max, GError **error)
{
  g_autoptr (TbkSpool) spool = g_new0 (TbkSpool, 1);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (TBK_STORAGE_SPOOL G_DIR_SEPARATOR_S, uuid, NULL);

  spool->fd = -1;
  spool->storage = storage;
  spool->max = max;
  g_strlcpy (spool->uuid, uuid, sizeof spool->uuid);
  if (!tbk_storage_check_room (storage, expected, error))
    return NULL;
  spool->path = tbk_storage_path (storage, name);
  spool->fd = open (spool->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
  if (spool->fd < 0)
    {
      tbk_storage_set_problem (error, errno);
      return NULL;
    }
  if (gnutls_hash_init (&spool->hash, GNUTLS_DIG_SHA256) != 0)
    g_error ("there is no SHA-256"); /* GnuTLS without it could not even speak TLS */
  return g_steal_pointer (&spool);
}

void
tbk_spool_free (TbkSpool *spool)
{
  if (spool == NULL)
    return;
  if (spool->hash != NULL)
    gnutls_hash_deinit (spool->hash, NULL);
  if (spool->fd >= 0)
    {
      close (spool->fd);
      if (!spool->placed)
        g_unlink (spool->path);
    }
  g_free (spool->path);
  g_free (spool);
}

gboolean
tbk_spool_write (TbkSpool *spool, const guint8 *data, gsize length, GError **error)
{
  if (length > spool->max - spool->size)
    {
      tbk_problem_set (error, 413, "the file is larger than %" G_GUINT64_FORMAT " MB", spool->max / BYTES_PER_MB);
      return FALSE;
    }
  gnutls_hash (spool->hash, data, length);
  spool->size += length;
  while (length > 0)
    {
      gssize n = write (spool->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          tbk_storage_set_problem (error, errno);
          return FALSE;
        }
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

void
tbk_spool_finish (TbkSpool *spool)
{
  static const char digits[] = "0123456789abcdef";
  guint8 hash[SHA256_BYTES];

  gnutls_hash_deinit (spool->hash, hash);
  spool->hash = NULL;
  for (guint i = 0; i < SHA256_BYTES; i++)
    {
      spool->sha256[2 * i] = digits[hash[i] >> 4];
      spool->sha256[2 * i + 1] = digits[hash[i] & 15];
    }
}

int
tbk_spool_get_fd (const TbkSpool *spool)
{
  return spool->fd;
}

guint64
tbk_spool_get_size (const TbkSpool *spool)
{
  return spool->size;
}

const char *
tbk_spool_get_uuid (const TbkSpool *spool)
{
  return spool->uuid;
}

const char *
tbk_spool_get_sha256 (const TbkSpool *spool)
{
  return spool->sha256;
}

gboolean
tbk_spool_sync (TbkSpool *spool, GError **error)
{
  if (fsync (spool->fd) == 0)
    return TRUE;
  tbk_storage_set_problem (error, errno);
  return FALSE;
}

gboolean
tbk_spool_place (TbkSpool *spool, const char *ruta, GError **error)
{
  /* From here on it may have a row, whatever a COMMIT that was cut off says: if it has none, the sweep removes it. */
  spool->placed = tbk_storage_place (spool->storage, spool->path, ruta, error);
  return spool->placed;
}
