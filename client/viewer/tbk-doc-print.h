/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-doc.h"

G_BEGIN_DECLS

/* Printing keeps what the document says as it is, letters as letters: the renderer makes a PDF of the pages, which goes to
 * the printer (or into a file) whole. GtkPrintOperation draws in the app's own process, which never reads a document, so
 * that it could have given the printer nothing but pictures of pages. Main thread. */

/* Makes a PDF of all pages, or (`ranges` not NULL, a(uu) as of TBK_RENDER_PRINT, sunk) of some, in a file without a name.
 * A renderer of its own does it, the one that shows the document goes on. Expected errors: those of
 * tbk_renderer_call_async(). */
void tbk_doc_print_make_async (TbkDoc *doc,
                               GVariant *ranges,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
/* Returns: a descriptor at the start of the file, the caller's; -1 on error. */
int tbk_doc_print_make_finish (TbkDoc *doc, GAsyncResult *result, GError **error);

/* Asks how, then prints; `current` is the page that is looked at. What goes wrong is a toast. */
void tbk_doc_print (GtkWidget *from, TbkDoc *doc, guint current);

G_END_DECLS
