/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-journey.h"

#include <string.h>

/* --- pages --- */

typedef struct
{
  TbkJourney *journey;
  const char *title;
} Way;

static gboolean
is_sidebar (const TbkNode *node, gpointer data)
{
  return node->role == TBK_ROLE_LIST && g_str_equal (node->name, T ("Pages"));
}

static const TbkNode *
find_sidebar (TbkApp *app)
{
  return tbk_node_find (tbk_tree_get_top (tbk_app_get_tree (app)), is_sidebar, NULL);
}

static gboolean
is_label_of (const TbkNode *node, gpointer text)
{
  return node->role == TBK_ROLE_LABEL && g_str_equal (node->name, text);
}

static gboolean
go_to_page (TbkApp *app, gpointer data)
{
  Way *way = data;
  const TbkNode *list = find_sidebar (app);

  for (guint i = 0; list != NULL && i < list->children->len; i++)
    {
      if (tbk_node_find (g_ptr_array_index (list->children, i), is_label_of, (gpointer) way->title) != NULL)
        return tbk_tree_select (tbk_app_get_tree (app), list->path, (int) i);
    }
  return FALSE;
}

static const TbkNode *
find_above (const TbkNode *node, const char *name)
{
  while (node != NULL && !g_str_equal (node->name, name))
    node = node->up;
  return node;
}

static const TbkNode *
find_stack_page (const TbkNode *node)
{
  return find_above (node, "GtkStackPage");
}

/* In the header bar of a page; the same word may stand elsewhere. */
static gboolean
is_title_of_page (const TbkNode *node, gpointer title)
{
  return is_label_of (node, title) && find_above (node, "AdwWindowTitle") != NULL && find_stack_page (node) != NULL;
}

static gboolean
find_page (TbkApp *app, gpointer data)
{
  Way *way = data;
  const TbkNode *label = tbk_node_find (tbk_tree_get_top (tbk_app_get_tree (app)), is_title_of_page,
                                        (gpointer) way->title);

  way->journey->page = label != NULL ? find_stack_page (label)->path : NULL;
  return label != NULL;
}

void
tbk_journey_wait_page (TbkJourney *journey, const char *title)
{
  Way way = { journey, T (title) };

  tbk_app_wait_window (journey->app, T_filled ("%s – Triboka", way.title));
  tbk_app_wait_until (journey->app, find_page, &way, title);
}

void
tbk_journey_show_page (TbkJourney *journey, const char *title)
{
  Way way = { journey, T (title) };

  tbk_app_wait_until (journey->app, go_to_page, &way, title);
  tbk_journey_wait_page (journey, title);
}

static gboolean
is_label (const TbkNode *node, gpointer data)
{
  return node->role == TBK_ROLE_LABEL && *node->name != '\0'; /* a badge without a number has none */
}

char **
tbk_journey_list_pages (TbkJourney *journey)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  const TbkNode *list;

  tbk_app_wait (journey->app, NULL, TBK_ROLE_LIST, T ("Pages"));
  list = find_sidebar (journey->app);
  for (guint i = 0; i < list->children->len; i++)
    {
      const TbkNode *label = tbk_node_find (g_ptr_array_index (list->children, i), is_label, NULL);

      g_ptr_array_add (titles, g_strdup (label != NULL ? label->name : ""));
    }
  g_ptr_array_add (titles, NULL);
  return (char **) g_ptr_array_steal (titles, NULL);
}

/* --- tables --- */

typedef struct
{
  const char *within;
  const char *cell;
  const char *text;
  const TbkNode *row;
} RowSought;

static gboolean
is_row_with (const TbkNode *node, gpointer data)
{
  const RowSought *sought = data;

  return node->role == TBK_ROLE_TABLE_ROW && node->up != NULL && node->up->role == TBK_ROLE_LIST
         && tbk_node_find (node, is_label_of, (gpointer) sought->cell) != NULL;
}

static gboolean
find_row (TbkApp *app, gpointer data)
{
  RowSought *sought = data;
  TbkTree *tree = tbk_app_get_tree (app);
  const TbkNode *start = sought->within != NULL ? tbk_tree_get (tree, sought->within) : tbk_tree_get_top (tree);

  sought->row = tbk_node_find (start, is_row_with, sought);
  return sought->row != NULL && tbk_tree_measure (tree, sought->row).height > 0;
}

static gboolean
select_row (TbkApp *app, gpointer data)
{
  RowSought *sought = data;

  return find_row (app, data) && tbk_tree_select (tbk_app_get_tree (app), sought->row->up->path, sought->row->index);
}

void
tbk_journey_select_row (TbkJourney *journey, const char *within, const char *cell)
{
  g_autofree char *what = g_strdup_printf ("a row with '%s'", cell);

  tbk_app_wait_until (
      journey->app, select_row,
      &(RowSought){ .within = within != NULL ? within : journey->page, .cell = cell }, what);
}

static gboolean
has_cell (TbkApp *app, gpointer data)
{
  RowSought *sought = data;

  return find_row (app, data) && tbk_node_find (sought->row, is_label_of, (gpointer) sought->text) != NULL;
}

void
tbk_journey_wait_cell (TbkJourney *journey, const char *within, const char *cell, const char *text)
{
  g_autofree char *what = g_strdup_printf ("a row with '%s' and '%s'", cell, text);

  tbk_app_wait_until (
      journey->app, has_cell,
      &(RowSought){ .within = within != NULL ? within : journey->page, .cell = cell, .text = text },
      what);
}

static gboolean
is_selected (TbkApp *app, gpointer data)
{
  RowSought *sought = data;

  return find_row (app, data) && tbk_node_is (sought->row, TBK_STATE_SELECTED);
}

void
tbk_journey_wait_selected (TbkJourney *journey, const char *within, const char *cell)
{
  g_autofree char *what = g_strdup_printf ("the row with '%s' selected", cell);

  tbk_app_wait_until (
      journey->app, is_selected,
      &(RowSought){ .within = within != NULL ? within : journey->page, .cell = cell }, what);
}

/* --- chats --- */

void
tbk_journey_open_chat (TbkJourney *journey, const char *codigo)
{
  tbk_journey_show_page (journey, "Contracts");
  tbk_journey_select_row (journey, NULL, codigo);
  tbk_app_press (journey->app, journey->page, T ("Open the chat of this contract"));
  tbk_app_wait_window (journey->app, T_filled ("%s – Triboka", T ("Chat")));
  tbk_journey_show_page (journey, "Chat");
  tbk_app_wait (journey->app, journey->page, TBK_ROLE_ANY, T ("Message"));
}

void
tbk_journey_say (TbkJourney *journey, const char *text)
{
  tbk_app_type (journey->app, text);
  tbk_app_key (journey->app, "Return");
  tbk_app_wait (journey->app, journey->page, TBK_ROLE_LABEL, text);
}

/* --- forms --- */

typedef struct
{
  const char *form;
  const char *field;
} FieldSought;

static gboolean
is_focusable_button (const TbkNode *node, gpointer data)
{
  return node->role == TBK_ROLE_BUTTON && tbk_node_is (node, TBK_STATE_FOCUSABLE);
}

static gboolean
is_picker_of (const TbkNode *node, gpointer field)
{
  return node->role == TBK_ROLE_BUTTON && g_str_equal (node->name, field) && !tbk_node_is (node, TBK_STATE_FOCUSABLE);
}

/* What is named is the menu button; what can be pressed is the toggle in it. */
static gboolean
open_picker (TbkApp *app, gpointer data)
{
  const FieldSought *sought = data;
  const TbkNode *form = tbk_tree_get (tbk_app_get_tree (app), sought->form);
  const TbkNode *picker = tbk_node_find (form, is_picker_of, (gpointer) sought->field);
  const TbkNode *button = tbk_node_find (picker, is_focusable_button, NULL);

  return button != NULL && tbk_tree_press (tbk_app_get_tree (app), button->path);
}

void
tbk_journey_pick (TbkJourney *journey, const char *form, const char *field, const char *choice)
{
  FieldSought sought = { form, T (field) };

  tbk_app_wait_until (journey->app, open_picker, &sought, field);
  tbk_app_wait (journey->app, form, TBK_ROLE_LIST, T ("Choices"));
  tbk_app_type (journey->app, choice);
  tbk_app_key (journey->app, "Return");
  tbk_app_wait (journey->app, form, TBK_ROLE_BUTTON, choice);
}

void
tbk_journey_save_as (TbkJourney *journey, const char *key, const char *title, const char *path)
{
  const char *chooser;

  tbk_app_key (journey->app, key);
  chooser = tbk_app_wait_window (journey->app, T (title));
  /* what is typed over the proposed name may be a whole path */
  tbk_app_key (journey->app, "ctrl+a");
  tbk_app_type (journey->app, path);
  tbk_app_key (journey->app, "Return");
  tbk_app_wait_closed (journey->app, chooser);
}

void
tbk_journey_change_to (TbkJourney *journey, const char *email)
{
  tbk_journey_sign_out (journey);
  tbk_journey_give_password (journey, email, TBK_TEST_PASSWORD);
  tbk_journey_wait_signed_in (journey);
}
