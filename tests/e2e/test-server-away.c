/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server goes away and comes back: the app says so, keeps what it shows, and needs nobody's help. */

#include "tbk-journey.h"

static void
test_away_and_back (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();

  tbk_journey_start_as (journey, "exportadora@demo.ec");
  tbk_journey_wait_cell (journey, NULL, "CT-2026-00032", "Centro de Acopio San Camilo");
  tbk_test_server_stop (journey->server);

  tbk_app_key (journey->app, "F5");
  tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, T ("Server Away"));
  tbk_app_wait_prefix (journey->app, NULL, TBK_ROLE_LABEL,
                       T_before ("The server is away since %s. What you see may be out of date."));
  tbk_journey_wait_cell (journey, NULL, "CT-2026-00032", "Centro de Acopio San Camilo");

  tbk_test_server_start_again (journey->server);
  tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, T ("Connected"));
  tbk_app_wait_gone (journey->app, NULL, TBK_ROLE_LABEL, T ("Server Away"));
  tbk_journey_wait_cell (journey, NULL, "CT-2026-00032", "Centro de Acopio San Camilo");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-away/away-and-back", test_away_and_back);
  return g_test_run ();
}
