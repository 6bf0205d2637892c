/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-matrix-case.h"

#include <string.h>

char *
tbk_case_fill_path (const char *path, const char *first, const char *second)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  guint n = 0;

  for (guint i = 0; segments[i] != NULL; i++)
    if (segments[i][0] == '{')
      {
        const char *key = n++ == 0 ? first : second;
        g_free (segments[i]);
        segments[i] = g_strdup (key);
      }
  return g_strjoinv ("/", segments);
}

char *
tbk_case_any_path (const TbkRoute *route)
{
  if (strstr (route->path, "{uuid}") != NULL)
    return tbk_case_fill_path (route->path, TBK_NO_SESSION, NULL);
  if (strstr (route->path, "{ruc}") != NULL)
    return tbk_case_fill_path (route->path, "1790016919001", NULL);
  return tbk_case_fill_path (route->path, "1", "1");
}

char *
tbk_case_path (const TbkCase *test, const TbkMake makers[2], TbkTestClient *client)
{
  g_autofree char *first = makers[0] != NULL ? makers[0](test->matrix, client) : NULL;
  g_autofree char *second = makers[1] != NULL ? makers[1](test->matrix, client) : NULL;

  return tbk_case_fill_path (test->route->path, first, second);
}

GBytes *
tbk_case_body (const TbkCase *test, const char *template)
{
  g_autofree char *text = NULL;
  guint8 *content;
  gsize size;

  if (test->sample->raw != NULL)
    {
      content = g_base64_decode (test->sample->raw, &size);
      return g_bytes_new_take (content, size);
    }
  if (template == NULL)
    return NULL;
  text = tbk_matrix_fill (test->matrix, template);
  size = strlen (text);
  return g_bytes_new_take (g_steal_pointer (&text), size);
}

/* If-Match where the route wants one: the row's own version, as `client` reads it. */
static char *
make_etag (const TbkCase *test, TbkTestClient *client, const char *path)
{
  g_autoptr (TbkTestReply) reply = NULL;

  if ((test->route->flags & TBK_ROUTE_IF_MATCH) == 0)
    return NULL;
  reply = tbk_test_client_send (client, "GET", path, NULL);
  return g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", MAX (tbk_test_reply_int (reply, "version"), 1));
}

TbkTestReply *
tbk_case_send (const TbkCase *test, TbkTestClient *client, const char *path, const char *template)
{
  g_autoptr (GBytes) body = tbk_case_body (test, template);
  g_autofree char *etag = make_etag (test, client, path);
  const char *headers[] = { etag != NULL ? "If-Match" : NULL, etag, NULL };

  return tbk_test_client_send_bytes (client, test->route->method, path, body, test->sample->raw_type, headers);
}

guint
tbk_case_good_status (const TbkRoute *route)
{
  if (route->out_kind == TBK_OUT_SOCKET)
    return 426; /* to a request that asks for no upgrade */
  if (route->status != 0)
    return (guint) route->status;
  return route->out_kind == TBK_OUT_NONE ? 204 : 200;
}

TbkTestReply *
tbk_case_send_text (const TbkCase *test, TbkTestClient *client, const char *path, const char *json)
{
  return tbk_test_client_send_version (client, test->route->method, path, 1, json);
}
