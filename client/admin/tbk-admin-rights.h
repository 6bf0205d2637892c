/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* TbkRight bits of the one signed in, as the server has them (DOMAIN.md, "Who"); the record may be NULL. Main thread. */
guint tbk_usuario_rights (TbkApi *api, TbkRecord *usuario);
guint tbk_empresa_rights (TbkApi *api, TbkRecord *empresa);
guint tbk_asociacion_rights (TbkApi *api, TbkRecord *asociacion);

G_END_DECLS
