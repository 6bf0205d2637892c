/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-app-private.h"

#include <string.h>

typedef struct
{
  TbkApp *app;
  const char *within;
  const char *name;
  const char *text;
} Target;

/* Pages that were shown before are still in the tree: the first of a name need not be the one to be seen. */
static gboolean
is_usable (const Target *target, const TbkNode *node)
{
  TbkExtents extents;

  if (!tbk_node_is (node, TBK_STATE_SENSITIVE))
    return FALSE;
  extents = tbk_tree_measure (target->app->tree, node);
  return extents.width > 0 && extents.height > 0;
}

static gboolean
is_label (const TbkNode *node, gpointer text)
{
  return node->role == TBK_ROLE_LABEL && g_str_equal (node->name, text);
}

/* Where the label that is read out is another than the one that is shown, GTK says both: "New contract New". */
static gboolean
has_button_name (const TbkNode *node, const char *name)
{
  gsize length = strlen (name);

  if (!g_str_has_prefix (node->name, name))
    return FALSE;
  if (node->name[length] == '\0')
    return TRUE;
  return node->name[length] == ' ' && tbk_node_find (node, is_label, (gpointer) (node->name + length + 1)) != NULL;
}

static gboolean
is_button (const TbkNode *node, gpointer data)
{
  const Target *target = data;

  return (node->role == TBK_ROLE_BUTTON || node->role == TBK_ROLE_PAGE_TAB || node->role == TBK_ROLE_MENU_ITEM)
         && tbk_node_is (node, TBK_STATE_FOCUSABLE) && has_button_name (node, target->name) && is_usable (target, node);
}

static gboolean
is_entry (const TbkNode *node, gpointer data)
{
  const Target *target = data;

  return tbk_node_is (node, TBK_STATE_EDITABLE) && g_str_equal (node->name, target->name) && is_usable (target, node);
}

static const TbkNode *
find_target (Target *target, TbkNodeFunc func)
{
  TbkTree *tree = target->app->tree;
  const TbkNode *start = target->within != NULL ? tbk_tree_get (tree, target->within) : tbk_tree_get_top (tree);

  return tbk_node_find (start, func, target);
}

/* Pressed as soon as it can be: what is found may be gone again before it is pressed. */
static gboolean
press (TbkApp *app, gpointer data)
{
  const TbkNode *node = find_target (data, is_button);

  return node != NULL && tbk_tree_press (app->tree, node->path);
}

void
tbk_app_press (TbkApp *app, const char *within, const char *name)
{
  g_autofree char *what = g_strdup_printf ("the button '%s'", name);

  tbk_app_wait_until (app, press, &(Target){ .app = app, .within = within, .name = name }, what);
}

static gboolean
fill (TbkApp *app, gpointer data)
{
  Target *target = data;
  const TbkNode *node = find_target (target, is_entry);

  return node != NULL && tbk_tree_write_text (app->tree, node->path, target->text);
}

void
tbk_app_fill (TbkApp *app, const char *within, const char *name, const char *text)
{
  g_autofree char *what = g_strdup_printf ("the entry '%s'", name);

  tbk_app_wait_until (app, fill, &(Target){ .app = app, .within = within, .name = name, .text = text }, what);
}

void
tbk_app_select (TbkApp *app, const char *list, int index)
{
  if (!tbk_tree_select (app->tree, list, index))
    tbk_app_fail (app, "item %d of the list cannot be selected", index);
}

/* --- keys and mouse, by XTest --- */

static char *
read_tool (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  return g_strstrip (output);
}

/* X lists windows from the lowest to the highest; those of the app have names, and another app's are not its own. */
static char **
list_x_windows (TbkApp *app)
{
  const char *pid = g_subprocess_get_identifier (app->process);
  g_autofree char *output = NULL;

  if (pid == NULL)
    tbk_app_fail (app, "the app has ended");
  output = read_tool ((const char *const[]){ "xdotool", "search", "--all", "--onlyvisible", "--pid", pid,
                                             "--name", ".", NULL });

  if (output[0] == '\0')
    tbk_app_fail (app, "the app has no window on the screen");
  return g_strsplit (output, "\n", -1);
}

static gboolean
is_on_screen (TbkApp *app, gpointer title)
{
  const char *pid = g_subprocess_get_identifier (app->process);
  g_autofree char *name = g_strdup_printf ("^%s$", (const char *) title);
  g_autofree char *output = NULL;

  if (pid == NULL)
    return FALSE;
  output = read_tool ((const char *const[]){ "xdotool", "search", "--all", "--onlyvisible", "--pid",
                                             pid, "--name", name, NULL });
  return output[0] != '\0';
}

void
tbk_app_wait_screen (TbkApp *app, const char *title)
{
  tbk_app_wait_on (app, FALSE, is_on_screen, (gpointer) title, title);
}

static char *
find_x_window (TbkApp *app)
{
  g_auto (GStrv) windows = list_x_windows (app);

  return g_strdup (windows[g_strv_length (windows) - 1]);
}

/* No window manager here gives a new window the keyboard. */
static void
focus (TbkApp *app)
{
  g_autofree char *window = find_x_window (app);

  tbk_app_run_tool ((const char *const[]){ "xdotool", "windowfocus", "--sync", window, NULL });
}

void
tbk_app_key (TbkApp *app, const char *key)
{
  focus (app);
  tbk_app_run_tool ((const char *const[]){ "xdotool", "key", key, NULL });
}

void
tbk_app_type (TbkApp *app, const char *text)
{
  focus (app);
  tbk_app_run_tool ((const char *const[]){ "xdotool", "type", "--delay", "8", "--", text, NULL });
}

void
tbk_app_click (TbkApp *app, const char *path, guint button, guint times)
{
  g_autofree char *window = find_x_window (app);
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  g_autofree char *number = g_strdup_printf ("%u", button);
  g_autofree char *repeat = g_strdup_printf ("%u", times);
  const TbkNode *node;
  TbkExtents at;

  if (!tbk_tree_look (app->tree) || (node = tbk_tree_get (app->tree, path)) == NULL)
    tbk_app_fail (app, "what was to be clicked is gone");
  at = tbk_tree_measure (app->tree, node);
  x = g_strdup_printf ("%d", at.x + at.width / 2);
  y = g_strdup_printf ("%d", at.y + at.height / 2);
  tbk_app_run_tool ((const char *const[]){ "xdotool", "mousemove", "--sync", "--window", window, x,
                                           y, "click", "--repeat", repeat, "--delay", "40", number,
                                           NULL });
}

/* "NAME=number" lines of xdotool --shell. */
static int
read_number (const char *text, const char *name)
{
  const char *at = strstr (text, name);

  return at != NULL ? (int) g_ascii_strtoll (at + strlen (name), NULL, 10) : 0;
}

static void
center (const char *window, int screen_width, int screen_height)
{
  g_autofree char *geometry = read_tool (
      (const char *const[]){ "xdotool", "getwindowgeometry", "--shell", window, NULL });
  g_autofree char *x = g_strdup_printf ("%d", (screen_width - read_number (geometry, "WIDTH=")) / 2);
  g_autofree char *y = g_strdup_printf ("%d", (screen_height - read_number (geometry, "HEIGHT=")) / 2);

  tbk_app_run_tool ((const char *const[]){ "xdotool", "windowmove", "--sync", window, x, y, NULL });
}

void
tbk_app_fill_screen (TbkApp *app)
{
  g_auto (GStrv) windows = list_x_windows (app);
  g_autofree char *screen = read_tool ((const char *const[]){ "xdotool", "getdisplaygeometry", "--shell", NULL });
  g_autofree char *width = g_strdup_printf ("%d", read_number (screen, "WIDTH="));
  g_autofree char *height = g_strdup_printf ("%d", read_number (screen, "HEIGHT="));

  for (guint i = 1; windows[i] != NULL; i++)
    center (windows[i], read_number (screen, "WIDTH="), read_number (screen, "HEIGHT="));
  if (windows[1] == NULL)
    tbk_app_run_tool ((const char *const[]){ "xdotool", "windowsize", windows[0], width, height, NULL });
}
