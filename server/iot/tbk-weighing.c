/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-weighing.h"

#include "pesaje.h"

/* The rule that counts, and what is payable by it; of a weighing without moisture, none. */
static gboolean
discount (TbkTx *tx, TbkValues *values, GError **error)
{
  g_autoptr (TbkRows) rows = NULL;
  const char *regla;

  tbk_values_set (values, "regla_dicha", tbk_values_get (values, "humedad_regla") != NULL ? "true" : "false");
  if (tbk_values_get (values, "humedad") == NULL)
    return TRUE;
  rows = tbk_tx_one (tx, "pesaje_regla", values, error);
  if (rows == NULL)
    return FALSE;
  regla = tbk_rows_text (rows, 0, "regla");
  tbk_values_set (values, "humedad_regla", regla);
  return regla == NULL || tbk_pesaje_discount (values, regla, error);
}

TbkRows *
tbk_weighing_store (TbkTx *tx, TbkValues *values, gboolean device, GError **error)
{
  if (!tbk_pesaje_settle (values, g_get_real_time (), error) || !discount (tx, values, error))
    return NULL;
  tbk_values_set (values, "equipo", device ? "true" : "false");
  return tbk_tx_one (tx, "pesaje_registrar", values, error);
}
