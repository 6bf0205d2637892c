/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer of any bytes is a problem for the client, and what it makes of it reads back as the same. */
#include <string.h>

#include "fuzz.h"
#include "tbk-problem.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) back = NULL;
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;

  tbk_problem_set_from_json (&error, 409, (const char *) data, (gssize) size);
  g_assert_error (error, TBK_PROBLEM, 409);
  json = tbk_problem_to_json (error, NULL);
  g_assert_true (g_utf8_validate (json, -1, NULL));
  tbk_problem_set_from_json (&back, 409, json, (gssize) strlen (json));
  again = tbk_problem_to_json (back, NULL);
  g_assert_cmpstr (again, ==, json);
  return 0;
}
