/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

enum
{
  TBK_RIGHT_LOTE_RECEIVE = TBK_RIGHT_OWN,       /* confirm its reception */
  TBK_RIGHT_LOTE_ASSIGN = TBK_RIGHT_OWN << 1,   /* put it into a contrato */
  TBK_RIGHT_LOTE_UNASSIGN = TBK_RIGHT_OWN << 2, /* take it off its contrato */
  TBK_RIGHT_LOTE_BUYER = TBK_RIGHT_OWN << 3,    /* of what is edited, just what a reception tells */
};

/* TbkRight bits of a user of that rol and empresa (0: none) on a lote; `lote` may be NULL. As the server has
 * it (DOMAIN.md, "Who"); it alone knows the associations, so a centro may be refused. Pure. */
guint tbk_lote_rights (const char *rol, gint64 empresa_id, TbkRecord *lote);

G_END_DECLS
