/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documento.h"
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

#include <string.h>

typedef struct
{
  const char *given;
  const char *clean; /* NULL: nothing is left */
  const char *file;  /* NULL: as `clean` */
} NameCase;

static const NameCase name_cases[] = {
  { "Contrato.pdf", "Contrato.pdf" },
  { "Gui\xcc\x81"
    "a \xc3\xb1.pdf",
    "Gu\xc3\xad"
    "a \xc3\xb1.pdf" }, /* NFC */
  { "../../etc/passwd", "passwd" },
  { "..\\..\\windows\\x.pdf", "x.pdf" },
  { "C:\\fakepath\\factura.xml", "factura.xml" },
  { "/", NULL },
  { "..", NULL },
  { "...", NULL },
  { "", NULL },
  { "  \t ", NULL },
  { "a\xff.pdf", NULL }, /* not UTF-8 */
  { "fact\xe2\x80\xae"
    "fdp.exe",
    "factfdp.exe" }, /* right-to-left override */
  { "\xe2\x81\xa6"
    "a\xe2\x81\xa9.pdf",
    "a.pdf" }, /* isolates */
  { "a\xe2\x80\x8b"
    "b\xef\xbb\xbf.pdf",
    "ab.pdf" }, /* zero width, byte order mark */
  { "a\nb\x7f.pdf", "a b.pdf" },
  { "informe.pdf. .", "informe.pdf" },
  { " informe.pdf ", "informe.pdf" },
  { ".bashrc", ".bashrc", "_.bashrc" },
  { "-rf.pdf", "-rf.pdf", "_-rf.pdf" },
  { "a<b>:\"c|?*.pdf", "a<b>:\"c|?*.pdf", "a_b___c___.pdf" },
  { "CON.pdf", "CON.pdf", "_CON.pdf" },
  { "lpt1", "lpt1", "_lpt1" },
  { "contrato.pdf", "contrato.pdf" },
};

static void
test_names (gconstpointer data)
{
  const NameCase *c = data;
  g_autofree char *clean = tbk_documento_clean_name (c->given);
  g_autofree char *file = clean != NULL ? tbk_documento_file_name (clean) : NULL;

  g_assert_cmpstr (clean, ==, c->clean);
  g_assert_cmpstr (file, ==, c->file != NULL ? c->file : c->clean);
}

/* Too long a name loses its middle, never its extension, and never half a character. */
static void
test_long_name (void)
{
  g_autoptr (GString) given = g_string_new (NULL);
  g_autofree char *clean = NULL;
  g_autofree char *file = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append (given, "\xc3\xb1");
  g_string_append (given, ".xlsx");
  clean = tbk_documento_clean_name (given->str);
  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (clean, -1), ==, 200);
  g_assert_true (g_str_has_suffix (clean, "\xc3\xb1.xlsx"));

  file = tbk_documento_file_name (clean);
  g_assert_true (g_utf8_validate (file, -1, NULL));
  g_assert_cmpuint (strlen (file), ==, 2 * 117 + strlen (".xlsx"));
  g_assert_true (g_str_has_suffix (file, "\xc3\xb1.xlsx"));
}

static void
test_formats (void)
{
  const TbkFormato *jpeg = tbk_formato_find ("jpeg");

  for (const TbkFormato *formato = tbk_formatos (); formato->name != NULL; formato++)
    {
      g_autofree char *name = g_strdup_printf ("a.%s", formato->extensions[0]);

      g_assert_true (tbk_formato_find (formato->name) == formato);
      g_assert_true (tbk_formato_of_type (formato->content_type) == formato);
      g_assert_true (tbk_formato_fits_name (formato, name));
    }
  g_assert_true (tbk_formato_fits_name (jpeg, "foto.JPG"));
  g_assert_false (tbk_formato_fits_name (jpeg, "foto.jpg.exe"));
  g_assert_false (tbk_formato_fits_name (jpeg, "jpg"));
  g_assert_false (tbk_formato_fits_name (jpeg, ".jpg"));
  g_assert_null (tbk_formato_find ("exe"));
  g_assert_null (tbk_formato_of_type ("text/html"));
}

typedef struct
{
  const char *name;
  const char *text;
  const char *errors; /* NULL: good */
} FormCase;

static const FormCase form_cases[] = {
  { "tipo", "factura", NULL },
  { "tipo", "Análisis", NULL },
  { "tipo", "novela", "tipo:choice" },
  { "tipo", "", "tipo:missing" },
  { "repetido", "true", "tipo:missing" },
  { "repetido", "quizas", "repetido:format tipo:missing" },
  { "nombre_archivo", "x", "nombre_archivo:unknown tipo:missing" },
};

static void
test_form (gconstpointer data)
{
  const FormCase *c = data;
  g_autoptr (TbkValues) given = tbk_values_new ();
  g_autoptr (TbkValues) values = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  tbk_values_set (given, c->name, c->text);
  values = tbk_validate_values (&tbk_documento_subida, given, TBK_VALIDATE_CREATE, &error);
  errors = unit_describe_fields (error);
  g_assert_cmpstr (errors, ==, c->errors != NULL ? c->errors : "");
  g_assert_true ((values != NULL) == (c->errors == NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/documento/names", name_cases, test_names);
  unit_add_cases ("/documento/form", form_cases, test_form);
  g_test_add_func ("/documento/long-name", test_long_name);
  g_test_add_func ("/documento/formats", test_formats);
  return g_test_run ();
}
