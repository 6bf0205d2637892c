/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-route.h"

G_BEGIN_DECLS

/* All routes of the server, in the order of their tables, with what follows from a row worked out once. Immutable: any
 * thread. */

#define TBK_ROUTE_MAX_SEGMENTS 6

typedef struct
{
  const TbkRoute *route;
  const char *noun; /* of its table */
  guint index;      /* in the router, for the board */
  guint n_segments;
  char *segments[TBK_ROUTE_MAX_SEGMENTS]; /* "contratos", "{id}" */
  const TbkStatement *statement;          /* of a :one or :many; NULL for pages, handlers, direct */
  const TbkStatement *total;              /* of a page: <noun>_total and <noun>_cuenta */
  const TbkStatement *cuenta;
  const TbkStatement *visible; /* <noun>_get of a path with {id}: whether the caller sees the row */
  const TbkStatement *admit;   /* the route's, before its form is read */
  const TbkStatement *refused; /* the route's, for what is refused */
} TbkRouterEntry;

typedef enum
{
  TBK_ROUTER_FOUND,
  TBK_ROUTER_NO_PATH,   /* 404 */
  TBK_ROUTER_NO_METHOD, /* 405 */
} TbkRouterResult;

/* `tables`: NULL-terminated. `sql` may be NULL when no row names a statement. A row that is not sound (a statement that
 * does not exist, neither or two ways to run, a path that another row has too) is an error that names it. */
TbkRouter *tbk_router_new (const TbkRouteTable *const *tables, const TbkSql *sql, GError **error);
void tbk_router_free (TbkRouter *router);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkRouter, tbk_router_free)

guint tbk_router_size (const TbkRouter *router);
const TbkRouterEntry *tbk_router_at (const TbkRouter *router, guint index);

/* `path`: percent-encoded, without query and /v1. HEAD finds GET's row. Segments match letter by letter, but for those in
 * braces. `params` (nullable): the texts of those are added, decoded and not yet validated; a bad encoding is NO_PATH. */
TbkRouterResult tbk_router_match (const TbkRouter *router,
                                  const char *method,
                                  const char *path,
                                  const TbkRouterEntry **entry,
                                  TbkValues *params);

/* Returns: (transfer full): what a 405 says in Allow: "GET, HEAD, POST, OPTIONS"; NULL: no such path. */
char *tbk_router_allow (const TbkRouter *router, const char *path);

/* Checks a path parameter by its name: {id} and {*_id} positive bigints, {uuid} a UUID. Returns: (transfer full)
 * (nullable): its canonical text; NULL adds the reason to `error`. */
char *tbk_router_check_param (const char *name, const char *text, GError **error);

G_END_DECLS
