/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "tbk-api.h"
#include "tbk-resource.h"

/* clang-format off */
static const char *const canales[] = { "mqtt", "http", NULL };

static const TbkField query_fields[] = {
  { "canal", N_("Channel"), TBK_FIELD_CHOICE, .choices = canales },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, .ref = "empresa" },
  { "desde", N_("From"), TBK_FIELD_DATE },
  { "hasta", N_("Until"), TBK_FIELD_DATE },
};
static const TbkSchema query_schema = TBK_SCHEMA ("RechazoFiltro", query_fields);

static const TbkRoute routes[] = {
  { "GET", "/iot/rechazos", TBK_ROL_ANY,
    "The newest messages, of 1,000, that were no weighings, with why: all to an administrator, its company's to an owner.", "rechazo",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_rechazo.schema, .orden = "-created_at", .statement = "rechazo_page" },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_rechazo = { "rechazo", routes };
