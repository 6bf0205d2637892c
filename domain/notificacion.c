/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const tipos[] = {
  "contrato_estado", "lote_recibido", "mensaje", "mencion", "documento", "fijacion", "aviso", NULL
};

static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "tipo", N_("Kind"), TBK_FIELD_CHOICE, TBK_FIELD_READ_ONLY, .choices = tipos },
  { "datos", N_("About"), TBK_FIELD_JSON, TBK_FIELD_READ_ONLY },
  { "leida", N_("Read"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "leida_en", N_("Read"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "created_at", N_("When"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_notificacion = {
  .name = "notificacion",
  .collection = "notificaciones",
  .type_name = "TbkNotificacion",
  .label = N_ ("Notification"),
  .label_plural = N_ ("Notifications"),
  .schema = TBK_SCHEMA ("Notificacion", fields),
  .orden = "-created_at",
};
