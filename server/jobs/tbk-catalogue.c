/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-catalogue.h"

#include <gio/gio.h>
#include <string.h>

#define MAGIC 0x950412deu
#define HEAD_BYTES 20

static guint32
word_at (const guint8 *bytes, gsize size, gsize at)
{
  guint32 word = 0;

  if (at <= size && size - at >= sizeof word)
    memcpy (&word, bytes + at, sizeof word);
  return word;
}

/* Entry `n` of the table at `table`: length, offset. Returns: (nullable): its text, which ends with a NUL. */
static const char *
text_at (const guint8 *bytes, gsize size, gsize table, guint32 n)
{
  gsize length = word_at (bytes, size, table + 8 * (gsize) n);
  gsize offset = word_at (bytes, size, table + 8 * (gsize) n + 4);

  if (offset >= size || length >= size - offset || bytes[offset + length] != '\0')
    return NULL;
  return (const char *) bytes + offset;
}

const char *
tbk_catalogue_find (const guint8 *bytes, gsize size, const char *text)
{
  guint32 low = 0, high;

  if (size < HEAD_BYTES || word_at (bytes, size, 0) != MAGIC)
    return NULL;
  high = word_at (bytes, size, 8);
  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      const char *original = text_at (bytes, size, word_at (bytes, size, 12), middle);
      int order = original != NULL ? strcmp (text, original) : 0;

      if (original == NULL)
        return NULL;
      if (order == 0)
        return text_at (bytes, size, word_at (bytes, size, 16), middle);
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

const char *
tbk_translate (const char *language, const char *text)
{
  g_autofree char *path = g_strdup_printf ("/com/triboka/server/po/%s.mo", language);
  g_autoptr (GBytes) catalogue = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const guint8 *bytes;
  const char *found;
  gsize size;

  if (catalogue == NULL)
    return text;
  bytes = g_bytes_get_data (catalogue, &size); /* the program's own memory: it stays when this reference goes */
  found = tbk_catalogue_find (bytes, size, text);
  return found != NULL && *found != '\0' ? found : text;
}
