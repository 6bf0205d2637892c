/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <qrencode.h>

#include "tbk-ticket.h"

G_BEGIN_DECLS

/* Points of 1/72 inch. */
typedef struct
{
  double width, margin;
  double height; /* 0: as long as it needs */
} TbkTicketSheet;

const TbkTicketSheet *tbk_ticket_sheet (TbkTicketPaper paper);

/* Returns: (nullable): QRcode_free() it. Expected errors: G_IO_ERROR_INVALID_ARGUMENT. */
QRcode *tbk_ticket_make_qr (const char *text, GError **error);

/* Draws it from the upper left corner of a sheet; `qr` may be NULL. Returns: how high it is, margins included. */
double tbk_ticket_draw (cairo_t *cr, const TbkTicketFacts *facts, TbkTicketPaper paper, QRcode *qr);

/* The same without a place to draw on. */
double tbk_ticket_measure (const TbkTicketFacts *facts, TbkTicketPaper paper, QRcode *qr);

G_END_DECLS
