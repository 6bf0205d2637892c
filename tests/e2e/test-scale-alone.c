/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale's computer begins without a server: it weighs, and what it weighed is stored once when
 * the line returns. It does so for nobody who signed out, and a session that was ended meanwhile is
 * asked for anew. */
#include "tbk-weigh-site.h"

#define KEPT "1 waits since "
#define ALL_SENT "All weighings are at the server."
#define ENDED "The session has ended. Weighings are kept here and go when you sign in again."

static void
power_fails (TbkWeighSite *site)
{
  tbk_journey_kill (site->journey);
  tbk_test_server_stop (site->journey->server);
}

static void
weigh (TbkWeighSite *site, const char *kg)
{
  tbk_weigh_site_load (site, kg);
  tbk_weigh_site_press (site);
  tbk_weigh_site_wait_kept (site);
}

static guint
count_stored (TbkWeighSite *site, const char *kg)
{
  g_autoptr (GPtrArray) stored = tbk_weigh_site_list_stored (site);
  guint n = 0;

  for (guint i = 0; i < stored->len; i++)
    n += g_str_equal (g_ptr_array_index (stored, i), kg);
  return n;
}

static void
assert_chain (TbkWeighSite *site)
{
  g_autoptr (TbkTestReply) chain = tbk_test_expect (site->client, 200, "GET", NULL, "/pesajes/verificar");

  g_assert_true (json_object_get_boolean_member (json_node_get_object (chain->json), "integra"));
}

static void
test_weighs (void)
{
  g_autoptr (TbkWeighSite) site = tbk_weigh_site_new ();
  TbkApp *app;

  tbk_weigh_site_begin (site);
  tbk_weigh_site_choose (site); /* the lotes are known by now */
  power_fails (site);

  g_assert_false (tbk_weigh_site_start (site));
  tbk_app_wait_prefix (
      site->journey->app, NULL, TBK_ROLE_LABEL,
      T_before ("No line to the server since %s. Triboka opened with what it last knew; you can "
                "weigh, and what you weigh goes by itself when the line returns."));
  tbk_weigh_site_choose (site);
  weigh (site, "1234.5");
  tbk_app_wait_prefix (site->journey->app, site->journey->page, TBK_ROLE_LABEL, KEPT);

  tbk_journey_kill (site->journey);
  g_assert_false (tbk_weigh_site_start (site));
  app = site->journey->app;
  tbk_app_wait_prefix (app, site->journey->page, TBK_ROLE_LABEL, KEPT);
  tbk_test_server_start_again (site->journey->server);
  tbk_app_wait (app, site->journey->page, TBK_ROLE_LABEL, ALL_SENT);
  tbk_app_wait (app, NULL, TBK_ROLE_LABEL, T ("Connected"));
  g_assert_cmpuint (count_stored (site, "1234.500"), ==, 1);
  assert_chain (site);
}

/* Other pages have nothing to show, and say so. */
static void
test_other_pages (void)
{
  g_autoptr (TbkWeighSite) site = tbk_weigh_site_new ();

  tbk_weigh_site_begin (site);
  power_fails (site);
  g_assert_false (tbk_weigh_site_start (site));
  tbk_journey_show_page (site->journey, "Contracts");
  tbk_app_wait (site->journey->app, NULL, TBK_ROLE_LABEL, T ("Server Away"));
  tbk_app_wait (site->journey->app, site->journey->page, TBK_ROLE_LABEL, T ("Could Not Be Loaded"));
  tbk_test_server_start_again (site->journey->server);
  tbk_journey_wait_cell (site->journey, NULL, "CT-2026-00032", "Exportadora Costa Dorada S.A.");
}

static void
test_signed_out (void)
{
  g_autoptr (TbkWeighSite) site = tbk_weigh_site_new ();

  tbk_weigh_site_begin (site);
  tbk_journey_sign_out (site->journey);
  tbk_journey_close (site->journey);
  tbk_test_server_stop (site->journey->server);
  tbk_journey_start (site->journey, TRUE);
  tbk_app_wait (site->journey->app, NULL, TBK_ROLE_BUTTON, T ("_Sign In"));
  g_assert_null (tbk_app_see (site->journey->app, NULL, TBK_ROLE_LIST, T ("Pages")));
  tbk_test_server_start_again (site->journey->server);
}

static void
set_estado (TbkWeighSite *site, gint64 usuario, const char *estado)
{
  g_autoptr (TbkTestClient) admin = tbk_test_client_new (site->journey->server);
  g_autofree char *body = g_strdup_printf ("{\"estado\":\"%s\"}", estado);
  g_autoptr (TbkTestReply) reply = NULL;

  tbk_test_client_login (admin, "admin@demo.ec");
  reply = tbk_test_expect (admin, 200, "PUT", body, "/usuarios/" TBK_ID, usuario);
}

/* Suspended while the line was cut: the server refuses the session, and what was weighed waits for its user. */
static void
test_suspended (void)
{
  g_autoptr (TbkWeighSite) site = tbk_weigh_site_new ();
  g_autoptr (TbkTestReply) me = tbk_test_expect (site->client, 200, "GET", NULL, "/me");
  gint64 usuario = tbk_test_reply_int (me, "id");
  TbkApp *app;

  tbk_weigh_site_begin (site);
  tbk_weigh_site_choose (site);
  tbk_journey_kill (site->journey);
  set_estado (site, usuario, "Suspendido");
  tbk_cut_line_set_whole (site->line, FALSE);
  g_assert_false (tbk_weigh_site_start (site));
  app = site->journey->app;
  tbk_weigh_site_choose (site);
  weigh (site, "2345.5");
  tbk_cut_line_set_whole (site->line, TRUE);
  tbk_app_wait (app, site->journey->page, TBK_ROLE_LABEL, T (ENDED));
  weigh (site, "3456.5"); /* trucks wait */

  set_estado (site, usuario, "Activo");
  tbk_test_client_login (site->client, TBK_WEIGH_SITE_USER);
  tbk_app_press (app, site->journey->page, T ("Sign In"));
  tbk_app_wait_window (app, T ("Sign In Again"));
  tbk_app_fill (app, NULL, T ("Password"), TBK_TEST_PASSWORD);
  tbk_app_press (app, NULL, T ("_Sign In"));
  tbk_app_wait (app, site->journey->page, TBK_ROLE_LABEL, ALL_SENT);
  g_assert_cmpuint (count_stored (site, "2345.500"), ==, 1);
  g_assert_cmpuint (count_stored (site, "3456.500"), ==, 1);
  assert_chain (site);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scale-alone/weighs", test_weighs);
  g_test_add_func ("/scale-alone/other-pages", test_other_pages);
  g_test_add_func ("/scale-alone/signed-out", test_signed_out);
  g_test_add_func ("/scale-alone/suspended", test_suspended);
  return g_test_run ();
}
