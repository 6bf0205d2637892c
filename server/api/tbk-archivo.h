/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-reply.h"
#include "tbk-request.h"
#include "tbk-rows.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* What rows that name a file of the store have in common. Pool thread. */

/* What takes its time of a file that came, before the transaction begins: whether it is clean, and that it is on the disk. Sets
 * `tipo_contenido`, `tamano` and `sha256`. Error: as tbk_clamav_check() and tbk_spool_sync(). */
gboolean
tbk_archivo_settle (const TbkRequest *request, const char *content_type, TbkValues *values, GError **error);

/* Sets `ruta`: where the file will be. `folder`: a TBK_STORAGE_*; `name`: of the one in it that it belongs to. */
void tbk_archivo_set_ruta (const TbkRequest *request, TbkValues *values, const char *folder, const char *name);

/* The file that the first row names by `ruta`, `tamano`, `sha256` and `tipo_contenido`, all of it or the range that is asked
 * for. Error: as tbk_storage_open(). Returns: (transfer full) (nullable). */
TbkReply *
tbk_archivo_reply (const TbkRequest *request, const TbkRows *rows, const char *nombre_archivo, GError **error);

/* Nothing in it is run or shown by a browser that was led here. */
void tbk_archivo_make_safe (TbkReply *reply, const char *nombre_archivo);

G_END_DECLS
