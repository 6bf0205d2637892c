/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The sounds of the scale, which an operator tells apart without looking. They are handed to the desktop's player on a thread:
 * whoever asks does not wait, and where there is no player, no device or a player that hangs, nothing is heard and nothing else
 * happens. How loud they are, and whether sounds of events are heard at all, is the desktop's setting. Main thread.
 *
 * Signals: "asked" (TbkSonidoClase, as an int): a sound is handed over now. "handed" (as that, GError or NULL): it was, or why it
 * could not be. */
#define TBK_TYPE_SONIDO (tbk_sonido_get_type ())
G_DECLARE_FINAL_TYPE (TbkSonido, tbk_sonido, TBK, SONIDO, GObject)

typedef enum
{
  TBK_SONIDO_CAPTURED, /* it is kept */
  TBK_SONIDO_REFUSED,  /* it was not taken */
  TBK_SONIDO_MOVING,   /* it was not taken yet: it moves */
  TBK_SONIDO_N,
} TbkSonidoClase;

TbkSonido *tbk_sonido_new (void);

/* One that is asked for while another is still being handed over is left out: it would come late, and say what is so no more. */
void tbk_sonido_play (TbkSonido *self, TbkSonidoClase clase);

/* Returns: (transfer full) (nullable): where the sound is; NULL: it is not installed. */
char *tbk_sonido_find_file (TbkSonidoClase clase);

G_END_DECLS
