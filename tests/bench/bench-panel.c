/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes from a frame on the scale's line (a pseudo-terminal) until the panel has drawn
 * its figure: the whole page in a window, frames that each say another weight, at moments that have
 * nothing to do with the screen's. with-display bench-panel. */
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tbk-closures.h"
#include "tbk-pesaje-page.h"
#include "tbk-pesaje-panel-private.h"
#include "tbk-simulador.h"
#include "tbk-stand-in.h"
#include "tbk-ui-window.h"

#define FRAMES 500
#define WARM 20 /* that are not counted */
#define SHORTEST_MS 60
#define LONGEST_MS 140
#define SCRIPT "rate 10\nunit kg\nmove 9000.5 900\n" /* each frame another weight */
#define TARGET_MS 200
#define SEED 7
#define NO_ROWS "{\"items\":[],\"page\":1,\"page_size\":200,\"total\":0,\"siguiente\":null}"

typedef struct
{
  TbkPesajePanel *panel;
  TbkSimulador *simulador;
  GRand *rand;
  int master;
  char *expected; /* NULL: it was drawn */
  gint64 written;
  guint n;
  gint64 us[FRAMES];
} Bench;

static void write_later (Bench *bench);

static void
write_cb (gpointer data)
{
  Bench *bench = data;
  guint8 bytes[TBK_TRAMA_MAX];
  TbkLectura lectura;
  g_autofree char *wire = NULL;
  gsize n;

  g_assert_cmpint (tbk_simulador_next (bench->simulador, bytes, &n, &lectura), ==, TBK_SIMULADOR_BYTES);
  wire = tbk_decimal_to_text (lectura.valor);
  bench->expected = tbk_show_decimal (NULL, wire);
  bench->written = g_get_monotonic_time ();
  g_assert_cmpint (write (bench->master, bytes, n), ==, n);
}

static void
write_later (Bench *bench)
{
  g_timeout_add_once ((guint) g_rand_int_range (bench->rand, SHORTEST_MS, LONGEST_MS), write_cb, bench);
}

static void
painted_cb (GdkFrameClock *clock, Bench *bench)
{
  if (bench->expected == NULL
      || g_strcmp0 (tbk_peso_display_get_number (bench->panel->display), bench->expected) != 0)
    return;
  if (bench->n++ >= WARM)
    bench->us[bench->n - WARM - 1] = g_get_monotonic_time () - bench->written;
  g_clear_pointer (&bench->expected, g_free);
  if (bench->n < FRAMES + WARM)
    write_later (bench);
}

static char *
open_pty (Bench *bench)
{
  struct termios raw;
  char name[64];
  int slave;

  memset (&raw, 0, sizeof raw);
  cfmakeraw (&raw);
  raw.c_cflag |= CS8 | CREAD | CLOCAL;
  cfsetspeed (&raw, B9600);
  g_assert_cmpint (openpty (&bench->master, &slave, name, &raw, NULL), ==, 0);
  fcntl (bench->master, F_SETFD, FD_CLOEXEC);
  return g_strdup (name);
}

static void
plug_in (Bench *bench)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Bascula");
  g_autofree char *port = open_pty (bench);

  bench->simulador = tbk_simulador_new (tbk_protocolo_find ("cas"), SCRIPT, NULL);
  g_settings_set_boolean (settings, "sonido", FALSE);
  g_settings_set_string (settings, "conexion", "serie");
  g_settings_set_string (settings, "protocolo", "cas");
  g_settings_set_string (settings, "puerto", port);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

static void
report (Bench *bench, GdkFrameClock *clock)
{
  gint64 interval;

  gdk_frame_clock_get_refresh_info (clock, gdk_frame_clock_get_frame_time (clock), &interval, NULL);
  qsort (bench->us, FRAMES, sizeof bench->us[0], compare);
  printf ("\npanel: from a frame on the line to its figure on the screen, %d frames, a screen of %.1f ms\n", FRAMES,
          (double) interval / 1000);
  printf ("  p50 %.1f ms   p99 %.1f ms   most %.1f ms   (target %d ms)\n", (double) bench->us[FRAMES / 2] / 1000,
          (double) bench->us[FRAMES * 99 / 100] / 1000, (double) bench->us[FRAMES - 1] / 1000, TARGET_MS);
}

int
main (int argc, char *argv[])
{
  Bench bench = { 0 };
  g_autofree char *folder = NULL;
  TbkStandIn *server;
  TbkApi *api;
  TbkDespacho *despacho;
  GtkWidget *page;
  GdkFrameClock *clock;

  tbk_ui_window_init (&argc, &argv);
  folder = g_dir_make_tmp ("bench-panel-XXXXXX", NULL);
  server = tbk_stand_in_new (NULL);
  tbk_stand_in_answer (server, "GET /pesajes", 200, NO_ROWS);
  api = tbk_stand_in_sign_in (server);
  despacho = tbk_despacho_new (api, folder);
  bench.rand = g_rand_new_with_seed (SEED);
  plug_in (&bench);
  page = g_object_new (TBK_TYPE_PESAJE_PAGE, "api", api, NULL);
  g_object_set (page, "despacho", despacho, NULL);
  tbk_ui_window_new (page);
  bench.panel = TBK_PESAJE_PANEL (tbk_ui_window_find (page, TBK_TYPE_PESAJE_PANEL, 0));
  clock = gtk_widget_get_frame_clock (page);
  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &bench);
  tbk_ui_test_until (tbk_pesador_get_state (bench.panel->pesador) == TBK_PESADOR_NO_SIGNAL);
  write_later (&bench);
  while (bench.n < FRAMES + WARM)
    g_main_context_iteration (NULL, TRUE);
  report (&bench, clock);
  tbk_despacho_close (despacho);
  return EXIT_SUCCESS;
}
