/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two who write to each other about a contract: what is typed in one app shows in the other, with
 * who is writing and what was read. While the server is away both go on writing and one of them
 * closes the app; nothing of it is lost, and nothing comes twice. */

#include "tbk-journey.h"

#define CODIGO "CT-2026-00032"
#define BUYER "\xe2\x81\xa8"   \
              "Ricardo Vélez" \
              "\xe2\x81\xa9"
#define CENTRO "\xe2\x81\xa8"    \
               "Carmen Zambrano" \
               "\xe2\x81\xa9"

typedef struct
{
  const char *name;
  TbkRole role;
  guint n;
} Count;

static gboolean
count_cb (const TbkNode *node, gpointer data)
{
  Count *count = data;

  count->n += node->role == count->role && g_str_equal (node->name, count->name);
  return FALSE;
}

/* A bubble's text is a label of its own; in the list of chats its author stands before it. */
static void
assert_once (TbkJourney *journey, const char *text)
{
  Count count = { text, TBK_ROLE_LABEL, 0 };
  TbkTree *tree = tbk_app_get_tree (journey->app);

  tbk_app_wait (journey->app, journey->page, TBK_ROLE_LABEL, text);
  tbk_node_find (tbk_tree_get_root (tree), count_cb, &count);
  g_assert_cmpuint (count.n, ==, 1);
}

static void
test_talk (void)
{
  g_autoptr (TbkJourney) buyer = tbk_journey_new ();
  g_autoptr (TbkJourney) centro = tbk_journey_new_beside (buyer, "second");

  tbk_journey_start_as (buyer, "exportadora@demo.ec");
  tbk_journey_start_as (centro, "centro@demo.ec");
  tbk_journey_open_chat (buyer, CODIGO);
  tbk_journey_open_chat (centro, CODIGO);

  tbk_app_type (buyer->app, "Buenos dias");
  tbk_app_wait (centro->app, centro->page, TBK_ROLE_LABEL, T_filled ("%s is writing…", BUYER));
  tbk_app_key (buyer->app, "Return");
  tbk_app_wait (centro->app, centro->page, TBK_ROLE_LABEL, "Buenos dias");
  tbk_app_wait (buyer->app, buyer->page, TBK_ROLE_IMAGE, T ("Delivered"));
  tbk_app_key (centro->app, "End"); /* it has the keyboard: somebody looks at it */
  tbk_app_wait (buyer->app, buyer->page, TBK_ROLE_IMAGE, T_filled ("Read by %s", CENTRO));

  tbk_journey_say (centro, "El camion va en camino");
  tbk_app_wait (buyer->app, buyer->page, TBK_ROLE_LABEL, "El camion va en camino");

  tbk_test_server_stop (buyer->server);
  tbk_journey_say (buyer, "Durante el corte");
  tbk_journey_say (buyer, "y otra vez");
  tbk_app_wait (buyer->app, buyer->page, TBK_ROLE_IMAGE, T ("Waiting to be sent"));
  tbk_journey_say (centro, "Tambien aqui");
  tbk_app_wait (centro->app, centro->page, TBK_ROLE_IMAGE, T ("Waiting to be sent"));
  tbk_journey_close (centro);

  tbk_test_server_start_again (buyer->server);
  tbk_app_wait_gone (buyer->app, buyer->page, TBK_ROLE_IMAGE, T ("Waiting to be sent"));
  tbk_journey_start (centro, FALSE);
  tbk_journey_give_password (centro, "centro@demo.ec", TBK_TEST_PASSWORD);
  tbk_journey_wait_signed_in (centro);
  assert_once (buyer, "Tambien aqui");
  tbk_journey_open_chat (centro, CODIGO);
  assert_once (centro, "Durante el corte");
  assert_once (centro, "y otra vez");
  assert_once (centro, "Tambien aqui");
  assert_once (buyer, "Durante el corte");
  assert_once (buyer, "y otra vez");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chat/talk", test_talk);
  return g_test_run ();
}
