/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-change.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-json.h"

/* Kept by the database for itself. */
static const char *const passed_over[] = { "version", "updated_at", NULL };

static void
change_free (TbkChange *change)
{
  g_free (change->label);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

/* A member as the wire would have it: a decimal, which comes as JSON's number, with its field's
 * digits. Returns: (transfer full). */
static char *
node_to_text (const TbkField *field, JsonNode *node)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *format = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return tbk_json_to_value (node);
  format = g_strdup_printf ("%%.%df", field != NULL ? field->decimals : 2);
  return g_strdup (g_ascii_formatd (digits, sizeof digits, format, json_node_get_double (node)));
}

static JsonObject *
get_side (TbkRecord *entry, const char *side)
{
  JsonNode *node = tbk_record_get_node (entry, side);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Names of both sides once: the noun's fields in their order, then what only the database knows. */
static GPtrArray *
list_names (const TbkResource *resource, JsonObject *antes, JsonObject *despues)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *sides[] = { despues, antes };
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; resource != NULL && i < resource->schema.n_fields; i++)
    {
      const char *name = resource->schema.fields[i].name;

      for (gsize side = 0; side < G_N_ELEMENTS (sides); side++)
        if (sides[side] != NULL && json_object_has_member (sides[side], name)
            && g_hash_table_add (seen, (gpointer) name))
          g_ptr_array_add (names, g_strdup (name));
    }
  for (gsize side = 0; side < G_N_ELEMENTS (sides); side++)
    {
      g_autoptr (GList) members = sides[side] != NULL ? json_object_get_members (sides[side]) : NULL;

      for (GList *member = members; member != NULL; member = member->next)
        if (g_hash_table_add (seen, member->data))
          g_ptr_array_add (names, g_strdup (member->data));
    }
  return names;
}

/* Returns: (transfer full): "" for none. */
static char *
show_member (const TbkResource *resource, const TbkField *field, JsonObject *side, const char *name, const char *unidad)
{
  g_autofree char *text = node_to_text (field, side != NULL ? json_object_get_member (side, name) : NULL);

  return field == NULL ? g_steal_pointer (&text) : tbk_show_text (field, resource->name, text, unidad, TRUE);
}

GPtrArray *
tbk_change_list (TbkRecord *entry, const char *unidad, gboolean all)
{
  const char *tabla = tbk_record_get_text (entry, "tabla");
  const TbkResource *resource = tabla != NULL ? tbk_resource_find (tabla) : NULL;
  JsonObject *antes = get_side (entry, "antes");
  JsonObject *despues = get_side (entry, "despues");
  g_autoptr (GPtrArray) names = list_names (resource, antes, despues);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const TbkField *field = resource != NULL ? tbk_schema_find (&resource->schema, name) : NULL;
      g_autofree char *before = show_member (resource, field, antes, name, unidad);
      g_autofree char *after = show_member (resource, field, despues, name, unidad);
      TbkChange *change;

      if (g_strv_contains (passed_over, name) || (!all && g_str_equal (before, after)))
        continue;
      change = g_new (TbkChange, 1);
      *change = (TbkChange){ g_strdup (field != NULL ? _ (field->label) : name), g_steal_pointer (&before),
                             g_steal_pointer (&after) };
      g_ptr_array_add (changes, change);
    }
  return changes;
}
