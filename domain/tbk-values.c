/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-values.h"

#include <string.h>

/* Name and text lie in one block: a set is one allocation. With at most 128 names a linear search beats a hash. */
typedef struct
{
  char *name; /* owned: the block */
  char *text; /* (nullable): inside the block */
} Entry;

struct _TbkValues
{
  guint n_entries;
  guint capacity;
  Entry *entries; /* owned */
};

#define FIRST_CAPACITY 16

static Entry
entry_new (const char *name, const char *text)
{
  gsize name_size = strlen (name) + 1;
  gsize text_size = text != NULL ? strlen (text) + 1 : 0;
  Entry entry = { .name = g_malloc (name_size + text_size) };

  memcpy (entry.name, name, name_size);
  if (text != NULL)
    entry.text = memcpy (entry.name + name_size, text, text_size);
  return entry;
}

static Entry *
find (const TbkValues *values, const char *name)
{
  for (guint i = 0; i < values->n_entries; i++)
    if (strcmp (values->entries[i].name, name) == 0)
      return &values->entries[i];
  return NULL;
}

static void
grow (TbkValues *values)
{
  if (values->n_entries < values->capacity)
    return;
  values->capacity = MAX (values->capacity * 2, FIRST_CAPACITY);
  values->entries = g_renew (Entry, values->entries, values->capacity);
}

TbkValues *
tbk_values_new (void)
{
  return g_new0 (TbkValues, 1);
}

TbkValues *
tbk_values_copy (const TbkValues *values)
{
  TbkValues *copy;

  g_return_val_if_fail (values != NULL, NULL);
  copy = tbk_values_new ();
  copy->capacity = copy->n_entries = values->n_entries;
  copy->entries = g_new (Entry, values->n_entries);
  for (guint i = 0; i < values->n_entries; i++)
    copy->entries[i] = entry_new (values->entries[i].name, values->entries[i].text);
  return copy;
}

void
tbk_values_free (TbkValues *values)
{
  if (values == NULL)
    return;
  for (guint i = 0; i < values->n_entries; i++)
    g_free (values->entries[i].name);
  g_free (values->entries);
  g_free (values);
}

gboolean
tbk_values_set (TbkValues *values, const char *name, const char *text)
{
  Entry *old, entry;

  g_return_val_if_fail (values != NULL && name != NULL, FALSE);
  old = find (values, name);
  if (old == NULL && values->n_entries == TBK_VALUES_MAX)
    return FALSE;
  /* `text` may be what is replaced: copy before freeing */
  entry = entry_new (name, text);
  if (old != NULL)
    {
      g_free (old->name);
      *old = entry;
      return TRUE;
    }
  grow (values);
  values->entries[values->n_entries++] = entry;
  return TRUE;
}

gboolean
tbk_values_set_int (TbkValues *values, const char *name, gint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  return tbk_values_set (values, name, text);
}

void
tbk_values_unset (TbkValues *values, const char *name)
{
  Entry *entry;
  gsize after;

  g_return_if_fail (values != NULL && name != NULL);
  entry = find (values, name);
  if (entry == NULL)
    return;
  g_free (entry->name);
  values->n_entries--;
  after = values->n_entries - (entry - values->entries);
  memmove (entry, entry + 1, after * sizeof *entry);
}

gboolean
tbk_values_merge (TbkValues *values, const TbkValues *other)
{
  gboolean all = TRUE;

  g_return_val_if_fail (values != NULL && other != NULL, FALSE);
  for (guint i = 0; i < other->n_entries; i++)
    all &= tbk_values_set (values, other->entries[i].name, other->entries[i].text);
  return all;
}

gboolean
tbk_values_has (const TbkValues *values, const char *name)
{
  g_return_val_if_fail (values != NULL && name != NULL, FALSE);
  return find (values, name) != NULL;
}

const char *
tbk_values_get (const TbkValues *values, const char *name)
{
  const Entry *entry;

  g_return_val_if_fail (values != NULL && name != NULL, NULL);
  entry = find (values, name);
  return entry != NULL ? entry->text : NULL;
}

gint64
tbk_values_get_int (const TbkValues *values, const char *name, gint64 otherwise)
{
  const char *text = tbk_values_get (values, name);
  gint64 number;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return otherwise;
  return number;
}

gsize
tbk_values_size (const TbkValues *values)
{
  g_return_val_if_fail (values != NULL, 0);
  return values->n_entries;
}

const char *
tbk_values_name_at (const TbkValues *values, gsize index)
{
  g_return_val_if_fail (values != NULL && index < values->n_entries, NULL);
  return values->entries[index].name;
}

const char *
tbk_values_text_at (const TbkValues *values, gsize index)
{
  g_return_val_if_fail (values != NULL && index < values->n_entries, NULL);
  return values->entries[index].text;
}
