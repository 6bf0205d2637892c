/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api.h"

#include <glib/gi18n.h>

#include "tbk-resource.h"

/* clang-format off */
static const TbkField query_fields[] = {
  { "tabla", N_("Table"), TBK_FIELD_TEXT, .max_length = 63 },
  { "fila_id", N_("Row"), TBK_FIELD_INTEGER, .min = "1" },
  { "usuario_id", N_("User"), TBK_FIELD_REF, .ref = "usuario" },
  { "desde", N_("From"), TBK_FIELD_DATE },
  { "hasta", N_("Until"), TBK_FIELD_DATE },
};
static const TbkSchema query_schema = TBK_SCHEMA ("AuditoriaFiltro", query_fields);

static const TbkRoute routes[] = {
  { "GET", "/auditoria", TBK_ROL_ADMIN, "Who changed what and when, in every table.", "auditoria",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_auditoria.schema, .orden = "-created_at", .statement = "auditoria_page" },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_auditoria = { "auditoria", routes };
