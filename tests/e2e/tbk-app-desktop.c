/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-app-private.h"

static gboolean
is_shown (TbkApp *app, gpointer title)
{
  return tbk_desktop_find (app->desktop, title) != 0;
}

static gboolean
is_gone (TbkApp *app, gpointer title)
{
  return !is_shown (app, title);
}

void
tbk_app_wait_notification (TbkApp *app, const char *title)
{
  g_autofree char *what = g_strdup_printf ("the desktop's notification '%s'", title);

  tbk_app_wait_until (app, is_shown, (gpointer) title, what);
}

void
tbk_app_wait_notification_gone (TbkApp *app, const char *title)
{
  g_autofree char *what = g_strdup_printf ("the desktop's notification '%s' to go", title);

  tbk_app_wait_until (app, is_gone, (gpointer) title, what);
}

void
tbk_app_press_notification (TbkApp *app, const char *title)
{
  tbk_desktop_press (app->desktop, tbk_desktop_find (app->desktop, title));
}
