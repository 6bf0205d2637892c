/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-edit.h"

#include <glib/gi18n.h>

#include "tbk-api.h"

static TbkReply *
edit_yo (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_usuario, "usuario_lock", "yo_usuario", error);

  if (edit == NULL || !tbk_edit_check_version (edit, error))
    return NULL;
  if (!tbk_tx_exec (tx, "yo_put", edit->after, NULL, error))
    return NULL;
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "yo", edit->given, error);
  return rows != NULL ? tbk_reply_new_row (200, rows, tbk_request_get_route (request)->out) : NULL;
}

/* The current password once more, so that a desk left open is not an account lost. */
static TbkReply *
change_password (TbkTx *tx, const TbkRequest *request, GError **error)
{
  TbkPasswords *passwords = tbk_request_get_app (request)->passwords;
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (GError) failure = NULL;
  const char *new_password = tbk_values_get (values, "password_nueva");
  g_autoptr (TbkRows) yo = tbk_tx_one (tx, "yo", values, error);
  g_autoptr (TbkRows) stored = yo != NULL ? tbk_tx_one (tx, "auth_mi_clave", values, error) : NULL;

  if (stored == NULL)
    return NULL;
  if (!tbk_passwords_verify (passwords, tbk_rows_text (stored, 0, "hash_password"),
                             tbk_values_get (values, "password_actual"), &failure))
    {
      if (failure == NULL)
        tbk_problem_add_field (&failure, "password_actual", "conflict", "is not the current password");
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (!tbk_password_check (new_password, tbk_rows_text (yo, 0, "email"), tbk_rows_text (yo, 0, "nombre"),
                           "password_nueva", error))
    return NULL;
  g_autofree char *hash = tbk_passwords_hash (passwords, new_password, error);
  if (hash == NULL)
    return NULL;
  tbk_values_set (values, "hash", hash);
  g_autoptr (TbkRows) ended = tbk_tx_one (tx, "auth_cambiar_clave", values, error);
  return ended != NULL ? tbk_reply_new_empty () : NULL;
}

/* clang-format off */
static const TbkField yo_fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 120 },
  { "email", N_("Email"), TBK_FIELD_EMAIL, TBK_FIELD_READ_ONLY, .max_length = 254 },
  { "rol", N_("Role"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "empresa", N_("Company"), TBK_FIELD_JSON, TBK_FIELD_READ_ONLY },
  { "es_dueno", N_("Owner"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY },
  { "estado", N_("State"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "config_json", N_("Settings"), TBK_FIELD_JSON, TBK_FIELD_NULLABLE },
  { "ultimo_acceso", N_("Last Seen"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "version", N_("Version"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
static const TbkSchema yo_schema = TBK_SCHEMA ("Yo", yo_fields);

static const TbkField password_fields[] = {
  { "password_actual", N_("Current Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET, .max_length = TBK_PASSWORD_MAX_BYTES },
  { "password_nueva", N_("New Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET, .max_length = TBK_PASSWORD_MAX_BYTES },
};
static const TbkSchema password_schema = TBK_SCHEMA ("CambioClave", password_fields);

static const int password_errors[] = { 429, 503, 0 };

static const TbkRoute routes[] = {
  { "GET", "/me", TBK_ROL_ANY, "The account that asks, with its company.", "usuario",
    .out_kind = TBK_OUT_ONE, .out = &yo_schema, .statement = "yo" },
  { "PUT", "/me", TBK_ROL_ANY, "Changes the own name and settings.", "usuario",
    .in = &yo_schema, .out_kind = TBK_OUT_ONE, .out = &yo_schema,
    .flags = TBK_ROUTE_IF_MATCH | TBK_ROUTE_UNSAFE_UPDATE, .handler = edit_yo },
  { "PUT", "/me/password", TBK_ROL_ANY, "Changes the own password and ends all other sessions.", "usuario",
    .in = &password_schema, .out_kind = TBK_OUT_NONE,
    .flags = TBK_ROUTE_STRICT, .handler = change_password, .errors = password_errors },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_yo = { "yo", routes };
