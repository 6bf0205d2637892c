/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-config.h"
#include "tbk-tx.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* A kind of work: what the queue's rows of `tipo` mean. */
typedef struct
{
  const char *tipo;
  /* In one transaction with the mark that it is done: it may be begun again, after a deadlock or a crash, and then has not
   * happened. `datos`: the row's JSON text. Pool thread. Error: why it is tried again later. */
  gboolean (*run) (TbkTx *tx, const TbkConfig *config, const char *datos, GError **error);
} TbkJob;

/* Returns: (transfer none): all of them, ended by one whose tipo is NULL. Any thread. */
const TbkJob *tbk_jobs (void);

/* job-<tipo>.c */
gboolean tbk_job_limpiar (TbkTx *tx, const TbkConfig *config, const char *datos, GError **error);

G_END_DECLS
