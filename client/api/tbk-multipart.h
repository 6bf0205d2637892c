/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A form with one file, as RFC 7578 sends it (multipart/form-data): read from the disk as it goes, never held whole
 * (SoupMultipart joins it all in memory). Immutable once it is sent; reference counted; any thread. */
typedef struct _TbkMultipart TbkMultipart;

/* `file` has `length` bytes; `name` is what it is called there. All is copied. */
TbkMultipart *tbk_multipart_new (const char *field, GFile *file, const char *name, goffset length);
TbkMultipart *tbk_multipart_ref (TbkMultipart *self);
void tbk_multipart_unref (TbkMultipart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkMultipart, tbk_multipart_unref)

/* A field before the file. */
void tbk_multipart_add (TbkMultipart *self, const char *field, const char *text);

const char *tbk_multipart_get_content_type (const TbkMultipart *self); /* with its boundary */
goffset tbk_multipart_get_length (const TbkMultipart *self);           /* bytes in all */
/* From the first byte, as often as it is sent; the file is opened at the first read. A file that has become shorter fails
 * the read with G_IO_ERROR_PARTIAL_INPUT; of one that has grown the first `length` bytes are sent. */
GInputStream *tbk_multipart_open (TbkMultipart *self);

G_END_DECLS
