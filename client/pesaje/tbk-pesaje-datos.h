/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-despacho.h"
#include "tbk-record.h"
#include "tbk-toma.h"

G_BEGIN_DECLS

/* What the operator says of a weighing: the lote in hand, sacks, moisture, plate, tares. Main thread.
 *
 * Properties: "api" (TbkApi), "unidad" (the user's), "with-tara" (gboolean: the tare of the vehicle is typed here).
 * Signals: "changed", "lote-chosen" (another one than before), "done" (Enter in an entry).
 * Actions: pesaje.lote (asks for the lote; also Ctrl+L). */
#define TBK_TYPE_PESAJE_DATOS (tbk_pesaje_datos_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesajeDatos, tbk_pesaje_datos, TBK, PESAJE_DATOS, AdwBin)

/* Writes what is said into `toma`. Expected errors: G_IO_ERROR_INVALID_ARGUMENT, which names the field: it has the focus then,
 * where `focus`. */
gboolean tbk_pesaje_datos_fill (TbkPesajeDatos *self, TbkToma *toma, gboolean focus, GError **error);
/* Shows what is known of a truck that comes back: its lote, sacks, moisture, plate. */
void tbk_pesaje_datos_take (TbkPesajeDatos *self, const TbkToma *toma);
/* The lote in hand; `codigo` and `detail` are for people. 0: none. */
void tbk_pesaje_datos_set_lote (TbkPesajeDatos *self, gint64 lote_id, const char *codigo, const char *detail);
/* Whose outbox remembers the lotes that were weighed before, for when the server cannot be asked; NULL: none does. */
void tbk_pesaje_datos_set_despacho (TbkPesajeDatos *self, TbkDespacho *despacho);
/* As if it were typed: the tare of the vehicle, of one sack, a plate, a moisture; numbers as wire text. */
void tbk_pesaje_datos_set_tara (TbkPesajeDatos *self, const char *kg);
void tbk_pesaje_datos_set_tara_saco (TbkPesajeDatos *self, const char *kg);
void tbk_pesaje_datos_set_placa (TbkPesajeDatos *self, const char *placa);
void tbk_pesaje_datos_set_humedad (TbkPesajeDatos *self, const char *percent);
/* What is told of the moisture meter above its field, with a button that takes it; NULL: there is no meter. */
void tbk_pesaje_datos_set_medidor (TbkPesajeDatos *self, const char *text);
/* Returns: (transfer full): "ABC-1234", in capitals; "" where none is typed. */
char *tbk_pesaje_datos_get_placa (TbkPesajeDatos *self);
/* After a weighing: what belongs to the vehicle goes, lote, sacks and moisture stay for the next one. */
void tbk_pesaje_datos_next (TbkPesajeDatos *self);

G_END_DECLS
