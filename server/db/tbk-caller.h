/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TBK_ROL_NONE = 0, /* no session needed */
  TBK_ROL_PROVEEDOR = 1 << 0,
  TBK_ROL_CENTRO = 1 << 1,
  TBK_ROL_EXPORTADORA = 1 << 2,
  TBK_ROL_ADMIN = 1 << 3,
} TbkRol;
#define TBK_ROL_ANY (TBK_ROL_PROVEEDOR | TBK_ROL_CENTRO | TBK_ROL_EXPORTADORA | TBK_ROL_ADMIN)

/* Returns: (transfer none) (nullable): "centro"; and back, NONE for unknown text. Any thread. */
const char *tbk_rol_to_text (TbkRol rol);
TbkRol tbk_rol_from_text (const char *text);

/* Who asks, from the access token; entrar() confirms it in the same transaction. A plain value. */
typedef struct
{
  gint64 usuario_id;
  gint64 empresa_id; /* 0 for an admin without one */
  TbkRol rol;
  char sesion[37]; /* UUID */
} TbkCaller;

G_END_DECLS
