/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-catalogue.h"
#include "tbk-json.h"
#include "tbk-news.h"

#include <gio/gio.h>
#include <string.h>

#include "unit-cases.h"

/* --- translations
 * --------------------------------------------------------------------------------
 */

static void
test_translate (void)
{
  g_assert_cmpstr (tbk_translate ("es", "Suspended"), ==, "Suspendido");
  g_assert_cmpstr (tbk_translate ("es", "no such text"), ==, "no such text");
  g_assert_cmpstr (tbk_translate ("en", "Suspended"), ==, "Suspended");
  g_assert_cmpstr (tbk_translate ("../es", "Suspended"), ==, "Suspended");
}

/* Whatever is in its place is read within its bounds: each cut, and each byte another. */
static void
test_spoiled (void)
{
  g_autoptr (GBytes) catalogue = g_resources_lookup_data ("/com/triboka/server/po/es.mo",
                                                          G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (catalogue, &size);

  for (gsize cut = 0; cut < MIN (size, 4096); cut++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, MAX (cut, 1));

      tbk_catalogue_find (copy, cut, "Suspended");
    }
  for (gsize at = 0; at < MIN (size, 4096); at++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, size);

      copy[at] ^= 0xff;
      tbk_catalogue_find (copy, size, "Suspended");
    }
  g_assert_cmpstr (tbk_catalogue_find (bytes, size, "Suspended"), ==, "Suspendido");
}

/* --- what a notificacion says
 * --------------------------------------------------------------------------------
 */

typedef struct
{
  const char *tipo;
  const char *datos;
  const char *language;
  const char *title;
  const char *text;
} NewsCase;

/* clang-format off */
static const NewsCase news_cases[] = {
  { "contrato_estado", "{\"codigo\": \"CT-1\", \"antes\": \"Borrador\", \"estado\": \"Cancelado\"}", "en", "Contract CT-1 is now Cancelled", "" },
  { "contrato_estado", "{\"codigo\": \"CT-1\", \"estado\": \"Cancelado\"}", "es", "El contrato CT-1 está ahora Cancelado", "" },
  { "contrato_estado", "{\"codigo\": \"CT-1\", \"estado\": \"Nuevo\"}", "en", "Contract CT-1 is now Nuevo", "" },
  { "lote_recibido", "{\"codigo_lote\": \"LT-1\"}", "es", "El lote LT-1 fue recibido", "" },
  { "mensaje", "{\"autor_nombre\": \"Eva\", \"texto\": \"Hola\\r\\n¿qué?\"}", "es", "Eva le escribió", "Hola\n¿qué?" },
  { "mensaje", "{\"autor_nombre\": \"Eva\", \"texto\": \"\", \"documento_nombre\": \"guía.pdf\"}", "en", "Eva wrote to you", "guía.pdf" },
  { "mensaje", "{\"autor_nombre\": \"100%s %n\", \"texto\": \"\"}", "en", "100%s %n wrote to you", "" },
  { "mencion", "{\"autor_nombre\": \"Eva\"}", "es", "Eva le mencionó", "" },
  { "documento", "{\"codigo\": \"CT-1\", \"nombre\": \"a.pdf\"}", "es", "Nuevo documento en el contrato CT-1: a.pdf", "" },
  { "fijacion", "{\"codigo\": \"CT-1\"}", "es", "Se fijó un precio del contrato CT-1", "" },
  { "aviso", "{\"titulo\": \"Feriado\\r\\nBcc: a@b\", \"texto\": \"No hay\"}", "es", "Feriado  Bcc: a@b", "No hay" },
  { "aviso", "{\"titulo\": 7}", "es", "Novedades de Triboka", "" },
  { "documento", "{}", "en", "New document in contract : ", "" },
};
/* clang-format on */

static void
test_news (gconstpointer data)
{
  const NewsCase *test = data;
  g_autoptr (JsonObject) datos = tbk_json_parse_object (test->datos, -1, NULL);
  g_autoptr (TbkNews) news = tbk_news_new (test->tipo, datos, test->language);

  g_assert_cmpstr (news->title, ==, test->title);
  g_assert_cmpstr (news->text, ==, test->text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/translate", test_translate);
  g_test_add_func ("/catalogue/spoiled", test_spoiled);
  unit_add_cases ("/catalogue/news", news_cases, test_news);
  return g_test_run ();
}
