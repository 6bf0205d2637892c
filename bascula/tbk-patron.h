/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* A protocol that the user describes by a picture of its frame, for an indicator or a moisture meter that no list knows:
 *
 *   "ST,GS,########kg\r\n"    #  a place of the number (digits, sign, spaces, point or comma); one run of them
 *   "\x02################ \r\n" ? any byte; others stand for themselves; \r \n \t \\ \# \? \! \xHH
 *   "!,########kg\r\n"         ! the byte that is `estable` (a letter) while the weight stands still
 *
 * Fixed length, so it takes n steps for n bytes, whatever comes. It ends in a control byte (\r, \n, \x03). */
typedef struct
{
  const char *plantilla;
  TbkMasa unidad;   /* of its numbers; TBK_MASA_PCT for moisture */
  guint8 decimales; /* where the number has no point of its own: so many of its digits stand behind it; 0..6 */
  char estable;     /* with a `!` */
} TbkPatronAjuste;

/* Returns: (transfer full): free with tbk_patron_free(); or NULL. Expected error: G_IO_ERROR_INVALID_ARGUMENT, which
 * names the place. */
TbkProtocolo *tbk_patron_new (const TbkPatronAjuste *ajuste, GError **error);
void tbk_patron_free (TbkProtocolo *patron);

G_END_DECLS
