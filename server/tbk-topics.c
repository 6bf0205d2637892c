/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-topics.h"

#include <gio/gio.h>
#include <string.h>

#define LOTE "{lote}"
#define MAX_FILTER_BYTES 1024

typedef struct
{
  char **levels; /* as they were set */
  char *filter;  /* the same for a broker */
  char *lote;    /* NULL: none is set */
} Topic;

struct _TbkTopics
{
  GPtrArray *all; /* (element-type Topic) */
};

/* What a level may name, and where it is kept. */
static const struct
{
  const char *level;
  gsize offset;
} names[] = {
  { LOTE, G_STRUCT_OFFSET (TbkTopicPlace, lote) },
  { "{ruc}", G_STRUCT_OFFSET (TbkTopicPlace, ruc) },
  { "{bascula}", G_STRUCT_OFFSET (TbkTopicPlace, bascula) },
};

static void
topic_free (gpointer data)
{
  Topic *topic = data;

  g_strfreev (topic->levels);
  g_free (topic->filter);
  g_free (topic->lote);
  g_free (topic);
}

static gboolean
is_number (const char *text)
{
  return *text >= '1' && *text <= '9' && strlen (text) <= 18 && text[strspn (text, "0123456789")] == '\0';
}

/* Returns: (transfer none) (nullable): where what that level names is kept. */
static char **
find_name (const char *level, TbkTopicPlace *place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (level, names[i].level) == 0)
      return (char **) ((char *) place + names[i].offset);
  return NULL;
}

static gboolean
is_placeholder (const char *level)
{
  TbkTopicPlace none;

  return find_name (level, &none) != NULL;
}

/* Of what a level of a filter may be, all but the last one. */
static gboolean
is_level (const char *level)
{
  return strcmp (level, "+") == 0 || is_placeholder (level) || strpbrk (level, "+#{}") == NULL;
}

static gboolean
is_filter (char **levels)
{
  gsize length = 0;

  for (guint i = 0; levels[i] != NULL; i++)
    {
      gboolean rest = strcmp (levels[i], "#") == 0 && levels[i + 1] == NULL;

      length += strlen (levels[i]) + 1;
      if (!rest && !is_level (levels[i]))
        return FALSE;
    }
  return length > 1 && length <= MAX_FILTER_BYTES;
}

static char *
make_filter (char **levels)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new ();

  for (guint i = 0; levels[i] != NULL; i++)
    g_ptr_array_add (out, is_placeholder (levels[i]) ? (gpointer) "+" : levels[i]);
  g_ptr_array_add (out, NULL);
  return g_strjoinv ("/", (char **) out->pdata);
}

static gboolean
add (TbkTopics *topics, const char *entry, GError **error)
{
  const char *equals = strrchr (entry, '=');
  gboolean fixed = equals != NULL && is_number (equals + 1);
  g_autofree char *text = fixed ? g_strndup (entry, equals - entry) : g_strdup (entry);
  g_auto (GStrv) levels = g_strsplit (text, "/", -1);
  Topic *topic;

  if (!is_filter (levels) || (fixed && g_strv_contains ((const char *const *) levels, LOTE)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "MQTT_TOPICS must hold filters like planta/{bascula}/{lote} or planta/uno=17, not \"%s\"", entry);
      return FALSE;
    }
  topic = g_new0 (Topic, 1);
  topic->filter = make_filter (levels);
  topic->levels = g_steal_pointer (&levels);
  topic->lote = fixed ? g_strdup (equals + 1) : NULL;
  g_ptr_array_add (topics->all, topic);
  return TRUE;
}

TbkTopics *
tbk_topics_parse (const char *const *entries, GError **error)
{
  g_autoptr (TbkTopics) topics = g_new0 (TbkTopics, 1);

  topics->all = g_ptr_array_new_with_free_func (topic_free);
  for (guint i = 0; entries[i] != NULL; i++)
    if (!add (topics, entries[i], error))
      return NULL;
  return g_steal_pointer (&topics);
}

void
tbk_topics_free (TbkTopics *topics)
{
  if (topics == NULL)
    return;
  g_ptr_array_unref (topics->all);
  g_free (topics);
}

guint
tbk_topics_get_size (const TbkTopics *topics)
{
  return topics->all->len;
}

const char *
tbk_topics_get_filter (const TbkTopics *topics, guint index)
{
  return ((const Topic *) topics->all->pdata[index])->filter;
}

void
tbk_topic_place_clear (TbkTopicPlace *place)
{
  g_clear_pointer (&place->lote, g_free);
  g_clear_pointer (&place->ruc, g_free);
  g_clear_pointer (&place->bascula, g_free);
}

/* One level, which may be what names something. */
static gboolean
fits_level (const char *wanted, const char *given, TbkTopicPlace *place)
{
  char **named = find_name (wanted, place);

  if (named == NULL)
    return strcmp (wanted, "+") == 0 || strcmp (wanted, given) == 0;
  g_free (*named);
  *named = g_strdup (given);
  return *given != '\0';
}

static gboolean
fits (const Topic *topic, char **given, TbkTopicPlace *place)
{
  guint i;

  tbk_topic_place_clear (place);
  for (i = 0; topic->levels[i] != NULL; i++)
    {
      if (strcmp (topic->levels[i], "#") == 0)
        break; /* also where nothing is left */
      if (given[i] == NULL || !fits_level (topic->levels[i], given[i], place))
        return FALSE;
    }
  if (topic->levels[i] == NULL && given[i] != NULL)
    return FALSE;
  if (topic->lote != NULL)
    place->lote = g_strdup (topic->lote);
  return TRUE;
}

gboolean
tbk_topics_find (const TbkTopics *topics, const char *topic, TbkTopicPlace *place)
{
  g_auto (GStrv) levels = g_strsplit (topic, "/", -1);

  *place = (TbkTopicPlace){ NULL, NULL, NULL };
  for (guint i = 0; i < topics->all->len; i++)
    if (fits (topics->all->pdata[i], levels, place))
      return TRUE;
  tbk_topic_place_clear (place);
  return FALSE;
}
