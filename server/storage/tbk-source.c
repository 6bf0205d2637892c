/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-source.h"

#include "tbk-reader.h"

typedef struct
{
  TbkSource source;
  TbkReader *reader;
} FileSource;

void
tbk_source_free (TbkSource *source)
{
  if (source != NULL)
    source->free (source);
}

static void
ready_cb (gpointer user_data)
{
  TbkSource *source = user_data;

  source->ready (source->ready_data);
}

static TbkSourceResult
file_read (TbkSource *source, guint8 *room, gsize size, gsize *n)
{
  return tbk_reader_read (((FileSource *) source)->reader, room, size, n);
}

static void
file_free (TbkSource *source)
{
  tbk_reader_free (((FileSource *) source)->reader);
  g_free (source);
}

TbkSource *
tbk_source_new_file (int fd, guint64 offset, guint64 length)
{
  FileSource *file = g_new0 (FileSource, 1);

  file->source.read = file_read;
  file->source.free = file_free;
  file->reader = tbk_reader_new (fd, offset, length, ready_cb, file);
  return &file->source;
}
