/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* What the command line of triboka-bascula says, checked. */
typedef struct
{
  gboolean list;
  gboolean show;
  char *port;
  char *tcp;
  char *line;
  char *protocol;
  char *pattern;
  char *pattern_stable;
  int pattern_decimals;
  char *unit;
  char *simulate;
  char *script;
  int tcp_listen;
  char *post;
  gint64 lote;
  char *origen;
  char *bascula;
  char *min;
  char *moisture_port;
  char *moisture_tcp;
  char *moisture_protocol;
  char *moisture_pattern;
  char *outbox;
  char *ca;

  /* made of them */
  const TbkProtocolo *protocolo; /* NULL: find it */
  TbkProtocolo *patron;          /* NULL, or `protocolo` */
  const TbkProtocolo *medidor;   /* of moisture; NULL: none is named */
  TbkProtocolo *medidor_patron;  /* NULL, or `medidor` */
  TbkMasa unidad;                /* of readings that name none */
  TbkLinea linea;
  TbkDecimal min_kg;
} TbkAjuste;

void tbk_ajuste_clear (TbkAjuste *ajuste);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TbkAjuste, tbk_ajuste_clear)

/* FALSE with an error that names the option. */
gboolean tbk_ajuste_parse (TbkAjuste *ajuste, int *argc, char ***argv, GError **error);

G_END_DECLS
