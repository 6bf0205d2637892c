/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-weighing.h"

#include "pesaje.h"

TbkRows *
tbk_weighing_store (TbkTx *tx, TbkValues *values, gboolean device, GError **error)
{
  if (!tbk_pesaje_settle (values, g_get_real_time (), error))
    return NULL;
  tbk_values_set (values, "equipo", device ? "true" : "false");
  return tbk_tx_one (tx, "pesaje_registrar", values, error);
}
