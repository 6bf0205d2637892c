/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api.h"

#include <glib/gi18n.h>

#include "tbk-resource.h"

static TbkReply *
notify (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "notificacion_avisar", values, error);

  return rows != NULL ? tbk_reply_new_row (200, rows, tbk_request_get_route (request)->out) : NULL;
}

/* clang-format off */
static const char *const tipos[] = {
  "contrato_estado", "lote_recibido", "mensaje", "mencion", "documento", "fijacion", "aviso", NULL
};
static const char *const roles[] = { "proveedor", "centro", "exportadora", "admin", NULL };

static const TbkField query_fields[] = {
  { "leida", N_("Read"), TBK_FIELD_BOOLEAN },
  { "tipo", N_("Kind"), TBK_FIELD_CHOICE, .choices = tipos },
};
static const TbkSchema query_schema = TBK_SCHEMA ("NotificacionFiltro", query_fields);

static const TbkField notify_fields[] = {
  { "titulo", N_("Title"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 120 },
  { "texto", N_("Text"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 2000 },
  { "rol", N_("Role"), TBK_FIELD_CHOICE, TBK_FIELD_NULLABLE, .choices = roles },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_NULLABLE, .ref = "empresa" },
  { "usuario_id", N_("User"), TBK_FIELD_REF, TBK_FIELD_NULLABLE, .ref = "usuario" },
};
static const TbkSchema notify_schema = TBK_SCHEMA ("Aviso", notify_fields);

static const TbkField notified_fields[] = {
  { "avisados", N_("Users"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY, TBK_UNIT_COUNT },
};
static const TbkSchema notified_schema = TBK_SCHEMA ("Avisados", notified_fields);

static const TbkRoute routes[] = {
  { "GET", "/notificaciones", TBK_ROL_ANY, "What the caller was told, the newest first.", "notificacion",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_notificacion.schema, .orden = "-created_at",
    .statement = "notificacion_page" },
  { "POST", "/notificaciones/leer", TBK_ROL_ANY, "Marks all of them as read.", "notificacion",
    .out_kind = TBK_OUT_NONE, .statement = "notificacion_leer_todas" },
  { "POST", "/notificaciones/{id}/leer", TBK_ROL_ANY, "Marks one as read.", "notificacion",
    .out_kind = TBK_OUT_ONE, .out = &tbk_notificacion.schema, .flags = TBK_ROUTE_WHO_SEES_MAY, .statement = "notificacion_leer" },
  { "POST", "/notify", TBK_ROL_ADMIN, "Tells everyone something, or a role, a company or a user.", "notificacion",
    .in = &notify_schema, .out_kind = TBK_OUT_ONE, .out = &notified_schema,
    .flags = TBK_ROUTE_IDEMPOTENT, .handler = notify },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_notificacion = { "notificacion", routes };
