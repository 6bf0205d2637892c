/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-steps.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-form.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

struct _TbkSteps
{
  GtkWidget parent_instance;

  TbkApi *api;
  TbkRecord *record;
  gboolean can_step;
  gboolean can_correct;
  gboolean busy;
  char *until;
  char *shown; /* the state the buttons are made for */
  char *asked; /* the state that the open question is about */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TbkSteps, tbk_steps, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_API,
  PROP_RECORD,
  PROP_CAN_STEP,
  PROP_CAN_CORRECT,
  PROP_UNTIL,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  STEP,
  STEPPED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

#define MAX_REASON 500 /* characters, as "motivo" takes */

/* States that end or stop a record against its purpose. */
static const char *const ending[] = { "Cancelado", "Rechazado", "Suspendido", NULL };

static const TbkEstado *
get_machine (TbkSteps *self)
{
  return self->record != NULL ? tbk_record_get_resource (self->record)->estados : NULL;
}

static const TbkEstado *
get_estado (TbkSteps *self)
{
  const TbkEstado *machine = get_machine (self);
  const char *name = machine != NULL ? tbk_record_get_text (self->record, "estado") : NULL;

  return name != NULL ? tbk_estado_find (machine, name) : NULL;
}

/* --- taking a step -------------------------------------------------------- */

static void
set_busy (TbkSteps *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self), !busy);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkSteps) self = data;
  g_autoptr (GError) error = NULL;
  TbkForm *form = TBK_FORM (source);
  gboolean saved = tbk_form_save_finish (form, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (saved)
    g_signal_emit (self, signals[STEPPED], 0, tbk_form_get_record (form));
  else
    tbk_toast_error (GTK_WIDGET (self), error);
  /* somebody was faster: show what it is now */
  if (tbk_form_get_conflict (form) != NULL)
    tbk_form_take_theirs (form);
}

static void
go (TbkSteps *self, const char *estado, const char *motivo)
{
  g_autoptr (TbkForm) form = NULL;

  if (self->record == NULL || self->busy)
    return;
  form = tbk_form_new (self->api, tbk_record_get_resource (self->record), self->record);
  tbk_form_set_text (form, "estado", estado);
  if (motivo != NULL && *motivo != '\0')
    tbk_form_set_text (form, "motivo", motivo);
  set_busy (self, TRUE);
  tbk_form_save_async (form, self->cancellable, saved_cb, g_object_ref (self));
}

/* --- questions ------------------------------------------------------------ */

static void
reason_changed_cb (GtkEditable *reason, AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (reason)));

  adw_message_dialog_set_response_enabled (dialog, "go", *text != '\0');
}

static void
response_cb (TbkSteps *self, const char *response, AdwMessageDialog *dialog)
{
  GtkWidget *reason = adw_message_dialog_get_extra_child (dialog);

  if (g_strcmp0 (response, "go") == 0 && self->asked != NULL)
    go (self, self->asked, gtk_editable_get_text (GTK_EDITABLE (reason)));
}

static GtkWidget *
make_reason (gboolean needed)
{
  GtkWidget *reason = gtk_entry_new ();
  const char *label = needed ? _ ("Reason, kept in the history") : _ ("Reason (optional), kept in the history");

  gtk_entry_set_placeholder_text (GTK_ENTRY (reason), label);
  gtk_entry_set_max_length (GTK_ENTRY (reason), MAX_REASON);
  gtk_entry_set_activates_default (GTK_ENTRY (reason), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (reason), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return reason;
}

/* A step that ends the record, or goes back (`needed`: then the reason must be given). */
static void
ask (TbkSteps *self, const TbkEstado *to, gboolean needed)
{
  g_autofree char *body = NULL;
  GtkWidget *dialog, *reason = make_reason (needed);

  g_free (self->asked);
  self->asked = g_strdup (to->name);
  dialog = adw_message_dialog_new (tbk_window_of (GTK_WIDGET (self)), _ (to->step_label), NULL);
  /* Translators: %s is a state such as "Cancelled" */
  body = g_strdup_printf (_ ("The state becomes “%s”. The other side sees it, and the history keeps it."),
                          _ (to->label));
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), reason);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep as It Is"), "go",
                                    _ (to->step_label), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "go", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "go", !needed);
  if (needed)
    g_signal_connect_object (reason, "changed", G_CALLBACK (reason_changed_cb), dialog, 0);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (reason);
}

static void
take_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkSteps *self = TBK_STEPS (widget);
  const TbkEstado *machine = get_machine (self);
  const TbkEstado *to = machine != NULL ? tbk_estado_find (machine, g_variant_get_string (target, NULL)) : NULL;
  gboolean taken = FALSE;

  if (to == NULL || self->busy)
    return;
  g_signal_emit (self, signals[STEP], 0, to->name, &taken);
  if (taken)
    return;
  /* what has no next step is the end of it: no way back but an administrator's */
  if (g_strv_contains (ending, to->name) || to->next == NULL)
    ask (self, to, FALSE);
  else
    go (self, to->name, NULL);
}

static void
correct_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkSteps *self = TBK_STEPS (widget);
  const TbkEstado *machine = get_machine (self);
  const TbkEstado *to = machine != NULL ? tbk_estado_find (machine, g_variant_get_string (target, NULL)) : NULL;

  if (to != NULL && !self->busy)
    ask (self, to, TRUE);
}

/* --- buttons -------------------------------------------------------------- */

static void
add_button (TbkSteps *self, const TbkEstado *to, const char *css_class)
{
  GtkWidget *button = gtk_button_new_with_label (_ (to->step_label));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "steps.take");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", to->name);
  gtk_widget_add_css_class (button, css_class);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
append (GMenu *menu, const char *label, const char *action, const TbkEstado *to)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", to->name);
  g_menu_append_item (menu, item);
}

static void
add_menu (TbkSteps *self, GMenu *skips, GMenu *corrections)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button;

  if (g_menu_model_get_n_items (G_MENU_MODEL (skips)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (skips));
  if (g_menu_model_get_n_items (G_MENU_MODEL (corrections)) > 0)
    g_menu_append_section (menu, _ ("Correct the State"), G_MENU_MODEL (corrections));
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 0)
    return;
  button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Other Steps"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static gboolean
is_beyond (TbkSteps *self, const TbkEstado *to)
{
  return self->until != NULL && tbk_estado_is_backward (get_machine (self), to->name, self->until);
}

static void
add_steps (TbkSteps *self, const TbkEstado *from, GMenu *skips)
{
  const TbkEstado *machine = get_machine (self);
  gboolean first = TRUE;

  for (const char *const *name = from->next; name != NULL && *name != NULL; name++)
    {
      const TbkEstado *to = tbk_estado_find (machine, *name);

      if (to == NULL || is_beyond (self, to))
        continue;
      if (g_strv_contains (ending, to->name))
        add_button (self, to, "destructive-action");
      else if (first)
        add_button (self, to, "suggested-action");
      else
        append (skips, _ (to->step_label), "steps.take", to);
      first = FALSE;
    }
}

static void
clear_buttons (TbkSteps *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
rebuild (TbkSteps *self)
{
  const TbkEstado *machine = get_machine (self);
  const TbkEstado *from = get_estado (self);
  g_autoptr (GMenu) skips = g_menu_new ();
  g_autoptr (GMenu) corrections = g_menu_new ();

  clear_buttons (self);
  if (from != NULL && self->can_step)
    add_steps (self, from, skips);
  if (from != NULL && self->can_correct)
    for (const TbkEstado *to = machine; to->name != NULL; to++)
      if (tbk_estado_is_backward (machine, from->name, to->name))
        append (corrections, _ (to->label), "steps.correct", to);
  add_menu (self, skips, corrections);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL);
}

static void
estado_changed_cb (TbkSteps *self)
{
  const TbkEstado *estado = get_estado (self);
  const char *name = estado != NULL ? estado->name : NULL;

  if (g_strcmp0 (self->shown, name) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (name);
  rebuild (self);
}

static void
set_record (TbkSteps *self, TbkRecord *record)
{
  if (self->record == record)
    return;
  if (self->record != NULL)
    g_signal_handlers_disconnect_by_func (self->record, estado_changed_cb, self);
  g_set_object (&self->record, record);
  g_clear_pointer (&self->shown, g_free);
  if (record != NULL)
    g_signal_connect_object (record, "notify::estado", G_CALLBACK (estado_changed_cb), self, G_CONNECT_SWAPPED);
  estado_changed_cb (self);
  if (self->shown == NULL)
    rebuild (self);
}

/* --- object --------------------------------------------------------------- */

static void
tbk_steps_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbkSteps *self = TBK_STEPS (object);

  switch (prop_id)
    {
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    case PROP_CAN_STEP:
      g_value_set_boolean (value, self->can_step);
      break;
    case PROP_CAN_CORRECT:
      g_value_set_boolean (value, self->can_correct);
      break;
    case PROP_UNTIL:
      g_value_set_string (value, self->until);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_steps_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbkSteps *self = TBK_STEPS (object);

  switch (prop_id)
    {
    case PROP_API:
      g_set_object (&self->api, g_value_get_object (value));
      break;
    case PROP_RECORD:
      set_record (self, g_value_get_object (value));
      break;
    case PROP_CAN_STEP:
      self->can_step = g_value_get_boolean (value);
      rebuild (self);
      break;
    case PROP_CAN_CORRECT:
      self->can_correct = g_value_get_boolean (value);
      rebuild (self);
      break;
    case PROP_UNTIL:
      g_free (self->until);
      self->until = g_value_dup_string (value);
      rebuild (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_steps_dispose (GObject *object)
{
  TbkSteps *self = TBK_STEPS (object);

  g_cancellable_cancel (self->cancellable);
  set_record (self, NULL);
  clear_buttons (self);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_steps_parent_class)->dispose (object);
}

static void
tbk_steps_finalize (GObject *object)
{
  TbkSteps *self = TBK_STEPS (object);

  g_clear_object (&self->cancellable);
  g_free (self->shown);
  g_free (self->asked);
  g_free (self->until);
  G_OBJECT_CLASS (tbk_steps_parent_class)->finalize (object);
}

static void
tbk_steps_class_init (TbkStepsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tbk_steps_dispose;
  object_class->finalize = tbk_steps_finalize;
  object_class->get_property = tbk_steps_get_property;
  object_class->set_property = tbk_steps_set_property;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, flags);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, TBK_TYPE_RECORD, flags);
  properties[PROP_CAN_STEP] = g_param_spec_boolean ("can-step", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_CORRECT] = g_param_spec_boolean ("can-correct", NULL, NULL, FALSE, flags);
  properties[PROP_UNTIL] = g_param_spec_string ("until", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[STEP] = g_signal_new ("step", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
  signals[STEPPED] = g_signal_new ("stepped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, TBK_TYPE_RECORD);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "steps.take", "s", take_cb);
  gtk_widget_class_install_action (widget_class, "steps.correct", "s", correct_cb);
}

static void
tbk_steps_init (TbkSteps *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 6);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
