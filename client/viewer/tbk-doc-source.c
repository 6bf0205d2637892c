/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-source-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <gio/gunixinputstream.h>

#define COPY_BYTES (256 * 1024)

enum
{
  PROP_0,
  PROP_ARRIVED,
  PROP_COMPLETE,
  PROP_ERROR,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TbkDocSource, tbk_doc_source, G_TYPE_OBJECT)

TbkDocSourcePrivate *
tbk_doc_source_private (TbkDocSource *self)
{
  return tbk_doc_source_get_instance_private (self);
}

static gboolean
fail_io (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

void
tbk_doc_source_set_error (TbkDocSource *self, const GError *error)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);

  if (priv->error == NULL && error == NULL)
    return;
  g_clear_error (&priv->error);
  priv->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

void
tbk_doc_source_note_arrived (TbkDocSource *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARRIVED]);
  if (tbk_doc_source_is_complete (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

/* A file without a name: nothing is left behind, however this process ends. */
static int
make_cache (goffset size, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "triboka", NULL);
  g_autofree char *path = g_build_filename (folder, "documento-XXXXXX", NULL);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0 || (fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600)) < 0)
    {
      fail_io (error, "there is no room for documents in the cache folder");
      return -1;
    }
  g_unlink (path);
  if (ftruncate (fd, size) != 0)
    {
      fail_io (error, "there is no room for the document");
      close (fd);
      return -1;
    }
  return fd;
}

gboolean
tbk_doc_source_set_up (TbkDocSource *self, const TbkDocFacts *facts, int fd, GError **error)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);

  g_return_val_if_fail (priv->map == NULL, FALSE);

  priv->name = g_strdup (facts->name);
  priv->content_type = g_strdup (facts->content_type);
  priv->sha256 = g_strdup (facts->sha256);
  priv->size = facts->size;
  priv->fd = fd;
  if (facts->size < 0 || facts->size > TBK_DOC_SOURCE_MAX_SIZE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "%s is too large: %" G_GOFFSET_FORMAT " bytes",
                   facts->name, facts->size);
      return FALSE;
    }
  priv->map = tbk_range_map_new (facts->size);
  if (fd >= 0)
    tbk_range_map_add (priv->map, 0, facts->size);
  else
    priv->fd = make_cache (facts->size, error);
  return priv->fd >= 0;
}

/* --- what it is --- */

const char *
tbk_doc_source_get_name (TbkDocSource *self)
{
  return tbk_doc_source_private (self)->name;
}

const char *
tbk_doc_source_get_content_type (TbkDocSource *self)
{
  return tbk_doc_source_private (self)->content_type;
}

goffset
tbk_doc_source_get_size (TbkDocSource *self)
{
  return tbk_doc_source_private (self)->size;
}

goffset
tbk_doc_source_get_arrived (TbkDocSource *self)
{
  return tbk_range_map_total (tbk_doc_source_private (self)->map);
}

gboolean
tbk_doc_source_is_complete (TbkDocSource *self)
{
  return tbk_range_map_is_full (tbk_doc_source_private (self)->map);
}

const GError *
tbk_doc_source_get_error (TbkDocSource *self)
{
  return tbk_doc_source_private (self)->error;
}

const char *
tbk_doc_source_get_link (TbkDocSource *self)
{
  return tbk_doc_source_private (self)->link;
}

void
tbk_doc_source_set_link (TbkDocSource *self, const char *link)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);

  g_free (priv->link);
  priv->link = g_strdup (link);
}

int
tbk_doc_source_open_fd (TbkDocSource *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", tbk_doc_source_private (self)->fd);

  /* opened anew, so that what it goes to cannot write through it */
  return g_open (path, O_RDONLY | O_CLOEXEC, 0);
}

GBytes *
tbk_doc_source_read (TbkDocSource *self, goffset offset, gsize length, GError **error)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  gsize most = (gsize) MIN ((goffset) length, MAX (0, priv->size - offset));
  g_autofree guint8 *bytes = g_malloc (most + 1);
  ssize_t got;

  do
    got = pread (priv->fd, bytes, most, offset);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    {
      fail_io (error, "the document cannot be read");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), (gsize) got);
}

/* --- a copy --- */

typedef struct
{
  GFile *file;
  int fd;
  char *sha256;
} Save;

static void
free_save (gpointer data)
{
  Save *save = data;

  g_object_unref (save->file);
  g_free (save->sha256);
  if (save->fd >= 0)
    close (save->fd);
  g_free (save);
}

static gboolean
copy (Save *save, GOutputStream *to, GChecksum *sum, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) from = g_unix_input_stream_new (save->fd, FALSE);
  g_autofree guint8 *bytes = g_malloc (COPY_BYTES);
  gssize got;

  while ((got = g_input_stream_read (from, bytes, COPY_BYTES, cancellable, error)) > 0)
    {
      g_checksum_update (sum, bytes, got);
      if (!g_output_stream_write_all (to, bytes, (gsize) got, NULL, cancellable, error))
        return FALSE;
    }
  return got == 0;
}

static gboolean
is_what_it_should_be (Save *save, GChecksum *sum, GError **error)
{
  if (save->sha256 == NULL || g_ascii_strcasecmp (g_checksum_get_string (sum), save->sha256) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "what arrived is not what the server has");
  return FALSE;
}

/* In a thread. */
static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Save *save = data;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFileOutputStream) to = NULL;
  g_autoptr (GCancellable) giving_up = g_cancellable_new ();
  GError *error = NULL;

  to = g_file_replace (save->file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable, &error);
  if (to == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (copy (save, G_OUTPUT_STREAM (to), sum, cancellable, &error) && is_what_it_should_be (save, sum, &error)
      && g_output_stream_close (G_OUTPUT_STREAM (to), cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  /* closed when cancelled, it does not take the place of what was there */
  g_cancellable_cancel (giving_up);
  g_output_stream_close (G_OUTPUT_STREAM (to), giving_up, NULL);
  g_task_return_error (task, error);
}

static void
whole_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TbkDocSource *self = TBK_DOC_SOURCE (source);
  GError *error = NULL;

  if (tbk_doc_source_want_finish (self, result, &error))
    g_task_run_in_thread (task, save_thread);
  else
    g_task_return_error (task, error);
}

void
tbk_doc_source_save_async (TbkDocSource *self,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  GTask *task = g_task_new (self, cancellable, callback, data);
  Save *save = g_new0 (Save, 1);

  save->file = g_object_ref (file);
  save->sha256 = g_strdup (priv->sha256);
  save->fd = tbk_doc_source_open_fd (self);
  g_task_set_source_tag (task, tbk_doc_source_save_async);
  g_task_set_task_data (task, save, free_save);
  tbk_doc_source_want_async (self, 0, priv->size, cancellable, whole_cb, task);
}

gboolean
tbk_doc_source_save_finish (TbkDocSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- GObject --- */

static void
tbk_doc_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkDocSource *self = TBK_DOC_SOURCE (object);

  switch (id)
    {
    case PROP_ARRIVED:
      g_value_set_int64 (value, tbk_doc_source_get_arrived (self));
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, tbk_doc_source_is_complete (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, tbk_doc_source_get_error (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_doc_source_dispose (GObject *object)
{
  g_cancellable_cancel (tbk_doc_source_private (TBK_DOC_SOURCE (object))->cancellable);
  G_OBJECT_CLASS (tbk_doc_source_parent_class)->dispose (object);
}

static void
tbk_doc_source_finalize (GObject *object)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (TBK_DOC_SOURCE (object));

  /* a want holds a reference, so none is left */
  g_queue_clear (&priv->wants);
  g_clear_object (&priv->cancellable);
  if (priv->fd >= 0)
    close (priv->fd);
  g_clear_pointer (&priv->map, tbk_range_map_free);
  g_clear_error (&priv->error);
  g_free (priv->name);
  g_free (priv->content_type);
  g_free (priv->sha256);
  g_free (priv->link);
  G_OBJECT_CLASS (tbk_doc_source_parent_class)->finalize (object);
}

static void
tbk_doc_source_class_init (TbkDocSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_doc_source_get_property;
  object_class->dispose = tbk_doc_source_dispose;
  object_class->finalize = tbk_doc_source_finalize;
  properties[PROP_ARRIVED] = g_param_spec_int64 ("arrived", NULL, NULL, 0, G_MAXINT64, 0, readable);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, readable);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_doc_source_init (TbkDocSource *self)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);

  priv->fd = -1;
  priv->cancellable = g_cancellable_new ();
  g_queue_init (&priv->wants);
}
