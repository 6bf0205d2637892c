/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What POST /iot/pesaje refused, and who may read it. */

#include <string.h>

#include "tbk-test-client.h"

#define TOKEN "equipo-del-patio-numero-uno"

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *centro;
  TbkTestClient *admin;
  TbkTestClient *device;
} Yard;

/* Returns: (transfer full) (nullable): the newest one that `client` sees. */
static JsonObject *
newest_refusal (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) list = tbk_test_expect (client, 200, "GET", NULL, "/iot/rechazos?canal=http&page_size=1");
  JsonArray *items = tbk_test_reply_array (list, "items");

  return json_array_get_length (items) > 0 ? json_object_ref (json_array_get_object_element (items, 0)) : NULL;
}

static void
assert_refusal (JsonObject *refusal, const char *body, const char *why)
{
  g_assert_nonnull (refusal);
  g_assert_cmpstr (json_object_get_string_member (refusal, "cuerpo"), ==, body);
  g_assert_cmpint (json_object_get_int_member (refusal, "bytes"), ==, strlen (body));
  g_assert_cmpstr (json_object_get_string_member (refusal, "equipo"), ==, "127.0.0.1");
  g_assert_nonnull (strstr (json_object_get_string_member (refusal, "motivo"), why));
}

static gint64
own_empresa (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) me = tbk_test_expect (client, 200, "GET", NULL, "/me");

  return tbk_test_reply_int (me, "empresa_id");
}

/* What a device or a session sends and is refused can be read by who administers it; who was not let in has nothing
 * written. */
static void
test_refused (gconstpointer data)
{
  static const char of_device[] = "{\"lote_id\": 1, \"bascula\": \"B\\u00e1\"}";
  static const char of_session[] = "{\"lote_id\": 999999999, \"peso\": \"1\"}";
  static const char no_json[] = "peso=12";
  Yard *yard = (Yard *) data;
  g_autoptr (TbkTestClient) stranger = tbk_test_client_new (yard->server);
  g_autoptr (TbkTestReply) first = tbk_test_client_send (yard->device, "POST", "/iot/pesaje", of_device);
  g_autoptr (JsonObject) at_admin = newest_refusal (yard->admin);
  g_autoptr (JsonObject) not_at_centro = newest_refusal (yard->centro);
  g_autoptr (TbkTestReply) second = tbk_test_client_send (yard->centro, "POST", "/iot/pesaje", of_session);
  g_autoptr (JsonObject) at_centro = newest_refusal (yard->centro);
  g_autoptr (TbkTestReply) third = tbk_test_client_send (yard->device, "POST", "/iot/pesaje", no_json);
  g_autoptr (JsonObject) unread = newest_refusal (yard->admin);
  g_autoptr (TbkTestReply) unknown = NULL;
  g_autoptr (JsonObject) still = NULL;

  tbk_assert_status (first, 422);
  assert_refusal (at_admin, of_device, "peso");
  g_assert_true (json_object_get_null_member (at_admin, "empresa_id"));
  g_assert_null (not_at_centro);
  tbk_assert_status (second, 422);
  assert_refusal (at_centro, of_session, "lote_id");
  g_assert_cmpint (json_object_get_int_member (at_centro, "empresa_id"), ==, own_empresa (yard->centro));
  g_assert_false (json_object_get_null_member (at_centro, "usuario_nombre"));
  tbk_assert_status (third, 400);
  assert_refusal (unread, no_json, "");
  tbk_test_client_set_token (stranger, "equipo-del-patio-numero-dos");
  unknown = tbk_test_client_send (stranger, "POST", "/iot/pesaje", of_device);
  tbk_assert_status (unknown, 401);
  still = newest_refusal (yard->admin);
  g_assert_cmpint (json_object_get_int_member (still, "id"), ==, json_object_get_int_member (unread, "id"));
}

/* A weighing that is stored is none of them. */
static void
test_good (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  g_autoptr (JsonObject) before = newest_refusal (yard->admin);
  g_autoptr (TbkTestReply) lote
             = tbk_test_expect (yard->centro, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"1\"}", "/lotes");
  g_autofree char *body = g_strdup_printf ("{\"lote_id\": " TBK_ID ", \"peso\": \"60\"}",
                                           tbk_test_reply_int (lote, "id"));
  g_autoptr (TbkTestReply) stored = tbk_test_client_send (yard->device, "POST", "/iot/pesaje", body);
  g_autoptr (JsonObject) after = newest_refusal (yard->admin);

  tbk_assert_status (stored, 201);
  g_assert_cmpint (json_object_get_int_member (after, "id"), ==, json_object_get_int_member (before, "id"));
}

int
main (int argc, char **argv)
{
  const char *const environment[] = { "IOT_TOKEN=" TOKEN, NULL };
  Yard yard = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  yard.server = tbk_test_server_new (environment);
  yard.centro = tbk_test_client_new_for (yard.server, "centro@demo.ec");
  yard.admin = tbk_test_client_new_for (yard.server, "admin@demo.ec");
  yard.device = tbk_test_client_new (yard.server);
  tbk_test_client_set_token (yard.device, TOKEN);
  g_test_add_data_func ("/rechazos/refused", &yard, test_refused);
  g_test_add_data_func ("/rechazos/good", &yard, test_good);
  status = g_test_run ();
  tbk_test_client_free (yard.centro);
  tbk_test_client_free (yard.admin);
  tbk_test_client_free (yard.device);
  tbk_test_server_free (yard.server);
  return status;
}
