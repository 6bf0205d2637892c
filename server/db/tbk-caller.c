/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-caller.h"

static const struct
{
  TbkRol rol;
  const char *text;
} roles[] = {
  { TBK_ROL_PROVEEDOR, "proveedor" },
  { TBK_ROL_CENTRO, "centro" },
  { TBK_ROL_EXPORTADORA, "exportadora" },
  { TBK_ROL_ADMIN, "admin" },
};

const char *
tbk_rol_to_text (TbkRol rol)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].rol == rol)
      return roles[i].text;
  return NULL;
}

TbkRol
tbk_rol_from_text (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (roles[i].text, text) == 0)
      return roles[i].rol;
  return TBK_ROL_NONE;
}
