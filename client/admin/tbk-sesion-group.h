/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* The own sessions with the server, each with a button that ends it; for a preferences page. Reads them when it is shown.
 * Property: "api". Actions: sesiones.end (s: the session's id), sesiones.end-others. */
#define TBK_TYPE_SESION_GROUP (tbk_sesion_group_get_type ())
G_DECLARE_FINAL_TYPE (TbkSesionGroup, tbk_sesion_group, TBK, SESION_GROUP, AdwPreferencesGroup)

GtkWidget *tbk_sesion_group_new (TbkApi *api);

G_END_DECLS
