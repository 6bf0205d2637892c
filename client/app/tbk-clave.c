/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-clave.h"

#include <glib/gi18n.h>

#include "tbk-problem.h"

gboolean
tbk_clave_check (const TbkValues *whole, const char *field, GError **error)
{
  const char *clave = tbk_values_get (whole, field);

  if (clave == NULL || g_utf8_strlen (clave, -1) >= TBK_CLAVE_MIN_CHARACTERS)
    return TRUE;
  tbk_problem_add_field (error, field, "short", _ ("At least %d characters."), TBK_CLAVE_MIN_CHARACTERS);
  return FALSE;
}
