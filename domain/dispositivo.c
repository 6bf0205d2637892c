/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const plataformas[] = { "android", "ios", "web", "escritorio", NULL };

/* An installation of an app that push messages go to. Its token is known to itself and to the service that delivers them. */
static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "token", N_("Token"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET | TBK_FIELD_CREATE_ONLY,
    .max_length = 1000, .pattern = "^[A-Za-z0-9_:.-]+$" },
  { "plataforma", N_("Platform"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED | TBK_FIELD_CREATE_ONLY, .choices = plataformas },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
};
/* clang-format on */

const TbkResource tbk_dispositivo = {
  .name = "dispositivo",
  .collection = "dispositivos",
  .type_name = "TbkDispositivo",
  .label = N_ ("Device"),
  .label_plural = N_ ("Devices"),
  .schema = TBK_SCHEMA ("Dispositivo", fields),
  .orden = "-updated_at",
};
