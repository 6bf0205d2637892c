/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-conflict-window.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"

struct _TbkConflictWindow
{
  AdwWindow parent_instance;

  TbkForm *form;
  char **names;    /* of the fields that differ */
  GPtrArray *mine; /* (element-type GtkCheckButton) (not owned): by field, active: mine stays */

  /* template children */
  GtkGrid *grid;
};

G_DEFINE_FINAL_TYPE (TbkConflictWindow, tbk_conflict_window, ADW_TYPE_WINDOW)

enum
{
  COLUMN_FIELD,
  COLUMN_MINE,
  COLUMN_THEIRS,
};

/* Returns: (transfer full): what is typed, as people read it. */
static char *
show_mine (TbkForm *form, const TbkField *field, const char *unidad)
{
  const char *label = field->type == TBK_FIELD_REF ? tbk_form_get_label (form, field->name) : NULL;

  if (label != NULL)
    return g_strdup (label);
  return tbk_show_text (field, tbk_form_get_resource (form)->name, tbk_form_get_text (form, field->name), unidad, TRUE);
}

/* Returns: (transfer full): the other's value, as people read it. */
static char *
show_theirs (TbkForm *form, const TbkField *field, const char *unidad)
{
  const char *label = field->type == TBK_FIELD_REF ? tbk_form_get_conflict_label (form, field->name) : NULL;

  return label != NULL ? g_strdup (label) : tbk_show_field (field, tbk_form_get_conflict (form), unidad, TRUE);
}

static GtkCheckButton *
add_choice (TbkConflictWindow *self, int row, int column, const char *text, GtkCheckButton *group, const char *name)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (*text != '\0' ? text : _ ("(empty)"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), group);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_grid_attach (self->grid, button, column, row, 1, 1);
  return GTK_CHECK_BUTTON (button);
}

/* What only the other one changed is the other's, unless I say otherwise. */
static gboolean
is_mine (TbkForm *form, const char *name)
{
  return g_strcmp0 (tbk_form_get_text (form, name), tbk_record_get_text (tbk_form_get_record (form), name)) != 0;
}

static void
add_field (TbkConflictWindow *self, int row, const TbkField *field, const char *unidad)
{
  g_autofree char *mine = show_mine (self->form, field, unidad);
  g_autofree char *theirs = show_theirs (self->form, field, unidad);
  const char *title = _ (field->label);
  /* Translators: a field and my value of it, for screen readers */
  g_autofree char *mine_name = g_strdup_printf (_ ("%s, mine: %s"), title, mine);
  /* Translators: a field and the other user's value of it, for screen readers */
  g_autofree char *theirs_name = g_strdup_printf (_ ("%s, theirs: %s"), title, theirs);
  GtkWidget *label = gtk_label_new (title);
  GtkCheckButton *mine_button, *theirs_button;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (self->grid, label, COLUMN_FIELD, row, 1, 1);
  mine_button = add_choice (self, row, COLUMN_MINE, mine, NULL, mine_name);
  g_ptr_array_add (self->mine, mine_button);
  theirs_button = add_choice (self, row, COLUMN_THEIRS, theirs, mine_button, theirs_name);
  gtk_check_button_set_active (is_mine (self->form, field->name) ? mine_button : theirs_button, TRUE);
}

static void
fill (TbkConflictWindow *self, const char *unidad)
{
  self->names = tbk_form_list_conflicts (self->form);
  for (guint i = 0; self->names[i] != NULL; i++)
    add_field (self, (int) i + 1, tbk_schema_find (tbk_form_get_schema (self->form), self->names[i]), unidad);
}

/* Copies before it begins: the form forgets their version when mine is laid over it. */
static void
apply_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkConflictWindow *self = TBK_CONFLICT_WINDOW (widget);
  TbkRecord *theirs = tbk_form_get_conflict (self->form);
  g_autoptr (TbkValues) taken = tbk_values_new ();

  if (theirs == NULL)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  for (guint i = 0; i < self->mine->len; i++)
    {
      gboolean mine = gtk_check_button_get_active (g_ptr_array_index (self->mine, i));
      const char *field = self->names[i];

      tbk_values_set (taken, field, mine ? tbk_form_get_text (self->form, field) : tbk_record_get_text (theirs, field));
    }
  tbk_form_keep_mine (self->form);
  for (gsize i = 0; i < tbk_values_size (taken); i++)
    tbk_form_set_text (self->form, tbk_values_name_at (taken, i), tbk_values_text_at (taken, i));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
tbk_conflict_window_dispose (GObject *object)
{
  TbkConflictWindow *self = TBK_CONFLICT_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_CONFLICT_WINDOW);
  g_clear_object (&self->form);
  G_OBJECT_CLASS (tbk_conflict_window_parent_class)->dispose (object);
}

static void
tbk_conflict_window_finalize (GObject *object)
{
  TbkConflictWindow *self = TBK_CONFLICT_WINDOW (object);

  g_strfreev (self->names);
  g_ptr_array_unref (self->mine);
  G_OBJECT_CLASS (tbk_conflict_window_parent_class)->finalize (object);
}

static void
tbk_conflict_window_class_init (TbkConflictWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_conflict_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_conflict_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/conflict-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkConflictWindow, grid);
  gtk_widget_class_install_action (widget_class, "conflict.apply", NULL, apply_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tbk_conflict_window_init (TbkConflictWindow *self)
{
  self->mine = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tbk_conflict_window_present (TbkForm *form, const char *unidad, GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);
  TbkConflictWindow *self;

  g_return_if_fail (tbk_form_get_conflict (form) != NULL);

  self = g_object_new (TBK_TYPE_CONFLICT_WINDOW, "transient-for", GTK_IS_WINDOW (root) ? root : NULL, NULL);
  self->form = g_object_ref (form);
  fill (self, unidad);
  gtk_window_present (GTK_WINDOW (self));
}
