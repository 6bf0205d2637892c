/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* A frame out of a maker's manual, and what it says. */
typedef struct
{
  const char *protocolo;
  const char *bytes;
  gsize n;
  const char *valor; /* NULL: it carries none */
  TbkMasa unidad;
  TbkLecturaEstado estado;
  TbkClase clase;
  const char *tara; /* NULL: it carries none */
} Caso;

extern const Caso casos[];
extern const gsize n_casos;

/* Bytes that must come after a frame before it can be told whole: 0, or what ends it. */
const char *caso_sigue (const Caso *caso);

G_END_DECLS
