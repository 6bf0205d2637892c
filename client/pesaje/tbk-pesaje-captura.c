/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-panel-private.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-motivo.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

/* A weight that waits for its operator's word. */
typedef struct
{
  TbkToma *toma;
  gboolean first_pass;
} Pending;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  tbk_toma_free (pending->toma);
  g_free (pending);
}

void
tbk_pesaje_panel_sound (TbkPesajePanel *self, TbkSonidoClase clase)
{
  if (g_settings_get_boolean (self->settings, "sonido"))
    tbk_sonido_play (self->sonido, clase);
}

static void
say_no (TbkPesajePanel *self, const GError *error)
{
  tbk_pesaje_panel_sound (self, TBK_SONIDO_REFUSED);
  tbk_toast_error (GTK_WIDGET (self), error);
}

static void
refuse (TbkPesajePanel *self, const char *text)
{
  tbk_pesaje_panel_sound (self, TBK_SONIDO_REFUSED);
  tbk_toast (GTK_WIDGET (self), text);
}

/* --- keeping --- */

static TbkMirada *
last_mirada (TbkToma *toma)
{
  return toma->tara.en > toma->bruto.en ? &toma->tara : &toma->bruto;
}

/* That these cannot be kept stops nothing. */
static void
keep_notes (TbkPesajePanel *self, const TbkToma *toma)
{
  TbkBuzon *buzon = tbk_despacho_get_buzon (self->despacho);
  g_autoptr (GError) error = NULL;

  if (!tbk_pesaje_panel_keep_tara (self, toma, &error)
      || !tbk_libreta_put_lote (buzon, toma->lote_id, toma->lote, toma->bruto.en, &error))
    g_message ("notebook: %s", error->message);
}

static gboolean
keep_in_yard (TbkPesajePanel *self, const TbkToma *toma, GError **error)
{
  g_autofree char *datos = tbk_toma_to_datos (toma);
  const TbkCamion camion = { .id = toma->id, .placa = toma->placa, .datos = datos, .desde = toma->bruto.en };

  return tbk_despacho_put_camion (self->despacho, &camion, error);
}

static gboolean
keep (TbkPesajePanel *self, const TbkToma *toma, gboolean first_pass, GError **error)
{
  g_autofree char *body = NULL;

  if (first_pass)
    return keep_in_yard (self, toma, error);
  body = tbk_toma_to_body (toma);
  if (toma->tara.en != 0)
    return tbk_despacho_finish (self->despacho, toma->id, body, toma->bruto.en, error);
  return tbk_despacho_put (self->despacho, toma->id, body, toma->bruto.en, error);
}

static char *
describe_kept (const TbkToma *toma, gboolean first_pass)
{
  TbkSuma suma = { 0 };
  g_autofree char *text = NULL;

  tbk_toma_sum (toma, &suma, NULL);
  text = tbk_pesaje_panel_show_kg (first_pass ? suma.bruto : suma.neto);
  if (first_pass)
    /* Translators: a plate, a weight */
    return g_strdup_printf (_ ("%s in the yard\n%s"), toma->placa, text);
  /* Translators: a net weight, a lot's code */
  return g_strdup_printf (_ ("Net %s\n%s"), text, toma->lote);
}

/* With its photo where both can be kept; the weighing in any case. `lost`: why the photo is not. */
static gboolean
keep_with_foto (TbkPesajePanel *self, const TbkToma *toma, gboolean first_pass, GError **lost, GError **error)
{
  g_autoptr (GError) local = NULL;

  tbk_pesaje_foto_give (self->foto, toma->id, lost);
  if (keep (self, toma, first_pass, &local))
    return TRUE;
  if (!tbk_pesaje_foto_give_way (self->foto, toma->id))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_propagate_error (lost, g_steal_pointer (&local));
  return keep (self, toma, first_pass, error);
}

/* It is on the disk before anything says so. */
static void
take (TbkPesajePanel *self, const TbkToma *toma, gboolean first_pass)
{
  g_autoptr (GError) lost = NULL;
  g_autofree char *id = g_strdup (toma->id);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!keep_with_foto (self, toma, first_pass, &lost, &error))
    {
      say_no (self, error);
      return;
    }
  tbk_pesaje_foto_given (self->foto, id);
  if (lost != NULL)
    tbk_pesaje_foto_say_lost (self->foto, lost);
  keep_notes (self, toma);
  text = describe_kept (toma, first_pass);
  tbk_pesador_taken (self->pesador);
  tbk_pesaje_panel_set_camion (self, NULL);
  tbk_pesaje_datos_next (self->datos);
  tbk_pesaje_panel_forget_tara (self);
  tbk_pesaje_panel_confirm (self, text);
  if (!first_pass)
    g_signal_emit_by_name (self, "taken", id);
}

/* --- asking --- */

static void
reason_given_cb (GtkWidget *from, const char *motivo, gpointer data)
{
  Pending *pending = data;
  TbkMirada *mirada = last_mirada (pending->toma);

  g_free (mirada->motivo);
  mirada->motivo = g_strdup (motivo);
  take (TBK_PESAJE_PANEL (from), pending->toma, pending->first_pass);
}

/* It moves: taken with a reason or not at all. */
static void
ask_reason (TbkPesajePanel *self, Pending *pending)
{
  g_autofree char *kg = tbk_pesaje_panel_show_kg (last_mirada (pending->toma)->kg);
  /* Translators: %s is a weight */
  g_autofree char *body = g_strdup_printf (
      _ ("%s is not stable. It can be taken all the same; the reason is kept with it."), kg);

  tbk_pesaje_panel_sound (self, TBK_SONIDO_MOVING);
  tbk_motivo_ask (GTK_WIDGET (self),
                  &(TbkMotivoPregunta){ _ ("Take a Moving Weight?"), body, _ ("_Take It") },
                  reason_given_cb, pending, pending_free);
}

static void
decide_stable (TbkPesajePanel *self, Pending *pending)
{
  if (!last_mirada (pending->toma)->estable)
    {
      ask_reason (self, pending);
      return;
    }
  take (self, pending->toma, pending->first_pass);
  pending_free (pending);
}

static void
again_cb (AdwMessageDialog *dialog, const char *response, TbkPesajePanel *self)
{
  Pending *pending = g_object_steal_data (G_OBJECT (dialog), "pending");

  if (g_str_equal (response, "again"))
    decide_stable (self, pending);
  else
    pending_free (pending);
}

/* The scale was not empty since the last one: a key that bounced, or another vehicle right behind. */
static void
ask_again (TbkPesajePanel *self, Pending *pending)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      tbk_window_of (GTK_WIDGET (self)), _ ("Weigh It Again?"),
      _ ("The scale was not empty since the last weight was taken: this may be the same load.")));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "again", _ ("_Take It Again"), NULL);
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_response_appearance (dialog, "again", ADW_RESPONSE_DESTRUCTIVE);
  tbk_pesaje_panel_sound (self, TBK_SONIDO_REFUSED);
  g_object_set_data_full (G_OBJECT (dialog), "pending", pending, pending_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (again_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- the key --- */

static const char *
missing (TbkPesajePanel *self, const TbkToma *toma)
{
  if (toma->lote_id == 0)
    return _ ("Choose the lot first.");
  if (tbk_pesaje_panel_is_first_pass (self) && *toma->placa == '\0')
    return _ ("A truck that comes back needs its plate.");
  if (tbk_pesador_is_empty (self->pesador))
    return _ ("The scale is empty.");
  return NULL;
}

void
tbk_pesaje_panel_capture (TbkPesajePanel *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkToma) toma = tbk_pesaje_panel_make_toma (self, TRUE, &error);
  const char *lacks = toma != NULL ? missing (self, toma) : NULL;
  Pending *pending;

  if (toma == NULL)
    {
      say_no (self, error);
      return;
    }
  if (lacks != NULL)
    {
      refuse (self, lacks);
      return;
    }
  pending = g_new0 (Pending, 1);
  pending->toma = g_steal_pointer (&toma);
  pending->first_pass = tbk_pesaje_panel_is_first_pass (self);
  if (!tbk_pesador_is_new (self->pesador))
    ask_again (self, pending);
  else
    decide_stable (self, pending);
}
