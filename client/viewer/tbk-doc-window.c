/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-window.h"

#include <glib/gi18n.h>

struct _TbkDocWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *alone_button;
  GtkWidget *print_button;
  TbkDocView *first;
  TbkDocView *second;
  GtkLabel *first_name;
  GtkLabel *second_name;
  GtkWidget *second_box;

  gboolean on_second; /* the one that was looked at last */
};

G_DEFINE_FINAL_TYPE (TbkDocWindow, tbk_doc_window, ADW_TYPE_WINDOW)

TbkDocView *
tbk_doc_window_get_active (TbkDocWindow *self)
{
  return self->on_second && gtk_widget_get_visible (self->second_box) ? self->second : self->first;
}

TbkDocView *
tbk_doc_window_get_view (TbkDocWindow *self, guint nth)
{
  return nth == 0 ? self->first : self->second;
}

static const char *
name_of (TbkDocView *view)
{
  TbkDocSource *source = tbk_doc_view_get_source (view);

  return source != NULL ? tbk_doc_source_get_name (source) : "";
}

static void
update_names (TbkDocWindow *self)
{
  gboolean two = gtk_widget_get_visible (self->second_box);
  TbkDocView *active = tbk_doc_window_get_active (self);

  gtk_window_set_title (GTK_WINDOW (self), name_of (active));
  adw_window_title_set_title (self->title, two ? _ ("Compare") : name_of (self->first));
  gtk_widget_set_visible (GTK_WIDGET (self->first_name), two);
  gtk_label_set_text (self->first_name, name_of (self->first));
  gtk_label_set_text (self->second_name, name_of (self->second));
  gtk_widget_remove_css_class (GTK_WIDGET (two && self->on_second ? self->first_name : self->second_name), "active");
  gtk_widget_add_css_class (GTK_WIDGET (two && self->on_second ? self->second_name : self->first_name), "active");
  gtk_widget_set_visible (self->alone_button, two);
  gtk_widget_set_sensitive (self->print_button, tbk_doc_view_get_shown (active) == TBK_DOC_SHOWN_PAGES);
}

static void
focus_cb (TbkDocWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (focus == NULL)
    return;
  if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->second)))
    self->on_second = TRUE;
  else if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->first)))
    self->on_second = FALSE;
  update_names (self);
}

/* --- actions --- */

/* win.view "doc.print": to the view that was looked at last. */
static void
view_action (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_widget_activate_action (GTK_WIDGET (tbk_doc_window_get_active (TBK_DOC_WINDOW (widget))),
                              g_variant_get_string (target, NULL), NULL);
}

static void
alone_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_doc_window_compare (TBK_DOC_WINDOW (widget), NULL);
}

static void
other_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkDocWindow *self = TBK_DOC_WINDOW (widget);

  if (!gtk_widget_get_visible (self->second_box))
    return;
  self->on_second = !self->on_second;
  gtk_widget_grab_focus (GTK_WIDGET (tbk_doc_window_get_active (self)));
  update_names (self);
}

void
tbk_doc_window_compare (TbkDocWindow *self, TbkDocSource *source)
{
  g_return_if_fail (TBK_IS_DOC_WINDOW (self));

  tbk_doc_view_set_source (self->second, source);
  gtk_widget_set_visible (self->second_box, source != NULL);
  if (source == NULL)
    self->on_second = FALSE;
  update_names (self);
}

/* --- GtkWidget --- */

static void
add_keys (GtkWidgetClass *klass)
{
  /* where the focus is outside of the views; within them, the views have these themselves */
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_f, GDK_CONTROL_MASK, "doc.find" },
    { GDK_KEY_p, GDK_CONTROL_MASK, "doc.print" },
    { GDK_KEY_s, GDK_CONTROL_MASK, "doc.save" },
    { GDK_KEY_o, GDK_CONTROL_MASK, "doc.open-with" },
    { GDK_KEY_plus, GDK_CONTROL_MASK, "doc.zoom-in" },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "doc.zoom-out" },
    { GDK_KEY_0, GDK_CONTROL_MASK, "doc.zoom-100" },
    { GDK_KEY_F9, 0, "doc.pane" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (klass, keys[i].key, keys[i].modifiers, "win.view", "s", keys[i].action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F6, 0, "win.other", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
tbk_doc_window_class_init (TbkDocWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TBK_TYPE_DOC_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/doc-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkDocWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TbkDocWindow, alone_button);
  gtk_widget_class_bind_template_child (widget_class, TbkDocWindow, print_button);
  gtk_widget_class_bind_template_child (widget_class, TbkDocWindow, first);
  gtk_widget_class_bind_template_child (widget_class, TbkDocWindow, second);
  gtk_widget_class_bind_template_child (widget_class, TbkDocWindow, first_name);
  gtk_widget_class_bind_template_child (widget_class, TbkDocWindow, second_name);
  gtk_widget_class_bind_template_child (widget_class, TbkDocWindow, second_box);
  gtk_widget_class_install_action (widget_class, "win.view", "s", view_action);
  gtk_widget_class_install_action (widget_class, "win.alone", NULL, alone_action);
  gtk_widget_class_install_action (widget_class, "win.other", NULL, other_action);
  add_keys (widget_class);
}

static void
tbk_doc_window_init (TbkDocWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->first, "notify::shown", G_CALLBACK (update_names), self);
  g_signal_connect_swapped (self->second, "notify::shown", G_CALLBACK (update_names), self);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_cb), NULL);
}

TbkDocWindow *
tbk_doc_window_new (GtkWindow *parent, TbkDocSource *source)
{
  TbkDocWindow *self = g_object_new (TBK_TYPE_DOC_WINDOW, NULL);

  if (parent != NULL)
    gtk_window_set_application (GTK_WINDOW (self), gtk_window_get_application (parent));
  tbk_doc_view_set_source (self->first, source);
  update_names (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->first));
  return self;
}
