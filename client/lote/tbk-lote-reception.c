/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-reception.h"

#include <glib/gi18n.h>

#include "tbk-lote-text.h"

struct _TbkLoteReception
{
  TbkFormWindow parent_instance;

  char *peso_kg; /* as announced: the record itself takes the answer over */
  char *humedad;
  GSettings *settings;

  AdwActionRow *peso_row;
  AdwActionRow *humedad_row;
};

G_DEFINE_FINAL_TYPE (TbkLoteReception, tbk_lote_reception, TBK_TYPE_FORM_WINDOW)

/* What POST /lotes/{id}/recepcion takes. */
/* clang-format off */
static const TbkField fields[] = {
  { "peso_kg", N_("Weight"), TBK_FIELD_DECIMAL, TBK_FIELD_REQUIRED, TBK_UNIT_KG, 3,
    .min = "0.001", .max = "100000000", .hint = N_("As weighed at reception, net.") },
  { "humedad", N_("Moisture"), TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_PERCENT, 2,
    .min = "0", .max = "100", .hint = N_("Percent of water, wet basis.") },
  { "observaciones", N_("Remarks"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 2000 },
};
/* clang-format on */
static const TbkSchema schema = TBK_SCHEMA ("Recepcion", fields);

/* What counts from now on, against what was announced. */
static void
compare (TbkLoteReception *self)
{
  TbkForm *form = tbk_form_window_get_form (TBK_FORM_WINDOW (self));
  g_autofree char *unidad = g_settings_get_string (self->settings, "unidad");
  g_autofree char *peso = tbk_lote_compare_peso (self->peso_kg, tbk_form_get_text (form, "peso_kg"), unidad);
  g_autofree char *humedad = tbk_lote_compare_humedad (self->humedad, tbk_form_get_text (form, "humedad"));

  adw_action_row_set_subtitle (self->peso_row, peso);
  adw_action_row_set_subtitle (self->humedad_row, humedad);
  gtk_widget_set_visible (GTK_WIDGET (self->humedad_row), *humedad != '\0');
}

static void
tbk_lote_reception_dispose (GObject *object)
{
  TbkLoteReception *self = TBK_LOTE_RECEPTION (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_lote_reception_parent_class)->dispose (object);
}

static void
tbk_lote_reception_finalize (GObject *object)
{
  TbkLoteReception *self = TBK_LOTE_RECEPTION (object);

  g_free (self->peso_kg);
  g_free (self->humedad);
  G_OBJECT_CLASS (tbk_lote_reception_parent_class)->finalize (object);
}

static void
tbk_lote_reception_class_init (TbkLoteReceptionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_lote_reception_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_lote_reception_finalize;
  g_type_ensure (TBK_TYPE_FORM_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/lote-reception.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkLoteReception, peso_row);
  gtk_widget_class_bind_template_child (widget_class, TbkLoteReception, humedad_row);
}

static void
tbk_lote_reception_init (TbkLoteReception *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new ("com.triboka.Triboka");
  g_signal_connect_object (self->settings, "changed::unidad", G_CALLBACK (compare), self, G_CONNECT_SWAPPED);
}

TbkFormWindow *
tbk_lote_reception_new (TbkApi *api, TbkRecord *lote)
{
  g_autoptr (TbkForm) form = tbk_form_new (api, tbk_record_get_resource (lote), lote);
  g_autofree char *path = g_strdup_printf ("/lotes/%" G_GINT64_FORMAT "/recepcion", tbk_record_get_id (lote));
  g_autofree char *title = NULL;
  TbkLoteReception *self;

  tbk_form_set_target (form, "POST", path, &schema);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    tbk_form_preset (form, fields[i].name, tbk_record_get_text (lote, fields[i].name));
  /* Translators: %s is a lot's code */
  title = g_strdup_printf (_ ("Reception of Lot %s"), tbk_record_get_text (lote, "codigo_lote"));
  self = g_object_new (TBK_TYPE_LOTE_RECEPTION, "form", form, "title", title, NULL);
  self->peso_kg = g_strdup (tbk_record_get_text (lote, "peso_kg"));
  self->humedad = g_strdup (tbk_record_get_text (lote, "humedad"));
  g_signal_connect_object (form, "changed::peso_kg", G_CALLBACK (compare), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "changed::humedad", G_CALLBACK (compare), self, G_CONNECT_SWAPPED);
  compare (self);
  return TBK_FORM_WINDOW (self);
}
