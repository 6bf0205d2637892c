/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-chat-desk.h"

G_BEGIN_DECLS

/* The model of the desk's chat, and how tests look at it. Main thread. */
guint tbk_chat_bench_size (TbkChatDesk *desk);
/* Returns: (transfer none): the model holds it. */
TbkMessage *tbk_chat_bench_at (TbkChatDesk *desk, guint position);
const TbkMessageFacts *tbk_chat_bench_facts_at (TbkChatDesk *desk, guint position);
TbkMessage *tbk_chat_bench_last (TbkChatDesk *desk);
const char *tbk_chat_bench_last_text (TbkChatDesk *desk);
/* Each number once, one after the other; those on their way behind them. */
void tbk_chat_bench_assert_whole (TbkChatDesk *desk);
/* What a view would have: a copy that follows the model by what it says changed. Returns: (transfer full). */
GPtrArray *tbk_chat_bench_mirror_of (TbkChatDesk *desk);
/* The copy is what the model is; it follows no more. */
void tbk_chat_bench_assert_mirrored (TbkChatDesk *desk, GPtrArray *mirror);
/* The conversation with the desk's chat, once it is there. */
void tbk_chat_bench_open (TbkChatDesk *desk);
/* A desk with `data` messages (GUINT_TO_POINTER), as for a case, and away with it. */
void tbk_chat_bench_set_up (TbkChatDesk *desk, gconstpointer data);
void tbk_chat_bench_tear_down (TbkChatDesk *desk, gconstpointer data);

typedef struct
{
  const char *path;
  void (*test) (TbkChatDesk *, gconstpointer);
  guint n; /* messages that there are */
} TbkChatCase;
/* A program's main(): each case on a desk of its own, in a folder that goes with it. */
int tbk_chat_bench_run (int argc, char *argv[], const TbkChatCase *cases, gsize n_cases);

G_END_DECLS
