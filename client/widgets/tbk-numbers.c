/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-closures.h"

#include <langinfo.h>
#include <string.h>

#include "tbk-peso.h"

#define GROUP 3
#define DECIMALS_KG 3
#define NBSP "\302\240"

static const char *
decimal_mark (void)
{
  return nl_langinfo (RADIXCHAR);
}

static const char *
group_mark (void)
{
  return nl_langinfo (THOUSEP);
}

/* Wire text with the locale's marks. `grouped`: thousands apart. */
static char *
localize (const char *text, gboolean grouped)
{
  GString *out = g_string_new (NULL);
  const char *digits = text[0] == '-' ? text + 1 : text;
  gsize whole = strcspn (digits, ".");

  if (text[0] == '-')
    g_string_append (out, "−");
  for (gsize i = 0; i < whole; i++)
    {
      if (grouped && i > 0 && (whole - i) % GROUP == 0)
        g_string_append (out, group_mark ());
      g_string_append_c (out, digits[i]);
    }
  if (digits[whole] == '.')
    {
      g_string_append (out, decimal_mark ());
      g_string_append (out, digits + whole + 1);
    }
  return g_string_free (out, FALSE);
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[0] == '\0';
}

/* "%s<nbsp>unit" of what stays text when it is no number. */
static char *
with_unit (const char *text, const char *unit)
{
  g_autofree char *number = NULL;

  if (is_blank (text))
    return g_strdup ("");
  number = localize (text, TRUE);
  return g_strconcat (number, NBSP, unit, NULL);
}

char *
tbk_show_decimal (gpointer self, const char *text)
{
  return is_blank (text) ? g_strdup ("") : localize (text, TRUE);
}

/* Returns: (transfer full) (nullable). */
static char *
convert (const char *kg, const char *unidad, guint8 scale)
{
  TbkUnit unit = tbk_unit_from_symbol (unidad);
  TbkDecimal mass, shown;

  if (unit == TBK_UNIT_NONE)
    unit = TBK_UNIT_KG;
  if (!tbk_decimal_parse (kg, &mass, NULL) || !tbk_peso_from_kg (mass, unit, scale, &shown, NULL))
    return NULL;
  return tbk_decimal_to_text (shown);
}

char *
tbk_show_peso (gpointer self, const char *kg, const char *unidad)
{
  g_autofree char *text = NULL;

  if (is_blank (kg))
    return g_strdup ("");
  text = convert (kg, unidad, g_strcmp0 (unidad, "TM") == 0 ? 3 : 2);
  return with_unit (text, is_blank (unidad) ? "kg" : unidad);
}

char *
tbk_show_tm (gpointer self, const char *tm)
{
  return with_unit (tm, "TM");
}

char *
tbk_show_percent (gpointer self, const char *text)
{
  return with_unit (text, "%");
}

char *
tbk_show_usd (gpointer self, const char *text)
{
  g_autofree char *number = NULL;

  if (is_blank (text))
    return g_strdup ("");
  number = localize (text[0] == '-' ? text + 1 : text, TRUE);
  return g_strconcat (text[0] == '-' ? "−$" : "$", number, NULL);
}

static void
trim_zeros (char *text)
{
  gsize length = strlen (text);

  if (strchr (text, '.') == NULL)
    return;
  while (text[length - 1] == '0')
    text[--length] = '\0';
  if (text[length - 1] == '.')
    text[length - 1] = '\0';
}

char *
tbk_show_plain (const char *text)
{
  g_autofree char *shown = NULL;

  if (is_blank (text))
    return g_strdup ("");
  shown = localize (text[0] == '-' ? text + 1 : text, FALSE);
  return g_strconcat (text[0] == '-' ? "-" : "", shown, NULL);
}

char *
tbk_show_peso_plain (const char *kg, const char *unidad)
{
  /* kg and TM come back to the gram; a quintal's fifth digit is less than one, and would only turn a typed 22.05 into
   * 22.049998 */
  guint8 scale = g_strcmp0 (unidad, "TM") == 0 ? 6 : g_strcmp0 (unidad, "qq") == 0 ? 4
                                                                                   : DECIMALS_KG;
  g_autofree char *text = NULL;

  if (is_blank (kg))
    return g_strdup ("");
  text = convert (kg, unidad, scale);
  if (text == NULL)
    return g_strdup (kg);
  trim_zeros (text);
  return tbk_show_plain (text);
}

char *
tbk_read_peso (const char *typed, const char *unidad)
{
  g_autofree char *text = tbk_read_decimal (typed);
  TbkUnit unit = tbk_unit_from_symbol (unidad);
  TbkDecimal amount, kg, rounded;

  if (text == NULL || !tbk_decimal_parse (text, &amount, NULL))
    return NULL;
  if (unit == TBK_UNIT_NONE)
    unit = TBK_UNIT_KG;
  if (unit == TBK_UNIT_KG)
    return g_steal_pointer (&text);
  if (!tbk_peso_to_kg (amount, unit, &kg, NULL) || !tbk_decimal_rescale (kg, DECIMALS_KG, &rounded, NULL))
    return NULL;
  return tbk_decimal_to_text (rounded);
}

/* --- reading what was typed --- */

/* Without spaces; the typographic minus is a minus. Returns: (transfer full). */
static char *
squeeze (const char *typed)
{
  GString *out = g_string_new (NULL);

  for (const char *at = typed; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character == 0x2212)
        g_string_append_c (out, '-');
      else if (!g_unichar_isspace (character))
        g_string_append_unichar (out, character);
    }
  return g_string_free (out, FALSE);
}

static guint
count (const char *text, char mark)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == mark;
  return n;
}

/* Whether `mark` parts the digits as thousands: three digits after each. */
static gboolean
parts_thousands (const char *text, char mark)
{
  const char *at = strchr (text, mark);

  for (; at != NULL; at = strchr (at + 1, mark))
    {
      if (strspn (at + 1, "0123456789") != GROUP)
        return FALSE;
    }
  return TRUE;
}

/* The mark before the decimals, or 0: of two kinds the last one; of one kind the locale's own, or any that stands alone
 * and is not the locale's for thousands. */
static char
find_point (const char *text)
{
  const char *dot = strrchr (text, '.');
  const char *comma = strrchr (text, ',');
  const char *mark = dot != NULL ? dot : comma;

  if (mark == NULL)
    return 0;
  if (dot != NULL && comma != NULL)
    return dot > comma ? '.' : ',';
  if (count (text, *mark) > 1 || (*mark == group_mark ()[0] && parts_thousands (text, *mark)))
    return 0;
  return *mark;
}

char *
tbk_read_decimal (const char *typed)
{
  g_autofree char *text = squeeze (typed != NULL ? typed : "");
  char point = find_point (text);
  char other = point == '.' ? ',' : '.';
  g_autoptr (GString) out = g_string_new (NULL);
  TbkDecimal value;

  if (point != 0 && count (text, point) > 1)
    return NULL;
  if (point == 0 && (!parts_thousands (text, '.') || !parts_thousands (text, ',')))
    return NULL;
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == point && point != 0)
        g_string_append_c (out, '.');
      else if (*at != other && *at != ',' && *at != '.')
        g_string_append_c (out, *at);
    }
  if (!tbk_decimal_parse (out->str, &value, NULL))
    return NULL;
  return tbk_decimal_to_text (value);
}
