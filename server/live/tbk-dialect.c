/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-dialect.h"

#include "tbk-command.h"
#include "tbk-frame.h"

GBytes *
tbk_change_get_frame (TbkChange *change, const TbkDialect *dialect)
{
  GBytes **frame = &change->frames[dialect->index];

  if (*frame == NULL)
    *frame = dialect->write (change->event, change->numero, change->data);
  return *frame;
}

void
tbk_change_clear (TbkChange *change)
{
  for (guint i = 0; i < TBK_DIALECTS; i++)
    g_clear_pointer (&change->frames[i], g_bytes_unref);
}

static GBytes *
write_event (const char *event, gint64 numero, const char *data)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_printf (json, "{\"event\":\"%s\"", event);
  if (numero >= 0)
    g_string_append_printf (json, ",\"evento\":%" G_GINT64_FORMAT, numero);
  g_string_append_printf (json, ",\"data\":%s}", data);
  return tbk_frame_new_text (json->str, json->len);
}

static GBytes *
write_answer (gboolean good, const char *id, const char *data)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_printf (json, "{\"event\":\"%s\"", good ? "ack" : "error");
  if (id != NULL)
    g_string_append_printf (json, ",\"id\":\"%s\"", id);
  g_string_append_printf (json, ",\"data\":%s}", data);
  return tbk_frame_new_text (json->str, json->len);
}

const TbkDialect tbk_dialect_plain = {
  .index = 0,
  .write = write_event,
  .answer = write_answer,
  .ping = tbk_frame_new_ping,
  .take = tbk_command_run,
};
