/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-panel-private.h"

#include <glib/gi18n.h>

#include "tbk-tara-elegir.h"
#include "tbk-tara-guardar.h"
#include "tbk-toast.h"

/* --- using --- */

/* Whose tare was put in and how old it is stays readable while it counts. */
static void
say_tara (TbkPesajePanel *self, const TbkTaraGuardada *tara)
{
  g_autofree char *age = tbk_tara_describe_age (tara);
  gboolean old = tbk_catalogo_is_old (tara);
  /* Translators: what a tare is stored under, "weighed 3 days ago" */
  g_autofree char *plain = g_strdup_printf (_ ("Tare of %s, %s."), tara->nombre, age);
  g_autofree char *text = g_strjoin (
      " ", plain, old ? _ ("That is long ago: weigh the vehicle empty again.") : NULL, NULL);

  gtk_label_set_label (self->tara_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->tara_label), TRUE);
  if (old)
    gtk_widget_add_css_class (GTK_WIDGET (self->tara_label), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->tara_label), "warning");
}

void
tbk_pesaje_panel_forget_tara (TbkPesajePanel *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->tara_label), FALSE);
}

void
tbk_pesaje_panel_offer_tara (TbkPesajePanel *self)
{
  g_autofree char *placa = tbk_pesaje_datos_get_placa (self->datos);
  g_autoptr (TbkTaraGuardada) tara = NULL;
  gboolean typed;

  g_object_get (self->datos, "with-tara", &typed, NULL);
  if (*placa == '\0' || self->catalogo == NULL || !typed)
    return;
  tara = tbk_catalogo_find_tara (self->catalogo, TBK_TARA_VEHICULO, placa);
  if (tara == NULL)
    return;
  tbk_pesaje_datos_set_tara (self->datos, tara->kg);
  say_tara (self, tara);
}

static void
chosen_cb (GtkWidget *from, const TbkTaraGuardada *tara)
{
  TbkPesajePanel *self = TBK_PESAJE_PANEL (from);

  if (g_str_equal (tara->clase, TBK_TARA_SACO))
    tbk_pesaje_datos_set_tara_saco (self->datos, tara->kg);
  else
    {
      tbk_pesaje_datos_set_placa (self->datos, tara->nombre);
      tbk_pesaje_datos_set_tara (self->datos, tara->kg);
    }
  say_tara (self, tara);
  tbk_pesaje_panel_focus (self);
}

void
tbk_pesaje_panel_choose_tara (TbkPesajePanel *self)
{
  if (self->catalogo != NULL)
    tbk_tara_elegir (GTK_WIDGET (self), self->catalogo, chosen_cb, "pesaje.store-tare");
}

/* --- storing --- */

static gboolean
look_at_scale (TbkPesajePanel *self, TbkDecimal *kg, GError **error)
{
  TbkDecimal tara;

  if (!tbk_pesador_get_kg (self->pesador, kg, &tara, error))
    return FALSE;
  if (tbk_pesador_get_state (self->pesador) == TBK_PESADOR_STABLE && kg->units > 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _ ("Wait until a weight stands still on the scale."));
  return FALSE;
}

/* As it stands there when it is confirmed. */
static void
named_cb (GtkWidget *from, const char *clase, const char *nombre)
{
  TbkPesajePanel *self = TBK_PESAJE_PANEL (from);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *trama = NULL;
  TbkDecimal kg;

  if (self->catalogo == NULL || !look_at_scale (self, &kg, &error))
    {
      if (error != NULL)
        tbk_toast_error (from, error);
      return;
    }
  text = tbk_decimal_to_text (kg);
  trama = tbk_lectura_cruda_escape (tbk_pesador_get_lectura (self->pesador));
  if (tbk_catalogo_put_tara (self->catalogo,
                             &(TbkTaraGuardada){ (char *) clase, (char *) nombre, text,
                                                 g_get_real_time (), trama, TRUE },
                             &error))
    tbk_toast (from, _ ("The tare is stored."));
  else
    tbk_toast_error (from, error);
}

void
tbk_pesaje_panel_store_tara (TbkPesajePanel *self)
{
  g_autofree char *placa = tbk_pesaje_datos_get_placa (self->datos);
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;
  TbkDecimal kg;

  if (!look_at_scale (self, &kg, &error))
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  shown = tbk_pesaje_panel_show_kg (kg);
  tbk_tara_guardar (GTK_WIDGET (self), shown, placa, named_cb);
}

/* A vehicle that was weighed empty: its tare serves another day. */
gboolean
tbk_pesaje_panel_keep_tara (TbkPesajePanel *self, const TbkToma *toma, GError **error)
{
  g_autofree char *kg = tbk_decimal_to_text (toma->tara.kg);

  if (self->catalogo == NULL || toma->tara.en == 0 || toma->placa == NULL || *toma->placa == '\0')
    return TRUE;
  return tbk_catalogo_put_tara (
      self->catalogo,
      &(TbkTaraGuardada){ (char *) TBK_TARA_VEHICULO, toma->placa, kg, toma->tara.en, toma->tara.trama, TRUE }, error);
}
