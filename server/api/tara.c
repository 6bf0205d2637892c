/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-edit.h"

#include <glib/gi18n.h>

#include "tbk-api.h"

/* Whose it is, is the database's to say (0019-tara.sql). */
static TbkReply *
store (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "tara_create", values, error);

  if (rows == NULL)
    return NULL;
  if (tbk_rows_bool (rows, 0, "repetido"))
    return tbk_reply_new_row (200, rows, &tbk_tara.schema);
  return tbk_edit_reply_created (&tbk_tara, rows);
}

static TbkReply *
edit_tara (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_tara, "tara_lock", "id", error);

  if (edit == NULL || !tbk_edit_check_version (edit, error))
    return NULL;
  return tbk_edit_reply (edit, "tara_put", error);
}

static TbkReply *
delete_tara (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "tara_delete", tbk_request_get_params (request), error);

  return rows != NULL ? tbk_reply_new_empty () : NULL;
}

/* clang-format off */
static const char *const clases[] = { "vehiculo", "saco", NULL };

static const TbkField query_fields[] = {
  { "clase", N_("Kind"), TBK_FIELD_CHOICE, .choices = clases },
  { "q", N_("Search"), TBK_FIELD_TEXT },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, .ref = "empresa" },
};
static const TbkSchema query_schema = TBK_SCHEMA ("TaraFiltro", query_fields);

static const int store_errors[] = { 200, 0 };
static const int edit_errors[] = { 409, 0 };

static const TbkRoute routes[] = {
  { "GET", "/taras", TBK_ROL_ANY, "Tares of vehicles and kinds of sacks: the own company's; all of them for an administrator.", "tara",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_tara.schema, .orden = "nombre", .statement = "tara_page" },
  { "POST", "/taras", TBK_ROL_PROVEEDOR | TBK_ROL_CENTRO | TBK_ROL_EXPORTADORA,
    "Stores a tare. One of that kind and name again: 200, and the one that was weighed later counts.", "tara",
    .in = &tbk_tara.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_tara.schema, .status = 201,
    .handler = store, .errors = store_errors },
  { "GET", "/taras/{id}", TBK_ROL_ANY, "One tare.", "tara",
    .out_kind = TBK_OUT_ONE, .out = &tbk_tara.schema, .statement = "tara_get" },
  { "PUT", "/taras/{id}", TBK_ROL_ANY, "Changes what is given of a tare.", "tara",
    .in = &tbk_tara.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_tara.schema,
    .flags = TBK_ROUTE_IF_MATCH | TBK_ROUTE_UNSAFE_UPDATE | TBK_ROUTE_WHO_SEES_MAY, .handler = edit_tara, .errors = edit_errors },
  { "DELETE", "/taras/{id}", TBK_ROL_ANY, "Takes a tare out of the list.", "tara",
    .out_kind = TBK_OUT_NONE, .flags = TBK_ROUTE_WHO_SEES_MAY, .handler = delete_tara },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_tara = { "tara", routes };
