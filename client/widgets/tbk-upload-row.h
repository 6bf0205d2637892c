/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-upload.h"

G_BEGIN_DECLS

/* A file on its way: how far it is, why it failed, and what can be done about it. Main thread.
 *
 * Property: "upload" (TbkUpload). Signal: "dropped": it is to be taken off the list. */
#define TBK_TYPE_UPLOAD_ROW (tbk_upload_row_get_type ())
G_DECLARE_FINAL_TYPE (TbkUploadRow, tbk_upload_row, TBK, UPLOAD_ROW, GtkListBoxRow)

GtkWidget *tbk_upload_row_new (TbkUpload *upload);
TbkUpload *tbk_upload_row_get_upload (TbkUploadRow *self);

G_END_DECLS
