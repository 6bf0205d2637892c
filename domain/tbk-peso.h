/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-decimal.h"
#include "tbk-field.h"

G_BEGIN_DECLS

/* Mass in other units. 1 qq = 45.359237 kg (100 lb, exact), 1 TM = 1000 kg (exact): DOMAIN.md, "Units and money".
 * `unit` is TBK_UNIT_KG, _TM or _QQ. Results are rounded half away from zero to `scale` digits. Any thread.
 * Expected error: TBK_DECIMAL_ERROR_OVERFLOW. */
gboolean tbk_peso_from_kg (TbkDecimal kg, TbkUnit unit, guint8 scale, TbkDecimal *out, GError **error);
/* To kg as they are stored: 3 digits after the point, rounded once. */
gboolean tbk_peso_to_kg (TbkDecimal amount, TbkUnit unit, TbkDecimal *kg, GError **error);

/* "kg", "TM", "qq" and back; unknown text is TBK_UNIT_NONE. Returns: (transfer none). */
const char *tbk_unit_symbol (TbkUnit unit);
TbkUnit tbk_unit_from_symbol (const char *symbol);

G_END_DECLS
