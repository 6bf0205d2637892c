/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's scale as the source of a page's weight: what it says over the live socket, and when
 * that is no weight. */
#include "tbk-bascula-servidor.h"
#include "tbk-live.h"
#include "tbk-pesador.h"
#include "tbk-stand-in-live.h"
#include "tbk-ui-test.h"

#include <string.h>

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkPesador *pesador;
  GSettings *settings;
} Desk;

/* A clock of another machine. */
#define CLOCK_MS 987654321

static void
say_of (Desk *desk, const char *ruc, gint64 clock_ms, const char *rest)
{
  g_autofree char *data = g_strdup_printf (
      "{\"ruc\":\"%s\",\"bascula\":\"camionera\",\"reloj_ms\":%" G_GINT64_FORMAT ",%s}", ruc,
      clock_ms, rest);

  tbk_stand_in_live_event (desk->server, "scale", 0, data);
}

static void
say (Desk *desk, const char *rest)
{
  say_of (desk, "1", CLOCK_MS + g_get_monotonic_time () / 1000, rest);
}

#define WEIGHT(value, how)                                              \
  "\"estado\":\"receiving\",\"lectura\":\"" how "\",\"valor\":\"" value \
  "\",\"unidad\":\"kg\",\"trama\":\"ST,GS," value "kg\\\\x0d\""

/* What it said last of listening. */
static gboolean
wishes (Desk *desk)
{
  JsonObject *frame = tbk_stand_in_live_last_heard (desk->server, "scale");

  return json_object_get_boolean_member (json_object_get_object_member (frame, "data"), "oir");
}

static void
set_up (Desk *desk, gconstpointer data)
{
  desk->settings = g_settings_new ("com.triboka.Triboka.Bascula");
  g_settings_set_string (desk->settings, "conexion", "servidor");
  desk->server = tbk_stand_in_new (NULL);
  tbk_stand_in_live_open (desk->server, 0);
  if (data == NULL)
    tbk_stand_in_live_answer (desk->server, "scale", "ack", "{}");
  desk->api = tbk_stand_in_sign_in (desk->server);
  desk->pesador = tbk_pesador_new ();
  g_assert_cmpint (tbk_pesador_get_state (desk->pesador), ==, TBK_PESADOR_CLOSED);
  tbk_pesador_set_api (desk->pesador, desk->api);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (desk->server, "scale") == 1);
  g_assert_true (wishes (desk));
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  tbk_ui_test_let_go (desk->pesador);
  g_settings_reset (desk->settings, "conexion");
  g_object_unref (desk->settings);
  tbk_ui_test_let_go (desk->api);
  tbk_stand_in_free (desk->server);
}

static gboolean
is (Desk *desk, TbkPesadorState state)
{
  return tbk_pesador_get_state (desk->pesador) == state;
}

static void
assert_kg (Desk *desk, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  TbkDecimal bruto, tara;

  g_assert_true (tbk_pesador_get_kg (desk->pesador, &bruto, &tara, &error));
  g_assert_no_error (error);
  text = tbk_decimal_to_text (bruto);
  g_assert_cmpstr (text, ==, expected);
}

/* What the server says is what is shown, and its word for standing still counts at once. */
static void
test_shown (Desk *desk, gconstpointer data)
{
  const TbkLectura *lectura;

  g_assert_true (is (desk, TBK_PESADOR_NO_SIGNAL));
  say (desk, WEIGHT ("1200", "movimiento"));
  tbk_ui_test_until (is (desk, TBK_PESADOR_MOVING));
  say (desk, WEIGHT ("1234.5", "estable"));
  tbk_ui_test_until (is (desk, TBK_PESADOR_STABLE));
  assert_kg (desk, "1234.500");
  lectura = tbk_pesador_get_lectura (desk->pesador);
  g_assert_cmpint (lectura->cruda[lectura->n_cruda - 1], ==, '\r');
  say (desk, "\"estado\":\"receiving\",\"lectura\":\"sobrecarga\"");
  tbk_ui_test_until (is (desk, TBK_PESADOR_OVERLOAD));
  say (desk, "\"estado\":\"receiving\",\"lectura\":\"bajo_cero\"");
  tbk_ui_test_until (is (desk, TBK_PESADOR_UNDER));
  say (desk, "\"estado\":\"noise\"");
  tbk_ui_test_until (is (desk, TBK_PESADOR_NOISE));
  say (desk, "\"estado\":\"lost\"");
  tbk_ui_test_until (is (desk, TBK_PESADOR_LOST));
  g_assert_cmpstr (tbk_pesador_get_reason (desk->pesador), !=, "");
  say (desk, "\"estado\":\"receiving\",\"lectura\":\"estable\",\"valor\":\"x\",\"unidad\":\"kg\"");
  tbk_ui_test_until (is (desk, TBK_PESADOR_NOISE));
  say (desk, "\"estado\":\"otro\"");
  tbk_ui_test_until (is (desk, TBK_PESADOR_LOST));
}

/* What the indicator took back is part of the gross weight. */
static void
test_net (Desk *desk, gconstpointer data)
{
  say (desk, "\"estado\":\"receiving\",\"lectura\":\"estable\",\"valor\":\"100\",\"tara\":\"20\","
             "\"clase\":\"neto\",\"unidad\":\"lb\"");
  tbk_ui_test_until (is (desk, TBK_PESADOR_STABLE));
  assert_kg (desk, "54.431");
}

/* Silence is no weight, nor is a line that was cut; then it listens again. */
static void
test_silence (Desk *desk, gconstpointer data)
{
  say (desk, WEIGHT ("50", "estable"));
  tbk_ui_test_until (is (desk, TBK_PESADOR_STABLE));
  tbk_ui_test_until (is (desk, TBK_PESADOR_NO_SIGNAL));
  g_assert_false (tbk_pesador_has_weight (desk->pesador));
  tbk_stand_in_live_close (desk->server, 0);
  tbk_ui_test_until (is (desk, TBK_PESADOR_LOST));
  tbk_ui_test_until (tbk_stand_in_live_count_heard (desk->server, "scale") == 2);
  say (desk, WEIGHT ("50", "estable"));
  tbk_ui_test_until (is (desk, TBK_PESADOR_STABLE));
}

/* A frame that was seconds longer on its way than others is an old weight. */
static void
test_late (Desk *desk, gconstpointer data)
{
  gint64 clock_ms = CLOCK_MS + g_get_monotonic_time () / 1000;

  say_of (desk, "1", clock_ms, WEIGHT ("50", "estable"));
  tbk_ui_test_until (is (desk, TBK_PESADOR_STABLE));
  say_of (desk, "1", clock_ms - 60000, WEIGHT ("9000", "movimiento"));
  say (desk, WEIGHT ("51", "estable"));
  tbk_ui_test_until (tbk_pesador_get_lectura (desk->pesador)->valor.units != 50);
  assert_kg (desk, "51.000");
}

/* Of two that an administrator hears, the one that spoke first. */
static void
test_one_of_two (Desk *desk, gconstpointer data)
{
  say (desk, WEIGHT ("50", "estable"));
  tbk_ui_test_until (is (desk, TBK_PESADOR_STABLE));
  say_of (desk, "2", 7, WEIGHT ("9000", "movimiento"));
  say (desk, WEIGHT ("51", "estable"));
  tbk_ui_test_until (tbk_pesador_get_lectura (desk->pesador)->valor.units != 50);
  assert_kg (desk, "51.000");
}

/* A server that has no such event. */
static void
test_older_server (Desk *desk, gconstpointer data)
{
  tbk_stand_in_live_answer (desk->server, "scale", "error", "{\"title\":\"x\",\"status\":422,\"detail\":\"x\"}");
  tbk_stand_in_live_close (desk->server, 0);
  tbk_ui_test_until (g_strcmp0 (tbk_pesador_get_reason (desk->pesador), "This server does not tell of a scale") == 0);
  g_assert_true (is (desk, TBK_PESADOR_LOST));
}

/* Another source is chosen: it listens no more, and what still comes is nobody's. */
static void
test_let_go (Desk *desk, gconstpointer data)
{
  say (desk, WEIGHT ("50", "estable"));
  tbk_ui_test_until (is (desk, TBK_PESADOR_STABLE));
  g_settings_set_string (desk->settings, "conexion", "ninguna");
  tbk_ui_test_until (is (desk, TBK_PESADOR_CLOSED));
  tbk_ui_test_until (tbk_stand_in_live_count_heard (desk->server, "scale") == 2);
  g_assert_false (wishes (desk));
}

int
main (int argc, char *argv[])
{
  tbk_ui_test_init (&argc, &argv);
#define ADD(name, data, func) g_test_add ("/bascula-servidor/" name, Desk, data, set_up, func, tear_down)
  ADD ("shown", NULL, test_shown);
  ADD ("net", NULL, test_net);
  ADD ("silence", NULL, test_silence);
  ADD ("late", NULL, test_late);
  ADD ("one-of-two", NULL, test_one_of_two);
  ADD ("older-server", "mute", test_older_server);
  ADD ("let-go", NULL, test_let_go);
  return g_test_run ();
}
