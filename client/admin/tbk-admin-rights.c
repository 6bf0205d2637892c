/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-admin-rights.h"

static gboolean
is_rol (TbkApi *api, const char *rol)
{
  return g_strcmp0 (tbk_api_get_rol (api), rol) == 0;
}

static gboolean
is_own (TbkApi *api, TbkRecord *record, const char *field)
{
  gint64 own = tbk_api_get_empresa_id (api);

  return own != 0 && tbk_record_get_int (record, field) == own;
}

/* The owner of an empresa decides on its usuarios, but for admins and itself. */
guint
tbk_usuario_rights (TbkApi *api, TbkRecord *usuario)
{
  TbkRecord *me = tbk_api_get_usuario (api);
  gboolean admin = is_rol (api, "admin");
  guint rights = admin ? TBK_RIGHT_CREATE : TBK_RIGHT_NONE;
  gboolean self, owner;

  if (usuario == NULL || me == NULL)
    return rights;
  self = tbk_record_get_id (usuario) == tbk_record_get_id (me);
  owner = tbk_record_get_boolean (me, "es_dueno") && is_own (api, usuario, "empresa_id")
          && g_strcmp0 (tbk_record_get_text (usuario, "rol"), "admin") != 0;
  if (admin)
    rights |= TBK_RIGHT_EDIT;
  if ((admin || owner) && !self)
    rights |= TBK_RIGHT_STEP;
  return rights;
}

guint
tbk_empresa_rights (TbkApi *api, TbkRecord *empresa)
{
  gboolean admin = is_rol (api, "admin");
  guint rights = admin ? TBK_RIGHT_CREATE : TBK_RIGHT_NONE;

  if (empresa != NULL && (admin || is_own (api, empresa, "id")))
    rights |= TBK_RIGHT_EDIT;
  return rights;
}

/* Who asked waits for the other side; either ends it. */
guint
tbk_asociacion_rights (TbkApi *api, TbkRecord *asociacion)
{
  gboolean admin = is_rol (api, "admin");
  gboolean side = is_rol (api, "centro") || is_rol (api, "proveedor");
  guint rights = admin || side ? TBK_RIGHT_CREATE : TBK_RIGHT_NONE;

  if (asociacion == NULL || !(admin || side))
    return rights;
  rights |= TBK_RIGHT_DELETE;
  if (admin || !is_own (api, asociacion, "solicitante_id"))
    rights |= TBK_RIGHT_STEP;
  return rights;
}
