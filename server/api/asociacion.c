/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-edit.h"

#include <glib/gi18n.h>

#include "tbk-api.h"

/* Who asks is one side, and names only the other. */
static gboolean
settle_side (TbkValues *values, const char *own, const char *yo_empresa, GError **error)
{
  if (tbk_values_get (values, own) == NULL)
    tbk_values_set (values, own, yo_empresa);
  return tbk_edit_allow (g_strcmp0 (tbk_values_get (values, own), yo_empresa) == 0,
                         "one asks for the own company only", error);
}

static gboolean
check_sides (const TbkValues *values, GError **error)
{
  const char *const sides[] = { "centro_id", "proveedor_id" };
  g_autoptr (GError) problem = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    if (tbk_values_get (values, sides[i]) == NULL)
      tbk_problem_add_field (&problem, sides[i], "missing", "the other side is needed");
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static TbkReply *
create (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  TbkRol rol = tbk_request_get_caller (request)->rol;
  const char *own = rol == TBK_ROL_CENTRO ? "centro_id" : "proveedor_id";
  const char *yo_empresa = tbk_values_get (values, "yo_empresa");

  if (rol != TBK_ROL_ADMIN && !settle_side (values, own, yo_empresa, error))
    return NULL;
  if (!check_sides (values, error))
    return NULL;
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "asociacion_create", values, error);
  return rows != NULL ? tbk_edit_reply_created (&tbk_asociacion, rows) : NULL;
}

static TbkReply *
accept (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_asociacion, "asociacion_lock", "id", error);

  if (edit == NULL)
    return NULL;
  gboolean other_side = tbk_edit_before_id (edit, "solicitante_id") != edit->caller->empresa_id;
  if (!tbk_edit_allow (edit->caller->rol == TBK_ROL_ADMIN || other_side, "the other side accepts", error))
    return NULL;
  if (!tbk_edit_allow_step (&tbk_asociacion, tbk_edit_before (edit, "estado"), "Activa", error))
    return NULL;
  return tbk_edit_reply (edit, "asociacion_aceptar", error);
}

static TbkReply *
end (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_asociacion, "asociacion_lock", "id", error);

  return edit != NULL ? tbk_edit_reply_empty (edit, "asociacion_delete", error) : NULL;
}

/* clang-format off */
static const char *const estados[] = { "Pendiente", "Activa", NULL };

static const TbkField query_fields[] = {
  { "estado", N_("State"), TBK_FIELD_CHOICE, .choices = estados },
};
static const TbkSchema query_schema = TBK_SCHEMA ("AsociacionFiltro", query_fields);

static const int conflict_errors[] = { 409, 0 };

#define SIDES (TBK_ROL_PROVEEDOR | TBK_ROL_CENTRO | TBK_ROL_ADMIN)

static const TbkRoute routes[] = {
  { "GET", "/asociaciones", TBK_ROL_ANY, "The associations of the own company, asked for and active.", "asociacion",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_asociacion.schema, .orden = "-created_at", .statement = "asociacion_page" },
  { "POST", "/asociaciones", SIDES, "Asks a supplier or a collection center to work together.", "asociacion",
    .in = &tbk_asociacion.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_asociacion.schema, .status = 201,
    .flags = TBK_ROUTE_IDEMPOTENT, .handler = create, .errors = conflict_errors },
  { "GET", "/asociaciones/{id}", TBK_ROL_ANY, "One association.", "asociacion",
    .out_kind = TBK_OUT_ONE, .out = &tbk_asociacion.schema, .statement = "asociacion_get" },
  { "POST", "/asociaciones/{id}/aceptar", TBK_ROL_ANY, "Accepts what the other side asked for.", "asociacion",
    .out_kind = TBK_OUT_ONE, .out = &tbk_asociacion.schema, .handler = accept, .errors = conflict_errors },
  { "DELETE", "/asociaciones/{id}", TBK_ROL_ANY, "Ends an association, or declines it.", "asociacion",
    .out_kind = TBK_OUT_NONE, .flags = TBK_ROUTE_WHO_SEES_MAY, .handler = end },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_asociacion = { "asociacion", routes };
