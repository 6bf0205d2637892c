/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-pesador.h"
#include "tbk-pesaje-datos.h"
#include "tbk-pesaje-panel.h"
#include "tbk-peso-display.h"

G_BEGIN_DECLS

struct _TbkPesajePanel
{
  AdwBin parent_instance;

  GSettings *settings;
  TbkDespacho *despacho;
  TbkPesador *pesador;
  char *unidad;
  TbkToma *camion; /* the truck in hand; NULL */
  guint age_id;    /* the age of the frame is told while its popover is open */
  guint taken_id;  /* the confirmation goes by itself */

  /* template children */
  TbkPesoDisplay *display;
  TbkPesajeDatos *datos;
  GtkMenuButton *frame_button;
  GtkLabel *frame_label;
  GtkLabel *age_label;
  GtkRevealer *taken_revealer;
  GtkLabel *taken_label;
  GtkLabel *reason_label;
  GtkLabel *sum_label;
  GtkButton *capture_button;
  GtkWidget *zero_button;
  GtkWidget *tare_button;
};

/* What is on the scale now with what is said of it, as it would be kept. Returns: (transfer full) (nullable). Expected errors:
 * G_IO_ERROR_INVALID_DATA (no weight, nothing left), _INVALID_ARGUMENT (a field; it gets the focus where `focus`). */
TbkToma *tbk_pesaje_panel_make_toma (TbkPesajePanel *self, gboolean focus, GError **error);
/* Whether the truck is weighed for the first time and goes to the yard. */
gboolean tbk_pesaje_panel_is_first_pass (TbkPesajePanel *self);
/* Tells loud and large that something was kept. */
void tbk_pesaje_panel_confirm (TbkPesajePanel *self, const char *text);
/* "28,460.00 kg". Returns: (transfer full). */
char *tbk_pesaje_panel_show_kg (TbkDecimal kg);
/* Takes the weight, or asks, or says why not. */
void tbk_pesaje_panel_capture (TbkPesajePanel *self);

G_END_DECLS
