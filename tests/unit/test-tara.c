/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

typedef struct
{
  const char *name;
  const char *const *given; /* name, text, ..., NULL */
  const char *errors;       /* NULL: it is taken */
} TaraCase;

#define GIVEN(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* clang-format off */
static const TaraCase cases[] = {
  { "a vehicle", GIVEN ("clase", "vehiculo", "nombre", "GBA-1234", "kg", "8120") },
  { "a sack", GIVEN ("clase", "saco", "nombre", "Yute", "kg", "0.750", "pesada_en", "2026-11-03T10:00:00Z") },
  { "nothing", GIVEN ("clase", "saco", "nombre", "Yute", "kg", "0"), "kg:range" },
  { "a mountain", GIVEN ("clase", "saco", "nombre", "Yute", "kg", "1000000.001"), "kg:range" },
  { "finer than it is kept", GIVEN ("clase", "saco", "nombre", "Yute", "kg", "0.0001"), "kg:format" },
  { "another kind", GIVEN ("clase", "caja", "nombre", "Yute", "kg", "1"), "clase:choice" },
  { "no name", GIVEN ("clase", "saco", "kg", "1"), "nombre:missing" },
  { "another's", GIVEN ("clase", "saco", "nombre", "Yute", "kg", "1", "empresa_id", "7"), "empresa_id:read_only" },
};
/* clang-format on */

static void
test_taken (gconstpointer data)
{
  const TaraCase *c = data;
  g_autoptr (TbkValues) given = tbk_values_new ();
  g_autoptr (TbkValues) values = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  for (gsize i = 0; c->given[i] != NULL; i += 2)
    tbk_values_set (given, c->given[i], c->given[i + 1]);
  values = tbk_validate_values (&tbk_tara.schema, given, TBK_VALIDATE_CREATE, &error);
  errors = error != NULL ? unit_describe_fields (error) : NULL;
  g_assert_cmpstr (errors, ==, c->errors);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/tara/taken", cases, test_taken);
  return g_test_run ();
}
