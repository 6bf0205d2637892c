/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a notificacion says to a person: one line, and what follows it. */
typedef struct
{
  char *title; /* "Contract CT-2026-00014 is now Active": one line */
  char *text;  /* a message's words, an announcement's; "": none */
} TbkNews;

/* `tipo`, `datos`: the notificacion's (0012-notificacion.sql); `language`: "es", "en". Whatever datos lacks is left out.
 * Returns: (transfer full). Any thread. */
TbkNews *tbk_news_new (const char *tipo, JsonObject *datos, const char *language);
void tbk_news_free (TbkNews *news);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkNews, tbk_news_free)

G_END_DECLS
