/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ui-window.h"

#include <string.h>

#define WIDTH 1000
#define HEIGHT 640

void
tbk_ui_window_init (int *argc, char ***argv)
{
  /* accessibility as objects of this process, to be asked; no bus */
  g_setenv ("GTK_A11Y", "test", TRUE);
  tbk_ui_test_init (argc, argv);
  adw_init ();
}

void
tbk_ui_window_close (GtkWindow *window)
{
  gpointer left = window;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  gtk_window_destroy (window);
  tbk_ui_test_until (left == NULL);
}

void
tbk_ui_window_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

GtkWindow *
tbk_ui_window_new (GtkWidget *child)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), child);
  adw_window_set_content (ADW_WINDOW (window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  tbk_ui_test_until (gtk_widget_get_mapped (overlay) && gtk_widget_get_width (overlay) > 0);
  return GTK_WINDOW (window);
}

/* --- what stands in it --- */

static gboolean
is_seen (GtkWidget *child)
{
  return gtk_widget_get_visible (child) && gtk_widget_get_child_visible (child);
}

static GtkWidget *
find (GtkWidget *root, GType type, guint *left)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (*left)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = is_seen (child) ? find (child, type, left) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
tbk_ui_window_find (GtkWidget *root, GType type, guint nth)
{
  return find (root, type, &nth);
}

/* Returns: (transfer full) (nullable): without mnemonics. */
static char *
text_of (GtkWidget *widget)
{
  const char *text = NULL;
  char **parts;
  char *plain;

  if (GTK_IS_LABEL (widget))
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_EDITABLE (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  if (GTK_IS_BUTTON (widget))
    text = gtk_button_get_label (GTK_BUTTON (widget));
  if (text == NULL)
    return NULL;
  parts = g_strsplit (text, "_", -1);
  plain = g_strjoinv ("", parts);
  g_strfreev (parts);
  return plain;
}

static GtkWidget *
find_text (GtkWidget *root, GType type, const char *text)
{
  g_autofree char *own = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? text_of (root) : NULL;

  if (g_strcmp0 (own, text) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = is_seen (child) ? find_text (child, type, text) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
tbk_ui_window_find_text (GtkWidget *root, const char *text)
{
  return find_text (root, GTK_TYPE_WIDGET, text);
}

GtkWidget *
tbk_ui_window_find_toplevel (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_visible (window))
        return window;
    }
  return NULL;
}

void
tbk_ui_window_click (GtkWidget *root, const char *text)
{
  GtkWidget *button = find_text (root, GTK_TYPE_BUTTON, text);

  if (button == NULL)
    g_error ("there is no button %s", text);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* --- names for who cannot see --- */

static gboolean
is_named (GtkWidget *widget)
{
  g_autofree char *text = text_of (widget);

  return (text != NULL && *text != '\0' && !GTK_IS_EDITABLE (widget))
         || gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_EDITABLE (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_TEXT_VIEW (widget) || GTK_IS_CHECK_BUTTON (widget);
}

static void
list_nameless (GtkWidget *root, GString *names)
{
  if (is_control (root))
    {
      if (!is_named (root))
        g_string_append_printf (names, "%s %s;", G_OBJECT_TYPE_NAME (root), gtk_widget_get_name (root));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      list_nameless (child, names);
}

char *
tbk_ui_window_list_nameless (GtkWidget *root)
{
  GString *names = g_string_new (NULL);

  list_nameless (root, names);
  return g_string_free (names, FALSE);
}

/* --- keys --- */

static gboolean
run_shortcut (GtkWidget *widget, GListModel *shortcuts, guint key, GdkModifierType modifiers)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (!GTK_IS_KEYVAL_TRIGGER (trigger)
          || gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) != key
          || gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) != modifiers)
        continue;
      if (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                        gtk_shortcut_get_arguments (shortcut)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
press_here (GtkWidget *widget, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (GTK_IS_SHORTCUT_CONTROLLER (controller))
        handled = run_shortcut (widget, G_LIST_MODEL (controller), key, modifiers);
      else if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
      if (handled)
        return TRUE;
    }
  return FALSE;
}

gboolean
tbk_ui_window_press (GtkWidget *widget, guint key, GdkModifierType modifiers)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (press_here (widget, key, modifiers))
      return TRUE;
  return FALSE;
}
