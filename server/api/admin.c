/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api.h"

static TbkReply *
seed (TbkTx *tx, const TbkRequest *request, GError **error)
{
  if (tbk_config_is_prod (tbk_request_get_app (request)->config))
    {
      tbk_problem_set (error, 403, "demo data has no place in production");
      return NULL;
    }
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  return tbk_tx_exec (tx, "demo_sembrar", values, NULL, error) ? tbk_reply_new_empty () : NULL;
}

/* clang-format off */
static const int seed_errors[] = { 409, 0 };

static const TbkRoute routes[] = {
  { "POST", "/admin/seed", TBK_ROL_ADMIN, "Fills an empty database with demo data.", "admin",
    .out_kind = TBK_OUT_NONE, .handler = seed, .errors = seed_errors },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_admin = { "admin", routes };
