/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-despacho.h"

G_BEGIN_DECLS

/* The photo of what is being weighed: a button that chooses one, and, once it has one, a small picture of it and a button that
 * takes it away. A copy is made at once; it is a weighing's when tbk_pesaje_foto_give() says so. Main thread. */
#define TBK_TYPE_PESAJE_FOTO (tbk_pesaje_foto_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesajeFoto, tbk_pesaje_foto, TBK, PESAJE_FOTO, AdwBin)

void tbk_pesaje_foto_set_despacho (TbkPesajeFoto *self, TbkDespacho *despacho);

/* Asks which file it is. */
void tbk_pesaje_foto_choose (TbkPesajeFoto *self);
/* Takes the file or picture in the clipboard. FALSE: there is none. */
gboolean tbk_pesaje_foto_paste (TbkPesajeFoto *self);
/* This file, in the place of what was chosen before. */
void tbk_pesaje_foto_take (TbkPesajeFoto *self, GFile *file);
/* What is shown is none any more. */
void tbk_pesaje_foto_remove (TbkPesajeFoto *self);

/* Whether one was chosen; its copy may still be on its way. */
gboolean tbk_pesaje_foto_has (TbkPesajeFoto *self);
/* What was chosen is that weighing's, which is kept right after. FALSE: it cannot be. Expected errors: those of
 * tbk_despacho_put_foto(). */
gboolean tbk_pesaje_foto_give (TbkPesajeFoto *self, const char *id, GError **error);
/* The weighing is kept, and another one begins without a photo. One whose copy is still on its way follows by itself. */
void tbk_pesaje_foto_given (TbkPesajeFoto *self, const char *id);
/* The weighing that it was given to cannot be kept with it: it goes, with the room that it takes. FALSE: none was given. */
gboolean tbk_pesaje_foto_give_way (TbkPesajeFoto *self, const char *id);
/* Tells that a weighing is kept, and its photo is not. */
void tbk_pesaje_foto_say_lost (TbkPesajeFoto *self, const GError *error);

/* Shows the photo that a truck of the yard has, unless another was chosen meanwhile. `id`: of its weighing; NULL: no truck is in
 * hand, and a truck's is shown no more. */
void tbk_pesaje_foto_show_of (TbkPesajeFoto *self, const char *id);

G_END_DECLS
