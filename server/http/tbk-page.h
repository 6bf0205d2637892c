/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-reply.h"
#include "tbk-router.h"

G_BEGIN_DECLS

#define TBK_PAGE_SIZE_DEFAULT 20
#define TBK_PAGE_SIZE_MAX 200
/* Rows that a numbered page may skip; from there on the cursor leads further. */
#define TBK_PAGE_MAX_SALTO 100000

/* What a TBK_OUT_PAGE route takes beside its filters: page, page_size, orden, despues. */
extern const TbkSchema tbk_page_schema;

/* One page that is asked for. */
typedef struct
{
  guint page;
  guint page_size;
  char *orden;                   /* of the cursor, the params, or the route; owned */
  const TbkStatement *statement; /* for that order */
  const TbkStatement *total;     /* for those filters */
  gboolean filtered;
  gboolean by_cursor;
  char *clave; /* the cursor: where the page begins; owned */
  char *id;    /* owned */
} TbkPage;

/* From validated params. FALSE adds to `error`: an order or cursor that is none, a page beyond TBK_PAGE_MAX_SALTO. */
gboolean tbk_page_read (TbkPage *page,
                        const TbkRouterEntry *entry,
                        const TbkSql *sql,
                        const TbkValues *params,
                        GError **error);
void tbk_page_clear (TbkPage *page);
/* Only the database knows whether a cursor's key is of its column's type. Makes its 422, which names no field, one that names
 * despues; leaves any other error as it is. */
void tbk_page_blame_cursor (const TbkPage *page, GError **error);

/* Sets page_size, salto, despues_clave and despues_id as the statement takes them: one row more than is shown. */
void tbk_page_bind (const TbkPage *page, TbkValues *values);

/* {"items", "page", "page_size", "total", "siguiente"}. Returns: (transfer full). */
TbkReply *tbk_page_reply (const TbkPage *page, const TbkRows *rows, const TbkRows *total, const TbkSchema *schema);

/* A cursor and back. Returns: (transfer full). */
char *tbk_cursor_encode (const char *orden, const char *clave, const char *id);
gboolean tbk_cursor_decode (const char *cursor, char **orden, char **clave, char **id);

G_END_DECLS
