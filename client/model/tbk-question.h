/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-resource.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* What a listing asks the server for: which rows, in which order. Pure; one owner. Setters copy and
 * tell whether anything changed; NULL and "" are the same but for the path. */
typedef struct
{
  const TbkResource *resource;
  char *path; /* NULL: the noun's collection; "": nothing to ask yet */
  char *q;
  char *orden;
  TbkValues *filters;      /* the user's */
  TbkValues *base_filters; /* the place's */
} TbkQuestion;

void tbk_question_init (TbkQuestion *question);
void tbk_question_clear (TbkQuestion *question);

gboolean tbk_question_set_path (TbkQuestion *question, const char *path);
gboolean tbk_question_set_q (TbkQuestion *question, const char *q);
gboolean tbk_question_set_orden (TbkQuestion *question, const char *orden);
/* `filters` is one of the two. */
gboolean tbk_question_set_filter (TbkValues *filters, const char *name, const char *text);
/* Drops q and the user's filters. */
gboolean tbk_question_clear_filters (TbkQuestion *question);

/* Whether the user narrowed the rows. */
gboolean tbk_question_is_filtered (const TbkQuestion *question);
/* Path and query of a page (1 the first), or of what follows the cursor `after`. Returns: (transfer full). */
char *tbk_question_build_path (const TbkQuestion *question, guint page, guint page_size, const char *after);

G_END_DECLS
