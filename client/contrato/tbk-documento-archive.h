/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* Asks where to put all documentos of a contrato as one archive, and puts it there; `from`'s window shows that it is under
 * way, how to cancel it, and how it ended. `codigo`: of the contrato. Main thread. */
void tbk_documento_archive_ask (GtkWidget *from, TbkApi *api, gint64 contrato_id, const char *codigo);
/* What follows the user's choice of `file`. */
void tbk_documento_archive_save (GtkWidget *from, TbkApi *api, gint64 contrato_id, GFile *file);

G_END_DECLS
