/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-journey.h"

#include <locale.h>

#include <glib/gi18n.h>

static const char *
get_locale (void)
{
  return g_getenv ("TBK_LOCALE");
}

static void
set_up_language (void)
{
  const char *folder = g_getenv ("TRIBOKA_LOCALEDIR");

  g_assert_nonnull (folder);
  g_assert_nonnull (setlocale (LC_ALL, get_locale () != NULL ? get_locale () : "C.UTF-8"));
  bindtextdomain ("triboka", folder);
  bind_textdomain_codeset ("triboka", "UTF-8");
  textdomain ("triboka");
}

static const char *
without_mnemonic (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);
  g_autofree char *bare = g_strjoinv ("", parts);

  return g_intern_string (bare);
}

const char *
T (const char *english)
{
  return without_mnemonic (gettext (english));
}

const char *
T_filled_twice (const char *english_format, const char *first, const char *second)
{
  g_auto (GStrv) around = g_strsplit (gettext (english_format), "%s", 3);
  g_autofree char *text = NULL;

  g_assert_cmpuint (g_strv_length (around), ==, 3);
  text = g_strconcat (around[0], first, around[1], second, around[2], NULL);
  return g_intern_string (text);
}

const char *
T_filled (const char *english_format, const char *value)
{
  g_auto (GStrv) around = g_strsplit (gettext (english_format), "%s", 2);
  g_autofree char *text = NULL;

  g_assert_cmpuint (g_strv_length (around), ==, 2);
  text = g_strconcat (around[0], value, around[1], NULL);
  return g_intern_string (text);
}

const char *
T_before (const char *english_format)
{
  g_auto (GStrv) around = g_strsplit (gettext (english_format), "%s", 2);

  return g_intern_string (around[0]);
}

static char *
make_home (void)
{
  g_autoptr (GError) error = NULL;
  char *home = g_dir_make_tmp ("tbk-home-XXXXXX", &error);

  g_assert_no_error (error);
  return home;
}

TbkJourney *
tbk_journey_new (void)
{
  TbkJourney *journey = g_new0 (TbkJourney, 1);

  set_up_language ();
  journey->server = tbk_test_server_new (NULL);
  journey->home = make_home ();
  return journey;
}

TbkJourney *
tbk_journey_new_beside (TbkJourney *first, const char *name)
{
  TbkJourney *journey = g_new0 (TbkJourney, 1);

  journey->server = first->server;
  journey->beside = name;
  journey->home = make_home ();
  return journey;
}

void
tbk_journey_lay_line (TbkJourney *journey)
{
  journey->line = tbk_test_line_new (tbk_test_server_get_url (journey->server), 0);
}

void
tbk_journey_free (TbkJourney *journey)
{
  if (journey == NULL)
    return;
  tbk_journey_close (journey);
  g_clear_pointer (&journey->line, tbk_test_line_free);
  if (journey->beside == NULL)
    tbk_test_server_free (journey->server);
  tbk_test_remove_tree (journey->home);
  g_free (journey->home);
  g_free (journey);
}

void
tbk_journey_start (TbkJourney *journey, gboolean has_keyring)
{
  TbkAppSetup setup = {
    .home = journey->home,
    .url = journey->line != NULL ? tbk_test_line_get_url (journey->line) : tbk_test_server_get_url (journey->server),
    .locale = get_locale (),
    .has_keyring = has_keyring,
    .is_dark = g_getenv ("TBK_DARK") != NULL,
    .beside = journey->beside,
  };

  g_assert_null (journey->app);
  journey->app = tbk_app_start (&setup);
}

void
tbk_journey_close (TbkJourney *journey)
{
  journey->page = NULL;
  g_clear_pointer (&journey->app, tbk_app_close);
}

void
tbk_journey_kill (TbkJourney *journey)
{
  journey->page = NULL;
  g_clear_pointer (&journey->app, tbk_app_kill);
}

/* --- signing in --- */

void
tbk_journey_give_password (TbkJourney *journey, const char *email, const char *password)
{
  tbk_app_fill (journey->app, NULL, T ("Email"), email);
  tbk_app_fill (journey->app, NULL, T ("Password"), password);
  tbk_app_press (journey->app, NULL, T ("_Sign In"));
}

/* As people compare it: pairs of digits, whatever stands between them. */
static char *
pairs_of (const char *text)
{
  GString *pairs = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (g_ascii_isxdigit (*text))
      g_string_append_c (pairs, g_ascii_tolower (*text));
  return g_string_free (pairs, FALSE);
}

static char *
read_own_fingerprint (TbkTestServer *server)
{
  g_autofree char *path = g_build_filename (tbk_test_server_get_data_dir (server), "server.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  g_autoptr (GByteArray) der = NULL;

  g_assert_no_error (error);
  g_object_get (certificate, "certificate", &der, NULL);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

static gboolean
is_fingerprint (const TbkNode *node, gpointer expected)
{
  g_autofree char *pairs = node->role == TBK_ROLE_LABEL ? pairs_of (node->name) : NULL;

  return g_strcmp0 (pairs, expected) == 0;
}

static gboolean
shows_fingerprint (TbkApp *app, gpointer expected)
{
  const TbkNode *node = tbk_node_find (tbk_tree_get_root (tbk_app_get_tree (app)), is_fingerprint, expected);

  return node != NULL && tbk_tree_measure (tbk_app_get_tree (app), node).height > 0;
}

static void
trust (TbkJourney *journey, const char *button)
{
  g_autofree char *own = read_own_fingerprint (journey->server);

  tbk_app_wait_until (journey->app, shows_fingerprint, own, "the fingerprint of the server's own certificate");
  tbk_app_press (journey->app, NULL, T (button));
}

void
tbk_journey_trust (TbkJourney *journey)
{
  trust (journey, "_Trust This Server");
}

void
tbk_journey_trust_new (TbkJourney *journey)
{
  trust (journey, "_Trust the New One");
}

void
tbk_journey_wait_signed_in (TbkJourney *journey)
{
  tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, T ("Connected"));
}

void
tbk_journey_start_as (TbkJourney *journey, const char *email)
{
  tbk_journey_start (journey, FALSE);
  tbk_journey_give_password (journey, email, TBK_TEST_PASSWORD);
  tbk_journey_trust (journey);
  tbk_journey_wait_signed_in (journey);
}

void
tbk_journey_sign_out (TbkJourney *journey)
{
  tbk_app_press (journey->app, NULL, T ("Account"));
  tbk_app_press (journey->app, NULL, T ("_Sign Out"));
  journey->page = NULL;
  tbk_app_wait (journey->app, NULL, TBK_ROLE_BUTTON, T ("_Sign In"));
}
