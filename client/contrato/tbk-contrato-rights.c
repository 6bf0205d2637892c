/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-contrato-rights.h"

static gboolean
is_in (TbkRecord *contrato, const char *estado)
{
  return g_strcmp0 (tbk_record_get_text (contrato, "estado"), estado) == 0;
}

static guint
rights_to_edit (TbkRecord *contrato, gboolean admin, gboolean buyer, gboolean author)
{
  guint rights = admin || buyer || author ? TBK_RIGHT_CONTRATO_WRITER : TBK_RIGHT_NONE;

  if (is_in (contrato, "Cerrado") || is_in (contrato, "Cancelado"))
    return rights;
  if (admin || buyer || (author && is_in (contrato, "Borrador")))
    rights |= TBK_RIGHT_EDIT | TBK_RIGHT_STEP;
  return rights;
}

static guint
rights_on_lotes (TbkRecord *contrato, gboolean admin, gboolean buyer, gboolean seller)
{
  guint rights = admin || seller ? TBK_RIGHT_CONTRATO_SELLER : TBK_RIGHT_NONE;

  if (!is_in (contrato, "Activo") && !is_in (contrato, "En proceso"))
    return rights;
  if (admin || seller)
    rights |= TBK_RIGHT_CONTRATO_ASSIGN;
  if (admin || seller || buyer)
    rights |= TBK_RIGHT_CONTRATO_UNASSIGN;
  return rights;
}

/* A proveedor does while it is under way. */
static guint
rights_on_documentos (TbkRecord *contrato, const char *rol, gboolean admin, gboolean party)
{
  gboolean open = is_in (contrato, "Activo") || is_in (contrato, "En proceso");

  if (admin || (party && (open || g_strcmp0 (rol, "proveedor") != 0)))
    return TBK_RIGHT_CONTRATO_UPLOAD;
  return TBK_RIGHT_NONE;
}

guint
tbk_contrato_rights (const char *rol, gint64 empresa_id, TbkRecord *contrato)
{
  gboolean admin = g_strcmp0 (rol, "admin") == 0;
  gboolean centro = g_strcmp0 (rol, "centro") == 0;
  guint rights = admin || centro || g_strcmp0 (rol, "exportadora") == 0 ? TBK_RIGHT_CREATE : TBK_RIGHT_NONE;
  gboolean buyer, seller, author;

  if (contrato == NULL || tbk_record_get_id (contrato) == 0)
    return rights;
  buyer = empresa_id != 0 && tbk_record_get_int (contrato, "exportadora_id") == empresa_id;
  seller = empresa_id != 0 && tbk_record_get_int (contrato, "contraparte_id") == empresa_id;
  author = centro && tbk_record_get_int (contrato, "autor_empresa_id") == empresa_id;
  rights |= rights_to_edit (contrato, admin, buyer, author);
  rights |= rights_on_lotes (contrato, admin, buyer, seller);
  rights |= rights_on_documentos (contrato, rol, admin, buyer || seller);
  if (admin)
    rights |= TBK_RIGHT_CORRECT;
  if (admin && tbk_record_get_int (contrato, "lotes_n") == 0)
    rights |= TBK_RIGHT_DELETE;
  return rights;
}
