/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-mqtt.h"
#include "tbk-rows.h"
#include "tbk-tx.h"

G_BEGIN_DECLS

/* What an MQTT message means: the JSON of POST /iot/pesaje, with what its topic says. It has an `id`; or `capturado_en`, and
 * then its id is made of its own letters: the same message again is the same weighing. Pool thread. */

/* Stores it. Errors: TBK_PROBLEM; 400 to 499 will never be any better. Returns: (transfer full) (nullable). */
TbkRows *tbk_mqtt_message_store (TbkTx *tx, const TbkMqttMessage *message, const TbkTopics *topics, GError **error);
/* Keeps it, with why it was not stored, for people: those of the empresa too that its topic names. */
gboolean tbk_mqtt_message_refuse (TbkTx *tx,
                                  const TbkMqttMessage *message,
                                  const TbkTopics *topics,
                                  const char *why,
                                  GError **error);

G_END_DECLS
