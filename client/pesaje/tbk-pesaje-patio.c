/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-patio.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-motivo.h"
#include "tbk-pesaje-fila.h"
#include "tbk-toast.h"
#include "tbk-toma.h"

struct _TbkPesajePatio
{
  AdwBin parent_instance;

  TbkDespacho *despacho;
  GPtrArray *camiones; /* (element-type TbkCamion) */
  guint refresh_id;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TbkPesajePatio, tbk_pesaje_patio, ADW_TYPE_BIN)

enum
{
  PROP_DESPACHO = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- rows --- */

static GtkWidget *
make_row (const TbkCamion *camion)
{
  g_autoptr (TbkToma) toma = tbk_toma_from_datos (camion->datos, NULL);
  g_autofree char *kg = toma != NULL ? tbk_decimal_to_text (toma->bruto.kg) : NULL;
  g_autofree char *value = tbk_show_peso (NULL, kg, "kg");
  g_autofree char *time = tbk_toma_time (camion->desde);
  g_autofree char *ago = tbk_show_hace (NULL, time);
  g_autofree char *detail = g_strjoin (" · ", ago, toma != NULL ? toma->lote : NULL, NULL);
  TbkPesajeFila *row = tbk_pesaje_fila_new (camion->placa, value, detail);

  tbk_pesaje_fila_add_button (row, "user-trash-symbolic", _ ("Take this truck out of the yard"),
                              "patio.dismiss", camion->id);
  tbk_pesaje_fila_add_button (row, NULL, _ ("Weigh Again"), "patio.weigh", camion->id);
  return GTK_WIDGET (row);
}

static void
refresh_cb (gpointer data)
{
  TbkPesajePatio *self = data;
  TbkBuzon *buzon = tbk_despacho_get_buzon (self->despacho);
  g_autoptr (GError) error = NULL;
  GtkListBoxRow *row;

  self->refresh_id = 0;
  g_clear_pointer (&self->camiones, g_ptr_array_unref);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->camiones = buzon != NULL ? tbk_patio_list (buzon, &error) : NULL;
  if (error != NULL)
    g_message ("yard: %s", error->message);
  for (guint i = 0; self->camiones != NULL && i < self->camiones->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (self->camiones, i)));
}

static void
refresh_soon (TbkPesajePatio *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_once (refresh_cb, self);
}

/* --- actions --- */

static void
weigh_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPesajePatio *self = TBK_PESAJE_PATIO (widget);

  for (guint i = 0; self->camiones != NULL && i < self->camiones->len; i++)
    {
      TbkCamion *camion = g_ptr_array_index (self->camiones, i);

      if (g_strcmp0 (camion->id, g_variant_get_string (target, NULL)) != 0)
        continue;
      g_signal_emit (self, signals[CHOSEN], 0, camion);
      return;
    }
}

static void
reason_given_cb (GtkWidget *from, const char *motivo, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!tbk_despacho_dismiss (TBK_PESAJE_PATIO (from)->despacho, data, motivo, &error))
    tbk_toast_error (from, error);
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_motivo_ask (
      widget,
      &(TbkMotivoPregunta){
          _ ("Take It Out of the Yard?"),
          _ ("Its first weight is never sent. It stays on this computer, with the reason."),
          _ ("_Take Out") },
      reason_given_cb, g_variant_dup_string (target, NULL), g_free);
}

/* --- the object --- */

static void
tbk_pesaje_patio_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkPesajePatio *self = TBK_PESAJE_PATIO (object);

  if (id != PROP_DESPACHO)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (!g_set_object (&self->despacho, g_value_get_object (value)) || self->despacho == NULL)
    return;
  g_signal_connect_object (self->despacho, "changed", G_CALLBACK (refresh_soon), self, G_CONNECT_SWAPPED);
  refresh_soon (self);
}

static void
tbk_pesaje_patio_dispose (GObject *object)
{
  TbkPesajePatio *self = TBK_PESAJE_PATIO (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_object (&self->despacho);
  g_clear_pointer (&self->camiones, g_ptr_array_unref);
  G_OBJECT_CLASS (tbk_pesaje_patio_parent_class)->dispose (object);
}

static void
tbk_pesaje_patio_class_init (TbkPesajePatioClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tbk_pesaje_patio_set_property;
  object_class->dispose = tbk_pesaje_patio_dispose;
  properties[PROP_DESPACHO] = g_param_spec_object ("despacho", NULL, NULL, TBK_TYPE_DESPACHO,
                                                   G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHOSEN] = g_signal_new ("chosen", TBK_TYPE_PESAJE_PATIO, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/pesaje-patio.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePatio, list);
  gtk_widget_class_install_action (widget_class, "patio.weigh", "s", weigh_action);
  gtk_widget_class_install_action (widget_class, "patio.dismiss", "s", dismiss_action);
}

static void
tbk_pesaje_patio_init (TbkPesajePatio *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
