/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-record.h"

G_BEGIN_DECLS

/* Returns: (transfer floating): a row that tells of a documento and offers the actions of the group "documento" (see
 * tbk-contrato-documentos.c), with its id as their target. `usuario_id` is who looks: the uploader may delete. Main
 * thread. */
GtkWidget *tbk_documento_row_new (TbkRecord *documento, gint64 usuario_id, gboolean admin);
/* The documento of a row. Returns: (transfer none). */
TbkRecord *tbk_documento_row_get (GtkListBoxRow *row);

/* Whether the server lets that usuario delete it at `now` (microseconds since the epoch): within a day, or an admin. */
gboolean tbk_documento_may_delete (TbkRecord *documento, gint64 usuario_id, gboolean admin, gint64 now);

G_END_DECLS
