/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-feed.h"

#include "tbk-pipe.h"
#include "tbk-pace.h"

/* Rows at once: what is read is queued before it is sent, and 25 large messages must not be too
 * much for a good reader. */
#define READ_ROWS 25
#define NUMBER_ROWS 1000
/* A numbering and a reading at once. */
#define IN_FLIGHT 4
#define QUEUE 4
/* Under load, what comes within so long is numbered, read and sent at once: with 200 messages a
 * second to 500 sockets, 100,000 records a second would be written one by one, and two cores have no
 * time for that. The workers take turns at it: what one of them has numbered, all read at once. */
#define NUMBER_GAP_MS 20
#define READ_GAP_MS 5

struct _TbkFeed
{
  TbkPipe *pipe; /* NULL: stopped */
  const TbkSql *sql;
  const TbkFeedHandlers *handlers;
  gpointer data;
  gint64 last; /* -1: not known yet */
  TbkPace numbering;
  TbkPace reading;
};

static void
ask (TbkFeed *feed, const char *statement, const TbkValues *values, GAsyncReadyCallback callback)
{
  const TbkStep step = { .statement = tbk_sql_find (feed->sql, statement), .values = values };

  tbk_pipe_run_async (feed->pipe, NULL, &step, 1, NULL, callback, feed);
}

static GPtrArray *
finish (TbkFeed *feed, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *results = tbk_pipe_run_finish (feed->pipe, result, &error);

  if (results == NULL)
    g_debug ("feed: %s", error->message);
  return results;
}

static void
numbered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkFeed *feed = user_data;
  g_autoptr (GPtrArray) results = finish (feed, result);

  tbk_pace_end (&feed->numbering, results != NULL && tbk_rows_int (results->pdata[0], 0, "n", 0) == NUMBER_ROWS);
}

static void
begin_numbering (gpointer data)
{
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set_int (values, "limite", NUMBER_ROWS);
  ask (data, "evento_numerar", values, numbered_cb);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkFeed *feed = user_data;
  g_autoptr (GPtrArray) results = finish (feed, result);
  guint n = results != NULL ? tbk_rows_count (results->pdata[0]) : 0;

  if (n > 0)
    {
      feed->last = tbk_rows_int (results->pdata[0], n - 1, "numero", feed->last);
      feed->handlers->read (results->pdata[0], feed->data);
    }
  tbk_pace_end (&feed->reading, n == READ_ROWS);
}

static void
began_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkFeed *feed = user_data;
  g_autoptr (GPtrArray) results = finish (feed, result);

  if (results != NULL)
    {
      feed->last = tbk_rows_int (results->pdata[0], 0, "ultimo", 0);
      feed->handlers->began (feed->data);
    }
  tbk_pace_end (&feed->reading, FALSE); /* without an answer the next one who asks asks again */
}

/* What follows the last one, or where it begins. */
static void
begin_reading (gpointer data)
{
  TbkFeed *feed = data;
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set_int (values, "despues", feed->last);
  tbk_values_set_int (values, "limite", READ_ROWS);
  if (feed->last < 0)
    ask (feed, "evento_ultimo", NULL, began_cb);
  else
    ask (feed, "evento_leer", values, read_cb);
}

void
tbk_feed_number (TbkFeed *feed)
{
  if (feed->pipe != NULL)
    tbk_pace_ask (&feed->numbering);
}

void
tbk_feed_read (TbkFeed *feed)
{
  if (feed->pipe == NULL)
    return;
  tbk_pace_put_off (&feed->numbering);
  tbk_pace_ask (&feed->reading);
}

gint64
tbk_feed_get_last (const TbkFeed *feed)
{
  return feed->last;
}

TbkFeed *
tbk_feed_new (const char *conninfo, const TbkSql *sql, const TbkFeedHandlers *handlers, gpointer data)
{
  TbkFeed *feed = g_new0 (TbkFeed, 1);

  feed->pipe = tbk_pipe_new (conninfo, sql, 1, IN_FLIGHT, QUEUE);
  feed->sql = sql;
  feed->handlers = handlers;
  feed->data = data;
  feed->last = -1;
  feed->numbering = (TbkPace){ .begin = begin_numbering, .data = feed, .gap_ms = NUMBER_GAP_MS };
  feed->reading = (TbkPace){ .begin = begin_reading, .data = feed, .gap_ms = READ_GAP_MS };
  return feed;
}

void
tbk_feed_stop (TbkFeed *feed)
{
  TbkPipe *pipe = g_steal_pointer (&feed->pipe);

  tbk_pace_clear (&feed->numbering);
  tbk_pace_clear (&feed->reading);
  tbk_pipe_free (pipe);
}

void
tbk_feed_free (TbkFeed *feed)
{
  tbk_feed_stop (feed);
  g_free (feed);
}
