/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-problem.h"
#include "tbk-resource.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* What a checked empresa's fields say together: a discount by a table has one, and a table is one, which is written in its
 * canonical form. Expected error: TBK_PROBLEM 422, which names humedad_tabla. Any thread. */
gboolean tbk_empresa_settle (TbkValues *values, GError **error);

G_END_DECLS
