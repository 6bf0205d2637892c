/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-rights.h"

typedef struct
{
  gboolean admin;
  gboolean centro;
  gboolean buyer;  /* an exportadora sees just the lotes of its contratos */
  gboolean holder; /* the lote is the user's empresa's own */
} Who;

static gboolean
is_in (TbkRecord *lote, const char *estado)
{
  return g_strcmp0 (tbk_record_get_text (lote, "estado"), estado) == 0;
}

static gboolean
is_assigned (TbkRecord *lote)
{
  return tbk_record_get_int (lote, "contrato_id") != 0;
}

static guint
rights_to_edit (TbkRecord *lote, Who who)
{
  guint rights = TBK_RIGHT_NONE;

  if (who.admin || who.holder || who.centro)
    rights |= TBK_RIGHT_EDIT | TBK_RIGHT_STEP;
  if (who.buyer)
    rights |= TBK_RIGHT_EDIT | TBK_RIGHT_STEP | TBK_RIGHT_LOTE_BUYER;
  if (who.admin)
    rights |= TBK_RIGHT_CORRECT;
  if (!is_assigned (lote) && (who.admin || (who.holder && is_in (lote, "Registrado"))))
    rights |= TBK_RIGHT_DELETE;
  return rights;
}

/* Who receives a lote confirms it: never who delivers it. */
static guint
rights_to_receive (TbkRecord *lote, Who who)
{
  gboolean delivers = who.holder && !(who.centro && !is_assigned (lote));

  if (!is_in (lote, "Registrado") && !is_in (lote, "En transito"))
    return TBK_RIGHT_NONE;
  return who.admin || ((who.buyer || who.centro) && !delivers) ? TBK_RIGHT_LOTE_RECEIVE : TBK_RIGHT_NONE;
}

static guint
rights_on_contrato (TbkRecord *lote, Who who)
{
  if (is_in (lote, "Exportado"))
    return TBK_RIGHT_NONE;
  if (is_assigned (lote))
    return who.admin || who.holder || who.centro || who.buyer ? TBK_RIGHT_LOTE_UNASSIGN : TBK_RIGHT_NONE;
  if (is_in (lote, "Rechazado"))
    return TBK_RIGHT_NONE;
  return who.admin || who.holder || who.centro ? TBK_RIGHT_LOTE_ASSIGN : TBK_RIGHT_NONE;
}

guint
tbk_lote_rights (const char *rol, gint64 empresa_id, TbkRecord *lote)
{
  Who who = {
    .admin = g_strcmp0 (rol, "admin") == 0,
    .centro = g_strcmp0 (rol, "centro") == 0,
    .buyer = g_strcmp0 (rol, "exportadora") == 0,
  };
  guint rights = who.admin || who.centro || g_strcmp0 (rol, "proveedor") == 0 ? TBK_RIGHT_CREATE : TBK_RIGHT_NONE;

  if (lote == NULL || tbk_record_get_id (lote) == 0)
    return rights;
  who.holder = empresa_id != 0 && tbk_record_get_int (lote, "empresa_id") == empresa_id;
  return rights | rights_to_edit (lote, who) | rights_to_receive (lote, who) | rights_on_contrato (lote, who);
}
