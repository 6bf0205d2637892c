/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include "tbk-nouns.h"

/* clang-format off */
#define X(noun) &tbk_##noun,
static const TbkResource *const resources[] = { TBK_NOUNS (X) NULL };
#undef X
/* clang-format on */

const TbkResource *const *
tbk_resources (void)
{
  return resources;
}

const TbkResource *
tbk_resource_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);
  for (gsize i = 0; resources[i] != NULL; i++)
    if (g_str_equal (resources[i]->name, name) || g_str_equal (resources[i]->collection, name))
      return resources[i];
  return NULL;
}
