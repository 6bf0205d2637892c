/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-field.h"
#include "tbk-problem.h"

G_BEGIN_DECLS

/* Errors in the user's words and language. Pure; main thread. */

/* One sentence on any error of a call, for a toast or a page. Returns: (transfer full). */
char *tbk_error_text (const GError *error);

/* One sentence on a bad value, by the error's type and the field's limits. `field` may be NULL.
 * Returns: (transfer full). */
char *tbk_error_text_for_field (const TbkField *field, const TbkFieldError *error);

G_END_DECLS
