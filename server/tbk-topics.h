/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* MQTT_TOPICS: where weighings come from, and of which lote they are. Pure; immutable, any thread.
 *
 * Each is a topic filter of MQTT ("planta/+/pesaje", "planta/#"), in which a level may also be `{lote}`, that names the
 * lote (its number or code), `{ruc}`, of the empresa that holds it, or `{bascula}`, that names the scale; and behind it `=17`
 * where all that comes is of lote 17. */
typedef struct _TbkTopics TbkTopics;

/* Errors: G_IO_ERROR_INVALID_ARGUMENT, that names the entry. Returns: (transfer full) (nullable). */
TbkTopics *tbk_topics_parse (const char *const *entries, GError **error);
void tbk_topics_free (TbkTopics *topics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTopics, tbk_topics_free)

guint tbk_topics_get_size (const TbkTopics *topics);
/* What is subscribed to. Returns: (transfer none): a filter. */
const char *tbk_topics_get_filter (const TbkTopics *topics, guint index);

/* What a topic says. */
typedef struct
{
  char *lote;    /* number or code; NULL: the message has to say it */
  char *ruc;     /* of whose lotes alone; NULL: of any */
  char *bascula; /* NULL: none */
} TbkTopicPlace;

void tbk_topic_place_clear (TbkTopicPlace *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TbkTopicPlace, tbk_topic_place_clear)

/* By the first that fits. Returns: FALSE where none does. `place` is filled in any case. */
gboolean tbk_topics_find (const TbkTopics *topics, const char *topic, TbkTopicPlace *place);

G_END_DECLS
