/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "documento.h"

G_BEGIN_DECLS

/* What a file is, from its content and not from its name: libmagic, and for office files a look at what their archive
 * holds; nothing is unpacked. Any thread; one at a time looks, the others wait. */
typedef struct _TbkContent TbkContent;

/* `allowed`: names of formats ("pdf"), each of which exists. */
TbkContent *tbk_content_new (const char *const *allowed, GError **error);
void tbk_content_free (TbkContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkContent, tbk_content_free)

/* Returns: (transfer none) (nullable): the format of an open file, read from its beginning. Error: TBK_PROBLEM 415, naming the
 * content, and where the name says otherwise, both. Blocks for some milliseconds. */
const TbkFormato *tbk_content_check (TbkContent *content, int fd, const char *nombre_archivo, GError **error);

G_END_DECLS
