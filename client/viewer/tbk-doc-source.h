/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a document's bytes come from: a file without a name in the cache folder that fills as ranges arrive, or a file
 * that is whole already. Main thread; nothing blocks but writing to the page cache.
 *
 * Properties: "arrived" (gint64: bytes that are there), "complete" (gboolean), "error" (GError or NULL: why no more
 * comes; tbk_doc_source_resume() tries again). */
#define TBK_TYPE_DOC_SOURCE (tbk_doc_source_get_type ())
G_DECLARE_DERIVABLE_TYPE (TbkDocSource, tbk_doc_source, TBK, DOC_SOURCE, GObject)

struct _TbkDocSourceClass
{
  GObjectClass parent_class;

  /* Fetches just that range; the bytes returned have that length. NULL: the file is whole from the start. */
  void (*fetch_async) (TbkDocSource *self,
                       goffset offset,
                       goffset length,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data);
  GBytes *(*fetch_finish) (TbkDocSource *self, GAsyncResult *result, GError **error);
};

/* What is known of a document before its first byte. Texts are copied. */
typedef struct
{
  const char *name;         /* as it was uploaded: shown, and offered when it is saved */
  const char *content_type; /* as the server says, "application/pdf"; NULL: by its content alone */
  goffset size;             /* bytes */
  const char *sha256;       /* lower case hex; checked when all is there; NULL: unknown */
} TbkDocFacts;

#define TBK_DOC_SOURCE_MAX_SIZE ((goffset) 1024 * 1024 * 1024) /* bytes */

/* For subclasses, once, before anything else: the file that fills, or one that is whole (`fd`, taken over; -1: none).
 * Expected errors: G_IO_ERROR (no room, no cache folder), TOO_LARGE. */
gboolean tbk_doc_source_set_up (TbkDocSource *self, const TbkDocFacts *facts, int fd, GError **error);

const char *tbk_doc_source_get_name (TbkDocSource *self);
const char *tbk_doc_source_get_content_type (TbkDocSource *self); /* nullable */
goffset tbk_doc_source_get_size (TbkDocSource *self);
goffset tbk_doc_source_get_arrived (TbkDocSource *self);
gboolean tbk_doc_source_is_complete (TbkDocSource *self);
/* Returns: (transfer none) (nullable). */
const GError *tbk_doc_source_get_error (TbkDocSource *self);
/* An address that somebody else can open, for a while; NULL: there is none. */
const char *tbk_doc_source_get_link (TbkDocSource *self);
void tbk_doc_source_set_link (TbkDocSource *self, const char *link);

/* Sees to it that the range is there. Ends at once where it is. Expected errors: those of the fetch, G_IO_ERROR. */
void tbk_doc_source_want_async (TbkDocSource *self,
                                goffset offset,
                                goffset length,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean tbk_doc_source_want_finish (TbkDocSource *self, GAsyncResult *result, GError **error);

/* Whether all that is missing is fetched while nothing else is wanted. */
void tbk_doc_source_read_ahead (TbkDocSource *self, gboolean ahead);
/* After an error: tries again. */
void tbk_doc_source_resume (TbkDocSource *self);

/* A descriptor of the file for reading, the caller's to close; -1 where none can be had. */
int tbk_doc_source_open_fd (TbkDocSource *self);
/* Any thread. What is there of a range, at most `length` bytes. Returns: (transfer full)
 * (nullable): NULL when it cannot be read. */
GBytes *tbk_doc_source_read (TbkDocSource *self, goffset offset, gsize length, GError **error);

/* Writes a copy when all is there (fetches what is missing); an existing file is replaced at the end, not before.
 * Expected errors: those of the fetch; G_IO_ERROR; G_IO_ERROR_INVALID_DATA when it is not what the server has. */
void tbk_doc_source_save_async (TbkDocSource *self,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean tbk_doc_source_save_finish (TbkDocSource *self, GAsyncResult *result, GError **error);

/* A file of this machine. Blocks to open it. Expected errors: G_FILE_ERROR, G_IO_ERROR. */
TbkDocSource *tbk_doc_file_new (const char *path, const char *content_type, GError **error);

G_END_DECLS
