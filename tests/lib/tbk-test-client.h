/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "tbk-test-server.h"

G_BEGIN_DECLS

/* A row of a path: "/lotes/" TBK_ID, (gint64) id. */
#define TBK_ID "%" G_GINT64_FORMAT

/* A plain, blocking HTTP client for tests. It takes the server's own certificate as it is. Every exchange is added to
 * $TBK_EXCHANGES, a line of JSON each, which tests/api/test-exchanges.py holds against /openapi.json. Main thread. */
typedef struct _TbkTestClient TbkTestClient;

typedef struct
{
  guint status; /* 0: no answer */
  SoupMessageHeaders *headers;
  GBytes *body;
  JsonNode *json; /* nullable: the body, where it is JSON */
} TbkTestReply;

TbkTestClient *tbk_test_client_new (TbkTestServer *server);
void tbk_test_client_free (TbkTestClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTestClient, tbk_test_client_free)

/* One that is signed in. */
TbkTestClient *tbk_test_client_new_for (TbkTestServer *server, const char *email);
/* Signs in with the demo password; fails the test when refused. */
void tbk_test_client_login (TbkTestClient *client, const char *email);
/* Returns: (transfer none) (nullable). */
const char *tbk_test_client_get_token (TbkTestClient *client);
void tbk_test_client_set_token (TbkTestClient *client, const char *token);

/* `path` with its query; `body` is sent as `content_type` ("application/json" when NULL); `headers`: name, value, ...,
 * NULL; or NULL. Returns: (transfer full). */
TbkTestReply *tbk_test_client_send_bytes (TbkTestClient *client,
                                          const char *method,
                                          const char *path,
                                          GBytes *body,
                                          const char *content_type,
                                          const char *const *headers);
TbkTestReply *tbk_test_client_send (TbkTestClient *client, const char *method, const char *path, const char *json);
/* With If-Match: "version". */
TbkTestReply *tbk_test_client_send_version (TbkTestClient *client,
                                            const char *method,
                                            const char *path,
                                            gint64 version,
                                            const char *json);

/* Asks and fails the test for any other status. With the row's present version as If-Match where the method is PUT.
 * Returns: (transfer full). */
TbkTestReply *tbk_test_expect (TbkTestClient *client,
                               guint status,
                               const char *method,
                               const char *json,
                               const char *path_format,
                               ...) G_GNUC_PRINTF (5, 6);

/* Notes a reply for tests/api/test-exchanges.py, as sending does. */
void tbk_test_reply_record (const TbkTestReply *reply, const char *method, const char *path);

void tbk_test_reply_free (TbkTestReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTestReply, tbk_test_reply_free)

/* Of a reply that is an object; NULL or 0 where it is not, or the member is not there. */
const char *tbk_test_reply_text (const TbkTestReply *reply, const char *member);
gint64 tbk_test_reply_int (const TbkTestReply *reply, const char *member);
JsonArray *tbk_test_reply_array (const TbkTestReply *reply, const char *member);
/* Whether a 422's `errors` name this field. */
gboolean tbk_test_reply_blames (const TbkTestReply *reply, const char *loc);

/* Fails the test with what was answered when the status is another. */
#define tbk_assert_status(reply, expected) \
  tbk_test_assert_status ((reply), (expected), G_STRLOC)
void tbk_test_assert_status (const TbkTestReply *reply, guint expected, const char *where);

G_END_DECLS
