/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api.h"

#include <glib/gi18n.h>

#include "tbk-ruc.h"

/* A refusal that keeps what was written: the attempt that counts, the sesion that ends. */
static TbkReply *
refuse (const TbkRequest *request, const char *detail)
{
  g_autoptr (GError) problem = NULL;

  tbk_problem_set (&problem, 401, "%s", detail);
  TbkReply *reply = tbk_reply_new_problem (problem, tbk_request_get_path (request));
  tbk_reply_set_commit (reply);
  return reply;
}

static TbkReply *
reply_tokens (const TbkApp *app, const TbkRows *rows, const char *refresh_token)
{
  TbkCaller caller = {
    .usuario_id = tbk_rows_int (rows, 0, "usuario_id", 0),
    .empresa_id = tbk_rows_int (rows, 0, "empresa_id", 0),
    .rol = tbk_rol_from_text (tbk_rows_text (rows, 0, "rol")),
  };
  GString *json = g_string_new (NULL);

  g_strlcpy (caller.sesion, tbk_rows_text (rows, 0, "sesion_id"), sizeof caller.sesion);
  g_autofree char *access_token = tbk_tokens_issue (app->tokens, &caller);
  /* Both tokens are base64url and points: nothing to escape. */
  g_string_append_printf (json,
                          "{\"access_token\":\"%s\",\"refresh_token\":\"%s\","
                          "\"token_type\":\"bearer\",\"expires_in\":%u}",
                          access_token, refresh_token, tbk_tokens_get_ttl (app->tokens));
  TbkReply *reply = tbk_reply_new_json (200, json);
  tbk_reply_set_header (reply, "Cache-Control", "no-store");
  return reply;
}

static void
set_client (TbkValues *values, const TbkRequest *request)
{
  tbk_values_set (values, "direccion_ip", tbk_request_get_address (request));
  tbk_values_set (values, "agente", tbk_request_get_header (request, "User-Agent"));
  tbk_values_set_int (values, "segundos", tbk_request_get_app (request)->config->refresh_ttl_s);
}

static TbkReply *
start_session (TbkTx *tx, const TbkRequest *request, TbkValues *values, GError **error)
{
  g_autofree char *token = tbk_refresh_make ();
  g_autofree char *hash = tbk_refresh_hash (token);

  tbk_values_set (values, "huella", hash);
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "auth_sesion", values, error);
  return rows != NULL ? reply_tokens (tbk_request_get_app (request), rows, token) : NULL;
}

/* Who has the wrong password learns nothing of the account: the same work, the same words. */
static TbkReply *
login (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (GError) failure = NULL;
  const char *given = tbk_values_get (values, tbk_values_has (values, "username") ? "username" : "email");

  if (given == NULL)
    {
      tbk_problem_add_field (error, "username", "missing", "the e-mail address is needed");
      return NULL;
    }
  tbk_values_set (values, "email", given);
  set_client (values, request);
  g_autoptr (TbkRows) account = tbk_tx_one (tx, "auth_intento", values, error);
  if (account == NULL)
    return NULL;

  const char *hash = tbk_rows_text (account, 0, "hash_password");
  const char *password = tbk_values_get (values, "password");
  if (!tbk_passwords_verify (tbk_request_get_app (request)->passwords, hash, password, &failure))
    {
      if (failure == NULL)
        return refuse (request, "the e-mail address or the password is wrong");
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  tbk_values_set (values, "intento_id", tbk_rows_text (account, 0, "intento_id"));
  tbk_values_set (values, "usuario_id", tbk_rows_text (account, 0, "usuario_id"));
  return start_session (tx, request, values, error);
}

static TbkReply *
refresh (TbkTx *tx, const TbkRequest *request, GError **error)
{
  const TbkApp *app = tbk_request_get_app (request);
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  const char *token = tbk_values_get (values, "refresh_token");
  g_autofree char *next = tbk_refresh_successor (app->refresh, token);

  if (next == NULL)
    return refuse (request, "the refresh token is not valid");
  g_autofree char *hash = tbk_refresh_hash (token);
  g_autofree char *next_hash = tbk_refresh_hash (next);
  tbk_values_set (values, "huella", hash);
  tbk_values_set (values, "nueva", next_hash);
  set_client (values, request);

  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "auth_refrescar", values, error);
  if (rows == NULL)
    return NULL;
  if (tbk_rows_text (rows, 0, "sesion_id") == NULL)
    return refuse (request, "the refresh token is not valid");
  return reply_tokens (app, rows, next);
}

static TbkReply *
register_usuario (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  const char *password = tbk_values_get (values, "password");
  TbkRucResult ruc = tbk_ruc_check (tbk_values_get (values, "ruc"));

  if (!tbk_password_check (password, tbk_values_get (values, "email"), tbk_values_get (values, "nombre"),
                           "password", error))
    return NULL;
  g_autofree char *hash = tbk_passwords_hash (tbk_request_get_app (request)->passwords, password, error);
  if (hash == NULL)
    return NULL;
  tbk_values_set (values, "hash", hash);
  tbk_values_set (values, "ruc_aviso", ruc == TBK_RUC_WARN ? "true" : "false");
  tbk_values_set (values, "aviso", tbk_ruc_message (ruc));
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "auth_registrar", values, error);
  return rows != NULL ? tbk_reply_new_row (201, rows, tbk_request_get_route (request)->out) : NULL;
}

static TbkReply *
logout (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);

  tbk_values_set (values, "uuid", tbk_values_get (values, "yo_sesion"));
  return tbk_tx_exec (tx, "sesion_terminar", values, NULL, error) ? tbk_reply_new_empty () : NULL;
}

/* clang-format off */
static const char *const grant_types[] = { "password", NULL };
static const char *const tipos[] = { "proveedor", "centro", "exportadora", NULL };

static const TbkField login_fields[] = {
  { "username", N_("Email"), TBK_FIELD_TEXT, .max_length = 254 },
  { "email", N_("Email"), TBK_FIELD_TEXT, .max_length = 254 },
  { "password", N_("Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET, .max_length = TBK_PASSWORD_MAX_BYTES },
  { "grant_type", N_("Grant"), TBK_FIELD_CHOICE, .choices = grant_types },
  /* What OAuth2 forms send along; it means nothing here. */
  { "scope", N_("Scope"), TBK_FIELD_TEXT },
  { "client_id", N_("Client"), TBK_FIELD_TEXT },
  { "client_secret", N_("Client Secret"), TBK_FIELD_TEXT, TBK_FIELD_SECRET },
};
static const TbkSchema login_schema = TBK_SCHEMA ("Login", login_fields);

static const TbkField refresh_fields[] = {
  { "refresh_token", N_("Refresh Token"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET },
};
static const TbkSchema refresh_schema = TBK_SCHEMA ("Refresco", refresh_fields);

static const TbkField token_fields[] = {
  { "access_token", N_("Access Token"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 1024 },
  { "refresh_token", N_("Refresh Token"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED },
  { "token_type", N_("Token Type"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED },
  { "expires_in", N_("Seconds"), TBK_FIELD_INTEGER, TBK_FIELD_REQUIRED },
};
static const TbkSchema token_schema = TBK_SCHEMA ("Tokens", token_fields);

static const TbkField register_fields[] = {
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 120 },
  { "email", N_("Email"), TBK_FIELD_EMAIL, TBK_FIELD_REQUIRED, .max_length = 254 },
  { "password", N_("Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET, .max_length = TBK_PASSWORD_MAX_BYTES },
  { "ruc", N_("RUC"), TBK_FIELD_RUC, TBK_FIELD_REQUIRED },
  { "empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 160 },
  { "empresa_tipo", N_("Kind"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED, .choices = tipos },
};
static const TbkSchema register_schema = TBK_SCHEMA ("Registro", register_fields);

static const TbkField registered_fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 120 },
  { "email", N_("Email"), TBK_FIELD_EMAIL, TBK_FIELD_REQUIRED, .max_length = 254 },
  { "estado", N_("State"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED },
  { "aviso", N_("Notice"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
};
static const TbkSchema registered_schema = TBK_SCHEMA ("Registrado", registered_fields);

static const int login_errors[] = { 401, 403, 429, 503, 0 };
static const int refresh_errors[] = { 401, 429, 503, 0 };
static const int register_errors[] = { 409, 429, 503, 0 };

static const TbkRoute routes[] = {
  { "POST", "/auth/register", TBK_ROL_NONE, "Asks for an account, which an administrator or the owner of the company approves.", "auth",
    .in = &register_schema, .out_kind = TBK_OUT_ONE, .out = &registered_schema, .status = 201,
    .flags = TBK_ROUTE_STRICT, .handler = register_usuario, .errors = register_errors },
  { "POST", "/auth/login", TBK_ROL_NONE, "Gives an access and a refresh token for an e-mail address and a password.", "auth",
    .in = &login_schema, .out_kind = TBK_OUT_ONE, .out = &token_schema,
    .flags = TBK_ROUTE_STRICT | TBK_ROUTE_FORM, .handler = login, .errors = login_errors },
  { "POST", "/auth/refresh", TBK_ROL_NONE, "Gives new tokens for a refresh token, which is then spent.", "auth",
    .in = &refresh_schema, .out_kind = TBK_OUT_ONE, .out = &token_schema,
    .flags = TBK_ROUTE_STRICT, .handler = refresh, .errors = refresh_errors },
  { "POST", "/auth/logout", TBK_ROL_ANY, "Ends the session.", "auth",
    .out_kind = TBK_OUT_NONE, .handler = logout },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_auth = { "auth", routes };
