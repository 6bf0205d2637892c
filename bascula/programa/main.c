/* SPDX-License-Identifier: GPL-3.0-or-later */
/* triboka-bascula: a scale without a screen. */
#include <stdio.h>
#include <stdlib.h>

#include <glib-unix.h>

#include "tbk-ajuste.h"
#include "tbk-captura.h"
#include "tbk-emisor.h"
#include "tbk-envio.h"
#include "tbk-lector.h"
#include "tbk-medicion.h"
#include "tbk-puerto.h"

#define SCRIPT_MAX 65536 /* bytes */

typedef struct
{
  const TbkAjuste *ajuste;
  TbkCaptura captura;
  TbkMedicion medicion;
  TbkEnvio *envio; /* nullable */
} Programa;

static int
fail (const GError *error)
{
  fprintf (stderr, "triboka-bascula: %s\n", error->message);
  return EXIT_FAILURE;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static GMainLoop *
new_loop (void)
{
  GMainLoop *loop = g_main_loop_new (NULL, FALSE);

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  return loop;
}

/* --- the list ------------------------------------------------------------------------- */

static int
list (void)
{
  g_autoptr (GPtrArray) ports = tbk_puertos_list ();
  gsize n;
  const TbkProtocolo *const *protocolos = tbk_protocolos (&n);

  for (guint i = 0; i < ports->len; i++)
    {
      const TbkPuerto *port = g_ptr_array_index (ports, i);

      printf ("port      %-16s %s\n", port->nombre, port->descripcion);
    }
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *line = tbk_linea_to_text (&protocolos[i]->linea);

      printf ("protocol  %-16s %-10s %s\n", protocolos[i]->nombre, line, protocolos[i]->etiqueta);
    }
  return EXIT_SUCCESS;
}

/* --- playing a scale --------------------------------------------------------------------- */

static char *
read_script (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize n;

  if (!g_file_get_contents (path, &text, &n, error))
    return NULL;
  if (n <= SCRIPT_MAX)
    return g_steal_pointer (&text);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s: a script is %d bytes at most", path, SCRIPT_MAX);
  return NULL;
}

static int
simulate (const TbkAjuste *ajuste)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *script = read_script (ajuste->script, &error);
  TbkSimulador *simulador = script != NULL ? tbk_simulador_new (ajuste->protocolo, script, &error) : NULL;
  g_autoptr (TbkEmisor) emisor = NULL;
  g_autoptr (GMainLoop) loop = NULL;

  if (simulador == NULL)
    return fail (error);
  emisor = ajuste->tcp_listen >= 0 ? tbk_emisor_new_tcp (simulador, (guint16) ajuste->tcp_listen, &error)
                                   : tbk_emisor_new_pty (simulador, &error);
  if (emisor == NULL)
    return fail (error);
  loop = new_loop ();
  g_signal_connect_swapped (emisor, "end", G_CALLBACK (g_main_loop_quit), loop);
  printf ("%s\n", tbk_emisor_get_address (emisor));
  fflush (stdout);
  tbk_emisor_start (emisor, 0);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}

/* --- reading one --------------------------------------------------------------------------- */

static void
keep (Programa *programa, const TbkCarga *carga, const TbkLectura *lectura, gint64 when_us)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = tbk_decimal_to_text (carga->bruto_kg);
  g_autofree char *trama = tbk_lectura_cruda_escape (lectura);
  TbkDecimal humedad;
  gboolean measured = tbk_medicion_take (&programa->medicion, when_us, &humedad);
  const TbkEnvioPesada pesada = { *carga, measured ? &humedad : NULL, trama };

  if (tbk_envio_put (programa->envio, &pesada, &id, &error))
    printf ("weighed %s %s kg\n", id, text);
  else
    fprintf (stderr, "triboka-bascula: %s kg NOT kept: %s\n", text, error->message);
  fflush (stdout);
}

static void
reading_cb (TbkLector *lector, const TbkLectura *lectura, gint64 when_us, gpointer data)
{
  Programa *programa = data;
  TbkCarga carga;

  if (programa->ajuste->show)
    {
      g_autofree char *text = tbk_lectura_to_text (lectura);

      printf ("%s\n", text);
      fflush (stdout);
    }
  if (programa->envio != NULL && tbk_captura_add (&programa->captura, lectura, when_us, &carga))
    keep (programa, &carga, lectura, when_us);
}

static void
moisture_cb (TbkLector *lector, const TbkLectura *lectura, gint64 when_us, gpointer data)
{
  Programa *programa = data;

  tbk_medicion_add (&programa->medicion, lectura, when_us);
}

static void
state_cb (TbkLector *lector, GParamSpec *pspec, gpointer data)
{
  const TbkProtocolo *protocolo = tbk_lector_get_protocolo (lector);

  if (tbk_lector_get_state (lector) == TBK_LECTOR_RECEIVING)
    fprintf (stderr, "triboka-bascula: receiving, %s\n", protocolo->nombre);
  else if (*tbk_lector_get_reason (lector) != '\0')
    fprintf (stderr, "triboka-bascula: %s\n", tbk_lector_get_reason (lector));
}

static gboolean
begin_posting (Programa *programa, GError **error)
{
  const TbkAjuste *ajuste = programa->ajuste;
  const char *token = g_getenv ("IOT_TOKEN");
  const TbkEnvioAjuste envio = { .url = ajuste->post,
                                 .token = token,
                                 .outbox = ajuste->outbox,
                                 .ca = ajuste->ca,
                                 .lote = ajuste->lote,
                                 .origen = ajuste->origen != NULL ? ajuste->origen : g_get_host_name (),
                                 .bascula = ajuste->bascula };

  if (ajuste->post == NULL)
    return TRUE;
  if (token == NULL || *token == '\0')
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "IOT_TOKEN: the device's token is wanted");
      return FALSE;
    }
  tbk_captura_init (&programa->captura, ajuste->min_kg, ajuste->unidad);
  programa->envio = tbk_envio_new (&envio, error);
  return programa->envio != NULL;
}

static void
open_line (TbkLector *lector, const char *tcp, const char *port, const TbkLinea *linea)
{
  g_signal_connect (lector, "notify::state", G_CALLBACK (state_cb), NULL);
  if (tcp != NULL)
    tbk_lector_open_tcp (lector, tcp);
  else
    tbk_lector_open_serial (lector, port, linea);
}

/* Returns: (transfer full) (nullable): NULL: no meter is named. */
static TbkLector *
read_moisture (Programa *programa)
{
  const TbkAjuste *ajuste = programa->ajuste;
  TbkLector *lector;

  if (ajuste->moisture_tcp == NULL && ajuste->moisture_port == NULL)
    return NULL;
  lector = tbk_lector_new ();
  tbk_lector_set_protocolo (lector, ajuste->medidor);
  g_signal_connect (lector, "reading", G_CALLBACK (moisture_cb), programa);
  open_line (lector, ajuste->moisture_tcp, ajuste->moisture_port, &ajuste->medidor->linea);
  return lector;
}

static int
read_scale (const TbkAjuste *ajuste)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkLector) lector = tbk_lector_new ();
  g_autoptr (TbkLector) meter = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  Programa programa = { .ajuste = ajuste };

  if (!begin_posting (&programa, &error))
    return fail (error);
  loop = new_loop ();
  tbk_lector_set_protocolo (lector, ajuste->protocolo);
  g_signal_connect (lector, "reading", G_CALLBACK (reading_cb), &programa);
  open_line (lector, ajuste->tcp, ajuste->port, &ajuste->linea);
  meter = read_moisture (&programa);
  g_main_loop_run (loop);
  tbk_lector_close (lector);
  if (meter != NULL)
    tbk_lector_close (meter);
  g_clear_pointer (&programa.envio, tbk_envio_free);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  g_auto (TbkAjuste) ajuste = { 0 };
  g_autoptr (GError) error = NULL;

  if (!tbk_ajuste_parse (&ajuste, &argc, &argv, &error))
    return fail (error);
  if (ajuste.list)
    return list ();
  return ajuste.simulate != NULL ? simulate (&ajuste) : read_scale (&ajuste);
}
