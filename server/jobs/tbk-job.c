/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-job.h"

static const TbkJob jobs[] = {
  { "limpiar", tbk_job_limpiar },
  { NULL },
};

const TbkJob *
tbk_jobs (void)
{
  return jobs;
}
