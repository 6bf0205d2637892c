/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-matrix.h"

G_BEGIN_DECLS

#define TBK_NO_SESSION "00000000-0000-4000-8000-000000000000"

/* One route and what it is tried with. Main thread. */
typedef struct
{
  TbkMatrix *matrix;
  const TbkRoute *route;
  const TbkSample *sample;
} TbkCase;

/* The path with its placeholders filled, in their order, by keys. Returns: (transfer full). */
char *tbk_case_fill_path (const char *path, const char *first, const char *second);
/* A path of the right form, for what is refused before any row is looked for. Returns: (transfer full). */
char *tbk_case_any_path (const TbkRoute *route);
/* A path to rows made for it. Returns: (transfer full). */
char *tbk_case_path (const TbkCase *test, const TbkMake makers[2], TbkTestClient *client);
/* The raw body, or the filled template. Returns: (transfer full) (nullable). */
GBytes *tbk_case_body (const TbkCase *test, const char *template);
guint tbk_case_good_status (const TbkRoute *route);

/* The route's request, its body filled in from `template`, with If-Match where it wants one. Returns: (transfer full). */
TbkTestReply *tbk_case_send (const TbkCase *test, TbkTestClient *client, const char *path, const char *template);
/* With these letters as its body, and If-Match: "1". Returns: (transfer full). */
TbkTestReply *tbk_case_send_text (const TbkCase *test, TbkTestClient *client, const char *path, const char *json);

/* The checks; `data` is a TbkCase. */
void tbk_check_good (gconstpointer data);
void tbk_check_lists_of_all (gconstpointer data);
void tbk_check_orders (gconstpointer data);
void tbk_check_filters (gconstpointer data);
void tbk_check_no_token (gconstpointer data);
void tbk_check_false_token (gconstpointer data);
void tbk_check_roles (gconstpointer data);
void tbk_check_foreign (gconstpointer data);
void tbk_check_no_row (gconstpointer data);
void tbk_check_forbidden (gconstpointer data);
void tbk_check_conflict (gconstpointer data);
void tbk_check_body (gconstpointer data);
void tbk_check_query (gconstpointer data);
void tbk_check_paging (gconstpointer data);
void tbk_check_malformed (gconstpointer data);
void tbk_check_media_type (gconstpointer data);
void tbk_check_too_large (gconstpointer data);
void tbk_check_keys (gconstpointer data);
void tbk_check_if_match (gconstpointer data);
void tbk_check_idempotency (gconstpointer data);

G_END_DECLS
