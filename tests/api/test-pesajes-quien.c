/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is shown which weighing, and what of it. */

#include <string.h>

#include "tbk-test-client.h"
#include "tbk-test-db.h"

typedef struct
{
  TbkTestServer *server;
  PGconn *db; /* as its superuser */
  TbkTestClient *centro;
} Yard;

static gint64
own_empresa (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) me = tbk_test_expect (client, 200, "GET", NULL, "/me");

  return tbk_test_reply_int (me, "empresa_id");
}

static gint64
find_sold_lote (Yard *yard, gint64 centro, gint64 exportadora)
{
  g_autofree char *sql = g_strdup_printf ("SELECT min(l.id) FROM lote l JOIN contrato c ON c.id = l.contrato_id"
                                          " WHERE l.deleted_at IS NULL AND l.empresa_id = " TBK_ID
                                          " AND c.exportadora_id = " TBK_ID,
                                          centro, exportadora);
  g_autofree char *id = tbk_test_db_query (yard->db, sql);

  return g_ascii_strtoll (id, NULL, 10);
}

/* Returns: (transfer full): the first weighing of that list, as text. */
static char *
first_weighing (TbkTestClient *client, const char *path)
{
  g_autoptr (TbkTestReply) list = tbk_test_expect (client, 200, "GET", NULL, "%s", path);

  g_assert_cmpuint (json_array_get_length (tbk_test_reply_array (list, "items")), >, 0);
  return json_to_string (json_array_get_element (tbk_test_reply_array (list, "items"), 0), FALSE);
}

/* Who buys a lote is shown its weighing as its weigher is, letter for letter: the ticket that goes
 * with the load says operator, scale and hash, and the frame is what proves the weight. Whoever sees
 * neither is shown nothing. */
static void
test_partner (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  g_autoptr (TbkTestClient) buyer = tbk_test_client_new (yard->server);
  g_autoptr (TbkTestClient) stranger = tbk_test_client_new (yard->server);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *body = NULL;
  g_autofree char *of_lote = NULL;
  g_autofree char *in_list = NULL;
  g_autofree char *own = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *listed = NULL;
  g_autoptr (TbkTestReply) none = NULL;
  gint64 lote;

  tbk_test_client_login (buyer, "exportadora@demo.ec");
  tbk_test_client_login (stranger, "centro2@demo.ec");
  lote = find_sold_lote (yard, own_empresa (yard->centro), own_empresa (buyer));
  body = g_strdup_printf ("{\"id\": \"%s\", \"lote_id\": " TBK_ID ", \"peso\": \"60\", \"bascula\": \"B7\","
                          " \"trama\": \"ST,GS, 60kg\"}",
                          id, lote);
  tbk_test_reply_free (tbk_test_expect (yard->centro, 201, "POST", body, "/iot/pesaje"));
  of_lote = g_strdup_printf ("/lotes/" TBK_ID "/pesajes", lote);
  in_list = g_strdup_printf ("/pesajes?lote_id=" TBK_ID, lote);
  own = first_weighing (yard->centro, of_lote);
  seen = first_weighing (buyer, of_lote);
  listed = first_weighing (buyer, in_list);
  g_assert_cmpstr (seen, ==, own);
  g_assert_cmpstr (listed, ==, own);
  g_assert_nonnull (strstr (own, "\"usuario_nombre\":\""));
  tbk_test_reply_free (tbk_test_expect (stranger, 404, "GET", NULL, "%s", of_lote));
  tbk_test_reply_free (tbk_test_expect (stranger, 404, "GET", NULL, "/pesajes/%s", id));
  none = tbk_test_expect (stranger, 200, "GET", NULL, "%s", in_list);
  g_assert_cmpint (tbk_test_reply_int (none, "total"), ==, 0);
}

int
main (int argc, char **argv)
{
  Yard yard = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  yard.server = tbk_test_server_new (NULL);
  yard.db = tbk_test_db_connect (yard.server, "postgres");
  yard.centro = tbk_test_client_new_for (yard.server, "centro@demo.ec");
  g_test_add_data_func ("/pesajes-quien/partner", &yard, test_partner);
  status = g_test_run ();
  PQfinish (yard.db);
  tbk_test_client_free (yard.centro);
  tbk_test_server_free (yard.server);
  return status;
}
