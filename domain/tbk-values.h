/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Named values as text, as they go to PostgreSQL and come from a form: a small ordered map. A name may be
 * absent (not given), NULL (given as null) or text. Not thread-safe; one owner at a time. */
#define TBK_VALUES_MAX 128 /* names */
typedef struct _TbkValues TbkValues;

TbkValues *tbk_values_new (void);
TbkValues *tbk_values_copy (const TbkValues *values);
void tbk_values_free (TbkValues *values);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkValues, tbk_values_free)

/* Sets or replaces; copies both strings. `text` may be NULL.
 * Returns: FALSE, with nothing changed, when it would be the 129th name. */
gboolean tbk_values_set (TbkValues *values, const char *name, const char *text);
gboolean tbk_values_set_int (TbkValues *values, const char *name, gint64 number);
void tbk_values_unset (TbkValues *values, const char *name);

/* Takes over every name of `other`, replacing. Returns: FALSE when not all of them found room. */
gboolean tbk_values_merge (TbkValues *values, const TbkValues *other);

gboolean tbk_values_has (const TbkValues *values, const char *name);

/* Returns: (transfer none) (nullable): valid until the name is set again. */
const char *tbk_values_get (const TbkValues *values, const char *name);
/* The whole number that the text is; `otherwise` when there is none. */
gint64 tbk_values_get_int (const TbkValues *values, const char *name, gint64 otherwise);

gsize tbk_values_size (const TbkValues *values);
const char *tbk_values_name_at (const TbkValues *values, gsize index);
const char *tbk_values_text_at (const TbkValues *values, gsize index);

G_END_DECLS
