/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-topics.h"

#include <gio/gio.h>
#include <string.h>

static const char *const settings[] = {
  "planta/{bascula}/lote/{lote}", "patio/+/pesaje=17", "libre/#", "exacto", "iot/{ruc}/#", NULL
};

typedef struct
{
  const char *topic;
  gboolean fits;
  const char *lote;
  const char *bascula;
  const char *ruc;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "planta/norte/lote/LT-2026-000123", TRUE, "LT-2026-000123", "norte" },
  { "planta/norte/lote/17", TRUE, "17", "norte" },
  { "planta/norte/lote/", FALSE, NULL, NULL },
  { "planta//lote/17", FALSE, NULL, NULL },
  { "planta/norte/lote", FALSE, NULL, NULL },
  { "planta/norte/lote/17/mas", FALSE, NULL, NULL },
  { "patio/a/pesaje", TRUE, "17", NULL },
  { "patio/a/b/pesaje", FALSE, NULL, NULL },
  { "libre", TRUE, NULL, NULL },
  { "libre/a/b/c", TRUE, NULL, NULL },
  { "libres", FALSE, NULL, NULL },
  { "exacto", TRUE, NULL, NULL },
  { "Exacto", FALSE, NULL, NULL },
  { "exacto/", FALSE, NULL, NULL },
  { "iot/0992345678001/a/b", TRUE, NULL, NULL, "0992345678001" },
  { "iot//a", FALSE, NULL, NULL },
  { "", FALSE, NULL, NULL },
};

static const char *const bad[] = { "", "#/a", "a/#/b", "a+/b", "a/{otro}", "a/{lote", "x{lote}", "a/{lote}=17", "a#", NULL };
/* clang-format on */

static void
test_find (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (TbkTopics) topics = tbk_topics_parse (settings, NULL);
  g_auto (TbkTopicPlace) place = { NULL, NULL, NULL };

  g_assert_cmpint (tbk_topics_find (topics, test->topic, &place), ==, test->fits);
  g_assert_cmpstr (place.lote, ==, test->lote);
  g_assert_cmpstr (place.bascula, ==, test->bascula);
  g_assert_cmpstr (place.ruc, ==, test->ruc);
}

static void
test_filters (void)
{
  static const char *const filters[] = { "planta/+/lote/+", "patio/+/pesaje", "libre/#", "exacto", "iot/+/#" };
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkTopics) topics = tbk_topics_parse (settings, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tbk_topics_get_size (topics), ==, G_N_ELEMENTS (filters));
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    g_assert_cmpstr (tbk_topics_get_filter (topics, i), ==, filters[i]);
}

static void
test_refused (void)
{
  for (guint i = 0; bad[i] != NULL; i++)
    {
      const char *const entries[] = { bad[i], NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (tbk_topics_parse (entries, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, "MQTT_TOPICS"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topics/filters", test_filters);
  g_test_add_func ("/topics/refused", test_refused);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/topics/find/%zu", i);

      g_test_add_data_func (path, &cases[i], test_find);
    }
  return g_test_run ();
}
