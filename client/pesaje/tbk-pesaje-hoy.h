/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-catalogo.h"
#include "tbk-despacho.h"
#include "tbk-pesaje-item.h"

G_BEGIN_DECLS

/* What was weighed today, here and as the server has it, with its total; and how the outbox is: what waits, since when, why,
 * and what the server refused. Main thread.
 *
 * Properties: "api" (TbkApi), "despacho" (TbkDespacho), "unidad".
 * Actions: hoy.print (s: id), hoy.undo (s), hoy.retry (s), hoy.give-up (s), hoy.kick, hoy.export. */
#define TBK_TYPE_PESAJE_HOY (tbk_pesaje_hoy_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesajeHoy, tbk_pesaje_hoy, TBK, PESAJE_HOY, AdwBin)

/* Where tickets have their logo from. */
void tbk_pesaje_hoy_set_catalogo (TbkPesajeHoy *self, TbkCatalogo *catalogo);
/* Reads the server's part again. */
void tbk_pesaje_hoy_reload (TbkPesajeHoy *self);
/* The ticket of a weighing that was just taken: printed as soon as the server has confirmed it, or at once where it does not
 * answer. */
void tbk_pesaje_hoy_print_later (TbkPesajeHoy *self, const char *id);
/* Returns: (transfer none) (nullable): as it is listed. */
const TbkPesajeItem *tbk_pesaje_hoy_find (TbkPesajeHoy *self, const char *id);

G_END_DECLS
