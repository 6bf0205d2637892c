/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-catalogo.h"
#include "tbk-medidor.h"
#include "tbk-pesador.h"
#include "tbk-pesaje-datos.h"
#include "tbk-pesaje-foto.h"
#include "tbk-pesaje-panel.h"
#include "tbk-peso-display.h"
#include "tbk-sonido.h"

G_BEGIN_DECLS

struct _TbkPesajePanel
{
  AdwBin parent_instance;

  GSettings *settings;
  TbkDespacho *despacho;
  TbkPesador *pesador;
  TbkMedidor *medidor;
  TbkSonido *sonido;
  TbkCatalogo *catalogo; /* NULL: nothing is known of the server */
  char *unidad;
  char *regla;      /* the rule of discount as last known; NULL: none */
  TbkToma *camion;  /* the truck in hand; NULL */
  guint medidor_id; /* the age of the moisture is told while there is one */
  guint age_id;     /* the age of the frame is told while its popover is open */
  guint taken_id;   /* the confirmation goes by itself */

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
  GtkLabel *discount_label;
  GtkLabel *tara_label;
  GtkLabel *capture_label;
  GtkWidget *zero_button;
  GtkWidget *tare_button;
  TbkPesajeFoto *foto;
};

/* What is on the scale now with what is said of it, as it would be kept. Returns: (transfer full) (nullable). Expected errors:
 * G_IO_ERROR_INVALID_DATA (no weight, nothing left), _INVALID_ARGUMENT (a field; it gets the focus where `focus`). */
TbkToma *tbk_pesaje_panel_make_toma (TbkPesajePanel *self, gboolean focus, GError **error);
/* Whether the truck is weighed for the first time and goes to the yard. */
gboolean tbk_pesaje_panel_is_first_pass (TbkPesajePanel *self);
/* Where the settings of the scale want it. */
void tbk_pesaje_panel_sound (TbkPesajePanel *self, TbkSonidoClase clase);
/* Tells loud and large that something was kept. */
void tbk_pesaje_panel_confirm (TbkPesajePanel *self, const char *text);
/* "28,460.00 kg". Returns: (transfer full). */
char *tbk_pesaje_panel_show_kg (TbkDecimal kg);
/* Takes the weight, or asks, or says why not. */
void tbk_pesaje_panel_capture (TbkPesajePanel *self);

/* The stored tare of the plate that is typed, where there is one: it is put in, and its age told. */
void tbk_pesaje_panel_offer_tara (TbkPesajePanel *self);
/* What was told of a stored tare is so no more. */
void tbk_pesaje_panel_forget_tara (TbkPesajePanel *self);
/* Asks which stored tare is used. */
void tbk_pesaje_panel_choose_tara (TbkPesajePanel *self);
/* Asks under which name what stands on the scale is stored. */
void tbk_pesaje_panel_store_tara (TbkPesajePanel *self);
/* Stores the tare of a vehicle that was weighed empty, under its plate. Expected errors: TBK_BUZON_ERROR (all). */
gboolean tbk_pesaje_panel_keep_tara (TbkPesajePanel *self, const TbkToma *toma, GError **error);

/* --- tbk-pesaje-panel-foto.c --- */

void tbk_pesaje_panel_install_foto_actions (GtkWidgetClass *klass);
/* Pictures may be dropped on it, and pasted where no text is written. */
void tbk_pesaje_panel_take_fotos (TbkPesajePanel *self);

G_END_DECLS
