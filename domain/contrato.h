/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-problem.h"
#include "tbk-resource.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* The rules between a contrato's fields, on the whole record as it would be after a change: its price by tipo_precio,
 * the order of the delivery dates, two different parties. Values are canonical texts (tbk-validate.h). Adds every broken
 * rule to *error as a field of a 422. Used by the server and by the form. Any thread. */
gboolean tbk_contrato_check (const TbkValues *whole, GError **error);

G_END_DECLS
