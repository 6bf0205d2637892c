/* SPDX-License-Identifier: GPL-3.0-or-later */

/* screens FOLDER: a picture of every screen, for eyes. $TBK_LOCALE, $TBK_DARK and the size of
 * $DISPLAY say of what kind. */

#include "tbk-journey.h"

#include <glib/gstdio.h>

typedef struct
{
  TbkJourney *journey;
  const char *folder;
  guint number;
} Album;

static void
take (Album *album, const char *name)
{
  g_autofree char *file = g_strdup_printf ("%02u-%s.png", ++album->number, name);
  g_autofree char *path = g_build_filename (album->folder, file, NULL);

  tbk_tree_look (tbk_app_get_tree (album->journey->app));
  tbk_app_shoot (album->journey->app, path);
  g_print ("%s\n", path);
}

/* The window fills the screen, and a dialog stands in its middle, as a window manager would have it. */
static void
arrange (Album *album)
{
  tbk_app_fill_screen (album->journey->app);
}

static void
take_form (Album *album, const char *title, const char *name)
{
  const char *window;

  tbk_app_key (album->journey->app, "ctrl+n");
  window = tbk_app_wait_window (album->journey->app, T (title));
  arrange (album);
  take (album, name);
  tbk_app_press (album->journey->app, window, T ("C_reate")); /* empty: all that is needed says so */
  tbk_app_wait (album->journey->app, window, TBK_ROLE_LABEL, T ("This is needed."));
  take (album, "form-errors");
  tbk_app_key (album->journey->app, "Escape");
  if (tbk_app_see (album->journey->app, NULL, TBK_ROLE_BUTTON, T ("_Discard")) != NULL)
    tbk_app_press (album->journey->app, NULL, T ("_Discard"));
  tbk_app_wait_closed (album->journey->app, window);
}

static void
take_page (Album *album, const char *title, const char *name)
{
  tbk_journey_show_page (album->journey, title);
  tbk_app_wait (album->journey->app, album->journey->page, TBK_ROLE_TABLE_CELL, NULL);
  take (album, name);
}

static void
take_sign_in (Album *album)
{
  TbkApp *app = album->journey->app;

  arrange (album);
  take (album, "sign-in");
  tbk_journey_give_password (album->journey, "exportadora@demo.ec", "otra-cosa-2026");
  tbk_app_wait (app, NULL, TBK_ROLE_LABEL, T ("Is This the Right Server?"));
  take (album, "certificate");
  tbk_journey_trust (album->journey);
  tbk_app_wait (app, NULL, TBK_ROLE_ANY, T ("Wrong email or password."));
  take (album, "wrong-password");
}

static void
take_contratos (Album *album)
{
  TbkApp *app = album->journey->app;

  take_page (album, "Contracts", "contratos");
  tbk_journey_select_row (album->journey, NULL, "CT-2026-00017");
  tbk_app_wait (app, NULL, TBK_ROLE_BUTTON, T ("Edit contract"));
  take (album, "contrato");
  tbk_tree_press (tbk_app_get_tree (app),
                  tbk_app_wait_prefix (app, album->journey->page, TBK_ROLE_PAGE_TAB, T ("Lots")));
  tbk_app_wait (app, album->journey->page, TBK_ROLE_BUTTON, T ("_Open"));
  take (album, "contrato-lotes");
  tbk_app_press (app, NULL, T ("History"));
  take (album, "contrato-historial");
  take_form (album, "New Contract", "contrato-form");
}

static void
take_lotes (Album *album)
{
  TbkApp *app = album->journey->app;

  take_page (album, "Lots", "lotes");
  tbk_app_key (app, "ctrl+f");
  tbk_app_wait (app, NULL, TBK_ROLE_ENTRY, T ("Search"));
  tbk_app_type (app, "nada de nada");
  tbk_app_wait (app, NULL, TBK_ROLE_LABEL, T ("No Results"));
  take (album, "no-results");
  tbk_app_press (app, NULL, T ("Clear Search and Filters"));
}

/* The list, then the chat of a contract with something in it. */
static void
take_chat (Album *album)
{
  TbkApp *app = album->journey->app;

  tbk_journey_show_page (album->journey, "Contracts");
  tbk_journey_select_row (album->journey, NULL, "CT-2026-00032");
  tbk_app_press (app, album->journey->page, T ("Open the chat of this contract"));
  tbk_journey_show_page (album->journey, "Chat");
  tbk_app_wait (app, album->journey->page, TBK_ROLE_ANY, T ("Message"));
  tbk_app_type (app, "Buenos dias. Manana salen 120 sacos a la bodega: https://example.com/guia/17");
  tbk_app_key (app, "Return");
  tbk_app_wait (app, album->journey->page, TBK_ROLE_IMAGE, T ("Sent"));
  take (album, "chat");
}

static void
take_pesaje (Album *album)
{
  tbk_journey_show_page (album->journey, "Weighing");
  tbk_app_wait (album->journey->app, album->journey->page, TBK_ROLE_BUTTON, T ("Take the Weight"));
  take (album, "pesaje");
}

/* Something to be seen where administrators look for it. */
static void
send_no_weighing (Album *album)
{
  g_autoptr (TbkTestClient) client = tbk_test_client_new_for (album->journey->server, "centro@demo.ec");
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_expect (client, 422, "POST", "{\"lote_id\": 999999999, \"peso\": \"1\"}", "/iot/pesaje");
}

static void
take_others (Album *album)
{
  static const char *const others[][2] = {
    { "Companies", "empresas" },
    { "Associations", "asociaciones" },
    { "Users", "usuarios" },
    { "Audit", "auditoria" },
    { "Refused Messages", "rechazos" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    take_page (album, others[i][0], others[i][1]);
  tbk_journey_show_page (album->journey, "Companies");
  take_form (album, "New Company", "empresa-form");
}

static void
take_away (Album *album)
{
  tbk_journey_show_page (album->journey, "Contracts");
  tbk_test_server_stop (album->journey->server);
  tbk_app_key (album->journey->app, "F5");
  tbk_app_wait (album->journey->app, NULL, TBK_ROLE_LABEL, T ("Server Away"));
  take (album, "server-away");
}

int
main (int argc, char *argv[])
{
  g_autoptr (TbkJourney) journey = NULL;
  Album album = { 0 };

  g_set_prgname ("screens");
  g_assert_cmpint (argc, ==, 2);
  g_assert_cmpint (g_mkdir_with_parents (argv[1], 0755), ==, 0);
  journey = tbk_journey_new ();
  album = (Album){ journey, argv[1], 0 };
  tbk_journey_start (journey, FALSE);
  take_sign_in (&album);
  tbk_journey_give_password (journey, "exportadora@demo.ec", TBK_TEST_PASSWORD);
  tbk_journey_wait_signed_in (journey);
  take_contratos (&album);
  take_lotes (&album);
  take_pesaje (&album);
  take_chat (&album);
  tbk_journey_change_to (journey, "admin@demo.ec");
  send_no_weighing (&album);
  take_others (&album);
  take_away (&album);
  return 0;
}
