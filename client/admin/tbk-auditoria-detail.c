/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-auditoria-detail.h"

#include <glib/gi18n.h>

#include "tbk-change.h"
#include "tbk-closures.h"
#include "tbk-resource.h"

struct _TbkAuditoriaDetail
{
  TbkRecordDetail parent_instance;

  TbkRecord *watched; /* owned, may be NULL */

  GtkGrid *grid;
  GtkCheckButton *all_button;
};

G_DEFINE_FINAL_TYPE (TbkAuditoriaDetail, tbk_auditoria_detail, TBK_TYPE_RECORD_DETAIL)

enum
{
  COLUMN_FIELD,
  COLUMN_BEFORE,
  COLUMN_AFTER,
  N_COLUMNS
};

/* --- the grid ------------------------------------------------------------- */

static void
add_cell (TbkAuditoriaDetail *self, int column, int row, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), column != COLUMN_FIELD);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
}

static void
add_head (TbkAuditoriaDetail *self)
{
  add_cell (self, COLUMN_FIELD, 0, _ ("Field"), "heading");
  add_cell (self, COLUMN_BEFORE, 0, _ ("Before"), "heading");
  add_cell (self, COLUMN_AFTER, 0, _ ("After"), "heading");
}

static void
add_line (TbkAuditoriaDetail *self, int row, const char *label, const char *before, const char *after)
{
  gboolean same = g_strcmp0 (before, after) == 0;

  add_cell (self, COLUMN_FIELD, row, label, "dim-label");
  add_cell (self, COLUMN_BEFORE, row, *before != '\0' ? before : "—", "before");
  add_cell (self, COLUMN_AFTER, row, *after != '\0' ? after : "—", same ? "same" : "after");
}

static void
clear_grid (TbkAuditoriaDetail *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

static void
show_differences (TbkAuditoriaDetail *self, TbkRecord *record)
{
  gboolean all = gtk_check_button_get_active (self->all_button);
  const char *unidad = tbk_record_detail_get_unidad (TBK_RECORD_DETAIL (self));
  g_autoptr (GPtrArray) changes = tbk_change_list (record, unidad, all);

  clear_grid (self);
  add_head (self);
  for (guint i = 0; i < changes->len; i++)
    {
      const TbkChange *change = g_ptr_array_index (changes, i);

      add_line (self, (int) i + 1, change->label, change->before, change->after);
    }
}

/* The pages that win.show-record knows. */
static gboolean
has_page (const char *tabla)
{
  static const char *const pages[] = { "contrato", "lote", "empresa", "usuario", "asociacion", NULL };

  return tabla != NULL && g_strv_contains (pages, tabla);
}

static void
show (TbkAuditoriaDetail *self)
{
  TbkRecord *record = tbk_record_detail_get_record (TBK_RECORD_DETAIL (self));
  gboolean gone = record != NULL && g_strcmp0 (tbk_record_get_text (record, "accion"), "borrar") == 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "auditoria.open",
                                 record != NULL && !gone && has_page (tbk_record_get_text (record, "tabla")));
  if (record != NULL && self->grid != NULL)
    show_differences (self, record);
}

/* A row of the log never changes, but one that the list has just begun to fetch is still empty. */
static void
watch (TbkAuditoriaDetail *self, TbkRecord *record)
{
  if (self->watched == record)
    return;
  if (self->watched != NULL)
    g_signal_handlers_disconnect_by_func (self->watched, show, self);
  g_set_object (&self->watched, record);
  if (record != NULL)
    g_signal_connect_object (record, "notify::loading", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}

static void
tbk_auditoria_detail_update (TbkRecordDetail *detail)
{
  watch (TBK_AUDITORIA_DETAIL (detail), tbk_record_detail_get_record (detail));
  show (TBK_AUDITORIA_DETAIL (detail));
}

static void
all_toggled_cb (TbkAuditoriaDetail *self)
{
  show (self);
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecord *record = tbk_record_detail_get_record (TBK_RECORD_DETAIL (widget));

  if (record != NULL)
    gtk_widget_activate_action (widget, "win.show-record", "(sx)", tbk_record_get_text (record, "tabla"),
                                tbk_record_get_int (record, "fila_id"));
}

/* --- closures ------------------------------------------------------------- */

/* "Changed: Lot 17" */
static char *
describe_act (gpointer self, const char *accion, const char *tabla, gint64 fila_id)
{
  const TbkResource *resource = tabla != NULL ? tbk_resource_find (tabla) : NULL;
  g_autofree char *act = tbk_show_choice (self, accion);

  if (tabla == NULL)
    return g_strdup ("");
  /* Translators: what was done, to what, its number: "Changed: Lot 17" */
  return g_strdup_printf (_ ("%s: %s %d"), act, resource != NULL ? _ (resource->label) : tabla, (int) fila_id);
}

static char *
describe_who (gpointer self, const char *usuario_nombre, const char *created_at)
{
  g_autofree char *momento = tbk_show_momento (self, created_at);

  if (usuario_nombre == NULL || *usuario_nombre == '\0')
    return g_strdup_printf ("%s · %s", _ ("The system itself"), momento);
  return g_strdup_printf ("%s · %s", usuario_nombre, momento);
}

/* --- object --------------------------------------------------------------- */

static void
tbk_auditoria_detail_dispose (GObject *object)
{
  TbkAuditoriaDetail *self = TBK_AUDITORIA_DETAIL (object);

  watch (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_AUDITORIA_DETAIL);
  G_OBJECT_CLASS (tbk_auditoria_detail_parent_class)->dispose (object);
}

static void
tbk_auditoria_detail_class_init (TbkAuditoriaDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_auditoria_detail_dispose;
  TBK_RECORD_DETAIL_CLASS (klass)->update = tbk_auditoria_detail_update;
  g_type_ensure (tbk_record_type_for (&tbk_auditoria));
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/auditoria-detail.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkAuditoriaDetail, grid);
  gtk_widget_class_bind_template_child (widget_class, TbkAuditoriaDetail, all_button);
  gtk_widget_class_bind_template_callback (widget_class, describe_act);
  gtk_widget_class_bind_template_callback (widget_class, describe_who);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_install_action (widget_class, "auditoria.open", NULL, open_cb);
}

static void
tbk_auditoria_detail_init (TbkAuditoriaDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
