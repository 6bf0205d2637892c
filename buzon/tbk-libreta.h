/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-buzon.h"

G_BEGIN_DECLS

/* The notebook of a scale's PC, in the outbox's file: tares, what else of the server was last known, lotes that were weighed
 * here or that the server told of, and how often a ticket was printed. Main thread. Expected errors: TBK_BUZON_ERROR FULL,
 * FAILED. */

#define TBK_TARA_VEHICULO "vehiculo"
#define TBK_TARA_SACO "saco"
#define TBK_LIBRETA_MAX_TARAS 2000

typedef struct
{
  char *clase; /* TBK_TARA_VEHICULO, under its plate; TBK_TARA_SACO, under what the kind is called */
  char *nombre;
  char *kg;           /* "8120.000" */
  gint64 pesada_en;   /* Unix microseconds */
  char *trama;        /* what the scale sent then; NULL */
  gboolean pendiente; /* the server does not have it yet */
} TbkTaraGuardada;

void tbk_tara_guardada_free (TbkTaraGuardada *tara);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTaraGuardada, tbk_tara_guardada_free)

/* Of two under one name, the one that was weighed later counts. */
gboolean tbk_libreta_put_tara (TbkBuzon *buzon, const TbkTaraGuardada *tara, GError **error);
/* The server has it, if it is the one that was weighed at that time. */
gboolean tbk_libreta_mark_tara (TbkBuzon *buzon, const TbkTaraGuardada *tara, GError **error);
/* Puts the server's list in the place of the last one: all or nothing; what it does not have yet stays. */
gboolean tbk_libreta_replace_taras (TbkBuzon *buzon, GPtrArray *taras, GError **error);
/* Returns: (transfer full) (nullable): NULL without error: none. */
TbkTaraGuardada *tbk_libreta_find_tara (TbkBuzon *buzon, const char *clase, const char *nombre, GError **error);
/* Returns: (transfer full) (element-type TbkTaraGuardada) (nullable): vehicles first, then by name. */
GPtrArray *tbk_libreta_list_taras (TbkBuzon *buzon, GError **error);

/* What was last known of the server under a name of the caller's; NULL takes it away. */
gboolean tbk_libreta_put_dato (TbkBuzon *buzon, const char *nombre, GBytes *valor, GError **error);
/* Returns: (transfer full) (nullable): NULL without error: none. */
GBytes *tbk_libreta_get_dato (TbkBuzon *buzon, const char *nombre, GError **error);

typedef struct
{
  gint64 id;
  char *codigo;
  char *detalle; /* whose it is; "": not known */
} TbkLoteUsado;

void tbk_lote_usado_free (TbkLoteUsado *lote);

#define TBK_LIBRETA_MAX_LOTES 200 /* that were weighed, and as many that are known besides */

gboolean tbk_libreta_put_lote (TbkBuzon *buzon, gint64 id, const char *codigo, gint64 usado_en, GError **error);
/* These, and no others, are what the server told last of those that may be weighed. `all`: there are no more than these. */
gboolean
tbk_libreta_put_conocidos (TbkBuzon *buzon, const TbkLoteUsado *lotes, guint n, gboolean all, GError **error);
/* Returns: (transfer full) (element-type TbkLoteUsado) (nullable): the last used first, behind them
 * those that are only known, the newest first. */
GPtrArray *tbk_libreta_list_lotes (TbkBuzon *buzon, GError **error);
/* As that, without those that were used and, by what the server told last, may not be weighed any more. */
GPtrArray *tbk_libreta_list_pesables (TbkBuzon *buzon, GError **error);

/* Counts one more printing of a weighing's ticket; *before is how many there were: 0 for the original. */
gboolean tbk_libreta_count_print (TbkBuzon *buzon, const char *id, guint *before, GError **error);

G_END_DECLS
