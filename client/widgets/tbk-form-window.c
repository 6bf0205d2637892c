/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-form-window.h"

#include <glib/gi18n.h>

#include "tbk-toast.h"

typedef struct
{
  TbkForm *form;
  char *save_label; /* NULL: "Save" or "Create" */
  GCancellable *cancellable;

  /* template children */
  GtkButton *save_button;
  GtkSpinner *spinner;
  TbkFormView *view;
} TbkFormWindowPrivate;

static void tbk_form_window_buildable_init (GtkBuildableIface *iface);

/* clang-format off */
G_DEFINE_TYPE_WITH_CODE (TbkFormWindow, tbk_form_window, ADW_TYPE_WINDOW,
                         G_ADD_PRIVATE (TbkFormWindow)
                         G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, tbk_form_window_buildable_init))
/* clang-format on */

enum
{
  PROP_FORM = 1,
  PROP_SAVE_LABEL,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static TbkFormWindowPrivate *
get_private (TbkFormWindow *self)
{
  return tbk_form_window_get_instance_private (self);
}

static gboolean
is_busy (TbkForm *form)
{
  gboolean busy = FALSE;

  if (form != NULL)
    g_object_get (form, "busy", &busy, NULL);
  return busy;
}

static void
update (TbkFormWindow *self)
{
  TbkFormWindowPrivate *priv = get_private (self);
  gboolean busy = is_busy (priv->form);
  const char *usual = priv->form != NULL && tbk_form_is_creating (priv->form) ? _ ("C_reate") : _ ("_Save");

  gtk_button_set_label (priv->save_button, priv->save_label != NULL ? priv->save_label : usual);
  gtk_widget_set_visible (GTK_WIDGET (priv->spinner), busy);
  gtk_spinner_set_spinning (priv->spinner, busy);
  /* what would be typed now is not part of what is being saved */
  gtk_widget_set_sensitive (GTK_WIDGET (priv->view), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", priv->form != NULL && !busy);
}

/* --- saving ----------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkFormWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tbk_form_save_finish (TBK_FORM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!saved)
    {
      tbk_form_view_focus (get_private (self)->view);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, tbk_form_get_record (TBK_FORM (source)));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkFormWindow *self = TBK_FORM_WINDOW (widget);
  TbkFormWindowPrivate *priv = get_private (self);

  /* An entry that still has the focus gives what was typed when it loses it. */
  gtk_widget_grab_focus (GTK_WIDGET (priv->save_button));
  tbk_form_save_async (priv->form, priv->cancellable, saved_cb, g_object_ref (self));
}

/* --- closing ---------------------------------------------------------------- */

static void
drop_cb (GtkWidget *from, gpointer data)
{
  gtk_window_destroy (GTK_WINDOW (from));
}

static gboolean
tbk_form_window_close_request (GtkWindow *window)
{
  TbkFormWindowPrivate *priv = get_private (TBK_FORM_WINDOW (window));

  if (is_busy (priv->form))
    return TRUE;
  if (priv->form == NULL || !tbk_form_is_dirty (priv->form))
    return GTK_WINDOW_CLASS (tbk_form_window_parent_class)->close_request (window);
  tbk_confirm (GTK_WIDGET (window), _ ("Discard Changes?"), _ ("What you typed here has not been saved."),
               _ ("_Discard"), drop_cb, NULL);
  return TRUE;
}

static void
cancel_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* --- object ----------------------------------------------------------------- */

static void
set_form (TbkFormWindow *self, TbkForm *form)
{
  TbkFormWindowPrivate *priv = get_private (self);

  g_set_object (&priv->form, form);
  g_object_set (priv->view, "form", form, NULL);
  if (form != NULL)
    g_signal_connect_object (form, "notify::busy", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* The first child is the template's own content; a subclass adds groups. */
static void
tbk_form_window_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  TbkFormWindowPrivate *priv = get_private (TBK_FORM_WINDOW (buildable));
  GtkBuildableIface *parent = g_type_interface_peek (tbk_form_window_parent_class, GTK_TYPE_BUILDABLE);

  if (priv->view == NULL || !GTK_IS_WIDGET (child))
    parent->add_child (buildable, builder, child, type);
  else
    tbk_form_view_add (priv->view, GTK_WIDGET (child));
}

static void
tbk_form_window_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = tbk_form_window_add_child;
}

static void
tbk_form_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkFormWindowPrivate *priv = get_private (TBK_FORM_WINDOW (object));

  switch (id)
    {
    case PROP_FORM:
      g_value_set_object (value, priv->form);
      break;
    case PROP_SAVE_LABEL:
      g_value_set_string (value, priv->save_label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_form_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkFormWindow *self = TBK_FORM_WINDOW (object);
  TbkFormWindowPrivate *priv = get_private (self);

  switch (id)
    {
    case PROP_FORM:
      set_form (self, g_value_get_object (value));
      break;
    case PROP_SAVE_LABEL:
      g_free (priv->save_label);
      priv->save_label = g_value_dup_string (value);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_form_window_dispose (GObject *object)
{
  TbkFormWindowPrivate *priv = get_private (TBK_FORM_WINDOW (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->form);
  G_OBJECT_CLASS (tbk_form_window_parent_class)->dispose (object);
}

static void
tbk_form_window_finalize (GObject *object)
{
  TbkFormWindowPrivate *priv = get_private (TBK_FORM_WINDOW (object));

  g_free (priv->save_label);
  g_object_unref (priv->cancellable);
  G_OBJECT_CLASS (tbk_form_window_parent_class)->finalize (object);
}

static void
tbk_form_window_class_init (TbkFormWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_form_window_get_property;
  object_class->set_property = tbk_form_window_set_property;
  object_class->dispose = tbk_form_window_dispose;
  object_class->finalize = tbk_form_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tbk_form_window_close_request;
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, TBK_TYPE_FORM,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SAVE_LABEL] = g_param_spec_string ("save-label", NULL, NULL, NULL,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", TBK_TYPE_FORM_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, TBK_TYPE_RECORD);

  g_type_ensure (TBK_TYPE_FORM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/form-window.ui");
  gtk_widget_class_bind_template_child_private (widget_class, TbkFormWindow, save_button);
  gtk_widget_class_bind_template_child_private (widget_class, TbkFormWindow, spinner);
  gtk_widget_class_bind_template_child_private (widget_class, TbkFormWindow, view);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "form.cancel", NULL, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "form.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "form.save", NULL);
}

static void
tbk_form_window_init (TbkFormWindow *self)
{
  TbkFormWindowPrivate *priv = get_private (self);

  priv->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (priv->save_button));
  update (self);
}

TbkForm *
tbk_form_window_get_form (TbkFormWindow *self)
{
  g_return_val_if_fail (TBK_IS_FORM_WINDOW (self), NULL);

  return get_private (self)->form;
}

TbkFieldRow *
tbk_form_window_get_row (TbkFormWindow *self, const char *field)
{
  g_return_val_if_fail (TBK_IS_FORM_WINDOW (self), NULL);

  return tbk_form_view_get_row (get_private (self)->view, field);
}

void
tbk_form_window_present (TbkFormWindow *self, GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);

  g_return_if_fail (TBK_IS_FORM_WINDOW (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
  tbk_form_view_focus (get_private (self)->view);
}
