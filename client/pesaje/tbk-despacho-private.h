/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-despacho.h"
#include "tbk-foto.h"

G_BEGIN_DECLS

struct _TbkDespacho
{
  GObject parent_instance;

  TbkApi *api;
  char *folder;
  char *path; /* of the file that is open; NULL */
  gint64 usuario_id;
  gboolean wanted; /* a file is made where there is none: who never weighs has none */
  TbkBuzon *buzon;
  char *folder_fotos; /* of the copies; NULL: no file is open */
  TbkCartero *cartero;
  TbkCartero *cartero_fotos; /* photos go beside the weighings, so that a large one holds none up */
  char *reason;
  GCancellable *cancellable;
};

void tbk_despacho_tell (TbkDespacho *self);

/* --- tbk-despacho-foto.c --- */

/* What is sent of a photo that waits. Returns: (transfer full) (nullable): NULL: its copy is gone. */
TbkMultipart *tbk_despacho_open_foto (const TbkBuzonFila *fila);
/* `cartero` has sent something: a photo's copy is not needed any more, or a weighing's photo may go now. */
void tbk_despacho_sent_foto (TbkDespacho *self, TbkCartero *cartero, const char *id);
/* Its weighing will never be. */
void tbk_despacho_let_go_foto (TbkDespacho *self, const char *id);
/* Removes rows and copies that a kill left. */
void tbk_despacho_sweep_fotos (TbkDespacho *self);

G_END_DECLS
