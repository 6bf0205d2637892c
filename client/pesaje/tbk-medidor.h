/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-lector.h"

G_BEGIN_DECLS

/* A moisture meter on a line: the last percentage that it said, and how old that is. It reads its settings
 * (com.triboka.Triboka.Medidor) by itself and follows them. Main thread.
 *
 * Signal: "changed": what the functions below tell is new. */
#define TBK_TYPE_MEDIDOR (tbk_medidor_get_type ())
G_DECLARE_FINAL_TYPE (TbkMedidor, tbk_medidor, TBK, MEDIDOR, GObject)

/* A measurement older than this is of another sample: it is shown, and not taken. */
#define TBK_MEDIDOR_MAX_AGE_US (5 * G_TIME_SPAN_MINUTE)

TbkMedidor *tbk_medidor_new (void);

/* Whether one is set up at all. */
gboolean tbk_medidor_is_open (TbkMedidor *self);
/* What is the matter with its line, translated; "" while it says something. (transfer none). */
const char *tbk_medidor_get_reason (TbkMedidor *self);
/* The last measurement, however old. FALSE: none yet. `age_us`: microseconds. */
gboolean tbk_medidor_get (TbkMedidor *self, TbkDecimal *humedad, gint64 *age_us);

G_END_DECLS
