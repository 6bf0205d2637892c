/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-doc-source.h"
#include "tbk-range-map.h"

G_BEGIN_DECLS

/* Shared by tbk-doc-source.c (what it is) and tbk-doc-fetch.c (how it fills). */
typedef struct
{
  char *name;
  char *content_type;
  char *sha256;
  char *link;
  goffset size;
  int fd;
  TbkRangeMap *map;
  GError *error;

  GCancellable *cancellable; /* of all that is under way */
  GQueue wants;              /* (element-type GTask) in the order they came */
  gboolean fetching_want;
  gboolean fetching_ahead;
  gboolean ahead;   /* all that is missing is fetched */
  goffset last_end; /* where the last range that was wanted ended */
  goffset stride;   /* how much is fetched for a want */
} TbkDocSourcePrivate;

TbkDocSourcePrivate *tbk_doc_source_private (TbkDocSource *self);
/* Fetches what is due, as long as there is anything. */
void tbk_doc_source_fill (TbkDocSource *self);
void tbk_doc_source_set_error (TbkDocSource *self, const GError *error);
void tbk_doc_source_note_arrived (TbkDocSource *self);

G_END_DECLS
