/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-doc-pages.h"

G_BEGIN_DECLS

/* The bar above the pages: which one, how large, turning, search. Its buttons are actions of the view around it. Main
 * thread. */
#define TBK_TYPE_DOC_TOOLS (tbk_doc_tools_get_type ())
G_DECLARE_FINAL_TYPE (TbkDocTools, tbk_doc_tools, TBK, DOC_TOOLS, GtkWidget)

/* Once; `pages` outlives it. */
void tbk_doc_tools_set_pages (TbkDocTools *self, TbkDocPages *pages);
/* To type the number of a page. */
void tbk_doc_tools_ask_page (TbkDocTools *self);

G_END_DECLS
