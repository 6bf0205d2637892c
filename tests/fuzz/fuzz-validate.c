/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A body of any bytes against every noun: a set of canonical values or a problem in UTF-8, nothing between. */
#include <glib.h>

#include "fuzz.h"
#include "tbk-json.h"
#include "tbk-resource.h"
#include "tbk-validate.h"

static void
check_values (const TbkResource *noun, const TbkValues *values)
{
  for (gsize i = 0; i < tbk_values_size (values); i++)
    {
      const char *text = tbk_values_text_at (values, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *again = NULL;

      g_assert_nonnull (tbk_schema_find (&noun->schema, tbk_values_name_at (values, i)));
      if (text == NULL)
        continue;
      g_assert_true (g_utf8_validate (text, -1, NULL));
      again = tbk_validate_text (tbk_schema_find (&noun->schema, tbk_values_name_at (values, i)), text, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again, ==, text);
    }
}

static void
check_problem (const GError *error)
{
  g_autofree char *json = tbk_problem_to_json (error, "/fuzz");

  g_assert_true (g_utf8_validate (json, -1, NULL));
}

static void
validate (const TbkResource *noun, JsonObject *object)
{
  for (int mode = TBK_VALIDATE_CREATE; mode <= TBK_VALIDATE_QUERY; mode++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TbkValues) values = tbk_validate_object (&noun->schema, object, mode, &error);

      g_assert_true ((values == NULL) == (error != NULL));
      if (values != NULL)
        check_values (noun, values);
      else
        check_problem (error);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const TbkResource *const *nouns = tbk_resources ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = tbk_json_parse_object ((const char *) data, (gssize) size, &error);

  g_assert_true ((object == NULL) == (error != NULL));
  if (object == NULL)
    {
      check_problem (error);
      return 0;
    }
  for (gsize i = 0; nouns[i] != NULL; i++)
    validate (nouns[i], object);
  return 0;
}
