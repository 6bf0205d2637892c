/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-field.h"

#include <string.h>

int
tbk_schema_index (const TbkSchema *schema, const char *name)
{
  g_return_val_if_fail (schema != NULL && name != NULL, -1);
  for (gsize i = 0; i < schema->n_fields; i++)
    if (strcmp (schema->fields[i].name, name) == 0)
      return (int) i;
  return -1;
}

const TbkField *
tbk_schema_find (const TbkSchema *schema, const char *name)
{
  int index = tbk_schema_index (schema, name);

  return index < 0 ? NULL : &schema->fields[index];
}
