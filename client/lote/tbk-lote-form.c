/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-form.h"

#include <glib/gi18n.h>

#include "tbk-lote-text.h"

struct _TbkLoteForm
{
  TbkFormWindow parent_instance;

  gboolean buyer;

  AdwPreferencesGroup *weight_group;
};

G_DEFINE_FINAL_TYPE (TbkLoteForm, tbk_lote_form, TBK_TYPE_FORM_WINDOW)

/* What the buyer does not edit. */
static const char *const holder_fields[] = { "codigo_lote", "empresa_id", "proveedor_id", "fecha", "calidad" };

static TbkForm *
get_form (TbkLoteForm *self)
{
  return tbk_form_window_get_form (TBK_FORM_WINDOW (self));
}

static gboolean
is_rol (TbkForm *form, const char *rol)
{
  return g_strcmp0 (tbk_api_get_rol (tbk_form_get_api (form)), rol) == 0;
}

static void
show_row (TbkLoteForm *self, const char *field, gboolean visible)
{
  TbkFieldRow *row = tbk_form_window_get_row (TBK_FORM_WINDOW (self), field);

  if (row != NULL)
    gtk_widget_set_visible (GTK_WIDGET (row), visible);
}

static void
filter_row (TbkLoteForm *self, const char *field, const char *name, const char *text)
{
  TbkFieldRow *row = tbk_form_window_get_row (TBK_FORM_WINDOW (self), field);

  if (row != NULL)
    tbk_field_row_set_ref_filter (row, name, text);
}

static gboolean
is_own (TbkForm *form, const char *empresa_id)
{
  return empresa_id == NULL
         || g_ascii_strtoll (empresa_id, NULL, 10)
                == tbk_api_get_empresa_id (tbk_form_get_api (form));
}

/* A proveedor's lote is its own: who grew it is asked only of a centro's. */
static void
empresa_changed_cb (TbkLoteForm *self)
{
  TbkForm *form = get_form (self);
  gboolean own = is_rol (form, "centro") && is_own (form, tbk_form_get_text (form, "empresa_id"));

  show_row (self, "proveedor_id",
            !self->buyer && !is_rol (form, "proveedor")
                && (own || !tbk_form_is_creating (form) || is_rol (form, "admin")));
}

/* Both readings, whichever unit it is typed in. */
static void
peso_changed_cb (TbkLoteForm *self)
{
  g_autofree char *both = tbk_lote_describe_peso (self, tbk_form_get_text (get_form (self), "peso_kg"));

  adw_preferences_group_set_description (self->weight_group, both);
}

static void
settle_rows (TbkLoteForm *self)
{
  TbkForm *form = get_form (self);
  gboolean creating = tbk_form_is_creating (form);

  show_row (self, "codigo_lote", creating);
  show_row (self, "empresa_id", !is_rol (form, "proveedor") && (creating || is_rol (form, "admin")));
  if (is_rol (form, "centro"))
    {
      filter_row (self, "empresa_id", "asociada", "true");
      filter_row (self, "empresa_id", "tipo", "proveedor");
      filter_row (self, "proveedor_id", "asociada", "true");
    }
  filter_row (self, "proveedor_id", "tipo", "proveedor");
  empresa_changed_cb (self);
  for (gsize i = 0; self->buyer && i < G_N_ELEMENTS (holder_fields); i++)
    show_row (self, holder_fields[i], FALSE);
}

static void
tbk_lote_form_class_init (TbkLoteFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TBK_TYPE_FORM_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/lote-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkLoteForm, weight_group);
}

static void
tbk_lote_form_init (TbkLoteForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
preset_new (TbkForm *form)
{
  TbkRecord *empresa = tbk_api_get_empresa (tbk_form_get_api (form));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  tbk_form_preset (form, "fecha", today);
  if (empresa == NULL)
    return;
  tbk_form_set_label (form, "empresa_id", tbk_record_get_text (empresa, "nombre"));
  tbk_form_preset (form, "empresa_id", tbk_record_get_text (empresa, "id"));
}

TbkFormWindow *
tbk_lote_form_new (TbkForm *form, gboolean buyer)
{
  TbkLoteForm *self;
  g_autofree char *title = NULL;

  if (tbk_form_is_creating (form))
    {
      title = g_strdup (_ ("New Lot"));
      preset_new (form);
    }
  else
    /* Translators: %s is a lot's code */
    title = g_strdup_printf (_ ("Lot %s"), tbk_form_get_text (form, "codigo_lote"));
  self = g_object_new (TBK_TYPE_LOTE_FORM, "form", form, "title", title, NULL);
  self->buyer = buyer;
  settle_rows (self);
  peso_changed_cb (self);
  g_signal_connect_object (form, "changed::peso_kg", G_CALLBACK (peso_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "changed::empresa_id", G_CALLBACK (empresa_changed_cb), self, G_CONNECT_SWAPPED);
  return TBK_FORM_WINDOW (self);
}
