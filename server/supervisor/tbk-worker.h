/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-config.h"

G_BEGIN_DECLS

/* Environment of a worker: libpq's conninfo for its role. */
#define TBK_WORKER_CONNINFO "TRIBOKA_CONNINFO"

/* Descriptors that a worker inherits, by number. */
enum
{
  TBK_WORKER_LISTEN_FD = 3,
  TBK_WORKER_BOARD_FD = 4,
  TBK_WORKER_READY_FD = 5, /* a byte is written to it when it serves */
};

/* One process that serves: listener, pipeline, pool and pipe on one main loop. Ends by SIGTERM, when requests in flight
 * are answered, or with its supervisor. `index`: its slot on the board. Returns: the exit status. Main thread. */
int tbk_worker_run (const TbkConfig *config, guint index);

/* The certificate's and the key's file: TLS_CERT and TLS_KEY, or those in DATA_DIR. Returns: (transfer full). */
char *tbk_worker_cert_file (const TbkConfig *config);
char *tbk_worker_key_file (const TbkConfig *config);

G_END_DECLS
