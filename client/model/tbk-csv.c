/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-csv.h"

#include <langinfo.h>
#include <string.h>

#include <csv.h>

char
tbk_csv_separator (void)
{
  return nl_langinfo (RADIXCHAR)[0] == ',' ? ';' : ',';
}

/* Sign, digits, at most one mark: nothing that could be calculated. */
static gboolean
is_plain_number (const char *cell)
{
  gsize length = strlen (cell);

  return length > 1 && strspn (cell + 1, "0123456789.,") == length - 1
         && strchr (cell, '.') == strrchr (cell, '.') && strchr (cell, ',') == strrchr (cell, ',');
}

static gboolean
looks_like_formula (const char *cell)
{
  /* some spreadsheets take the full-width forms for what they look like */
  static const char *const wide[] = { "＝", "＋", "－", "＠" };

  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    if (g_str_has_prefix (cell, wide[i]))
      return TRUE;
  return cell[0] != '\0' && strchr ("=+-@\t\r\n", cell[0]) != NULL && !(cell[0] == '-' && is_plain_number (cell));
}

static void
append_quoted (GString *out, const char *cell)
{
  gsize start = out->len;
  gsize size = csv_write (NULL, 0, cell, strlen (cell));

  g_string_set_size (out, start + size);
  csv_write (out->str + start, size, cell, strlen (cell));
}

void
tbk_csv_append (GString *out, const char *const *cells, gsize n_cells, char separator)
{
  for (gsize i = 0; i < n_cells; i++)
    {
      const char *cell = cells[i] != NULL ? cells[i] : "";

      if (i > 0)
        g_string_append_c (out, separator);
      if (looks_like_formula (cell))
        {
          g_autofree char *tamed = g_strconcat ("'", cell, NULL);

          append_quoted (out, tamed);
        }
      else
        append_quoted (out, cell);
    }
  g_string_append (out, "\r\n");
}
