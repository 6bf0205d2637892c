/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-catalogo.h"
#include "tbk-despacho.h"
#include "tbk-medidor.h"
#include "tbk-pesador.h"
#include "tbk-toma.h"

G_BEGIN_DECLS

/* The scale and what is being weighed: the weight, what the operator says of it, the sum, and the taking of it. Main thread.
 *
 * Properties: "api" (TbkApi), "despacho" (TbkDespacho), "unidad" (the user's).
 * Signal: "taken" (string: id of the weighing): it is in the outbox.
 * Actions: pesaje.capture (also space, Enter, F12), pesaje.zero, pesaje.tare, pesaje.tares (a stored one; Ctrl+T),
 * pesaje.store-tare, pesaje.moisture (takes what the meter said; F8), pesaje.photo (chooses one; F7), pesaje.remove-photo. */
#define TBK_TYPE_PESAJE_PANEL (tbk_pesaje_panel_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesajePanel, tbk_pesaje_panel, TBK, PESAJE_PANEL, AdwBin)

/* Where rule and stored tares come from. */
void tbk_pesaje_panel_set_catalogo (TbkPesajePanel *self, TbkCatalogo *catalogo);
/* The truck in hand, which comes back from the yard; NULL: none. */
void tbk_pesaje_panel_set_camion (TbkPesajePanel *self, const TbkCamion *camion);
/* Asks which lote is weighed. */
void tbk_pesaje_panel_choose_lote (TbkPesajePanel *self);
/* Returns: (transfer none). */
TbkPesador *tbk_pesaje_panel_get_pesador (TbkPesajePanel *self);
TbkMedidor *tbk_pesaje_panel_get_medidor (TbkPesajePanel *self);
/* What the moisture meter said goes into the field, or it is said why not. */
void tbk_pesaje_panel_take_humedad (TbkPesajePanel *self);
/* The focus goes where space takes the weight. */
void tbk_pesaje_panel_focus (TbkPesajePanel *self);

G_END_DECLS
