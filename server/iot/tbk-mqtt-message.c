/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-mqtt-message.h"

#include <string.h>

#include "pesaje.h"
#include "tbk-json.h"
#include "tbk-refusal.h"
#include "tbk-validate.h"
#include "tbk-weighing.h"

#define MAX_BYTES (64 * 1024)

/* A UUID of its letters, of the kind whose making is the maker's (RFC 9562, version 8). Returns: (transfer full). */
static char *
make_id (const TbkMqttMessage *message)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (message->payload, &length);
  const char *hex;

  g_checksum_update (sum, (const guint8 *) message->topic, (gssize) strlen (message->topic) + 1);
  g_checksum_update (sum, bytes, (gssize) length);
  hex = g_checksum_get_string (sum);
  return g_strdup_printf ("%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 12, hex + 15, hex + 18);
}

/* The number of the lote that is called so, among those of the topic's empresa where it names one.
 * Returns: (transfer full) (nullable). */
static char *
find_lote (TbkTx *tx, const char *name, const char *ruc, GError **error)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;

  tbk_values_set (values, "codigo", name);
  tbk_values_set (values, "ruc", ruc);
  rows = tbk_tx_one (tx, "mqtt_lote", values, error);
  if (rows == NULL)
    return NULL;
  if (tbk_rows_text (rows, 0, "id") == NULL)
    tbk_problem_add_field (error, "lote_id", "choice", "%s names no lot, or several, of what the topic is for", name);
  return g_strdup (tbk_rows_text (rows, 0, "id"));
}

/* What the topic says and the message does not. */
static void
add_place (JsonObject *object, const char *lote, const char *bascula)
{
  if (lote != NULL && !json_object_has_member (object, "lote_id"))
    json_object_set_int_member (object, "lote_id", g_ascii_strtoll (lote, NULL, 10));
  if (bascula != NULL && !json_object_has_member (object, "bascula"))
    json_object_set_string_member (object, "bascula", bascula);
  if (!json_object_has_member (object, "origen"))
    json_object_set_string_member (object, "origen", "mqtt");
}

static gboolean
settle_id (TbkValues *values, const TbkMqttMessage *message, GError **error)
{
  g_autofree char *id = NULL;

  if (tbk_values_get (values, "id") != NULL)
    return TRUE;
  if (tbk_values_get (values, "capturado_en") == NULL)
    {
      tbk_problem_add_field (error, "id", "missing", "a message may come twice: id or capturado_en is needed");
      return FALSE;
    }
  id = make_id (message);
  tbk_values_set (values, "id", id);
  return TRUE;
}

static TbkValues *
check (JsonObject *object, const char *lote, const TbkMqttMessage *message, GError **error)
{
  g_autoptr (TbkValues) values = tbk_validate_object (&tbk_pesaje_lectura, object, TBK_VALIDATE_CREATE, error);

  if (values == NULL || !settle_id (values, message, error))
    return NULL;
  if (lote != NULL && g_strcmp0 (tbk_values_get (values, "lote_id"), lote) != 0)
    {
      tbk_problem_add_field (error, "lote_id", "conflict", "the topic names another lot");
      return NULL;
    }
  return g_steal_pointer (&values);
}

TbkRows *
tbk_mqtt_message_store (TbkTx *tx, const TbkMqttMessage *message, const TbkTopics *topics, GError **error)
{
  g_auto (TbkTopicPlace) place = { NULL, NULL, NULL };
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (TbkValues) values = NULL;
  g_autofree char *lote = NULL;
  gsize length;
  const char *text = g_bytes_get_data (message->payload, &length);

  if (!tbk_topics_find (topics, message->topic, &place))
    tbk_problem_set (error, 404, "MQTT_TOPICS does not have this topic any more");
  else if (length > MAX_BYTES)
    tbk_problem_set (error, 413, "it is longer than %d bytes", MAX_BYTES);
  else
    object = tbk_json_parse_object (text != NULL ? text : "", (gssize) length, error);
  if (object == NULL)
    return NULL;
  if (place.lote != NULL && (lote = find_lote (tx, place.lote, place.ruc, error)) == NULL)
    return NULL;
  add_place (object, lote, place.bascula);
  values = check (object, lote, message, error);
  if (values == NULL)
    return NULL;
  if (lote == NULL && place.ruc != NULL
      && (lote = find_lote (tx, tbk_values_get (values, "lote_id"), place.ruc, error)) == NULL)
    return NULL;
  return tbk_weighing_store (tx, values, TRUE, error);
}

gboolean
tbk_mqtt_message_refuse (TbkTx *tx,
                         const TbkMqttMessage *message,
                         const TbkTopics *topics,
                         const char *why,
                         GError **error)
{
  g_autoptr (TbkValues) values = tbk_refusal_new ("mqtt", message->topic, message->payload, why);
  g_auto (TbkTopicPlace) place = { NULL, NULL, NULL };

  if (tbk_topics_find (topics, message->topic, &place))
    tbk_values_set (values, "ruc", place.ruc);
  return tbk_tx_exec (tx, "rechazo_guardar", values, NULL, error);
}
