/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documento.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "tbk-api.h"
#include "tbk-archivo.h"
#include "tbk-edit.h"
#include "tbk-zip.h"

/* One document with the address of its file, which holds for some minutes. */
static TbkRows *
get_signed (TbkTx *tx, const TbkRequest *request, const char *id, GError **error)
{
  const TbkSigner *signer = tbk_request_get_app (request)->signer;
  gint64 expires_s = g_get_real_time () / G_USEC_PER_SEC + TBK_SIGNED_TTL_S;
  g_autofree char *path = g_strdup_printf ("/documentos/%s/download", id);
  g_autofree char *url = tbk_signer_sign (signer, path, tbk_request_get_caller (request), expires_s);
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set (values, "id", id);
  tbk_values_set (values, "url_archivo", url);
  return tbk_tx_one (tx, "documento_get", values, error);
}

static TbkReply *
get (TbkTx *tx, const TbkRequest *request, GError **error)
{
  const char *id = tbk_values_get (tbk_request_get_params (request), "id");
  g_autoptr (TbkRows) rows = get_signed (tx, request, id, error);

  return rows != NULL ? tbk_reply_new_row (200, rows, &tbk_documento.schema) : NULL;
}

/* What takes its time, before the transaction begins: what the file is, whether it is clean, and
 * that it is on the disk. */
static gboolean
inspect (const TbkRequest *request, TbkValues *values, GError **error)
{
  const TbkApp *app = tbk_request_get_app (request);
  const TbkUpload *upload = tbk_request_get_upload (request);
  int fd = tbk_spool_get_fd (upload->spool);
  const TbkFormato *formato = tbk_content_check (app->content, fd, upload->nombre_archivo, error);

  if (formato == NULL)
    return FALSE;
  tbk_values_set (values, "nombre_archivo", upload->nombre_archivo);
  return tbk_archivo_settle (request, formato->content_type, values, error);
}

/* The same content once more is said, unless it was asked for. */
static gboolean
check_new (TbkTx *tx, const TbkValues *values, GError **error)
{
  g_autoptr (TbkRows) same = NULL;
  g_autoptr (GString) json = NULL;
  GError *problem = NULL;

  if (g_strcmp0 (tbk_values_get (values, "repetido"), "true") == 0)
    return TRUE;
  same = tbk_tx_many (tx, "documento_iguales", values, error);
  if (same == NULL)
    return FALSE;
  if (tbk_rows_count (same) == 0)
    return TRUE;
  json = g_string_new (NULL);
  tbk_rows_write_object (same, 0, &tbk_documento.schema, json);
  tbk_problem_set (&problem, 409, "the contract has this content already, as document %s, %s",
                   tbk_rows_text (same, 0, "id"), tbk_rows_text (same, 0, "nombre_archivo"));
  tbk_problem_set_actual (problem, json->str);
  g_propagate_error (error, problem);
  return FALSE;
}

/* The row, by the statement `create`, and then the file in its place: a row is committed only when
 * its file is there. */
static TbkReply *
store (TbkTx *tx, const TbkRequest *request, const TbkValues *values, const char *create, GError **error)
{
  g_autoptr (TbkRows) made = tbk_tx_one (tx, create, values, error);
  g_autoptr (TbkRows) rows = NULL;

  if (made == NULL
      || !tbk_spool_place (tbk_request_get_upload (request)->spool, tbk_values_get (values, "ruta"), error))
    return NULL;
  rows = get_signed (tx, request, tbk_rows_text (made, 0, "id"), error);
  return rows != NULL ? tbk_edit_reply_created (&tbk_documento, rows) : NULL;
}

/* Looks at what came, and asks once more whether it may: this is the transaction that writes. Returns: (transfer full)
 * (nullable): what its row is made of. */
static TbkValues *
admit (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (TbkRows) admitted = NULL;

  if (!inspect (request, values, error))
    return NULL;
  admitted = tbk_tx_one (tx, tbk_request_get_route (request)->admit, values, error);
  return admitted != NULL ? g_steal_pointer (&values) : NULL;
}

static TbkReply *
upload_documento (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = admit (tx, request, error);
  g_autoptr (TbkRows) contrato = NULL;

  if (values == NULL || !check_new (tx, values, error))
    return NULL;
  contrato = tbk_tx_one (tx, "contrato_codigo", values, error);
  if (contrato == NULL)
    return NULL;
  tbk_archivo_set_ruta (request, values, TBK_STORAGE_CONTRATOS, tbk_rows_text (contrato, 0, "codigo"));
  return store (tx, request, values, "documento_create", error);
}

/* What is sent with a message may well be sent again: the same content twice is no conflict. */
static TbkReply *
upload_adjunto (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = admit (tx, request, error);

  if (values == NULL)
    return NULL;
  tbk_archivo_set_ruta (request, values, TBK_STORAGE_CHATS, tbk_values_get (values, "id"));
  return store (tx, request, values, "adjunto_create", error);
}

static TbkReply *
list (TbkTx *tx, const TbkRequest *request, GError **error)
{
  return tbk_edit_reply_items (tx, request, "contrato_get", "contrato_documentos", error);
}

static TbkReply *
delete_documento (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "documento_delete", tbk_request_get_params (request), error);

  return rows != NULL ? tbk_reply_new_empty () : NULL;
}

static TbkReply *
download (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "documento_archivo", tbk_request_get_params (request), error);

  return rows != NULL ? tbk_archivo_reply (request, rows, tbk_rows_text (rows, 0, "nombre_archivo"), error) : NULL;
}

/* Each file is looked for now, while a clear answer can still be given. */
static gboolean
fill_zip (TbkZip *zip, const TbkStorage *storage, const TbkRows *rows, GError **error)
{
  for (guint i = 0; i < tbk_rows_count (rows); i++)
    {
      const char *ruta = tbk_rows_text (rows, i, "ruta");
      guint64 tamano = (guint64) tbk_rows_int (rows, i, "tamano", 0);
      int fd = tbk_storage_open (storage, ruta, tamano, error);

      if (fd < 0)
        return FALSE;
      close (fd);
      tbk_zip_add (zip, tbk_rows_text (rows, i, "nombre_archivo"), ruta, tamano, tbk_rows_int (rows, i, "segundos", 0));
    }
  return TRUE;
}

static TbkReply *
download_all (TbkTx *tx, const TbkRequest *request, GError **error)
{
  const TbkStorage *storage = tbk_request_get_app (request)->storage;
  const TbkValues *params = tbk_request_get_params (request);
  g_autoptr (TbkRows) contrato = tbk_tx_one (tx, "contrato_codigo", params, error);
  g_autoptr (TbkRows) rows = contrato != NULL ? tbk_tx_many (tx, "contrato_archivos", params, error) : NULL;
  g_autoptr (TbkSource) source = NULL;
  g_autofree char *name = NULL;
  TbkReply *reply;
  TbkZip *zip;

  if (rows == NULL)
    return NULL;
  zip = tbk_zip_new (storage);
  source = tbk_zip_to_source (zip);
  if (!fill_zip (zip, storage, rows, error))
    return NULL;
  name = g_strdup_printf ("%s-documentos.zip", tbk_rows_text (contrato, 0, "codigo"));
  reply = tbk_reply_new_source (200, "application/zip", g_steal_pointer (&source), -1);
  tbk_archivo_make_safe (reply, name);
  return reply;
}

/* clang-format off */
#define FILE_TYPES "application/pdf,image/png,image/jpeg,image/webp,image/tiff,text/xml,text/csv," \
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet," \
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static const int upload_errors[] = { 409, 413, 507, 0 };
/* 500: its file is missing or altered, which is said */
static const int download_errors[] = { 206, 304, 403, 416, 500, 0 };
static const int zip_errors[] = { 500, 0 };

static const TbkRoute routes[] = {
  { "GET", "/contratos/{id}/documentos", TBK_ROL_ANY, "The documents of a contract, the newest first.", "documento",
    .out_kind = TBK_OUT_ITEMS, .out = &tbk_documento.schema, .handler = list },
  { "POST", "/contratos/{id}/documentos", TBK_ROL_ANY,
    "Adds a document to a contract: a PDF, picture, XML, CSV, XLSX or DOCX, by its content.", "documento",
    .in_type = "multipart/form-data", .form = &tbk_documento_subida, .admit = "documento_admitir",
    .out_kind = TBK_OUT_ONE, .out = &tbk_documento.schema, .status = 201, .handler = upload_documento, .errors = upload_errors },
  { "POST", "/chats/{id}/adjuntos", TBK_ROL_ANY,
    "Adds a file to a chat, to be sent with a message within a day: what a contract's documents may be, by its content.", "documento",
    .in_type = "multipart/form-data", .form = &tbk_documento_adjunto, .admit = "adjunto_admitir",
    .out_kind = TBK_OUT_ONE, .out = &tbk_documento.schema, .status = 201, .handler = upload_adjunto, .errors = upload_errors },
  { "GET", "/contratos/{id}/documentos.zip", TBK_ROL_ANY, "All documents of a contract in one archive.", "documento",
    .out_kind = TBK_OUT_RAW, .out_type = "application/zip", .handler = download_all, .errors = zip_errors },
  { "GET", "/documentos/{id}", TBK_ROL_ANY, "One document, with an address of its file that holds for five minutes.", "documento",
    .out_kind = TBK_OUT_ONE, .out = &tbk_documento.schema, .handler = get },
  { "DELETE", "/documentos/{id}", TBK_ROL_ANY, "Deletes a document: who uploaded it, within a day, or an administrator.", "documento",
    .out_kind = TBK_OUT_NONE, .handler = delete_documento },
  { "GET", "/documentos/{id}/download", TBK_ROL_ANY, "The file of a document, all of it or a range, by a session or a signed address.",
    "documento", .out_kind = TBK_OUT_RAW, .out_type = FILE_TYPES, .flags = TBK_ROUTE_SIGNED, .handler = download,
    .errors = download_errors },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_documento = { "documento", routes };
