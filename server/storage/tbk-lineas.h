/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lines of a text file of UTF-8, UTF-16 (by its byte order mark, or by its zeros) or
 * Windows-1252 (a line that is no UTF-8), as UTF-8, one after the other: 64 kB and a line in
 * memory, however long the file. One thread at a time. */
typedef struct _TbkLineas TbkLineas;

/* `fd` stays the caller's; read from its beginning. Lines of more than `max` bytes are cut. */
TbkLineas *tbk_lineas_new (int fd, gsize max);
void tbk_lineas_free (TbkLineas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkLineas, tbk_lineas_free)

/* Returns: (transfer none) (nullable): the next line without its end, to be changed at will until
 * the next call; NULL at the end, or with `error` set (TBK_PROBLEM 500). `why`: NULL, or what is
 * wrong with this line ("is longer than ...", "has no end: the file may be cut"), which then is not
 * to be believed. */
char *tbk_lineas_next (TbkLineas *self, const char **why, GError **error);

G_END_DECLS
