/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-page.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-banner.h"
#include "tbk-bascula-ajustes.h"
#include "tbk-catalogo.h"
#include "tbk-lote-conocido.h"
#include "tbk-medidor-ajustes.h"
#include "tbk-pesaje-hoy.h"
#include "tbk-pesaje-panel.h"
#include "tbk-pesaje-patio.h"

struct _TbkPesajePage
{
  TbkPage parent_instance;

  GSettings *settings;
  TbkDespacho *despacho;
  TbkCatalogo *catalogo; /* NULL until there are both an api and a despacho */

  TbkPesajePanel *panel;
  TbkPesajeHoy *hoy;
  TbkPesajePatio *patio;
  AdwViewStack *side;
  GtkToggleButton *two_pass;
  GtkWidget *expired_banner;
};

G_DEFINE_FINAL_TYPE (TbkPesajePage, tbk_pesaje_page, TBK_TYPE_PAGE)

enum
{
  PROP_DESPACHO = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* --- what happens in its parts --- */

static void
taken_cb (TbkPesajePage *self, const char *id)
{
  tbk_pesaje_hoy_print_later (self->hoy, id);
}

static void
chosen_cb (TbkPesajePage *self, TbkCamion *camion)
{
  tbk_pesaje_panel_set_camion (self->panel, camion);
  tbk_pesaje_panel_focus (self->panel);
}

static gboolean
to_active (GValue *value, GVariant *variant, gpointer data)
{
  g_value_set_boolean (value, g_str_equal (g_variant_get_string (variant, NULL), "camion"));
  return TRUE;
}

static GVariant *
from_active (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_string (g_value_get_boolean (value) ? "camion" : "plataforma");
}

static void
mode_cb (TbkPesajePage *self)
{
  adw_view_stack_set_visible_child_name (self->side, gtk_toggle_button_get_active (self->two_pass) ? "patio" : "hoy");
}

static void
usuario_cb (TbkPesajePage *self)
{
  TbkApi *api = tbk_page_get_api (TBK_PAGE (self));

  g_object_set (self->expired_banner, "revealed", api != NULL && tbk_api_get_usuario (api) == NULL, NULL);
}

static void
make_catalogo (TbkPesajePage *self)
{
  TbkApi *api = tbk_page_get_api (TBK_PAGE (self));

  if (api == NULL || self->despacho == NULL || self->catalogo != NULL)
    return;
  self->catalogo = tbk_catalogo_new (api, self->despacho);
  tbk_pesaje_panel_set_catalogo (self->panel, self->catalogo);
  tbk_pesaje_hoy_set_catalogo (self->hoy, self->catalogo);
}

static void
api_cb (TbkPesajePage *self)
{
  TbkApi *api = tbk_page_get_api (TBK_PAGE (self));

  if (api == NULL)
    return;
  g_signal_connect_object (api, "notify::usuario", G_CALLBACK (usuario_cb), self, G_CONNECT_SWAPPED);
  usuario_cb (self);
  make_catalogo (self);
}

/* --- actions --- */

static void
scale_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_bascula_ajustes_present (widget, tbk_pesaje_panel_get_pesador (TBK_PESAJE_PAGE (widget)->panel));
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_widget_activate_action (GTK_WIDGET (TBK_PESAJE_PAGE (widget)->hoy), "hoy.export", NULL);
}

static void
capture_action (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_widget_activate_action (GTK_WIDGET (TBK_PESAJE_PAGE (widget)->panel), "pesaje.capture", NULL);
}

static void
meter_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_medidor_ajustes_present (widget, tbk_pesaje_panel_get_medidor (TBK_PESAJE_PAGE (widget)->panel));
}

/* What the keys of the whole window ask of the panel. */
static void
panel_action (GtkWidget *widget, const char *name, GVariant *target)
{
  GtkWidget *panel = GTK_WIDGET (TBK_PESAJE_PAGE (widget)->panel);
  g_autofree char *action = g_strconcat ("pesaje.", name + strlen ("page."), NULL);

  gtk_widget_activate_action (panel, action, NULL);
}

static void
lote_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_pesaje_panel_choose_lote (TBK_PESAJE_PAGE (widget)->panel);
}

/* --- the object --- */

static void
learn (TbkPesajePage *self)
{
  TbkApi *api = tbk_page_get_api (TBK_PAGE (self));

  if (self->despacho != NULL && api != NULL)
    tbk_lote_conocido_learn (self->despacho, api);
}

static void
tbk_pesaje_page_reload (TbkPage *page)
{
  TbkPesajePage *self = TBK_PESAJE_PAGE (page);

  tbk_pesaje_hoy_reload (self->hoy);
  if (self->catalogo != NULL)
    tbk_catalogo_refresh (self->catalogo);
  learn (self);
}

static void
tbk_pesaje_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tbk_pesaje_page_parent_class)->map (widget);
  tbk_pesaje_panel_focus (TBK_PESAJE_PAGE (widget)->panel);
}

static void
tbk_pesaje_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkPesajePage *self = TBK_PESAJE_PAGE (object);

  if (id != PROP_DESPACHO)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (!g_set_object (&self->despacho, g_value_get_object (value)) || self->despacho == NULL)
    return;
  tbk_despacho_want (self->despacho);
  g_object_set (self->panel, "despacho", self->despacho, NULL);
  g_object_set (self->hoy, "despacho", self->despacho, NULL);
  g_object_set (self->patio, "despacho", self->despacho, NULL);
  make_catalogo (self);
  learn (self);
}

static void
tbk_pesaje_page_dispose (GObject *object)
{
  TbkPesajePage *self = TBK_PESAJE_PAGE (object);

  g_clear_object (&self->despacho);
  if (self->catalogo != NULL)
    g_object_run_dispose (G_OBJECT (self->catalogo));
  g_clear_object (&self->catalogo);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_pesaje_page_parent_class)->dispose (object);
}

static void
tbk_pesaje_page_class_init (TbkPesajePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tbk_pesaje_page_set_property;
  object_class->dispose = tbk_pesaje_page_dispose;
  widget_class->map = tbk_pesaje_page_map;
  TBK_PAGE_CLASS (klass)->reload = tbk_pesaje_page_reload;
  properties[PROP_DESPACHO] = g_param_spec_object ("despacho", NULL, NULL, TBK_TYPE_DESPACHO,
                                                   G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (TBK_TYPE_BANNER);
  g_type_ensure (TBK_TYPE_PESAJE_PANEL);
  g_type_ensure (TBK_TYPE_PESAJE_HOY);
  g_type_ensure (TBK_TYPE_PESAJE_PATIO);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/pesaje-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePage, panel);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePage, hoy);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePage, patio);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePage, side);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePage, two_pass);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePage, expired_banner);
  gtk_widget_class_bind_template_callback (widget_class, taken_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_install_action (widget_class, "page.scale", NULL, scale_action);
  gtk_widget_class_install_action (widget_class, "page.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "page.capture", NULL, capture_action);
  gtk_widget_class_install_action (widget_class, "page.meter", NULL, meter_action);
  gtk_widget_class_install_action (widget_class, "page.tares", NULL, panel_action);
  gtk_widget_class_install_action (widget_class, "page.moisture", NULL, panel_action);
  gtk_widget_class_install_action (widget_class, "page.photo", NULL, panel_action);
  gtk_widget_class_install_action (widget_class, "page.lote", NULL, lote_action);
}

static void
tbk_pesaje_page_init (TbkPesajePage *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka.Bascula");
  g_signal_connect (self, "notify::api", G_CALLBACK (api_cb), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  tbk_page_set_status (TBK_PAGE (self), TBK_PAGE_CONTENT);
  g_signal_connect_object (self->two_pass, "toggled", G_CALLBACK (mode_cb), self, G_CONNECT_SWAPPED);
  g_settings_bind_with_mapping (self->settings, "modo", self->two_pass, "active", G_SETTINGS_BIND_DEFAULT, to_active,
                                from_active, NULL, NULL);
}
