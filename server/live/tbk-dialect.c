/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-dialect.h"

#include "tbk-command.h"
#include "tbk-frame.h"

GBytes *
tbk_broadcast_write_after (const TbkBroadcast *broadcast, const TbkDialect *dialect, gint64 numero)
{
  GByteArray *frames = g_byte_array_new ();

  for (guint i = 0; i < broadcast->n; i++)
    {
      const TbkChange *change = &broadcast->changes[i];
      g_autoptr (GBytes) frame = NULL;

      if (change->numero <= numero)
        continue;
      frame = dialect->write (change->event, change->numero, change->data);
      g_byte_array_append (frames, g_bytes_get_data (frame, NULL), (guint) g_bytes_get_size (frame));
    }
  return g_byte_array_free_to_bytes (frames);
}

GBytes *
tbk_broadcast_get_frames (TbkBroadcast *broadcast, const TbkDialect *dialect)
{
  GBytes **frames = &broadcast->frames[dialect->index];

  if (*frames == NULL)
    *frames = tbk_broadcast_write_after (broadcast, dialect, G_MININT64);
  return *frames;
}

void
tbk_broadcast_clear (TbkBroadcast *broadcast)
{
  for (guint i = 0; i < TBK_DIALECTS; i++)
    g_clear_pointer (&broadcast->frames[i], g_bytes_unref);
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
