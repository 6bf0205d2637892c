/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record.h"

#include "tbk-json.h"

#define LOTE                                                                                    \
  "{\"id\": 7, \"codigo_lote\": \"LT-2026-000007\", \"peso_kg\": \"1000.500\", \"sacos\": 15, " \
  "\"contrato_id\": null, \"metadata_json\": {\"a\": [1]}, \"version\": 3, \"nobody\": true}"

static JsonObject *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = tbk_json_parse_object (json, -1, &error);

  g_assert_no_error (error);
  return object;
}

static void
update (TbkRecord *record, const char *json)
{
  g_autoptr (JsonObject) object = parse (json);

  tbk_record_update (record, object);
}

static TbkRecord *
new_lote (void)
{
  g_autoptr (JsonObject) object = parse (LOTE);

  return tbk_record_new_from_json (&tbk_lote, object);
}

static void
test_types (void)
{
  const TbkResource *const *nouns = tbk_resources ();

  for (gsize i = 0; nouns[i] != NULL; i++)
    {
      GType type = tbk_record_type_for (nouns[i]);
      g_autoptr (TbkRecord) record = tbk_record_new (nouns[i]);

      g_assert_cmpstr (g_type_name (type), ==, nouns[i]->type_name);
      g_assert_true (tbk_record_type_for (nouns[i]) == type);
      g_assert_true (g_type_is_a (type, TBK_TYPE_RECORD));
      g_assert_true (G_OBJECT_TYPE (record) == type);
      g_assert_true (tbk_record_get_resource (record) == nouns[i]);
    }
}

static void
test_properties (void)
{
  const TbkResource *const *nouns = tbk_resources ();

  for (gsize n = 0; nouns[n] != NULL; n++)
    {
      g_autoptr (GTypeClass) klass = g_type_class_ref (tbk_record_type_for (nouns[n]));

      for (gsize i = 0; i < nouns[n]->schema.n_fields; i++)
        {
          const TbkField *field = &nouns[n]->schema.fields[i];
          GParamSpec *pspec = g_object_class_find_property ((GObjectClass *) klass, field->name);

          g_assert_cmpint (pspec == NULL, ==, (field->flags & TBK_FIELD_SECRET) != 0);
        }
    }
}

static void
test_empty (void)
{
  g_autoptr (TbkRecord) record = tbk_record_new (&tbk_lote);
  g_autofree char *codigo = NULL;
  gboolean loading = FALSE;
  gint64 id = -1;

  g_object_get (record, "loading", &loading, "id", &id, "codigo_lote", &codigo, NULL);
  g_assert_true (loading);
  g_assert_cmpint (id, ==, 0);
  g_assert_null (codigo);
  g_assert_cmpint (tbk_record_get_id (record), ==, 0);
  g_assert_null (tbk_record_get_text (record, "peso_kg"));
  g_assert_null (tbk_record_get_node (record, "metadata_json"));
}

static void
test_values (void)
{
  g_autoptr (TbkRecord) record = new_lote ();
  g_autofree char *peso = NULL;
  g_autoptr (JsonNode) node = NULL;
  gboolean loading = TRUE;
  gint64 sacos = 0, contrato = -1;

  g_object_get (record, "loading", &loading, "peso_kg", &peso, "sacos", &sacos, "contrato_id", &contrato,
                "metadata_json", &node, NULL);
  g_assert_false (loading);
  g_assert_cmpstr (peso, ==, "1000.500");
  g_assert_cmpint (sacos, ==, 15);
  g_assert_cmpint (contrato, ==, 0);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));

  g_assert_cmpint (tbk_record_get_id (record), ==, 7);
  g_assert_cmpstr (tbk_record_get_text (record, "sacos"), ==, "15");
  g_assert_cmpstr (tbk_record_get_text (record, "metadata_json"), ==, "{\"a\":[1]}");
  g_assert_cmpint (tbk_record_get_int (record, "version"), ==, 3);
  g_assert_null (tbk_record_get_text (record, "contrato_id"));
  g_assert_cmpint (tbk_record_get_int (record, "contrato_id"), ==, 0);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (tbk_record_get_node (record, "metadata_json")));
  g_assert_null (tbk_record_get_node (record, "peso_kg"));
}

static void
test_boolean_and_uuid (void)
{
  g_autoptr (JsonObject) object = parse ("{\"id\": \"6ba7b810-9dad-11d1-80b4-00c04fd430c8\", \"actual\": true}");
  g_autoptr (TbkRecord) record = tbk_record_new_from_json (&tbk_sesion, object);
  gboolean actual = FALSE;

  g_object_get (record, "actual", &actual, NULL);
  g_assert_true (actual);
  g_assert_true (tbk_record_get_boolean (record, "actual"));
  g_assert_cmpstr (tbk_record_get_text (record, "actual"), ==, "true");
  g_assert_cmpstr (tbk_record_get_text (record, "id"), ==, "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  g_assert_cmpint (tbk_record_get_id (record), ==, 0);

  update (record, "{\"actual\": false}");
  g_assert_false (tbk_record_get_boolean (record, "actual"));
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  GString *told = user_data;

  g_string_append_printf (told, "%s%s", told->len > 0 ? " " : "", g_param_spec_get_name (pspec));
}

typedef struct
{
  const char *json;
  const char *told;
} NotifyCase;

static void
test_notifies_changes_only (void)
{
  const NotifyCase cases[] = {
    { .json = LOTE, .told = "" },
    { .json = "{}", .told = "" },
    { .json = "{\"sacos\": 16}", .told = "sacos" },
    { .json = "{\"sacos\": 16, \"peso_kg\": \"1000.500\"}", .told = "" },
    { .json = "{\"contrato_id\": 5}", .told = "contrato-id" },
    { .json = "{\"contrato_id\": null}", .told = "contrato-id" },
    { .json = "{\"contrato_id\": null}", .told = "" },
    { .json = "{\"metadata_json\": {\"a\": [2]}}", .told = "metadata-json" },
    { .json = "{\"metadata_json\": null}", .told = "metadata-json" },
    { .json = "{\"nobody\": 1, \"motivo\": \"secret\"}", .told = "" },
  };
  g_autoptr (TbkRecord) record = new_lote ();
  g_autoptr (GString) told = g_string_new (NULL);

  g_signal_connect (record, "notify", G_CALLBACK (notify_cb), told);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_string_truncate (told, 0);
      update (record, cases[i].json);
      g_assert_cmpstr (told->str, ==, cases[i].told);
    }
  g_assert_null (tbk_record_get_node (record, "metadata_json"));
  g_assert_null (tbk_record_get_text (record, "motivo"));
}

static void
test_loading_ends_once (void)
{
  g_autoptr (TbkRecord) record = tbk_record_new (&tbk_lote);
  g_autoptr (GString) told = g_string_new (NULL);

  g_signal_connect (record, "notify::loading", G_CALLBACK (notify_cb), told);
  update (record, "{}");
  update (record, "{\"sacos\": 1}");
  g_assert_cmpstr (told->str, ==, "loading");
}

static void
test_is_freed (void)
{
  TbkRecord *record = new_lote ();

  g_object_add_weak_pointer (G_OBJECT (record), (gpointer *) &record);
  g_object_unref (record);
  g_assert_null (record);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/types", test_types);
  g_test_add_func ("/record/properties", test_properties);
  g_test_add_func ("/record/empty", test_empty);
  g_test_add_func ("/record/values", test_values);
  g_test_add_func ("/record/boolean-and-uuid", test_boolean_and_uuid);
  g_test_add_func ("/record/notifies-changes-only", test_notifies_changes_only);
  g_test_add_func ("/record/loading-ends-once", test_loading_ends_once);
  g_test_add_func ("/record/is-freed", test_is_freed);
  return g_test_run ();
}
