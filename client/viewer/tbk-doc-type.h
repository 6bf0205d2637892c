/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a document is shown. */
typedef enum
{
  TBK_DOC_TYPE_PDF,
  TBK_DOC_TYPE_IMAGE,
  TBK_DOC_TYPE_XML,
  TBK_DOC_TYPE_CSV,
  TBK_DOC_TYPE_TEXT,
  TBK_DOC_TYPE_OTHER, /* not at all: another program opens it */
  TBK_DOC_TYPE_FALSE, /* its content is not what it says it is */
  TBK_DOC_TYPE_EMPTY,
} TbkDocType;

#define TBK_DOC_TYPE_SNIFFED 1024 /* bytes from the start that decide */

/* By what it says it is (`content_type`, NULL: nothing) and its first bytes, which have the last word: they are what a
 * reader gets to read. Pure; any thread. */
TbkDocType tbk_doc_type_of (const char *content_type, GBytes *start);

/* Text as UTF-8: as it is, from UTF-16 by its mark, else from Windows-1252, which reads anything. Without its mark.
 * Returns: (transfer full). */
char *tbk_doc_type_text (GBytes *bytes);

G_END_DECLS
