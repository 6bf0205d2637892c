/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-router.h"

#include <string.h>

#include "tbk-board.h"
#include "tbk-head.h"
#include "tbk-resource.h"
#include "tbk-validate.h"

struct _TbkRouter
{
  GArray *entries; /* (element-type TbkRouterEntry) */
};

/* A piece of a path, not ended by a NUL. */
typedef struct
{
  const char *text;
  gsize length;
} Segment;

static gboolean
refuse (const TbkRoute *route, const char *what, GError **error)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "route %s %s: %s", route->method,
               route->path, what);
  return FALSE;
}

/* Returns: how many; TBK_ROUTE_MAX_SEGMENTS + 1 when there are more. */
static guint
split (const char *path, Segment *segments)
{
  guint n = 0;

  while (*path == '/')
    {
      const char *start = path + 1;
      gsize length = strcspn (start, "/");

      if (n == TBK_ROUTE_MAX_SEGMENTS)
        return n + 1;
      segments[n++] = (Segment){ start, length };
      path = start + length;
    }
  return n;
}

static gboolean
is_param (const char *segment)
{
  return segment[0] == '{';
}

static gboolean
find_statement (const TbkSql *sql, const TbkRoute *route, const char *name, const TbkStatement **out, GError **error)
{
  *out = sql != NULL ? tbk_sql_find (sql, name) : NULL;
  if (*out != NULL)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "route %s %s: there is no statement %s",
               route->method,
               route->path, name);
  return FALSE;
}

/* "contrato_page" -> "contrato_total", "contrato_cuenta". */
static gboolean
resolve_page (TbkRouterEntry *entry, const TbkSql *sql, GError **error)
{
  const TbkRoute *route = entry->route;
  gsize stem = strlen (route->statement) - strlen ("_page");
  g_autofree char *total = NULL;
  g_autofree char *cuenta = NULL;

  if (!g_str_has_suffix (route->statement, "_page"))
    return refuse (route, "a page's statement is named <noun>_page", error);
  if (sql == NULL || tbk_sql_find_page (sql, route->statement, route->orden) == NULL)
    return refuse (route, "its statement has not its order", error);
  total = g_strdup_printf ("%.*s_total", (int) stem, route->statement);
  cuenta = g_strdup_printf ("%.*s_cuenta", (int) stem, route->statement);
  return find_statement (sql, route, total, &entry->total, error)
         && find_statement (sql, route, cuenta, &entry->cuenta, error);
}

/* "/contratos/{id}/documentos" names a contrato, whosever table the route is in. */
static void
resolve_visible (TbkRouterEntry *entry, const TbkSql *sql)
{
  for (guint i = 1; i < entry->n_segments; i++)
    {
      const TbkResource *resource = tbk_resource_find (entry->segments[i - 1]);
      g_autofree char *name = g_strdup_printf ("%s_get", resource != NULL ? resource->name : entry->noun);

      if (strcmp (entry->segments[i], "{id}") == 0 && sql != NULL)
        entry->visible = tbk_sql_find (sql, name);
    }
}

static gboolean
fill_entry (TbkRouterEntry *entry, const TbkSql *sql, GError **error)
{
  const TbkRoute *route = entry->route;
  Segment segments[TBK_ROUTE_MAX_SEGMENTS];
  guint n = split (route->path, segments);

  if (n == 0 || n > TBK_ROUTE_MAX_SEGMENTS)
    return refuse (route, "a path has 1 to 6 segments", error);
  for (guint i = 0; i < n; i++)
    entry->segments[i] = g_strndup (segments[i].text, segments[i].length);
  entry->n_segments = n;

  if ((route->statement != NULL) + (route->handler != NULL) + (route->direct != NULL) != 1)
    return refuse (route, "names just one of statement, handler and direct", error);
  resolve_visible (entry, sql);
  if (route->admit != NULL && !find_statement (sql, route, route->admit, &entry->admit, error))
    return FALSE;
  if (route->refused != NULL && !find_statement (sql, route, route->refused, &entry->refused, error))
    return FALSE;
  if (route->statement == NULL)
    return TRUE;
  if (route->out_kind == TBK_OUT_PAGE)
    return resolve_page (entry, sql, error);
  return find_statement (sql, route, route->statement, &entry->statement, error);
}

static gboolean
is_same_path (const TbkRouterEntry *a, const TbkRouterEntry *b)
{
  if (strcmp (a->route->method, b->route->method) != 0 || a->n_segments != b->n_segments)
    return FALSE;
  for (guint i = 0; i < a->n_segments; i++)
    if (is_param (a->segments[i]) ? !is_param (b->segments[i]) : strcmp (a->segments[i], b->segments[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
clear_entry (gpointer data)
{
  TbkRouterEntry *entry = data;

  for (guint i = 0; i < entry->n_segments; i++)
    g_free (entry->segments[i]);
}

static gboolean
add_entry (TbkRouter *router, const char *noun, const TbkRoute *route, const TbkSql *sql, GError **error)
{
  TbkRouterEntry entry = { .route = route, .noun = noun, .index = router->entries->len };
  gboolean ok = fill_entry (&entry, sql, error);

  g_array_append_val (router->entries, entry);
  if (!ok)
    return FALSE;
  if (router->entries->len >= TBK_BOARD_MAX_ROUTES)
    return refuse (route, "is one too many for the board", error);
  for (guint i = 0; i < entry.index; i++)
    if (is_same_path (&g_array_index (router->entries, TbkRouterEntry, i), &entry))
      return refuse (route, "stands twice", error);
  return TRUE;
}

TbkRouter *
tbk_router_new (const TbkRouteTable *const *tables, const TbkSql *sql, GError **error)
{
  g_autoptr (TbkRouter) router = g_new0 (TbkRouter, 1);

  router->entries = g_array_new (FALSE, TRUE, sizeof (TbkRouterEntry));
  g_array_set_clear_func (router->entries, clear_entry);
  for (; *tables != NULL; tables++)
    for (const TbkRoute *route = (*tables)->routes; route->path != NULL; route++)
      if (!add_entry (router, (*tables)->noun, route, sql, error))
        return NULL;
  return g_steal_pointer (&router);
}

void
tbk_router_free (TbkRouter *router)
{
  if (router == NULL)
    return;
  g_array_unref (router->entries);
  g_free (router);
}

guint
tbk_router_size (const TbkRouter *router)
{
  return router->entries->len;
}

const TbkRouterEntry *
tbk_router_at (const TbkRouter *router, guint index)
{
  return &g_array_index (router->entries, TbkRouterEntry, index);
}

static gboolean
matches (const TbkRouterEntry *entry, const Segment *segments, guint n)
{
  if (entry->n_segments != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const char *wanted = entry->segments[i];

      if (is_param (wanted) ? segments[i].length == 0
                            : strncmp (wanted, segments[i].text, segments[i].length) != 0
                                  || wanted[segments[i].length] != '\0')
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_params (const TbkRouterEntry *entry, const Segment *segments, TbkValues *params)
{
  for (guint i = 0; i < entry->n_segments; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;

      if (!is_param (entry->segments[i]))
        continue;
      name = g_strndup (entry->segments[i] + 1, strlen (entry->segments[i]) - 2);
      text = tbk_uri_decode (segments[i].text, segments[i].length, FALSE);
      if (text == NULL || !tbk_values_set (params, name, text))
        return FALSE;
    }
  return TRUE;
}

TbkRouterResult
tbk_router_match (const TbkRouter *router,
                  const char *method,
                  const char *path,
                  const TbkRouterEntry **entry,
                  TbkValues *params)
{
  Segment segments[TBK_ROUTE_MAX_SEGMENTS];
  guint n = split (path, segments);
  gboolean path_known = FALSE;

  if (strcmp (method, "HEAD") == 0)
    method = "GET";
  for (guint i = 0; i < router->entries->len; i++)
    {
      const TbkRouterEntry *at = tbk_router_at (router, i);

      if (!matches (at, segments, n))
        continue;
      path_known = TRUE;
      if (strcmp (at->route->method, method) != 0)
        continue;
      *entry = at;
      return params == NULL || take_params (at, segments, params) ? TBK_ROUTER_FOUND : TBK_ROUTER_NO_PATH;
    }
  return path_known ? TBK_ROUTER_NO_METHOD : TBK_ROUTER_NO_PATH;
}

char *
tbk_router_allow (const TbkRouter *router, const char *path)
{
  Segment segments[TBK_ROUTE_MAX_SEGMENTS];
  guint n = split (path, segments);
  g_autoptr (GString) allow = g_string_new (NULL);

  for (guint i = 0; i < router->entries->len; i++)
    {
      const TbkRouterEntry *at = tbk_router_at (router, i);

      if (!matches (at, segments, n) || strstr (allow->str, at->route->method) != NULL)
        continue;
      g_string_append_printf (allow, "%s, ", at->route->method);
      if (strcmp (at->route->method, "GET") == 0)
        g_string_append (allow, "HEAD, ");
    }
  if (allow->len == 0)
    return NULL;
  g_string_append (allow, "OPTIONS");
  return g_string_free (g_steal_pointer (&allow), FALSE);
}

char *
tbk_router_check_param (const char *name, const char *text, GError **error)
{
  const TbkField field = {
    .name = name,
    .type = strcmp (name, "uuid") == 0 ? TBK_FIELD_UUID : TBK_FIELD_ID,
  };

  if (strcmp (name, "id") == 0 || strcmp (name, "uuid") == 0 || g_str_has_suffix (name, "_id"))
    return tbk_validate_text (&field, text, error);
  return g_strdup (text);
}
