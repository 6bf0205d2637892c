/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-contrato-form.h"

#include <glib/gi18n.h>

#include "tbk-contrato-text.h"

#define USUAL_TOLERANCE "5.00" /* percent */

struct _TbkContratoForm
{
  TbkFormWindow parent_instance;

  GtkWidget *side_group;
  AdwComboRow *side;
  AdwPreferencesGroup *volume_group;
  AdwPreferencesGroup *price_group;
};

G_DEFINE_FINAL_TYPE (TbkContratoForm, tbk_contrato_form, TBK_TYPE_FORM_WINDOW)

/* What a centro writes: positions in the combo row. */
enum
{
  SIDE_SELLS,
  SIDE_BUYS,
};

static TbkForm *
get_form (TbkContratoForm *self)
{
  return tbk_form_window_get_form (TBK_FORM_WINDOW (self));
}

static gboolean
is_rol (TbkForm *form, const char *rol)
{
  return g_strcmp0 (tbk_api_get_rol (tbk_form_get_api (form)), rol) == 0;
}

static void
show_row (TbkContratoForm *self, const char *field, gboolean visible)
{
  TbkFieldRow *row = tbk_form_window_get_row (TBK_FORM_WINDOW (self), field);

  if (row != NULL)
    gtk_widget_set_visible (GTK_WIDGET (row), visible);
}

static void
filter_row (TbkContratoForm *self, const char *field, const char *name, const char *text)
{
  TbkFieldRow *row = tbk_form_window_get_row (TBK_FORM_WINDOW (self), field);

  if (row != NULL)
    tbk_field_row_set_ref_filter (row, name, text);
}

/* --- price: just the fields of its kind ----------------------------------- */

static void
show_price (TbkContratoForm *self)
{
  gboolean fijo = g_strcmp0 (tbk_form_get_text (get_form (self), "tipo_precio"), "fijo") == 0;

  show_row (self, "precio_fijado_tm", fijo);
  show_row (self, "diferencial_tm", !fijo);
  show_row (self, "mes_bolsa", !fijo);
}

static void
empty_field (TbkForm *form, const char *field)
{
  if (tbk_form_get_text (form, field) != NULL)
    tbk_form_set_text (form, field, NULL);
}

/* What no longer shows is not sent either. */
static void
tipo_precio_changed_cb (TbkContratoForm *self)
{
  TbkForm *form = get_form (self);

  if (g_strcmp0 (tbk_form_get_text (form, "tipo_precio"), "fijo") == 0)
    {
      empty_field (form, "diferencial_tm");
      empty_field (form, "mes_bolsa");
    }
  else
    empty_field (form, "precio_fijado_tm");
  show_price (self);
}

/* What the figures mean, while they are typed. */
static void
figures_changed_cb (TbkContratoForm *self)
{
  TbkForm *form = get_form (self);
  g_autofree char *volume = tbk_contrato_describe_volumen (self, tbk_form_get_text (form, "volumen_tm"),
                                                           tbk_form_get_text (form, "tolerancia_pct"));
  g_autofree char *price = tbk_contrato_describe_precio (self, tbk_form_get_text (form, "tipo_precio"),
                                                         tbk_form_get_text (form, "precio_fijado_tm"),
                                                         tbk_form_get_text (form, "diferencial_tm"));

  adw_preferences_group_set_description (self->volume_group, volume);
  adw_preferences_group_set_description (self->price_group, price);
}

static void
watch_figures (TbkContratoForm *self, TbkForm *form)
{
  static const char *const signals[] = { "changed::volumen_tm", "changed::tolerancia_pct", "changed::tipo_precio",
                                         "changed::precio_fijado_tm", "changed::diferencial_tm" };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (form, signals[i], G_CALLBACK (figures_changed_cb), self, G_CONNECT_SWAPPED);
  figures_changed_cb (self);
}

/* --- parties -------------------------------------------------------------- */

static char *
get_own_id (TbkForm *form)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, tbk_api_get_empresa_id (tbk_form_get_api (form)));
}

static void
side_changed_cb (TbkContratoForm *self)
{
  TbkForm *form = get_form (self);
  gboolean sells = adw_combo_row_get_selected (self->side) == SIDE_SELLS;
  g_autofree char *own = get_own_id (form);

  tbk_form_preset (form, "exportadora_id", sells ? NULL : own);
  tbk_form_preset (form, "contraparte_id", sells ? own : NULL);
  show_row (self, "exportadora_id", sells);
  show_row (self, "contraparte_id", !sells);
  filter_row (self, "exportadora_id", "tipo", "exportadora");
  filter_row (self, "contraparte_id", "tipo", "proveedor");
  filter_row (self, "contraparte_id", "asociada", "true");
}

static void
settle_parties (TbkContratoForm *self)
{
  TbkForm *form = get_form (self);
  gboolean creating = tbk_form_is_creating (form);

  gtk_widget_set_visible (self->side_group, creating && is_rol (form, "centro"));
  show_row (self, "codigo", creating);
  if (!creating)
    return;
  if (is_rol (form, "centro"))
    side_changed_cb (self);
  else if (is_rol (form, "exportadora"))
    show_row (self, "exportadora_id", FALSE);
}

static void
preset_new (TbkForm *form)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *own = get_own_id (form);

  tbk_form_preset (form, "fecha_firma", today);
  tbk_form_preset (form, "tipo_precio", "fijo");
  tbk_form_preset (form, "tolerancia_pct", USUAL_TOLERANCE);
  if (is_rol (form, "exportadora"))
    tbk_form_preset (form, "exportadora_id", own);
}

static void
tbk_contrato_form_class_init (TbkContratoFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TBK_TYPE_FORM_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/contrato-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkContratoForm, side_group);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoForm, side);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoForm, volume_group);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoForm, price_group);
  gtk_widget_class_bind_template_callback (widget_class, side_changed_cb);
}

static void
tbk_contrato_form_init (TbkContratoForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TbkFormWindow *
tbk_contrato_form_new (TbkForm *form)
{
  TbkContratoForm *self;
  const char *codigo = tbk_form_get_text (form, "codigo");
  g_autofree char *title = NULL;

  if (tbk_form_is_creating (form))
    {
      title = g_strdup (_ ("New Contract"));
      preset_new (form);
    }
  else
    /* Translators: %s is a contract's code */
    title = g_strdup_printf (_ ("Contract %s"), codigo);
  self = g_object_new (TBK_TYPE_CONTRATO_FORM, "form", form, "title", title, NULL);
  settle_parties (self);
  show_price (self);
  watch_figures (self, form);
  g_signal_connect_object (form, "changed::tipo_precio", G_CALLBACK (tipo_precio_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return TBK_FORM_WINDOW (self);
}
