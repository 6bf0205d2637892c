/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-patron.h"
#include "tbk-trama.h"

#include <gio/gio.h>
#include <string.h>

#define F(text) text, sizeof text - 1

typedef struct
{
  TbkPatronAjuste ajuste;
  const char *bytes;
  gsize n;
  const char *values; /* what is read, one after another: "14.4 12.0*", * where it stands still */
} Caso;

/* clang-format off */
static const Caso casos[] = {
  { { "####\\r\\n", TBK_MASA_PCT }, F ("x4.4\r\n14.4\r\n12,0\r\n"), "14.4 12.0" },
  { { "####\\r\\n", TBK_MASA_PCT }, F ("14.4\r\n"), "" }, /* the end of a longer line, for all one knows */
  { { "####\\r\\n", TBK_MASA_PCT }, F ("\n114.4\r\n14.4\r\n"), "14.4" },
  { { "####\\r", TBK_MASA_PCT }, F ("\r\n14.4\r\n12.0\r\n"), "14.4 12.0" },
  { { "\\x02????????\\r\\n####\\r\\n\\x03", TBK_MASA_PCT }, F ("\x02MAIZ    \r\n14.4\r\n\x03"), "14.4" },
  { { "W!######\\r", TBK_MASA_KG, 1, 'S' }, F ("\rWS  1234\rWM  1235\rWS -  12\r"), "123.4* 123.5 -1.2*" },
  { { "W!######\\r", TBK_MASA_KG, 1, 'S' }, F ("\rWS 123.45\rWS12.345\r"), "12.345*" },
  { { "\\#\\?\\!\\\\###\\x0d", TBK_MASA_LB }, F ("\r#?!\\ 25\r"), "25" },
  { { "###\\x03", TBK_MASA_KG }, F ("\x03  5\x03 a5\x03 - \x03 12\x03"), "5 12" },
};
static const char *const refused[] = { "", "abc\\r", "##a##\\r", "####", "##\\q\\r", "##\\x1\\r", "!##\\r",
  "#########################################################################################################\\r" };
/* clang-format on */

static void
read_cb (const TbkLectura *lectura, gpointer data)
{
  g_autofree char *text = tbk_decimal_to_text (lectura->valor);
  GString *all = data;

  g_string_append_printf (all, "%s%s%s", all->len > 0 ? " " : "", text,
                          lectura->estado == TBK_LECTURA_ESTABLE ? "*" : "");
}

static void
test_reads (gconstpointer data)
{
  const Caso *caso = data;
  g_autoptr (GError) error = NULL;
  TbkProtocolo *patron = tbk_patron_new (&caso->ajuste, &error);

  g_assert_no_error (error);
  for (gsize piece = 1; piece <= caso->n; piece += caso->n - 1)
    {
      g_autoptr (TbkTramas) tramas = tbk_tramas_new (patron);
      g_autoptr (GString) all = g_string_new (NULL);

      for (gsize at = 0; at < caso->n; at += piece)
        tbk_tramas_feed (tramas, (const guint8 *) caso->bytes + at, MIN (piece, caso->n - at), read_cb, all);
      g_assert_cmpstr (all->str, ==, caso->values);
    }
  tbk_patron_free (patron);
}

static void
test_refused (gconstpointer data)
{
  const TbkPatronAjuste ajuste = { .plantilla = data };
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_patron_new (&ajuste, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* What it writes it reads. */
static void
test_writes (void)
{
  const TbkPatronAjuste ajuste = { "W!########kg\\r\\n", TBK_MASA_KG, 0, 'S' };
  TbkProtocolo *patron = tbk_patron_new (&ajuste, NULL);
  g_autoptr (TbkTramas) tramas = tbk_tramas_new (patron);
  g_autoptr (GString) all = g_string_new (NULL);
  TbkLectura lectura = { .valor = { -1234, 2 }, .estado = TBK_LECTURA_ESTABLE };
  guint8 bytes[TBK_TRAMA_MAX];
  gsize n = patron->escribir (patron, &lectura, bytes);

  for (int i = 0; i < 3; i++)
    tbk_tramas_feed (tramas, bytes, n, read_cb, all);
  g_assert_cmpstr (all->str, ==, "-12.34* -12.34*");
  tbk_patron_free (patron);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (casos); i++)
    {
      g_autofree char *path = g_strdup_printf ("/patron/reads/%zu", i);

      g_test_add_data_func (path, &casos[i], test_reads);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/patron/refused/%zu", i);

      g_test_add_data_func (path, refused[i], test_refused);
    }
  g_test_add_func ("/patron/writes", test_writes);
  return g_test_run ();
}
