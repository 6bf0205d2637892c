/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const canales[] = { "mqtt", "http", NULL };

static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "created_at", N_("When"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
  { "canal", N_("Channel"), TBK_FIELD_CHOICE, TBK_FIELD_READ_ONLY, .choices = canales },
  { "equipo", N_("Topic or Address"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 4096,
    .hint = N_("Where it came from: the topic of MQTT, the network address of HTTP.") },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa",
    .hint = N_("Whose device it is, where that is known.") },
  { "empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "usuario_id", N_("User"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "usuario" },
  { "usuario_nombre", N_("User"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "motivo", N_("Reason"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 2000 },
  { "cuerpo", N_("Message"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 8192,
    .hint = N_("Its beginning; bytes that are no text as \\x02.") },
  { "bytes", N_("Size"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_rechazo = {
  .name = "rechazo",
  .collection = "iot/rechazos",
  .type_name = "TbkRechazo",
  .label = N_ ("Refused Message"),
  .label_plural = N_ ("Refused Messages"),
  .schema = TBK_SCHEMA ("Rechazo", fields),
  .orden = "-created_at",
};
