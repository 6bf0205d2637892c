/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-problem.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "tbk-json.h"

typedef struct
{
  GPtrArray *fields; /* (nullable) (element-type TbkFieldError) (owned) */
  GStrv allowed;     /* (nullable) (owned) */
  char *actual;      /* (nullable) (owned): JSON text */
} TbkProblemPrivate;

static void
field_error_free (gpointer data)
{
  TbkFieldError *field = data;

  g_free (field->loc);
  g_free (field->msg);
  g_free (field->type);
  g_free (field);
}

static gpointer
field_error_copy (gconstpointer data, gpointer user_data)
{
  const TbkFieldError *field = data;
  TbkFieldError *copy = g_new0 (TbkFieldError, 1);

  copy->loc = g_strdup (field->loc);
  copy->msg = g_strdup (field->msg);
  copy->type = g_strdup (field->type);
  return copy;
}

static void
tbk_problem_private_init (TbkProblemPrivate *priv)
{
}

static void
tbk_problem_private_copy (const TbkProblemPrivate *source, TbkProblemPrivate *copy)
{
  if (source->fields != NULL)
    {
      copy->fields = g_ptr_array_copy (source->fields, field_error_copy, NULL);
      g_ptr_array_set_free_func (copy->fields, field_error_free);
    }
  copy->allowed = g_strdupv (source->allowed);
  copy->actual = g_strdup (source->actual);
}

static void
tbk_problem_private_clear (TbkProblemPrivate *priv)
{
  g_clear_pointer (&priv->fields, g_ptr_array_unref);
  g_clear_pointer (&priv->allowed, g_strfreev);
  g_clear_pointer (&priv->actual, g_free);
}

G_DEFINE_EXTENDED_ERROR (TbkProblem, tbk_problem)

/* What comes from outside goes back in bounded, valid UTF-8. */
static char *
tidy (const char *text)
{
  gsize length = strnlen (text, TBK_PROBLEM_MAX_TEXT);

  /* not in the middle of a character */
  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  return g_utf8_make_valid (text, (gssize) length);
}

static TbkProblemPrivate *
get_private (const GError *error)
{
  if (error == NULL || error->domain != TBK_PROBLEM)
    return NULL;
  return tbk_problem_get_private (error);
}

void
tbk_problem_set (GError **error, int status, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;
  va_list args;

  if (error == NULL)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  detail = tidy (text);
  g_set_error_literal (error, TBK_PROBLEM, status, detail);
}

static void
add_field (GPtrArray *fields, const char *loc, const char *type, const char *msg)
{
  TbkFieldError *field;

  if (fields->len == TBK_PROBLEM_MAX_FIELDS)
    return;
  field = g_new0 (TbkFieldError, 1);
  field->loc = tidy (loc);
  field->type = tidy (type);
  field->msg = tidy (msg);
  g_ptr_array_add (fields, field);
}

void
tbk_problem_add_field (GError **error, const char *loc, const char *type, const char *format, ...)
{
  TbkProblemPrivate *priv;
  g_autofree char *text = NULL;
  va_list args;

  g_return_if_fail (loc != NULL && type != NULL && format != NULL);
  if (error == NULL)
    return;
  if (*error != NULL && (*error)->domain != TBK_PROBLEM)
    g_clear_error (error);
  if (*error == NULL)
    tbk_problem_set (error, 422, "some fields are not valid");

  priv = get_private (*error);
  if (priv->fields == NULL)
    priv->fields = g_ptr_array_new_with_free_func (field_error_free);
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  add_field (priv->fields, loc, type, text);
}

void
tbk_problem_set_allowed (GError *error, const char *const *allowed)
{
  TbkProblemPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);
  g_strfreev (priv->allowed);
  priv->allowed = g_strdupv ((GStrv) allowed);
}

void
tbk_problem_set_actual (GError *error, const char *json)
{
  TbkProblemPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);
  g_free (priv->actual);
  priv->actual = g_strdup (json);
}

const GPtrArray *
tbk_problem_get_fields (const GError *error)
{
  const TbkProblemPrivate *priv = get_private (error);

  return priv != NULL ? priv->fields : NULL;
}

const char *const *
tbk_problem_get_allowed (const GError *error)
{
  const TbkProblemPrivate *priv = get_private (error);

  return priv != NULL ? (const char *const *) priv->allowed : NULL;
}

const char *
tbk_problem_get_actual (const GError *error)
{
  const TbkProblemPrivate *priv = get_private (error);

  return priv != NULL ? priv->actual : NULL;
}

/* clang-format off */
static const struct
{
  int status;
  const char *title;
} titles[] = {
  { 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
  { 405, "Method Not Allowed" }, { 406, "Not Acceptable" }, { 408, "Request Timeout" }, { 409, "Conflict" },
  { 411, "Length Required" }, { 412, "Precondition Failed" }, { 413, "Content Too Large" }, { 414, "URI Too Long" },
  { 415, "Unsupported Media Type" }, { 416, "Range Not Satisfiable" }, { 422, "Unprocessable Content" },
  { 426, "Upgrade Required" }, { 428, "Precondition Required" },
  { 429, "Too Many Requests" }, { 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" },
  { 501, "Not Implemented" }, { 502, "Bad Gateway" }, { 503, "Service Unavailable" }, { 504, "Gateway Timeout" },
  { 507, "Insufficient Storage" },
};
/* clang-format on */

gboolean
tbk_problem_is_final (const GError *error)
{
  return error->domain == TBK_PROBLEM && error->code >= 400 && error->code < 500
         && error->code != 401 && error->code != 408 && error->code != 429;
}

const char *
tbk_problem_title (int status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (titles[i].status == status)
      return titles[i].title;
  return "Error";
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
build_fields (JsonBuilder *builder, const GPtrArray *fields)
{
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fields->len; i++)
    {
      const TbkFieldError *field = g_ptr_array_index (fields, i);

      json_builder_begin_object (builder);
      add_text (builder, "loc", field->loc);
      add_text (builder, "msg", field->msg);
      add_text (builder, "type", field->type);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
build_extras (JsonBuilder *builder, const TbkProblemPrivate *priv)
{
  if (priv->fields != NULL)
    build_fields (builder, priv->fields);
  if (priv->allowed != NULL)
    {
      json_builder_set_member_name (builder, "permitidos");
      json_builder_begin_array (builder);
      for (gsize i = 0; priv->allowed[i] != NULL; i++)
        json_builder_add_string_value (builder, priv->allowed[i]);
      json_builder_end_array (builder);
    }
  if (priv->actual != NULL)
    {
      JsonNode *node = tbk_json_parse (priv->actual, -1, NULL);

      if (node == NULL)
        return;
      json_builder_set_member_name (builder, "actual");
      json_builder_add_value (builder, node);
    }
}

char *
tbk_problem_to_json (const GError *error, const char *instance)
{
  const TbkProblemPrivate *priv = get_private (error);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (priv != NULL, NULL);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_text (builder, "type", "about:blank");
  add_text (builder, "title", tbk_problem_title (error->code));
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, error->code);
  add_text (builder, "detail", error->message);
  if (instance != NULL)
    {
      g_autofree char *tidied = tidy (instance);

      add_text (builder, "instance", tidied);
    }
  build_extras (builder, priv);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return tbk_json_to_text (root);
}

/* Returns: (transfer none) (nullable). */
static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* Returns: (transfer none) (nullable). */
static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
read_fields (TbkProblemPrivate *priv, JsonArray *array)
{
  priv->fields = g_ptr_array_new_with_free_func (field_error_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *loc, *msg, *type;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      loc = get_text (json_node_get_object (node), "loc");
      msg = get_text (json_node_get_object (node), "msg");
      type = get_text (json_node_get_object (node), "type");
      if (loc != NULL)
        add_field (priv->fields, loc, type != NULL ? type : "format", msg != NULL ? msg : "");
    }
}

static void
read_allowed (TbkProblemPrivate *priv, JsonArray *array)
{
  g_autoptr (GStrvBuilder) allowed = g_strv_builder_new ();
  guint n = MIN (json_array_get_length (array), TBK_PROBLEM_MAX_FIELDS);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *name = NULL;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      name = tidy (json_node_get_string (node));
      g_strv_builder_add (allowed, name);
    }
  priv->allowed = g_strv_builder_end (allowed);
}

void
tbk_problem_set_from_json (GError **error, int status, const char *body, gssize length)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) problem = NULL;
  TbkProblemPrivate *priv;
  const char *detail = NULL;
  JsonArray *errors, *allowed;
  JsonNode *actual;

  if (error == NULL)
    return;
  if (body != NULL)
    object = tbk_json_parse_object (body, length, NULL);
  if (object != NULL)
    detail = get_text (object, "detail");
  tbk_problem_set (&problem, status, "%s", detail != NULL ? detail : tbk_problem_title (status));
  if (object == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return;
    }

  priv = get_private (problem);
  errors = get_array (object, "errors");
  allowed = get_array (object, "permitidos");
  actual = json_object_get_member (object, "actual");
  if (errors != NULL)
    read_fields (priv, errors);
  if (allowed != NULL)
    read_allowed (priv, allowed);
  if (actual != NULL && JSON_NODE_HOLDS_OBJECT (actual))
    priv->actual = tbk_json_to_text (actual);
  g_propagate_error (error, g_steal_pointer (&problem));
}
