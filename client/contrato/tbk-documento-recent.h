/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-record.h"

G_BEGIN_DECLS

/* The documentos opened last, the newest first, as a menu of the action "documento.open". Kept by a page, which goes when
 * somebody else signs in: what one has read is nothing for the next one. Main thread. */
typedef struct _TbkDocumentoRecent TbkDocumentoRecent;

#define TBK_DOCUMENTO_RECENT_MAX 10

TbkDocumentoRecent *tbk_documento_recent_new (void);
void tbk_documento_recent_free (TbkDocumentoRecent *self);

/* Returns: (transfer none): it follows what is opened. */
GMenuModel *tbk_documento_recent_get_menu (TbkDocumentoRecent *self);
void tbk_documento_recent_add (TbkDocumentoRecent *self, TbkRecord *documento);
/* It exists no more, or is not to be seen any more. */
void tbk_documento_recent_drop (TbkDocumentoRecent *self, gint64 id);
/* Returns: (transfer none) (nullable). */
TbkRecord *tbk_documento_recent_find (TbkDocumentoRecent *self, gint64 id);

G_END_DECLS
