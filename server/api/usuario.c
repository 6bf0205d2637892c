/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-edit.h"

#include <glib/gi18n.h>

#include "tbk-api.h"

static TbkReply *
create (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  const char *password = tbk_values_get (values, "password");

  if (!tbk_password_check (password, tbk_values_get (values, "email"), tbk_values_get (values, "nombre"),
                           "password", error))
    return NULL;
  g_autofree char *hash = tbk_passwords_hash (tbk_request_get_app (request)->passwords, password, error);
  if (hash == NULL)
    return NULL;
  tbk_values_set (values, "hash", hash);
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "usuario_create", values, error);
  return rows != NULL ? tbk_edit_reply_created (&tbk_usuario, rows) : NULL;
}

/* Nobody shuts the door on himself: the last administrator could not open it again. */
static gboolean
check_not_self (const TbkEdit *edit, GError **error)
{
  if (tbk_edit_before_id (edit, "id") != edit->caller->usuario_id)
    return TRUE;
  tbk_problem_set (error, 409, "nobody changes the own role or state");
  return FALSE;
}

static TbkReply *
edit_usuario (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_usuario, "usuario_lock", "id", error);

  if (edit == NULL || !tbk_edit_allow (edit->caller->rol == TBK_ROL_ADMIN, "only an administrator edits users", error))
    return NULL;
  if (!tbk_edit_check_version (edit, error))
    return NULL;
  if ((tbk_edit_changes (edit, "rol") || tbk_edit_changes (edit, "estado")) && !check_not_self (edit, error))
    return NULL;
  if (!tbk_edit_check_step (edit, error))
    return NULL;
  return tbk_edit_reply (edit, "usuario_put", error);
}

/* An administrator, or the owner of the same company. */
static gboolean
check_may_decide (const TbkEdit *edit, GError **error)
{
  if (edit->caller->rol == TBK_ROL_ADMIN)
    return TRUE;
  g_autoptr (TbkRows) yo = tbk_tx_one (edit->tx, "yo", edit->given, error);
  if (yo == NULL)
    return FALSE;
  gboolean owner = tbk_rows_bool (yo, 0, "es_dueno") && !tbk_edit_before_is (edit, "rol", "admin")
                   && tbk_edit_before_id (edit, "empresa_id") == edit->caller->empresa_id;
  return tbk_edit_allow (owner, "only an administrator or the owner of the company decides on its users", error);
}

static TbkReply *
set_estado (TbkTx *tx, const TbkRequest *request, const char *estado, GError **error)
{
  g_autoptr (TbkEdit) edit = tbk_edit_open (tx, request, &tbk_usuario, "usuario_lock", "id", error);

  if (edit == NULL || !check_may_decide (edit, error) || !check_not_self (edit, error))
    return NULL;
  if (!tbk_edit_allow_step (&tbk_usuario, tbk_edit_before (edit, "estado"), estado, error))
    return NULL;
  tbk_values_set (edit->after, "estado", estado);
  return tbk_edit_reply (edit, "usuario_put", error);
}

static TbkReply *
approve (TbkTx *tx, const TbkRequest *request, GError **error)
{
  return set_estado (tx, request, "Activo", error);
}

static TbkReply *
suspend (TbkTx *tx, const TbkRequest *request, GError **error)
{
  return set_estado (tx, request, "Suspendido", error);
}

/* clang-format off */
static const char *const roles[] = { "proveedor", "centro", "exportadora", "admin", NULL };
static const char *const estados[] = { "En revision", "Activo", "Suspendido", NULL };

static const TbkField create_fields[] = {
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 120 },
  { "email", N_("Email"), TBK_FIELD_EMAIL, TBK_FIELD_REQUIRED, .max_length = 254 },
  { "password", N_("Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET, .max_length = TBK_PASSWORD_MAX_BYTES },
  { "rol", N_("Role"), TBK_FIELD_CHOICE, .choices = roles },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_NULLABLE, .ref = "empresa" },
  { "es_dueno", N_("Owner"), TBK_FIELD_BOOLEAN },
  { "estado", N_("State"), TBK_FIELD_CHOICE, .choices = estados },
  { "config_json", N_("Settings"), TBK_FIELD_JSON, TBK_FIELD_NULLABLE },
};
static const TbkSchema create_schema = TBK_SCHEMA ("UsuarioNuevo", create_fields);

static const TbkField query_fields[] = {
  { "q", N_("Search"), TBK_FIELD_TEXT },
  { "estado", N_("State"), TBK_FIELD_CHOICE, .choices = estados },
  { "rol", N_("Role"), TBK_FIELD_CHOICE, .choices = roles },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, .ref = "empresa" },
};
static const TbkSchema query_schema = TBK_SCHEMA ("UsuarioFiltro", query_fields);

static const int create_errors[] = { 409, 503, 0 };
static const int step_errors[] = { 409, 0 };

static const TbkRoute routes[] = {
  { "GET", "/usuarios", TBK_ROL_ANY, "The users of the own company; all of them for an administrator.", "usuario",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_usuario.schema, .orden = "nombre", .statement = "usuario_page" },
  { "POST", "/usuarios", TBK_ROL_ADMIN, "Makes a user.", "usuario",
    .in = &create_schema, .out_kind = TBK_OUT_ONE, .out = &tbk_usuario.schema, .status = 201,
    .flags = TBK_ROUTE_IDEMPOTENT, .handler = create, .errors = create_errors },
  { "GET", "/usuarios/{id}", TBK_ROL_ANY, "One user.", "usuario",
    .out_kind = TBK_OUT_ONE, .out = &tbk_usuario.schema, .statement = "usuario_get" },
  { "PUT", "/usuarios/{id}", TBK_ROL_ANY, "Changes a user, as an administrator.", "usuario",
    .in = &tbk_usuario.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_usuario.schema,
    .flags = TBK_ROUTE_IF_MATCH | TBK_ROUTE_UNSAFE_UPDATE, .handler = edit_usuario, .errors = step_errors },
  { "POST", "/usuarios/{id}/aprobar", TBK_ROL_ANY, "Lets a user in, as an administrator or the owner of its company.", "usuario",
    .out_kind = TBK_OUT_ONE, .out = &tbk_usuario.schema, .handler = approve, .errors = step_errors },
  { "POST", "/usuarios/{id}/suspender", TBK_ROL_ANY, "Shuts a user out and ends its sessions.", "usuario",
    .out_kind = TBK_OUT_ONE, .out = &tbk_usuario.schema, .handler = suspend, .errors = step_errors },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_usuario = { "usuario", routes };
