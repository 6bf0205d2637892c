/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each rol sees its pages, and the admin lets a new usuario in. */

#include "tbk-journey.h"

static const struct
{
  const char *email;
  const char *pages; /* English, in order */
} roles[] = {
  { "proveedor@demo.ec", "Contracts|Lots|Weighing|Chat|Companies|Associations|Users" },
  { "centro@demo.ec", "Contracts|Lots|Weighing|Chat|Companies|Associations|Users" },
  { "exportadora@demo.ec", "Contracts|Lots|Weighing|Chat|Companies|Users" },
  { "admin@demo.ec", "Contracts|Lots|Weighing|Chat|Companies|Associations|Users|Audit|Refused Messages" },
};

static void
expect_pages (TbkJourney *journey, const char *pages)
{
  g_auto (GStrv) expected = g_strsplit (pages, "|", -1);
  g_auto (GStrv) shown = tbk_journey_list_pages (journey);

  g_assert_cmpuint (g_strv_length (shown), ==, g_strv_length (expected));
  for (guint i = 0; expected[i] != NULL; i++)
    {
      g_assert_cmpstr (shown[i], ==, T (expected[i]));
      tbk_journey_show_page (journey, expected[i]);
    }
}

static void
test_pages (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();

  tbk_journey_start_as (journey, roles[0].email);
  expect_pages (journey, roles[0].pages);
  for (gsize i = 1; i < G_N_ELEMENTS (roles); i++)
    {
      tbk_journey_change_to (journey, roles[i].email);
      expect_pages (journey, roles[i].pages);
    }
}

static void
test_approval (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();
  g_autoptr (TbkTestClient) client = tbk_test_client_new (journey->server);
  g_autoptr (TbkTestReply) made = NULL;

  made = tbk_test_expect (
      client, 201, "POST",
      "{\"nombre\": \"Rosa Nueva\", \"email\": \"rosa@demo.ec\", \"password\": \"" TBK_TEST_PASSWORD
      "\","
      " \"ruc\": \"1790085783001\", \"empresa_nombre\": \"Finca Nueva\", \"empresa_tipo\": "
      "\"proveedor\"}",
      "/auth/register");
  tbk_journey_start (journey, FALSE);
  tbk_journey_give_password (journey, "rosa@demo.ec", TBK_TEST_PASSWORD);
  tbk_journey_trust (journey);
  tbk_app_wait (journey->app, NULL, TBK_ROLE_ANY,
                T ("This account is not active: it waits for approval, or was suspended."));

  tbk_journey_give_password (journey, "admin@demo.ec", TBK_TEST_PASSWORD);
  tbk_journey_wait_signed_in (journey);
  tbk_journey_show_page (journey, "Users");
  tbk_journey_select_row (journey, NULL, "rosa@demo.ec");
  tbk_app_press (journey->app, NULL, T ("Approve"));
  tbk_journey_wait_cell (journey, NULL, "rosa@demo.ec", T ("Active"));

  tbk_journey_change_to (journey, "rosa@demo.ec");
  tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, "Rosa Nueva");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roles/pages", test_pages);
  g_test_add_func ("/roles/approval", test_approval);
  return g_test_run ();
}
