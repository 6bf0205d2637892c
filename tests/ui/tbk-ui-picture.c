/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ui-picture.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <locale.h>

#include "tbk-ui-test.h"

#define REST_MS 1200 /* longer than any transition */

static void
add_style (const char *resource, guint priority)
{
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (css, resource);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css), priority);
}

void
tbk_ui_picture_speak (void)
{
  const char *locale = g_getenv ("TBK_LOCALE");

  g_assert_nonnull (setlocale (LC_ALL, locale != NULL ? locale : ""));
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("TRIBOKA_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

void
tbk_ui_picture_begin (gboolean dark)
{
  tbk_ui_picture_speak ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/com/triboka/Triboka/icons");
  add_style ("/com/triboka/Triboka/style.css", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    add_style ("/com/triboka/Triboka/style-hc.css", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 2);
  if (!dark)
    return;
  add_style ("/com/triboka/Triboka/style-dark.css", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
}

static gboolean
passed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
tbk_ui_picture_take (const char *folder, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);
  const char *command[] = { "import", "-window", "root", path, NULL };
  g_autoptr (GError) error = NULL;
  gboolean passed = FALSE;

  g_timeout_add (REST_MS, passed_cb, &passed);
  tbk_ui_test_until (passed);
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}
