/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-doc-source.h"

G_BEGIN_DECLS

/* A document to elsewhere. What goes wrong, and what is done, is a toast of `from`. Main thread. */

/* A name that a file of this machine can have (tbk_documento_file_name()), whatever `name` is. Returns: (transfer full). */
char *tbk_doc_output_name (const char *name);

/* Asks where, then saves. */
void tbk_doc_output_save (GtkWidget *from, TbkDocSource *source);
/* A copy, to the program that the desktop has for it. */
void tbk_doc_output_open (GtkWidget *from, TbkDocSource *source);
/* Its address, to the clipboard. */
void tbk_doc_output_copy_link (GtkWidget *from, TbkDocSource *source);

/* Asks before an address that a document names is opened in the browser. */
void tbk_doc_output_ask_link (GtkWidget *from, const char *uri);

G_END_DECLS
