/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contrato.h"

#include <glib/gi18n.h>

#include "tbk-api.h"
#include "tbk-edit.h"

/* A centro sells to an exportadora, or buys from one of its proveedores: whichever side is left out is its own. */
static void
settle_centro (TbkValues *values, const char *yo_empresa)
{
  const char *contraparte = tbk_values_get (values, "contraparte_id");
  gboolean sells = contraparte == NULL || g_str_equal (contraparte, yo_empresa);
  const char *own = sells ? "contraparte_id" : "exportadora_id";

  if (tbk_values_get (values, own) == NULL)
    tbk_values_set (values, own, yo_empresa);
}

static gboolean
is_own (const TbkValues *values, const char *name)
{
  return g_strcmp0 (tbk_values_get (values, name), tbk_values_get (values, "yo_empresa")) == 0;
}

static gboolean
check_given (const TbkValues *values, GError **error)
{
  const char *const sides[] = { "exportadora_id", "contraparte_id" };
  g_autoptr (GError) problem = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    if (tbk_values_get (values, sides[i]) == NULL)
      tbk_problem_add_field (&problem, sides[i], "missing", "a contract has two sides");
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* Who the two sides are; of which kind they may be is the database's to know (0006-contrato.sql). */
static gboolean
settle_sides (TbkRol rol, TbkValues *values, GError **error)
{
  const char *yo_empresa = tbk_values_get (values, "yo_empresa");

  if (rol == TBK_ROL_EXPORTADORA && tbk_values_get (values, "exportadora_id") == NULL)
    tbk_values_set (values, "exportadora_id", yo_empresa);
  if (rol == TBK_ROL_CENTRO)
    settle_centro (values, yo_empresa);
  if (!check_given (values, error))
    return FALSE;
  if (rol == TBK_ROL_EXPORTADORA)
    return tbk_edit_allow (is_own (values, "exportadora_id"), "an exporter buys for itself only", error);
  if (rol == TBK_ROL_CENTRO)
    return tbk_edit_allow (is_own (values, "exportadora_id") || is_own (values, "contraparte_id"),
                           "a collection center is a side of the contracts it writes", error);
  return TRUE;
}

static TbkReply *
create (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);

  if (!settle_sides (tbk_request_get_caller (request)->rol, values, error))
    return NULL;
  if (!tbk_contrato_check (values, error) || !tbk_edit_check_first (&tbk_contrato, values, error))
    return NULL;
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "contrato_create", values, error);
  return rows != NULL ? tbk_edit_reply_created (&tbk_contrato, rows) : NULL;
}

/* The buyer; or the centro that wrote it, while it is a draft. */
static gboolean
check_may_edit (const TbkEdit *edit, GError **error)
{
  gint64 yo = edit->caller->empresa_id;
  gboolean admin = edit->caller->rol == TBK_ROL_ADMIN;
  gboolean buyer = tbk_edit_before_id (edit, "exportadora_id") == yo;
  gboolean author = edit->caller->rol == TBK_ROL_CENTRO && tbk_edit_before_id (edit, "autor_empresa_id") == yo
                    && tbk_edit_before_is (edit, "estado", "Borrador");

  return tbk_edit_allow (admin || buyer || author, "only the buyer edits this contract", error);
}

/* A closed one stays as it is, but for an admin who opens it again with a reason. */
static gboolean
check_open (const TbkEdit *edit, GError **error)
{
  const char *estado = tbk_edit_before (edit, "estado");
  const TbkEstado *found = tbk_estado_find (tbk_contrato.estados, estado);

  if (found != NULL && found->next != NULL)
    return TRUE;
  if (edit->caller->rol == TBK_ROL_ADMIN && tbk_edit_changes (edit, "estado"))
    return TRUE;
  tbk_problem_set (error, 409, "the contract is %s and cannot be changed", estado);
  return FALSE;
}

static TbkReply *
edit_contrato (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_contrato, "contrato_lock", "id", error);

  if (edit == NULL || !check_may_edit (edit, error) || !tbk_edit_check_version (edit, error))
    return NULL;
  if (!check_open (edit, error) || !tbk_edit_check_step (edit, error))
    return NULL;
  if (!tbk_contrato_check (edit->after, error))
    return NULL;
  return tbk_edit_reply (edit, "contrato_put", error);
}

static TbkReply *
delete_contrato (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "contrato_delete", values, error);

  return rows != NULL ? tbk_reply_new_empty () : NULL;
}

static gboolean
check_takes_lotes (const TbkEdit *contrato, GError **error)
{
  if (tbk_edit_before_is (contrato, "estado", "Activo") || tbk_edit_before_is (contrato, "estado", "En proceso"))
    return TRUE;
  tbk_problem_set (error, 409, "lots come while a contract is Activo or En proceso: it is %s",
                   tbk_edit_before (contrato, "estado"));
  return FALSE;
}

static gboolean
check_assignable (const TbkEdit *lote, GError **error)
{
  if (tbk_edit_before (lote, "contrato_id") != NULL)
    tbk_problem_set (error, 409, "the lot is in a contract already");
  else if (tbk_edit_before_is (lote, "estado", "Exportado") || tbk_edit_before_is (lote, "estado", "Rechazado"))
    tbk_problem_set (error, 409, "the lot is %s", tbk_edit_before (lote, "estado"));
  else
    return TRUE;
  return FALSE;
}

static TbkReply *
assign_lote (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) contrato = tbk_edit_open (tx, request, &tbk_contrato, "contrato_lock", "id", error);
  g_autoptr (GError) failure = NULL;

  if (contrato == NULL)
    return NULL;
  if (!tbk_edit_allow (contrato->caller->rol != TBK_ROL_EXPORTADORA, "its holder puts a lot into a contract", error))
    return NULL;
  if (!check_takes_lotes (contrato, error))
    return NULL;
  g_autoptr (TbkEdit) lote = tbk_edit_open (tx, request, &tbk_lote, "lote_lock", "lote_id", &failure);
  /* The path was found: what is not there is the body's. */
  if (g_error_matches (failure, TBK_PROBLEM, 404))
    tbk_problem_add_field (error, "lote_id", "choice", "there is no such lot");
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  if (lote == NULL || !check_assignable (lote, error))
    return NULL;
  tbk_values_set (lote->after, "contrato_id", tbk_edit_before (contrato, "id"));
  return tbk_edit_reply (lote, "lote_assign", error);
}

/* An exported lote is gone: it stays where it was sold. Out of a contrato that was cancelled the others go on. */
static gboolean
check_in (const TbkEdit *lote, const TbkEdit *contrato, GError **error)
{
  if (!tbk_edit_before_is (lote, "contrato_id", tbk_edit_before (contrato, "id")))
    tbk_problem_set (error, 404, "the lot is not in this contract");
  else if (tbk_edit_before_is (lote, "estado", "Exportado"))
    tbk_problem_set (error, 409, "the lot is Exportado");
  else if (tbk_edit_before_is (contrato, "estado", "Cerrado"))
    tbk_problem_set (error, 409, "the contract is Cerrado");
  else
    return TRUE;
  return FALSE;
}

static TbkReply *
unassign_lote (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) contrato = tbk_edit_open (tx, request, &tbk_contrato, "contrato_lock", "id", error);

  if (contrato == NULL)
    return NULL;
  g_autoptr (TbkEdit) lote = tbk_edit_open (tx, request, &tbk_lote, "lote_lock", "lote_id", error);
  if (lote == NULL)
    return NULL;
  if (!check_in (lote, contrato, error))
    return NULL;
  tbk_values_set (lote->after, "contrato_id", NULL);
  return tbk_edit_reply_empty (lote, "lote_assign", error);
}

static TbkReply *
list_lotes (TbkTx *tx, const TbkRequest *request, GError **error)
{
  return tbk_edit_reply_items (tx, request, "contrato_get", "contrato_lotes", error);
}

static TbkReply *
list_historial (TbkTx *tx, const TbkRequest *request, GError **error)
{
  return tbk_edit_reply_items (tx, request, "contrato_get", "contrato_historial", error);
}

/* clang-format off */
static const char *const estados[] = { "Borrador", "En revision", "Activo", "En proceso", "Cerrado", "Cancelado", NULL };
static const char *const tipos_precio[] = { "fijo", "por_fijar", NULL };

static const TbkField query_fields[] = {
  { "estado", N_("State"), TBK_FIELD_CHOICE, .choices = estados },
  { "desde", N_("Signed From"), TBK_FIELD_DATE },
  { "hasta", N_("Signed Until"), TBK_FIELD_DATE },
  { "q", N_("Search"), TBK_FIELD_TEXT },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, .ref = "empresa" },
  { "tipo_precio", N_("Price Type"), TBK_FIELD_CHOICE, .choices = tipos_precio },
};
static const TbkSchema query_schema = TBK_SCHEMA ("ContratoFiltro", query_fields);

static const TbkField assign_fields[] = {
  { "lote_id", N_("Lot"), TBK_FIELD_REF, TBK_FIELD_REQUIRED, .ref = "lote" },
};
static const TbkSchema assign_schema = TBK_SCHEMA ("ContratoLote", assign_fields);

static const int conflict_errors[] = { 409, 0 };

#define WRITERS (TBK_ROL_CENTRO | TBK_ROL_EXPORTADORA | TBK_ROL_ADMIN)

/* Where a path names a row, every role may try: what it does not see is 404, what it may not do 403. */
static const TbkRoute routes[] = {
  { "GET", "/contratos", TBK_ROL_ANY, "The contracts that the caller is party to.", "contrato",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_contrato.schema, .orden = "-fecha_firma", .statement = "contrato_page" },
  { "POST", "/contratos", WRITERS, "Makes a contract, as a draft.", "contrato",
    .in = &tbk_contrato.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_contrato.schema, .status = 201,
    .flags = TBK_ROUTE_IDEMPOTENT, .handler = create, .errors = conflict_errors },
  { "GET", "/contratos/{id}", TBK_ROL_ANY, "One contract.", "contrato",
    .out_kind = TBK_OUT_ONE, .out = &tbk_contrato.schema, .statement = "contrato_get" },
  { "PUT", "/contratos/{id}", TBK_ROL_ANY, "Changes what is given of a contract, its state too.", "contrato",
    .in = &tbk_contrato.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_contrato.schema,
    .flags = TBK_ROUTE_IF_MATCH | TBK_ROUTE_UNSAFE_UPDATE, .handler = edit_contrato, .errors = conflict_errors },
  { "DELETE", "/contratos/{id}", TBK_ROL_ANY, "Takes a contract out of every list, as an administrator.", "contrato",
    .out_kind = TBK_OUT_NONE, .handler = delete_contrato, .errors = conflict_errors },
  { "GET", "/contratos/{id}/lotes", TBK_ROL_ANY, "The lots of a contract.", "contrato",
    .out_kind = TBK_OUT_ITEMS, .out = &tbk_lote.schema, .handler = list_lotes },
  { "POST", "/contratos/{id}/lotes", TBK_ROL_ANY, "Puts a lot into a contract.", "contrato",
    .in = &assign_schema, .out_kind = TBK_OUT_ONE, .out = &tbk_lote.schema,
    .flags = TBK_ROUTE_IDEMPOTENT, .handler = assign_lote, .errors = conflict_errors },
  { "DELETE", "/contratos/{id}/lotes/{lote_id}", TBK_ROL_ANY, "Takes a lot off a contract.", "contrato",
    .out_kind = TBK_OUT_NONE, .handler = unassign_lote, .errors = conflict_errors },
  { "GET", "/contratos/{id}/historial", TBK_ROL_ANY, "Who changed what of a contract, the newest first.", "contrato",
    .out_kind = TBK_OUT_ITEMS, .out = &tbk_auditoria.schema, .handler = list_historial },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_contrato = { "contrato", routes };
