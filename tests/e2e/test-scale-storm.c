/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scale's computer in a storm: one weighing after the other while the line is cut and healed at
 * random, the app is killed with kill -9, before the key, right behind it and after it told that
 * the weight was kept, and the server is killed too. What the app showed as kept is stored, once;
 * what was cut off between key and row may be, once; nothing else is.
 *
 * As many as STORM_WEIGHINGS, STORM_APP_KILLS and STORM_SERVER_KILLS say (60, 4, 1); STORM_SEED
 * repeats one. */
#include "tbk-weigh-site.h"

#define FIRST_KG 1000
#define RIGHT_BEHIND_MS 120 /* in which the key is heard, the row written and shown */
#define LOOK_EVERY 25       /* weighings */
#define PATIENCE_S 300      /* until all is sent */
#define ENDED "The session has ended. Weighings are kept here and go when you sign in again."
#define ALL_SENT "All weighings are at the server."

typedef struct
{
  TbkWeighSite *site;
  GRand *rand;
  guint32 seed;
  guint wanted;
  GHashTable *app_kills;    /* at the weighing of that number */
  GHashTable *server_kills; /* the same */
  GHashTable *shown;        /* "1234.500": the app showed that it was kept */
  GHashTable *cut_off;      /* killed between key and row */
  guint server_back_at;     /* 0: it is there */
  guint passwords;          /* how often one was asked for */
  guint cuts;
} Storm;

static guint
get_number (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* `n` numbers of weighings, each another, none of the first and the last. */
static GHashTable *
draw (Storm *storm, guint n)
{
  GHashTable *drawn = g_hash_table_new (NULL, NULL);

  g_assert_cmpuint (n, <, storm->wanted / 2);
  while (g_hash_table_size (drawn) < n)
    g_hash_table_add (drawn, GINT_TO_POINTER (g_rand_int_range (storm->rand, 1, (gint32) storm->wanted - 1)));
  return drawn;
}

static void
set_up (Storm *storm)
{
  const char *seed = g_getenv ("STORM_SEED");

  storm->seed = seed != NULL ? (guint32) g_ascii_strtoull (seed, NULL, 10) : g_random_int ();
  storm->rand = g_rand_new_with_seed (storm->seed);
  storm->wanted = get_number ("STORM_WEIGHINGS", 60);
  storm->app_kills = draw (storm, get_number ("STORM_APP_KILLS", 4));
  storm->server_kills = draw (storm, get_number ("STORM_SERVER_KILLS", 1));
  storm->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  storm->cut_off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_test_message ("STORM_SEED=%u: %u weighings, %u kills of the app, %u of the server", storm->seed, storm->wanted,
                  g_hash_table_size (storm->app_kills), g_hash_table_size (storm->server_kills));
  storm->site = tbk_weigh_site_new ();
}

static void
tear_down (Storm *storm)
{
  tbk_weigh_site_free (storm->site);
  g_rand_free (storm->rand);
  g_hash_table_unref (storm->app_kills);
  g_hash_table_unref (storm->server_kills);
  g_hash_table_unref (storm->shown);
  g_hash_table_unref (storm->cut_off);
}

/* --- what strikes --- */

static void
begin_chance (Storm *storm)
{
  tbk_cut_line_begin_random (storm->site->line, g_rand_int (storm->rand));
}

static void
bring_server_back (Storm *storm)
{
  if (storm->server_back_at == 0)
    return;
  storm->server_back_at = 0;
  tbk_test_server_start_again (storm->site->journey->server);
}

static void
strike_server (Storm *storm, guint number)
{
  if (number >= storm->server_back_at)
    bring_server_back (storm);
  if (storm->server_back_at != 0 || !g_hash_table_remove (storm->server_kills, GUINT_TO_POINTER (number)))
    return;
  tbk_test_server_kill (storm->site->journey->server);
  storm->server_back_at = number + (guint) g_rand_int_range (storm->rand, 2, 7);
}

static void
over_cb (gpointer over)
{
  *(gboolean *) over = TRUE;
}

/* At any moment the blow may fall. */
static void
turn_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add_once (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Whether the line is there while the app begins is a matter of chance too. A password is of use
 * where there is a server. */
static void
begin_again (Storm *storm)
{
  guint before = storm->site->entries;
  gboolean with_line = g_rand_boolean (storm->rand) && storm->server_back_at == 0;

  tbk_cut_line_set_whole (storm->site->line, with_line);
  if (tbk_weigh_site_start (storm->site))
    storm->passwords++;
  if (with_line)
    tbk_weigh_site_choose (storm->site);
  else
    tbk_weigh_site_choose_known (storm->site);
  /* it shows all that it showed before, and at most what was cut off besides */
  g_assert_cmpuint (storm->site->entries, >=, before);
  g_assert_cmpuint (storm->site->entries, <=, before + 1);
  begin_chance (storm);
}

/* A session whose token was spent by an app that was killed before the keyring had the next one. */
static void
sign_in_again (Storm *storm)
{
  TbkApp *app = storm->site->journey->app;

  if (tbk_app_see (app, storm->site->journey->page, TBK_ROLE_LABEL, T (ENDED)) == NULL)
    return;
  bring_server_back (storm);
  tbk_cut_line_set_whole (storm->site->line, TRUE);
  tbk_app_press (app, storm->site->journey->page, T ("Sign In"));
  tbk_app_wait_window (app, T ("Sign In Again"));
  tbk_app_fill (app, NULL, T ("Password"), TBK_TEST_PASSWORD);
  tbk_app_press (app, NULL, T ("_Sign In"));
  tbk_app_wait_gone (app, storm->site->journey->page, TBK_ROLE_LABEL, T (ENDED));
  storm->passwords++;
  begin_chance (storm);
}

/* --- weighing --- */

static void
weigh (Storm *storm, guint number, const char *kg)
{
  gboolean kills = g_hash_table_remove (storm->app_kills, GUINT_TO_POINTER (number));
  int when = g_rand_int_range (storm->rand, 0, 4);
  char *stored = g_strconcat (kg, "00", NULL);

  if (kills)
    sign_in_again (storm); /* an app that has no session left begins with an empty form */
  tbk_weigh_site_load (storm->site, kg);
  if (!kills || when > 0)
    tbk_weigh_site_press (storm->site);
  if (!kills || when > 2)
    {
      tbk_weigh_site_wait_kept (storm->site);
      g_hash_table_add (storm->shown, stored);
    }
  else
    {
      turn_for ((guint) g_rand_int_range (storm->rand, 0, RIGHT_BEHIND_MS));
      g_hash_table_add (storm->cut_off, stored);
    }
  if (!kills)
    return;
  tbk_journey_kill (storm->site->journey);
  begin_again (storm);
}

static void
weigh_all (Storm *storm)
{
  tbk_weigh_site_begin (storm->site);
  tbk_weigh_site_choose (storm->site);
  begin_chance (storm);
  for (guint number = 0; g_hash_table_size (storm->shown) < storm->wanted; number++)
    {
      g_autofree char *kg = g_strdup_printf ("%u.5", FIRST_KG + number);

      strike_server (storm, number);
      weigh (storm, number, kg);
      if (number % LOOK_EVERY == 0)
        {
          g_test_message ("%u shown", g_hash_table_size (storm->shown));
          sign_in_again (storm);
        }
    }
}

/* --- what it must come to --- */

static void
wait_sent (Storm *storm)
{
  TbkApp *app = storm->site->journey->app;

  bring_server_back (storm);
  sign_in_again (storm);
  tbk_cut_line_set_whole (storm->site->line, TRUE);
  storm->cuts = tbk_cut_line_get_cuts (storm->site->line);
  tbk_app_set_patience (app, PATIENCE_S);
  tbk_app_wait (app, storm->site->journey->page, TBK_ROLE_LABEL, T (ALL_SENT));
}

/* Returns: how many of those that were cut off are stored. */
static guint
check_rows (Storm *storm)
{
  g_autoptr (GPtrArray) stored = tbk_weigh_site_list_stored (storm->site);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint cut_off = 0;

  for (guint i = 0; i < stored->len; i++)
    {
      const char *kg = g_ptr_array_index (stored, i);
      gboolean was_cut_off = g_hash_table_contains (storm->cut_off, kg);

      if (!g_hash_table_add (seen, (gpointer) kg))
        g_error ("%s kg is stored twice", kg);
      if (!was_cut_off && !g_hash_table_contains (storm->shown, kg))
        g_error ("%s kg was never weighed", kg);
      cut_off += was_cut_off;
    }
  g_assert_cmpuint (stored->len - cut_off, ==, g_hash_table_size (storm->shown)); /* none is lost */
  return cut_off;
}

static void
check_chain (Storm *storm, guint rows)
{
  g_autoptr (TbkTestReply) chain = tbk_test_expect (storm->site->client, 200, "GET", NULL, "/pesajes/verificar");

  g_assert_true (json_object_get_boolean_member (json_node_get_object (chain->json), "integra"));
  g_assert_cmpint (tbk_test_reply_int (chain, "eslabones"), >=, rows);
}

/* What the app itself counts. */
static void
check_total (Storm *storm, guint rows)
{
  g_autofree char *total = g_strdup_printf ("%u entries today: ", rows);

  tbk_app_wait_prefix (storm->site->journey->app, storm->site->journey->page, TBK_ROLE_LABEL, total);
}

static void
test_storm (void)
{
  Storm storm = { 0 };
  guint kills, server_kills, cut_off;

  set_up (&storm);
  kills = g_hash_table_size (storm.app_kills);
  server_kills = g_hash_table_size (storm.server_kills);
  weigh_all (&storm);
  wait_sent (&storm);
  tbk_test_client_login (storm.site->client, TBK_WEIGH_SITE_USER);
  cut_off = check_rows (&storm);
  check_total (&storm, g_hash_table_size (storm.shown) + cut_off);
  check_chain (&storm, g_hash_table_size (storm.shown) + cut_off);
  g_assert_cmpuint (g_hash_table_size (storm.app_kills) + g_hash_table_size (storm.server_kills), ==, 0);
  g_test_message ("STORM_SEED=%u: %u weighings were shown as kept, all of them are stored, none "
                  "twice; %u kills of the app, "
                  "%u weighings cut off by them, of which %u are stored; %u kills of the server; "
                  "%u cuts of the line; "
                  "%u passwords asked for; the chain is whole",
                  storm.seed, g_hash_table_size (storm.shown), kills,
                  g_hash_table_size (storm.cut_off), cut_off, server_kills, storm.cuts,
                  storm.passwords);
  tear_down (&storm);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scale-storm/none-lost-none-twice", test_storm);
  return g_test_run ();
}
