/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Weighings on the real server: once whatever comes twice, in one chain whoever comes at once, and
 * what was altered in the database is named. */

#include <string.h>

#include "tbk-test-client.h"
#include "tbk-test-db.h"

#define TOKEN "equipo-del-patio-numero-uno"
#define WRITERS 8
#define EACH 20

typedef struct
{
  TbkTestServer *server;
  PGconn *db; /* as its superuser */
  TbkTestClient *centro;
  TbkTestClient *admin;
  TbkTestClient *device;
} Yard;

static gint64
new_lote (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) reply
             = tbk_test_expect (client, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"1\"}", "/lotes");

  return tbk_test_reply_int (reply, "id");
}

/* `more`: further members, ", ..."; "". */
static TbkTestReply *
weigh (TbkTestClient *client, const char *id, gint64 lote, const char *peso, const char *more)
{
  g_autofree char *body
      = g_strdup_printf ("{\"id\": \"%s\", \"lote_id\": " TBK_ID ", \"peso\": \"%s\"%s}", id, lote, peso, more);

  return tbk_test_client_send (client, "POST", "/iot/pesaje", body);
}

static void
assert_peso (Yard *yard, gint64 lote, const char *kg)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (yard->admin, 200, "GET", NULL, "/lotes/" TBK_ID, lote);

  g_assert_cmpstr (tbk_test_reply_text (reply, "peso_kg"), ==, kg);
}

static gboolean
member_is_true (const TbkTestReply *reply, const char *name)
{
  return json_object_get_boolean_member (json_node_get_object (reply->json), name);
}

static void
test_twice (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard->centro);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (TbkTestReply) first = weigh (yard->centro, id, lote, "60.5", ", \"tara_sacos\": \"0.5\", \"sacos\": 1");
  g_autoptr (TbkTestReply) again = weigh (yard->centro, id, lote, "60.500", ", \"tara_sacos\": \"0.5\", \"sacos\": 1");
  g_autoptr (TbkTestReply) other = weigh (yard->centro, id, lote, "61.5", ", \"tara_sacos\": \"0.5\", \"sacos\": 1");
  g_autoptr (TbkTestReply) list = tbk_test_expect (yard->centro, 200, "GET", NULL, "/lotes/" TBK_ID "/pesajes", lote);

  tbk_assert_status (first, 201);
  g_assert_false (member_is_true (first, "repetido"));
  g_assert_cmpstr (tbk_test_reply_text (first, "neto_kg"), ==, "60.000");
  g_assert_cmpstr (tbk_test_reply_text (first, "neto_qq"), ==, "1.3228");
  tbk_assert_status (again, 200);
  g_assert_true (member_is_true (again, "repetido"));
  g_assert_cmpstr (tbk_test_reply_text (again, "hash"), ==, tbk_test_reply_text (first, "hash"));
  tbk_assert_status (other, 409);
  g_assert_cmpuint (json_array_get_length (tbk_test_reply_array (list, "items")), ==, 1);
  assert_peso (yard, lote, "60.000");
}

static gint64
own_empresa (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) me = tbk_test_expect (client, 200, "GET", NULL, "/me");

  return tbk_test_reply_int (me, "empresa_id");
}

static void
choose_rule (TbkTestClient *client, gint64 empresa, const char *rule)
{
  tbk_test_reply_free (tbk_test_expect (client, 200, "PUT", rule, "/empresas/" TBK_ID, empresa));
}

/* By the rule that was shown, or by the one of now; what is payable, exactly; one that the company
 * never had is none; and what the lote weighs is its net weight. */
static void
test_discount (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard->centro), empresa = own_empresa (yard->centro);
  g_autofree char *one = g_uuid_string_random ();
  g_autofree char *two = g_uuid_string_random ();
  g_autofree char *three = g_uuid_string_random ();
  g_autofree char *four = g_uuid_string_random ();
  g_autoptr (TbkTestReply) now = NULL;
  g_autoptr (TbkTestReply) shown = NULL;
  g_autoptr (TbkTestReply) again = NULL;
  g_autoptr (TbkTestReply) never = NULL;
  g_autoptr (TbkTestReply) device = NULL;
  g_autoptr (TbkTestReply) chain = NULL;

  choose_rule (yard->centro, empresa, "{\"humedad_metodo\": \"puntos\", \"humedad_referencia\": \"7.5\"}");
  choose_rule (yard->centro, empresa, "{\"humedad_metodo\": \"materia_seca\", \"humedad_referencia\": \"7\"}");
  now = weigh (yard->centro, one, lote, "100", ", \"humedad\": \"12\"");
  tbk_assert_status (now, 201);
  g_assert_cmpstr (tbk_test_reply_text (now, "humedad_regla"), ==, "materia_seca 7.00");
  g_assert_cmpstr (tbk_test_reply_text (now, "liquido_kg"), ==, "94.624");
  shown = weigh (yard->centro, two, lote, "100", ", \"humedad\": \"12\", \"humedad_regla\": \"puntos 7.50\"");
  tbk_assert_status (shown, 201);
  g_assert_cmpstr (tbk_test_reply_text (shown, "liquido_kg"), ==, "95.500");
  choose_rule (yard->centro, empresa, "{\"humedad_metodo\": null}");
  again = weigh (yard->centro, one, lote, "100", ", \"humedad\": \"12\"");
  tbk_assert_status (again, 200);
  g_assert_cmpstr (tbk_test_reply_text (again, "liquido_kg"), ==, "94.624");
  never = weigh (yard->centro, three, lote, "100", ", \"humedad\": \"12\", \"humedad_regla\": \"puntos 1.00\"");
  tbk_assert_status (never, 422);
  g_assert_true (tbk_test_reply_blames (never, "humedad_regla"));
  choose_rule (yard->centro, empresa, "{\"humedad_metodo\": \"tabla\", \"humedad_tabla\": \"7,5:0,5; 12:6\"}");
  device = weigh (yard->device, four, lote, "100", ", \"humedad\": 12.5");
  tbk_assert_status (device, 201);
  g_assert_cmpstr (tbk_test_reply_text (device, "humedad_regla"), ==, "tabla 7.00 7.50:0.50 12.00:6.00");
  g_assert_cmpstr (tbk_test_reply_text (device, "liquido_kg"), ==, "94.000");
  assert_peso (yard, lote, "300.000");
  chain = tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/verificar");
  g_assert_true (member_is_true (chain, "integra"));
  choose_rule (yard->centro, empresa, "{\"humedad_metodo\": null}");
}

/* Of two tares of one plate, the one that was weighed later counts, in whatever order they come. */
static void
test_tares (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  g_autoptr (TbkTestReply) late = tbk_test_client_send (
      yard->centro, "POST", "/taras",
      "{\"clase\": \"vehiculo\", \"nombre\": \"tbk-0001\", \"kg\": \"8120\", \"pesada_en\": \"2026-11-03T11:00:00Z\"}");
  g_autoptr (TbkTestReply) early = tbk_test_client_send (
      yard->centro, "POST", "/taras",
      "{\"clase\": \"vehiculo\", \"nombre\": \"TBK-0001\", \"kg\": \"8000\", \"pesada_en\": \"2026-11-03T10:00:00Z\"}");
  g_autoptr (TbkTestReply) bad = tbk_test_client_send (
      yard->centro, "POST", "/taras", "{\"clase\": \"vehiculo\", \"nombre\": \"TBK-0002\", \"kg\": \"0\"}");

  tbk_assert_status (late, 201);
  g_assert_cmpstr (tbk_test_reply_text (late, "nombre"), ==, "TBK-0001");
  tbk_assert_status (early, 200);
  g_assert_cmpstr (tbk_test_reply_text (early, "kg"), ==, "8120.000");
  tbk_assert_status (bad, 422);
  g_assert_true (tbk_test_reply_blames (bad, "kg"));
}

/* BACKEND.md's four fields, as numbers, by the token of a device; and what such a token is not good for. */
static void
test_device (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard->centro);
  g_autoptr (TbkTestClient) stranger = tbk_test_client_new (yard->server);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *body
      = g_strdup_printf ("{\"lote_id\": " TBK_ID ", \"peso\": 45.3, \"humedad\": 7.5, \"origen\": \"siwarex\"}", lote);
  g_autoptr (TbkTestReply) good = tbk_test_client_send (yard->device, "POST", "/iot/pesaje", body);
  g_autoptr (TbkTestReply) moving
             = weigh (yard->device, id, lote, "60", ", \"estable\": false, \"motivo\": \"prisa\"");
  g_autoptr (TbkTestReply) elsewhere = tbk_test_client_send (yard->device, "GET", "/pesajes", NULL);
  g_autoptr (TbkTestReply) wrong = NULL;
  g_autoptr (TbkTestReply) part = NULL;

  tbk_assert_status (good, 201);
  g_assert_cmpint (tbk_test_reply_int (good, "usuario_id"), ==, 0);
  assert_peso (yard, lote, "45.300");
  tbk_assert_status (moving, 422);
  g_assert_true (tbk_test_reply_blames (moving, "estable"));
  tbk_assert_status (elsewhere, 401);
  tbk_test_client_set_token (stranger, "equipo-del-patio-numero-dos");
  wrong = tbk_test_client_send (stranger, "POST", "/iot/pesaje", body);
  tbk_assert_status (wrong, 401);
  tbk_test_client_set_token (stranger, "equipo-del-patio-numero-un");
  part = tbk_test_client_send (stranger, "POST", "/iot/pesaje", body);
  tbk_assert_status (part, 401);
}

static void
test_undo (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard->centro);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *undo = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{\"id\": \"%s\", \"motivo\": \"saco roto\"}", undo);
  g_autoptr (TbkTestReply) first = weigh (yard->centro, id, lote, "60", "");
  g_autoptr (TbkTestReply) undone = tbk_test_expect (yard->centro, 201, "POST", body, "/pesajes/%s/anular", id);
  g_autoptr (TbkTestReply) again = tbk_test_expect (yard->centro, 200, "POST", body, "/pesajes/%s/anular", id);
  g_autoptr (TbkTestReply) row = tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/%s", id);

  tbk_assert_status (first, 201);
  g_assert_cmpstr (tbk_test_reply_text (undone, "neto_kg"), ==, "-60.000");
  g_assert_cmpstr (tbk_test_reply_text (undone, "anula"), ==, id);
  g_assert_true (member_is_true (again, "repetido"));
  g_assert_cmpstr (tbk_test_reply_text (row, "anulado_por"), ==, undo);
  assert_peso (yard, lote, "1.000");
}

/* --- many at once
 * ---------------------------------------------------------------------------------------------------
 */

typedef struct
{
  TbkTestClient *client;
  gint64 lote;
  const char *id; /* of all that it sends; NULL: each its own */
  guint made;     /* answered by 201 */
} Writer;

static gpointer
writer_thread (gpointer data)
{
  Writer *writer = data;

  for (guint i = 0; i < EACH; i++)
    {
      g_autofree char *own = g_uuid_string_random ();
      g_autoptr (TbkTestReply) reply
                 = weigh (writer->client, writer->id != NULL ? writer->id : own, writer->lote, "10", "");

      g_assert_true (reply->status == 201 || (writer->id != NULL && reply->status == 200));
      writer->made += reply->status == 201;
    }
  return NULL;
}

/* Returns: how many were made. */
static guint
write_at_once (Yard *yard, const gint64 lotes[2], const char *id)
{
  Writer writers[WRITERS];
  GThread *threads[WRITERS];
  guint made = 0;

  for (guint i = 0; i < WRITERS; i++)
    {
      writers[i] = (Writer){ .client = tbk_test_client_new (yard->server), .lote = lotes[i % 2], .id = id };
      tbk_test_client_login (writers[i].client, "centro@demo.ec");
    }
  for (guint i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new ("writer", writer_thread, &writers[i]);
  for (guint i = 0; i < WRITERS; i++)
    {
      g_thread_join (threads[i]);
      made += writers[i].made;
      tbk_test_client_free (writers[i].client);
    }
  return made;
}

static TbkTestReply *
verify (TbkTestClient *client, gboolean whole)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (client, 200, "GET", NULL, "/pesajes/verificar");

  g_assert_cmpint (member_is_true (reply, "integra"), ==, whole);
  return g_steal_pointer (&reply);
}

static void
test_at_once (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lotes[2] = { new_lote (yard->centro), new_lote (yard->centro) };
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (TbkTestReply) before = verify (yard->centro, TRUE);
  g_autoptr (TbkTestReply) after = NULL;

  g_assert_cmpuint (write_at_once (yard, lotes, NULL), ==, WRITERS * EACH);
  after = verify (yard->centro, TRUE);
  g_assert_cmpint (tbk_test_reply_int (after, "eslabones"), ==,
                   tbk_test_reply_int (before, "eslabones") + WRITERS * EACH);
  assert_peso (yard, lotes[0], "800.000");
  assert_peso (yard, lotes[1], "800.000");

  lotes[1] = lotes[0] = new_lote (yard->centro);
  g_assert_cmpuint (write_at_once (yard, lotes, id), ==, 1);
  assert_peso (yard, lotes[0], "10.000");
}

/* --- what was altered
 * ------------------------------------------------------------------------------------------------
 */

/* What no grant and no trigger lets anyone do, done as a superuser can. */
static void
tamper (Yard *yard, const char *sql)
{
  g_free (tbk_test_db_query (yard->db, "SET session_replication_role = replica"));
  g_free (tbk_test_db_query (yard->db, sql));
  g_free (tbk_test_db_query (yard->db, "SET session_replication_role = origin"));
}

/* What a discount was computed to cannot be changed unseen, nor taken away. */
static void
test_discount_altered (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  const char *const changes[] = { "liquido_kg = 95", "humedad_regla = 'puntos 7.00'",
                                  "liquido_kg = NULL, humedad_regla = NULL" };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *alter = g_strdup_printf ("CREATE TABLE was AS SELECT * FROM pesaje WHERE liquido_kg = 94.624;"
                                                " UPDATE pesaje SET %s WHERE id IN (SELECT id FROM was)",
                                                changes[i]);
      g_autoptr (TbkTestReply) broken = NULL;

      tamper (yard, alter);
      broken = verify (yard->centro, FALSE);
      g_assert_cmpstr (tbk_test_reply_text (broken, "roto_motivo"), ==, "content");
      tamper (yard, "UPDATE pesaje p SET liquido_kg = w.liquido_kg, humedad_regla = w.humedad_regla FROM was w"
                    " WHERE p.id = w.id; DROP TABLE was");
      tbk_test_reply_free (verify (yard->centro, TRUE));
    }
}

static const struct
{
  const char *what;
  const char *column; /* of the row that is altered, and to what */
  const char *value;
} alterations[] = {
  { "a weight", "bruto_kg = bruto_kg + 1, neto_kg", "neto_kg + 1" },
  { "a lote", "lote_id", "lote_id + 1" },
  { "a time", "capturado_en", "capturado_en + interval '1 microsecond'" },
  { "a plate", "placa", "'GBA-9999'" },
  { "no plate to an empty one", "placa", "''" },
  { "a hash", "hash", "sha256('x')" },
};

static void
test_altered (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard->centro);
  char *ids[3] = { g_uuid_string_random (), g_uuid_string_random (), g_uuid_string_random () };

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TbkTestReply) reply = weigh (yard->centro, ids[i], lote, "10", "");
      tbk_assert_status (reply, 201);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      g_autofree char *save = g_strdup_printf ("CREATE TABLE was AS SELECT * FROM pesaje WHERE id = '%s'", ids[1]);
      g_autofree char *alter = g_strdup_printf ("UPDATE pesaje SET %s = %s WHERE id = '%s'", alterations[i].column,
                                                alterations[i].value, ids[1]);
      g_autoptr (TbkTestReply) broken = NULL;

      g_test_message ("%s", alterations[i].what);
      g_free (tbk_test_db_query (yard->db, save));
      tamper (yard, alter);
      broken = verify (yard->centro, FALSE);
      g_assert_cmpstr (tbk_test_reply_text (broken, "roto_id"), ==, ids[1]);
      g_assert_cmpstr (tbk_test_reply_text (broken, "roto_motivo"), ==, "content");
      g_assert_cmpint (tbk_test_reply_int (broken, "roto_numero"), ==, tbk_test_reply_int (broken, "eslabones") + 1);
      tamper (yard, "DELETE FROM pesaje WHERE id = (SELECT id FROM was);"
                    " INSERT INTO pesaje OVERRIDING SYSTEM VALUE SELECT * FROM was; DROP TABLE was");
      tbk_test_reply_free (verify (yard->centro, TRUE));
    }
  for (guint i = 0; i < 3; i++)
    g_free (ids[i]);
}

/* A row that is gone, in the middle and at the end; one that was put in; and the chain of another,
 * which an admin walks. */
static void
test_gone (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard->centro);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *last = g_uuid_string_random ();
  g_autofree char *cut = g_strdup_printf ("CREATE TABLE was AS SELECT * FROM pesaje WHERE id = '%s';"
                                          " DELETE FROM pesaje WHERE id = '%s'",
                                          id, id);
  g_autofree char *cut_end = g_strdup_printf ("DELETE FROM pesaje WHERE id = '%s'", last);
  g_autoptr (TbkTestReply) first = weigh (yard->centro, id, lote, "10", "");
  g_autoptr (TbkTestReply) second = weigh (yard->centro, last, lote, "11", "");
  g_autoptr (TbkTestReply) middle = NULL;
  g_autoptr (TbkTestReply) end = NULL;
  g_autoptr (TbkTestReply) admins = NULL;

  tamper (yard, cut);
  middle = verify (yard->centro, FALSE);
  g_assert_cmpstr (tbk_test_reply_text (middle, "roto_motivo"), ==, "gap");
  g_assert_cmpint (tbk_test_reply_int (middle, "roto_numero"), ==, tbk_test_reply_int (first, "numero"));
  tamper (yard, "INSERT INTO pesaje OVERRIDING SYSTEM VALUE SELECT * FROM was; DROP TABLE was");
  tbk_test_reply_free (verify (yard->centro, TRUE));
  tamper (yard, cut_end);
  end = verify (yard->centro, FALSE);
  g_assert_cmpstr (tbk_test_reply_text (end, "roto_motivo"), ==, "gap");
  g_assert_cmpint (tbk_test_reply_int (end, "roto_numero"), ==, tbk_test_reply_int (second, "numero"));
  admins = tbk_test_expect (yard->admin, 200, "GET", NULL, "/pesajes/verificar?empresa_id=" TBK_ID,
                            tbk_test_reply_int (first, "empresa_id"));
  g_assert_false (member_is_true (admins, "integra"));
}

static void
test_walk_of_others (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  g_autoptr (TbkTestReply) me = tbk_test_expect (yard->centro, 200, "GET", NULL, "/me");
  gint64 own = tbk_test_reply_int (me, "empresa_id");
  g_autoptr (TbkTestReply) others
             = tbk_test_expect (yard->centro, 404, "GET", NULL, "/pesajes/verificar?empresa_id=" TBK_ID, own + 1);
  g_autoptr (TbkTestReply) nobodys = tbk_test_expect (yard->admin, 422, "GET", NULL, "/pesajes/verificar");

  g_assert_true (tbk_test_reply_blames (nobodys, "empresa_id"));
}

/* Returns: how many lotes of that code `client` is told of; `more`: a further filter. */
static gint64
count_lotes (TbkTestClient *client, const char *codigo, const char *more)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (client, 200, "GET", NULL, "/lotes?q=%s%s", codigo, more);

  g_assert_cmpint (tbk_test_reply_int (reply, "total"), ==,
                   json_array_get_length (tbk_test_reply_array (reply, "items")));
  return tbk_test_reply_int (reply, "total");
}

/* As a contrato shows it to its counterpart. */
static void
show_lote (Yard *yard, gint64 lote, gint64 empresa)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO lote_parte (ambito, id, fecha, codigo_lote, peso_kg, estado) "
                                          "SELECT " TBK_ID ", id, fecha, codigo_lote, peso_kg, estado "
                                          "FROM lote_parte WHERE id = " TBK_ID " AND ambito = 0",
                                          empresa, lote);

  g_free (tbk_test_db_query (yard->db, sql));
}

/* What may be weighed: nothing that was rejected or exported, and of what its proveedor sees only what it holds. */
static void
test_weighable (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  g_autoptr (TbkTestClient) grower = tbk_test_client_new (yard->server);
  gint64 lote = new_lote (yard->centro);
  g_autoptr (TbkTestReply) held = tbk_test_expect (yard->centro, 200, "GET", NULL, "/lotes/" TBK_ID, lote);
  const char *codigo = tbk_test_reply_text (held, "codigo_lote");

  tbk_test_client_login (grower, "proveedor@demo.ec");
  show_lote (yard, lote, own_empresa (grower));
  g_assert_cmpint (count_lotes (yard->centro, codigo, "&pesable=true"), ==, 1);
  g_assert_cmpint (count_lotes (yard->centro, codigo, "&pesable=false"), ==, 0);
  g_assert_cmpint (count_lotes (grower, codigo, ""), ==, 1);
  g_assert_cmpint (count_lotes (grower, codigo, "&pesable=true"), ==, 0);
  g_assert_cmpint (count_lotes (grower, codigo, "&pesable=false"), ==, 1);
  tbk_test_reply_free (tbk_test_expect (yard->admin, 200, "PUT", "{\"estado\": \"Exportado\"}", "/lotes/" TBK_ID,
                                        lote));
  g_assert_cmpint (count_lotes (yard->centro, codigo, "&pesable=true"), ==, 0);
}

/* The list by its filters, a page after the other, each row once. */
static void
test_list (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard->centro);
  g_autofree char *cursor = NULL;
  guint seen = 0;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *peso = g_strdup_printf ("%u", 10 + i % 2);
      g_autoptr (TbkTestReply) reply
                 = weigh (yard->centro, id, lote, peso,
                          ", \"bascula\": \"B7\", \"capturado_en\": \"2026-10-01T04:59:59Z\"");
      tbk_assert_status (reply, 201);
    }
  do
    {
      g_autoptr (TbkTestReply) page = tbk_test_expect (
          yard->centro, 200, "GET", NULL,
          "/pesajes?bascula=B7&lote_id=" TBK_ID
          "&desde=2026-09-30&hasta=2026-09-30"
          "&orden=neto_kg&page_size=2%s%s",
          lote, cursor != NULL ? "&despues=" : "", cursor != NULL ? cursor : "");

      g_assert_cmpint (tbk_test_reply_int (page, "total"), ==, 5);
      seen += json_array_get_length (tbk_test_reply_array (page, "items"));
      g_free (cursor);
      cursor = g_strdup (tbk_test_reply_text (page, "siguiente"));
    }
  while (cursor != NULL);
  g_assert_cmpuint (seen, ==, 5);
}

int
main (int argc, char **argv)
{
  const char *const environment[] = { "IOT_TOKEN=" TOKEN, NULL };
  Yard yard = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  yard.server = tbk_test_server_new (environment);
  yard.db = tbk_test_db_connect (yard.server, "postgres");
  yard.centro = tbk_test_client_new_for (yard.server, "centro@demo.ec");
  yard.admin = tbk_test_client_new_for (yard.server, "admin@demo.ec");
  yard.device = tbk_test_client_new (yard.server);
  tbk_test_client_set_token (yard.device, TOKEN);
  g_test_add_data_func ("/pesajes/twice", &yard, test_twice);
  g_test_add_data_func ("/pesajes/device", &yard, test_device);
  g_test_add_data_func ("/pesajes/undo", &yard, test_undo);
  g_test_add_data_func ("/pesajes/list", &yard, test_list);
  g_test_add_data_func ("/pesajes/weighable", &yard, test_weighable);
  g_test_add_data_func ("/pesajes/discount", &yard, test_discount);
  g_test_add_data_func ("/pesajes/discount-altered", &yard, test_discount_altered);
  g_test_add_data_func ("/pesajes/tares", &yard, test_tares);
  g_test_add_data_func ("/pesajes/at-once", &yard, test_at_once);
  g_test_add_data_func ("/pesajes/altered", &yard, test_altered);
  g_test_add_data_func ("/pesajes/walk-of-others", &yard, test_walk_of_others);
  g_test_add_data_func ("/pesajes/gone", &yard, test_gone);
  status = g_test_run ();
  PQfinish (yard.db);
  tbk_test_client_free (yard.centro);
  tbk_test_client_free (yard.admin);
  tbk_test_client_free (yard.device);
  tbk_test_server_free (yard.server);
  return status;
}
