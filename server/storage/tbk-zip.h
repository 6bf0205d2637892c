/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-source.h"
#include "tbk-storage.h"

G_BEGIN_DECLS

/* An archive of stored files, made while it is read: no thread, no copy, memory for one piece. What it holds is not
 * compressed, as papers and pictures are already. Ends as FAILED where a file is missing or not as its row says. */
typedef struct _TbkZip TbkZip;

TbkZip *tbk_zip_new (const TbkStorage *storage);
/* `nombre_archivo` becomes a name that any system can unpack; one that is there already gets a number. `segundos`: since 1970.
 * Before it is read. */
void tbk_zip_add (TbkZip *zip, const char *nombre_archivo, const char *ruta, guint64 tamano, gint64 segundos);
/* Returns: (transfer full): takes over `zip`. `storage` must outlive it. */
TbkSource *tbk_zip_to_source (TbkZip *zip);

G_END_DECLS
