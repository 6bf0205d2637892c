/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-text.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-decimal.h"

static gboolean
parse (const char *text, TbkDecimal *out)
{
  return text != NULL && *text != '\0' && tbk_decimal_parse (text, out, NULL);
}

char *
tbk_lote_describe_peso (gpointer self, const char *peso_kg)
{
  g_autofree char *kg = NULL;
  g_autofree char *qq = NULL;
  TbkDecimal value;

  if (!parse (peso_kg, &value))
    return g_strdup ("");
  kg = tbk_show_peso (self, peso_kg, "kg");
  qq = tbk_show_peso (self, peso_kg, "qq");
  return g_strdup_printf ("%s = %s", kg, qq);
}

/* "1,48 %" of `whole`. Returns: (transfer full) (nullable). */
static char *
share_of (TbkDecimal part, TbkDecimal whole)
{
  const TbkDecimal hundred = { 100, 0 };
  g_autofree char *text = NULL;
  TbkDecimal percent;

  if (!tbk_decimal_mul (part, hundred, part.scale, &percent, NULL)
      || !tbk_decimal_div (percent, whole, 2, &percent, NULL))
    return NULL;
  text = tbk_decimal_to_text (percent);
  return tbk_show_percent (NULL, text);
}

static TbkDecimal
size_of (TbkDecimal value)
{
  return (TbkDecimal){ ABS (value.units), value.scale };
}

char *
tbk_lote_compare_peso (const char *before_kg, const char *after_kg, const char *unidad)
{
  g_autofree char *before_shown = tbk_show_peso (NULL, before_kg, unidad);
  g_autofree char *after_shown = NULL;
  g_autofree char *size = NULL;
  g_autofree char *size_shown = NULL;
  g_autofree char *share = NULL;
  TbkDecimal before, after, change;

  if (!parse (before_kg, &before) || !parse (after_kg, &after) || !tbk_decimal_sub (after, before, &change, NULL))
    return g_strdup (before_shown);
  after_shown = tbk_show_peso (NULL, after_kg, unidad);
  if (change.units == 0)
    /* Translators: %s is a weight */
    return g_strdup_printf (_ ("%s, as announced"), after_shown);
  size = tbk_decimal_to_text (size_of (change));
  size_shown = tbk_show_peso (NULL, size, unidad);
  share = share_of (size_of (change), before);
  /* Translators: the weight announced, the weight that came, the difference, in percent */
  return g_strdup_printf (change.units < 0 ? _ ("%s → %s: %s less (%s)") : _ ("%s → %s: %s more (%s)"),
                          before_shown, after_shown, size_shown, share != NULL ? share : "—");
}

char *
tbk_lote_compare_humedad (const char *before, const char *after)
{
  g_autofree char *before_shown = tbk_show_percent (NULL, before);
  g_autofree char *after_shown = NULL;
  g_autofree char *size = NULL;
  g_autofree char *size_shown = NULL;
  TbkDecimal was, is, change;

  if (!parse (before, &was) || !parse (after, &is) || !tbk_decimal_sub (is, was, &change, NULL))
    return g_strdup (before_shown);
  if (change.units == 0)
    /* Translators: %s is a moisture in percent */
    return g_strdup_printf (_ ("%s, as announced"), before_shown);
  after_shown = tbk_show_percent (NULL, after);
  size = tbk_decimal_to_text (size_of (change));
  size_shown = tbk_show_decimal (NULL, size);
  /* Translators: the moisture announced, the one measured, how many percentage points it differs by */
  return g_strdup_printf (change.units < 0 ? _ ("%s → %s: %s points less") : _ ("%s → %s: %s points more"),
                          before_shown, after_shown, size_shown);
}
