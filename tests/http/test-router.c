/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tbk-router.h"
#include "unit-cases.h"

/* None of them is ever run. */
static TbkReply *
direct (const TbkApp *app, const TbkRequest *request, GError **error)
{
  g_assert_not_reached ();
}

static TbkReply *
handler (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_assert_not_reached ();
}

static const TbkRoute routes[] = {
  { "GET", "/lotes", .direct = direct },
  { "POST", "/lotes", .direct = direct },
  { "GET", "/lotes/{id}", .direct = direct },
  { "PUT", "/lotes/{id}", .direct = direct },
  { "DELETE", "/contratos/{id}/lotes/{lote_id}", .handler = handler },
  { "GET", "/empresas/ruc/{ruc}", .direct = direct },
  { NULL },
};
static const TbkRouteTable table = { "lote", routes };
static const TbkRouteTable *const tables[] = { &table, NULL };

typedef struct
{
  const char *method;
  const char *path;
  TbkRouterResult result;
  int index;          /* of the route */
  const char *params; /* "id=7" */
} Case;

/* clang-format off */
static const Case cases[] = {
  { "GET", "/lotes", TBK_ROUTER_FOUND, 0, "" },
  { "HEAD", "/lotes", TBK_ROUTER_FOUND, 0, "" },
  { "POST", "/lotes", TBK_ROUTER_FOUND, 1, "" },
  { "GET", "/lotes/7", TBK_ROUTER_FOUND, 2, "id=7" },
  { "GET", "/lotes/%37", TBK_ROUTER_FOUND, 2, "id=7" },
  { "GET", "/lotes/..", TBK_ROUTER_FOUND, 2, "id=.." },
  { "GET", "/lotes/%2e%2e%2fx", TBK_ROUTER_FOUND, 2, "id=../x" },
  { "DELETE", "/contratos/1/lotes/2", TBK_ROUTER_FOUND, 4, "id=1 lote_id=2" },
  { "GET", "/empresas/ruc/1790016919001", TBK_ROUTER_FOUND, 5, "ruc=1790016919001" },
  { "PATCH", "/lotes", TBK_ROUTER_NO_METHOD, -1, "" },
  { "get", "/lotes", TBK_ROUTER_NO_METHOD, -1, "" },
  { "HEAD", "/contratos/1/lotes/2", TBK_ROUTER_NO_METHOD, -1, "" },
  { "GET", "/", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/lote", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/lotess", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/Lotes", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/%6cotes", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/lotes/", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "//lotes", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/lotes//7", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/../lotes", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/lotes/%ff", TBK_ROUTER_NO_PATH, -1, "" },
  { "GET", "/a/b/c/d/e/f/g/h", TBK_ROUTER_NO_PATH, -1, "" },
};

static const struct
{
  TbkRoute route;
  const char *refusal;
} unsound[] = {
  { { "GET", "x", .direct = direct }, "route GET x: a path has 1 to 6 segments" },
  { { "GET", "/a/b/c/d/e/f/g", .direct = direct }, "route GET /a/b/c/d/e/f/g: a path has 1 to 6 segments" },
  { { "GET", "/x" }, "route GET /x: names just one of statement, handler and direct" },
  { { "GET", "/x", .direct = direct, .handler = handler }, "route GET /x: names just one of statement, handler and direct" },
  { { "GET", "/x", .statement = "nada" }, "route GET /x: there is no statement nada" },
  { { "GET", "/x", .statement = "nada", .out_kind = TBK_OUT_PAGE }, "route GET /x: a page's statement is named <noun>_page" },
  { { "GET", "/x", .statement = "x_page", .out_kind = TBK_OUT_PAGE }, "route GET /x: its statement has not its order" },
  { { "GET", "/lotes/{lote_id}", .direct = direct }, "route GET /lotes/{lote_id}: stands twice" },
};
/* clang-format on */

static char *
describe (const TbkValues *params)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < tbk_values_size (params); i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", tbk_values_name_at (params, i),
                            tbk_values_text_at (params, i));
  return g_string_free (text, FALSE);
}

static void
test_match (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkRouter) router = tbk_router_new (tables, NULL, &error);
  g_autoptr (TbkValues) params = tbk_values_new ();
  g_autofree char *given = NULL;
  const TbkRouterEntry *entry = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (tbk_router_match (router, test->method, test->path, &entry, params), ==, test->result);
  if (test->result != TBK_ROUTER_FOUND)
    return;
  given = describe (params);
  g_assert_cmpstr (given, ==, test->params);
  g_assert_true (entry->route == &routes[test->index]);
  g_assert_cmpint (entry->index, ==, test->index);
  g_assert_cmpint (tbk_router_match (router, test->method, test->path, &entry, NULL), ==, TBK_ROUTER_FOUND);
}

static void
test_allow (void)
{
  g_autoptr (TbkRouter) router = tbk_router_new (tables, NULL, NULL);
  g_autofree char *list = tbk_router_allow (router, "/lotes");
  g_autofree char *one = tbk_router_allow (router, "/lotes/7");
  g_autofree char *none = tbk_router_allow (router, "/nada");

  g_assert_cmpstr (list, ==, "GET, HEAD, POST, OPTIONS");
  g_assert_cmpstr (one, ==, "GET, HEAD, PUT, OPTIONS");
  g_assert_null (none);
}

static void
test_unsound (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unsound); i++)
    {
      const TbkRoute one[] = { unsound[i].route, { NULL } };
      const TbkRouteTable own = { "x", one };
      g_autoptr (GError) error = NULL;

      g_assert_null (tbk_router_new ((const TbkRouteTable *const[]){ &table, &own, NULL }, NULL, &error));
      g_assert_cmpstr (error->message, ==, unsound[i].refusal);
    }
}

static void
test_check_param (void)
{
  const struct
  {
    const char *name;
    const char *text;
    const char *canonical;
  } params[] = {
    { "id", "7", "7" },
    { "lote_id", "9223372036854775807", "9223372036854775807" },
    { "uuid", "0E37DF36-F698-11E6-8DD4-CB9CED3DF976", "0e37df36-f698-11e6-8dd4-cb9ced3df976" },
    { "ruc", "anything", "anything" },
    { "id", "0", NULL },
    { "id", "-1", NULL },
    { "id", "9223372036854775808", NULL },
    { "id", "1 OR 1=1", NULL },
    { "lote_id", "x", NULL },
    { "uuid", "7", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (params); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = tbk_router_check_param (params[i].name, params[i].text, &error);
      g_autofree char *blamed = error != NULL ? unit_describe_fields (error) : NULL;

      g_assert_cmpstr (text, ==, params[i].canonical);
      if (params[i].canonical == NULL)
        g_assert_true (g_str_has_prefix (blamed, params[i].name));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/router/match", cases, test_match);
  g_test_add_func ("/router/allow", test_allow);
  g_test_add_func ("/router/unsound", test_unsound);
  g_test_add_func ("/router/check-param", test_check_param);
  return g_test_run ();
}
