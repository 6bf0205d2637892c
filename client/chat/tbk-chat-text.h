/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record.h"

G_BEGIN_DECLS

/* What is written in chats, and when, as people read it. What others wrote is hostile until it has passed here. Pure.
 * Strings returned are (transfer full). Times are microseconds since the epoch. */

#define TBK_CHAT_TEXT_MAX 4000 /* characters of a message */
#define TBK_CHAT_NAMES_MAX 200 /* members whose names are looked for in a text */

/* A message's text as Pango markup: escaped, web and mail addresses as links that say where they lead, "@Name" of
 * `names` (NULL-terminated, nullable) bold. */
char *tbk_chat_text_markup (const char *texto, const char *const *names);
/* The first words of a text on one line, without what turns the direction of text around. */
char *tbk_chat_text_line (const char *texto);
/* A name within a sentence: it keeps its direction to itself. */
char *tbk_chat_text_isolate (const char *name);
/* A name alone: nothing in it turns text around. */
char *tbk_chat_text_name (const char *name);
/* Without white space at the ends; NULL where nothing is left. */
char *tbk_chat_text_trim (const char *texto);

/* Where the mention that is being typed at the end of `text` begins (its @), in bytes; -1: none is. */
gssize tbk_chat_text_find_mention (const char *text);

/* "Today", "Yesterday", "Monday", "12 November 2026": the local day of `when`, seen at `now`. */
char *tbk_chat_time_day (gint64 when, gint64 now);
gboolean tbk_chat_time_same_day (gint64 a, gint64 b);
/* "14:05". */
char *tbk_chat_time_clock (gint64 when);
/* "14:05" of today, else the day, short: for a list. */
char *tbk_chat_time_short (gint64 when, gint64 now);

/* What a chat is called: a contrato's code, or the other one. Of a TbkChat record. */
char *tbk_chat_show_title (TbkRecord *chat);
/* Both sides of a contrato, or the company of the other one. */
char *tbk_chat_show_subtitle (TbkRecord *chat);

G_END_DECLS
