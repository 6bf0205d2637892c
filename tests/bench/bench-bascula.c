/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading costs: processor time a frame of each protocol, against copying the frame's bytes
 * one by one; and the share of a core that a reader takes at 20 frames a second, the simulated
 * scale in the same process included. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gio/gio.h>

#include "tbk-emisor.h"
#include "tbk-lector.h"
#include "tbk-trama.h"

#define FRAMES 200000
#define PIECE 64 /* bytes a read */
#define LISTEN_S 5
#define RATE_SCRIPT "rate 20\nmove 1234.5 1\nstable 1000\n"
#define TARGET_NS 1000
#define TARGET_PERCENT 1

static gint64
cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
count_cb (const TbkLectura *lectura, gpointer data)
{
  (*(guint *) data)++;
}

static gint64
time_reading (const TbkProtocolo *protocolo, const guint8 *bytes, gsize n)
{
  g_autoptr (TbkTramas) tramas = tbk_tramas_new (protocolo);
  guint read = 0;
  gint64 begin = cpu_ns ();

  for (gsize at = 0; at < n; at += PIECE)
    tbk_tramas_feed (tramas, bytes + at, MIN (PIECE, n - at), count_cb, &read);
  g_assert_cmpuint (read, >=, FRAMES - 1);
  return cpu_ns () - begin;
}

static gint64
time_copy (const guint8 *bytes, gsize n)
{
  g_autofree guint8 *to = g_malloc (n);
  gint64 begin = cpu_ns ();

  for (gsize i = 0; i < n; i++)
    ((volatile guint8 *) to)[i] = bytes[i];
  return cpu_ns () - begin;
}

static gboolean
bench_protocol (const TbkProtocolo *protocolo)
{
  const TbkLectura lectura = { .valor = { (protocolo->rasgos & TBK_PROTOCOLO_HUMEDAD) != 0 ? 75 : 12345, 1 },
                               .unidad = TBK_MASA_KG,
                               .estado = TBK_LECTURA_ESTABLE,
                               .clase = TBK_CLASE_BRUTO };
  guint8 frame[TBK_TRAMA_MAX];
  gsize n = protocolo->escribir (protocolo, &lectura, frame);
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new ((guint) (n * FRAMES));
  gint64 reading, copy;

  for (int i = 0; i < FRAMES; i++)
    g_byte_array_append (bytes, frame, (guint) n);
  reading = time_reading (protocolo, bytes->data, bytes->len);
  copy = time_copy (bytes->data, bytes->len);
  printf ("%-16s %3zu bytes  %4" G_GINT64_FORMAT " ns a frame  (%" G_GINT64_FORMAT " x a copy)\n", protocolo->nombre, n,
          reading / FRAMES, reading / MAX (copy, 1));
  return reading / FRAMES < TARGET_NS;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
reading_cb (TbkLector *lector, const TbkLectura *lectura, gint64 when, guint *readings)
{
  (*readings)++;
}

static gboolean
bench_reader (void)
{
  g_autoptr (TbkEmisor) emisor = tbk_emisor_new_tcp (
      tbk_simulador_new (tbk_protocolo_find ("cas"), RATE_SCRIPT, NULL), 0, NULL);
  g_autoptr (TbkLector) lector = tbk_lector_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint readings = 0;
  gint64 begin, per_million;

  g_signal_connect (lector, "reading", G_CALLBACK (reading_cb), &readings);
  tbk_lector_set_protocolo (lector, tbk_protocolo_find ("cas"));
  tbk_emisor_start (emisor, 0);
  tbk_lector_open_tcp (lector, tbk_emisor_get_address (emisor));
  begin = cpu_ns ();
  g_timeout_add_seconds (LISTEN_S, quit_cb, loop);
  g_main_loop_run (loop);
  per_million = (cpu_ns () - begin) / (LISTEN_S * 1000);
  tbk_lector_close (lector);
  printf ("reader and simulated scale: %u readings in %d s, %" G_GINT64_FORMAT
          ".%02" G_GINT64_FORMAT " %% of a core\n",
          readings, LISTEN_S, per_million / 10000, per_million / 100 % 100);
  return per_million < TARGET_PERCENT * 10000 && readings > LISTEN_S * 15;
}

int
main (void)
{
  gsize n;
  const TbkProtocolo *const *protocolos = tbk_protocolos (&n);
  gboolean good = TRUE;

  for (gsize i = 0; i < n; i++)
    good &= bench_protocol (protocolos[i]);
  good &= bench_reader ();
  puts (good ? "under 1 us a frame, under 1 % of a core" : "SLOWER THAN MEANT");
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
