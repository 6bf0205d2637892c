/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-buzon.h"

G_BEGIN_DECLS

/* The yard: trucks that were weighed once and come back to be weighed again, perhaps hours later. They stand in the outbox's
 * file, all users' together: who weighs the full truck in the morning need not be who weighs it empty. Main thread. */
typedef struct
{
  char *id; /* UUID of the weighing that the pair will be */
  char *placa;
  char *datos;  /* JSON of the first weighing, as its writer made it */
  gint64 desde; /* when that was, Unix microseconds */
} TbkCamion;

void tbk_camion_free (TbkCamion *camion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkCamion, tbk_camion_free)

#define TBK_PATIO_MAX 500 /* trucks */

/* Stores one, synced; the same id again is one. Expected errors: TBK_BUZON_ERROR FULL, FAILED. */
gboolean tbk_patio_put (TbkBuzon *buzon, const TbkCamion *camion, GError **error);
/* Returns: (transfer full) (element-type TbkCamion) (nullable): who came first is first. */
GPtrArray *tbk_patio_list (TbkBuzon *buzon, GError **error);
/* The pair is complete: the truck leaves the yard and its weighing is in the outbox, both or neither.
 * Expected errors: as tbk_buzon_put(). */
gboolean tbk_patio_finish (TbkBuzon *buzon, const char *id, const char *cuerpo, gint64 capturado_en, GError **error);
/* It left without its second weighing; what was weighed is kept in the file, with the reason. */
gboolean tbk_patio_dismiss (TbkBuzon *buzon, const char *id, const char *why, GError **error);

G_END_DECLS
