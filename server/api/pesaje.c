/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pesaje.h"

#include <glib/gi18n.h>

#include "documento.h"
#include "tbk-api.h"
#include "tbk-archivo.h"
#include "tbk-cadena.h"
#include "tbk-edit.h"
#include "tbk-image.h"
#include "tbk-importar.h"
#include "tbk-weighing.h"

/* Rows read at once while a chain is walked. */
#define WALK_ROWS 2000

#define FOTO_MAX_BYTES (10 * 1024 * 1024)
#define FOTO_MAX_PIXELS 16384 /* along a side */

static TbkReply *
reply_stored (const TbkRows *rows)
{
  if (tbk_rows_bool (rows, 0, "repetido"))
    return tbk_reply_new_row (200, rows, &tbk_pesaje.schema);
  return tbk_edit_reply_created (&tbk_pesaje, rows);
}

static TbkReply *
record (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (TbkRows) rows = tbk_weighing_store (tx, values, tbk_request_is_device (request), error);

  return rows != NULL ? reply_stored (rows) : NULL;
}

static TbkReply *
undo (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (TbkRows) rows = NULL;

  if (tbk_values_get (values, "id") == NULL)
    tbk_values_set (values, "id", id);
  rows = tbk_tx_one (tx, "pesaje_anular", values, error);
  return rows != NULL ? reply_stored (rows) : NULL;
}

static TbkReply *
list_of_lote (TbkTx *tx, const TbkRequest *request, GError **error)
{
  return tbk_edit_reply_items (tx, request, "lote_get", "lote_pesajes", error);
}

/* --- the photo --- */

/* What it is, by its bytes alone: how it is called says nothing. Returns: (transfer none) (nullable). */
static const char *
look_at_foto (const TbkRequest *request, GError **error)
{
  int fd = tbk_spool_get_fd (tbk_request_get_upload (request)->spool);
  g_autoptr (GError) failed = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new_from_fd (fd, FALSE, &failed);
  TbkImage image;

  if (file == NULL)
    {
      tbk_problem_set (error, 500, "the photo cannot be read: %s", failed->message);
      return NULL;
    }
  if (!tbk_image_check ((const guint8 *) g_mapped_file_get_contents (file), g_mapped_file_get_length (file),
                        FOTO_MAX_PIXELS, "archivo", &image, error))
    return NULL;
  return image.content_type;
}

/* It has one: the same bytes once more are that one. */
static gboolean
is_the_same (TbkTx *tx, const TbkValues *values, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "pesaje_foto_get", values, error);

  if (rows == NULL)
    return FALSE;
  if (g_str_equal (tbk_rows_text (rows, 0, "sha256"), tbk_values_get (values, "sha256")))
    return TRUE;
  tbk_problem_set (error, 409, "the weighing has another photo");
  return FALSE;
}

/* The row first, so that every rule has spoken, and then the file in its place. */
static gboolean
store_foto (TbkTx *tx, const TbkRequest *request, TbkValues *values, GError **error)
{
  g_autoptr (TbkRows) admitted = tbk_tx_one (tx, tbk_request_get_route (request)->admit, values, error);
  g_autoptr (TbkRows) made = NULL;

  if (admitted == NULL)
    return FALSE;
  tbk_archivo_set_ruta (request, values, TBK_STORAGE_PESAJES, tbk_rows_text (admitted, 0, "empresa_id"));
  made = tbk_tx_many (tx, "pesaje_foto_create", values, error);
  if (made == NULL)
    return FALSE;
  if (tbk_rows_count (made) == 0)
    return is_the_same (tx, values, error);
  return tbk_spool_place (tbk_request_get_upload (request)->spool, tbk_values_get (values, "ruta"), error);
}

static TbkReply *
put_foto (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  const char *content_type = look_at_foto (request, error);
  g_autoptr (TbkRows) rows = NULL;

  if (content_type == NULL || !tbk_archivo_settle (request, content_type, values, error)
      || !store_foto (tx, request, values, error))
    return NULL;
  rows = tbk_tx_one (tx, "pesaje_get", values, error);
  return rows != NULL ? tbk_reply_new_row (200, rows, &tbk_pesaje.schema) : NULL;
}

static TbkReply *
get_foto (TbkTx *tx, const TbkRequest *request, GError **error)
{
  const TbkValues *params = tbk_request_get_params (request);
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "pesaje_foto_get", params, error);
  g_autofree char *name = NULL;

  if (rows == NULL)
    return NULL;
  name = g_strdup_printf ("%s.%s", tbk_values_get (params, "uuid"),
                          tbk_formato_of_type (tbk_rows_text (rows, 0, "tipo_contenido"))->extensions[0]);
  return tbk_archivo_reply (request, rows, name, error);
}

/* --- the chain
 * ------------------------------------------------------------------------------------------------------
 */

/* Returns: (transfer none) (nullable): what is broken of that row. */
static const char *
walk_row (TbkCadena *cadena, const TbkRows *rows, guint row)
{
  const char *values[TBK_CADENA_CAMPOS];

  for (guint i = 0; i < TBK_CADENA_CAMPOS; i++)
    values[i] = tbk_rows_text (rows, row, tbk_cadena_campo_name (i));
  return tbk_cadena_walk (cadena, tbk_rows_int (rows, row, "numero", 0), values,
                          tbk_rows_text (rows, row, "hash_anterior"), tbk_rows_text (rows, row, "hash"));
}

/* Walks as far as there are rows, or up to what is broken, which `broken` names then (its row's id too, where there is
 * a row). A piece at a time, so that a chain of any length takes the same memory. */
static gboolean
walk (TbkTx *tx, TbkValues *values, TbkCadena *cadena, const char **broken, char **id, GError **error)
{
  tbk_values_set_int (values, "limite", WALK_ROWS);
  for (;;)
    {
      g_autoptr (TbkRows) rows = NULL;

      tbk_values_set_int (values, "numero", cadena->numero);
      rows = tbk_tx_many (tx, "pesaje_tramo", values, error);
      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < tbk_rows_count (rows); i++)
        {
          *broken = walk_row (cadena, rows, i);
          if (*broken == NULL)
            continue;
          *id = g_strdup (tbk_rows_text (rows, i, "id"));
          return TRUE;
        }
      if (tbk_rows_count (rows) < WALK_ROWS)
        return TRUE;
    }
}

static void
append_member (GString *json, const char *name, const char *text)
{
  if (text != NULL)
    g_string_append_printf (json, ",\"%s\":\"%s\"", name, text);
  else
    g_string_append_printf (json, ",\"%s\":null", name);
}

static TbkReply *
verify (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (TbkRows) head = tbk_tx_one (tx, "pesaje_cadena_de", values, error);
  g_autofree char *id = NULL;
  const char *broken = NULL;
  char hash[TBK_CADENA_HEX_SIZE];
  TbkCadena cadena;
  GString *json;

  if (head == NULL)
    return NULL;
  tbk_cadena_begin (&cadena);
  tbk_values_set (values, "empresa_id", tbk_rows_text (head, 0, "empresa_id"));
  if (!walk (tx, values, &cadena, &broken, &id, error))
    return NULL;
  /* rows that were taken off the end; what was added meanwhile is not missed */
  if (broken == NULL && cadena.numero < tbk_rows_int (head, 0, "ultimo", 0))
    broken = "gap";
  tbk_cadena_to_hex (cadena.hash, hash);
  json = g_string_new (NULL);
  g_string_append_printf (json, "{\"empresa_id\":%s,\"integra\":%s,\"eslabones\":%" G_GINT64_FORMAT,
                          tbk_rows_text (head, 0, "empresa_id"), broken == NULL ? "true" : "false", cadena.numero);
  append_member (json, "hash", hash);
  if (broken != NULL)
    g_string_append_printf (json, ",\"roto_numero\":%" G_GINT64_FORMAT, cadena.numero + 1);
  else
    g_string_append (json, ",\"roto_numero\":null");
  append_member (json, "roto_id", id);
  append_member (json, "roto_motivo", broken);
  g_string_append_c (json, '}');
  return tbk_reply_new_json (200, json);
}

/* clang-format off */
static const TbkField query_fields[] = {
  { "lote_id", N_("Lot"), TBK_FIELD_REF, .ref = "lote" },
  { "desde", N_("From"), TBK_FIELD_DATE },
  { "hasta", N_("Until"), TBK_FIELD_DATE },
  { "bascula", N_("Scale"), TBK_FIELD_TEXT, .max_length = 60 },
  { "q", N_("Search"), TBK_FIELD_TEXT },
  { "empresa_id", N_("Weighed By"), TBK_FIELD_REF, .ref = "empresa" },
};
static const TbkSchema query_schema = TBK_SCHEMA ("PesajeFiltro", query_fields);

static const TbkField undo_fields[] = {
  { "id", N_("Number"), TBK_FIELD_UUID, .hint = N_("Of the counter-entry; the same again is the same one.") },
  { "motivo", N_("Reason"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 500 },
};
static const TbkSchema undo_schema = TBK_SCHEMA ("PesajeAnular", undo_fields);

static const TbkField verify_query_fields[] = {
  { "empresa_id", N_("Weighed By"), TBK_FIELD_REF, .ref = "empresa" },
};
static const TbkSchema verify_query_schema = TBK_SCHEMA ("PesajeVerificarFiltro", verify_query_fields);

/* What is broken: "gap" (a number is missing), "link" (what it says is the hash before is not), "content" (it was altered). */
static const char *const motivos[] = { "gap", "link", "content", NULL };
static const TbkField verify_fields[] = {
  { "empresa_id", N_("Weighed By"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "integra", N_("Whole"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY },
  { "eslabones", N_("Good Links"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "hash", N_("Hash"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 64 },
  { "roto_numero", N_("First Broken Ticket"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "roto_id", N_("First Broken Weighing"), TBK_FIELD_UUID, TBK_FIELD_READ_ONLY },
  { "roto_motivo", N_("What Is Broken"), TBK_FIELD_CHOICE, TBK_FIELD_READ_ONLY, .choices = motivos },
};
static const TbkSchema verify_schema = TBK_SCHEMA ("PesajeVerificacion", verify_fields);

/* It has no fields besides its file. */
static const TbkSchema foto_schema = { .name = "PesajeFoto" };

static const int foto_errors[] = { 403, 409, 413, 422, 507, 0 };
static const int foto_get_errors[] = { 206, 416, 500, 0 };
static const int record_errors[] = { 200, 409, 0 };
static const int undo_errors[] = { 200, 403, 409, 0 };
static const int verify_errors[] = { 404, 0 };
static const int import_errors[] = { 413, 422, 507, 0 };

static const TbkRoute routes[] = {
  { "POST", "/iot/pesaje", TBK_ROL_ANY,
    "Records a weighing, by a session or by IOT_TOKEN as the bearer token. The same `id` again: 200, and the one that is stored.", "pesaje",
    .in = &tbk_pesaje_lectura, .out_kind = TBK_OUT_ONE, .out = &tbk_pesaje.schema, .status = 201,
    .flags = TBK_ROUTE_DEVICE, .handler = record, .errors = record_errors, .refused = "rechazo_guardar" },
  { "POST", "/iot/siemens/csv", TBK_ROL_PROVEEDOR | TBK_ROL_CENTRO | TBK_ROL_EXPORTADORA,
    "Records a log of WinCC or SIWAREX: bad lines are reported, and what is stored already adds nothing.", "pesaje",
    .in_type = "multipart/form-data", .form = &tbk_importar_form, .admit = "pesaje_importable",
    .out_kind = TBK_OUT_ONE, .out = &tbk_importar_reporte, .handler = tbk_importar, .errors = import_errors },
  { "GET", "/pesajes", TBK_ROL_ANY, "Weighings that the caller made, or of lots that it sees.", "pesaje",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_pesaje.schema, .orden = "-capturado_en", .statement = "pesaje_page" },
  { "GET", "/pesajes/verificar", TBK_ROL_ANY, "Walks the chain of an empresa's weighings, and names the first link that is broken.", "pesaje",
    .query = &verify_query_schema, .out_kind = TBK_OUT_ONE, .out = &verify_schema, .handler = verify, .errors = verify_errors },
  { "GET", "/pesajes/{uuid}", TBK_ROL_ANY, "One weighing.", "pesaje",
    .out_kind = TBK_OUT_ONE, .out = &tbk_pesaje.schema, .statement = "pesaje_get" },
  { "POST", "/pesajes/{uuid}/anular", TBK_ROL_ANY, "Undoes a weighing by a counter-entry: who weighed, or an administrator.", "pesaje",
    .in = &undo_schema, .out_kind = TBK_OUT_ONE, .out = &tbk_pesaje.schema, .status = 201, .handler = undo, .errors = undo_errors },
  { "PUT", "/pesajes/{uuid}/foto", TBK_ROL_ANY,
    "Adds its one photo to a weighing, PNG, JPEG or WebP of 10 MB at most: who weighed, or an administrator. The same bytes again change nothing.",
    "pesaje", .in_type = "multipart/form-data", .form = &foto_schema, .max_body = FOTO_MAX_BYTES, .admit = "pesaje_foto_admitir",
    .out_kind = TBK_OUT_ONE, .out = &tbk_pesaje.schema, .handler = put_foto, .errors = foto_errors },
  { "GET", "/pesajes/{uuid}/foto", TBK_ROL_ANY, "The photo of a weighing, all of it or a range.", "pesaje",
    .out_kind = TBK_OUT_RAW, .out_type = TBK_IMAGE_TYPES, .handler = get_foto, .errors = foto_get_errors },
  { "GET", "/lotes/{id}/pesajes", TBK_ROL_ANY, "The weighings of a lot, the newest 500 first; /pesajes has them all.", "pesaje",
    .out_kind = TBK_OUT_ITEMS, .out = &tbk_pesaje.schema, .handler = list_of_lote },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_pesaje = { "pesaje", routes };
