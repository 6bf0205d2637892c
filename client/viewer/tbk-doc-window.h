/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-doc-view.h"

G_BEGIN_DECLS

/* A window with a document, or with two side by side, each with its own place, zoom and search. What is done by key or by
 * the window's buttons goes to the one that was looked at last. Main thread. */
#define TBK_TYPE_DOC_WINDOW (tbk_doc_window_get_type ())
G_DECLARE_FINAL_TYPE (TbkDocWindow, tbk_doc_window, TBK, DOC_WINDOW, AdwWindow)

/* Not shown yet: gtk_window_present(). `parent` may be NULL. */
TbkDocWindow *tbk_doc_window_new (GtkWindow *parent, TbkDocSource *source);
/* Beside the first one; NULL: that one alone again. */
void tbk_doc_window_compare (TbkDocWindow *self, TbkDocSource *source);
/* Returns: (transfer none): 0 the first, 1 the one beside it. */
TbkDocView *tbk_doc_window_get_view (TbkDocWindow *self, guint nth);
/* Returns: (transfer none): the one that keys and buttons act on. */
TbkDocView *tbk_doc_window_get_active (TbkDocWindow *self);

G_END_DECLS
