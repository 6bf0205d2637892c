/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-job.h"

G_DEFINE_QUARK (tbk - job - error, tbk_job_error)

const TbkJob *const *
tbk_jobs (void)
{
  static const TbkJob *const jobs[] = { &tbk_job_archivos, &tbk_job_correo, &tbk_job_limpiar, &tbk_job_push, NULL };

  return jobs;
}

gboolean
tbk_jobs_schedule (TbkTx *tx, const TbkConfig *config, GError **error)
{
  g_autoptr (TbkRows) due = tbk_tx_one (tx, "trabajo_programar", NULL, error);
  g_autoptr (TbkRows) mail = NULL;

  if (due == NULL || config->smtp_host == NULL)
    return due != NULL;
  mail = tbk_tx_one (tx, "correo_programar", NULL, error);
  return mail != NULL;
}
