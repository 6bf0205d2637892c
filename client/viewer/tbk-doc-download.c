/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-download.h"

#include "tbk-wire.h"

#define TBK_TYPE_DOC_DOWNLOAD (tbk_doc_download_get_type ())
G_DECLARE_FINAL_TYPE (TbkDocDownload, tbk_doc_download, TBK, DOC_DOWNLOAD, TbkDocSource)

struct _TbkDocDownload
{
  TbkDocSource parent_instance;

  TbkApi *api;
  gint64 id;
  char *path; /* signed; NULL: not asked for yet */
  char *etag; /* of the first range; another one is another file */
};

G_DEFINE_FINAL_TYPE (TbkDocDownload, tbk_doc_download, TBK_TYPE_DOC_SOURCE)

typedef struct
{
  goffset offset;
  goffset length;
  gboolean renewed; /* the address was asked for anew for this range */
} Range;

static void ask_range (GTask *task);

/* --- the signed address --- */

static gboolean
take_path (TbkDocDownload *self, TbkAnswer *answer, GError **error)
{
  JsonObject *object = tbk_answer_get_object (answer);
  const char *path = object != NULL ? tbk_wire_get_text (object, "url_archivo") : NULL;
  g_autofree char *link = NULL;

  /* the server's own, whatever it says: bytes come from nowhere else */
  if (path == NULL || path[0] != '/' || path[1] == '/')
    {
      g_set_error (error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the documento has no address");
      return FALSE;
    }
  g_free (self->path);
  self->path = g_strdup (path);
  link = g_strconcat (tbk_api_get_url (self->api), path, NULL);
  tbk_doc_source_set_link (TBK_DOC_SOURCE (self), link);
  return TRUE;
}

static void
record_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TbkDocDownload *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (answer == NULL || !take_path (self, answer, &error))
    g_task_return_error (task, error);
  else
    ask_range (g_steal_pointer (&task));
}

/* Takes over `task`. */
static void
ask_path (GTask *task)
{
  TbkDocDownload *self = g_task_get_source_object (task);
  g_autofree char *path = g_strdup_printf ("/documentos/%" G_GINT64_FORMAT, self->id);

  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, g_task_get_cancellable (task), record_cb, task);
}

/* --- a range --- */

static gboolean
check_range (TbkDocDownload *self, TbkAnswer *answer, const Range *range, GError **error)
{
  const char *etag = tbk_answer_get_etag (answer);

  if (tbk_answer_get_status (answer) != 206
      || g_bytes_get_size (tbk_answer_get_bytes (answer)) != (gsize) range->length)
    {
      g_set_error (error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the answer is not the range that was asked for");
      return FALSE;
    }
  if (self->etag == NULL)
    self->etag = g_strdup (etag);
  if (g_strcmp0 (self->etag, etag) != 0)
    {
      g_set_error (error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the documento is not the one that was begun");
      return FALSE;
    }
  return TRUE;
}

static void
range_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TbkDocDownload *self = g_task_get_source_object (task);
  Range *range = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, TBK_PROBLEM, 403) && !range->renewed)
    {
      g_clear_error (&error);
      range->renewed = TRUE;
      ask_path (g_steal_pointer (&task));
    }
  else if (answer == NULL || !check_range (self, answer, range, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_bytes_ref (tbk_answer_get_bytes (answer)), (GDestroyNotify) g_bytes_unref);
}

/* Takes over `task`. */
static void
ask_range (GTask *task)
{
  TbkDocDownload *self = g_task_get_source_object (task);
  Range *range = g_task_get_task_data (task);
  g_autofree char *bytes = g_strdup_printf ("bytes=%" G_GOFFSET_FORMAT "-%" G_GOFFSET_FORMAT, range->offset,
                                            range->offset + range->length - 1);

  /* the address itself says who asks */
  tbk_api_call_async (self->api, &(TbkCall){ .path = self->path, .range = bytes, .anonymous = TRUE },
                      g_task_get_cancellable (task), range_cb, task);
}

static void
download_fetch_async (TbkDocSource *source,
                      goffset offset,
                      goffset length,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  TbkDocDownload *self = TBK_DOC_DOWNLOAD (source);
  GTask *task = g_task_new (self, cancellable, callback, data);
  Range *range = g_new0 (Range, 1);

  range->offset = offset;
  range->length = length;
  g_task_set_source_tag (task, download_fetch_async);
  g_task_set_task_data (task, range, g_free);
  if (self->path != NULL)
    ask_range (task);
  else
    ask_path (task);
}

static GBytes *
download_fetch_finish (TbkDocSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tbk_doc_download_finalize (GObject *object)
{
  TbkDocDownload *self = TBK_DOC_DOWNLOAD (object);

  g_clear_object (&self->api);
  g_free (self->path);
  g_free (self->etag);
  G_OBJECT_CLASS (tbk_doc_download_parent_class)->finalize (object);
}

static void
tbk_doc_download_class_init (TbkDocDownloadClass *klass)
{
  TbkDocSourceClass *source_class = TBK_DOC_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tbk_doc_download_finalize;
  source_class->fetch_async = download_fetch_async;
  source_class->fetch_finish = download_fetch_finish;
}

static void
tbk_doc_download_init (TbkDocDownload *self)
{
}

TbkDocSource *
tbk_doc_download_new (TbkApi *api, gint64 id, const TbkDocFacts *facts, GError **error)
{
  g_autoptr (TbkDocDownload) self = g_object_new (TBK_TYPE_DOC_DOWNLOAD, NULL);

  self->api = g_object_ref (api);
  self->id = id;
  if (!tbk_doc_source_set_up (TBK_DOC_SOURCE (self), facts, -1, error))
    return NULL;
  return TBK_DOC_SOURCE (g_steal_pointer (&self));
}
