/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tbk-idempotency.h"
#include "tbk-input.h"
#include "tbk-page.h"
#include "tbk-reply-private.h"
#include "unit-cases.h"

static TbkReply *
direct (const TbkApp *app, const TbkRequest *request, GError **error)
{
  g_assert_not_reached ();
}

/* clang-format off */
static const TbkField body_fields[] = {
  { "nombre", "Name", TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 10 },
  { "peso_kg", "Weight", TBK_FIELD_DECIMAL, .decimals = 3, .min = "0", .max = "1000" },
};
static const TbkSchema body_schema = TBK_SCHEMA ("Cosa", body_fields);
static const TbkField query_fields[] = {
  { "desde", "From", TBK_FIELD_DATE },
};
static const TbkSchema query_schema = TBK_SCHEMA ("Filtro", query_fields);

static const TbkRoute routes[] = {
  { "GET", "/cosas/{id}", .query = &query_schema, .direct = direct },
  { "POST", "/cosas", .in = &body_schema, .flags = TBK_ROUTE_FORM | TBK_ROUTE_IDEMPOTENT, .direct = direct },
  { "PUT", "/cosas/{id}", .in = &body_schema, .flags = TBK_ROUTE_UNSAFE_UPDATE | TBK_ROUTE_IF_MATCH, .direct = direct },
  { "PUT", "/cosas/{id}/logo", .in_type = "image/png, image/jpeg", .direct = direct },
  { "POST", "/cosas/{id}/cerrar", .in = &body_schema, .direct = direct },
  { NULL },
};
/* clang-format on */
static const TbkRouteTable table = { "cosa", routes };

typedef struct
{
  const char *line;   /* "POST /cosas" */
  const char *fields; /* of the head, each ended by CR LF; or NULL */
  const char *body;   /* or NULL */
  int status;         /* 0: good */
  const char *says;   /* good: params and body; 422: the fields */
} Case;

#define JSON "Content-Type: application/json\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"

/* clang-format off */
static const Case cases[] = {
  { "GET /cosas/7?desde=2026-01-31", NULL, NULL, 0, "id=7 desde=2026-01-31" },
  { "GET /cosas/7?desde=2026-02-30", NULL, NULL, 422, "desde" },
  { "GET /cosas/x?desde=ayer&otro=1", NULL, NULL, 422, "id desde otro" },
  { "GET /cosas/7?desde=2026-01-31&desde=2026-01-31", NULL, NULL, 422, "desde" },
  { "GET /cosas/7?page=1", NULL, NULL, 422, "page" },
  { "GET /cosas/7?desde=%ff", NULL, NULL, 400, NULL },
  { "GET /cosas/7?desde=%", NULL, NULL, 400, NULL },
  { "GET /cosas/7?&&", NULL, NULL, 0, "id=7" },
  { "POST /cosas", JSON, "{\"nombre\": \"ñ\", \"peso_kg\": \"1.50\"}", 0, "nombre=ñ peso_kg=1.50" },
  { "POST /cosas", "Content-Type: Application/JSON;charset=utf-8\r\n", "{\"nombre\": \"a\"}", 0, "nombre=a" },
  { "POST /cosas", FORM, "nombre=a+b&peso_kg=2%2e5", 0, "nombre=a b peso_kg=2.5" },
  { "POST /cosas", FORM, "nombre=a&nombre=b", 422, "nombre" },
  { "POST /cosas", FORM, "nombre=%00", 400, NULL },
  { "POST /cosas", NULL, NULL, 400, NULL },
  { "POST /cosas", JSON, "{\"nombre\": \"12345678901\", \"peso_kg\": \"-1\", \"id\": 1}", 422, "nombre peso_kg id" },
  { "POST /cosas", JSON, "{\"nombre\": \"a\"", 400, NULL },
  { "POST /cosas", JSON, "[]", 400, NULL },
  { "POST /cosas", JSON, "{\"nombre\": \"\\u0000\"}", 400, NULL },
  { "POST /cosas", NULL, "{\"nombre\": \"a\"}", 415, NULL },
  { "POST /cosas", "Content-Type: text/plain\r\n", "{\"nombre\": \"a\"}", 415, NULL },
  { "POST /cosas?x=1", JSON, "{\"nombre\": 1}", 422, "x nombre" },
  { "POST /cosas/0/cerrar", FORM, "nombre=a", 415, NULL },
  { "PUT /cosas/7", JSON, "{\"peso_kg\": \"2\"}", 0, "id=7 peso_kg=2" },
  { "PUT /cosas/7/logo", "Content-Type: image/jpeg\r\n", "x", 0, "id=7" },
  { "PUT /cosas/7/logo", "Content-Type: image/gif\r\n", "x", 415, NULL },
  { "PUT /cosas/7/logo", NULL, "x", 415, NULL },
};

static const struct
{
  const char *fields;
  int status;
  const char *version;
} versions[] = {
  { "If-Match: \"7\"\r\n", 0, "7" },
  { NULL, 428, NULL },
  { "If-Match: 7\r\n", 412, NULL },
  { "If-Match: *\r\n", 412, NULL },
  { "If-Match: W/\"7\"\r\n", 412, NULL },
  { "If-Match: \"\"\r\n", 412, NULL },
  { "If-Match: \"-7\"\r\n", 412, NULL },
  { "If-Match: \"7\", \"8\"\r\n", 412, NULL },
  { "If-Match: \"99999999999999999999\"\r\n", 412, NULL },
};

static const struct
{
  const char *fields;
  int status;
  const char *key;
} keys[] = {
  { NULL, 0, NULL },
  { "Idempotency-Key: 0e37df36-f698\r\n", 0, "0e37df36-f698" },
  { "Idempotency-Key:\r\n", 400, NULL },
  { "Idempotency-Key: a b\r\n", 400, NULL },
  { "Idempotency-Key: \xc3\xb1\r\n", 400, NULL },
};
/* clang-format on */

typedef struct
{
  TbkConfig config;
  TbkApp app;
  TbkRouter *router;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static char *none[] = { NULL }; /* allow file_static: a TbkConfig's lists are char ** */
  g_autoptr (GError) error = NULL;

  fixture->config.trusted_proxies = none;
  fixture->app.config = &fixture->config;
  fixture->router = tbk_router_new ((const TbkRouteTable *const[]){ &table, NULL }, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_router_free (fixture->router);
}

/* Returns: (transfer full): as it stands when its route was found. */
static TbkRequest *
make_request (Fixture *fixture, const char *line, const char *fields, const char *body, const TbkRouterEntry **entry)
{
  g_autofree char *text
      = g_strconcat (line, " HTTP/1.1\r\nHost: h\r\n", fields != NULL ? fields : "", "\r\n", NULL);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  TbkHead *head = NULL;
  TbkRequest *request;
  gsize taken;
  int status;

  g_assert_cmpint (tbk_head_parse (text, strlen (text), &head, &taken, &status), ==, TBK_HEAD_DONE);
  request = tbk_request_new (&fixture->app, head, bytes, "10.0.0.1");
  g_assert_cmpint (tbk_router_match (fixture->router, tbk_request_get_method (request), request->path, entry,
                                     request->params),
                   ==, TBK_ROUTER_FOUND);
  request->route = (*entry)->route;
  return request;
}

static void
append (GString *text, const TbkValues *values)
{
  for (gsize i = 0; values != NULL && i < tbk_values_size (values); i++)
    g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", tbk_values_name_at (values, i),
                            tbk_values_text_at (values, i));
}

static char *
names_of_fields (const GError *error)
{
  const GPtrArray *fields = tbk_problem_get_fields (error);
  GString *text = g_string_new (NULL);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", ((const TbkFieldError *) fields->pdata[i])->loc);
  return g_string_free (text, FALSE);
}

static void
test_case (Fixture *fixture, gconstpointer data)
{
  const Case *test = data;
  const TbkRouterEntry *entry = NULL;
  g_autoptr (TbkRequest) request = make_request (fixture, test->line, test->fields, test->body, &entry);
  g_autoptr (GString) given = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean good = tbk_input_read (request, entry, &error);

  g_test_message ("%s %s", test->line, error != NULL ? error->message : "");
  g_assert_cmpint (good, ==, test->status == 0);
  if (good)
    {
      append (given, request->params);
      append (given, request->body);
      g_assert_cmpstr (given->str, ==, test->says);
      return;
    }
  g_assert_true (error->domain == TBK_PROBLEM);
  g_assert_cmpint (error->code, ==, test->status);
  if (test->status == 422)
    {
      g_autofree char *names = names_of_fields (error);

      g_assert_cmpstr (names, ==, test->says);
    }
}

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      const TbkRouterEntry *entry = NULL;
      g_autoptr (TbkRequest) request = make_request (fixture, "PUT /cosas/7", versions[i].fields, NULL, &entry);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (tbk_input_read_version (request, &error), ==, versions[i].status == 0);
      g_assert_cmpstr (request->version, ==, versions[i].version);
      if (error != NULL)
        g_assert_error (error, TBK_PROBLEM, versions[i].status);
    }
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *filler = g_strnfill (201, 'k');
  g_autofree char *too_long = g_strconcat ("Idempotency-Key: ", filler, "\r\n", NULL);

  for (gsize i = 0; i <= G_N_ELEMENTS (keys); i++)
    {
      const TbkRouterEntry *entry = NULL;
      gboolean last = i == G_N_ELEMENTS (keys);
      g_autoptr (TbkRequest) request
                 = make_request (fixture, "POST /cosas", last ? too_long : keys[i].fields, NULL, &entry);
      g_autoptr (GError) error = NULL;
      const char *key;

      g_assert_null (tbk_idempotency_get_key (request, NULL)); /* nobody's */
      request->has_caller = TRUE;
      key = tbk_idempotency_get_key (request, &error);
      g_assert_cmpstr (key, ==, last ? NULL : keys[i].key);
      if (last || keys[i].status != 0)
        g_assert_error (error, TBK_PROBLEM, 400);
      else
        g_assert_no_error (error);
    }
}

static void
test_addresses (Fixture *fixture, gconstpointer data)
{
  /* allow file_static: a TbkConfig's lists are char ** */
  static char *proxies[] = { (char *) "10.0.0.1", (char *) "10.0.0.2", NULL };
  const struct
  {
    const char *fields;
    gboolean trusted;
    const char *address;
  } hops[] = {
    { NULL, TRUE, "10.0.0.1" },
    { "X-Forwarded-For: 1.1.1.1\r\n", FALSE, "10.0.0.1" },
    { "X-Forwarded-For: 1.1.1.1\r\n", TRUE, "1.1.1.1" },
    { "X-Forwarded-For: 6.6.6.6, 1.1.1.1, 10.0.0.2\r\n", TRUE, "1.1.1.1" },
    { "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 1.1.1.1\r\n", TRUE, "1.1.1.1" },
    { "X-Forwarded-For: 1.1.1.1, nobody\r\n", TRUE, "10.0.0.1" },
    { "X-Forwarded-For: 10.0.0.2\r\n", TRUE, "10.0.0.1" },
    { "X-Forwarded-For: 2001:db8::1\r\n", TRUE, "2001:db8::1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hops); i++)
    {
      const TbkRouterEntry *entry = NULL;
      g_autoptr (TbkRequest) request = NULL;

      fixture->config.trusted_proxies = hops[i].trusted ? proxies : proxies + 2;
      request = make_request (fixture, "GET /v1/cosas/7", hops[i].fields, NULL, &entry);
      g_assert_cmpstr (tbk_request_get_address (request), ==, hops[i].address);
    }
}

/* What is kept of a reply under a key gives the same reply again. */
static void
test_stored (void)
{
  g_autoptr (TbkReply) first = tbk_reply_new_json (201, g_string_new ("{\"id\":1}"));
  g_autoptr (TbkReply) second = NULL;
  g_autoptr (GString) first_head = g_string_new (NULL);
  g_autoptr (GString) second_head = g_string_new (NULL);
  g_autofree char *headers = NULL;

  tbk_reply_set_header (first, "ETag", "\"1\"");
  tbk_reply_set_header (first, "Location", "/cosas/1");
  headers = tbk_reply_headers_to_json (first);
  second = tbk_reply_new_stored (201, headers, "{\"id\":1}");
  tbk_reply_write_head (first, "id", first_head);
  tbk_reply_write_head (second, "id", second_head);
  g_assert_cmpstr (first_head->str, ==, second_head->str);
  g_assert_true (g_bytes_equal (tbk_reply_get_body (first), tbk_reply_get_body (second)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/input/case/%zu", i);

      g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    }
  g_test_add ("/input/versions", Fixture, NULL, set_up, test_versions, tear_down);
  g_test_add ("/input/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/input/addresses", Fixture, NULL, set_up, test_addresses, tear_down);
  g_test_add_func ("/input/stored", test_stored);
  return g_test_run ();
}
