/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/resource.h>

#include "tbk-test-client.h"

G_BEGIN_DECLS

/* Documents, as tests send and fetch them. Main thread. */

/* One upload; what is NULL is not sent. */
typedef struct
{
  gint64 contrato;
  const char *name;
  const char *tipo;
  GBytes *bytes;
  const char *repetido;
  gint64 chat; /* instead of the contrato */
} TbkTestUpload;

/* By SoupMultipart, as the app does. Returns: (transfer full). */
TbkTestReply *tbk_test_upload (TbkTestClient *client, const TbkTestUpload *upload);

/* Returns: (transfer full): a PDF of about that size, other bytes for each seed. */
GBytes *tbk_test_pdf (gsize size, guint seed);

/* A new contrato between the demo's exportadora and centro, a draft. */
gint64 tbk_test_contrato (TbkTestServer *server);

/* A contrato's channel, as `client` sees it. */
gint64 tbk_test_chat_of (TbkTestClient *client, gint64 contrato);

/* Returns: (transfer full): 64 hex digits. */
char *tbk_test_sha256 (GBytes *bytes);

/* Files under the store's `folder` ("spool", "contratos", "chats"), and below. */
guint tbk_test_count_files (TbkTestServer *server, const char *folder);

/* No worker writes a file beyond so many bytes: that fails as a full disk does, and needs no disk of its own. RLIM_INFINITY:
 * all is well again. */
void tbk_test_limit_files (TbkTestServer *server, rlim_t bytes);

/* Turns the default main context until `test` is TRUE; ends the program when it does not become so within 30 s. */
void tbk_test_wait (gboolean (*test) (gpointer user_data), gpointer user_data);

G_END_DECLS
