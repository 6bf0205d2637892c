/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ui-test.h"

#include <locale.h>

#include "tbk-json.h"

#define TURN_MS 10

void
tbk_ui_test_init (int *argc, char ***argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (argc, argv, NULL);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
tbk_ui_test_turn (gint64 end, const char *condition, const char *where)
{
  guint id = g_timeout_add (TURN_MS, wake_cb, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  if (g_get_monotonic_time () > end)
    g_error ("%s: waited in vain for %s", where, condition);
}

void
tbk_ui_test_take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **place = data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

void
tbk_ui_test_let_go (gpointer object)
{
  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  tbk_ui_test_until (object == NULL);
}

void
tbk_ui_test_count (gpointer data)
{
  guint *n = data;

  (*n)++;
}

JsonObject *
tbk_ui_test_object (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = tbk_json_parse_object (json, -1, &error);

  g_assert_no_error (error);
  return object;
}

TbkRecord *
tbk_ui_test_record (const TbkResource *resource, const char *json)
{
  g_autoptr (JsonObject) object = tbk_ui_test_object (json);

  return tbk_record_new_from_json (resource, object);
}
