/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-pesaje-item.h"
#include "tbk-record.h"
#include "tbk-ticket.h"

G_BEGIN_DECLS

/* The ticket of a weighing, filled. One owner; main thread. */
typedef struct _TbkPesajeBoleto TbkPesajeBoleto;

/* `empresa` (nullable) is who weighs, `logo` (nullable) its picture's bytes; `unidad` the user's;
 * `copy` as TbkTicketFacts. All is copied. */
TbkPesajeBoleto *tbk_pesaje_boleto_new (const TbkPesajeItem *item,
                                        TbkRecord *empresa,
                                        GBytes *logo,
                                        const char *unidad,
                                        guint copy);
void tbk_pesaje_boleto_free (TbkPesajeBoleto *boleto);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPesajeBoleto, tbk_pesaje_boleto_free)

/* Returns: (transfer none): lives as long as the ticket. */
const TbkTicketFacts *tbk_pesaje_boleto_get_facts (TbkPesajeBoleto *self);

G_END_DECLS
