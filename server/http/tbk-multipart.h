/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads multipart/form-data (RFC 7578) as it comes, in pieces of any size, and hands on what it holds. As strict as the
 * head's reader: CR LF only, no text before the first part or after the last, no folds, no encodings.
 *
 * GMime reads such bodies too, but it pulls: GMimeParser asks its stream for more and waits. On an event loop that
 * means a thread for each upload, however slowly it comes, or the whole body on disk before it is looked
 * at and then copied. It also takes whatever mail may look like, which is what is not wanted here.
 *
 * One thread. */
typedef struct _TbkMultipart TbkMultipart;

#define TBK_MULTIPART_MAX_PARTS 16
#define TBK_MULTIPART_MAX_HEAD_BYTES 4096
#define TBK_MULTIPART_MAX_BOUNDARY_BYTES 70

typedef struct
{
  /* A part begins. `filename` is NULL for a field. Both are UTF-8 without controls; else as the client wrote them. */
  gboolean (*begin) (const char *name, const char *filename, gpointer user_data, GError **error);
  gboolean (*data) (const guint8 *data, gsize length, gpointer user_data, GError **error);
  gboolean (*end) (gpointer user_data, GError **error);
} TbkMultipartHandlers;

/* `content_type`: the field's value. `handlers` must outlive it. Returns: (nullable): NULL with
 * TBK_PROBLEM 400 where it names no boundary. */
TbkMultipart *tbk_multipart_new (const char *content_type,
                                 const TbkMultipartHandlers *handlers,
                                 gpointer user_data,
                                 GError **error);
void tbk_multipart_free (TbkMultipart *multipart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkMultipart, tbk_multipart_free)

/* Error: TBK_PROBLEM 400, or what a handler said; nothing more is taken then. */
gboolean tbk_multipart_feed (TbkMultipart *multipart, const guint8 *data, gsize length, GError **error);
/* The body has ended. Error: TBK_PROBLEM 400 where the form has not. */
gboolean tbk_multipart_finish (const TbkMultipart *multipart, GError **error);

G_END_DECLS
