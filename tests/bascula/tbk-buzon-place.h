/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-buzon.h"

G_BEGIN_DECLS

/* An open outbox in a folder of its own: a test's fixture. */
typedef struct
{
  char *folder;
  char *path;
  TbkBuzon *buzon;
} TbkBuzonPlace;

void tbk_buzon_place_set_up (TbkBuzonPlace *place, gconstpointer data);
void tbk_buzon_place_tear_down (TbkBuzonPlace *place, gconstpointer data);
/* As a program does that begins again; closed first where it is open. */
void tbk_buzon_place_reopen (TbkBuzonPlace *place);

G_END_DECLS
