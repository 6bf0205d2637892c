/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two at once: the test holds the row that both want until both wait for it, then lets go. One wins, and the other is
 * told so. */

#include "tbk-test-client.h"
#include "tbk-test-db.h"

#include <string.h>

#define MAX_RUNNERS 2

typedef struct
{
  TbkTestServer *server;
  PGconn *db;
  TbkTestClient *admin;
  TbkTestClient *exportadora;
  TbkTestClient *centro;
  gint64 centro_id;
} Races;

typedef struct
{
  TbkTestClient *client;
  const char *method;
  char *path;
  char *body;         /* nullable */
  const char *header; /* nullable */
  const char *value;
  TbkTestReply *reply; /* once its thread has ended */
} Runner;

static gpointer
run_thread (gpointer data)
{
  Runner *runner = data;
  const char *headers[] = { runner->header, runner->value, NULL };
  g_autoptr (GBytes) body = runner->body != NULL ? g_bytes_new (runner->body, strlen (runner->body)) : NULL;

  runner->reply = tbk_test_client_send_bytes (runner->client, runner->method, runner->path, body, NULL, headers);
  return NULL;
}

/* Runs both while `lock` holds them up; `meanwhile`, nullable, is what happens before it lets go. */
static void
race (Races *races, const char *lock, Runner *runners, int n, Runner *meanwhile)
{
  GThread *threads[MAX_RUNNERS];

  g_free (tbk_test_db_query (races->db, "BEGIN"));
  g_free (tbk_test_db_query (races->db, lock));
  for (int i = 0; i < n; i++)
    {
      threads[i] = g_thread_new ("runner", run_thread, &runners[i]);
      tbk_test_db_wait_for_waiters (races->db, i + 1);
    }
  if (meanwhile != NULL)
    run_thread (meanwhile);
  g_free (tbk_test_db_query (races->db, "COMMIT"));
  for (int i = 0; i < n; i++)
    g_thread_join (threads[i]);
}

static void
clear_runner (Runner *runner)
{
  g_clear_pointer (&runner->path, g_free);
  g_clear_pointer (&runner->body, g_free);
  g_clear_pointer (&runner->reply, tbk_test_reply_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Runner, clear_runner)

/* One has the first status and the other the second. Returns: (transfer none): the loser. */
static Runner *
assert_one_wins (Runner *runners, guint won, guint lost)
{
  int winner = runners[0].reply->status == won ? 0 : 1;

  tbk_assert_status (runners[winner].reply, won);
  tbk_assert_status (runners[1 - winner].reply, lost);
  return &runners[1 - winner];
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static char *
new_contrato (gint64 contraparte)
{
  return g_strdup_printf ("{\"contraparte_id\": " TBK_ID ", \"fecha_firma\": \"2026-11-02\", \"volumen_tm\": \"25\","
                          " \"tipo_precio\": \"fijo\", \"precio_fijado_tm\": \"5400\"}",
                          contraparte);
}

static gint64
empresa_of (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) yo = tbk_test_expect (client, 200, "GET", NULL, "/me");

  return tbk_test_reply_int (yo, "empresa_id");
}

static gint64
make_contrato (TbkTestClient *exportadora, gint64 contraparte)
{
  g_autofree char *body = new_contrato (contraparte);
  g_autoptr (TbkTestReply) made = tbk_test_expect (exportadora, 201, "POST", body, "/contratos");

  return tbk_test_reply_int (made, "id");
}

static gint64
make_contrato_activo (TbkTestClient *exportadora, gint64 contraparte)
{
  gint64 id = make_contrato (exportadora, contraparte);
  g_autoptr (TbkTestReply) asked = NULL;
  g_autoptr (TbkTestReply) active = NULL;

  asked = tbk_test_expect (exportadora, 200, "PUT", "{\"estado\": \"En revision\"}", "/contratos/" TBK_ID, id);
  active = tbk_test_expect (exportadora, 200, "PUT", "{\"estado\": \"Activo\"}", "/contratos/" TBK_ID, id);
  return id;
}

static gint64
make_lote (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) made = NULL;

  made = tbk_test_expect (client, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"1000\"}", "/lotes");
  return tbk_test_reply_int (made, "id");
}

static void
associate (Races *races, gint64 centro, gint64 proveedor)
{
  g_autofree char *body
      = g_strdup_printf ("{\"centro_id\": " TBK_ID ", \"proveedor_id\": " TBK_ID "}", centro, proveedor);
  g_autoptr (TbkTestReply) asked = tbk_test_client_send (races->admin, "POST", "/asociaciones", body);
  g_autoptr (TbkTestReply) accepted = NULL;

  if (asked->status == 409) /* the demo has it */
    return;
  tbk_assert_status (asked, 201);
  accepted = tbk_test_expect (races->admin, 200, "POST", NULL, "/asociaciones/" TBK_ID "/aceptar",
                              tbk_test_reply_int (asked, "id"));
}

static Runner
assignment (TbkTestClient *client, gint64 contrato, gint64 lote)
{
  return (Runner){ .client = client,
                   .method = "POST",
                   .path = g_strdup_printf ("/contratos/" TBK_ID "/lotes", contrato),
                   .body = g_strdup_printf ("{\"lote_id\": " TBK_ID "}", lote) };
}

static char *
lock_of (const char *table, gint64 id)
{
  return g_strdup_printf ("SELECT FROM %s WHERE id = " TBK_ID " FOR UPDATE", table, id);
}

/* --- races -------------------------------------------------------------------------------------------------------- */

/* Two centros, associated with the proveedor whose lote it is, sell it at once. */
static void
test_same_lote (gconstpointer data)
{
  Races *races = (Races *) data;
  g_autoptr (TbkTestClient) exportadora2 = tbk_test_client_new_for (races->server, "exportadora2@demo.ec");
  g_autoptr (TbkTestClient) centro2 = tbk_test_client_new_for (races->server, "centro2@demo.ec");
  g_autoptr (TbkTestClient) proveedor = tbk_test_client_new_for (races->server, "proveedor@demo.ec");
  gint64 centro2_id = empresa_of (centro2);
  gint64 lote = make_lote (proveedor);
  g_autofree char *lock = lock_of ("lote", lote);

  associate (races, centro2_id, empresa_of (proveedor));
  Runner runners[] = {
    assignment (races->centro, make_contrato_activo (races->exportadora, races->centro_id), lote),
    assignment (centro2, make_contrato_activo (exportadora2, centro2_id), lote),
  };
  race (races, lock, runners, 2, NULL);
  assert_one_wins (runners, 200, 409);
  clear_runner (&runners[0]);
  clear_runner (&runners[1]);
}

static void
test_same_version (gconstpointer data)
{
  Races *races = (Races *) data;
  gint64 contrato = make_contrato (races->exportadora, races->centro_id);
  g_autofree char *lock = lock_of ("contrato", contrato);
  Runner runners[2];
  g_autoptr (TbkTestReply) now = NULL;

  for (int i = 0; i < 2; i++)
    runners[i] = (Runner){ .client = i == 0 ? races->exportadora : races->admin,
                           .method = "PUT",
                           .path = g_strdup_printf ("/contratos/" TBK_ID, contrato),
                           .body = g_strdup_printf ("{\"volumen_tm\": \"%d\"}", 30 + i),
                           .header = "If-Match",
                           .value = "\"1\"" };
  race (races, lock, runners, 2, NULL);
  Runner *loser = assert_one_wins (runners, 200, 412);
  g_assert_true (json_object_has_member (json_node_get_object (loser->reply->json), "actual"));
  now = tbk_test_expect (races->admin, 200, "GET", NULL, "/contratos/" TBK_ID, contrato);
  g_assert_cmpint (tbk_test_reply_int (now, "version"), ==, 2);
  clear_runner (&runners[0]);
  clear_runner (&runners[1]);
}

/* The first waits for its code, which the test holds, and the second for the first's key. */
static void
run_same_key (Races *races, Runner runners[2], const char *other_body)
{
  const char *lock = "SELECT FROM serie WHERE prefijo = 'CT' AND anio = 2026 FOR UPDATE";
  g_autofree char *key = g_uuid_string_random ();

  for (int i = 0; i < 2; i++)
    runners[i] = (Runner){ .client = races->exportadora,
                           .method = "POST",
                           .path = g_strdup ("/contratos"),
                           .body = i == 1 && other_body != NULL ? g_strdup (other_body)
                                                                : new_contrato (races->centro_id),
                           .header = "Idempotency-Key",
                           .value = key };
  /* There is a counter to hold once there is a contrato. */
  make_contrato (races->exportadora, races->centro_id);
  race (races, lock, runners, 2, NULL);
}

static gint64
count_contratos (Races *races)
{
  g_autoptr (TbkTestReply) list = tbk_test_expect (races->exportadora, 200, "GET", NULL, "/contratos?page_size=1");

  return tbk_test_reply_int (list, "total");
}

static void
test_same_key (gconstpointer data)
{
  Races *races = (Races *) data;
  gint64 before = count_contratos (races);
  Runner runners[2];

  run_same_key (races, runners, NULL);
  tbk_assert_status (runners[0].reply, 201);
  tbk_assert_status (runners[1].reply, 201);
  g_assert_true (g_bytes_equal (runners[0].reply->body, runners[1].reply->body));
  g_assert_cmpint (count_contratos (races), ==, before + 2);
  clear_runner (&runners[0]);
  clear_runner (&runners[1]);
}

static void
test_same_key_other_body (gconstpointer data)
{
  Races *races = (Races *) data;
  gint64 before = count_contratos (races);
  g_autofree char *other = NULL;
  g_autofree char *body = new_contrato (races->centro_id);
  Runner runners[2];

  body[strlen (body) - 1] = '\0';
  other = g_strconcat (body, ", \"observaciones\": \"otro\"}", NULL);
  run_same_key (races, runners, other);
  assert_one_wins (runners, 201, 422);
  g_assert_cmpint (count_contratos (races), ==, before + 2);
  clear_runner (&runners[0]);
  clear_runner (&runners[1]);
}

/* --- sessions ----------------------------------------------------------------------------------------------------- */

static TbkTestReply *
tokens_of (Races *races, const char *email)
{
  g_autoptr (TbkTestClient) nobody = tbk_test_client_new (races->server);
  g_autofree char *body = g_strdup_printf ("{\"email\": \"%s\", \"password\": \"" TBK_TEST_PASSWORD "\"}", email);

  return tbk_test_expect (nobody, 200, "POST", body, "/auth/login");
}

static Runner
refreshment (TbkTestClient *client, const char *token)
{
  return (Runner){ .client = client,
                   .method = "POST",
                   .path = g_strdup ("/auth/refresh"),
                   .body = g_strdup_printf ("{\"refresh_token\": \"%s\"}", token) };
}

/* The same token twice at once is one client that asked again: both get the one successor. */
static void
test_same_refresh (gconstpointer data)
{
  Races *races = (Races *) data;
  g_autoptr (TbkTestClient) a = tbk_test_client_new (races->server);
  g_autoptr (TbkTestClient) b = tbk_test_client_new (races->server);
  g_autoptr (TbkTestReply) tokens = tokens_of (races, "proveedor@demo.ec");
  const char *token = tbk_test_reply_text (tokens, "refresh_token");
  Runner runners[] = { refreshment (a, token), refreshment (b, token) };

  race (races, "LOCK refresco IN EXCLUSIVE MODE", runners, 2, NULL);
  tbk_assert_status (runners[0].reply, 200);
  tbk_assert_status (runners[1].reply, 200);
  g_assert_cmpstr (tbk_test_reply_text (runners[0].reply, "refresh_token"), ==,
                   tbk_test_reply_text (runners[1].reply, "refresh_token"));
  clear_runner (&runners[0]);
  clear_runner (&runners[1]);
}

/* A thief's old token and the owner's new one at once: whichever comes first, the session has ended after both. */
static void
test_stolen_refresh (gconstpointer data)
{
  Races *races = (Races *) data;
  g_autoptr (TbkTestClient) thief = tbk_test_client_new (races->server);
  g_autoptr (TbkTestClient) owner = tbk_test_client_new (races->server);
  g_autoptr (TbkTestReply) first = tokens_of (races, "proveedor@demo.ec");
  g_auto (Runner) second = refreshment (owner, tbk_test_reply_text (first, "refresh_token"));
  g_auto (Runner) third = { 0 };
  Runner runners[2];

  run_thread (&second);
  tbk_assert_status (second.reply, 200);
  third = refreshment (owner, tbk_test_reply_text (second.reply, "refresh_token"));
  run_thread (&third);
  tbk_assert_status (third.reply, 200);
  runners[0] = refreshment (owner, tbk_test_reply_text (third.reply, "refresh_token"));
  runners[1] = refreshment (thief, tbk_test_reply_text (first, "refresh_token"));
  race (races, "LOCK refresco IN EXCLUSIVE MODE", runners, 2, NULL);
  tbk_assert_status (runners[1].reply, 401);
  if (runners[0].reply->status != 200)
    tbk_assert_status (runners[0].reply, 401);
  tbk_test_client_set_token (owner, tbk_test_reply_text (third.reply, "access_token"));
  g_autoptr (TbkTestReply) ended = tbk_test_expect (owner, 401, "GET", NULL, "/me");
  clear_runner (&runners[0]);
  clear_runner (&runners[1]);
}

/* What began while the session was alive is done; what comes after is not. */
static void
test_session_ended (gconstpointer data)
{
  Races *races = (Races *) data;
  gint64 contrato = make_contrato (races->exportadora, races->centro_id);
  g_autofree char *lock = lock_of ("contrato", contrato);
  g_autoptr (TbkTestClient) other = tbk_test_client_new_for (races->server, "exportadora@demo.ec");
  g_auto (Runner) logout = { .client = other, .method = "POST", .path = g_strdup ("/auth/logout") };
  Runner runners[] = { { .client = other,
                         .method = "PUT",
                         .path = g_strdup_printf ("/contratos/" TBK_ID, contrato),
                         .body = g_strdup ("{\"volumen_tm\": \"31\"}"),
                         .header = "If-Match",
                         .value = "\"1\"" } };

  race (races, lock, runners, 1, &logout);
  tbk_assert_status (logout.reply, 204);
  tbk_assert_status (runners[0].reply, 200);
  g_autoptr (TbkTestReply) ended = tbk_test_expect (other, 401, "GET", NULL, "/me");
  clear_runner (&runners[0]);
}

/* --- a contrato that goes ----------------------------------------------------------------------------------------- */

/* Either it goes and takes no lote, or it has one and stays: never a lote in a contrato that is gone. */
static void
test_deleted_while_assigned (gconstpointer data)
{
  Races *races = (Races *) data;

  for (int first = 0; first < 2; first++)
    {
      gint64 contrato = make_contrato_activo (races->exportadora, races->centro_id);
      gint64 lote = make_lote (races->centro);
      g_autofree char *lock = lock_of ("contrato", contrato);
      g_autofree char *orphans = NULL;
      Runner runners[2];

      runners[first] = assignment (races->centro, contrato, lote);
      runners[1 - first] = (Runner){ .client = races->admin,
                                     .method = "DELETE",
                                     .path = g_strdup_printf ("/contratos/" TBK_ID, contrato) };
      race (races, lock, runners, 2, NULL);
      if (runners[first].reply->status == 200)
        tbk_assert_status (runners[1 - first].reply, 409);
      else
        {
          tbk_assert_status (runners[first].reply, 404);
          tbk_assert_status (runners[1 - first].reply, 204);
        }
      orphans = tbk_test_db_query (races->db, "SELECT count(*) FROM lote l JOIN contrato c ON c.id = l.contrato_id"
                                              " WHERE c.deleted_at IS NOT NULL");
      g_assert_cmpstr (orphans, ==, "0");
      clear_runner (&runners[0]);
      clear_runner (&runners[1]);
    }
}

/* Taking a lote off and receiving it lock lote and contrato in opposite orders: whatever the
 * database ends is tried again. */
static void
test_received_while_taken_off (gconstpointer data)
{
  Races *races = (Races *) data;
  gint64 contrato = make_contrato_activo (races->exportadora, races->centro_id);
  gint64 lote = make_lote (races->centro);
  g_autofree char *lock = lock_of ("lote", lote);
  g_auto (Runner) put_in = assignment (races->centro, contrato, lote);
  g_autofree char *kept = NULL;
  g_autofree char *sums = NULL;
  Runner runners[2];

  run_thread (&put_in);
  tbk_assert_status (put_in.reply, 200);
  runners[0] = (Runner){ .client = races->exportadora,
                         .method = "POST",
                         .path = g_strdup_printf ("/lotes/" TBK_ID "/recepcion", lote),
                         .body = g_strdup ("{\"peso_kg\": \"990\"}") };
  runners[1] = (Runner){ .client = races->centro,
                         .method = "DELETE",
                         .path = g_strdup_printf ("/contratos/" TBK_ID "/lotes/" TBK_ID, contrato, lote) };
  race (races, lock, runners, 2, NULL);
  tbk_assert_status (runners[1].reply, 204);
  if (runners[0].reply->status != 200) /* taken off first: the exportadora does not see it any more */
    tbk_assert_status (runners[0].reply, 404);
  sums = g_strdup_printf ("SELECT concat (entregado_kg, ' ', lotes_n) FROM contrato WHERE id = " TBK_ID, contrato);
  kept = tbk_test_db_query (races->db, sums);
  g_assert_cmpstr (kept, ==, "0.000 0");
  clear_runner (&runners[0]);
  clear_runner (&runners[1]);
}

int
main (int argc, char **argv)
{
  g_autoptr (TbkTestServer) server = NULL;
  Races races;
  int status;

  g_test_init (&argc, &argv, NULL);
  server = tbk_test_server_new (NULL);
  races.server = server;
  races.db = tbk_test_db_connect (server, "postgres");
  races.admin = tbk_test_client_new_for (server, "admin@demo.ec");
  races.exportadora = tbk_test_client_new_for (server, "exportadora@demo.ec");
  races.centro = tbk_test_client_new_for (server, "centro@demo.ec");
  races.centro_id = empresa_of (races.centro);

  g_test_add_data_func ("/races/same-lote", &races, test_same_lote);
  g_test_add_data_func ("/races/same-version", &races, test_same_version);
  g_test_add_data_func ("/races/same-key", &races, test_same_key);
  g_test_add_data_func ("/races/same-key-other-body", &races, test_same_key_other_body);
  g_test_add_data_func ("/races/same-refresh", &races, test_same_refresh);
  g_test_add_data_func ("/races/stolen-refresh", &races, test_stolen_refresh);
  g_test_add_data_func ("/races/session-ended", &races, test_session_ended);
  g_test_add_data_func ("/races/deleted-while-assigned", &races, test_deleted_while_assigned);
  g_test_add_data_func ("/races/received-while-taken-off", &races, test_received_while_taken_off);
  status = g_test_run ();

  tbk_test_client_free (races.centro);
  tbk_test_client_free (races.exportadora);
  tbk_test_client_free (races.admin);
  PQfinish (races.db);
  return status;
}
