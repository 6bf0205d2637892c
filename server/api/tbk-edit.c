/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-edit.h"

#include "tbk-decimal.h"

/* The row's own columns as values: what a write statement that names them all writes back unchanged. */
static TbkValues *
values_from_row (const TbkRows *rows, const TbkSchema *schema)
{
  TbkValues *values = tbk_values_new ();

  for (gsize i = 0; i < schema->n_fields; i++)
    if (!(schema->fields[i].flags & (TBK_FIELD_DERIVED | TBK_FIELD_SECRET)))
      tbk_values_set (values, schema->fields[i].name, tbk_rows_text (rows, 0, schema->fields[i].name));
  return values;
}

TbkEdit *
tbk_edit_open (TbkTx *tx,
               const TbkRequest *request,
               const TbkResource *resource,
               const char *lock,
               const char *id_name,
               GError **error)
{
  g_autoptr (TbkValues) given = tbk_request_to_values (request);

  tbk_values_set (given, "id", tbk_values_get (given, id_name));
  TbkRows *before = tbk_tx_one (tx, lock, given, error);
  if (before == NULL)
    return NULL;
  TbkEdit *edit = g_new0 (TbkEdit, 1);
  edit->tx = tx;
  edit->request = request;
  edit->caller = tbk_request_get_caller (request);
  edit->resource = resource;
  edit->before = before;
  edit->after = values_from_row (before, &resource->schema);
  tbk_values_merge (edit->after, given);
  edit->given = g_steal_pointer (&given);
  return edit;
}

void
tbk_edit_free (TbkEdit *edit)
{
  if (edit == NULL)
    return;
  tbk_rows_free (edit->before);
  tbk_values_free (edit->given);
  tbk_values_free (edit->after);
  g_free (edit);
}

const char *
tbk_edit_before (const TbkEdit *edit, const char *name)
{
  return tbk_rows_text (edit->before, 0, name);
}

gint64
tbk_edit_before_id (const TbkEdit *edit, const char *name)
{
  return tbk_rows_int (edit->before, 0, name, 0);
}

gboolean
tbk_edit_before_is (const TbkEdit *edit, const char *name, const char *text)
{
  return g_strcmp0 (tbk_edit_before (edit, name), text) == 0;
}

gboolean
tbk_edit_changes (const TbkEdit *edit, const char *name)
{
  const TbkField *field = tbk_schema_find (&edit->resource->schema, name);
  const char *before = tbk_edit_before (edit, name);
  const char *given = tbk_values_get (edit->given, name);
  TbkDecimal a, b;

  if (!tbk_values_has (edit->given, name) || g_strcmp0 (before, given) == 0)
    return FALSE;
  /* "50" and the database's "50.000" are one number. */
  if (field->type == TBK_FIELD_DECIMAL && before != NULL && given != NULL
      && tbk_decimal_parse (before, &a, NULL) && tbk_decimal_parse (given, &b, NULL))
    return tbk_decimal_compare (a, b) != 0;
  return TRUE;
}

gboolean
tbk_edit_allow (gboolean allowed, const char *reason, GError **error)
{
  if (!allowed)
    tbk_problem_set (error, 403, "%s", reason);
  return allowed;
}

gboolean
tbk_edit_check_version (const TbkEdit *edit, GError **error)
{
  const char *version = tbk_values_get (edit->given, "version");
  g_autoptr (GString) actual = NULL;
  GError *problem = NULL;

  if (g_strcmp0 (version, "*") == 0 || tbk_edit_before_is (edit, "version", version))
    return TRUE;
  actual = g_string_new (NULL);
  tbk_rows_write_object (edit->before, 0, &edit->resource->schema, actual);
  tbk_problem_set (&problem, 412, "the %s was changed meanwhile: it is at version %s, not %s",
                   edit->resource->name, tbk_edit_before (edit, "version"), version);
  tbk_problem_set_actual (problem, actual->str);
  g_propagate_error (error, problem);
  return FALSE;
}

gboolean
tbk_edit_allow_step (const TbkResource *resource, const char *from, const char *to, GError **error)
{
  const char *const none[] = { NULL };
  GError *problem = NULL;

  if (tbk_estado_allows (resource->estados, from, to))
    return TRUE;
  const TbkEstado *estado = tbk_estado_find (resource->estados, from);
  tbk_problem_set (&problem, 409, "a %s cannot go from %s to %s", resource->name, from, to);
  tbk_problem_set_allowed (problem, estado != NULL && estado->next != NULL ? estado->next : none);
  g_propagate_error (error, problem);
  return FALSE;
}

gboolean
tbk_edit_check_step (const TbkEdit *edit, GError **error)
{
  const char *from = tbk_edit_before (edit, "estado");
  const char *to = tbk_values_get (edit->after, "estado");
  const char *motivo = tbk_values_get (edit->given, "motivo");
  gboolean explained = tbk_schema_find (&edit->resource->schema, "motivo") != NULL;
  gboolean back = explained && edit->caller->rol == TBK_ROL_ADMIN
                  && tbk_estado_is_backward (edit->resource->estados, from, to);

  if (back && (motivo == NULL || *motivo == '\0'))
    {
      tbk_problem_add_field (error, "motivo", "missing", "a step back needs its reason");
      return FALSE;
    }
  if (!back && g_strcmp0 (from, to) != 0 && !tbk_edit_allow_step (edit->resource, from, to, error))
    return FALSE;
  return motivo == NULL || tbk_tx_exec (edit->tx, "motivo", edit->given, NULL, error);
}

TbkReply *
tbk_edit_reply (const TbkEdit *edit, const char *statement, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (edit->tx, statement, edit->after, error);

  return rows != NULL ? tbk_reply_new_row (200, rows, &edit->resource->schema) : NULL;
}

TbkReply *
tbk_edit_reply_empty (const TbkEdit *edit, const char *statement, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_one (edit->tx, statement, edit->after, error);

  return rows != NULL ? tbk_reply_new_empty () : NULL;
}

gboolean
tbk_edit_check_first (const TbkResource *resource, const TbkValues *values, GError **error)
{
  const char *first = resource->estados[0].name;
  const char *estado = tbk_values_get (values, "estado");

  return estado == NULL || g_str_equal (estado, first) || tbk_edit_allow_step (resource, first, estado, error);
}

TbkReply *
tbk_edit_reply_created (const TbkResource *resource, const TbkRows *rows)
{
  TbkReply *reply = tbk_reply_new_row (201, rows, &resource->schema);
  g_autofree char *location = g_strdup_printf ("/%s/%s", resource->collection, tbk_rows_text (rows, 0, "id"));

  tbk_reply_set_header (reply, "Location", location);
  return reply;
}

TbkReply *
tbk_edit_reply_items (TbkTx *tx, const TbkRequest *request, const char *get, const char *statement, GError **error)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (request);
  g_autoptr (TbkRows) found = tbk_tx_one (tx, get, values, error);
  g_autoptr (TbkRows) rows = found != NULL ? tbk_tx_many (tx, statement, values, error) : NULL;

  return rows != NULL ? tbk_reply_new_items (rows, tbk_request_get_route (request)->out) : NULL;
}
