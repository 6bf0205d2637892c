/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints /openapi.json of all routes, or with --routes their methods and paths, for test-openapi.py. */
#include <stdio.h>
#include <string.h>

#include "tbk-api.h"
#include "tbk-kernel.h"
#include "tbk-openapi.h"

static void
print_routes (const TbkRouter *router)
{
  for (guint i = 0; i < tbk_router_size (router); i++)
    {
      const TbkRoute *route = tbk_router_at (router, i)->route;
      g_autofree int *statuses = tbk_openapi_statuses (route);

      printf ("%s %s", route->method, route->path);
      for (guint s = 0; statuses[s] != 0; s++)
        printf (" %d", statuses[s]);
      printf ("\n");
    }
}

int
main (int argc, char **argv)
{
  g_autofree const TbkRouteTable **tables = tbk_kernel_join (tbk_api_tables ());
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkSql) sql = tbk_sql_load (&error);
  g_autoptr (TbkRouter) router = sql != NULL ? tbk_router_new (tables, sql, &error) : NULL;
  g_autoptr (TbkOpenapi) openapi = router != NULL ? tbk_openapi_new (router, "triboka \"test\"") : NULL;
  gsize size;
  const char *json;

  if (openapi == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  json = g_bytes_get_data (tbk_openapi_get_json (openapi), &size);
  if (argc > 1 && strcmp (argv[1], "--routes") == 0)
    print_routes (router);
  else if (argc > 1 && strcmp (argv[1], "--html") == 0)
    json = g_bytes_get_data (tbk_openapi_get_html (openapi), &size);
  if (argc < 2 || strcmp (argv[1], "--routes") != 0)
    fwrite (json, 1, size, stdout);
  return 0;
}
