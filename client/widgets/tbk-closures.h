/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-field.h"
#include "tbk-record.h"

G_BEGIN_DECLS

/* Wire text to what people read, in the user's locale. Pure. All take NULL or "" and give "" for it;
 * (transfer full) strings. Those whose first argument is `self` are closures for .ui files: <closure
 * type="gchararray" function="tbk_show_peso">. */

/* Makes all of these known to a template class, after its set_template(). */
void tbk_closures_bind (GtkWidgetClass *klass);

/* "1234567.50" -> "1.234.567,50": all its digits. */
char *tbk_show_decimal (gpointer self, const char *text);
/* A weight in kg in the unit "kg", "qq" or "TM" with its symbol: "45,36 kg" (2 digits; TM 3). */
char *tbk_show_peso (gpointer self, const char *kg, const char *unidad);
/* "50.000" -> "50,000 TM". */
char *tbk_show_tm (gpointer self, const char *tm);
/* "6319.00" -> "$6.319,00". */
char *tbk_show_usd (gpointer self, const char *text);
/* "7.50" -> "7,50 %". */
char *tbk_show_percent (gpointer self, const char *text);
/* "2026-11-25" -> "25/11/2026" by the locale's translation. */
char *tbk_show_fecha (gpointer self, const char *fecha);
/* RFC 3339 -> local date and time. */
char *tbk_show_momento (gpointer self, const char *momento);
/* RFC 3339 -> "5 minutes ago", the date when older than a week. */
char *tbk_show_hace (gpointer self, const char *momento);
/* The word for a state: ("contrato", "En proceso") -> "In Progress". */
char *tbk_show_estado (gpointer self, const char *noun, const char *estado);
/* The word for any choice: "por_fijar" -> "To Be Fixed", "centro" -> "Collection Center". */
char *tbk_show_choice (gpointer self, const char *choice);
/* "12 contracts", "more than 10,000 contracts": a list's footer. */
char *tbk_show_total (gpointer self, guint total, gboolean exact);
/* A badge's text: "" for 0, "99+" for many. */
char *tbk_show_count (gpointer self, guint n);
/* Whether two texts are equal; whether there is a text; a fallback for an empty one. */
gboolean tbk_text_is (gpointer self, const char *a, const char *b);
gboolean tbk_text_any (gpointer self, const char *text);
char *tbk_text_or (gpointer self, const char *text, const char *fallback);
/* The text as markup, for what takes nothing else (the description of an AdwStatusPage). */
char *tbk_text_markup (gpointer self, const char *text);
gboolean tbk_object_any (gpointer self, GObject *object);
gboolean tbk_not (gpointer self, gboolean value);
gboolean tbk_both (gpointer self, gboolean a, gboolean b);

/* Any field of a record by its type and unit, with the unit's symbol when `symbol`. */
char *tbk_show_field (const TbkField *field, TbkRecord *record, const char *unidad, gboolean symbol);
/* The same of a bare wire text; `noun` gives the words for states, may be NULL. */
char *tbk_show_text (const TbkField *field, const char *noun, const char *text, const char *unidad, gboolean symbol);
/* The unit a field shows in: kg follows `unidad`, all others are as they are. "" for none. */
const char *tbk_show_unit (const TbkField *field, const char *unidad);

/* What a record is called in a list of its noun, and what tells it from its like: "CT-2026-00001", "Cacao del Sur · Draft". */
char *tbk_show_title (TbkRecord *record);
char *tbk_show_subtitle (TbkRecord *record);

/* A number for an entry, without thousands: "1234,5"; a weight in kg as one in `unidad`; and back to kg, 3 digits.
 * Returns: (transfer full) (nullable): NULL when it is none. */
char *tbk_show_plain (const char *text);
char *tbk_show_peso_plain (const char *kg, const char *unidad);
char *tbk_read_peso (const char *typed, const char *unidad);

/* A typed decimal ("1.234,5", "1234.5", "7,5") to wire text, a date ("25/11/2026", "2026-11-25") to
 * YYYY-MM-DD. Returns: (transfer full) (nullable): NULL when it is none. */
char *tbk_read_decimal (const char *typed);
char *tbk_read_fecha (const char *typed);

G_END_DECLS
