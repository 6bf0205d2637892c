/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-weigh-site.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <string.h>

#define SCALE "com.triboka.Triboka.Bascula"
#define PAGE "Weighing"
#define CHOOSE "Choose the Lot"
#define WITHOUT_LINE "The server does not answer: these are the lots that are known here, the last weighed first."
#define PAGE_SIZE 200
#define PATIENCE_S 120 /* a day's list makes looks long */

/* --- putting it up --- */

static guint
count_code (JsonArray *lotes, const char *codigo)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (lotes); i++)
    n += g_str_equal (json_object_get_string_member (json_array_get_object_element (lotes, i), "codigo_lote"), codigo);
  return n;
}

/* The first whose code no other empresa's lote has, as the journey chooses by the code. */
static void
find_lote (TbkWeighSite *site)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (site->client, 200, "GET", NULL,
                                                    "/lotes?pesable=true&page_size=200");
  JsonArray *lotes = tbk_test_reply_array (reply, "items");

  for (guint i = 0; site->codigo == NULL && i < json_array_get_length (lotes); i++)
    {
      JsonObject *lote = json_array_get_object_element (lotes, i);
      const char *codigo = json_object_get_string_member (lote, "codigo_lote");

      if (count_code (lotes, codigo) > 1)
        continue;
      site->lote_id = json_object_get_int_member (lote, "id");
      site->codigo = g_strdup (codigo);
    }
  g_assert_nonnull (site->codigo);
}

/* As the scale's settings window would. */
static void
write_settings (TbkWeighSite *site)
{
  g_autofree char *path = g_build_filename (site->journey->home, "config", "glib-2.0", "settings", "keyfile", NULL);
  g_autoptr (GSettingsBackend) backend = g_keyfile_settings_backend_new (path, "/", NULL);
  g_autoptr (GSettings) settings = g_settings_new_with_backend (SCALE, backend);

  g_settings_set_string (settings, "conexion", "serie");
  g_settings_set_string (settings, "protocolo", "cas");
  g_settings_set_string (settings, "nombre", "camionera");
  g_settings_set_string (settings, "puerto", tbk_pty_scale_get_port (site->scale));
  g_settings_sync ();
}

TbkWeighSite *
tbk_weigh_site_new (void)
{
  TbkWeighSite *site = g_new0 (TbkWeighSite, 1);

  site->journey = tbk_journey_new ();
  site->client = tbk_test_client_new_for (site->journey->server, TBK_WEIGH_SITE_USER);
  find_lote (site);
  tbk_journey_lay_line (site->journey);
  site->line = tbk_cut_line_new (site->journey->line);
  site->scale = tbk_pty_scale_new ("cas");
  write_settings (site);
  return site;
}

void
tbk_weigh_site_free (TbkWeighSite *site)
{
  if (site == NULL)
    return;
  tbk_journey_close (site->journey);
  tbk_cut_line_free (site->line);
  tbk_test_client_free (site->client);
  tbk_journey_free (site->journey);
  tbk_pty_scale_free (site->scale);
  g_free (site->codigo);
  g_free (site);
}

/* --- beginning --- */

void
tbk_weigh_site_begin (TbkWeighSite *site)
{
  tbk_journey_start (site->journey, TRUE);
  tbk_app_set_patience (site->journey->app, PATIENCE_S);
  tbk_journey_give_password (site->journey, TBK_WEIGH_SITE_USER, TBK_TEST_PASSWORD);
  tbk_journey_trust (site->journey);
  tbk_journey_wait_signed_in (site->journey);
  tbk_journey_show_page (site->journey, PAGE);
}

static gboolean
is_display (const TbkNode *node, gpointer data)
{
  return g_str_has_prefix (node->name, T ("Stable")) && strstr (node->name, " kg") != NULL;
}

static gboolean
is_label (const TbkNode *node, gpointer text)
{
  return node->role == TBK_ROLE_LABEL && g_str_equal (node->name, text);
}

/* *asked: the server refused what the keyring had. */
static gboolean
has_begun (TbkApp *app, gpointer data)
{
  const TbkNode *top = tbk_tree_get_top (tbk_app_get_tree (app));
  gboolean *asked = data;

  *asked = tbk_node_find (top, is_label, (gpointer) T ("The session has ended. Sign in again.")) != NULL;
  return *asked || tbk_node_find (top, is_display, NULL) != NULL;
}

gboolean
tbk_weigh_site_start (TbkWeighSite *site)
{
  gboolean asked;

  tbk_journey_start (site->journey, TRUE);
  tbk_app_set_patience (site->journey->app, PATIENCE_S);
  tbk_app_wait_until (site->journey->app, has_begun, &asked, "the scale's page, or a question for the password");
  if (asked)
    {
      tbk_cut_line_set_whole (site->line, TRUE);
      tbk_journey_give_password (site->journey, TBK_WEIGH_SITE_USER, TBK_TEST_PASSWORD);
    }
  tbk_journey_wait_page (site->journey, PAGE);
  return asked;
}

/* --- the lote --- */

typedef struct
{
  TbkWeighSite *site;
  gboolean by_server;
} Choice;

static gboolean
lists_lote (TbkApp *app, gpointer data)
{
  Choice *choice = data;
  const TbkNode *top = tbk_tree_get_top (tbk_app_get_tree (app));

  choice->by_server = tbk_node_find (top, is_label, (gpointer) T (WITHOUT_LINE)) == NULL;
  return tbk_node_find (top, is_label, choice->site->codigo) != NULL;
}

static gboolean
is_status (const TbkNode *node, gpointer data)
{
  return node->role == TBK_ROLE_STATUS_BAR;
}

static gboolean
is_total (const TbkNode *node, gpointer data)
{
  return node->role == TBK_ROLE_LABEL && g_ascii_isdigit (node->name[0]) && strstr (node->name, " today: ") != NULL;
}

static gboolean
find_panel (TbkApp *app, gpointer data)
{
  TbkWeighSite *site = data;
  const TbkNode *page = tbk_tree_get (tbk_app_get_tree (app), site->journey->page);
  const TbkNode *display = tbk_node_find (page, is_status, NULL);
  const TbkNode *total = tbk_node_find (page, is_total, NULL);

  if (display == NULL || total == NULL)
    return FALSE;
  site->display = display->path;
  site->total = total->path;
  site->entries = (guint) g_ascii_strtoull (total->name, NULL, 10);
  return TRUE;
}

void
tbk_weigh_site_choose (TbkWeighSite *site)
{
  TbkApp *app = site->journey->app;
  Choice choice = { .site = site };
  const char *window;

  tbk_app_key (app, "ctrl+l");
  window = tbk_app_wait_window (app, T (CHOOSE));
  tbk_app_wait_until (app, lists_lote, &choice, "the lote among those to choose");
  if (choice.by_server)
    {
      tbk_journey_select_row (site->journey, window, site->codigo);
      tbk_app_press (app, window, T ("_Weigh It"));
    }
  else
    {
      tbk_app_type (app, site->codigo);
      tbk_app_key (app, "Return");
    }
  tbk_app_wait_closed (app, window);
  tbk_app_wait (app, site->journey->page, TBK_ROLE_LABEL, site->codigo);
  tbk_app_wait_until (app, find_panel, site, "the weight, and the count of today");
}

static gboolean
has_lote (TbkApp *app, gpointer data)
{
  TbkWeighSite *site = data;
  const TbkNode *page = tbk_tree_get (tbk_app_get_tree (app), site->journey->page);

  return tbk_node_find (page, is_label, site->codigo) != NULL && find_panel (app, site);
}

void
tbk_weigh_site_choose_known (TbkWeighSite *site)
{
  TbkApp *app = site->journey->app;

  tbk_app_key (app, "ctrl+l");
  tbk_app_wait_screen (app, T (CHOOSE));
  tbk_app_type (app, site->codigo);
  tbk_app_key (app, "Return");
  tbk_app_wait_until (app, has_lote, site, "the lote in hand, the weight, and the count of today");
}

/* --- weighing --- */

void
tbk_weigh_site_load (TbkWeighSite *site, const char *kg)
{
  g_autofree char *stands = g_strdup_printf ("%s, %s kg", T ("Stable"), kg);
  g_autofree char *empty = g_strdup_printf ("%s, 0.0 kg", T ("Stable"));

  tbk_pty_scale_load (site->scale, "0.0");
  tbk_app_wait_name (site->journey->app, site->display, empty);
  tbk_pty_scale_load (site->scale, kg);
  tbk_app_wait_name (site->journey->app, site->display, stands);
}

void
tbk_weigh_site_press (TbkWeighSite *site)
{
  tbk_app_key (site->journey->app, "space");
}

void
tbk_weigh_site_wait_kept (TbkWeighSite *site)
{
  g_autofree char *total = g_strdup_printf (
      site->entries == 0 ? "%u entry today: " : "%u entries today: ", site->entries + 1);

  tbk_app_wait_name (site->journey->app, site->total, total);
  site->entries++;
}

GPtrArray *
tbk_weigh_site_list_stored (TbkWeighSite *site)
{
  GPtrArray *stored = g_ptr_array_new_with_free_func (g_free);
  guint n;

  for (guint page = 1;; page++)
    {
      g_autoptr (TbkTestReply) reply = tbk_test_expect (
          site->client, 200, "GET", NULL, "/pesajes?lote_id=" TBK_ID "&page_size=%d&page=%u",
          site->lote_id, PAGE_SIZE, page);
      JsonArray *items = tbk_test_reply_array (reply, "items");

      n = json_array_get_length (items);
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (stored, g_strdup (json_object_get_string_member (
                                     json_array_get_object_element (items, i), "bruto_kg")));
      if (n < PAGE_SIZE)
        return stored;
    }
}
