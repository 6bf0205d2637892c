/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-captura.h"

G_BEGIN_DECLS

/* Weighings to the server, by the outbox and POST /iot/pesaje with the device's token. Main thread. */
typedef struct _TbkEnvio TbkEnvio;

typedef struct
{
  const char *url;   /* of the server */
  const char *token; /* IOT_TOKEN */
  const char *outbox;
  const char *ca; /* nullable: PEM file */
  gint64 lote;
  const char *origen;
  const char *bascula; /* nullable */
} TbkEnvioAjuste;

/* Returns: (transfer full) (nullable). Errors of tbk_buzon_open(), and of the certificate's file. */
TbkEnvio *tbk_envio_new (const TbkEnvioAjuste *ajuste, GError **error);
void tbk_envio_free (TbkEnvio *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkEnvio, tbk_envio_free)

typedef struct
{
  TbkCarga carga;
  const TbkDecimal *humedad; /* percent; NULL: not measured */
  const char *trama;         /* what the scale sent, escaped */
} TbkEnvioPesada;

/* Keeps it on the disk, then sends it. *id (nullable) is its UUID, to free with g_free(). */
gboolean tbk_envio_put (TbkEnvio *self, const TbkEnvioPesada *pesada, char **id, GError **error);

G_END_DECLS
