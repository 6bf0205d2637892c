/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api.h"

#include "tbk-resource.h"

static TbkReply *
end_session (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  guint affected = 0;

  if (!tbk_tx_exec (tx, "sesion_terminar", values, &affected, error))
    return NULL;
  if (affected > 0)
    return tbk_reply_new_empty ();
  tbk_problem_set (error, 404, "there is no such session");
  return NULL;
}

/* clang-format off */
static const TbkRoute routes[] = {
  { "GET", "/me/sesiones", TBK_ROL_ANY, "The own sessions that are alive.", "sesion",
    .out_kind = TBK_OUT_ITEMS, .out = &tbk_sesion.schema, .statement = "sesion_list" },
  { "DELETE", "/me/sesiones/{uuid}", TBK_ROL_ANY, "Ends one of the own sessions.", "sesion",
    .out_kind = TBK_OUT_NONE, .handler = end_session },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_sesion = { "sesion", routes };
