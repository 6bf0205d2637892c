/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values: units, texts, lines' settings; and when a weight is one to be kept without a key. */
#include <string.h>

#include <gio/gio.h>

#include "tbk-captura.h"
#include "tbk-protocolo.h"

typedef struct
{
  const char *valor;
  TbkMasa unidad;
  const char *kg; /* NULL: no mass */
} KgCaso;

static const KgCaso kg_casos[] = {
  { "1234.5", TBK_MASA_KG, "1234.500" },
  { "100", TBK_MASA_LB, "45.359" },
  { "2204.62", TBK_MASA_LB, "999.999" },
  { "12.5", TBK_MASA_T, "12500.000" },
  { "1234", TBK_MASA_G, "1.234" },
  { "1600", TBK_MASA_OZ, "45.359" },
  { "-0.5", TBK_MASA_KG, "-0.500" },
  { "7.5", TBK_MASA_NINGUNA, "7.500" }, /* the setting says kg */
  { "7.5", TBK_MASA_PCT, NULL },
};

static TbkLectura
reading (const char *valor, TbkMasa unidad, TbkLecturaEstado estado)
{
  TbkLectura lectura = { .unidad = unidad, .estado = estado };

  g_assert_true (tbk_decimal_parse (valor, &lectura.valor, NULL));
  return lectura;
}

static void
test_kg (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kg_casos); i++)
    {
      TbkLectura lectura = reading (kg_casos[i].valor, kg_casos[i].unidad, TBK_LECTURA_ESTABLE);
      TbkDecimal kg;
      g_autofree char *text = NULL;

      g_assert_cmpint (tbk_lectura_to_kg (&lectura, TBK_MASA_KG, &kg, NULL), ==, kg_casos[i].kg != NULL);
      if (kg_casos[i].kg == NULL)
        continue;
      text = tbk_decimal_to_text (kg);
      g_assert_cmpstr (text, ==, kg_casos[i].kg);
    }
}

static void
test_no_value (void)
{
  TbkLectura lectura = reading ("0", TBK_MASA_KG, TBK_LECTURA_SOBRECARGA);
  g_autoptr (GError) error = NULL;
  TbkDecimal kg;

  g_assert_false (tbk_lectura_to_kg (&lectura, TBK_MASA_KG, &kg, &error));
  g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_FORMAT);
}

static void
test_masa (void)
{
  g_assert_cmpint (tbk_masa_parse (" KG ", 4), ==, TBK_MASA_KG);
  g_assert_cmpint (tbk_masa_parse ("lbs", 3), ==, TBK_MASA_LB);
  g_assert_cmpint (tbk_masa_parse ("tn", 2), ==, TBK_MASA_T);
  g_assert_cmpint (tbk_masa_parse ("", 0), ==, TBK_MASA_NINGUNA);
  g_assert_cmpint (tbk_masa_parse ("qq", 2), ==, TBK_MASA_NINGUNA);
}

static void
test_cruda (void)
{
  TbkLectura lectura = reading ("1.5", TBK_MASA_KG, TBK_LECTURA_ESTABLE);
  g_autofree char *text = NULL;

  memcpy (lectura.cruda, "\x02 1\xff", 4);
  lectura.n_cruda = 4;
  text = tbk_lectura_cruda_text (&lectura);
  g_assert_cmpstr (text, ==, "<02> 1<FF>");
}

static void
test_linea (void)
{
  const char *const good[] = { "9600 8N1", "2400 7E1", "1200 7O1", "115200 8N2 rtscts", "4800 8E1 xonxoff" };
  const char *const bad[] = { "", "9600", "9601 8N1", "9600 9N1",
                              "9600 8X1", "9600 8N3", "9600 8N1 maybe", "9600 8N1 rtscts more",
                              "-9600 8N1", "9600 8" };
  TbkLinea linea;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *back = NULL;

      g_assert_true (tbk_linea_parse (good[i], &linea, NULL));
      back = tbk_linea_to_text (&linea);
      g_assert_cmpstr (back, ==, good[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (tbk_linea_parse (bad[i], &linea, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

/* --- without a key ----------------------------------------------------------------------------- */

static guint
weigh (TbkCaptura *captura, const char *valor, TbkLecturaEstado estado, gint64 *now)
{
  TbkLectura lectura = reading (valor, TBK_MASA_KG, estado);
  guint taken = 0;
  TbkCarga carga;

  for (int i = 0; i < 10; i++)
    taken += tbk_captura_add (captura, &lectura, *now += 100 * G_TIME_SPAN_MILLISECOND, &carga) ? 1 : 0;
  return taken;
}

static void
test_captura (void)
{
  TbkCaptura captura;
  gint64 now = 0;

  tbk_captura_init (&captura, (TbkDecimal){ 5, 0 }, TBK_MASA_KG);
  g_assert_cmpuint (weigh (&captura, "1200", TBK_LECTURA_ESTABLE, &now), ==, 0); /* stood there at the start */
  g_assert_cmpuint (weigh (&captura, "0", TBK_LECTURA_ESTABLE, &now), ==, 0);
  g_assert_cmpuint (weigh (&captura, "900", TBK_LECTURA_MOVIMIENTO, &now), ==, 0);
  g_assert_cmpuint (weigh (&captura, "1300", TBK_LECTURA_ESTABLE, &now), ==, 1);
  g_assert_cmpuint (weigh (&captura, "1310", TBK_LECTURA_ESTABLE, &now), ==, 0); /* the same truck */
  g_assert_cmpuint (weigh (&captura, "0", TBK_LECTURA_ESTABLE, &now), ==, 0);
  g_assert_cmpuint (weigh (&captura, "4.9", TBK_LECTURA_ESTABLE, &now), ==, 0);
  g_assert_cmpuint (weigh (&captura, "1400", TBK_LECTURA_MUDA, &now), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lectura/kg", test_kg);
  g_test_add_func ("/lectura/no-value", test_no_value);
  g_test_add_func ("/lectura/masa", test_masa);
  g_test_add_func ("/lectura/cruda", test_cruda);
  g_test_add_func ("/lectura/linea", test_linea);
  g_test_add_func ("/lectura/captura", test_captura);
  return g_test_run ();
}
