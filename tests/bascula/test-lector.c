/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader on real lines: a pseudo-terminal (made a serial port by ptyserial.c) and TCP, both
 * played by the simulator. */
#include "espera.h"
#include "tbk-emisor.h"
#include "tbk-lector.h"
#include "tbk-puerto.h"

#include <glib/gstdio.h>
#include <string.h>

#define DEADLINE_S 30
#define FAST_MS 5 /* between frames: tests do not wait for a scale's own pace */

static const char steady[] = "move 1234.5 0\nstable 1000\n";

typedef struct
{
  TbkLector *lector;
  TbkEmisor *emisor; /* nullable */
  guint readings;
  TbkLectura last;
  guint seen; /* states, a bit each */
  GString *reasons;
} Bench;

static void
reading_cb (TbkLector *lector, const TbkLectura *lectura, gint64 when_us, Bench *bench)
{
  bench->readings++;
  bench->last = *lectura;
  g_assert_cmpint (when_us, <=, g_get_monotonic_time ());
}

static void
state_cb (TbkLector *lector, GParamSpec *pspec, Bench *bench)
{
  bench->seen |= 1u << tbk_lector_get_state (lector);
  g_string_append_printf (bench->reasons, "%s\n", tbk_lector_get_reason (lector));
}

static void
set_up (Bench *bench, gconstpointer data)
{
  bench->lector = tbk_lector_new ();
  bench->reasons = g_string_new (NULL);
  g_signal_connect (bench->lector, "reading", G_CALLBACK (reading_cb), bench);
  g_signal_connect (bench->lector, "notify::state", G_CALLBACK (state_cb), bench);
}

static void
tear_down (Bench *bench, gconstpointer data)
{
  tbk_lector_close (bench->lector);
  /* What ends with the line ends now. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (bench->lector);
  g_clear_object (&bench->emisor);
  g_string_free (bench->reasons, TRUE);
}

static void
play (Bench *bench, const char *protocol, const char *script, gboolean tcp)
{
  g_autoptr (GError) error = NULL;
  TbkSimulador *simulador = tbk_simulador_new (tbk_protocolo_find (protocol), script, &error);

  g_assert_no_error (error);
  bench->emisor = tcp ? tbk_emisor_new_tcp (simulador, 0, &error) : tbk_emisor_new_pty (simulador, &error);
  g_assert_no_error (error);
  tbk_emisor_start (bench->emisor, FAST_MS);
}

static void
open_it (Bench *bench, const char *protocol, gboolean tcp)
{
  const TbkLinea seven = { 9600, 7, TBK_PARIDAD_PAR, 1, TBK_FLUJO_NINGUNO };

  tbk_lector_set_protocolo (bench->lector, protocol != NULL ? tbk_protocolo_find (protocol) : NULL);
  if (tcp)
    tbk_lector_open_tcp (bench->lector, tbk_emisor_get_address (bench->emisor));
  else
    tbk_lector_open_serial (bench->lector, tbk_emisor_get_address (bench->emisor), &seven);
}

static gboolean
receives (Bench *bench)
{
  return tbk_lector_get_state (bench->lector) == TBK_LECTOR_RECEIVING && bench->readings > 3;
}

static void
check_steady (Bench *bench)
{
  g_autofree char *text = tbk_decimal_to_text (bench->last.valor);

  g_assert_cmpstr (text, ==, "1234.5");
  g_assert_cmpstr (tbk_lector_get_reason (bench->lector), ==, "");
}

static void
test_serial (Bench *bench, gconstpointer data)
{
  play (bench, "toledo", steady, FALSE);
  open_it (bench, "toledo", FALSE);
  wait_until (receives (bench));
  check_steady (bench);
  g_assert_cmpuint (bench->seen & (1u << TBK_LECTOR_NOISE), ==, 0);
}

static void
test_tcp (Bench *bench, gconstpointer data)
{
  play (bench, "cas", steady, TRUE);
  open_it (bench, "cas", TRUE);
  wait_until (receives (bench));
  check_steady (bench);
}

/* Nobody says what it is. */
static void
test_found (Bench *bench, gconstpointer data)
{
  play (bench, data, steady, TRUE);
  open_it (bench, NULL, TRUE);
  wait_until (receives (bench));
  g_assert_cmpstr (tbk_lector_get_protocolo (bench->lector)->nombre, ==, data);
  check_steady (bench);
}

static void
test_ambiguous (Bench *bench, gconstpointer data)
{
  play (bench, "yaohua-directo", "move 120.021 0\nstable 1000\n", TRUE);
  open_it (bench, NULL, TRUE);
  wait_until (tbk_lector_get_state (bench->lector) == TBK_LECTOR_NOISE);
  g_assert_nonnull (strstr (tbk_lector_get_reason (bench->lector), "backward"));
  g_assert_nonnull (strstr (tbk_lector_get_reason (bench->lector), "forward"));
  g_assert_cmpuint (bench->readings, ==, 0);
  tbk_lector_set_protocolo (bench->lector, tbk_protocolo_find ("yaohua-directo"));
  wait_until (receives (bench));
}

/* Pulled out and put back: lost, said so, and back by itself. */
static void
test_pulled (Bench *bench, gconstpointer data)
{
  gboolean tcp = GPOINTER_TO_INT (data);
  guint before;

  play (bench, "ricelake", "rate 10\nmove 1234.5 0\nstable 10\npull 5\nstable 1000\n", tcp);
  open_it (bench, "ricelake", tcp);
  wait_until (receives (bench));
  wait_until (tbk_lector_get_state (bench->lector) == TBK_LECTOR_LOST);
  g_assert_cmpstr (tbk_lector_get_reason (bench->lector), !=, "");
  before = bench->readings;
  wait_until (bench->readings > before + 3);
  check_steady (bench);
}

/* Bytes of a wrong speed are noise, and named so; the right ones end it. */
static void
test_noise (Bench *bench, gconstpointer data)
{
  play (bench, "cas", "rate 10\nnoise 60\nmove 1234.5 0\nstable 1000\n", FALSE);
  open_it (bench, data, FALSE);
  wait_until (tbk_lector_get_state (bench->lector) == TBK_LECTOR_NOISE);
  g_assert_cmpuint (bench->readings, ==, 0);
  g_assert_nonnull (strstr (tbk_lector_get_reason (bench->lector), "speed"));
  wait_until (receives (bench));
  check_steady (bench);
}

/* Silence after a weight is silence, not the weight. */
static void
test_silent (Bench *bench, gconstpointer data)
{
  play (bench, "cas", "rate 10\nmove 1234.5 0\nstable 2\noff 1000\n", TRUE);
  open_it (bench, "cas", TRUE);
  wait_until (receives (bench));
  wait_until (tbk_lector_get_state (bench->lector) == TBK_LECTOR_WAITING);
}

static void
test_command (Bench *bench, gconstpointer data)
{
  gboolean tcp = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;

  play (bench, "dini", steady, tcp);
  open_it (bench, "dini", tcp);
  wait_until (receives (bench));
  g_assert_true (tbk_lector_send (bench->lector, TBK_ORDEN_TARA, &error));
  g_assert_no_error (error);
  wait_until (bench->last.clase == TBK_CLASE_NETO);
  g_assert_cmpint (bench->last.valor.units, ==, 0);
  g_assert_false (tbk_lector_send (bench->lector, TBK_ORDEN_IMPRIME, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);
  tbk_lector_close (bench->lector);
  g_assert_false (tbk_lector_send (bench->lector, TBK_ORDEN_TARA, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
}

static void
test_absent (Bench *bench, gconstpointer data)
{
  const TbkLinea linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1, TBK_FLUJO_NINGUNO };

  tbk_lector_open_serial (bench->lector, "/dev/ttyUSB-that-is-not-there", &linea);
  wait_until (tbk_lector_get_state (bench->lector) == TBK_LECTOR_LOST);
  g_assert_nonnull (strstr (tbk_lector_get_reason (bench->lector), "plugged in"));
}

/* Two programs on one line would steal each other's bytes. */
static void
test_busy (Bench *bench, gconstpointer data)
{
  const TbkLinea linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1, TBK_FLUJO_NINGUNO };
  g_autoptr (GError) error = NULL;

  play (bench, "cas", steady, FALSE);
  open_it (bench, "cas", FALSE);
  wait_until (receives (bench));
  g_assert_null (tbk_puerto_open (tbk_emisor_get_address (bench->emisor), &linea, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_null (tbk_puerto_open ("/dev/null", &linea, &error));
  g_assert_nonnull (error);
}

/* Closed and opened anew within its own signal. */
static void
reopen_cb (TbkLector *lector, const TbkLectura *lectura, gint64 when_us, Bench *bench)
{
  if (bench->readings == 2)
    tbk_lector_open_tcp (lector, tbk_emisor_get_address (bench->emisor));
}

static void
test_reopened_inside (Bench *bench, gconstpointer data)
{
  play (bench, "cas", steady, TRUE);
  g_signal_connect (bench->lector, "reading", G_CALLBACK (reopen_cb), bench);
  open_it (bench, "cas", TRUE);
  wait_until (bench->readings > 6);
}

/* The port that is let go is free at once: other settings, the same cable. */
static void
test_reopened_serial (Bench *bench, gconstpointer data)
{
  play (bench, "cas", steady, FALSE);
  for (int i = 0; i < 3; i++)
    {
      open_it (bench, "cas", FALSE);
      bench->readings = 0;
      wait_until (receives (bench));
    }
  g_assert_cmpuint (bench->seen & (1u << TBK_LECTOR_LOST), ==, 0);
}

/* --- one that speaks only when asked ------------------------------------------------------------- */

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GIOStream *stream = data;
  g_autoptr (GBytes) question = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (question == NULL || g_bytes_get_size (question) == 0)
    {
      g_object_unref (stream);
      return;
    }
  if (g_bytes_get_size (question) == 4 && memcmp (g_bytes_get_data (question, NULL), "SI\r\n", 4) == 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), "S S     1234.5 kg\r\n", 19, NULL, NULL, NULL);
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source), 64, G_PRIORITY_DEFAULT, NULL, asked_cb, stream);
}

static gboolean
connected_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), 64,
                                   G_PRIORITY_DEFAULT, NULL, asked_cb, g_object_ref (connection));
  return TRUE;
}

static void
test_asked (Bench *bench, gconstpointer data)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);

  g_signal_connect (service, "incoming", G_CALLBACK (connected_cb), NULL);
  tbk_lector_set_protocolo (bench->lector, tbk_protocolo_find ("sics"));
  tbk_lector_open_tcp (bench->lector, address);
  wait_until (receives (bench));
  check_steady (bench);
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) ports = tbk_puertos_list ();

  for (guint i = 0; i < ports->len; i++)
    {
      const TbkPuerto *port = g_ptr_array_index (ports, i);

      g_assert_true (g_str_has_prefix (port->nombre, "/dev/"));
      g_assert_true (g_str_has_prefix (port->dispositivo, "/dev/"));
      g_assert_nonnull (port->descripcion);
    }
}

int
main (int argc, char **argv)
{
  const char *const found[] = { "toledo", "cas", "yaohua", "sma", "sics" };

  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func) g_test_add ("/lector/" path, Bench, data, set_up, func, tear_down)
  ADD ("serial", NULL, test_serial);
  ADD ("tcp", NULL, test_tcp);
  ADD ("ambiguous", NULL, test_ambiguous);
  ADD ("pulled/serial", GINT_TO_POINTER (FALSE), test_pulled);
  ADD ("pulled/tcp", GINT_TO_POINTER (TRUE), test_pulled);
  ADD ("noise/named", "cas", test_noise);
  ADD ("noise/found", NULL, test_noise);
  ADD ("silent", NULL, test_silent);
  ADD ("command/serial", GINT_TO_POINTER (FALSE), test_command);
  ADD ("command/tcp", GINT_TO_POINTER (TRUE), test_command);
  ADD ("absent", NULL, test_absent);
  ADD ("busy", NULL, test_busy);
  ADD ("reopened-inside", NULL, test_reopened_inside);
  ADD ("reopened-serial", NULL, test_reopened_serial);
  ADD ("asked", NULL, test_asked);
  for (gsize i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_autofree char *path = g_strconcat ("/lector/found/", found[i], NULL);

      g_test_add (path, Bench, found[i], set_up, test_found, tear_down);
    }
  g_test_add_func ("/lector/list", test_list);
  return g_test_run ();
}
