/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-log.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_BYTES 8192
#define FLUSH_MS 200
/* A line that someone made long is cut. */
#define MAX_TEXT_BYTES 2000

/* GLib's log writer is the process's, so this is too. */
typedef struct
{
  GMutex lock;
  GString *waiting;
  char process[16];
  char *app; /* (nullable): as JSON */
} Log;

static Log *
get_log (void)
{
  static gsize made;

  if (g_once_init_enter (&made))
    {
      Log *log = g_new0 (Log, 1);

      g_mutex_init (&log->lock);
      g_once_init_leave (&made, (gsize) log);
    }
  return (Log *) made;
}

/* Returns: (transfer full): the text in whole, valid characters, cut where it is too long. */
static char *
make_valid (const char *text)
{
  gsize length = strnlen (text, MAX_TEXT_BYTES + 1);
  const char *end = length > MAX_TEXT_BYTES ? g_utf8_find_prev_char (text, text + MAX_TEXT_BYTES) : NULL;

  return g_utf8_make_valid (text, end != NULL ? end - text : (gssize) MIN (length, MAX_TEXT_BYTES));
}

void
tbk_log_append_json (GString *out, const char *text)
{
  g_autofree char *valid = text != NULL ? make_valid (text) : NULL;

  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '"');
  for (const char *at = valid; *at != '\0'; at++)
    {
      guchar c = *at;

      if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", c);
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_c (out, c);
    }
  g_string_append_c (out, '"');
}

static void
write_all (const char *data, gsize length)
{
  while (length > 0)
    {
      gssize n = write (STDERR_FILENO, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return; /* there is nowhere to complain */
      data += n;
      length -= n;
    }
}

/* Whole lines, as many at once as a pipe takes without another process's coming between. */
static void
flush_locked (Log *log)
{
  const char *at = log->waiting != NULL ? log->waiting->str : "";

  while (*at != '\0')
    {
      gsize n = 0;
      gsize line;

      while ((line = strcspn (at + n, "\n") + 1) > 1 && (n == 0 || n + line <= PIPE_BUF))
        n += line;
      write_all (at, n);
      at += n;
    }
  if (log->waiting != NULL)
    g_string_truncate (log->waiting, 0);
}

void
tbk_log_flush (void)
{
  Log *log = get_log ();

  g_mutex_lock (&log->lock);
  flush_locked (log);
  g_mutex_unlock (&log->lock);
}

static gboolean
flush_cb (gpointer user_data)
{
  tbk_log_flush ();
  return G_SOURCE_CONTINUE;
}

/* With the lock held: the beginning of a line. */
static GString *
begin_line (Log *log, const char *level)
{
  gint64 now_us = g_get_real_time ();
  time_t now_s = now_us / G_USEC_PER_SEC;
  struct tm tm;

  if (log->waiting == NULL)
    log->waiting = g_string_sized_new (FLUSH_BYTES);
  gmtime_r (&now_s, &tm);
  g_string_append_printf (log->waiting,
                          "{\"ts\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\",\"level\":\"%s\",\"app\":%s,"
                          "\"proc\":\"%s\",\"msg\":",
                          tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                          (int) (now_us / 1000 % 1000), level, log->app != NULL ? log->app : "null",
                          log->process);
  return log->waiting;
}

static void
end_line (Log *log, gboolean at_once)
{
  g_string_append (log->waiting, "}\n");
  if (at_once || log->waiting->len >= FLUSH_BYTES)
    flush_locked (log);
}

void
tbk_log_request (const TbkLogRequest *request)
{
  Log *log = get_log ();
  GString *line;

  g_mutex_lock (&log->lock);
  line = begin_line (log, request->status >= 500 ? "error" : "info");
  g_string_append (line, "\"request\",\"id\":");
  tbk_log_append_json (line, request->id);
  g_string_append (line, ",\"method\":");
  tbk_log_append_json (line, request->method);
  g_string_append (line, ",\"route\":");
  tbk_log_append_json (line, request->route);
  g_string_append_printf (line, ",\"status\":%d,\"ms\":%" G_GINT64_FORMAT ".%03d,\"address\":",
                          request->status,
                          request->duration_us / 1000, (int) (request->duration_us % 1000));
  tbk_log_append_json (line, request->address);
  if (request->usuario_id != 0)
    g_string_append_printf (line, ",\"usuario\":%" G_GINT64_FORMAT, request->usuario_id);
  end_line (log, FALSE);
  g_mutex_unlock (&log->lock);
}

static const char *
level_name (GLogLevelFlags level)
{
  switch (level & G_LOG_LEVEL_MASK)
    {
    case G_LOG_LEVEL_ERROR:
    case G_LOG_LEVEL_CRITICAL:
      return "error";
    case G_LOG_LEVEL_WARNING:
      return "warn";
    case G_LOG_LEVEL_DEBUG:
      return "debug";
    default:
      return "info";
    }
}

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, key) == 0 && fields[i].length < 0)
      return fields[i].value;
  return NULL;
}

static GLogWriterOutput
writer_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  Log *log = user_data;
  const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
  GString *line;

  if (g_log_writer_default_would_drop (level, domain))
    return G_LOG_WRITER_HANDLED;
  g_mutex_lock (&log->lock);
  line = begin_line (log, level_name (level));
  tbk_log_append_json (line, find_field (fields, n_fields, "MESSAGE"));
  if (domain != NULL)
    {
      g_string_append (line, ",\"domain\":");
      tbk_log_append_json (line, domain);
    }
  end_line (log, (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE)) != 0);
  g_mutex_unlock (&log->lock);
  return G_LOG_WRITER_HANDLED;
}

void
tbk_log_set_app (const char *name)
{
  g_autoptr (GString) json = g_string_new (NULL);
  Log *log = get_log ();

  tbk_log_append_json (json, name);
  g_mutex_lock (&log->lock);
  g_free (log->app);
  log->app = g_string_free (g_steal_pointer (&json), FALSE);
  g_mutex_unlock (&log->lock);
}

void
tbk_log_init (const char *process)
{
  Log *log = get_log ();

  g_strlcpy (log->process, process, sizeof log->process);
  g_log_set_writer_func (writer_cb, log, NULL);
  g_timeout_add (FLUSH_MS, flush_cb, NULL);
}
