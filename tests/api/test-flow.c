/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The working day over the API: a contrato from draft to closed, as its parties live it. */

#include "tbk-test-client.h"

#include <string.h>

#define CONTRATO                                                                              \
  "{\"contraparte_id\": " TBK_ID ", \"fecha_firma\": \"2026-11-02\", \"volumen_tm\": \"10\"," \
  " \"tolerancia_pct\": \"5\", \"tipo_precio\": \"fijo\", \"precio_fijado_tm\": \"5400\"}"

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *exportadora;
  TbkTestClient *centro;
  TbkTestClient *proveedor;
  TbkTestClient *otra; /* an exportadora that is party to nothing here */
  TbkTestClient *admin;
} Flow;

static gint64
empresa_of (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) yo = tbk_test_expect (client, 200, "GET", NULL, "/me");

  return tbk_test_reply_int (yo, "empresa_id");
}

static gint64
make_contrato (Flow *flow)
{
  g_autofree char *body = g_strdup_printf (CONTRATO, empresa_of (flow->centro));
  g_autoptr (TbkTestReply) made = tbk_test_expect (flow->exportadora, 201, "POST", body, "/contratos");

  g_assert_cmpstr (tbk_test_reply_text (made, "estado"), ==, "Borrador");
  g_assert_true (g_str_has_prefix (tbk_test_reply_text (made, "codigo"), "CT-2026-"));
  return tbk_test_reply_int (made, "id");
}

static void
set_estado (TbkTestClient *client, const char *collection, gint64 id, const char *estado)
{
  g_autofree char *body = g_strdup_printf ("{\"estado\": \"%s\"}", estado);
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_expect (client, 200, "PUT", body, "/%s/" TBK_ID, collection, id);
  g_assert_cmpstr (tbk_test_reply_text (reply, "estado"), ==, estado);
}

static gint64
make_lote (Flow *flow, const char *body)
{
  g_autoptr (TbkTestReply) made = tbk_test_expect (flow->centro, 201, "POST", body, "/lotes");

  g_assert_cmpstr (tbk_test_reply_text (made, "estado"), ==, "Registrado");
  g_assert_true (g_str_has_prefix (tbk_test_reply_text (made, "codigo_lote"), "LT-2026-"));
  return tbk_test_reply_int (made, "id");
}

static void
assign (TbkTestClient *client, gint64 contrato, gint64 lote)
{
  g_autofree char *body = g_strdup_printf ("{\"lote_id\": " TBK_ID "}", lote);
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_expect (client, 200, "POST", body, "/contratos/" TBK_ID "/lotes", contrato);
  g_assert_cmpint (tbk_test_reply_int (reply, "contrato_id"), ==, contrato);
}

static void
assert_contrato (TbkTestClient *client, gint64 id, const char *estado, const char *entregado_tm)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (client, 200, "GET", NULL, "/contratos/" TBK_ID, id);

  g_assert_cmpstr (tbk_test_reply_text (reply, "estado"), ==, estado);
  g_assert_cmpstr (tbk_test_reply_text (reply, "entregado_tm"), ==, entregado_tm);
}

static void
receive (TbkTestClient *client, gint64 lote, const char *body)
{
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_expect (client, 200, "POST", body, "/lotes/" TBK_ID "/recepcion", lote);
  g_assert_cmpstr (tbk_test_reply_text (reply, "estado"), ==, "Recibido");
  g_assert_nonnull (tbk_test_reply_text (reply, "recibido_en"));
}

/* --- the journey
 * -------------------------------------------------------------------------------------------------- */

static void
test_journey (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  gint64 contrato = make_contrato (flow);
  gint64 first, second;

  set_estado (flow->exportadora, "contratos", contrato, "En revision");
  set_estado (flow->exportadora, "contratos", contrato, "Activo");
  assert_contrato (flow->centro, contrato, "Activo", "0.000");

  first = make_lote (flow, "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"6000\", \"humedad\": \"7.5\"}");
  second = make_lote (flow, "{\"fecha\": \"2026-11-04\", \"peso_kg\": \"4000\", \"humedad\": \"7.2\"}");
  assign (flow->centro, contrato, first);
  assign (flow->centro, contrato, second);
  assert_contrato (flow->exportadora, contrato, "Activo", "0.000");

  receive (flow->exportadora, first, "{\"peso_kg\": \"5950.5\", \"humedad\": \"7.6\"}");
  assert_contrato (flow->exportadora, contrato, "En proceso", "5.951");
  receive (flow->exportadora, second, "{}");
  assert_contrato (flow->centro, contrato, "En proceso", "9.951");

  set_estado (flow->admin, "lotes", first, "Exportado");
  assert_contrato (flow->centro, contrato, "En proceso", "9.951");
  set_estado (flow->admin, "lotes", second, "Exportado");
  assert_contrato (flow->centro, contrato, "Cerrado", "9.951");
}

static void
test_history (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  gint64 contrato = make_contrato (flow);
  g_autoptr (TbkTestReply) history = NULL;
  JsonArray *items;
  JsonObject *newest;

  set_estado (flow->exportadora, "contratos", contrato, "En revision");
  history = tbk_test_expect (flow->centro, 200, "GET", NULL, "/contratos/" TBK_ID "/historial", contrato);
  items = tbk_test_reply_array (history, "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  newest = json_array_get_object_element (items, 0);
  g_assert_cmpstr (json_object_get_string_member (newest, "accion"), ==, "editar");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (newest, "antes"), "estado"),
                   ==, "Borrador");
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (newest, "despues"), "estado"), ==,
      "En revision");
}

/* What another empresa's contrato answers, on every verb. */
static void
test_foreign_on_every_verb (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  gint64 contrato = make_contrato (flow);
  gint64 lote = make_lote (flow, "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"10\"}");
  const char *verbs[] = { "GET", "PUT", "DELETE" };

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      const char *body = strcmp (verbs[i], "PUT") == 0 ? "{\"observaciones\": \"mío\"}" : NULL;
      g_autoptr (TbkTestReply) a
                 = tbk_test_expect (flow->otra, 404, verbs[i], body, "/contratos/" TBK_ID, contrato);
      g_autoptr (TbkTestReply) b = tbk_test_expect (flow->otra, 404, verbs[i], body, "/lotes/" TBK_ID, lote);
    }
}

static void
test_forbidden_step (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  gint64 contrato = make_contrato (flow);
  g_autoptr (TbkTestReply) reply = NULL;
  JsonArray *allowed;

  reply = tbk_test_expect (flow->exportadora, 409, "PUT", "{\"estado\": \"Cerrado\"}", "/contratos/" TBK_ID,
                           contrato);
  allowed = tbk_test_reply_array (reply, "permitidos");
  g_assert_nonnull (allowed);
  g_assert_cmpuint (json_array_get_length (allowed), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (allowed, 0), ==, "En revision");
  g_assert_cmpstr (json_array_get_string_element (allowed, 1), ==, "Cancelado");
}

/* Backward goes only an admin, with a reason that the audit keeps. */
static void
test_backward (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  gint64 lote
      = make_lote (flow, "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"10\", \"estado\": \"Registrado\"}");
  g_autoptr (TbkTestReply) refused = NULL;
  g_autoptr (TbkTestReply) no_reason = NULL;
  g_autoptr (TbkTestReply) done = NULL;
  g_autoptr (TbkTestReply) history = NULL;
  JsonObject *newest;

  set_estado (flow->centro, "lotes", lote, "En transito");
  refused = tbk_test_expect (flow->centro, 409, "PUT", "{\"estado\": \"Registrado\", \"motivo\": \"error\"}",
                             "/lotes/" TBK_ID, lote);
  no_reason
      = tbk_test_expect (flow->admin, 422, "PUT", "{\"estado\": \"Registrado\"}", "/lotes/" TBK_ID, lote);
  g_assert_true (tbk_test_reply_blames (no_reason, "motivo"));
  done = tbk_test_expect (flow->admin, 200, "PUT", "{\"estado\": \"Registrado\", \"motivo\": \"no salió\"}",
                          "/lotes/" TBK_ID, lote);
  history = tbk_test_expect (flow->centro, 200, "GET", NULL, "/lotes/" TBK_ID "/historial", lote);
  newest = json_array_get_object_element (tbk_test_reply_array (history, "items"), 0);
  g_assert_cmpstr (json_object_get_string_member (newest, "motivo"), ==, "no salió");
}

static void
test_deleted (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  gint64 contrato = make_contrato (flow);
  g_autoptr (TbkTestReply) before
             = tbk_test_expect (flow->exportadora, 200, "GET", NULL, "/contratos?page_size=1");
  g_autoptr (TbkTestReply) deleted
             = tbk_test_expect (flow->admin, 204, "DELETE", NULL, "/contratos/" TBK_ID, contrato);
  g_autoptr (TbkTestReply) gone
             = tbk_test_expect (flow->exportadora, 404, "GET", NULL, "/contratos/" TBK_ID, contrato);
  g_autoptr (TbkTestReply) after
             = tbk_test_expect (flow->exportadora, 200, "GET", NULL, "/contratos?page_size=1");

  g_assert_cmpint (tbk_test_reply_int (after, "total"), ==, tbk_test_reply_int (before, "total") - 1);
}

/* What was to be delivered goes elsewhere when the contrato is cancelled. */
static void
test_cancelled (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  gint64 contrato = make_contrato (flow);
  gint64 lote = make_lote (flow, "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"10\"}");
  g_autofree char *body = g_strdup_printf ("{\"lote_id\": " TBK_ID "}", lote);

  set_estado (flow->exportadora, "contratos", contrato, "En revision");
  set_estado (flow->exportadora, "contratos", contrato, "Activo");
  assign (flow->centro, contrato, lote);
  set_estado (flow->exportadora, "contratos", contrato, "Cancelado");
  g_autoptr (TbkTestReply) off = tbk_test_expect (
      flow->centro, 204, "DELETE", NULL, "/contratos/" TBK_ID "/lotes/" TBK_ID, contrato, lote);
  g_autoptr (TbkTestReply) closed
             = tbk_test_expect (flow->centro, 409, "POST", body, "/contratos/" TBK_ID "/lotes", contrato);
}

/* --- weights and filters
 * ------------------------------------------------------------------------------------------ */

static void
test_weights (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  g_autoptr (TbkTestReply) kg = NULL;
  g_autoptr (TbkTestReply) qq = NULL;
  g_autoptr (TbkTestReply) both = NULL;

  kg = tbk_test_expect (flow->centro, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_kg\": 4535.924}",
                        "/lotes");
  g_assert_cmpstr (tbk_test_reply_text (kg, "peso_kg"), ==, "4535.924");
  g_assert_cmpstr (tbk_test_reply_text (kg, "peso_qq"), ==, "100.0000");
  qq = tbk_test_expect (flow->centro, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_qq\": \"100\"}",
                        "/lotes");
  g_assert_cmpstr (tbk_test_reply_text (qq, "peso_kg"), ==, "4535.924");
  both = tbk_test_expect (flow->centro, 422, "POST",
                          "{\"fecha\": \"2026-11-03\", \"peso_qq\": \"100\", \"peso_kg\": \"4000\"}",
                          "/lotes");
  g_assert_true (tbk_test_reply_blames (both, "peso_qq"));
}

static guint
count_items (TbkTestClient *client, const char *path, const char *member, const char *expected)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (client, 200, "GET", NULL, "%s", path);
  JsonArray *items = tbk_test_reply_array (reply, "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_assert_cmpstr (json_object_get_string_member (item, member), ==, expected);
    }
  g_assert_cmpint (tbk_test_reply_int (reply, "total"), >=, json_array_get_length (items));
  return json_array_get_length (items);
}

/* ?estado= without regard to case or accents. */
static void
test_filters (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  guint n = count_items (flow->exportadora, "/contratos?estado=En%20proceso&page_size=200", "estado",
                         "En proceso");

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (count_items (flow->exportadora, "/contratos?estado=EN%20PROC%C3%89SO&page_size=200",
                                 "estado", "En proceso"),
                    ==, n);
  g_assert_cmpuint (count_items (flow->centro, "/lotes?estado=exportado", "estado", "Exportado"), >, 0);
}

static void
test_search (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  g_autofree char *body = g_strdup_printf (CONTRATO, empresa_of (flow->centro));
  g_autofree char *path = NULL;
  g_autoptr (TbkTestReply) made = tbk_test_expect (flow->exportadora, 201, "POST", body, "/contratos");
  g_autoptr (TbkTestReply) found = NULL;

  path = g_strdup_printf ("/contratos?q=%s", tbk_test_reply_text (made, "codigo"));
  g_assert_cmpuint (count_items (flow->exportadora, path, "codigo", tbk_test_reply_text (made, "codigo")), ==,
                    1);
  found = tbk_test_expect (flow->otra, 200, "GET", NULL, "%s", path);
  for (guint i = 0; i < json_array_get_length (tbk_test_reply_array (found, "items")); i++)
    {
      JsonObject *item = json_array_get_object_element (tbk_test_reply_array (found, "items"), i);
      g_assert_cmpint (json_object_get_int_member (item, "id"), !=, tbk_test_reply_int (made, "id"));
    }
}

/* --- the server itself
 * -------------------------------------------------------------------------------------------- */

static void
test_kernel (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  g_autoptr (TbkTestClient) nobody = tbk_test_client_new (flow->server);
  g_autoptr (TbkTestReply) health = tbk_test_expect (nobody, 200, "GET", NULL, "/health");
  g_autoptr (TbkTestReply) metrics = tbk_test_expect (nobody, 200, "GET", NULL, "/metrics");
  g_autoptr (TbkTestReply) openapi = tbk_test_expect (nobody, 200, "GET", NULL, "/openapi.json");
  g_autoptr (TbkTestReply) docs = tbk_test_expect (nobody, 200, "GET", NULL, "/docs");
  g_autoptr (TbkTestReply) nothing = tbk_test_expect (nobody, 404, "GET", NULL, "/nada");
  g_autoptr (TbkTestReply) head = tbk_test_expect (nobody, 200, "HEAD", NULL, "/health");

  g_assert_cmpstr (tbk_test_reply_text (openapi, "openapi"), !=, NULL);
  g_assert_cmpuint (g_bytes_get_size (head->body), ==, 0);
  g_assert_cmpstr (soup_message_headers_get_content_type (nothing->headers, NULL), ==,
                   "application/problem+json");
}

/* No token, password or body in what it says. */
static void
test_log_keeps_secrets (gconstpointer data)
{
  Flow *flow = (Flow *) data;
  g_autofree char *log = tbk_test_server_read_log (flow->server);

  g_assert_nonnull (strstr (log, "/contratos"));
  g_assert_null (strstr (log, TBK_TEST_PASSWORD));
  g_assert_null (strstr (log, tbk_test_client_get_token (flow->admin)));
  g_assert_null (strstr (log, "precio_fijado_tm"));
}

int
main (int argc, char **argv)
{
  g_autoptr (TbkTestServer) server = NULL;
  Flow flow;
  int status;

  g_test_init (&argc, &argv, NULL);
  server = tbk_test_server_new (NULL);
  flow.server = server;
  flow.exportadora = tbk_test_client_new_for (flow.server, "exportadora@demo.ec");
  flow.centro = tbk_test_client_new_for (flow.server, "centro@demo.ec");
  flow.proveedor = tbk_test_client_new_for (flow.server, "proveedor@demo.ec");
  flow.otra = tbk_test_client_new_for (flow.server, "exportadora2@demo.ec");
  flow.admin = tbk_test_client_new_for (flow.server, "admin@demo.ec");

  g_test_add_data_func ("/flow/journey", &flow, test_journey);
  g_test_add_data_func ("/flow/history", &flow, test_history);
  g_test_add_data_func ("/flow/foreign", &flow, test_foreign_on_every_verb);
  g_test_add_data_func ("/flow/forbidden-step", &flow, test_forbidden_step);
  g_test_add_data_func ("/flow/backward", &flow, test_backward);
  g_test_add_data_func ("/flow/deleted", &flow, test_deleted);
  g_test_add_data_func ("/flow/cancelled", &flow, test_cancelled);
  g_test_add_data_func ("/flow/weights", &flow, test_weights);
  g_test_add_data_func ("/flow/filters", &flow, test_filters);
  g_test_add_data_func ("/flow/search", &flow, test_search);
  g_test_add_data_func ("/flow/kernel", &flow, test_kernel);
  g_test_add_data_func ("/flow/log", &flow, test_log_keeps_secrets);
  status = g_test_run ();

  tbk_test_client_free (flow.exportadora);
  tbk_test_client_free (flow.centro);
  tbk_test_client_free (flow.proveedor);
  tbk_test_client_free (flow.otra);
  tbk_test_client_free (flow.admin);
  return status;
}
