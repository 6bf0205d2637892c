/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two who work side by side: what the exportadora writes and changes shows in the centro's list by itself, and what the
 * centro had selected stays so. */

#include "tbk-journey.h"

#define CENTRO "Centro de Acopio San Camilo"
#define CODIGO "CT-DOS-01"
#define OTHER "CT-DOS-00"

static gboolean
is_spanish (void)
{
  return g_getenv ("TBK_LOCALE") != NULL;
}

static void
write_contrato (TbkJourney *journey, const char *codigo)
{
  const char *form;

  tbk_app_press (journey->app, journey->page, T ("New contract"));
  form = tbk_app_wait_window (journey->app, T ("New Contract"));
  tbk_journey_pick (journey, form, "Counterpart", CENTRO);
  tbk_app_fill (journey->app, form, T ("Code"), codigo);
  tbk_app_fill (journey->app, form, T ("Volume"), "12");
  tbk_app_fill (journey->app, form, T ("Quality"), "ASS");
  tbk_app_fill (journey->app, form, T ("Fixed Price"), "5400");
  tbk_app_press (journey->app, form, T ("C_reate"));
  tbk_app_wait_closed (journey->app, form);
  tbk_journey_wait_cell (journey, NULL, codigo, is_spanish () ? "Borrador" : "Draft");
}

static void
take_step (TbkJourney *journey, const char *step)
{
  tbk_app_press (journey->app, journey->page, T (step));
  tbk_app_wait_gone (journey->app, journey->page, TBK_ROLE_BUTTON, T (step));
}

static void
test_side_by_side (void)
{
  g_autoptr (TbkJourney) exportadora = tbk_journey_new ();
  g_autoptr (TbkJourney) centro = tbk_journey_new_beside (exportadora, "second");

  tbk_journey_start_as (exportadora, "exportadora@demo.ec");
  tbk_journey_show_page (exportadora, "Contracts");
  write_contrato (exportadora, OTHER);

  tbk_journey_start_as (centro, "centro@demo.ec");
  tbk_journey_show_page (centro, "Contracts");
  tbk_journey_select_row (centro, NULL, OTHER);
  tbk_journey_wait_selected (centro, NULL, OTHER);

  write_contrato (exportadora, CODIGO);
  tbk_journey_wait_cell (centro, NULL, CODIGO, is_spanish () ? "Borrador" : "Draft");
  tbk_journey_wait_selected (centro, NULL, OTHER);

  tbk_journey_select_row (exportadora, NULL, CODIGO);
  take_step (exportadora, "Send to Review");
  tbk_journey_wait_cell (centro, NULL, CODIGO, is_spanish () ? "En revisión" : "In Review");
  take_step (exportadora, "Activate");
  tbk_journey_wait_cell (centro, NULL, CODIGO, is_spanish () ? "Activo" : "Active");
  tbk_journey_wait_selected (centro, NULL, OTHER);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/two-apps/side-by-side", test_side_by_side);
  return g_test_run ();
}
