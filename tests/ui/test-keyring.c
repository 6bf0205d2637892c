/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session that is remembered, and a keyring that is not there. Each in a process of its own: libsecret chooses its
 * store once. */
#include "tbk-keyring.h"

#include <glib/gstdio.h>

#include "tbk-ui-test.h"

#define SERVER "https://127.0.0.1:8443"
#define OTHER "https://cacao.example.com"

static gboolean
store (const char *url, const char *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_keyring_store_async (url, "ana@example.com", token, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_keyring_store_finish (result, error);
}

/* Returns: (transfer full) (nullable). */
static char *
look_up (const char *url, char **email, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_keyring_lookup_async (url, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_keyring_lookup_finish (result, email, error);
}

static void
assert_remembered (const char *url, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *email = NULL;
  g_autofree char *token = look_up (url, &email, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, expected);
  g_assert_cmpstr (email, ==, expected != NULL ? "ana@example.com" : NULL);
}

static void
remember (const char *url, const char *token)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (url, token, &error));
  g_assert_no_error (error);
}

static void
test_remembered (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;

  if (!g_test_subprocess ())
    {
      /* libsecret's own store in a file loses the entity tag of each write */
      g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_unsetenv ("ASAN_OPTIONS");
      g_test_trap_assert_passed ();
      return;
    }
  folder = g_dir_make_tmp ("triboka-keyring-XXXXXX", NULL);
  file = g_build_filename (folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "cacao", TRUE);

  assert_remembered (SERVER, NULL);
  remember (SERVER, "refresh-1");
  remember (OTHER, "refresh-x");
  assert_remembered (SERVER, "refresh-1");
  remember (SERVER, "refresh-2"); /* each renewal brings another */
  assert_remembered (SERVER, "refresh-2");
  remember (SERVER, NULL);
  assert_remembered (SERVER, NULL);
  assert_remembered (OTHER, "refresh-x");
  g_unlink (file);
  g_rmdir (folder);
}

/* No session bus, so no keyring: each call says so, and nothing else happens. */
static void
test_absent (void)
{
  g_autoptr (GError) lookup_error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) clear_error = NULL;
  g_autofree char *email = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_assert_null (look_up (SERVER, &email, &lookup_error));
  g_assert_nonnull (lookup_error);
  g_assert_null (email);
  g_assert_false (store (SERVER, "refresh-1", &store_error));
  g_assert_nonnull (store_error);
  g_assert_false (store (SERVER, NULL, &clear_error));
  g_assert_nonnull (clear_error);
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
  g_test_add_func ("/keyring/remembered", test_remembered);
  g_test_add_func ("/keyring/absent", test_absent);
  return g_test_run ();
}
