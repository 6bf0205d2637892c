/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ajuste.h"

#include <string.h>

#include "tbk-patron.h"

#define LINEA "9600 8N1"
#define MIN_KG "5" /* less is an empty scale */
#define NO_LISTEN -1
#define METER "tesma"

void
tbk_ajuste_clear (TbkAjuste *ajuste)
{
  char **texts[] = { &ajuste->port, &ajuste->tcp, &ajuste->line,
                     &ajuste->protocol, &ajuste->pattern, &ajuste->pattern_stable,
                     &ajuste->unit, &ajuste->simulate, &ajuste->script,
                     &ajuste->post, &ajuste->origen, &ajuste->bascula,
                     &ajuste->min, &ajuste->outbox, &ajuste->ca,
                     &ajuste->moisture_port, &ajuste->moisture_tcp, &ajuste->moisture_protocol,
                     &ajuste->moisture_pattern };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
  g_clear_pointer (&ajuste->patron, tbk_patron_free);
  g_clear_pointer (&ajuste->medidor_patron, tbk_patron_free);
}

static gboolean
fail (const char *option, const char *why, GError **error)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", option, why);
  return FALSE;
}

static gboolean
use_pattern (TbkAjuste *ajuste, GError **error)
{
  TbkPatronAjuste picture = { .plantilla = ajuste->pattern, .unidad = ajuste->unidad };

  if (ajuste->pattern_decimals < 0 || ajuste->pattern_decimals > 6)
    return fail ("--pattern-decimals", "0 to 6 are wanted", error);
  picture.decimales = (guint8) ajuste->pattern_decimals;
  picture.estable = ajuste->pattern_stable != NULL ? ajuste->pattern_stable[0] : '\0';
  ajuste->patron = tbk_patron_new (&picture, error);
  if (ajuste->patron == NULL)
    {
      g_prefix_error (error, "--pattern: ");
      return FALSE;
    }
  ajuste->protocolo = ajuste->patron;
  return TRUE;
}

static gboolean
use_protocol (TbkAjuste *ajuste, GError **error)
{
  const char *name = ajuste->simulate != NULL ? ajuste->simulate : ajuste->protocol;

  if (ajuste->pattern != NULL)
    return use_pattern (ajuste, error);
  if (name == NULL || g_str_equal (name, "auto"))
    return ajuste->simulate == NULL || fail ("--simulate", "a protocol is wanted", error);
  ajuste->protocolo = tbk_protocolo_find (name);
  return ajuste->protocolo != NULL || fail (name, "no such protocol; --list names them", error);
}

/* The factory's settings of the protocol, where it is named and the line is not. */
static gboolean
use_line (TbkAjuste *ajuste, GError **error)
{
  if (ajuste->line == NULL && ajuste->protocolo != NULL)
    {
      ajuste->linea = ajuste->protocolo->linea;
      return TRUE;
    }
  return tbk_linea_parse (ajuste->line != NULL ? ajuste->line : LINEA, &ajuste->linea, error);
}

static gboolean
find_meter (TbkAjuste *ajuste, GError **error)
{
  const TbkPatronAjuste picture = { .plantilla = ajuste->moisture_pattern, .unidad = TBK_MASA_PCT };

  if (ajuste->moisture_pattern != NULL)
    {
      ajuste->medidor = ajuste->medidor_patron = tbk_patron_new (&picture, error);
      g_prefix_error (error, "--moisture-pattern: ");
      return ajuste->medidor != NULL;
    }
  ajuste->medidor = tbk_protocolo_find (ajuste->moisture_protocol != NULL ? ajuste->moisture_protocol : METER);
  if (ajuste->medidor != NULL && (ajuste->medidor->rasgos & TBK_PROTOCOLO_HUMEDAD) != 0)
    return TRUE;
  return fail ("--moisture-protocol", "no moisture meter of that name; --list names them", error);
}

static gboolean
check_meter (TbkAjuste *ajuste, GError **error)
{
  if (ajuste->moisture_port == NULL && ajuste->moisture_tcp == NULL)
    return (ajuste->moisture_protocol == NULL && ajuste->moisture_pattern == NULL)
           || fail ("--moisture-port, --moisture-tcp", "one of them is wanted", error);
  if (ajuste->moisture_port != NULL && ajuste->moisture_tcp != NULL)
    return fail ("--moisture-port, --moisture-tcp", "one of them", error);
  if (ajuste->post == NULL)
    return fail ("--moisture-port, --moisture-tcp", "of use with --post alone", error);
  return find_meter (ajuste, error);
}

static gboolean
check_post (TbkAjuste *ajuste, GError **error)
{
  if (ajuste->post == NULL)
    return TRUE;
  if (!g_uri_is_valid (ajuste->post, G_URI_FLAGS_NONE, NULL))
    return fail ("--post", "the server's address is wanted, as https://host:8443", error);
  if (ajuste->lote <= 0)
    return fail ("--lote", "the number of the lote is wanted", error);
  if (ajuste->outbox == NULL)
    return fail ("--outbox", "a file for what waits to be sent is wanted", error);
  if (!tbk_decimal_parse (ajuste->min != NULL ? ajuste->min : MIN_KG, &ajuste->min_kg, NULL)
      || ajuste->min_kg.units <= 0)
    return fail ("--min", "kilograms are wanted, more than 0", error);
  return TRUE;
}

static gboolean
check_mode (TbkAjuste *ajuste, GError **error)
{
  gboolean reads = ajuste->port != NULL || ajuste->tcp != NULL;

  if (ajuste->list)
    return TRUE;
  if (ajuste->port != NULL && ajuste->tcp != NULL)
    return fail ("--port, --tcp", "one of them", error);
  if (ajuste->simulate != NULL ? reads : !reads)
    return fail ("triboka-bascula", "one of --list, --port, --tcp, --simulate is wanted", error);
  if (ajuste->simulate != NULL && ajuste->script == NULL)
    return fail ("--script", "a file is wanted", error);
  if (ajuste->tcp_listen != NO_LISTEN && (ajuste->tcp_listen < 0 || ajuste->tcp_listen > G_MAXUINT16))
    return fail ("--tcp-listen", "0 to 65535", error);
  return TRUE;
}

static gboolean
check (TbkAjuste *ajuste, GError **error)
{
  ajuste->unidad = TBK_MASA_KG;
  if (ajuste->unit != NULL
      && (ajuste->unidad = tbk_masa_parse (ajuste->unit, strlen (ajuste->unit)))
             == TBK_MASA_NINGUNA)
    return fail ("--unit", "one of kg g t lb oz %", error);
  return check_mode (ajuste, error) && use_protocol (ajuste, error) && use_line (ajuste, error)
         && check_post (ajuste, error) && check_meter (ajuste, error);
}

gboolean
tbk_ajuste_parse (TbkAjuste *ajuste, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- reads a scale, sends what it weighs, or plays one");
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &ajuste->list, "List the serial ports and the protocols", NULL },
    { "port", 0, 0, G_OPTION_ARG_FILENAME, &ajuste->port, "Serial port", "DEVICE" },
    { "tcp", 0, 0, G_OPTION_ARG_STRING, &ajuste->tcp, "Indicator or serial server in the network", "HOST:PORT" },
    { "line", 0, 0, G_OPTION_ARG_STRING, &ajuste->line, "Settings of the serial line; the protocol's own by default", "\"9600 8N1\"" },
    { "protocol", 0, 0, G_OPTION_ARG_STRING, &ajuste->protocol, "Protocol; auto, the default, finds it", "NAME" },
    { "pattern", 0, 0, G_OPTION_ARG_STRING, &ajuste->pattern, "A frame of your own, as bascula/README.md says", "PICTURE" },
    { "pattern-decimals", 0, 0, G_OPTION_ARG_INT, &ajuste->pattern_decimals, "Digits behind a point that is not written", "N" },
    { "pattern-stable", 0, 0, G_OPTION_ARG_STRING, &ajuste->pattern_stable, "What ! is while the weight stands still", "LETTER" },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &ajuste->unit, "Unit of a scale that names none; kg by default", "UNIT" },
    { "show", 0, 0, G_OPTION_ARG_NONE, &ajuste->show, "Print each reading", NULL },
    { "post", 0, 0, G_OPTION_ARG_STRING, &ajuste->post, "Send each stable weight to this server, with the token in IOT_TOKEN", "URL" },
    { "lote", 0, 0, G_OPTION_ARG_INT64, &ajuste->lote, "The lote that is weighed", "ID" },
    { "origen", 0, 0, G_OPTION_ARG_STRING, &ajuste->origen, "Where it is weighed; this machine's name by default", "TEXT" },
    { "bascula", 0, 0, G_OPTION_ARG_STRING, &ajuste->bascula, "Name of the scale", "TEXT" },
    { "min", 0, 0, G_OPTION_ARG_STRING, &ajuste->min, "Least weight that is one; 5 by default", "KG" },
    { "moisture-port", 0, 0, G_OPTION_ARG_FILENAME, &ajuste->moisture_port, "Serial port of a moisture meter", "DEVICE" },
    { "moisture-tcp", 0, 0, G_OPTION_ARG_STRING, &ajuste->moisture_tcp, "The same in the network", "HOST:PORT" },
    { "moisture-protocol", 0, 0, G_OPTION_ARG_STRING, &ajuste->moisture_protocol, "Its protocol; tesma by default", "NAME" },
    { "moisture-pattern", 0, 0, G_OPTION_ARG_STRING, &ajuste->moisture_pattern, "A frame of its own, as bascula/README.md says", "PICTURE" },
    { "outbox", 0, 0, G_OPTION_ARG_FILENAME, &ajuste->outbox, "File of what waits to be sent", "FILE" },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ajuste->ca, "Certificate of a server that no authority vouches for", "FILE" },
    { "simulate", 0, 0, G_OPTION_ARG_STRING, &ajuste->simulate, "Play a scale of that protocol", "NAME" },
    { "script", 0, 0, G_OPTION_ARG_FILENAME, &ajuste->script, "What it does, as bascula/README.md says", "FILE" },
    { "tcp-listen", 0, 0, G_OPTION_ARG_INT, &ajuste->tcp_listen, "Play it on a TCP port (0: any); a pseudo-terminal by default", "PORT" },
    { NULL }
  };
  /* clang-format on */

  ajuste->tcp_listen = NO_LISTEN;
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  return *argc == 1 ? check (ajuste, error) : fail ((*argv)[1], "not an option", error);
}
