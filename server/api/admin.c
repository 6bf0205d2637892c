/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "tbk-api.h"
#include "tbk-demo.h"
#include "tbk-sweep.h"

/* Read and hashed by one call: a second or two. */
#define SWEEP_HASH_BYTES (256 * TBK_CONFIG_MB)

static TbkReply *
seed (TbkTx *tx, const TbkRequest *request, GError **error)
{
  if (tbk_config_is_prod (tbk_request_get_app (request)->config))
    {
      tbk_problem_set (error, 403, "demo data has no place in production");
      return NULL;
    }
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  if (!tbk_tx_exec (tx, "demo_sembrar", values, NULL, error)
      || !tbk_demo_add_files (tx, tbk_request_get_app (request)->storage, error))
    return NULL;
  return tbk_reply_new_empty ();
}

static void
append_ids (GString *json, const GArray *ids)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (ids, gint64, i));
  g_string_append_c (json, ']');
}

static GString *
sweep_to_json (const TbkSweep *sweep, guint removed)
{
  GString *json = g_string_new (NULL);

  g_string_printf (json, "{\"revisados\":%u,\"huerfanos\":%u,\"faltan\":", sweep->rows, removed);
  append_ids (json, sweep->missing);
  g_string_append (json, ",\"alterados\":");
  append_ids (json, sweep->altered);
  if (sweep->after > 0)
    g_string_append_printf (json, ",\"siguiente\":%" G_GINT64_FORMAT "}", sweep->after);
  else
    g_string_append (json, ",\"siguiente\":null}");
  return json;
}

static TbkReply *
sweep_storage (TbkTx *tx, const TbkRequest *request, GError **error)
{
  const TbkStorage *storage = tbk_request_get_app (request)->storage;
  gint64 after = tbk_values_get_int (tbk_request_get_params (request), "despues", 0);
  TbkSweep sweep = { .after = after, .hash_bytes = SWEEP_HASH_BYTES };
  TbkReply *reply = NULL;
  guint removed = 0;

  if (after == 0 && !tbk_sweep_orphans (tx, storage, &removed, error))
    return NULL;
  if (tbk_sweep_rows (tx, storage, &sweep, error))
    reply = tbk_reply_new_json (200, sweep_to_json (&sweep, removed));
  tbk_sweep_clear (&sweep);
  return reply;
}

/* clang-format off */
static const TbkField sweep_query_fields[] = {
  { "despues", N_("After"), TBK_FIELD_INTEGER, .min = "0", .hint = N_("The `siguiente` of the call before.") },
};
static const TbkSchema sweep_query = TBK_SCHEMA ("AlmacenFiltro", sweep_query_fields);

static const TbkField sweep_fields[] = {
  { "revisados", N_("Looked At"), TBK_FIELD_INTEGER, TBK_FIELD_REQUIRED },
  { "huerfanos", N_("Files Without a Document"), TBK_FIELD_INTEGER, TBK_FIELD_REQUIRED },
  { "faltan", N_("Missing Files"), TBK_FIELD_JSON, TBK_FIELD_REQUIRED },
  { "alterados", N_("Altered Files"), TBK_FIELD_JSON, TBK_FIELD_REQUIRED },
  { "siguiente", N_("Next"), TBK_FIELD_INTEGER },
};
static const TbkSchema sweep_schema = TBK_SCHEMA ("Almacen", sweep_fields);

static const char *const receptor_estados[] = { "empieza", "recibe", "sin enlace", NULL };
static const TbkField receptor_fields[] = {
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED },
  { "estado", N_("State"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED, .choices = receptor_estados },
  { "detalle", N_("Details"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE },
  { "desde", N_("Since"), TBK_FIELD_TIME, TBK_FIELD_REQUIRED },
  { "recibidos", N_("Received"), TBK_FIELD_INTEGER, TBK_FIELD_REQUIRED },
  { "rechazados", N_("Refused"), TBK_FIELD_INTEGER, TBK_FIELD_REQUIRED },
  { "ultimo_en", N_("Last"), TBK_FIELD_TIME, TBK_FIELD_NULLABLE },
};
static const TbkSchema receptor_schema = TBK_SCHEMA ("Receptor", receptor_fields);

static const int seed_errors[] = { 409, 0 };

static const TbkRoute routes[] = {
  { "POST", "/admin/seed", TBK_ROL_ADMIN, "Fills an empty database with demo data.", "admin",
    .out_kind = TBK_OUT_NONE, .handler = seed, .errors = seed_errors },
  { "POST", "/admin/almacen", TBK_ROL_ADMIN,
    "Holds files against documents and photos of weighings: removes old files without one, names those whose file is missing or altered.", "admin",
    .query = &sweep_query, .out_kind = TBK_OUT_ONE, .out = &sweep_schema, .handler = sweep_storage },
  { "GET", "/admin/receptores", TBK_ROL_ADMIN, "What receives from devices, and how it is: MQTT, the server's own scales.", "admin",
    .out_kind = TBK_OUT_ITEMS, .out = &receptor_schema, .statement = "receptor_list" },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_admin = { "admin", routes };
