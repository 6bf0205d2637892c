/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-rows.h"
#include "tbk-sql.h"

G_BEGIN_DECLS

/* The feed of changes (evento), as a worker follows it: what is committed is numbered, and what follows the last number is read.
 * On a connection of its own, as those of the requests may wait for each other's locks. Main loop. */
typedef struct _TbkFeed TbkFeed;

typedef struct
{
  /* Its place is known: tbk_feed_get_last(). Once. */
  void (*began) (gpointer data);
  /* Rows in the order of their numbers, each with numero, tipo, ambitos, usuarios and datos. */
  void (*read) (const TbkRows *rows, gpointer data);
} TbkFeedHandlers;

/* Belongs to the thread-default main context of the caller. `sql` and `handlers` must outlive it. */
TbkFeed *tbk_feed_new (const char *conninfo, const TbkSql *sql, const TbkFeedHandlers *handlers, gpointer data);
/* Asks the database nothing more; what is under way ends with the main context's next turns, before tbk_feed_free(). */
void tbk_feed_stop (TbkFeed *feed);
void tbk_feed_free (TbkFeed *feed);

/* Something was committed that may have to be numbered. */
void tbk_feed_number (TbkFeed *feed);
/* Something was numbered, by whichever worker: the next numbering is put off. */
void tbk_feed_read (TbkFeed *feed);
/* The number up to which all was read; -1: it is not known yet. */
gint64 tbk_feed_get_last (const TbkFeed *feed);

G_END_DECLS
