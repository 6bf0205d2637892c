/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-archivo.h"

#include <string.h>

#include "documento.h"
#include "tbk-clamav.h"
#include "tbk-problem.h"
#include "tbk-range.h"

/* --- what came --- */

gboolean
tbk_archivo_settle (const TbkRequest *request, const char *content_type, TbkValues *values, GError **error)
{
  const TbkConfig *config = tbk_request_get_app (request)->config;
  TbkSpool *spool = tbk_request_get_upload (request)->spool;

  if (config->clamav_socket != NULL
      && !tbk_clamav_check (config->clamav_socket, config->clamav_required, tbk_spool_get_fd (spool), error))
    return FALSE;
  tbk_values_set (values, "tipo_contenido", content_type);
  tbk_values_set_int (values, "tamano", (gint64) tbk_spool_get_size (spool));
  tbk_values_set (values, "sha256", tbk_spool_get_sha256 (spool));
  return tbk_spool_sync (spool, error);
}

void
tbk_archivo_set_ruta (const TbkRequest *request, TbkValues *values, const char *folder, const char *name)
{
  const TbkSpool *spool = tbk_request_get_upload (request)->spool;
  g_autofree char *ruta = tbk_storage_ruta (folder, name, tbk_spool_get_uuid (spool), tbk_spool_get_sha256 (spool));

  tbk_values_set (values, "ruta", ruta);
}

/* --- what goes --- */

/* What a file's name becomes in a header: a plain one for old readers, and all of it (RFC 6266, RFC 8187). */
static char *
disposition_of (const char *nombre_archivo)
{
  g_autofree char *name = tbk_documento_file_name (nombre_archivo);
  g_autofree char *encoded = g_uri_escape_string (name, "!#$&+^`|", FALSE);
  g_autofree char *plain = g_str_to_ascii (name, "C");

  for (char *at = plain; *at != '\0'; at++)
    if (strchr ("\"\\%?", *at) != NULL || g_ascii_iscntrl (*at))
      *at = '_';
  return g_strdup_printf ("attachment; filename=\"%s\"; filename*=UTF-8''%s", plain, encoded);
}

static TbkReply *
reply_no_range (const TbkRequest *request, guint64 size)
{
  g_autofree char *range = g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, size);
  g_autoptr (GError) problem = NULL;
  TbkReply *reply;

  tbk_problem_set (&problem, 416, "the file has %" G_GUINT64_FORMAT " bytes, none of them in this range", size);
  reply = tbk_reply_new_problem (problem, tbk_request_get_path (request));
  tbk_reply_set_header (reply, "Content-Range", range);
  return reply;
}

void
tbk_archivo_make_safe (TbkReply *reply, const char *nombre_archivo)
{
  g_autofree char *disposition = disposition_of (nombre_archivo);

  tbk_reply_set_header (reply, "Content-Disposition", disposition);
  tbk_reply_set_header (reply, "Content-Security-Policy", "sandbox; default-src 'none'");
}

TbkReply *
tbk_archivo_reply (const TbkRequest *request, const TbkRows *rows, const char *nombre_archivo, GError **error)
{
  const TbkStorage *storage = tbk_request_get_app (request)->storage;
  g_autofree char *etag = g_strdup_printf ("\"%s\"", tbk_rows_text (rows, 0, "sha256"));
  guint64 size = (guint64) tbk_rows_int (rows, 0, "tamano", 0), first, length;
  TbkRange range;
  TbkReply *reply;
  int fd;

  range = tbk_range_read (tbk_request_get_header (request, "Range"), tbk_request_get_header (request, "If-Range"),
                          etag, size, &first, &length);
  if (range == TBK_RANGE_NONE)
    return reply_no_range (request, size);
  fd = tbk_storage_open (storage, tbk_rows_text (rows, 0, "ruta"), size, error);
  if (fd < 0)
    return NULL;
  reply = tbk_reply_new_source (range == TBK_RANGE_PART ? 206 : 200, tbk_rows_text (rows, 0, "tipo_contenido"),
                                tbk_source_new_file (fd, first, length), (gint64) length);
  tbk_reply_set_header (reply, "ETag", etag);
  tbk_reply_set_header (reply, "Accept-Ranges", "bytes");
  tbk_archivo_make_safe (reply, nombre_archivo);
  if (range == TBK_RANGE_PART)
    {
      g_autofree char *text = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                                               first, first + length - 1, size);
      tbk_reply_set_header (reply, "Content-Range", text);
    }
  return reply;
}
