/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const plataformas[] = { "android", "ios", "web", "escritorio", NULL };

/* An installation of an app that push messages go to. Its token is in no reply: it is known to itself and to the service that
 * delivers them. */
static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "plataforma", N_("Platform"), TBK_FIELD_CHOICE, TBK_FIELD_READ_ONLY, .choices = plataformas },
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
