/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-board.h"
#include "tbk-config.h"
#include "tbk-content.h"
#include "tbk-password.h"
#include "tbk-pipe.h"
#include "tbk-pool.h"
#include "tbk-refresh.h"
#include "tbk-signed.h"
#include "tbk-sql.h"
#include "tbk-storage.h"
#include "tbk-token.h"

G_BEGIN_DECLS

typedef struct _TbkRouter TbkRouter;
typedef struct _TbkOpenapi TbkOpenapi;

/* What a worker holds for its life (tests without a database leave pool, lane, pipe, sql, storage,
 * content and passwords NULL). Handlers see it const by tbk_request_get_app(); the members that are
 * not const are safe from any thread, but `pipe`, which belongs to the main loop. */
typedef struct
{
  const TbkConfig *config;
  const TbkTokens *tokens;
  const TbkTokens *tickets; /* of a minute, for a socket's handshake */
  const TbkRefresh *refresh;
  const TbkSigner *signer;
  const TbkStorage *storage;
  TbkContent *content;
  TbkPasswords *passwords;
  const TbkSql *sql;
  TbkPool *pool; /* handlers */
  TbkPool *lane; /* handlers of TBK_ROUTE_STRICT routes: 2 threads, so that a storm of log-ins costs the others nothing */
  TbkPipe *pipe; /* statements; main loop only */
  TbkBoard *board;
  const TbkRouter *router;
  const TbkOpenapi *openapi;
} TbkApp;

G_END_DECLS
