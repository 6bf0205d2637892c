/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-field-editor.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-fecha-entry.h"
#include "tbk-ref-picker.h"

#define LONG_TEXT 300 /* characters from which on a text has several lines */
#define LONG_TEXT_HEIGHT 84

/* The user's change, in wire text, or what is wrong with what was typed. */
static void
write_form (TbkFieldEdit *edit, const char *text, const char *unreadable)
{
  if (edit->showing)
    return;
  edit->typing = TRUE;
  if (unreadable != NULL)
    tbk_form_set_error (edit->form, edit->field->name, unreadable);
  else
    tbk_form_set_text (edit->form, edit->field->name, text);
  edit->typing = FALSE;
}

void
tbk_field_editor_show (const TbkFieldEditor *editor, TbkFieldEdit *edit)
{
  /* what cannot be read is not in the form: showing the form's text would wipe it out under the user's hands */
  if (edit->typing || tbk_form_is_unreadable (edit->form, edit->field->name))
    return;
  edit->showing = TRUE;
  editor->show (edit, tbk_form_get_text (edit->form, edit->field->name));
  edit->showing = FALSE;
}

/* --- a value that cannot be changed --- */

static void
make_label (TbkFieldEdit *edit)
{
  edit->widget = gtk_label_new (NULL);
  edit->focus = edit->widget;
  gtk_label_set_xalign (GTK_LABEL (edit->widget), 0);
  gtk_label_set_wrap (GTK_LABEL (edit->widget), TRUE);
}

static void
show_label (TbkFieldEdit *edit, const char *text)
{
  const char *label = edit->field->type == TBK_FIELD_REF ? tbk_form_get_label (edit->form, edit->field->name) : NULL;
  g_autofree char *shown = tbk_show_text (edit->field, tbk_form_get_resource (edit->form)->name, text,
                                          edit->unidad, TRUE);

  gtk_label_set_text (GTK_LABEL (edit->widget), label != NULL ? label : shown);
}

/* --- text --- */

static void
text_changed_cb (GtkEditable *editable, TbkFieldEdit *edit)
{
  write_form (edit, gtk_editable_get_text (editable), NULL);
}

static void
make_text (TbkFieldEdit *edit)
{
  edit->widget = gtk_entry_new ();
  edit->focus = edit->widget;
  gtk_entry_set_activates_default (GTK_ENTRY (edit->widget), TRUE);
  gtk_entry_set_max_length (GTK_ENTRY (edit->widget), edit->field->max_length);
  if (edit->field->type == TBK_FIELD_EMAIL)
    gtk_entry_set_input_purpose (GTK_ENTRY (edit->widget), GTK_INPUT_PURPOSE_EMAIL);
  if (edit->field->type == TBK_FIELD_RUC)
    gtk_entry_set_input_purpose (GTK_ENTRY (edit->widget), GTK_INPUT_PURPOSE_DIGITS);
  g_signal_connect (edit->widget, "changed", G_CALLBACK (text_changed_cb), edit);
}

/* What is typed can be looked at, and Caps Lock is told of. */
static void
make_password (TbkFieldEdit *edit)
{
  edit->widget = g_object_new (GTK_TYPE_PASSWORD_ENTRY, "show-peek-icon", TRUE, "activates-default", TRUE, NULL);
  edit->focus = edit->widget;
  g_signal_connect (edit->widget, "changed", G_CALLBACK (text_changed_cb), edit);
}

static void
show_text (TbkFieldEdit *edit, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (edit->widget), text != NULL ? text : "");
}

static void
lines_changed_cb (GtkTextBuffer *buffer, TbkFieldEdit *edit)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  write_form (edit, text, NULL);
}

static void
make_lines (TbkFieldEdit *edit)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "lines");
  edit->focus = view;
  edit->widget = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (edit->widget), view);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (edit->widget), TRUE);
  gtk_widget_set_size_request (edit->widget, -1, LONG_TEXT_HEIGHT);
  g_signal_connect (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed", G_CALLBACK (lines_changed_cb), edit);
}

static void
show_lines (TbkFieldEdit *edit, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (edit->focus)), text != NULL ? text : "", -1);
}

/* --- numbers --- */

static void
number_changed_cb (GtkEditable *editable, TbkFieldEdit *edit)
{
  const char *typed = gtk_editable_get_text (editable);
  g_autofree char *text = NULL;

  if (typed[0] == '\0')
    {
      write_form (edit, NULL, NULL);
      return;
    }
  text = edit->field->unit == TBK_UNIT_KG ? tbk_read_peso (typed, edit->unidad) : tbk_read_decimal (typed);
  write_form (edit, text, text == NULL ? _ ("This is no number.") : NULL);
}

static void show_number (TbkFieldEdit *edit, const char *text);

/* What was read is what is shown, once the user goes on: "1.500" that meant 1500 cannot pass unseen. */
static void
number_left_cb (GtkEventControllerFocus *controller, TbkFieldEdit *edit)
{
  if (tbk_form_get_error (edit->form, edit->field->name) != NULL)
    return;
  edit->showing = TRUE;
  show_number (edit, tbk_form_get_text (edit->form, edit->field->name));
  edit->showing = FALSE;
}

static void
make_number (TbkFieldEdit *edit)
{
  GtkEventController *controller = gtk_event_controller_focus_new ();

  edit->widget = gtk_entry_new ();
  edit->focus = edit->widget;
  gtk_entry_set_activates_default (GTK_ENTRY (edit->widget), TRUE);
  gtk_entry_set_alignment (GTK_ENTRY (edit->widget), 1);
  gtk_entry_set_input_purpose (GTK_ENTRY (edit->widget), GTK_INPUT_PURPOSE_NUMBER);
  gtk_widget_add_css_class (edit->widget, "numeric");
  g_signal_connect (edit->widget, "changed", G_CALLBACK (number_changed_cb), edit);
  g_signal_connect (controller, "leave", G_CALLBACK (number_left_cb), edit);
  gtk_widget_add_controller (edit->widget, controller);
}

static void
show_number (TbkFieldEdit *edit, const char *text)
{
  g_autofree char *shown = edit->field->unit == TBK_UNIT_KG ? tbk_show_peso_plain (text, edit->unidad)
                                                            : tbk_show_plain (text);

  gtk_editable_set_text (GTK_EDITABLE (edit->widget), shown);
}

/* --- dates --- */

static void
fecha_changed_cb (TbkFechaEntry *entry, TbkFieldEdit *edit)
{
  write_form (edit, tbk_fecha_entry_get_fecha (entry),
              tbk_fecha_entry_is_readable (entry) ? NULL : _ ("This is no date."));
}

static void
make_fecha (TbkFieldEdit *edit)
{
  edit->widget = tbk_fecha_entry_new ();
  edit->focus = tbk_fecha_entry_get_entry (TBK_FECHA_ENTRY (edit->widget));
  g_signal_connect (edit->widget, "changed", G_CALLBACK (fecha_changed_cb), edit);
}

static void
show_fecha (TbkFieldEdit *edit, const char *text)
{
  tbk_fecha_entry_set_fecha (TBK_FECHA_ENTRY (edit->widget), text);
}

/* --- choices: the first row is none --- */

static void
choice_selected_cb (GtkDropDown *drop, GParamSpec *pspec, TbkFieldEdit *edit)
{
  guint selected = gtk_drop_down_get_selected (drop);

  if (selected == GTK_INVALID_LIST_POSITION)
    return;
  write_form (edit, selected > 0 ? edit->field->choices[selected - 1] : NULL, NULL);
}

static void
make_choice (TbkFieldEdit *edit)
{
  GtkStringList *words = gtk_string_list_new (NULL);
  const char *noun = tbk_form_get_resource (edit->form)->name;

  gtk_string_list_append (words, "—");
  for (gsize i = 0; edit->field->choices[i] != NULL; i++)
    gtk_string_list_take (words, tbk_show_text (edit->field, noun, edit->field->choices[i], NULL, FALSE));
  edit->widget = gtk_drop_down_new (G_LIST_MODEL (words), NULL);
  edit->focus = edit->widget;
  g_signal_connect (edit->widget, "notify::selected", G_CALLBACK (choice_selected_cb), edit);
}

static void
show_choice (TbkFieldEdit *edit, const char *text)
{
  guint selected = 0;

  for (guint i = 0; edit->field->choices[i] != NULL; i++)
    {
      if (g_strcmp0 (edit->field->choices[i], text) == 0)
        selected = i + 1;
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (edit->widget), selected);
}

/* --- yes and no --- */

static void
switched_cb (GtkSwitch *widget, GParamSpec *pspec, TbkFieldEdit *edit)
{
  write_form (edit, gtk_switch_get_active (widget) ? "true" : "false", NULL);
}

static void
make_switch (TbkFieldEdit *edit)
{
  edit->widget = gtk_switch_new ();
  edit->focus = edit->widget;
  gtk_widget_set_halign (edit->widget, GTK_ALIGN_START);
  g_signal_connect (edit->widget, "notify::active", G_CALLBACK (switched_cb), edit);
}

static void
show_switch (TbkFieldEdit *edit, const char *text)
{
  gtk_switch_set_active (GTK_SWITCH (edit->widget), g_strcmp0 (text, "true") == 0);
}

/* --- records of another noun --- */

static void
picked_cb (TbkRefPicker *picker, TbkRecord *record, TbkFieldEdit *edit)
{
  g_autofree char *label = record != NULL ? tbk_show_title (record) : NULL;

  tbk_form_set_label (edit->form, edit->field->name, label);
  write_form (edit, record != NULL ? tbk_record_get_text (record, "id") : NULL, NULL);
}

static void
make_ref (TbkFieldEdit *edit)
{
  edit->widget = tbk_ref_picker_new (tbk_form_get_api (edit->form), edit->field->ref);
  edit->focus = gtk_widget_get_first_child (gtk_widget_get_first_child (edit->widget));
  g_object_set (edit->widget, "clearable", !(edit->field->flags & TBK_FIELD_REQUIRED), NULL);
  g_signal_connect (edit->widget, "picked", G_CALLBACK (picked_cb), edit);
}

static void
show_ref (TbkFieldEdit *edit, const char *text)
{
  g_object_set (edit->widget,
                "value", text,
                "value-label", tbk_form_get_label (edit->form, edit->field->name),
                NULL);
}

const TbkFieldEditor *
tbk_field_editor_for (const TbkField *field, gboolean can_edit)
{
  static const TbkFieldEditor label = { make_label, show_label };
  static const TbkFieldEditor text = { make_text, show_text };
  static const TbkFieldEditor password = { make_password, show_text };
  static const TbkFieldEditor lines = { make_lines, show_lines };
  static const TbkFieldEditor number = { make_number, show_number };
  static const TbkFieldEditor fecha = { make_fecha, show_fecha };
  static const TbkFieldEditor choice = { make_choice, show_choice };
  static const TbkFieldEditor yes_no = { make_switch, show_switch };
  static const TbkFieldEditor ref = { make_ref, show_ref };

  if (!can_edit)
    return &label;
  if ((field->flags & TBK_FIELD_SECRET) && strstr (field->name, "password") != NULL)
    return &password;
  switch (field->type)
    {
    case TBK_FIELD_TEXT:
    case TBK_FIELD_EMAIL:
    case TBK_FIELD_RUC:
      return field->max_length >= LONG_TEXT ? &lines : &text;
    case TBK_FIELD_DECIMAL:
    case TBK_FIELD_INTEGER:
      return &number;
    case TBK_FIELD_DATE:
      return &fecha;
    case TBK_FIELD_CHOICE:
      return &choice;
    case TBK_FIELD_BOOLEAN:
      return &yes_no;
    case TBK_FIELD_REF:
      return &ref;
    case TBK_FIELD_ID:
    case TBK_FIELD_UUID:
    case TBK_FIELD_TIME:
    case TBK_FIELD_JSON:
      break;
    }
  return &label;
}
