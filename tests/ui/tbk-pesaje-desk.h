/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-pesaje-hoy.h"
#include "tbk-pesaje-page.h"
#include "tbk-pesaje-panel-private.h"
#include "tbk-scale-line.h"
#include "tbk-stand-in.h"
#include "tbk-ui-window.h"

G_BEGIN_DECLS

/* The scale's page at a stand-in for the server, with a simulated scale on a line; a fixture. Main thread. */
typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkDespacho *despacho;
  TbkEmisor *emisor;
  GtkWidget *page;
  GtkWindow *window;
  TbkPesajePanel *panel;
  TbkPesajeHoy *hoy;
  char *folder;
} TbkPesajeDesk;

/* Another script on another line. */
void tbk_pesaje_desk_play (TbkPesajeDesk *desk, const char *script);
TbkPesadorState tbk_pesaje_desk_get_state (TbkPesajeDesk *desk);
/* Whether the display says so, stable. */
gboolean tbk_pesaje_desk_stands_at (TbkPesajeDesk *desk, const char *number);
void tbk_pesaje_desk_open_page (TbkPesajeDesk *desk);
/* The app ends, and begins anew. */
void tbk_pesaje_desk_close_page (TbkPesajeDesk *desk);
/* What the company says of itself from now on; `rule`: JSON. */
void tbk_pesaje_desk_set_rule (TbkPesajeDesk *desk, const char *rule);
/* `data`: the mode ("camion"), or NULL. */
void tbk_pesaje_desk_set_up (TbkPesajeDesk *desk, gconstpointer data);
void tbk_pesaje_desk_tear_down (TbkPesajeDesk *desk, gconstpointer data);
guint tbk_pesaje_desk_count_waiting (TbkPesajeDesk *desk);
guint tbk_pesaje_desk_count_kept (TbkPesajeDesk *desk);
/* LT-2026-000009, number 9. */
void tbk_pesaje_desk_choose_lote (TbkPesajeDesk *desk);
/* Space, where it falls. */
void tbk_pesaje_desk_press_space (TbkPesajeDesk *desk);
/* Whether a label or button of the window has just that text. */
gboolean tbk_pesaje_desk_says (TbkPesajeDesk *desk, const char *text);
/* Returns: (transfer none): the question over the page. */
AdwMessageDialog *tbk_pesaje_desk_wait_question (void);
/* Answers it; `motivo`: the reason that is typed, or NULL. */
void tbk_pesaje_desk_answer (const char *response, const char *motivo);
/* What the stand-in got last. Returns: (transfer full). */
JsonObject *tbk_pesaje_desk_last_body (TbkPesajeDesk *desk);
/* Sacks, kg a sack, moisture, plate, vehicle: from 0 on. */
GtkEditable *tbk_pesaje_desk_entry_at (TbkPesajeDesk *desk, guint position);

G_END_DECLS
