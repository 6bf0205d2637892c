/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form tells beside the field what is wrong, whoever found it, and loses nothing that was typed. */

#include "tbk-journey.h"

#define CENTRO "Centro de Acopio San Camilo"
#define TAKEN "CT-2026-00001" /* a code of the demo data */

static const char *
open_new_contrato (TbkJourney *journey)
{
  const char *form;

  tbk_journey_start_as (journey, "exportadora@demo.ec");
  tbk_app_key (journey->app, "ctrl+n");
  form = tbk_app_wait_window (journey->app, T ("New Contract"));
  tbk_journey_pick (journey, form, "Counterpart", CENTRO);
  tbk_app_fill (journey->app, form, T ("Quality"), "CCN51");
  return form;
}

static void
expect_text (TbkJourney *journey, const char *form, const char *field, const char *text)
{
  const char *entry = tbk_app_wait (journey->app, form, TBK_ROLE_TEXT, T (field));
  g_autofree char *typed = tbk_app_read (journey->app, entry);

  g_assert_cmpstr (typed, ==, text);
}

static void
discard (TbkJourney *journey, const char *form)
{
  tbk_app_press (journey->app, form, T ("_Cancel"));
  tbk_app_press (journey->app, NULL, T ("_Discard"));
  tbk_app_wait_closed (journey->app, form);
}

static void
test_bad_field (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();
  const char *form = open_new_contrato (journey);

  tbk_app_fill (journey->app, form, T ("Volume"), "diez");
  tbk_app_press (journey->app, form, T ("C_reate"));
  tbk_app_wait (journey->app, form, TBK_ROLE_LABEL, T ("This is no number."));
  expect_text (journey, form, "Volume", "diez");
  expect_text (journey, form, "Quality", "CCN51");

  tbk_app_fill (journey->app, form, T ("Volume"), "25");
  tbk_app_wait_gone (journey->app, form, TBK_ROLE_LABEL, T ("This is no number."));
  discard (journey, form);
}

/* Only the server knows which codes are taken. */
static void
test_server_error (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();
  const char *form = open_new_contrato (journey);

  tbk_app_fill (journey->app, form, T ("Code"), TAKEN);
  tbk_app_fill (journey->app, form, T ("Volume"), "25");
  tbk_app_fill (journey->app, form, T ("Fixed Price"), "5400");
  tbk_app_press (journey->app, form, T ("C_reate"));
  tbk_app_wait (journey->app, form, TBK_ROLE_LABEL, T ("It contradicts another value or is taken already."));
  expect_text (journey, form, "Code", TAKEN);
  expect_text (journey, form, "Quality", "CCN51");

  tbk_app_fill (journey->app, form, T ("Code"), "CT-LIBRE-1");
  tbk_app_press (journey->app, form, T ("C_reate"));
  tbk_app_wait_closed (journey->app, form);
  tbk_journey_wait_cell (journey, NULL, "CT-LIBRE-1", CENTRO);
}

/* --- somebody else was faster --- */

static gint64
find_draft (TbkTestClient *client, char **codigo)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (client, 200, "GET", NULL, "/contratos?estado=Borrador&page_size=1");
  JsonObject *first = json_array_get_object_element (tbk_test_reply_array (reply, "items"), 0);

  *codigo = g_strdup (json_object_get_string_member (first, "codigo"));
  return json_object_get_int_member (first, "id");
}

static void
choose_theirs (TbkJourney *journey, const char *window, const char *theirs)
{
  const char *choice = tbk_app_wait (journey->app, window, TBK_ROLE_ANY, theirs);

  tbk_app_click (journey->app, choice, 1, 1);
  tbk_app_wait_state (journey->app, choice, TBK_STATE_CHECKED, TRUE);
  tbk_app_press (journey->app, window, T ("_Apply"));
  tbk_app_wait_closed (journey->app, window);
}

static void
test_stale_edit (void)
{
  g_autoptr (TbkJourney) journey = tbk_journey_new ();
  g_autoptr (TbkTestClient) other = tbk_test_client_new_for (journey->server, "exportadora@demo.ec");
  g_autoptr (TbkTestReply) changed = NULL;
  g_autoptr (TbkTestReply) saved = NULL;
  g_autofree char *codigo = NULL;
  const char *form, *window;
  gint64 id;

  id = find_draft (other, &codigo);
  tbk_journey_start_as (journey, "exportadora@demo.ec");
  tbk_journey_select_row (journey, NULL, codigo);
  tbk_app_press (journey->app, NULL, T ("Edit contract"));
  form = tbk_app_wait_window (journey->app, T_filled ("Contract %s", codigo));
  tbk_app_fill (journey->app, form, T ("Quality"), "MIA");
  tbk_app_fill (journey->app, form, T ("Volume"), "33");
  changed = tbk_test_expect (other, 200, "PUT", "{\"calidad\": \"SUYA\", \"volumen_tm\": \"44\"}",
                             "/contratos/" TBK_ID, id);

  tbk_app_press (journey->app, form, T ("_Save"));
  window = tbk_app_wait_window (journey->app, T ("Changed Meanwhile"));
  choose_theirs (journey, window, T_filled_twice ("%s, theirs: %s", T ("Quality"), "SUYA"));
  tbk_app_press (journey->app, form, T ("_Save"));
  tbk_app_wait_closed (journey->app, form);

  saved = tbk_test_expect (other, 200, "GET", NULL, "/contratos/" TBK_ID, id);
  g_assert_cmpstr (tbk_test_reply_text (saved, "calidad"), ==, "SUYA");
  g_assert_cmpstr (tbk_test_reply_text (saved, "volumen_tm"), ==, "33.000");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/bad-field", test_bad_field);
  g_test_add_func ("/form/server-error", test_server_error);
  g_test_add_func ("/form/stale-edit", test_stale_edit);
  return g_test_run ();
}
