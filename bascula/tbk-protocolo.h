/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-lectura.h"

G_BEGIN_DECLS

/* A scale's protocol: bytes to readings, and readings to bytes (for the simulator). Pure; const tables; any thread. */

typedef enum
{
  TBK_PARIDAD_NINGUNA,
  TBK_PARIDAD_PAR,
  TBK_PARIDAD_IMPAR,
} TbkParidad;

typedef enum
{
  TBK_FLUJO_NINGUNO,
  TBK_FLUJO_RTSCTS,
  TBK_FLUJO_XONXOFF,
} TbkFlujo;

/* The settings of a serial line. */
typedef struct
{
  guint baudios; /* 300..115200 */
  guint8 bits;   /* 7 or 8 */
  TbkParidad paridad;
  guint8 parada; /* stop bits, 1 or 2 */
  TbkFlujo flujo;
} TbkLinea;

/* "9600 8N1", "2400 7E1 rtscts": and back. Expected error: G_IO_ERROR_INVALID_ARGUMENT, which names what is wrong. */
char *tbk_linea_to_text (const TbkLinea *linea);
gboolean tbk_linea_parse (const char *text, TbkLinea *linea, GError **error);

typedef enum
{
  TBK_ORDEN_CERO,       /* set to zero */
  TBK_ORDEN_TARA,       /* take the tare */
  TBK_ORDEN_QUITA_TARA, /* clear the tare */
  TBK_ORDEN_IMPRIME,    /* send once it is stable */
  TBK_ORDEN_PIDE,       /* send now: for those that speak only when asked */
  TBK_N_ORDENES,
} TbkOrden;

typedef enum
{
  TBK_PROTOCOLO_7BITS = 1 << 0,    /* bit 7 may be a parity bit: it is masked */
  TBK_PROTOCOLO_SUMA = 1 << 1,     /* every frame carries a checksum, which is verified */
  TBK_PROTOCOLO_ESTADO = 1 << 2,   /* says whether the weight stands still */
  TBK_PROTOCOLO_LINEAS = 1 << 3,   /* frames have no start mark: what follows an end of line is one */
  TBK_PROTOCOLO_AJUSTADO = 1 << 4, /* fits too much to be found by itself: only where the user names it */
  TBK_PROTOCOLO_HUMEDAD = 1 << 5,  /* a moisture meter */
} TbkProtocoloRasgos;

/* What the bytes at the reader's position are. */
typedef enum
{
  TBK_LEIDO_TRAMA, /* a frame of *usados bytes; *lectura is filled but for `cruda` */
  TBK_LEIDO_FALTA, /* more bytes are needed to tell */
  TBK_LEIDO_RUIDO, /* no frame begins here: *usados bytes are skipped */
} TbkLeido;

typedef struct _TbkProtocolo TbkProtocolo;
struct _TbkProtocolo
{
  const char *nombre;   /* what is stored and typed: "toledo", "sics" */
  const char *etiqueta; /* for people, untranslated: maker's terms */
  TbkLinea linea;       /* how such indicators leave the factory */
  TbkProtocoloRasgos rasgos;
  guint8 fin;                       /* with LINEAS: the byte that ends a frame */
  const char *orden[TBK_N_ORDENES]; /* bytes to send; NULL where it has none */
  /* Whether a line, without its end, is a frame; *lectura is filled as by `leer`. NULL: `leer` finds the frames itself. */
  gboolean (*leer_linea) (const guint8 *linea, gsize largo, TbkLectura *lectura);
  /* `n` >= 1 bytes at `bytes`. Reads no byte beyond, keeps nothing. NULL: its frames are lines. */
  TbkLeido (*leer) (const TbkProtocolo *self, const guint8 *bytes, gsize n, gsize *usados, TbkLectura *lectura);
  /* The frame that says `lectura`. Returns its length, or 0 where it cannot be said (too many digits). */
  gsize (*escribir) (const TbkProtocolo *self, const TbkLectura *lectura, guint8 bytes[TBK_TRAMA_MAX]);
};

/* All of them, in the order in which a list shows them. Returns: (transfer none) (array length=n). */
const TbkProtocolo *const *tbk_protocolos (gsize *n);
/* Returns: (transfer none) (nullable). */
const TbkProtocolo *tbk_protocolo_find (const char *nombre);

G_END_DECLS
