/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-config.h"
#include "tbk-fcm.h"
#include "tbk-tx.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* Why a piece of work failed, where the queue should know more than that: the code is how many seconds it waits at least
 * before it is tried again, or TBK_JOB_NEVER. */
#define TBK_JOB_ERROR (tbk_job_error_quark ())
GQuark tbk_job_error_quark (void);
#define TBK_JOB_NEVER (-1)

/* One piece of work, while it is done. */
typedef struct
{
  const TbkConfig *config;
  const char *datos;         /* the row's JSON text */
  GCancellable *cancellable; /* the process ends */
  TbkFcm **fcm;              /* kept from one turn to the next, as it holds a token; made by the first that wants it */
  gpointer state;            /* the job's own, freed by its `forget` */
  char *next;                /* set by `run`: not done yet, these are its datos when it goes on. JSON text, owned */
} TbkJobTurn;

/* A kind of work: what the queue's rows of `tipo` mean. Its steps are done in this order; one that fails ends the turn, and
 * all of it is done again later. Error: why; TBK_JOB_ERROR where that matters. */
typedef struct
{
  const char *tipo;
  /* In a transaction of its own, that may be begun again: what is to be said, into `state`. Nullable. Pool thread. */
  gboolean (*read) (TbkTx *tx, TbkJobTurn *turn, GError **error);
  /* Says it, while no transaction is open. Bounded by a time well below the lease. Nullable. A thread of its own. */
  gboolean (*send) (TbkJobTurn *turn, GError **error);
  /* In one transaction with the mark that it is done: it may be begun again, after a deadlock or a crash, and then has not
   * happened. Pool thread. */
  gboolean (*run) (TbkTx *tx, TbkJobTurn *turn, GError **error);
  GDestroyNotify forget;
} TbkJob;

/* Returns: (transfer none): all of them, NULL-terminated. Any thread. */
const TbkJob *const *tbk_jobs (void);

/* Puts in what is due by the clock. Pool thread. */
gboolean tbk_jobs_schedule (TbkTx *tx, const TbkConfig *config, GError **error);

/* job-<tipo>.c */
extern const TbkJob tbk_job_archivos;
extern const TbkJob tbk_job_correo;
extern const TbkJob tbk_job_limpiar;
extern const TbkJob tbk_job_push;

G_END_DECLS
