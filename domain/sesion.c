/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_UUID, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Signed In"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "visto_en", N_("Last Seen"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
  { "direccion_ip", N_("Network Address"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 45 },
  { "agente", N_("Program"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "actual", N_("This Session"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
};
/* clang-format on */

const TbkResource tbk_sesion = {
  .name = "sesion",
  .collection = "sesiones",
  .type_name = "TbkSesion",
  .label = N_ ("Session"),
  .label_plural = N_ ("Sessions"),
  .schema = TBK_SCHEMA ("Sesion", fields),
  .orden = "-visto_en",
};
