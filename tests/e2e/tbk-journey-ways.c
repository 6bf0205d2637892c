/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-journey.h"

#include <string.h>

/* --- pages --- */

typedef struct
{
  TbkJourney *journey;
  const char *title;
  int index;
} Way;

static const TbkNode *
find_sidebar (TbkApp *app)
{
  const char *path = tbk_app_see (app, NULL, TBK_ROLE_LIST, T ("Pages"));

  return path != NULL ? tbk_tree_get (tbk_app_get_tree (app), path) : NULL;
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

void
tbk_journey_show_page (TbkJourney *journey, const char *title)
{
  Way way = { journey, T (title), 0 };
  const char *window_title = T_filled ("%s – Triboka", way.title);

  tbk_app_wait_until (journey->app, go_to_page, &way, title);
  tbk_app_wait_window (journey->app, window_title);
}

static gboolean
is_label (const TbkNode *node, gpointer data)
{
  return node->role == TBK_ROLE_LABEL;
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

  sought->row = start != NULL ? tbk_node_find (start, is_row_with, sought) : NULL;
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

  tbk_app_wait_until (journey->app, select_row, &(RowSought){ .within = within, .cell = cell }, what);
}

static void
add_labels (const TbkNode *node, GPtrArray *texts)
{
  if (node->role == TBK_ROLE_LABEL)
    g_ptr_array_add (texts, g_strdup (node->name));
  for (guint i = 0; i < node->children->len; i++)
    add_labels (g_ptr_array_index (node->children, i), texts);
}

char **
tbk_journey_read_row (TbkJourney *journey, const char *within, const char *cell)
{
  g_autofree char *what = g_strdup_printf ("a row with '%s'", cell);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  RowSought sought = { .within = within, .cell = cell };

  tbk_app_wait_until (journey->app, find_row, &sought, what);
  add_labels (sought.row, texts);
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_steal (texts, NULL);
}
