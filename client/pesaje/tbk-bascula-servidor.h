/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"
#include "tbk-lector.h"

G_BEGIN_DECLS

/* The scale at the server, heard over the live socket (its event `scale`): feeds a reader with what it says. Main thread. */
typedef struct _TbkBasculaServidor TbkBasculaServidor;

/* Begins to listen; `lector` is opened for it. */
TbkBasculaServidor *tbk_bascula_servidor_new (TbkApi *api, TbkLector *lector);
/* Listens no more. The reader is left as it is. */
void tbk_bascula_servidor_free (TbkBasculaServidor *servidor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkBasculaServidor, tbk_bascula_servidor_free)

/* The reading that such an event says. Pure. Returns: FALSE where it says none that can be read. */
gboolean tbk_bascula_servidor_read (JsonObject *data, TbkLectura *lectura);

G_END_DECLS
