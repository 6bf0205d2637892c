/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sound the scale's page asks for, that it waits for none, and that without a player it goes on. */
#include "tbk-pesaje-desk.h"

#include <string.h>

#define POST "POST /iot/pesaje"

typedef struct
{
  TbkPesajeDesk desk;
  GString *asked;   /* a letter for each */
  GString *handed;  /* of those that were handed over */
  GString *nowhere; /* of those that could not be */
} Ear;

static const char letters[TBK_SONIDO_N] = {
  [TBK_SONIDO_CAPTURED] = 'c',
  [TBK_SONIDO_REFUSED] = 'r',
  [TBK_SONIDO_MOVING] = 'm',
};

static void
asked_cb (TbkSonido *sonido, int clase, Ear *ear)
{
  g_string_append_c (ear->asked, letters[clase]);
}

static void
handed_cb (TbkSonido *sonido, int clase, const GError *error, Ear *ear)
{
  g_string_append_c (error == NULL ? ear->handed : ear->nowhere, letters[clase]);
}

/* `data`: the driver of libcanberra. */
static void
set_up (Ear *ear, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Bascula");

  g_setenv ("CANBERRA_DRIVER", data, TRUE);
  ear->asked = g_string_new (NULL);
  ear->handed = g_string_new (NULL);
  ear->nowhere = g_string_new (NULL);
  tbk_pesaje_desk_set_up (&ear->desk, NULL);
  g_settings_set_boolean (settings, "sonido", TRUE);
  g_signal_connect (ear->desk.panel->sonido, "asked", G_CALLBACK (asked_cb), ear);
  g_signal_connect (ear->desk.panel->sonido, "handed", G_CALLBACK (handed_cb), ear);
  tbk_stand_in_answer (ear->desk.server, POST, TBK_STAND_IN_HOLD, "");
}

/* Nothing is on its way to the player: the page may go. */
static void
wait_quiet (Ear *ear)
{
  tbk_ui_test_until (ear->asked->len == ear->handed->len + ear->nowhere->len);
}

static void
tear_down (Ear *ear, gconstpointer data)
{
  wait_quiet (ear);
  g_signal_handlers_disconnect_by_data (ear->desk.panel->sonido, ear);
  tbk_pesaje_desk_tear_down (&ear->desk, NULL);
  g_string_free (ear->asked, TRUE);
  g_string_free (ear->handed, TRUE);
  g_string_free (ear->nowhere, TRUE);
}

static void
press (Ear *ear)
{
  wait_quiet (ear);
  tbk_pesaje_desk_press_space (&ear->desk);
}

/* No lote: refused. Kept: captured. The same load again: refused until its operator says so. */
static void
test_kept (Ear *ear, gconstpointer data)
{
  tbk_pesaje_desk_play (&ear->desk, "zero 1\nmove 500 1\nstable 3000\n");
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (&ear->desk, "500"));
  press (ear);
  g_assert_cmpstr (ear->asked->str, ==, "r");
  tbk_pesaje_desk_choose_lote (&ear->desk);
  press (ear);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (&ear->desk), ==, 1);
  g_assert_cmpstr (ear->asked->str, ==, "rc");
  press (ear);
  g_assert_cmpstr (ear->asked->str, ==, "rcr");
  wait_quiet (ear);
  tbk_pesaje_desk_answer ("again", NULL);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (&ear->desk), ==, 2);
  g_assert_cmpstr (ear->asked->str, ==, "rcrc");
  wait_quiet (ear);
  g_assert_cmpstr (ear->handed->str, ==, "rcrc");
}

static void
test_moving (Ear *ear, gconstpointer data)
{
  tbk_pesaje_desk_play (&ear->desk, "rate 50\nzero 1\nmove 40000 3000\n");
  tbk_pesaje_desk_choose_lote (&ear->desk);
  tbk_ui_test_until (tbk_pesaje_desk_get_state (&ear->desk) == TBK_PESADOR_MOVING
                     && !tbk_pesador_is_empty (ear->desk.panel->pesador));
  press (ear);
  g_assert_cmpstr (ear->asked->str, ==, "m");
  wait_quiet (ear);
  tbk_pesaje_desk_answer ("ok", "the bridge swings");
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (&ear->desk), ==, 1);
  g_assert_cmpstr (ear->asked->str, ==, "mc");
}

/* What is kept is kept before the player was reached, and also where there is none. */
static void
test_no_player (Ear *ear, gconstpointer data)
{
  tbk_pesaje_desk_play (&ear->desk, "zero 1\nmove 500 1\nstable 3000\n");
  tbk_pesaje_desk_choose_lote (&ear->desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (&ear->desk, "500"));
  tbk_pesaje_desk_press_space (&ear->desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (&ear->desk), ==, 1);
  g_assert_cmpstr (ear->asked->str, ==, "c");
  g_assert_cmpstr (ear->nowhere->str, ==, "");
  wait_quiet (ear);
  g_assert_cmpstr (ear->nowhere->str, ==, "c");
  g_assert_cmpstr (ear->handed->str, ==, "");
}

/* One that comes while another is being handed over is left out. */
static void
test_at_once (Ear *ear, gconstpointer data)
{
  tbk_sonido_play (ear->desk.panel->sonido, TBK_SONIDO_MOVING);
  tbk_sonido_play (ear->desk.panel->sonido, TBK_SONIDO_REFUSED);
  g_assert_cmpstr (ear->asked->str, ==, "m");
  wait_quiet (ear);
  tbk_sonido_play (ear->desk.panel->sonido, TBK_SONIDO_REFUSED);
  g_assert_cmpstr (ear->asked->str, ==, "mr");
}

/* By the page's switch, and by the desktop's. */
static void
test_off (Ear *ear, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Bascula");

  g_settings_set_boolean (settings, "sonido", FALSE);
  tbk_pesaje_panel_sound (ear->desk.panel, TBK_SONIDO_CAPTURED);
  g_assert_cmpstr (ear->asked->str, ==, "");
  g_settings_set_boolean (settings, "sonido", TRUE);
  g_object_set (gtk_settings_get_default (), "gtk-enable-event-sounds", FALSE, NULL);
  tbk_pesaje_panel_sound (ear->desk.panel, TBK_SONIDO_CAPTURED);
  g_assert_cmpstr (ear->asked->str, ==, "");
  g_object_set (gtk_settings_get_default (), "gtk-enable-event-sounds", TRUE, NULL);
  tbk_pesaje_panel_sound (ear->desk.panel, TBK_SONIDO_CAPTURED);
  g_assert_cmpstr (ear->asked->str, ==, "c");
}

/* Each sound is a file of its own, and one that libcanberra plays. */
static void
test_files (void)
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < TBK_SONIDO_N; i++)
    {
      g_autofree char *file = tbk_sonido_find_file (i);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      g_file_get_contents (file, &bytes, &length, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (length, >, 58);
      g_assert_cmpmem (bytes, 4, "OggS", 4);
      g_assert_cmpmem (bytes + 29, 6, "vorbis", 6);
      g_hash_table_add (sums, g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length));
    }
  g_assert_cmpuint (g_hash_table_size (sums), ==, TBK_SONIDO_N);
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(name, driver, func) g_test_add ("/sonido/" name, Ear, driver, set_up, func, tear_down)
  ADD ("kept", "alsa", test_kept);
  ADD ("moving", "alsa", test_moving);
  ADD ("no-player", "none-such", test_no_player);
  ADD ("at-once", "alsa", test_at_once);
  ADD ("off", "alsa", test_off);
  g_test_add_func ("/sonido/files", test_files);
  return g_test_run ();
}
