/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lectura.h"

#include <string.h>

/* clang-format off */
static const struct
{
  TbkMasa masa;
  const char *symbol;
  TbkDecimal kg; /* of one; 0 for what is no mass */
} masas[] = {
  { TBK_MASA_KG, "kg", { 1, 0 } },
  { TBK_MASA_G, "g", { 1, 3 } },
  { TBK_MASA_T, "t", { 1000, 0 } },
  { TBK_MASA_LB, "lb", { 45359237, 8 } },
  { TBK_MASA_OZ, "oz", { 28349523, 9 } }, /* to 9 decimals; the last two of its 12 do not change a gram */
  { TBK_MASA_PCT, "%", { 0 } },
};
static const struct
{
  const char *otro;
  TbkMasa masa;
} otros[] = {
  { "kgs", TBK_MASA_KG }, { "lbs", TBK_MASA_LB }, { "tn", TBK_MASA_T }, { "to", TBK_MASA_T },
};
static const char *const estados[] = {
  [TBK_LECTURA_MUDA] = "mudo", [TBK_LECTURA_ESTABLE] = "estable", [TBK_LECTURA_MOVIMIENTO] = "movimiento",
  [TBK_LECTURA_SOBRECARGA] = "sobrecarga", [TBK_LECTURA_BAJO_CERO] = "bajo cero", [TBK_LECTURA_FALLA] = "falla",
};
static const char *const clases[] = {
  [TBK_CLASE_DESCONOCIDA] = "", [TBK_CLASE_BRUTO] = " bruto", [TBK_CLASE_NETO] = " neto", [TBK_CLASE_TARA] = " tara",
};
/* clang-format on */

#define DECIMALES_KG 3
#define DECIMALES_PCT 2

gboolean
tbk_lectura_con_valor (const TbkLectura *lectura)
{
  return lectura->estado <= TBK_LECTURA_MOVIMIENTO;
}

static TbkDecimal
kg_de (TbkMasa masa)
{
  for (gsize i = 0; i < G_N_ELEMENTS (masas); i++)
    if (masas[i].masa == masa)
      return masas[i].kg;
  return (TbkDecimal){ 0 };
}

gboolean
tbk_lectura_to_kg (const TbkLectura *lectura, TbkMasa si_ninguna, TbkDecimal *kg, GError **error)
{
  TbkMasa masa = lectura->unidad != TBK_MASA_NINGUNA ? lectura->unidad : si_ninguna;
  TbkDecimal uno = kg_de (masa);

  if (!tbk_lectura_con_valor (lectura) || uno.units == 0)
    {
      g_set_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_FORMAT, "not a mass: %s, unit '%s'",
                   estados[lectura->estado], tbk_masa_symbol (masa));
      return FALSE;
    }
  return tbk_decimal_mul (lectura->valor, uno, DECIMALES_KG, kg, error);
}

gboolean
tbk_lectura_to_pct (const TbkLectura *lectura, TbkDecimal *pct)
{
  return lectura->unidad == TBK_MASA_PCT && tbk_lectura_con_valor (lectura)
         && tbk_decimal_rescale (lectura->valor, DECIMALES_PCT, pct, NULL) && pct->units >= 0
         && tbk_decimal_compare (*pct, (TbkDecimal){ 100, 0 }) <= 0;
}

const char *
tbk_masa_symbol (TbkMasa masa)
{
  for (gsize i = 0; i < G_N_ELEMENTS (masas); i++)
    if (masas[i].masa == masa)
      return masas[i].symbol;
  return "";
}

static gboolean
misma (const char *text, gsize n, const char *symbol)
{
  return strlen (symbol) == n && g_ascii_strncasecmp (text, symbol, n) == 0;
}

TbkMasa
tbk_masa_parse (const char *text, gsize n)
{
  while (n > 0 && *text == ' ')
    {
      text++;
      n--;
    }
  while (n > 0 && text[n - 1] == ' ')
    n--;
  for (gsize i = 0; i < G_N_ELEMENTS (masas); i++)
    if (misma (text, n, masas[i].symbol))
      return masas[i].masa;
  for (gsize i = 0; i < G_N_ELEMENTS (otros); i++)
    if (misma (text, n, otros[i].otro))
      return otros[i].masa;
  return TBK_MASA_NINGUNA;
}

/* Printable ASCII as it is but for `also`; the rest by `open`, two hexadecimal digits of `digits`, `close`. */
static char *
write_cruda (const TbkLectura *lectura, char also, const char *open, const char *digits, const char *close)
{
  GString *text = g_string_sized_new (lectura->n_cruda + 16);

  for (guint i = 0; i < lectura->n_cruda; i++)
    {
      guint8 byte = lectura->cruda[i];

      if (g_ascii_isprint ((char) byte) && byte != (guint8) also)
        g_string_append_c (text, (char) byte);
      else
        g_string_append_printf (text, "%s%c%c%s", open, digits[byte >> 4], digits[byte & 0xf], close);
    }
  return g_string_free (text, FALSE);
}

char *
tbk_lectura_cruda_text (const TbkLectura *lectura)
{
  return write_cruda (lectura, '\0', "<", "0123456789ABCDEF", ">");
}

char *
tbk_lectura_cruda_escape (const TbkLectura *lectura)
{
  return write_cruda (lectura, '\\', "\\x", "0123456789abcdef", "");
}

char *
tbk_lectura_to_text (const TbkLectura *lectura)
{
  g_autofree char *cruda = tbk_lectura_cruda_text (lectura);
  g_autofree char *valor = tbk_decimal_to_text (lectura->valor);
  g_autofree char *tara = tbk_decimal_to_text (lectura->tara);
  const char *unidad = tbk_masa_symbol (lectura->unidad);
  gboolean hay = tbk_lectura_con_valor (lectura);

  return g_strdup_printf ("%s%s%s%s%s%s%s%s%s | %s", hay ? valor : "", hay && *unidad != '\0' ? " " : "",
                          hay ? unidad : "", hay ? " " : "", estados[lectura->estado], clases[lectura->clase],
                          lectura->con_tara ? " tara " : "", lectura->con_tara ? tara : "",
                          lectura->en_cero ? " cero" : "", cruda);
}
