/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-buzon.h"
#include "tbk-decimal.h"
#include "tbk-humedad.h"

G_BEGIN_DECLS

typedef enum
{
  TBK_PESAJE_ITEM_WAITING,
  TBK_PESAJE_ITEM_SENT,
  TBK_PESAJE_ITEM_REFUSED,
  TBK_PESAJE_ITEM_GIVEN_UP,
} TbkPesajeItemState;

typedef enum
{
  TBK_PESAJE_FOTO_NONE,
  TBK_PESAJE_FOTO_WAITING, /* here, for the weighing or the line */
  TBK_PESAJE_FOTO_REFUSED,
  TBK_PESAJE_FOTO_SENT,
} TbkPesajeFotoState;

/* A weighing in the day's list, as the server has it or as it waits here. A plain value; main thread. */
typedef struct
{
  char *id;
  TbkPesajeItemState state;
  gint64 en; /* Unix microseconds */
  gint64 lote_id;
  char *lote;         /* its code; NULL where only the number is known */
  char *anula;        /* a counter-entry: of which; NULL */
  char *error;        /* what the server said; NULL */
  gboolean undone;    /* a counter-entry of it is known, here or there */
  TbkDecimal neto;    /* kg; of a counter-entry that waits it is 0 */
  TbkDecimal liquido; /* kg that are payable: the net where no moisture is discounted */
  JsonObject *object; /* the server's, or the body that waits */
  TbkPesajeFotoState foto;
  char *foto_copia; /* its path here; NULL: it is at the server, or there is none */
  char *foto_error; /* what the server said; NULL */
} TbkPesajeItem;

void tbk_pesaje_item_free (TbkPesajeItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPesajeItem, tbk_pesaje_item_free)

/* Returns: (transfer full) (nullable): NULL where it is none. */
TbkPesajeItem *tbk_pesaje_item_from_json (JsonObject *object);
TbkPesajeItem *tbk_pesaje_item_from_fila (const TbkBuzonFila *fila);

/* It has this photo, which is not at the server yet. */
void tbk_pesaje_item_set_foto (TbkPesajeItem *item, const TbkBuzonFila *foto);

/* A weight of it in kg as wire text: "bruto_kg", "tara_vehiculo_kg", "tara_sacos_kg", "neto_kg", "descuento_kg", "liquido_kg".
 * Returns: (transfer full). */
char *tbk_pesaje_item_get_kg (const TbkPesajeItem *item, const char *name);
/* Any other text of it; NULL: none. (transfer none). */
const char *tbk_pesaje_item_get_text (const TbkPesajeItem *item, const char *name);

/* One list of both, the newest first: what the server knows is told as it knows it. `codes` (gint64 *, char *) names lotes. It
 * takes over the items of both arrays. Returns: (transfer full) (element-type TbkPesajeItem). */
GPtrArray *tbk_pesaje_items_merge (GPtrArray *server, GPtrArray *here, GHashTable *codes);
/* Returns: (transfer none) (nullable). */
TbkPesajeItem *tbk_pesaje_items_find (GPtrArray *items, const char *id);
/* The account of its moisture discount. FALSE: nothing was to be discounted by. Clear *cuenta. */
gboolean tbk_pesaje_item_get_cuenta (const TbkPesajeItem *item, TbkHumedadCuenta *cuenta);

/* Net and payable kg of all but what was refused or given up. */
void tbk_pesaje_items_total (GPtrArray *items, TbkDecimal *neto, TbkDecimal *liquido);

G_END_DECLS
