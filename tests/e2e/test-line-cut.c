/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two who talk in a contract's chat, and the line of one of them is cut for half a minute, in each
 * way that a line can be: its app says so, both go on writing, and afterwards both have all of it,
 * each message once, in the same order. */

#include "tbk-journey.h"

#define CODIGO "CT-2026-00032"
#define CUT_S 30
#define MARK "Corte " /* each message begins so, and nothing else does */

typedef struct
{
  TbkTestLineCut how;
  const char *said_here[3]; /* by the one whose line is cut, in that order; NULL-terminated */
  const char *said_there[3];
} Cut;

static const Cut cuts[] = {
  { TBK_TEST_LINE_SILENT,
    { MARK "mudo, la primera de aqui", MARK "mudo, la segunda de aqui" },
    { MARK "mudo, la primera de alla", MARK "mudo, la segunda de alla" } },
  { TBK_TEST_LINE_LOST,
    { MARK "perdido, la primera de aqui", MARK "perdido, la segunda de aqui" },
    { MARK "perdido, la primera de alla", MARK "perdido, la segunda de alla" } },
  { TBK_TEST_LINE_RESET,
    { MARK "brusco, la primera de aqui", MARK "brusco, la segunda de aqui" },
    { MARK "brusco, la primera de alla", MARK "brusco, la segunda de alla" } },
};

static void
wait_all (TbkJourney *journey, const char *const *texts)
{
  for (; *texts != NULL; texts++)
    tbk_app_wait (journey->app, journey->page, TBK_ROLE_LABEL, *texts);
}

/* --- the whole talk --- */

static gboolean
collect_cb (const TbkNode *node, gpointer texts)
{
  if (node->role == TBK_ROLE_LABEL && g_str_has_prefix (node->name, MARK))
    g_ptr_array_add (texts, g_strdup (node->name));
  return FALSE;
}

/* Returns: (transfer full) (element-type utf8): as the window has it, from above. */
static GPtrArray *
read_talk (TbkJourney *journey)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  tbk_node_find (tbk_tree_get_root (tbk_app_get_tree (journey->app)), collect_cb, texts);
  return texts;
}

static guint
find_one (GPtrArray *talk, const char *text)
{
  guint found = 0, n = 0;

  for (guint i = 0; i < talk->len; i++)
    if (g_str_equal (talk->pdata[i], text))
      {
        found = i;
        n++;
      }
  g_test_message ("%s", text);
  g_assert_cmpuint (n, ==, 1);
  return found;
}

static void
assert_in_order (GPtrArray *talk, const char *const *texts)
{
  for (guint i = 1; texts[i] != NULL; i++)
    g_assert_cmpuint (find_one (talk, texts[i - 1]), <, find_one (talk, texts[i]));
}

static void
assert_same_talk (TbkJourney *one, TbkJourney *other, const Cut *cut)
{
  g_autoptr (GPtrArray) talk = read_talk (one);
  g_autoptr (GPtrArray) its_talk = read_talk (other);

  assert_in_order (talk, cut->said_here);
  assert_in_order (talk, cut->said_there);
  g_assert_cmpuint (talk->len, ==, its_talk->len);
  for (guint i = 0; i < talk->len; i++)
    g_assert_cmpstr (talk->pdata[i], ==, its_talk->pdata[i]);
}

/* --- the cut --- */

static void
talk_over_cut (TbkJourney *here, TbkJourney *there, const Cut *cut)
{
  tbk_test_line_cut (here->line, cut->how);
  for (guint i = 0; cut->said_here[i] != NULL; i++)
    {
      tbk_journey_say (here, cut->said_here[i]);
      tbk_journey_say (there, cut->said_there[i]);
    }
  tbk_app_wait (here->app, here->page, TBK_ROLE_IMAGE, T ("Waiting to be sent"));
  tbk_app_wait (here->app, NULL, TBK_ROLE_LABEL, T ("Server Away"));
  tbk_test_line_heal_after (here->line, CUT_S);
  wait_all (there, cut->said_here);
  wait_all (here, cut->said_there);
  tbk_app_wait_gone (here->app, here->page, TBK_ROLE_IMAGE, T ("Waiting to be sent"));
  tbk_app_wait (here->app, NULL, TBK_ROLE_LABEL, T ("Connected"));
  assert_same_talk (here, there, cut);
}

static void
test_cut (void)
{
  g_autoptr (TbkJourney) here = tbk_journey_new ();
  g_autoptr (TbkJourney) there = tbk_journey_new_beside (here, "second");

  tbk_journey_lay_line (here);
  tbk_journey_start_as (here, "exportadora@demo.ec");
  tbk_journey_start_as (there, "centro@demo.ec");
  tbk_journey_open_chat (here, CODIGO);
  tbk_journey_open_chat (there, CODIGO);
  tbk_journey_say (here, "Buenos dias");
  tbk_app_wait (there->app, there->page, TBK_ROLE_LABEL, "Buenos dias");
  tbk_journey_say (there, "Le escucho");
  tbk_app_wait (here->app, here->page, TBK_ROLE_LABEL, "Le escucho");
  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    talk_over_cut (here, there, &cuts[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line-cut/talk", test_cut);
  return g_test_run ();
}
