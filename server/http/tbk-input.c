/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-input.h"

#include <string.h>

#include "tbk-json.h"
#include "tbk-page.h"
#include "tbk-status.h"
#include "tbk-validate.h"

#define FORM_TYPE "application/x-www-form-urlencoded"
#define JSON_TYPE "application/json"

static const TbkSchema no_query = { .name = "Nada" };

/* Moves the bad fields of `problem` into the one that gathers them all. Returns: TRUE when there was nothing to move;
 * FALSE too for another kind of problem, which then stands alone. */
static gboolean
gather (GError **all, GError *problem)
{
  g_autoptr (GError) owned = problem;
  const GPtrArray *fields;

  if (owned == NULL)
    return TRUE;
  fields = tbk_problem_get_fields (owned);
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const TbkFieldError *field = fields->pdata[i];

      tbk_problem_add_field (all, field->loc, field->type, "%s", field->msg);
    }
  if (fields != NULL && fields->len > 0)
    return FALSE;
  g_clear_error (all);
  g_propagate_error (all, g_steal_pointer (&owned));
  return FALSE;
}

static gboolean
add_pair (const char *pair, gsize length, TbkValues *out, GError **error)
{
  const char *equals = memchr (pair, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - pair) : length;
  g_autofree char *name = tbk_uri_decode (pair, name_length, TRUE);
  g_autofree char *value = NULL;

  value = equals != NULL ? tbk_uri_decode (equals + 1, length - name_length - 1, TRUE) : g_strdup ("");
  if (name == NULL || value == NULL)
    tbk_problem_set (error, 400, "a parameter is not well encoded");
  else if (tbk_values_has (out, name))
    tbk_problem_add_field (error, name, "conflict", "is given twice");
  else if (!tbk_values_set (out, name, value))
    tbk_problem_set (error, 400, "there are too many parameters");
  else
    return TRUE;
  return FALSE;
}

gboolean
tbk_input_parse_pairs (const char *text, gsize length, TbkValues *out, GError **error)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = memchr (text, '&', end - text);
      gsize size = (stop != NULL ? stop : end) - text;

      if (size > 0 && !add_pair (text, size, out, error))
        return FALSE;
      text += size + 1;
    }
  return TRUE;
}

static void
check_path (TbkRequest *request, GError **all)
{
  for (gsize i = 0; i < tbk_values_size (request->params); i++)
    {
      const char *name = tbk_values_name_at (request->params, i);
      g_autofree char *text = tbk_router_check_param (name, tbk_values_text_at (request->params, i), all);

      if (text != NULL)
        tbk_values_set (request->params, name, text);
    }
}

static void
check_values (TbkRequest *request, const TbkSchema *schema, const TbkValues *given, GError **all)
{
  GError *problem = NULL;
  g_autoptr (TbkValues) checked = tbk_validate_values (schema, given, TBK_VALIDATE_QUERY, &problem);

  gather (all, problem);
  if (checked != NULL)
    tbk_values_merge (request->params, checked);
}

static void
check_query (TbkRequest *request, GError **all)
{
  const char *query = tbk_head_get_query (request->head);
  const TbkSchema *schema = request->route->query != NULL ? request->route->query : &no_query;
  g_autoptr (TbkValues) given = tbk_values_new ();
  g_autoptr (TbkValues) paging = tbk_values_new ();
  GError *problem = NULL;

  if (query == NULL || request->by_address)
    return;
  if (!tbk_input_parse_pairs (query, strlen (query), given, &problem))
    {
      gather (all, problem);
      return;
    }
  for (gsize i = 0; request->route->out_kind == TBK_OUT_PAGE && i < tbk_page_schema.n_fields; i++)
    {
      const char *name = tbk_page_schema.fields[i].name;

      if (!tbk_values_has (given, name))
        continue;
      tbk_values_set (paging, name, tbk_values_get (given, name));
      tbk_values_unset (given, name);
    }
  check_values (request, schema, given, all);
  check_values (request, &tbk_page_schema, paging, all);
}

/* Whether the Content-Type is one of `types`, "image/png, image/jpeg", whatever parameters it has. */
static gboolean
is_type (const TbkRequest *request, const char *types)
{
  const char *given = tbk_request_get_header (request, "Content-Type");
  g_auto (GStrv) wanted = NULL;
  gsize length;

  if (given == NULL)
    return FALSE;
  length = strcspn (given, "; \t");
  wanted = g_strsplit (types, ",", 16);
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      const char *type = g_strstrip (wanted[i]);

      if (strlen (type) == length && g_ascii_strncasecmp (type, given, length) == 0)
        return TRUE;
    }
  return FALSE;
}

static TbkValidateMode
body_mode (const TbkRoute *route)
{
  return route->flags & TBK_ROUTE_UNSAFE_UPDATE ? TBK_VALIDATE_UPDATE : TBK_VALIDATE_CREATE;
}

static TbkValues *
read_form (const TbkRequest *request, const char *text, gsize length, GError **error)
{
  g_autoptr (TbkValues) given = tbk_values_new ();

  if (!tbk_input_parse_pairs (text, length, given, error))
    return NULL;
  return tbk_validate_values (request->route->in, given, body_mode (request->route), error);
}

static TbkValues *
read_json (const TbkRequest *request, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonObject) object = tbk_json_parse_object (text, length, error);

  return object != NULL ? tbk_validate_object (request->route->in, object, body_mode (request->route), error)
                        : NULL;
}

static void
check_body (TbkRequest *request, GError **all)
{
  const TbkRoute *route = request->route;
  gsize length = 0;
  const char *text = request->bytes != NULL ? g_bytes_get_data (request->bytes, &length) : NULL;
  GError *problem = NULL;

  if (route->in == NULL)
    return;
  if (length == 0)
    tbk_problem_set (&problem, 400, "a body is needed");
  else if (is_type (request, JSON_TYPE))
    request->body = read_json (request, text, length, &problem);
  else if ((route->flags & TBK_ROUTE_FORM) != 0 && is_type (request, FORM_TYPE))
    request->body = read_form (request, text, length, &problem);
  gather (all, problem);
}

static gboolean
has_fitting_type (const TbkRequest *request)
{
  const TbkRoute *route = request->route;

  if (route->in_type != NULL)
    return is_type (request, route->in_type);
  if (route->in == NULL || request->bytes == NULL || g_bytes_get_size (request->bytes) == 0)
    return TRUE;
  return is_type (request, JSON_TYPE)
         || ((route->flags & TBK_ROUTE_FORM) != 0 && is_type (request, FORM_TYPE));
}

gboolean
tbk_input_read (TbkRequest *request, const TbkRouterEntry *entry, GError **error)
{
  GError *all = NULL;

  if (!has_fitting_type (request))
    {
      tbk_status_set_problem (error, 415);
      return FALSE;
    }
  check_path (request, &all);
  if (all == NULL || all->code == 422)
    check_query (request, &all);
  if (all == NULL || all->code == 422)
    check_body (request, &all);
  if (all == NULL)
    return TRUE;
  g_propagate_error (error, all);
  return FALSE;
}

gboolean
tbk_input_read_version (TbkRequest *request, GError **error)
{
  const char *given = tbk_request_get_header (request, "If-Match");
  g_autofree char *digits = NULL;
  gsize length;

  if ((request->route->flags & TBK_ROUTE_IF_MATCH) == 0)
    return TRUE;
  if (given == NULL)
    {
      tbk_status_set_problem (error, 428);
      return FALSE;
    }
  length = strlen (given);
  if (length >= 2 && given[0] == '"' && given[length - 1] == '"')
    digits = g_strndup (given + 1, length - 2);
  if (digits == NULL || !g_ascii_string_to_signed (digits, 10, 0, G_MAXINT64, NULL, NULL))
    {
      tbk_problem_set (error, 412, "If-Match is not the ETag of this record");
      return FALSE;
    }
  request->version = g_steal_pointer (&digits);
  return TRUE;
}
