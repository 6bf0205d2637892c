/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One state of a noun and the states that may follow it by a user's step. */
typedef struct
{
  const char *name;        /* as stored: "En revision" */
  const char *label;       /* N_() */
  const char *step_label;  /* N_(): the button that leads here, "Activate" */
  const char *const *next; /* NULL-terminated names; NULL for a final state */
} TbkEstado;

/* A machine ends with an entry whose name is NULL. All functions: pure, any thread. */

/* Returns: (transfer none) (nullable): the state, matched without case or accents. */
const TbkEstado *tbk_estado_find (const TbkEstado *machine, const char *name);

/* Whether a user's step leads from `from` to `to`. */
gboolean tbk_estado_allows (const TbkEstado *machine, const char *from, const char *to);

/* Whether `to` stands before `from` on the machine's way (a step only an admin takes, with a reason). */
gboolean tbk_estado_is_backward (const TbkEstado *machine, const char *from, const char *to);

/* Lower case without accents, as names are compared. Returns: (transfer full). */
char *tbk_fold (const char *text);

G_END_DECLS
