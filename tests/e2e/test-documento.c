/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A contract's PDF is dropped, read, searched, printed to a file and saved again: the same bytes. */

#include <glib/gi18n.h>
#include <string.h>

#include "tbk-doc-maker.h"
#include "tbk-journey.h"

#define NAME "contrato firmado.pdf"
#define MAX_DRAGS 10

static char *
hash_of (const char *path)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content, length);
}

static char *
write_pdf (TbkJourney *journey)
{
  g_autoptr (GBytes) pdf = tbk_doc_maker_text (3);
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (journey->home, NAME, NULL);

  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  return path;
}

/* By the mouse, out of another program, onto the middle of `onto`. The other window goes before the
 * app is asked again. */
static gboolean
drag (const char *path, TbkExtents onto)
{
  g_autofree char *x = g_strdup_printf ("%d", onto.x + onto.width / 2);
  g_autofree char *y = g_strdup_printf ("%d", onto.y + onto.height / 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) source = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("TBK_DRAG_FILE"), path,
                                                     NULL);
  g_autoptr (GSubprocess) hand = NULL;

  g_assert_no_error (error);
  hand = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "xdotool", "search", "--sync",
                           "--onlyvisible", "--name", "^drag-file$", "windowmove", "--sync", "1240",
                           "600", "mousemove", "1300", "660", "mousedown", "1", "sleep", "0.1",
                           "mousemove", "1280", "640", "sleep", "0.1", "mousemove", "1250", "600",
                           "sleep", "0.2", "mousemove", x, y, "sleep", "0.3", "mousemove_relative",
                           "2", "2", "sleep", "0.3", "mouseup", "1", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (hand, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (source, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_exit_status (source) == 0;
}

static void
drop (TbkJourney *journey, const char *path)
{
  TbkTree *tree = tbk_app_get_tree (journey->app);
  const char *target = tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, T ("No Documents Yet"));
  TbkExtents onto = tbk_tree_measure (tree, tbk_tree_get (tree, target));

  for (guint i = 0; i < MAX_DRAGS; i++)
    if (drag (path, onto))
      return;
  tbk_app_fail (journey->app, "what was dragged was not taken, %d times", MAX_DRAGS);
}

static const char *
open_documento (TbkJourney *journey)
{
  tbk_app_click (journey->app, tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, NAME), 1, 1);
  return tbk_app_wait_window (journey->app, NAME);
}

static void
search (TbkJourney *journey)
{
  g_auto (GStrv) around = g_strsplit (T ("%u of %u"), "%u", 3);
  g_autofree char *found = g_strjoinv ("1", around);

  /* without the accent, as people type */
  tbk_app_key (journey->app, "ctrl+f");
  tbk_app_type (journey->app, "clausula 2");
  tbk_app_wait (journey->app, NULL, TBK_ROLE_LABEL, found);
}

static gboolean
is_pdf (TbkApp *app, gpointer path)
{
  g_autofree char *content = NULL;
  gsize length;

  return g_file_get_contents (path, &content, &length, NULL) && length > 16 && memcmp (content, "%PDF-", 5) == 0
         && g_strstr_len (content + length - 16, 16, "%%EOF") != NULL;
}

static gboolean
is_there (TbkApp *app, gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static const char *
in_gtk (const char *english)
{
  return g_dgettext ("gtk40", english);
}

/* GTK's dialog. */
static void
print (TbkJourney *journey, const char *path)
{
  const char *dialog;

  tbk_app_key (journey->app, "ctrl+p");
  dialog = tbk_app_wait_window (journey->app, T ("Print"));
  tbk_app_click (journey->app, tbk_app_wait (journey->app, dialog, TBK_ROLE_LABEL, in_gtk ("Print to File")), 1, 1);
  tbk_app_press (journey->app, dialog, T ("Print"));
  tbk_app_wait_closed (journey->app, dialog);
  tbk_app_wait_until (journey->app, is_pdf, (gpointer) path, "the printed file");
}

/* Where people have their papers. */
static void
make_documents_folder (TbkJourney *journey)
{
  g_autofree char *folder = g_build_filename (journey->home, "Papeles", NULL);
  g_autofree char *config = g_build_filename (journey->home, "config", NULL);
  g_autofree char *path = g_build_filename (config, "user-dirs.dirs", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (config, 0700), ==, 0);
  g_file_set_contents (path, "XDG_DOCUMENTS_DIR=\"$HOME/Papeles\"\n", -1, &error);
  g_assert_no_error (error);
}

static void
test_whole (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();
  g_autofree char *path = write_pdf (journey);
  g_autofree char *saved = g_build_filename (journey->home, "copia.pdf", NULL);
  g_autofree char *printed = g_build_filename (journey->home, "Papeles", NAME, NULL);
  g_autofree char *before = hash_of (path);
  g_autofree char *after = NULL;
  const char *window;

  make_documents_folder (journey);
  tbk_journey_start_as (journey, "exportadora@demo.ec");
  tbk_journey_show_page (journey, "Contracts");
  tbk_journey_select_row (journey, NULL, "CT-2026-00020");
  tbk_app_press (journey->app, NULL, T ("Documents"));
  drop (journey, path);
  window = open_documento (journey);
  search (journey);
  tbk_journey_save_as (journey, "ctrl+s", "Save As", saved);
  tbk_app_wait_until (journey->app, is_there, saved, "the saved file");
  after = hash_of (saved);
  g_assert_cmpstr (after, ==, before);
  print (journey, printed);
  tbk_app_key (journey->app, "ctrl+w");
  tbk_app_wait_closed (journey->app, window);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/documento/whole", test_whole);
  return g_test_run ();
}
