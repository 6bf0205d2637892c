/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-hoy-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-csv.h"
#include "tbk-motivo.h"
#include "tbk-pesaje-boleto.h"
#include "tbk-toast.h"
#include "tbk-toma.h"
#include "tbk-window-of.h"

/* --- tickets --- */

static TbkTicketPaper
get_paper (TbkPesajeHoy *self)
{
  g_autofree char *boleto = g_settings_get_string (self->settings, "boleto");

  return g_str_equal (boleto, "rollo") ? TBK_TICKET_ROLL_80 : TBK_TICKET_A4;
}

static void
print_item (TbkPesajeHoy *self, const TbkPesajeItem *item)
{
  TbkBuzon *buzon = tbk_despacho_get_buzon (self->despacho);
  TbkRecord *empresa = tbk_api_get_usuario (self->api) != NULL ? tbk_api_get_empresa (self->api) : NULL;
  g_autoptr (GBytes) logo = self->catalogo != NULL ? tbk_catalogo_get_logo (self->catalogo) : NULL;
  g_autoptr (TbkPesajeBoleto) boleto = NULL;
  g_autoptr (GError) error = NULL;
  guint before = 0;

  if (buzon == NULL || !tbk_libreta_count_print (buzon, item->id, &before, &error))
    {
      if (error != NULL)
        tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  boleto = tbk_pesaje_boleto_new (item, empresa, logo, self->unidad, before);
  tbk_ticket_print (GTK_WIDGET (self), tbk_pesaje_boleto_get_facts (boleto), get_paper (self));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPesajeHoy *self = TBK_PESAJE_HOY (widget);
  const TbkPesajeItem *item = tbk_pesaje_hoy_find (self, g_variant_get_string (target, NULL));

  if (item != NULL)
    print_item (self, item);
}

void
tbk_pesaje_hoy_print_what_waits (TbkPesajeHoy *self)
{
  const TbkPesajeItem *item = self->to_print != NULL ? tbk_pesaje_hoy_find (self, self->to_print) : NULL;
  gboolean away = self->api == NULL || tbk_api_get_state (self->api) != TBK_API_ONLINE;

  if (item == NULL || (item->state == TBK_PESAJE_ITEM_WAITING && !away))
    return;
  g_clear_pointer (&self->to_print, g_free);
  print_item (self, item);
}

void
tbk_pesaje_hoy_print_later (TbkPesajeHoy *self, const char *id)
{
  g_autofree char *boleto = g_settings_get_string (self->settings, "boleto");

  if (g_str_equal (boleto, "no"))
    return;
  g_free (self->to_print);
  self->to_print = g_strdup (id);
}

/* --- undo, refused ones --- */

static void
undo_given_cb (GtkWidget *from, const char *motivo, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (tbk_despacho_undo (TBK_PESAJE_HOY (from)->despacho, data, motivo, &error))
    tbk_toast (from, _ ("A counter-entry was made."));
  else
    tbk_toast_error (from, error);
}

/* One that waits here is undone by the same means: the server gets both, and the history is whole. */
static void
undo_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPesajeHoy *self = TBK_PESAJE_HOY (widget);
  const TbkPesajeItem *item = tbk_pesaje_hoy_find (self, g_variant_get_string (target, NULL));
  const char *body = _ ("A counter-entry takes its weight off the lot. Both stay in the history, with the reason.");

  if (item == NULL)
    return;
  if (item->state == TBK_PESAJE_ITEM_WAITING)
    body = _ ("It still waits here. A counter-entry goes to the server right behind it; both stay "
              "in the history, with the "
              "reason.");
  tbk_motivo_ask (widget, &(TbkMotivoPregunta){ _ ("Undo This Weighing?"), body, _ ("_Undo") }, undo_given_cb,
                  g_strdup (item->id), g_free);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autoptr (GError) error = NULL;

  if (!tbk_despacho_retry (TBK_PESAJE_HOY (widget)->despacho, g_variant_get_string (target, NULL), &error))
    tbk_toast_error (widget, error);
}

static void
give_up_given_cb (GtkWidget *from, const char *motivo, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!tbk_despacho_give_up (TBK_PESAJE_HOY (from)->despacho, data, motivo, &error))
    tbk_toast_error (from, error);
}

static void
give_up_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_motivo_ask (widget,
                  &(TbkMotivoPregunta){ _ ("Give Up This Weighing?"),
                                        _ ("It is not sent any more. It stays on this computer, with the reason."),
                                        _ ("_Give Up") },
                  give_up_given_cb, g_variant_dup_string (target, NULL), g_free);
}

static void
kick_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_despacho_kick (TBK_PESAJE_HOY (widget)->despacho);
}

/* --- export --- */

static const char *
state_word (const TbkPesajeItem *item)
{
  if (item->undone)
    return _ ("Undone");
  switch (item->state)
    {
    case TBK_PESAJE_ITEM_WAITING:
      return _ ("Waiting");
    case TBK_PESAJE_ITEM_REFUSED:
      return _ ("Refused");
    case TBK_PESAJE_ITEM_GIVEN_UP:
      return _ ("Given Up");
    case TBK_PESAJE_ITEM_SENT:
    default:
      return _ ("Sent");
    }
}

static char *
plain_kg (const TbkPesajeItem *item, const char *name)
{
  g_autofree char *kg = tbk_pesaje_item_get_kg (item, name);

  return tbk_show_plain (kg);
}

static void
append_item (GString *out, const TbkPesajeItem *item, char separator)
{
  g_autofree char *time = tbk_toma_time (item->en);
  g_autofree char *bruto = plain_kg (item, "bruto_kg");
  g_autofree char *vehiculo = plain_kg (item, "tara_vehiculo_kg");
  g_autofree char *sacos = plain_kg (item, "tara_sacos_kg");
  g_autofree char *neto = plain_kg (item, "neto_kg");
  g_autofree char *humedad = tbk_show_plain (tbk_pesaje_item_get_text (item, "humedad"));
  g_autofree char *descuento = plain_kg (item, "descuento_kg");
  g_autofree char *liquido = plain_kg (item, "liquido_kg");
  const char *const cells[] = { time,
                                item->lote,
                                tbk_pesaje_item_get_text (item, "placa"),
                                bruto,
                                vehiculo,
                                sacos,
                                neto,
                                humedad,
                                descuento,
                                liquido,
                                tbk_pesaje_item_get_text (item, "humedad_regla"),
                                state_word (item),
                                tbk_pesaje_item_get_text (item, "motivo"),
                                item->id };

  tbk_csv_append (out, cells, G_N_ELEMENTS (cells), separator);
}

static char *
make_csv (TbkPesajeHoy *self)
{
  const char *const titles[]
      = { _ ("Weighed"), _ ("Lot"), _ ("Plate"), _ ("Gross (kg)"),
          _ ("Vehicle (kg)"), _ ("Sacks (kg)"), _ ("Net (kg)"), _ ("Moisture (%)"),
          _ ("Discount (kg)"), _ ("Payable (kg)"), _ ("Discount Rule"), _ ("State"),
          _ ("Reason"), _ ("Number") };
  GString *out = g_string_new (TBK_CSV_MARK);
  char separator = tbk_csv_separator ();

  tbk_csv_append (out, titles, G_N_ELEMENTS (titles), separator);
  for (guint i = 0; i < self->items->len; i++)
    append_item (out, g_ptr_array_index (self->items, i), separator);
  return g_string_free (out, FALSE);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, TbkPesajeHoy *self)
{
  g_autoptr (GtkNativeDialog) owned = dialog;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (file == NULL)
    return;
  text = make_csv (self);
  if (g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, &error))
    tbk_toast (GTK_WIDGET (self), _ ("The list was exported."));
  else
    tbk_toast_error (GTK_WIDGET (self), error);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *target)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (_ ("Export"), tbk_window_of (widget),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name_of_file = g_date_time_format (now, "pesajes-%Y-%m-%d.csv");

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name_of_file);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), widget, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
tbk_pesaje_hoy_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "hoy.print", "s", print_action);
  gtk_widget_class_install_action (klass, "hoy.undo", "s", undo_action);
  gtk_widget_class_install_action (klass, "hoy.retry", "s", retry_action);
  gtk_widget_class_install_action (klass, "hoy.give-up", "s", give_up_action);
  gtk_widget_class_install_action (klass, "hoy.kick", NULL, kick_action);
  gtk_widget_class_install_action (klass, "hoy.export", NULL, export_action);
}
