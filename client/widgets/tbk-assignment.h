/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* A lote in a contrato. */
typedef struct
{
  gint64 contrato_id;
  gint64 lote_id;
  const char *codigo; /* of the lote, for what is said afterwards */
} TbkAssignment;

/* Runs once it is done, `from` alive; not after an error, which is shown in a toast. */
typedef void (*TbkAssigned) (GtkWidget *from, gint64 contrato_id, gint64 lote_id);

/* Puts the lote into the contrato, or takes it off it, and says so in a toast. A toast about one taken off
 * has an undo: the action `undo` of `from`, with the target (xxs): the assignment. Copies. Main thread. */
void tbk_assignment_put (GtkWidget *from, TbkApi *api, const TbkAssignment *assignment, TbkAssigned done);
void tbk_assignment_take_off (GtkWidget *from, TbkApi *api, const TbkAssignment *assignment, const char *undo, TbkAssigned done);

#define TBK_ASSIGNMENT_TYPE "(xxs)"
/* What the undo action's target holds; `codigo` points into it. */
TbkAssignment tbk_assignment_from_variant (GVariant *target);

G_END_DECLS
