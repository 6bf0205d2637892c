/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session that is remembered, and a keyring that is not there. Each in a process of its own: libsecret chooses its
 * store once. */
#include "tbk-keeper.h"

#include <glib/gstdio.h>

#include "tbk-keyring.h"
#include "tbk-stand-in.h"
#include "tbk-ui-test.h"

#define SERVER "https://127.0.0.1:8443"
#define OTHER "https://cacao.example.com"
#define YO "{\"id\":7,\"nombre\":\"Ana\\nMar\\u00eda\"}"

static gboolean
store (const char *url, const char *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonObject) yo = tbk_ui_test_object (YO);
  TbkKept kept = { (char *) "ana@example.com", (char *) token, yo };

  tbk_keyring_store_async (url, token != NULL ? &kept : NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_keyring_store_finish (result, error);
}

/* Returns: (transfer full) (nullable). */
static TbkKept *
look_up (const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_keyring_lookup_async (url, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_keyring_lookup_finish (result, error);
}

static void
assert_remembered (const char *url, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkKept) kept = look_up (url, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kept != NULL ? kept->token : NULL, ==, expected);
  if (kept == NULL)
    return;
  g_assert_cmpstr (kept->email, ==, "ana@example.com");
  g_assert_cmpint (json_object_get_int_member (kept->yo, "id"), ==, 7);
  g_assert_cmpstr (json_object_get_string_member (kept->yo, "nombre"), ==, "Ana\nMaría");
}

static void
remember (const char *url, const char *token)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (url, token, &error));
  g_assert_no_error (error);
}

/* The test goes on in another process, where this gives TRUE; the first one waits for it. */
static gboolean
go_to_subprocess (gboolean check_leaks)
{
  if (g_test_subprocess ())
    return TRUE;
  if (!check_leaks)
    g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("ASAN_OPTIONS");
  g_test_trap_assert_passed ();
  return FALSE;
}

/* A keyring in a file. Returns: (transfer full): the file, to remove at the end. libsecret's store in a file loses the
 * entity tag of each write: leaks are not looked for there. */
static char *
make_keyring (void)
{
  g_autofree char *folder = g_dir_make_tmp ("triboka-keyring-XXXXXX", NULL);
  char *file = g_build_filename (folder, "keyring", NULL);

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "cacao", TRUE);
  return file;
}

static void
remove_keyring (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);

  g_unlink (file);
  g_rmdir (folder);
}

static void
take_keyring_away (void)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_setenv ("SECRET_BACKEND", "service", TRUE);
}

static void
test_remembered (void)
{
  g_autofree char *file = NULL;

  if (!go_to_subprocess (FALSE))
    return;
  file = make_keyring ();
  assert_remembered (SERVER, NULL);
  remember (SERVER, "refresh-1");
  remember (OTHER, "refresh-x");
  assert_remembered (SERVER, "refresh-1");
  remember (SERVER, "refresh-2"); /* each renewal brings another */
  assert_remembered (SERVER, "refresh-2");
  remember (SERVER, NULL);
  assert_remembered (SERVER, NULL);
  assert_remembered (OTHER, "refresh-x");
  remove_keyring (file);
}

/* Who the server said that is, as long as it is not too much: the session is kept all the same. */
static void
test_too_long (void)
{
  g_autofree char *file = NULL;
  g_autofree char *name = g_strnfill (TBK_KEYRING_MAX_YO, 'a');
  g_autoptr (JsonObject) yo = json_object_new ();
  TbkKept kept = { (char *) "ana@example.com", (char *) "refresh-1", yo };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TbkKept) found = NULL;

  if (!go_to_subprocess (FALSE))
    return;
  file = make_keyring ();
  json_object_set_string_member (yo, "nombre", name);
  tbk_keyring_store_async (SERVER, &kept, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  g_assert_true (tbk_keyring_store_finish (result, NULL));
  found = look_up (SERVER, NULL);
  g_assert_cmpstr (found->token, ==, "refresh-1");
  g_assert_null (found->yo);
  remove_keyring (file);
}

/* No session bus, so no keyring: each call says so, and nothing else happens. */
static void
test_absent (void)
{
  g_autoptr (GError) lookup_error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) clear_error = NULL;

  if (!go_to_subprocess (TRUE))
    return;
  take_keyring_away ();
  g_assert_null (look_up (SERVER, &lookup_error));
  g_assert_nonnull (lookup_error);
  g_assert_false (store (SERVER, "refresh-1", &store_error));
  g_assert_nonnull (store_error);
  g_assert_false (store (SERVER, NULL, &clear_error));
  g_assert_nonnull (clear_error);
}

/* --- the keeper ----------------------------------------------------------- */

typedef struct
{
  TbkStandIn *server;
  GApplication *application;
  TbkApi *api;
  TbkKeeper *keeper; /* gone when the last write is done */
  guint n_failed;
} Keeping;

static gboolean
sign_in (TbkApi *api)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_api_sign_in_async (api, "ana@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_api_sign_in_finish (api, result, NULL);
}

static void
begin_keeping (Keeping *keeping)
{
  keeping->server = tbk_stand_in_new (NULL);
  keeping->application = g_application_new ("com.triboka.Test", G_APPLICATION_NON_UNIQUE);
  keeping->api = tbk_api_new ();
  tbk_api_set_url (keeping->api, tbk_stand_in_get_url (keeping->server));
  keeping->keeper = tbk_keeper_new (keeping->api, keeping->application);
  g_object_add_weak_pointer (G_OBJECT (keeping->keeper), (gpointer *) &keeping->keeper);
  g_signal_connect_swapped (keeping->keeper, "failed", G_CALLBACK (tbk_ui_test_count), &keeping->n_failed);
  g_assert_true (sign_in (keeping->api));
}

static void
end_keeping (Keeping *keeping)
{
  g_object_unref (keeping->keeper);
  tbk_ui_test_until (keeping->keeper == NULL);
  g_object_add_weak_pointer (G_OBJECT (keeping->api), (gpointer *) &keeping->api);
  g_object_unref (keeping->api);
  tbk_ui_test_until (keeping->api == NULL);
  g_object_unref (keeping->application);
  tbk_stand_in_free (keeping->server);
}

static gboolean
is_kept (TbkStandIn *server, const char *expected)
{
  g_autoptr (TbkKept) kept = look_up (tbk_stand_in_get_url (server), NULL);

  return g_strcmp0 (kept != NULL ? kept->token : NULL, expected) == 0;
}

static void
test_keeps (void)
{
  g_autofree char *file = NULL;
  g_autoptr (GSettings) settings = NULL;
  Keeping keeping = { 0 };

  if (!go_to_subprocess (FALSE))
    return;
  file = make_keyring ();
  settings = g_settings_new ("com.triboka.Triboka");
  begin_keeping (&keeping);
  tbk_ui_test_until (is_kept (keeping.server, "refresh-1"));
  g_settings_set_boolean (settings, "recordar", FALSE);
  tbk_ui_test_until (is_kept (keeping.server, NULL));
  g_settings_set_boolean (settings, "recordar", TRUE);
  tbk_ui_test_until (is_kept (keeping.server, "refresh-1"));
  end_keeping (&keeping);
  remove_keyring (file);
}

/* Who signs out at once leaves nothing behind, though the keyring is still at the token. */
static void
test_forgets (void)
{
  g_autofree char *file = NULL;

  if (!go_to_subprocess (FALSE))
    return;
  file = make_keyring ();
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *url = NULL;
      Keeping keeping = { 0 };

      begin_keeping (&keeping);
      url = g_strdup (tbk_stand_in_get_url (keeping.server));
      tbk_api_sign_out (keeping.api);
      end_keeping (&keeping);
      assert_remembered (url, NULL);
    }
  remove_keyring (file);
}

/* Without a keyring the session goes on, and it is said once. */
static void
test_keeps_nothing (void)
{
  Keeping keeping = { 0 };

  if (!go_to_subprocess (TRUE))
    return;
  take_keyring_away ();
  begin_keeping (&keeping);
  tbk_ui_test_until (keeping.n_failed == 1);
  tbk_api_sign_out (keeping.api);
  g_assert_true (sign_in (keeping.api));
  g_assert_cmpint (tbk_api_get_state (keeping.api), ==, TBK_API_ONLINE);
  end_keeping (&keeping);
  g_assert_cmpuint (keeping.n_failed, ==, 1);
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
  g_test_add_func ("/keyring/remembered", test_remembered);
  g_test_add_func ("/keyring/too-long", test_too_long);
  g_test_add_func ("/keyring/absent", test_absent);
  g_test_add_func ("/keyring/keeper/keeps", test_keeps);
  g_test_add_func ("/keyring/keeper/forgets", test_forgets);
  g_test_add_func ("/keyring/keeper/without", test_keeps_nothing);
  return g_test_run ();
}
