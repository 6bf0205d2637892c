/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the table shows goes into a file that a spreadsheet opens without running anything. */

#include "tbk-journey.h"

#include <string.h>

static void
make_risky_lote (TbkJourney *journey)
{
  g_autoptr (TbkTestClient) client = tbk_test_client_new_for (journey->server, "centro@demo.ec");
  g_autoptr (TbkTestReply) made = NULL;

  made = tbk_test_expect (client, 201, "POST",
                          "{\"codigo_lote\": \"=2+5\", \"fecha\": \"2026-11-20\", \"peso_kg\": \"1000\"}", "/lotes");
}

static gboolean
is_written (TbkApp *app, gpointer path)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, "LT-2026-000001") != NULL;
}

static void
test_csv (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();
  g_autofree char *path = g_build_filename (journey->home, "lotes.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  make_risky_lote (journey);
  tbk_journey_start_as (journey, "centro@demo.ec");
  tbk_journey_show_page (journey, "Lots");
  tbk_journey_wait_cell (journey, NULL, "=2+5", T ("Registered"));
  tbk_journey_save_as (journey, "ctrl+shift+e", "Export as CSV", path);
  tbk_app_wait_until (journey->app, is_written, path, "the exported file");

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "'=2+5"));
  g_assert_null (strstr (text, "\n=2+5"));
  g_assert_null (strstr (text, "\"=2+5"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/csv", test_csv);
  return g_test_run ();
}
