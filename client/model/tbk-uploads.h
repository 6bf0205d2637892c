/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-upload.h"

G_BEGIN_DECLS

/* Files on their way, one after the other (a bad line takes no two), as a GListModel of TbkUpload: what is stored leaves
 * the list, what failed stays in it. Main thread.
 *
 * Property: "n-under-way" (uint, readable): that wait or are being sent.
 * Signal: "stored" (string path): one is on the server. */
#define TBK_TYPE_UPLOADS (tbk_uploads_get_type ())
G_DECLARE_FINAL_TYPE (TbkUploads, tbk_uploads, TBK, UPLOADS, GObject)

#define TBK_UPLOADS_MAX 100 /* in the list at once */

TbkUploads *tbk_uploads_new (void);
/* To the end of the list. Returns: FALSE when it is full. */
gboolean tbk_uploads_add (TbkUploads *self, TbkUpload *upload);
guint tbk_uploads_get_n_under_way (TbkUploads *self);
/* Off the list, whatever its state. */
void tbk_uploads_drop (TbkUploads *self, TbkUpload *upload);
/* Takes all off. */
void tbk_uploads_clear (TbkUploads *self);

G_END_DECLS
