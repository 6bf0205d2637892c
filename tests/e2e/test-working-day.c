/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The working day: a contrato is written and becomes active, its other side puts a lote into it, and its reception
 * moves it on. All through the widgets, each side signed in as itself. */

#include "tbk-journey.h"

#define CENTRO "Centro de Acopio San Camilo"
#define CODIGO "CT-DIA-01"
#define CODIGO_LOTE "LT-DIA-01"

static gboolean
is_spanish (void)
{
  return g_getenv ("TBK_LOCALE") != NULL;
}

/* What the screen must say is written out here, not looked up in the catalogue that makes it. */
static void
expect_estado (TbkJourney *journey, const char *codigo, const char *spanish, const char *english)
{
  tbk_journey_wait_cell (journey, NULL, codigo, is_spanish () ? spanish : english);
}

static void
write_contrato (TbkJourney *journey)
{
  const char *form;

  tbk_app_press (journey->app, journey->page, T ("New contract"));
  form = tbk_app_wait_window (journey->app, T ("New Contract"));
  tbk_journey_pick (journey, form, "Counterpart", CENTRO);
  tbk_app_fill (journey->app, form, T ("Code"), CODIGO);
  tbk_app_fill (journey->app, form, T ("Volume"), is_spanish () ? "10,5" : "10.5");
  tbk_app_fill (journey->app, form, T ("Quality"), "ASS");
  tbk_app_fill (journey->app, form, T ("Fixed Price"), "5400");
  tbk_app_press (journey->app, form, T ("C_reate"));
  tbk_app_wait_closed (journey->app, form);
}

static void
take_step (TbkJourney *journey, const char *step, const char *spanish, const char *english)
{
  tbk_app_press (journey->app, journey->page, T (step));
  tbk_app_wait_gone (journey->app, journey->page, TBK_ROLE_BUTTON, T (step));
  expect_estado (journey, CODIGO, spanish, english);
}

static void
activate_contrato (TbkJourney *journey)
{
  tbk_journey_select_row (journey, NULL, CODIGO);
  expect_estado (journey, CODIGO, "Borrador", "Draft");
  take_step (journey, "Send to Review", "En revisión", "In Review");
  take_step (journey, "Activate", "Activo", "Active");
}

static void
register_lote (TbkJourney *journey)
{
  const char *form;

  tbk_journey_show_page (journey, "Lots");
  tbk_app_press (journey->app, journey->page, T ("New lot"));
  form = tbk_app_wait_window (journey->app, T ("New Lot"));
  tbk_app_fill (journey->app, form, T ("Code"), CODIGO_LOTE);
  tbk_app_fill (journey->app, form, T ("Weight"), "50");
  tbk_app_fill (journey->app, form, T ("Moisture"), is_spanish () ? "7,2" : "7.2");
  tbk_app_press (journey->app, form, T ("C_reate"));
  tbk_app_wait_closed (journey->app, form);
  expect_estado (journey, CODIGO_LOTE, "Registrado", "Registered");
}

static void
assign_lote (TbkJourney *journey)
{
  const char *window;

  tbk_journey_show_page (journey, "Contracts");
  tbk_journey_select_row (journey, NULL, CODIGO);
  tbk_app_press (journey->app, journey->page, T ("Lots"));
  tbk_app_press (journey->app, journey->page, T ("_Assign Lot…"));
  window = tbk_app_wait_window (journey->app, T ("Assign a Lot"));
  tbk_journey_select_row (journey, window, CODIGO_LOTE);
  tbk_app_press (journey->app, window, T ("_Assign"));
  tbk_app_wait_closed (journey->app, window);
  tbk_app_wait (journey->app, journey->page, TBK_ROLE_LABEL, CODIGO_LOTE);
}

static void
dispatch_lote (TbkJourney *journey)
{
  tbk_journey_show_page (journey, "Lots");
  tbk_journey_select_row (journey, NULL, CODIGO_LOTE);
  tbk_app_press (journey->app, journey->page, T ("Dispatch"));
  expect_estado (journey, CODIGO_LOTE, "En tránsito", "In Transit");
}

static void
confirm_reception (TbkJourney *journey)
{
  const char *form;

  tbk_journey_show_page (journey, "Lots");
  tbk_journey_select_row (journey, NULL, CODIGO_LOTE);
  tbk_app_press (journey->app, journey->page, T ("Confirm Reception"));
  form = tbk_app_wait_window (journey->app, T_filled ("Reception of Lot %s", CODIGO_LOTE));
  tbk_app_fill (journey->app, form, T ("Weight"), is_spanish () ? "49,5" : "49.5");
  tbk_app_press (journey->app, form, T ("_Confirm Reception"));
  tbk_app_wait_closed (journey->app, form);
  expect_estado (journey, CODIGO_LOTE, "Recibido", "Received");
}

static void
test_working_day (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();

  tbk_journey_start_as (journey, "exportadora@demo.ec");
  tbk_journey_show_page (journey, "Contracts");
  write_contrato (journey);
  activate_contrato (journey);

  tbk_journey_change_to (journey, "centro@demo.ec");
  tbk_journey_show_page (journey, "Contracts");
  expect_estado (journey, CODIGO, "Activo", "Active");
  register_lote (journey);
  assign_lote (journey);
  dispatch_lote (journey);

  tbk_journey_change_to (journey, "exportadora@demo.ec");
  confirm_reception (journey);
  tbk_journey_show_page (journey, "Contracts");
  tbk_journey_select_row (journey, NULL, CODIGO);
  expect_estado (journey, CODIGO, "En proceso", "In Progress");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/working-day/working-day", test_working_day);
  return g_test_run ();
}
