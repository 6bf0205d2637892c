/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-scales.h"

#include "tbk-json.h"
#include "tbk-socket.h"

#define MAX_SCALES 64
/* Each says something every second: what is older is said by none any more. */
#define LATE_US (2500 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  gint64 *ambitos; /* who sees it */
  guint n_ambitos;
  char *data; /* JSON */
  gint64 at_us;
} Said;

struct _TbkScales
{
  GHashTable *said;      /* the company's ambito -> Said: the last of each */
  GHashTable *listening; /* set of TbkSocket */
};

static void
said_free (gpointer data)
{
  Said *said = data;

  g_free (said->ambitos);
  g_free (said->data);
  g_free (said);
}

TbkScales *
tbk_scales_new (void)
{
  TbkScales *scales = g_new0 (TbkScales, 1);

  scales->said = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, said_free);
  scales->listening = g_hash_table_new (NULL, NULL);
  return scales;
}

void
tbk_scales_free (TbkScales *scales)
{
  if (scales == NULL)
    return;
  g_hash_table_unref (scales->said);
  g_hash_table_unref (scales->listening);
  g_free (scales);
}

static gboolean
sees (TbkSocket *socket, const Said *said)
{
  gint64 ambito = tbk_socket_get_place (socket)->ambito;

  for (guint i = 0; i < said->n_ambitos; i++)
    if (said->ambitos[i] == ambito)
      return TRUE;
  return FALSE;
}

static void
tell (TbkSocket *socket, const Said *said, TbkBroadcast *broadcast)
{
  if (sees (socket, said))
    tbk_socket_tell (socket, broadcast);
}

static Said *
read_said (JsonArray *ambitos, JsonNode *data)
{
  Said *said = g_new0 (Said, 1);

  said->n_ambitos = json_array_get_length (ambitos);
  said->ambitos = g_new (gint64, said->n_ambitos);
  for (guint i = 0; i < said->n_ambitos; i++)
    said->ambitos[i] = json_array_get_int_element (ambitos, i);
  said->data = tbk_json_to_text (data);
  said->at_us = g_get_monotonic_time ();
  return said;
}

void
tbk_scales_take (TbkScales *scales, JsonObject *told)
{
  JsonArray *ambitos = json_object_get_array_member (told, "ambitos");
  JsonNode *data = json_object_get_member (told, "data");
  TbkChange change = { .event = json_object_get_string_member (told, "event"), .numero = -1 };
  TbkBroadcast broadcast = { .changes = &change, .n = 1 };
  gint64 empresa;
  GHashTableIter each;
  gpointer socket;
  Said *said;

  if (ambitos == NULL || data == NULL || json_array_get_length (ambitos) == 0)
    return;
  empresa = json_array_get_int_element (ambitos, json_array_get_length (ambitos) - 1);
  said = read_said (ambitos, data);
  if (g_hash_table_size (scales->said) >= MAX_SCALES && !g_hash_table_contains (scales->said, &empresa))
    g_hash_table_remove_all (scales->said); /* each is there again within a second */
  g_hash_table_insert (scales->said, g_memdup2 (&empresa, sizeof empresa), said);
  change.data = said->data;
  g_hash_table_iter_init (&each, scales->listening);
  while (g_hash_table_iter_next (&each, &socket, NULL))
    tell (socket, said, &broadcast);
  tbk_broadcast_clear (&broadcast);
}

static void
tell_last (TbkScales *scales, TbkSocket *socket)
{
  GHashTableIter each;
  gpointer value;

  g_hash_table_iter_init (&each, scales->said);
  while (g_hash_table_iter_next (&each, NULL, &value))
    {
      const Said *said = value;
      const TbkChange change = { .event = "scale", .numero = -1, .data = said->data };
      TbkBroadcast broadcast = { .changes = &change, .n = 1 };

      if (g_get_monotonic_time () - said->at_us < LATE_US)
        tell (socket, said, &broadcast);
      tbk_broadcast_clear (&broadcast);
    }
}

void
tbk_scales_listen (TbkScales *scales, TbkSocket *socket, gboolean on)
{
  if (!on)
    tbk_scales_forget (scales, socket);
  else if (g_hash_table_add (scales->listening, socket))
    tell_last (scales, socket);
}

void
tbk_scales_forget (TbkScales *scales, TbkSocket *socket)
{
  g_hash_table_remove (scales->listening, socket);
}
