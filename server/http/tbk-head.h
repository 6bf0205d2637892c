/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TBK_HEAD_MAX_BYTES (16 * 1024)
#define TBK_HEAD_MAX_FIELDS 100
#define TBK_HEAD_MAX_TARGET_BYTES (8 * 1024)

/* How the end of a request's body is known. */
typedef enum
{
  TBK_FRAMING_NONE,
  TBK_FRAMING_LENGTH,
  TBK_FRAMING_CHUNKED,
} TbkFraming;

/* The head of one HTTP/1 request, checked more strictly than RFC 9112 asks, so that no two readers on the way can take it
 * for different requests: research/server-security.md. Immutable; any thread. */
typedef struct _TbkHead TbkHead;

void tbk_head_free (TbkHead *head);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkHead, tbk_head_free)

typedef enum
{
  TBK_HEAD_DONE,
  TBK_HEAD_MORE, /* good so far, not yet whole */
  TBK_HEAD_BAD,
} TbkHeadResult;

/* Reads one head from the beginning of `data`. DONE gives `out` (transfer full) and the bytes it took; BAD gives the
 * status to answer (400, 405, 414, 417, 431, 501, 505) before the connection is closed. Pure. */
TbkHeadResult tbk_head_parse (const char *data, gsize length, TbkHead **out, gsize *taken, int *status);

const char *tbk_head_get_method (const TbkHead *head);
/* The target's path as it came, percent-encoded, without the query; begins with '/'; decodes to UTF-8 without controls. */
const char *tbk_head_get_path (const TbkHead *head);
/* Returns: (nullable): what follows '?', as it came. */
const char *tbk_head_get_query (const TbkHead *head);
/* Whether the connection ends with the reply; always so for HTTP/1.0. */
gboolean tbk_head_wants_close (const TbkHead *head);
gboolean tbk_head_is_http_1_0 (const TbkHead *head); /* knows no chunks */
gboolean tbk_head_expects_continue (const TbkHead *head);
TbkFraming tbk_head_get_framing (const TbkHead *head);
guint64 tbk_head_get_content_length (const TbkHead *head); /* bytes; 0 when not TBK_FRAMING_LENGTH */
/* Returns: (nullable): the first field of that name, in any case. */
const char *tbk_head_get_field (const TbkHead *head, const char *name);
/* A field that is a list may stand several times. Returns: (transfer full) (nullable): all of that name, in their order,
 * with commas between; NULL: none. */
char *tbk_head_join_fields (const TbkHead *head, const char *name);

/* Decodes one segment or value from its percent signs; `plus`: a '+' is a space (query strings, forms). Returns:
 * (transfer full) (nullable): NULL for a bad escape, a control character or what is not UTF-8. */
char *tbk_uri_decode (const char *text, gsize length, gboolean plus);

G_END_DECLS
