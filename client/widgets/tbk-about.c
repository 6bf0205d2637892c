/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-about.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tbk-closures.h"
#include "tbk-wire.h"

static const char *
text_of (JsonObject *datos, const char *name)
{
  const char *text = datos != NULL ? tbk_wire_get_text (datos, name) : NULL;

  return text != NULL ? text : "";
}

static char *
title_of_contrato (JsonObject *datos)
{
  g_autofree char *estado = tbk_show_estado (NULL, "contrato", text_of (datos, "estado"));

  /* Translators: the code of a contract, and its new state */
  return g_strdup_printf (_ ("Contract %s: %s"), text_of (datos, "codigo"), estado);
}

char *
tbk_about_title (const char *tipo, JsonObject *datos)
{
  if (g_strcmp0 (tipo, "contrato_estado") == 0)
    return title_of_contrato (datos);
  if (g_strcmp0 (tipo, "lote_recibido") == 0)
    return g_strdup_printf (_ ("Lot %s Was Received"), text_of (datos, "codigo_lote"));
  if (g_strcmp0 (tipo, "documento") == 0)
    /* Translators: the code of a contract */
    return g_strdup_printf (_ ("New Document in Contract %s"), text_of (datos, "codigo"));
  if (g_strcmp0 (tipo, "fijacion") == 0)
    return g_strdup_printf (_ ("Price Fixing of Contract %s"), text_of (datos, "codigo"));
  if (g_strcmp0 (tipo, "mencion") == 0)
    return g_strdup_printf (_ ("%s Mentions You"), text_of (datos, "autor_nombre"));
  if (g_strcmp0 (tipo, "mensaje") == 0 && text_of (datos, "autor_nombre")[0] != '\0')
    return g_strdup (text_of (datos, "autor_nombre"));
  if (g_strcmp0 (tipo, "aviso") == 0 && text_of (datos, "titulo")[0] != '\0')
    return g_strdup (text_of (datos, "titulo"));
  return g_strdup (_ ("News"));
}

char *
tbk_about_text (const char *tipo, JsonObject *datos)
{
  g_autofree char *before = NULL;

  if (g_strcmp0 (tipo, "contrato_estado") == 0 && text_of (datos, "antes")[0] != '\0')
    {
      before = tbk_show_estado (NULL, "contrato", text_of (datos, "antes"));
      /* Translators: the state of a contract before its new one */
      return g_strdup_printf (_ ("Before: %s"), before);
    }
  if (g_strcmp0 (tipo, "documento") == 0)
    return g_strdup (text_of (datos, "nombre"));
  return g_strdup (text_of (datos, "texto"));
}

const char *
tbk_about_icon (const char *tipo)
{
  static const char *const icons[][2] = {
    { "contrato_estado", "triboka-contrato-symbolic" },
    { "fijacion", "triboka-contrato-symbolic" },
    { "lote_recibido", "triboka-lote-symbolic" },
    { "documento", "text-x-generic-symbolic" },
    { "mensaje", "mail-unread-symbolic" },
    { "mencion", "mail-unread-symbolic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i][0], tipo) == 0)
      return icons[i][1];
  return "dialog-information-symbolic";
}

const char *
tbk_about_noun (const char *tipo, JsonObject *datos, gint64 *id)
{
  /* the nearest first: a message of a contrato's channel names both */
  static const char *const members[][2] = {
    { "chat_id", "chat" },
    { "lote_id", "lote" },
    { "documento_id", "documento" },
    { "contrato_id", "contrato" },
  };

  for (gsize i = 0; datos != NULL && i < G_N_ELEMENTS (members); i++)
    {
      *id = tbk_wire_get_int (datos, members[i][0], 0);
      if (*id > 0)
        return members[i][1];
    }
  *id = 0;
  return NULL;
}
