/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-stand-in.h"

char *
tbk_stand_in_parameter (const char *query, const char *name)
{
  g_autoptr (GHashTable) all = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL);

  return g_strdup (g_hash_table_lookup (all, name));
}

static guint
get_number (const char *query, const char *name)
{
  g_autofree char *text = tbk_stand_in_parameter (query, name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

char *
tbk_stand_in_page (const char *query, guint n, TbkStandInRow row, gpointer data)
{
  guint size = get_number (query, "page_size");
  guint page = get_number (query, "page");
  guint start = page > 0 ? (page - 1) * size : get_number (query, "despues");
  guint end = MIN (start + size, n);
  GString *json = g_string_new ("{\"items\":[");

  for (guint i = start; i < end; i++)
    {
      g_autofree char *text = row (i, data);

      g_string_append_printf (json, "%s%s", i > start ? "," : "", text);
    }
  g_string_append_printf (json, "],\"total\":%u", n);
  if (end < n)
    g_string_append_printf (json, ",\"siguiente\":\"%u\"", end);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
