/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-edit.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "empresa.h"
#include "tbk-api.h"
#include "tbk-image.h"
#include "tbk-ruc.h"

#define LOGO_MAX_BYTES (512 * 1024)
#define LOGO_MAX_PIXELS 4096 /* along a side */

static TbkReply *
create (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  TbkRucResult ruc = tbk_ruc_check (tbk_values_get (values, "ruc"));

  tbk_values_set (values, "ruc_aviso", ruc == TBK_RUC_WARN ? "true" : "false");
  if (!tbk_empresa_settle (values, error))
    return NULL;
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "empresa_create", values, error);
  return rows != NULL ? tbk_edit_reply_created (&tbk_empresa, rows) : NULL;
}

/* The empresa of the path, which its own people and administrators edit. */
static TbkEdit *
open_own (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_empresa, "empresa_lock", "id", error);

  if (edit == NULL)
    return NULL;
  gboolean own = tbk_edit_before_id (edit, "id") == edit->caller->empresa_id;
  if (!tbk_edit_allow (own || edit->caller->rol == TBK_ROL_ADMIN, "only its own users edit a company", error))
    return NULL;
  return g_steal_pointer (&edit);
}

static TbkReply *
edit_empresa (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = open_own (tx, request, error);

  if (edit == NULL || !tbk_edit_check_version (edit, error) || !tbk_empresa_settle (edit->after, error))
    return NULL;
  return tbk_edit_reply (edit, "empresa_put", error);
}

static TbkReply *
get_logo (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "empresa_logo_get", tbk_request_get_params (request), error);

  if (rows == NULL)
    return NULL;
  gsize length = 0;
  guint8 *content = g_base64_decode (tbk_rows_text (rows, 0, "base64"), &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (content, length);
  TbkReply *reply = tbk_reply_new_bytes (200, tbk_rows_text (rows, 0, "tipo_contenido"), bytes);
  /* Its address changes with it (logo_url). */
  tbk_reply_set_header (reply, "Cache-Control", "private, max-age=86400");
  tbk_reply_set_header (reply, "Content-Security-Policy", "sandbox");
  return reply;
}

static TbkReply *
put_logo (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = open_own (tx, request, error);
  gsize length = 0;
  TbkImage image;

  if (edit == NULL)
    return NULL;
  const guint8 *bytes = g_bytes_get_data (tbk_request_get_bytes (request), &length);
  if (!tbk_image_check (bytes, length, LOGO_MAX_PIXELS, "body", &image, error))
    return NULL;
  g_autofree char *base64 = g_base64_encode (bytes, length);
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);
  tbk_values_set (edit->after, "base64", base64);
  tbk_values_set (edit->after, "tipo_contenido", image.content_type);
  tbk_values_set (edit->after, "huella", hash);
  if (!tbk_tx_exec (tx, "empresa_logo_put", edit->after, NULL, error))
    return NULL;
  return tbk_edit_reply (edit, "empresa_get", error);
}

static TbkReply *
delete_logo (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = open_own (tx, request, error);

  return edit != NULL ? tbk_edit_reply_empty (edit, "empresa_logo_delete", error) : NULL;
}

/* Says what is wrong with a RUC before a form is sent. */
static TbkReply *
check_ruc (const TbkApp *app, const TbkRequest *request, GError **error)
{
  const char *ruc = tbk_values_get (tbk_request_get_params (request), "ruc");
  TbkRucResult result = tbk_ruc_check (ruc);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "ruc");
  json_builder_add_string_value (builder, ruc);
  json_builder_set_member_name (builder, "valido");
  json_builder_add_boolean_value (builder, result == TBK_RUC_VALID || result == TBK_RUC_WARN);
  json_builder_set_member_name (builder, "clase");
  json_builder_add_string_value (builder, tbk_ruc_kind (ruc));
  json_builder_set_member_name (builder, "aviso");
  json_builder_add_string_value (builder, tbk_ruc_message (result));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  g_autofree char *json = json_to_string (root, FALSE);
  return tbk_reply_new_json (200, g_string_new (json));
}

/* clang-format off */
static const char *const tipos[] = { "proveedor", "centro", "exportadora", NULL };

static const TbkField query_fields[] = {
  { "tipo", N_("Kind"), TBK_FIELD_CHOICE, .choices = tipos },
  { "q", N_("Search"), TBK_FIELD_TEXT },
  { "asociada", N_("Associated"), TBK_FIELD_BOOLEAN },
};
static const TbkSchema query_schema = TBK_SCHEMA ("EmpresaFiltro", query_fields);

static const TbkField ruc_fields[] = {
  { "ruc", N_("RUC"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED },
  { "valido", N_("Valid"), TBK_FIELD_BOOLEAN, TBK_FIELD_REQUIRED },
  { "clase", N_("Kind"), TBK_FIELD_TEXT },
  { "aviso", N_("Notice"), TBK_FIELD_TEXT },
};
static const TbkSchema ruc_schema = TBK_SCHEMA ("Ruc", ruc_fields);

static const int create_errors[] = { 409, 0 };
static const int logo_errors[] = { 413, 415, 0 };
static const int ruc_errors[] = { 429, 0 };

static const TbkRoute routes[] = {
  { "GET", "/empresas", TBK_ROL_ANY, "The own company and those of another kind; all of them for an administrator.", "empresa",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_empresa.schema, .orden = "nombre", .statement = "empresa_page" },
  { "POST", "/empresas", TBK_ROL_ADMIN, "Makes a company.", "empresa",
    .in = &tbk_empresa.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_empresa.schema, .status = 201,
    .flags = TBK_ROUTE_IDEMPOTENT, .handler = create, .errors = create_errors },
  { "GET", "/empresas/{id}", TBK_ROL_ANY, "One company.", "empresa",
    .out_kind = TBK_OUT_ONE, .out = &tbk_empresa.schema, .statement = "empresa_get" },
  { "PUT", "/empresas/{id}", TBK_ROL_ANY, "Changes what is given of a company.", "empresa",
    .in = &tbk_empresa.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_empresa.schema,
    .flags = TBK_ROUTE_IF_MATCH | TBK_ROUTE_UNSAFE_UPDATE, .handler = edit_empresa },
  { "GET", "/empresas/ruc/{ruc}", TBK_ROL_NONE, "Whether a RUC is in order.", "empresa",
    .out_kind = TBK_OUT_ONE, .out = &ruc_schema, .flags = TBK_ROUTE_STRICT, .direct = check_ruc, .errors = ruc_errors },
  { "GET", "/empresas/{id}/logo", TBK_ROL_ANY, "The logo of a company.", "empresa",
    .out_kind = TBK_OUT_RAW, .out_type = TBK_IMAGE_TYPES, .handler = get_logo },
  { "PUT", "/empresas/{id}/logo", TBK_ROL_ANY, "Sets the logo of a company: PNG, JPEG or WebP, 512 kB at most.", "empresa",
    .in_type = TBK_IMAGE_TYPES, .max_body = LOGO_MAX_BYTES, .out_kind = TBK_OUT_ONE, .out = &tbk_empresa.schema,
    .handler = put_logo, .errors = logo_errors },
  { "DELETE", "/empresas/{id}/logo", TBK_ROL_ANY, "Takes the logo of a company away.", "empresa",
    .out_kind = TBK_OUT_NONE, .handler = delete_logo },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_empresa = { "empresa", routes };
