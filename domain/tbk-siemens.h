/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-decimal.h"

G_BEGIN_DECLS

/* A log of weights as WinCC and SIWAREX panels write it: one line after the other, in UTF-8, into weighings. Pure; one owner.
 *
 * The first line names the columns, in any case and with or without accents: TimeString, Time_ms (days since 1899-12-30, times
 * 1,000,000) or fecha and hora; VarValue, peso, bruto, gross or weight; tara; humedad; sacos; lote or batch (a code or a
 * number); bascula; unidad; VarName; Validity. `;`, a tab or `,` stands between them, whichever the first line has most of.
 * $RT_OFF$, $RT_DIS$ and $RT_COUNT$ lines are skipped, and lines of other variables than the one that is asked for.
 *
 * A number's last point or comma begins its decimals, unless it has several of it, which group thousands. Times without an offset
 * are local. */
typedef struct _TbkSiemens TbkSiemens;

#define TBK_SIEMENS_MAX_LINE 4096 /* bytes */

typedef struct
{
  const char *variable; /* VarName of the weight; NULL: any */
  const char *lote;     /* where a line names none; NULL: each must */
  const char *bascula;  /* where a line names none; nullable */
  const char *unidad;   /* where a line names none: "kg", "lb", "qq" */
  int offset_min;       /* of local times, minutes east of UTC */
  gboolean month_first; /* 11/28/2026 */
  gint64 now_us;        /* Unix time; later times are refused */
} TbkSiemensOptions;

/* A line's weighing. Texts live until the next line. */
typedef struct
{
  const char *lote;
  const char *bascula; /* nullable */
  TbkDecimal bruto_kg; /* 3 digits */
  TbkDecimal tara_kg;  /* 3 digits */
  TbkDecimal humedad;  /* 2 digits */
  gboolean has_humedad;
  int sacos;           /* -1: none */
  gint64 capturado_en; /* Unix time, microseconds */
} TbkSiemensLinea;

typedef enum
{
  TBK_SIEMENS_PESAJE,
  TBK_SIEMENS_SKIPPED, /* the names of the columns, a control line, another variable, an empty line */
  TBK_SIEMENS_BAD,
} TbkSiemensResult;

/* Copies the texts of `options`. */
TbkSiemens *tbk_siemens_new (const TbkSiemensOptions *options);
void tbk_siemens_free (TbkSiemens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSiemens, tbk_siemens_free)

/* Reads one line, without its end; it is cut up in place. `why`, where it is BAD: (transfer none), until the next line. */
TbkSiemensResult tbk_siemens_read (TbkSiemens *self, char *line, TbkSiemensLinea *out, const char **why);

/* Whether the names of the columns were found: without, every line is BAD. */
gboolean tbk_siemens_has_header (const TbkSiemens *self);

G_END_DECLS
