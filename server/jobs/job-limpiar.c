/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-job.h"

#define EVENTS_AT_ONCE "100000"

/* Forgets what is over: sessions, log-in attempts, idempotency keys, eventos, work that was done, files never sent. */
static gboolean
run (TbkTx *tx, TbkJobTurn *turn, GError **error)
{
  const char *const statements[] = { "auth_limpiar", "evento_podar", "trabajo_olvidar", "adjunto_olvidar" };
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set_int (values, "horas", turn->config->event_hours);
  tbk_values_set (values, "limite", EVENTS_AT_ONCE);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (TbkRows) rows = tbk_tx_one (tx, statements[i], values, error);

      if (rows == NULL)
        return FALSE;
    }
  return TRUE;
}

const TbkJob tbk_job_limpiar = { .tipo = "limpiar", .run = run };
