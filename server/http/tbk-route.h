/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-app.h"
#include "tbk-field.h"
#include "tbk-reply.h"
#include "tbk-request.h"
#include "tbk-tx.h"

G_BEGIN_DECLS

/* A straight-line function on values, run on a pool thread inside a transaction. Returns: (transfer full) (nullable):
 * NULL sets `error` (a TBK_PROBLEM for what the caller did). It may be run again after a serialization failure. */
typedef TbkReply *(*TbkHandler) (TbkTx *tx, const TbkRequest *request, GError **error);

/* For the kernel's own routes that need no database (health, metrics, openapi.json, docs): runs on the main loop and
 * must not block. */
typedef TbkReply *(*TbkDirect) (const TbkApp *app, const TbkRequest *request, GError **error);

typedef enum
{
  TBK_OUT_NONE,   /* 204 */
  TBK_OUT_ONE,    /* an object by `out` */
  TBK_OUT_PAGE,   /* {"items", "page", "page_size", "total", "siguiente"} of `out`, paged and sorted */
  TBK_OUT_ITEMS,  /* {"items"} of `out`, all of them */
  TBK_OUT_RAW,    /* `out_type` */
  TBK_OUT_SOCKET, /* 101: a WebSocket, where `statement` lets the caller in; also by a `ticket` in the query */
} TbkOut;

typedef enum
{
  TBK_ROUTE_DEFAULT = 0,
  TBK_ROUTE_IDEMPOTENT = 1 << 0,    /* takes Idempotency-Key: the repeat answers what the first did */
  TBK_ROUTE_IF_MATCH = 1 << 1,      /* needs If-Match (428 without), stale is 412 */
  TBK_ROUTE_FORM = 1 << 2,          /* takes application/x-www-form-urlencoded besides JSON */
  TBK_ROUTE_STRICT = 1 << 3,        /* the tight rate limit: log-in, register, refresh */
  TBK_ROUTE_UNSAFE_UPDATE = 1 << 4, /* body validated as an update (TBK_VALIDATE_UPDATE) */
  TBK_ROUTE_LOCAL = 1 << 5,         /* /metrics: from this machine, or by an admin */
  TBK_ROUTE_WHO_SEES_MAY = 1 << 6,  /* whoever sees the row may do this to it: no 403 follows from {id} */
  TBK_ROUTE_SIGNED = 1 << 7,        /* besides a session's token takes a signed query (tbk-signed.h) */
  TBK_ROUTE_DEVICE = 1 << 8,        /* besides a session's token takes IOT_TOKEN: then there is no caller */
} TbkRouteFlags;

/* A route is a row. From it come routing, 405, role check, validation, paging, ETag, idempotency, OpenAPI, metrics,
 * and the tests that walk every route. Static, immutable. */
struct _TbkRoute
{
  const char *method;     /* "GET" */
  const char *path;       /* "/contratos/{id}": {id} and {*_id} are positive bigints, {uuid} a UUID, {ruc}, {noun} text */
  guint roles;            /* TbkRol bits; TBK_ROL_NONE: anyone, without session */
  const char *summary;    /* one English sentence, for OpenAPI */
  const char *tag;        /* OpenAPI group: the noun */
  const TbkSchema *query; /* filters; page, page_size, orden, despues are TBK_OUT_PAGE's own */
  const TbkSchema *in;    /* body; NULL: none */
  const char *in_type;    /* raw body's content types, comma separated; then `in` is NULL */
  guint max_body;         /* bytes; 0: the default 1 MB for JSON, none where no body is taken; with `form`: of its
                             file, 0: MAX_UPLOAD_MB */
  const TbkSchema *form;  /* multipart/form-data: its fields, with a file `archivo` beside them; then
                             `in` is NULL, `in_type` that */
  const char *refused;    /* a statement that keeps what came and is refused for good (tbk-refusal.h) */
  const char *admit;      /* with `form`: a :one statement that raises where the body need not come at all */
  TbkOut out_kind;
  const TbkSchema *out;
  const char *out_type;  /* RAW: content type */
  int status;            /* of success; 0: 200, or 204 for NONE */
  guint flags;           /* TbkRouteFlags */
  const char *orden;     /* PAGE: default order, "-fecha_firma" */
  const char *statement; /* either: a :one, :many or :page statement (a PAGE also has <noun>_total and _cuenta) */
  TbkHandler handler;    /* or: a function */
  TbkDirect direct;      /* or: the kernel's own */
  const int *errors;     /* 0-terminated: statuses beyond those that follow from the row (401, 403, 404, 405, 412, 422, 428) */
};

/* All routes of one file in server/api/, ended by a row whose path is NULL. */
typedef struct
{
  const char *noun;
  const TbkRoute *routes;
} TbkRouteTable;

G_END_DECLS
