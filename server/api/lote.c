/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lote.h"

#include <glib/gi18n.h>

#include "tbk-api.h"
#include "tbk-edit.h"

/* Who may hold, edit and receive which lote is the database's to say: it knows the associations (0007-lote.sql). */
static TbkReply *
create (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  TbkRol rol = tbk_request_get_caller (request)->rol;

  if (rol != TBK_ROL_ADMIN && tbk_values_get (values, "empresa_id") == NULL)
    tbk_values_set (values, "empresa_id", tbk_values_get (values, "yo_empresa"));
  if (tbk_values_get (values, "empresa_id") == NULL)
    {
      tbk_problem_add_field (error, "empresa_id", "missing", "an administrator says whose lot it is");
      return NULL;
    }
  if (!tbk_lote_settle_peso (values, error) || !tbk_lote_check (values, error))
    return NULL;
  if (!tbk_edit_check_first (&tbk_lote, values, error))
    return NULL;
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "lote_create", values, error);
  return rows != NULL ? tbk_edit_reply_created (&tbk_lote, rows) : NULL;
}

/* A new weight in one unit replaces the old one in both. */
static gboolean
settle_after (TbkEdit *edit, GError **error)
{
  if (!tbk_lote_settle_peso (edit->given, error))
    return FALSE;
  tbk_values_merge (edit->after, edit->given);
  return tbk_lote_check (edit->after, error);
}

static TbkReply *
edit_lote (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_lote, "lote_lock", "id", error);

  if (edit == NULL || !tbk_edit_check_version (edit, error) || !tbk_edit_check_step (edit, error))
    return NULL;
  if (!settle_after (edit, error))
    return NULL;
  return tbk_edit_reply (edit, "lote_put", error);
}

static TbkReply *
delete_lote (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "lote_delete", values, error);

  return rows != NULL ? tbk_reply_new_empty () : NULL;
}

static TbkReply *
receive (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_lote, "lote_lock", "id", error);

  if (edit == NULL)
    return NULL;
  if (!tbk_edit_allow (edit->caller->rol != TBK_ROL_PROVEEDOR, "the one who receives a lot confirms its reception",
                       error))
    return NULL;
  if (!tbk_edit_allow_step (&tbk_lote, tbk_edit_before (edit, "estado"), "Recibido", error))
    return NULL;
  if (!settle_after (edit, error))
    return NULL;
  tbk_values_set (edit->after, "estado", "Recibido");
  return tbk_edit_reply (edit, "lote_put", error);
}

static TbkReply *
list_historial (TbkTx *tx, const TbkRequest *request, GError **error)
{
  return tbk_edit_reply_items (tx, request, "lote_get", "lote_historial", error);
}

/* clang-format off */
static const char *const estados[] = {
  "Registrado", "En transito", "Recibido", "Fermentacion", "Secado", "Almacenado", "Exportado", "Rechazado", NULL
};

static const TbkField query_fields[] = {
  { "estado", N_("State"), TBK_FIELD_CHOICE, .choices = estados },
  { "desde", N_("From"), TBK_FIELD_DATE },
  { "hasta", N_("Until"), TBK_FIELD_DATE },
  { "q", N_("Search"), TBK_FIELD_TEXT },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, .ref = "empresa" },
  { "contrato_id", N_("Contract"), TBK_FIELD_REF, .ref = "contrato" },
  { "sin_contrato", N_("Without Contract"), TBK_FIELD_BOOLEAN },
  { "pesable", N_("To Be Weighed"), TBK_FIELD_BOOLEAN, .hint = N_("Neither exported nor rejected; a supplier's own.") },
};
static const TbkSchema query_schema = TBK_SCHEMA ("LoteFiltro", query_fields);

static const TbkField reception_fields[] = {
  { "peso_kg", N_("Weight"), TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_KG, 3, .min = "0.001", .max = "100000000" },
  { "peso_qq", N_("Weight in Quintals"), TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_QQ, 4, .min = "0.0001", .max = "2204622" },
  { "humedad", N_("Moisture"), TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_PERCENT, 2, .min = "0", .max = "100" },
  { "observaciones", N_("Remarks"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 2000 },
};
static const TbkSchema reception_schema = TBK_SCHEMA ("Recepcion", reception_fields);

static const int conflict_errors[] = { 409, 0 };

#define HOLDERS (TBK_ROL_PROVEEDOR | TBK_ROL_CENTRO | TBK_ROL_ADMIN)

/* Where a path names a row, every role may try: what it does not see is 404, what it may not do 403. */
static const TbkRoute routes[] = {
  { "GET", "/lotes", TBK_ROL_ANY, "The lots that the caller holds, buys or is told of.", "lote",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_lote.schema, .orden = "-fecha", .statement = "lote_page" },
  { "POST", "/lotes", HOLDERS, "Registers a lot.", "lote",
    .in = &tbk_lote.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_lote.schema, .status = 201,
    .flags = TBK_ROUTE_IDEMPOTENT, .handler = create, .errors = conflict_errors },
  { "GET", "/lotes/{id}", TBK_ROL_ANY, "One lot.", "lote",
    .out_kind = TBK_OUT_ONE, .out = &tbk_lote.schema, .statement = "lote_get" },
  { "PUT", "/lotes/{id}", TBK_ROL_ANY, "Changes what is given of a lot, its state too.", "lote",
    .in = &tbk_lote.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_lote.schema,
    .flags = TBK_ROUTE_IF_MATCH | TBK_ROUTE_UNSAFE_UPDATE, .handler = edit_lote, .errors = conflict_errors },
  { "DELETE", "/lotes/{id}", TBK_ROL_ANY, "Takes a lot out of every list.", "lote",
    .out_kind = TBK_OUT_NONE, .handler = delete_lote, .errors = conflict_errors },
  { "POST", "/lotes/{id}/recepcion", TBK_ROL_ANY, "Confirms that a lot has come, as weighed and measured there.", "lote",
    .in = &reception_schema, .out_kind = TBK_OUT_ONE, .out = &tbk_lote.schema,
    .flags = TBK_ROUTE_IDEMPOTENT, .handler = receive, .errors = conflict_errors },
  { "GET", "/lotes/{id}/historial", TBK_ROL_ANY, "Who changed what of a lot, the newest first.", "lote",
    .out_kind = TBK_OUT_ITEMS, .out = &tbk_auditoria.schema, .handler = list_historial },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_lote = { "lote", routes };
