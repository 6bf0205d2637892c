/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cadena.h"

#include <string.h>

/* The first weighing of a chain, and what sha256sum makes of it. */
static const char *const first[TBK_CADENA_CAMPOS] = {
  [TBK_CADENA_ID] = "0192f3b0-0000-4000-8000-000000000001",
  [TBK_CADENA_EMPRESA_ID] = "7",
  [TBK_CADENA_LOTE_ID] = "12",
  [TBK_CADENA_ETAPA] = "entrada",
  [TBK_CADENA_BRUTO_KG] = "4580.000",
  [TBK_CADENA_TARA_VEHICULO_KG] = "0.000",
  [TBK_CADENA_TARA_SACOS_KG] = "46.500",
  [TBK_CADENA_NETO_KG] = "4533.500",
  [TBK_CADENA_HUMEDAD] = "7.25",
  [TBK_CADENA_SACOS] = "62",
  [TBK_CADENA_ORIGEN] = "iot",
  [TBK_CADENA_BASCULA] = "Báscula 1",
  [TBK_CADENA_TRAMA] = "ST,GS,+004580.0kg\\x0d\nsegunda\r",
  [TBK_CADENA_ESTABLE] = "true",
  [TBK_CADENA_MANUAL] = "false",
  [TBK_CADENA_USUARIO_ID] = "3",
  [TBK_CADENA_CAPTURADO_EN] = "2026-11-28T14:03:05.120000Z",
  [TBK_CADENA_RECIBIDO_EN] = "2026-11-28T14:03:06.000000Z",
};
#define FIRST_TEXT                                                                                       \
  "triboka-pesaje-1\nid:0192f3b0-0000-4000-8000-000000000001\nempresa_id:7\nlote_id:12\netapa:entrada\n" \
  "bruto_kg:4580.000\ntara_vehiculo_kg:0.000\ntara_sacos_kg:46.500\nneto_kg:4533.500\nhumedad:7.25\n"    \
  "sacos:62\nplaca\norigen:iot\nbascula:Báscula 1\ntrama:ST,GS,+004580.0kg\\\\x0d\\nsegunda\\r\n"       \
  "estable:true\nmanual:false\nmotivo\ntara_en\ntara_trama\nusuario_id:3\n"                              \
  "capturado_en:2026-11-28T14:03:05.120000Z\nrecibido_en:2026-11-28T14:03:06.000000Z\nanula\n"
#define FIRST_HASH "f8aa9bf763bfb659e5a6946834b644093630726900010e576fef49812f2f0dca"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static void
test_text (void)
{
  g_autoptr (GString) text = g_string_new ("what was there");

  tbk_cadena_write_text (first, text);
  g_assert_cmpstr (text->str, ==, FIRST_TEXT);
}

/* A discount makes it another form, with two lines more; it cannot be taken away or slipped in unseen. */
static void
test_discount (void)
{
  const char *values[TBK_CADENA_CAMPOS];
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) half = g_string_new (NULL);

  memcpy (values, first, sizeof values);
  values[TBK_CADENA_LIQUIDO_KG] = "4521.313";
  tbk_cadena_write_text (values, half);
  g_assert_true (g_str_has_suffix (half->str, "\nanula\nhumedad_regla\nliquido_kg:4521.313\n"));
  values[TBK_CADENA_HUMEDAD_REGLA] = "materia_seca 7.00";
  tbk_cadena_write_text (values, text);
  g_assert_true (g_str_has_prefix (text->str, "triboka-pesaje-2\nid:"));
  g_assert_true (g_str_has_suffix (text->str, "\nanula\nhumedad_regla:materia_seca 7.00\nliquido_kg:4521.313\n"));
}

/* No value is another text than an empty one, and no value can pass for the next field. */
static void
test_text_is_one (void)
{
  const char *values[TBK_CADENA_CAMPOS] = { NULL };
  g_autoptr (GString) none = g_string_new (NULL);
  g_autoptr (GString) empty = g_string_new (NULL);
  g_autoptr (GString) forged = g_string_new (NULL);

  tbk_cadena_write_text (values, none);
  values[TBK_CADENA_PLACA] = "";
  tbk_cadena_write_text (values, empty);
  values[TBK_CADENA_PLACA] = "x\norigen:y";
  tbk_cadena_write_text (values, forged);
  g_assert_cmpstr (none->str, !=, empty->str);
  g_assert_null (strstr (forged->str, "\norigen:y"));
}

static void
test_walk (void)
{
  const char *values[TBK_CADENA_CAMPOS];
  g_autoptr (GString) text = g_string_new (NULL);
  guint8 huella[TBK_CADENA_HASH_BYTES], hash[TBK_CADENA_HASH_BYTES];
  char hex[TBK_CADENA_HEX_SIZE];
  TbkCadena cadena;

  memcpy (values, first, sizeof values);
  tbk_cadena_begin (&cadena);
  g_assert_cmpstr (tbk_cadena_walk (&cadena, 2, values, ZEROS, FIRST_HASH), ==, "gap");
  g_assert_cmpstr (tbk_cadena_walk (&cadena, 1, values, FIRST_HASH, FIRST_HASH), ==, "link");
  g_assert_cmpstr (tbk_cadena_walk (&cadena, 1, values, ZEROS, ZEROS), ==, "content");
  g_assert_cmpstr (tbk_cadena_walk (&cadena, 1, values, NULL, NULL), ==, "link");
  values[TBK_CADENA_NETO_KG] = "4533.501";
  g_assert_cmpstr (tbk_cadena_walk (&cadena, 1, values, ZEROS, FIRST_HASH), ==, "content");
  g_assert_cmpint (cadena.numero, ==, 0);
  g_assert_null (tbk_cadena_walk (&cadena, 1, first, ZEROS, FIRST_HASH));
  g_assert_cmpint (cadena.numero, ==, 1);

  /* the same weighing once more is another link */
  tbk_cadena_write_text (first, text);
  tbk_cadena_hash_text (text, huella);
  tbk_cadena_link (cadena.hash, huella, hash);
  tbk_cadena_to_hex (hash, hex);
  g_assert_cmpstr (hex, !=, FIRST_HASH);
  g_assert_cmpstr (tbk_cadena_walk (&cadena, 1, first, FIRST_HASH, hex), ==, "gap");
  g_assert_null (tbk_cadena_walk (&cadena, 2, first, FIRST_HASH, hex));
}

/* Every field is in the hash. */
static void
test_every_field (void)
{
  for (guint i = 0; i < TBK_CADENA_CAMPOS; i++)
    {
      const char *values[TBK_CADENA_CAMPOS];
      TbkCadena cadena;

      memcpy (values, first, sizeof values);
      values[i] = "otro";
      tbk_cadena_begin (&cadena);
      g_test_message ("%s", tbk_cadena_campo_name (i));
      g_assert_cmpstr (tbk_cadena_walk (&cadena, 1, values, ZEROS, FIRST_HASH), ==, "content");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cadena/text", test_text);
  g_test_add_func ("/cadena/discount", test_discount);
  g_test_add_func ("/cadena/text-is-one", test_text_is_one);
  g_test_add_func ("/cadena/walk", test_walk);
  g_test_add_func ("/cadena/every-field", test_every_field);
  return g_test_run ();
}
