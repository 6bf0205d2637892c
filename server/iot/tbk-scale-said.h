/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-lector.h"

G_BEGIN_DECLS

/* What the event `scale` says of a reader (server/live/README.md has its members). Pure. */
typedef struct
{
  const char *ruc; /* of whose it is */
  const char *bascula;
  TbkMasa si_ninguna; /* unit of a scale that names none */
} TbkScaleKind;

/* `lectura` is what it said last, where it is receiving; `stands`: it stands still. Returns: (transfer full): JSON, the same
 * for what is the same. */
char *tbk_scale_said (const TbkScaleKind *kind, TbkLectorState state, const TbkLectura *lectura, gboolean stands);

G_END_DECLS
