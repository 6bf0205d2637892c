/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-app-private.h"

#include <string.h>

typedef struct
{
  TbkApp *app;
  const char *within;
  TbkRole role;
  const char *name;
  gboolean is_prefix;
  const char *found;
} Sought;

static gboolean
is_laid_out (TbkApp *app, const TbkNode *node)
{
  TbkExtents extents;

  if (node->role == TBK_ROLE_FRAME || node->role == TBK_ROLE_DIALOG || node->role == TBK_ROLE_APPLICATION)
    return TRUE;
  extents = tbk_tree_measure (app->tree, node);
  return extents.width > 0 && extents.height > 0;
}

static gboolean
has_name (const TbkNode *node, const Sought *sought)
{
  if (sought->name == NULL)
    return TRUE;
  if (sought->is_prefix)
    return g_str_has_prefix (node->name, sought->name);
  return g_str_equal (node->name, sought->name);
}

static gboolean
match (const TbkNode *node, gpointer data)
{
  const Sought *sought = data;

  return (sought->role == TBK_ROLE_ANY || sought->role == node->role) && has_name (node, sought)
         && is_laid_out (sought->app, node);
}

static gboolean
seek (TbkApp *app, gpointer data)
{
  Sought *sought = data;
  const TbkNode *start = sought->within != NULL ? tbk_tree_get (app->tree, sought->within)
                                                : tbk_tree_get_top (app->tree);
  const TbkNode *node = tbk_node_find (start, match, sought);

  sought->found = node != NULL ? node->path : NULL;
  return node != NULL;
}

static gboolean
seek_gone (TbkApp *app, gpointer data)
{
  return !seek (app, data);
}

static const char *
wait_for (TbkApp *app, Sought *sought)
{
  g_autofree char *what = g_strdup_printf ("%s'%s' of role %d", sought->is_prefix ? "what begins with " : "",
                                           sought->name != NULL ? sought->name : "any", sought->role);

  sought->app = app;
  tbk_app_wait_until (app, seek, sought, what);
  return sought->found;
}

const char *
tbk_app_wait (TbkApp *app, const char *within, TbkRole role, const char *name)
{
  return wait_for (app, &(Sought){ .within = within, .role = role, .name = name });
}

const char *
tbk_app_wait_prefix (TbkApp *app, const char *within, TbkRole role, const char *prefix)
{
  return wait_for (app, &(Sought){ .within = within, .role = role, .name = prefix, .is_prefix = TRUE });
}

void
tbk_app_wait_gone (TbkApp *app, const char *within, TbkRole role, const char *name)
{
  g_autofree char *what = g_strdup_printf ("'%s' to go", name);

  tbk_app_wait_until (app, seek_gone, &(Sought){ .app = app, .within = within, .role = role, .name = name }, what);
}

const char *
tbk_app_see (TbkApp *app, const char *within, TbkRole role, const char *name)
{
  Sought sought = { .app = app, .within = within, .role = role, .name = name };

  if (!tbk_tree_look (app->tree))
    tbk_app_fail (app, "the app does not answer");
  seek (app, &sought);
  return sought.found;
}

/* --- windows --- */

static gboolean
find_window (TbkApp *app, gpointer data)
{
  Sought *sought = data;
  const TbkNode *root = tbk_tree_get_root (app->tree);

  for (guint i = 0; i < root->children->len; i++)
    {
      const TbkNode *window = g_ptr_array_index (root->children, i);

      if (tbk_node_is_open (window) && g_str_equal (window->name, sought->name))
        sought->found = window->path;
    }
  return sought->found != NULL;
}

const char *
tbk_app_wait_window (TbkApp *app, const char *title)
{
  Sought sought = { .name = title };
  g_autofree char *what = g_strdup_printf ("the window '%s'", title);

  tbk_app_wait_until (app, find_window, &sought, what);
  return sought.found;
}

static gboolean
is_closed (TbkApp *app, gpointer data)
{
  const TbkNode *window = tbk_tree_get (app->tree, data);

  return window == NULL || !tbk_node_is_open (window);
}

void
tbk_app_wait_closed (TbkApp *app, const char *window)
{
  tbk_app_wait_until (app, is_closed, (gpointer) window, "a window to close");
}

/* --- one widget --- */

typedef struct
{
  const char *path;
  const char *text;
  TbkState state;
  gboolean value;
} Expected;

static gboolean
has_text (TbkApp *app, gpointer data)
{
  const Expected *expected = data;
  const TbkNode *node = tbk_tree_get (app->tree, expected->path);
  g_autofree char *text = node != NULL ? tbk_tree_read_text (app->tree, node) : NULL;

  return g_strcmp0 (text, expected->text) == 0;
}

void
tbk_app_wait_text (TbkApp *app, const char *path, const char *text)
{
  g_autofree char *what = g_strdup_printf ("the text '%s'", text);

  tbk_app_wait_until (app, has_text, &(Expected){ .path = path, .text = text }, what);
}

static gboolean
has_name_now (TbkApp *app, gpointer data)
{
  const Expected *expected = data;
  g_autofree char *name = tbk_tree_read_name (app->tree, expected->path);

  return name != NULL && g_str_has_prefix (name, expected->text);
}

void
tbk_app_wait_name (TbkApp *app, const char *path, const char *prefix)
{
  g_autofree char *what = g_strdup_printf ("the name '%s'", prefix);

  tbk_app_wait_on (app, FALSE, has_name_now, &(Expected){ .path = path, .text = prefix }, what);
}

static gboolean
has_state (TbkApp *app, gpointer data)
{
  const Expected *expected = data;
  const TbkNode *node = tbk_tree_get (app->tree, expected->path);

  return node != NULL && tbk_node_is (node, expected->state) == expected->value;
}

void
tbk_app_wait_state (TbkApp *app, const char *path, TbkState state, gboolean value)
{
  g_autofree char *what = g_strdup_printf ("state %d to be %s", state, value ? "on" : "off");

  tbk_app_wait_until (app, has_state, &(Expected){ .path = path, .state = state, .value = value }, what);
}

char *
tbk_app_read (TbkApp *app, const char *path)
{
  const TbkNode *node;
  char *text;

  if (!tbk_tree_look (app->tree) || (node = tbk_tree_get (app->tree, path)) == NULL)
    tbk_app_fail (app, "what was to be read is gone");
  text = tbk_tree_read_text (app->tree, node);
  return text != NULL ? text : g_strdup ("");
}
