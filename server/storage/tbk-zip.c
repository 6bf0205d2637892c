/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "documento.h"
#include "tbk-reader.h"

#define PIECE_BYTES 65536
#define FILE_MODE 0644

typedef struct
{
  char *name;
  char *ruta;
  guint64 tamano;
  gint64 segundos;
} Entry;

struct _TbkZip
{
  TbkSource source;
  const TbkStorage *storage;
  GPtrArray *entries; /* (element-type Entry) */
  GHashTable *names;  /* in lower case, as some systems take two of them for one */
  guint next;
  struct archive *archive; /* NULL: before the first read, or it has ended */
  TbkReader *reader;       /* of the entry that is being written */
  GByteArray *made;        /* and not yet read */
  gsize made_at;
  gboolean ended;
  guint8 piece[PIECE_BYTES];
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->ruta);
  g_free (entry);
}

/* "factura.pdf", "factura (2).pdf", ... Returns: (transfer full). */
static char *
find_free_name (TbkZip *zip, const char *nombre_archivo)
{
  g_autofree char *name = tbk_documento_file_name (nombre_archivo);
  const char *dot = strrchr (name, '.');
  gsize stem = dot != NULL && dot > name ? (gsize) (dot - name) : strlen (name);
  g_autofree char *candidate = g_strdup (name);
  g_autofree char *folded = g_utf8_strdown (candidate, -1);

  for (guint i = 2; !g_hash_table_add (zip->names, g_strdup (folded)); i++)
    {
      g_free (candidate);
      g_free (folded);
      candidate = g_strdup_printf ("%.*s (%u)%s", (int) stem, name, i, name + stem);
      folded = g_utf8_strdown (candidate, -1);
    }
  return g_steal_pointer (&candidate);
}

static gssize
write_cb (struct archive *archive, void *user_data, const void *bytes, size_t length)
{
  TbkZip *zip = user_data;

  g_byte_array_append (zip->made, bytes, (guint) length);
  return (gssize) length;
}

static void
ready_cb (gpointer user_data)
{
  TbkZip *zip = user_data;

  zip->source.ready (zip->source.ready_data);
}

static gboolean
open_archive (TbkZip *zip)
{
  zip->archive = archive_write_new ();
  return archive_write_set_format_zip (zip->archive) == ARCHIVE_OK
         && archive_write_zip_set_compression_store (zip->archive) == ARCHIVE_OK
         && archive_write_set_options (zip->archive, "hdrcharset=UTF-8") == ARCHIVE_OK
         && archive_write_set_bytes_per_block (zip->archive, 0) == ARCHIVE_OK
         && archive_write_open (zip->archive, zip, NULL, write_cb, NULL) == ARCHIVE_OK;
}

static gboolean
begin_entry (TbkZip *zip)
{
  const Entry *entry = zip->entries->pdata[zip->next++];
  int fd = tbk_storage_open (zip->storage, entry->ruta, entry->tamano, NULL);
  struct archive_entry *header;
  gboolean ok;

  if (fd < 0)
    return FALSE;
  zip->reader = tbk_reader_new (fd, 0, entry->tamano, ready_cb, zip);
  header = archive_entry_new ();
  archive_entry_set_pathname_utf8 (header, entry->name);
  archive_entry_set_filetype (header, AE_IFREG);
  archive_entry_set_perm (header, FILE_MODE);
  archive_entry_set_size (header, (gint64) entry->tamano);
  archive_entry_set_mtime (header, entry->segundos, 0);
  ok = archive_write_header (zip->archive, header) == ARCHIVE_OK;
  archive_entry_free (header);
  return ok;
}

static gboolean
end_archive (TbkZip *zip)
{
  gboolean ok = archive_write_close (zip->archive) == ARCHIVE_OK;

  zip->ended = TRUE;
  archive_write_free (zip->archive);
  zip->archive = NULL;
  return ok;
}

/* Goes on until something was made. */
static TbkSourceResult
make_more (TbkZip *zip)
{
  TbkSourceResult result;
  gsize n;

  if (zip->archive == NULL && !open_archive (zip))
    return TBK_SOURCE_FAILED;
  if (zip->reader == NULL && zip->next == zip->entries->len)
    return end_archive (zip) ? TBK_SOURCE_SOME : TBK_SOURCE_FAILED;
  if (zip->reader == NULL)
    return begin_entry (zip) ? TBK_SOURCE_SOME : TBK_SOURCE_FAILED;
  result = tbk_reader_read (zip->reader, zip->piece, sizeof zip->piece, &n);
  if (result == TBK_SOURCE_SOME)
    return archive_write_data (zip->archive, zip->piece, n) == (gssize) n ? TBK_SOURCE_SOME : TBK_SOURCE_FAILED;
  if (result != TBK_SOURCE_END)
    return result;
  g_clear_pointer (&zip->reader, tbk_reader_free);
  return archive_write_finish_entry (zip->archive) == ARCHIVE_OK ? TBK_SOURCE_SOME : TBK_SOURCE_FAILED;
}

static TbkSourceResult
zip_read (TbkSource *source, guint8 *room, gsize size, gsize *n)
{
  TbkZip *zip = (TbkZip *) source;

  while (zip->made_at == zip->made->len)
    {
      TbkSourceResult result;

      g_byte_array_set_size (zip->made, 0);
      zip->made_at = 0;
      if (zip->ended)
        return TBK_SOURCE_END;
      result = make_more (zip);
      if (result != TBK_SOURCE_SOME)
        return result;
    }
  *n = MIN (size, zip->made->len - zip->made_at);
  memcpy (room, zip->made->data + zip->made_at, *n);
  zip->made_at += *n;
  return TBK_SOURCE_SOME;
}

static void
zip_free (TbkSource *source)
{
  TbkZip *zip = (TbkZip *) source;

  if (zip->archive != NULL)
    {
      archive_write_close (zip->archive); /* one that has failed is not closed by freeing it */
      archive_write_free (zip->archive);
    }
  tbk_reader_free (zip->reader);
  g_ptr_array_unref (zip->entries);
  g_hash_table_unref (zip->names);
  g_byte_array_unref (zip->made);
  g_free (zip);
}

TbkZip *
tbk_zip_new (const TbkStorage *storage)
{
  TbkZip *zip = g_new0 (TbkZip, 1);

  zip->source.read = zip_read;
  zip->source.free = zip_free;
  zip->storage = storage;
  zip->entries = g_ptr_array_new_with_free_func (entry_free);
  zip->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  zip->made = g_byte_array_new ();
  return zip;
}

void
tbk_zip_add (TbkZip *zip, const char *nombre_archivo, const char *ruta, guint64 tamano, gint64 segundos)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->name = find_free_name (zip, nombre_archivo);
  entry->ruta = g_strdup (ruta);
  entry->tamano = tamano;
  entry->segundos = segundos;
  g_ptr_array_add (zip->entries, entry);
}

TbkSource *
tbk_zip_to_source (TbkZip *zip)
{
  return &zip->source;
}
