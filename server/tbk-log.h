/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* JSON lines on stderr: {"ts", "level", "app", "proc", "msg", ...}. Lines gather for a moment and go out together; warnings and
 * worse at once. Everything that comes by g_log() takes this way too. No token, password, query or body belongs in one.
 * Any thread. */

/* Once, first in main(). `process`: "supervisor", "worker-0". */
void tbk_log_init (const char *process);
/* APP_NAME, which stands in every line from then on. Once, before there are threads. */
void tbk_log_set_app (const char *name);
/* Writes out what waits; also done by a timer of the default main context after tbk_log_init(). */
void tbk_log_flush (void);

/* One request answered. `usuario`: 0 for none. */
typedef struct
{
  const char *id;
  const char *method;
  const char *route; /* its pattern, "/contratos/{id}"; NULL: none matched */
  const char *address;
  int status;
  gint64 duration_us;
  gint64 usuario_id;
} TbkLogRequest;

void tbk_log_request (const TbkLogRequest *request);

/* Appends `text` as a JSON string; NULL as null. */
void tbk_log_append_json (GString *out, const char *text);

G_END_DECLS
