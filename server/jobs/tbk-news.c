/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-news.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tbk-catalogue.h"
#include "tbk-resource.h"

static const char *
text_of (JsonObject *datos, const char *member)
{
  JsonNode *node = json_object_get_member (datos, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

/* A state as people read it. */
static const char *
estado_label (const char *estado, const char *language)
{
  for (const TbkEstado *known = tbk_contrato.estados; known->name != NULL; known++)
    if (strcmp (known->name, estado) == 0)
      return tbk_translate (language, known->label);
  return estado;
}

/* `format`, translated, has a %s for each of `a` and `b`, which keep their order. */
static char *
say (const char *language, const char *format, const char *a, const char *b)
{
  g_auto (GStrv) parts = g_strsplit (tbk_translate (language, format), "%s", 3);
  g_autoptr (GString) text = g_string_new (parts[0]);
  const char *const values[] = { a, b };

  for (guint i = 0; parts[0] != NULL && parts[i + 1] != NULL; i++)
    g_string_append_printf (text, "%s%s", values[i] != NULL ? values[i] : "", parts[i + 1]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
title_of (const char *tipo, JsonObject *datos, const char *language)
{
  const char *codigo = text_of (datos, "codigo");
  const char *autor = text_of (datos, "autor_nombre");

  if (strcmp (tipo, "contrato_estado") == 0)
    return say (language, N_ ("Contract %s is now %s"), codigo, estado_label (text_of (datos, "estado"), language));
  if (strcmp (tipo, "lote_recibido") == 0)
    return say (language, N_ ("Lot %s was received"), text_of (datos, "codigo_lote"), NULL);
  if (strcmp (tipo, "mensaje") == 0)
    return say (language, N_ ("%s wrote to you"), autor, NULL);
  if (strcmp (tipo, "mencion") == 0)
    return say (language, N_ ("%s mentioned you"), autor, NULL);
  if (strcmp (tipo, "documento") == 0)
    return say (language, N_ ("New document in contract %s: %s"), codigo, text_of (datos, "nombre"));
  if (strcmp (tipo, "fijacion") == 0)
    return say (language, N_ ("A price of contract %s was fixed"), codigo, NULL);
  if (*text_of (datos, "titulo") != '\0')
    return g_strdup (text_of (datos, "titulo"));
  return g_strdup (tbk_translate (language, N_ ("News from Triboka")));
}

TbkNews *
tbk_news_new (const char *tipo, JsonObject *datos, const char *language)
{
  TbkNews *news = g_new0 (TbkNews, 1);
  const char *text = text_of (datos, "texto");
  g_auto (GStrv) lines = NULL;

  news->title = title_of (tipo, datos, language);
  /* One line, whatever it was made of. */
  for (char *at = news->title; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  lines = g_strsplit (*text != '\0' ? text : text_of (datos, "documento_nombre"), "\r", -1);
  news->text = g_strjoinv ("", lines);
  return news;
}

void
tbk_news_free (TbkNews *news)
{
  if (news == NULL)
    return;
  g_free (news->title);
  g_free (news->text);
  g_free (news);
}
