/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing needs a mouse, and nothing that takes the focus is nameless to a screen reader. */

#include "tbk-journey.h"

#define CENTRO "centro@demo.ec"

/* --- names --- */

/* GTK 4.8 names a widget without a label after its type. The button in a combo box is part of it:
 * what is named is the box. */
static gboolean
is_nameless (const TbkNode *node, gpointer data)
{
  static const TbkRole spoken[] = { TBK_ROLE_BUTTON, TBK_ROLE_CHECK_BOX, TBK_ROLE_COMBO_BOX, TBK_ROLE_ENTRY,
                                    TBK_ROLE_TEXT, TBK_ROLE_SPIN_BUTTON, TBK_ROLE_PAGE_TAB, TBK_ROLE_MENU_ITEM };
  gboolean is_control = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (spoken); i++)
    is_control = is_control || node->role == spoken[i];
  if (!is_control || (node->up != NULL && node->up->role == TBK_ROLE_COMBO_BOX))
    return FALSE;
  /* libadwaita's own: what shows a password, and what closes a toast */
  if (g_str_equal (node->name, "GtkImage")
      && (node->description[0] != '\0' || g_str_equal (node->up->name, "AdwToastWidget")))
    return FALSE;
  return node->name[0] == '\0' || g_str_has_prefix (node->name, "Gtk") || g_str_has_prefix (node->name, "Adw")
         || g_str_has_prefix (node->name, "Tbk");
}

static void
expect_names (TbkJourney *journey, const char *where)
{
  TbkTree *tree = tbk_app_get_tree (journey->app);
  const TbkNode *nameless;

  g_assert_true (tbk_tree_look (tree));
  nameless = tbk_node_find (tbk_tree_get_top (tree), is_nameless, NULL);
  if (nameless != NULL)
    tbk_app_fail (journey->app, "%s has a control (role %d) named '%s', in '%s'", where, nameless->role, nameless->name,
                  nameless->up->name);
}

static void
expect_names_of_page (TbkJourney *journey, const char *page, const char *form)
{
  const char *window;

  tbk_journey_show_page (journey, page);
  expect_names (journey, page);
  if (form == NULL)
    return;
  tbk_app_key (journey->app, "ctrl+n");
  window = tbk_app_wait_window (journey->app, T (form));
  expect_names (journey, form);
  tbk_app_key (journey->app, "Escape");
  tbk_app_wait_closed (journey->app, window);
}

static void
test_names (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();

  tbk_journey_start (journey, FALSE);
  expect_names (journey, "the sign-in view");
  tbk_journey_give_password (journey, "admin@demo.ec", TBK_TEST_PASSWORD);
  tbk_journey_trust (journey);
  tbk_journey_wait_signed_in (journey);
  expect_names_of_page (journey, "Contracts", "New Contract");
  expect_names_of_page (journey, "Lots", "New Lot");
  expect_names_of_page (journey, "Companies", "New Company");
  expect_names_of_page (journey, "Associations", NULL);
  expect_names_of_page (journey, "Users", "New User");
  expect_names_of_page (journey, "Audit", NULL);
  expect_names_of_page (journey, "Refused Messages", NULL);
}

/* --- keys --- */

/* An AdwEntryRow does not tell that it has the focus: what is typed comes to it, or not. */
static void
type_into_focus (TbkJourney *journey, const char *entry, const char *text)
{
  tbk_app_type (journey->app, text);
  tbk_app_wait_text (journey->app, tbk_app_wait (journey->app, NULL, TBK_ROLE_TEXT, T (entry)), text);
}

static void
sign_in_by_keys (TbkJourney *journey)
{
  type_into_focus (journey, "Email", CENTRO);
  tbk_app_key (journey->app, "Tab");
  type_into_focus (journey, "Password", TBK_TEST_PASSWORD);
  tbk_app_key (journey->app, "Return");
  tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, T ("Is This the Right Server?"));
  tbk_app_key (journey->app, "Tab"); /* the focus is on not to connect */
  tbk_app_key (journey->app, "Return");
  tbk_journey_wait_signed_in (journey);
}

static gboolean
is_focused_row (const TbkNode *node, gpointer data)
{
  return node->role == TBK_ROLE_TABLE_ROW && node->up->role == TBK_ROLE_LIST && tbk_node_is (node, TBK_STATE_FOCUSED);
}

static gboolean
is_in_rows (TbkApp *app, gpointer data)
{
  return tbk_node_find (tbk_tree_get_top (tbk_app_get_tree (app)), is_focused_row, NULL) != NULL;
}

static void
test_keys (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();
  const char *form;

  tbk_journey_start (journey, FALSE);
  sign_in_by_keys (journey);
  tbk_app_key (journey->app, "alt+2");
  tbk_app_wait_window (journey->app, T_filled ("%s – Triboka", T ("Lots")));
  tbk_app_key (journey->app, "ctrl+f");
  tbk_app_wait_state (journey->app, tbk_app_wait (journey->app, NULL, TBK_ROLE_ENTRY, T ("Search")),
                      TBK_STATE_FOCUSED, TRUE);
  tbk_app_type (journey->app, "LT-2026-000060");
  tbk_journey_wait_cell (journey, NULL, "LT-2026-000060", T ("Registered"));
  tbk_app_key (journey->app, "Return");
  tbk_app_wait_until (journey->app, is_in_rows, NULL, "the keyboard in the rows");
  tbk_app_key (journey->app, "Return");
  tbk_app_wait (journey->app, NULL, TBK_ROLE_BUTTON, T ("Edit lot"));
  tbk_app_key (journey->app, "ctrl+e");
  form = tbk_app_wait_window (journey->app, T_filled ("Lot %s", "LT-2026-000060"));
  tbk_app_key (journey->app, "Escape");
  tbk_app_wait_closed (journey->app, form);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyboard/names", test_names);
  g_test_add_func ("/keyboard/keys", test_keys);
  return g_test_run ();
}
