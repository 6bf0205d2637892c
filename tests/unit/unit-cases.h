/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tbk-problem.h"

G_BEGIN_DECLS

/* Registers one test per element of a static array of cases, "/area/3", so that a failure names its case. */
#define unit_add_cases(area, cases, function)                               \
  G_STMT_START                                                              \
  {                                                                         \
    for (gsize unit_i = 0; unit_i < G_N_ELEMENTS (cases); unit_i++)         \
      {                                                                     \
        g_autofree char *unit_path = g_strdup_printf (area "/%zu", unit_i); \
        g_test_add_data_func (unit_path, &(cases)[unit_i], function);       \
      }                                                                     \
  }                                                                         \
  G_STMT_END

/* "volumen_tm:range tipo_precio:missing", in the order of the problem; "" without fields. Transfer full. */
static inline char *
unit_describe_fields (const GError *error)
{
  const GPtrArray *fields = tbk_problem_get_fields (error);
  GString *text = g_string_new (NULL);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const TbkFieldError *field = g_ptr_array_index (fields, i);

      g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", field->loc, field->type);
    }
  return g_string_free (text, FALSE);
}

G_END_DECLS
