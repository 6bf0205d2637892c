/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-estado.h"

#include <string.h>

/* -1: none */
static int
find (const TbkEstado *machine, const char *name)
{
  g_autofree char *folded = NULL;

  if (machine == NULL || name == NULL)
    return -1;
  for (int i = 0; machine[i].name != NULL; i++)
    if (strcmp (machine[i].name, name) == 0)
      return i;

  folded = tbk_fold (name);
  for (int i = 0; machine[i].name != NULL; i++)
    {
      g_autofree char *own = tbk_fold (machine[i].name);

      if (strcmp (own, folded) == 0)
        return i;
    }
  return -1;
}

const TbkEstado *
tbk_estado_find (const TbkEstado *machine, const char *name)
{
  int index = find (machine, name);

  return index < 0 ? NULL : &machine[index];
}

gboolean
tbk_estado_allows (const TbkEstado *machine, const char *from, const char *to)
{
  const TbkEstado *start = tbk_estado_find (machine, from);
  const TbkEstado *end = tbk_estado_find (machine, to);

  if (start == NULL || end == NULL || start->next == NULL)
    return FALSE;
  return g_strv_contains (start->next, end->name);
}

gboolean
tbk_estado_is_backward (const TbkEstado *machine, const char *from, const char *to)
{
  int start = find (machine, from);
  int end = find (machine, to);

  return start >= 0 && end >= 0 && end < start;
}

char *
tbk_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *apart = NULL;
  GString *folded;

  g_return_val_if_fail (text != NULL, NULL);
  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  valid = g_utf8_make_valid (text, -1);
  apart = g_utf8_normalize (valid, -1, G_NORMALIZE_NFD);
  folded = g_string_sized_new (strlen (apart));
  /* not g_utf8_strdown(), which follows the locale */
  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (folded, g_unichar_tolower (c));
    }
  return g_string_free (folded, FALSE);
}
