/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-listing.h"

G_BEGIN_DECLS

/* A span of dates as a button: the listing's filters "desde" and "hasta". Its popover has the usual spans
 * and two entries for any other. Properties: "listing", "what" ("Signed"), shown before the span. */
#define TBK_TYPE_FECHA_FILTER (tbk_fecha_filter_get_type ())
G_DECLARE_FINAL_TYPE (TbkFechaFilter, tbk_fecha_filter, TBK, FECHA_FILTER, GtkWidget)

/* The usual spans, counted back from a day. Pure. */
typedef enum
{
  TBK_SPAN_MONTH,   /* its month so far */
  TBK_SPAN_30_DAYS, /* that day and the 29 before it */
  TBK_SPAN_YEAR,    /* its year so far */
  TBK_SPAN_LAST_YEAR,
} TbkSpan;

/* `desde` and `hasta`: (out) (transfer full): YYYY-MM-DD; both days belong to the span. */
void tbk_span_resolve (TbkSpan span, GDateTime *today, char **desde, char **hasta);

G_END_DECLS
