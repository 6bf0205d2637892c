/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-edit.h"

#include <glib/gi18n.h>

#include "tbk-api.h"

static TbkReply *
delete_dispositivo (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "dispositivo_delete", tbk_request_get_params (request), error);

  return rows != NULL ? tbk_reply_new_empty () : NULL;
}

/* clang-format off */
static const char *const plataformas[] = { "android", "ios", "web", "escritorio", NULL };

static const TbkField new_fields[] = {
  { "token", N_("Token"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET, .max_length = 1000,
    .pattern = "^[A-Za-z0-9_:.-]+$" },
  { "plataforma", N_("Platform"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED, .choices = plataformas },
};
static const TbkSchema new_schema = TBK_SCHEMA ("DispositivoNuevo", new_fields);

static const TbkRoute routes[] = {
  { "GET", "/dispositivos", TBK_ROL_ANY, "The caller's devices, that push messages go to.", "dispositivo",
    .out_kind = TBK_OUT_ITEMS, .out = &tbk_dispositivo.schema, .statement = "dispositivo_list" },
  { "POST", "/dispositivos", TBK_ROL_ANY, "Makes a device the caller's, whoever's it was: whoever signs in there last.", "dispositivo",
    .in = &new_schema, .out_kind = TBK_OUT_ONE, .out = &tbk_dispositivo.schema, .status = 201,
    .statement = "dispositivo_registrar" },
  { "GET", "/dispositivos/{id}", TBK_ROL_ANY, "One of the caller's devices.", "dispositivo",
    .out_kind = TBK_OUT_ONE, .out = &tbk_dispositivo.schema, .statement = "dispositivo_get" },
  { "DELETE", "/dispositivos/{id}", TBK_ROL_ANY, "Forgets one: nothing more is pushed to it.", "dispositivo",
    .out_kind = TBK_OUT_NONE, .flags = TBK_ROUTE_WHO_SEES_MAY, .handler = delete_dispositivo },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_dispositivo = { "dispositivo", routes };
