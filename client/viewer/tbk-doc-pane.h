/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-doc-pages.h"

G_BEGIN_DECLS

/* Beside the pages: small pictures of all of them, and the document's table of contents. Main thread. */
#define TBK_TYPE_DOC_PANE (tbk_doc_pane_get_type ())
G_DECLARE_FINAL_TYPE (TbkDocPane, tbk_doc_pane, TBK, DOC_PANE, GtkWidget)

/* `doc` may be NULL. */
void tbk_doc_pane_set (TbkDocPane *self, TbkDoc *doc, TbkDocPages *pages);

G_END_DECLS
