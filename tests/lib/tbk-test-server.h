/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-test-tree.h"

G_BEGIN_DECLS

/* The real triboka-server ($TBK_SERVER, which meson sets) on an embedded database in a folder of its own, on a free
 * port, with demo data and without the rate limits. One for a test executable. What it says goes to
 * $TBK_LOG_DIR/<program>-server.log, whose path is a message of the test: tests/lib/summary.py shows its end when the
 * test failed. It ends with the test, also with one that aborts. Main thread. */
typedef struct _TbkTestServer TbkTestServer;

#define TBK_TEST_PASSWORD "cacao-demo-2026"

/* Starts it and waits until it answers; ends the program with its log when it does not. `environment`: "NAME=value",
 * NULL-terminated, beside the inherited one; or NULL. */
TbkTestServer *tbk_test_server_new (const char *const *environment);

/* The same with an empty database. */
TbkTestServer *tbk_test_server_new_empty (const char *const *environment);

/* SIGTERM, and waits: a server that does not end with status 0 fails the test. Removes the folder. */
void tbk_test_server_free (TbkTestServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTestServer, tbk_test_server_free)

/* SIGTERM, and waits, as free() does; its folder and port are kept. Does nothing where it is stopped. */
void tbk_test_server_stop (TbkTestServer *server);
/* kill -9 of its first process, and waits until all that it had printed is read. */
void tbk_test_server_kill (TbkTestServer *server);
/* Starts it again on its folder and port, and waits until it answers. */
void tbk_test_server_start_again (TbkTestServer *server);

const char *tbk_test_server_get_url (TbkTestServer *server); /* "https://127.0.0.1:41234" */
guint16 tbk_test_server_get_port (TbkTestServer *server);
const char *tbk_test_server_get_data_dir (TbkTestServer *server);
GPid tbk_test_server_get_pid (TbkTestServer *server); /* of the supervisor */

/* Returns: (transfer full) (element-type GPid): its workers that live now. */
GArray *tbk_test_server_get_workers (TbkTestServer *server);
/* Resident memory of all workers, in kilobytes. */
gsize tbk_test_server_get_memory (TbkTestServer *server);
/* Returns: (transfer full): all that it said so far. */
char *tbk_test_server_read_log (TbkTestServer *server);

G_END_DECLS
