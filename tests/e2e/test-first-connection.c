/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first time, the second, a wrong password, and a server that is not who it was. */

#include "tbk-journey.h"

#include <glib/gstdio.h>

#define EMAIL "exportadora@demo.ec"

static void
test_first_and_second (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();
  g_autofree char *email = NULL;

  tbk_journey_start (journey, TRUE);
  tbk_journey_give_password (journey, EMAIL, TBK_TEST_PASSWORD);
  tbk_journey_trust (journey);
  tbk_journey_wait_signed_in (journey);
  tbk_journey_close (journey);

  tbk_journey_start (journey, TRUE);
  tbk_journey_wait_signed_in (journey);
  tbk_journey_sign_out (journey);
  tbk_journey_close (journey);

  /* signed out: the keyring has forgotten, the settings have not */
  tbk_journey_start (journey, TRUE);
  email = tbk_app_read (journey->app, tbk_app_wait (journey->app, NULL, TBK_ROLE_TEXT, T ("Email")));
  g_assert_cmpstr (email, ==, EMAIL);
  tbk_app_fill (journey->app, NULL, T ("Password"), TBK_TEST_PASSWORD);
  tbk_app_press (journey->app, NULL, T ("_Sign In"));
  tbk_journey_wait_signed_in (journey);
}

static void
test_no_keyring (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();

  tbk_journey_start_as (journey, EMAIL);
  tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL,
                T ("No keyring keeps the session here: you will be asked to sign in each time."));
  tbk_journey_close (journey);

  tbk_journey_start (journey, FALSE);
  tbk_app_fill (journey->app, NULL, T ("Password"), TBK_TEST_PASSWORD);
  tbk_app_press (journey->app, NULL, T ("_Sign In"));
  tbk_journey_wait_signed_in (journey);
}

static void
test_wrong_password (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();

  tbk_journey_start (journey, FALSE);
  tbk_journey_give_password (journey, EMAIL, "otra-cosa-2026");
  tbk_journey_trust (journey);
  tbk_app_wait (journey->app, NULL, TBK_ROLE_ANY, T ("Wrong email or password."));
  /* what was wrong is selected there: typing replaces it */
  tbk_app_type (journey->app, TBK_TEST_PASSWORD);
  tbk_app_key (journey->app, "Return");
  tbk_journey_wait_signed_in (journey);
}

static void
change_certificate (TbkJourney *journey)
{
  static const char *const files[] = { "server.pem", "server.key" };

  tbk_test_server_stop (journey->server);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (tbk_test_server_get_data_dir (journey->server), files[i], NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  tbk_test_server_start_again (journey->server);
}

static void
test_changed_certificate (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();

  tbk_journey_start_as (journey, EMAIL);
  tbk_journey_close (journey);
  change_certificate (journey);

  tbk_journey_start (journey, FALSE);
  tbk_journey_give_password (journey, EMAIL, TBK_TEST_PASSWORD);
  tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, T ("The Certificate Has Changed"));
  tbk_app_press (journey->app, NULL, T ("_Do Not Connect"));
  tbk_app_wait (journey->app, NULL, TBK_ROLE_ANY, T ("Not connected: the server's certificate is not trusted."));
  tbk_app_press (journey->app, NULL, T ("_Sign In"));
  tbk_journey_trust_new (journey);
  tbk_journey_wait_signed_in (journey);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/first-connection/first-and-second", test_first_and_second);
  g_test_add_func ("/first-connection/no-keyring", test_no_keyring);
  g_test_add_func ("/first-connection/wrong-password", test_wrong_password);
  g_test_add_func ("/first-connection/changed-certificate", test_changed_certificate);
  return g_test_run ();
}
