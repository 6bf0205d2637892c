/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

enum
{
  TBK_RIGHT_CONTRATO_ASSIGN = TBK_RIGHT_OWN,        /* put a lote into it */
  TBK_RIGHT_CONTRATO_UNASSIGN = TBK_RIGHT_OWN << 1, /* take one off it */
  TBK_RIGHT_CONTRATO_WRITER = TBK_RIGHT_OWN << 2,   /* edits it, were it in the right state */
  TBK_RIGHT_CONTRATO_SELLER = TBK_RIGHT_OWN << 3,   /* puts lotes into it, were it in the right state */
  TBK_RIGHT_CONTRATO_UPLOAD = TBK_RIGHT_OWN << 4,   /* adds documentos */
};

/* TbkRight bits of a user of that rol and empresa (0: none) on a contrato; `contrato` may be NULL. As the
 * server has it (DOMAIN.md, "Who"). Pure. */
guint tbk_contrato_rights (const char *rol, gint64 empresa_id, TbkRecord *contrato);

G_END_DECLS
