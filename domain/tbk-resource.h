/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-estado.h"
#include "tbk-field.h"

G_BEGIN_DECLS

/* A noun: everything that is the same in the database, on the wire and in the app. */
typedef struct
{
  const char *name;         /* "contrato": table, folder, file names */
  const char *collection;   /* "contratos", "iot/rechazos": its URL */
  const char *type_name;    /* "TbkContrato": its GObject type */
  const char *label;        /* N_(), singular */
  const char *label_plural; /* N_() */
  TbkSchema schema;         /* replies hold all; bodies what is not READ_ONLY */
  const TbkEstado *estados; /* NULL where it has none */
  const char *orden;        /* default order of lists: "-fecha_firma" */
} TbkResource;

/* Each noun's table, in a file of its name (contrato.c). */
extern const TbkResource tbk_contrato;
extern const TbkResource tbk_lote;
extern const TbkResource tbk_empresa;
extern const TbkResource tbk_usuario;
extern const TbkResource tbk_asociacion;
extern const TbkResource tbk_sesion;
extern const TbkResource tbk_auditoria;
extern const TbkResource tbk_documento;
extern const TbkResource tbk_chat;
extern const TbkResource tbk_mensaje;
extern const TbkResource tbk_notificacion;
extern const TbkResource tbk_dispositivo;
extern const TbkResource tbk_pesaje;
extern const TbkResource tbk_tara;
extern const TbkResource tbk_rechazo;

/* Returns: (transfer none): all nouns, NULL-terminated, in meson.build's order. Any thread. */
const TbkResource *const *tbk_resources (void);

/* Returns: (transfer none) (nullable): by name ("contrato") or collection ("contratos"). */
const TbkResource *tbk_resource_find (const char *name);

G_END_DECLS
