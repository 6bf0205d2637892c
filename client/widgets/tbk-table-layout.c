/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-table-layout.h"

#include <string.h>

#define KEY "tablas"
#define COLUMNS_TYPE "(a(sbi)s)"
#define MAX_WIDTH 4000 /* pixels */

void
tbk_table_layout_clear (TbkTableLayout *layout)
{
  g_clear_pointer (&layout->columns, g_array_unref);
  g_clear_pointer (&layout->orden, g_free);
}

static gboolean
can_be_column (const TbkField *field)
{
  return field->type != TBK_FIELD_JSON && field->type != TBK_FIELD_REF && !(field->flags & TBK_FIELD_SECRET)
         && strcmp (field->name, "version") != 0;
}

static gssize
find_column (GArray *columns, const char *name)
{
  for (guint i = 0; i < columns->len; i++)
    {
      if (strcmp (g_array_index (columns, TbkTableColumn, i).field->name, name) == 0)
        return i;
    }
  return -1;
}

/* The settings may be another version's: the server refuses what it cannot sort by. */
static gboolean
can_sort (GArray *columns, const char *orden)
{
  gssize index = find_column (columns, orden[0] == '-' ? orden + 1 : orden);

  return index >= 0 && (g_array_index (columns, TbkTableColumn, index).field->flags & TBK_FIELD_SORTABLE);
}

void
tbk_table_layout_init (TbkTableLayout *layout, const TbkResource *resource, const char *visible)
{
  g_auto (GStrv) names = g_strsplit (visible != NULL ? visible : "", " ", -1);

  layout->columns = g_array_new (FALSE, TRUE, sizeof (TbkTableColumn));
  layout->orden = NULL;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      TbkTableColumn column = { tbk_schema_find (&resource->schema, names[i]), TRUE, -1 };

      if (column.field != NULL)
        g_array_append_val (layout->columns, column);
    }
  for (gsize i = 0; i < resource->schema.n_fields; i++)
    {
      TbkTableColumn column = { &resource->schema.fields[i], FALSE, -1 };

      if (can_be_column (column.field) && find_column (layout->columns, column.field->name) < 0)
        g_array_append_val (layout->columns, column);
    }
}

void
tbk_table_layout_load (TbkTableLayout *layout, GSettings *settings, const char *key)
{
  g_autoptr (GVariant) tables = g_settings_get_value (settings, KEY);
  g_autoptr (GVariantIter) columns = NULL;
  g_autoptr (GArray) ordered = NULL;
  const char *name, *orden;
  gboolean visible;
  int width;

  if (!g_variant_lookup (tables, key, "(a(sbi)&s)", &columns, &orden))
    return;
  ordered = g_array_new (FALSE, TRUE, sizeof (TbkTableColumn));
  while (g_variant_iter_next (columns, "(&sbi)", &name, &visible, &width))
    {
      gssize index = find_column (layout->columns, name);
      TbkTableColumn column = { NULL, visible, CLAMP (width, -1, MAX_WIDTH) };

      if (index < 0)
        continue;
      column.field = g_array_index (layout->columns, TbkTableColumn, index).field;
      g_array_append_val (ordered, column);
      g_array_remove_index (layout->columns, (guint) index);
    }
  if (layout->columns->len > 0)
    g_array_append_vals (ordered, layout->columns->data, layout->columns->len);
  g_array_unref (layout->columns);
  layout->columns = g_steal_pointer (&ordered);
  g_free (layout->orden);
  layout->orden = can_sort (layout->columns, orden) ? g_strdup (orden) : NULL;
}

/* All tables but that of `key`, in a builder. */
static void
begin_without (GVariantBuilder *builder, GSettings *settings, const char *key)
{
  g_autoptr (GVariant) tables = g_settings_get_value (settings, KEY);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_builder_init (builder, G_VARIANT_TYPE ("a{s" COLUMNS_TYPE "}"));
  g_variant_iter_init (&iter, tables);
  while (g_variant_iter_next (&iter, "{&s@" COLUMNS_TYPE "}", &name, &value))
    {
      if (strcmp (name, key) != 0)
        g_variant_builder_add (builder, "{s@" COLUMNS_TYPE "}", name, value);
      g_variant_unref (value);
    }
}

void
tbk_table_layout_save (const TbkTableLayout *layout, GSettings *settings, const char *key)
{
  GVariantBuilder tables, columns;

  begin_without (&tables, settings, key);
  g_variant_builder_init (&columns, G_VARIANT_TYPE ("a(sbi)"));
  for (guint i = 0; i < layout->columns->len; i++)
    {
      const TbkTableColumn *column = &g_array_index (layout->columns, TbkTableColumn, i);

      g_variant_builder_add (&columns, "(sbi)", column->field->name, column->visible, column->width);
    }
  g_variant_builder_add (&tables, "{s(a(sbi)s)}", key, &columns, layout->orden != NULL ? layout->orden : "");
  g_settings_set_value (settings, KEY, g_variant_builder_end (&tables));
}

void
tbk_table_layout_forget (GSettings *settings, const char *key)
{
  GVariantBuilder tables;

  begin_without (&tables, settings, key);
  g_settings_set_value (settings, KEY, g_variant_builder_end (&tables));
}
