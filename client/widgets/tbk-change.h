/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record.h"

G_BEGIN_DECLS

/* A field that an entry of the audit changed, as people read it. */
typedef struct
{
  char *label;
  char *before; /* "" for none */
  char *after;
} TbkChange;

/* What an entry (a record of auditoria) changed, the noun's fields in their order first; `all`: also what stayed the same.
 * What the database keeps for itself (version, updated_at) is left out. Weights show in `unidad`.
 * Returns: (transfer full) (element-type TbkChange). Pure. */
GPtrArray *tbk_change_list (TbkRecord *entry, const char *unidad, gboolean all);

G_END_DECLS
