/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include <glib/gi18n.h>

#include "tbk-application.h"

/* Run from the build folder, translations are not where they will be installed: TRIBOKA_LOCALEDIR says where. */
static void
set_up_language (void)
{
  const char *folder = g_getenv ("TRIBOKA_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : TRIBOKA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (TbkApplication) application = NULL;

  set_up_language ();
  g_set_prgname ("triboka");
  application = tbk_application_new (G_APPLICATION_DEFAULT_FLAGS);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
