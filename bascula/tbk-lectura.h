/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-decimal.h"

G_BEGIN_DECLS

/* What a scale or a moisture meter said, once. A plain value, no pointers: copy it as you like. Any thread. */

#define TBK_TRAMA_MAX 96 /* bytes of the longest frame of any protocol */

/* As the indicator names it. */
typedef enum
{
  TBK_MASA_NINGUNA, /* it names none (Toledo's clones, Rinstrum's shortest form): the user's setting says */
  TBK_MASA_KG,
  TBK_MASA_G,
  TBK_MASA_T,   /* 1000 kg */
  TBK_MASA_LB,  /* 0.45359237 kg, exact */
  TBK_MASA_OZ,  /* 1/16 lb, to 9 decimals of a kg */
  TBK_MASA_PCT, /* a moisture meter's */
} TbkMasa;

typedef enum
{
  TBK_LECTURA_MUDA,       /* a value; the protocol does not say whether it moves: the window decides (tbk-estable.h) */
  TBK_LECTURA_ESTABLE,    /* a value, and the indicator says that it stands still */
  TBK_LECTURA_MOVIMIENTO, /* a value that moves */
  TBK_LECTURA_SOBRECARGA, /* no value: over the capacity */
  TBK_LECTURA_BAJO_CERO,  /* no value: under zero, under range */
  TBK_LECTURA_FALLA,      /* no value: the indicator reports an error, or refuses a command */
} TbkLecturaEstado;

typedef enum
{
  TBK_CLASE_DESCONOCIDA, /* the protocol does not say */
  TBK_CLASE_BRUTO,
  TBK_CLASE_NETO,
  TBK_CLASE_TARA, /* the tare itself is shown */
} TbkClase;

typedef struct
{
  TbkDecimal valor; /* as shown, with sign, in `unidad`; 0 where `estado` says "no value" */
  TbkDecimal tara;  /* in `unidad`, where `con_tara` */
  TbkMasa unidad;
  TbkLecturaEstado estado;
  TbkClase clase;
  gboolean con_tara;
  gboolean en_cero;    /* the indicator lights its centre of zero */
  gboolean impresa;    /* its operator pressed PRINT */
  gboolean tras_ruido; /* bytes that were no frame came right before it */
  guint8 n_cruda;
  guint8 cruda[TBK_TRAMA_MAX]; /* the frame as it came, `n_cruda` bytes */
} TbkLectura;

/* TRUE for MUDA, ESTABLE and MOVIMIENTO. */
gboolean tbk_lectura_con_valor (const TbkLectura *lectura);

/* The value in kg, 3 digits after the point, rounded once. `si_ninguna` is the unit of a reading that names none.
 * Expected errors: TBK_DECIMAL_ERROR_FORMAT (no value, or no mass), TBK_DECIMAL_ERROR_OVERFLOW. */
gboolean tbk_lectura_to_kg (const TbkLectura *lectura, TbkMasa si_ninguna, TbkDecimal *kg, GError **error);

/* Moisture: a value of 0 to 100 %, with the 2 digits that a weighing keeps. FALSE for every other reading. */
gboolean tbk_lectura_to_pct (const TbkLectura *lectura, TbkDecimal *pct);

/* "kg", "g", "t", "lb", "oz", "%", "". Returns: (transfer none). */
const char *tbk_masa_symbol (TbkMasa masa);
/* Case does not count; spaces around do not. `n` bytes, no terminator needed. "tn" and "to" are t, "lbs" lb. Unknown: NINGUNA. */
TbkMasa tbk_masa_parse (const char *text, gsize n);

/* The raw frame for people: printable ASCII as it is, the rest as <02>. Returns: (transfer full). */
char *tbk_lectura_cruda_text (const TbkLectura *lectura);
/* The raw frame as it is kept with a weighing: printable ASCII as it is, the rest and the backslash as \x02. Returns:
 * (transfer full). */
char *tbk_lectura_cruda_escape (const TbkLectura *lectura);

/* One line of a log: "1234.5 kg estable neto tara 12.0 | ST,NT,..." Returns: (transfer full). */
char *tbk_lectura_to_text (const TbkLectura *lectura);

G_END_DECLS
