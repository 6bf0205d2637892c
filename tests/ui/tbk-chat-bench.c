/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-bench.h"

guint
tbk_chat_bench_size (TbkChatDesk *desk)
{
  return g_list_model_get_n_items (G_LIST_MODEL (desk->conversation));
}

/* Returns: (transfer none): the model holds it. */
TbkMessage *
tbk_chat_bench_at (TbkChatDesk *desk, guint position)
{
  g_autoptr (TbkMessage) message = g_list_model_get_item (G_LIST_MODEL (desk->conversation), position);

  g_assert_nonnull (message);
  return message;
}

const TbkMessageFacts *
tbk_chat_bench_facts_at (TbkChatDesk *desk, guint position)
{
  return tbk_message_get (tbk_chat_bench_at (desk, position));
}

TbkMessage *
tbk_chat_bench_last (TbkChatDesk *desk)
{
  return tbk_chat_bench_at (desk, tbk_chat_bench_size (desk) - 1);
}

const char *
tbk_chat_bench_last_text (TbkChatDesk *desk)
{
  return tbk_chat_bench_size (desk) > 0 ? tbk_message_get (tbk_chat_bench_last (desk))->texto : "";
}

/* Each number once, one after the other; those on their way behind them. */
void
tbk_chat_bench_assert_whole (TbkChatDesk *desk)
{
  gint64 before = 0;

  for (guint i = 0; i < tbk_chat_bench_size (desk); i++)
    {
      gint64 numero = tbk_chat_bench_facts_at (desk, i)->numero;

      if (numero != 0 && before != 0)
        g_assert_cmpint (numero, ==, before + 1);
      if (numero == 0)
        for (; i < tbk_chat_bench_size (desk); i++)
          g_assert_cmpint (tbk_chat_bench_facts_at (desk, i)->numero, ==, 0);
      before = numero;
    }
}

/* What the view would have: a copy that follows the model by what it says changed. */
static void
mirror_cb (GListModel *model, guint position, guint removed, guint added, GPtrArray *mirror)
{
  g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
}

GPtrArray *
tbk_chat_bench_mirror_of (TbkChatDesk *desk)
{
  GPtrArray *mirror = g_ptr_array_new_with_free_func (g_object_unref);

  mirror_cb (G_LIST_MODEL (desk->conversation), 0, 0, tbk_chat_bench_size (desk), mirror);
  g_signal_connect (desk->conversation, "items-changed", G_CALLBACK (mirror_cb), mirror);
  return mirror;
}

void
tbk_chat_bench_assert_mirrored (TbkChatDesk *desk, GPtrArray *mirror)
{
  g_assert_cmpuint (mirror->len, ==, tbk_chat_bench_size (desk));
  for (guint i = 0; i < mirror->len; i++)
    g_assert_true (g_ptr_array_index (mirror, i) == tbk_chat_bench_at (desk, i));
  g_signal_handlers_disconnect_by_data (desk->conversation, mirror);
}

static void
show_cb (TbkChatDesk *desk, guint position)
{
  desk->shown = position;
}

void
tbk_chat_bench_open (TbkChatDesk *desk)
{
  desk->conversation = tbk_chat_desk_converse (desk);
  g_signal_connect_swapped (desk->conversation, "show", G_CALLBACK (show_cb), desk);
  tbk_chat_desk_wait (desk->conversation);
}

void
tbk_chat_bench_set_up (TbkChatDesk *desk, gconstpointer data)
{
  tbk_chat_desk_open (desk, GPOINTER_TO_UINT (data));
  tbk_chat_bench_open (desk);
}

void
tbk_chat_bench_tear_down (TbkChatDesk *desk, gconstpointer data)
{
  tbk_ui_test_let_go (g_steal_pointer (&desk->conversation));
  tbk_chat_desk_close (desk);
}

int
tbk_chat_bench_run (int argc, char *argv[], const TbkChatCase *cases, gsize n_cases)
{
  char *folder = tbk_chat_desk_begin ();

  tbk_ui_test_init (&argc, &argv);
  for (gsize i = 0; i < n_cases; i++)
    g_test_add (cases[i].path, TbkChatDesk, GUINT_TO_POINTER (cases[i].n), tbk_chat_bench_set_up,
                cases[i].test, tbk_chat_bench_tear_down);
  return tbk_chat_desk_end (folder, g_test_run ());
}
