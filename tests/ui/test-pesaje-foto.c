/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The photo of a weighing at the scale's page: chosen, seen, taken away; behind its weighing and
 * never before it; kept over an end of the app, and lost without its weighing being lost. */
#include "tbk-pesaje-desk.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "tbk-doc-maker.h"
#include "tbk-doc-window.h"
#include "tbk-foto.h"
#include "tbk-pesaje-foto.h"

#define STORED                                                                     \
  "{\"id\":\"%s\",\"numero\":41,\"lote_id\":9,\"codigo_lote\":\"LT-2026-000009\"," \
  "\"bruto_kg\":\"600.000\",\"neto_kg\":\"600.000\",\"capturado_en\":\"%s\",\"hash\":\"ab12\",\"foto\":%s}"
#define ROOM 200000 /* bytes that a file may have where the disk is full */

/* --- pieces --- */

/* How many copies are below; with `take_away` they are gone then. */
static guint
count_in (const char *path, gboolean take_away)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        n += count_in (child, take_away);
      else if (strstr (path, "-fotos") != NULL)
        n++;
      if (take_away && strstr (path, "-fotos") != NULL)
        g_remove (child);
    }
  return n;
}

/* How many copies of photos are on the disk. */
static guint
count_copies (TbkPesajeDesk *desk)
{
  return count_in (desk->folder, FALSE);
}

static gboolean
is_copied (TbkPesajeDesk *desk)
{
  return tbk_ui_window_find (GTK_WIDGET (desk->panel->foto), GTK_TYPE_SPINNER, 0) == NULL;
}

static gboolean
has_picture (TbkPesajeDesk *desk)
{
  GtkWidget *image = tbk_ui_window_find (GTK_WIDGET (desk->panel->foto), GTK_TYPE_IMAGE, 0);

  return image != NULL && gtk_image_get_storage_type (GTK_IMAGE (image)) == GTK_IMAGE_PAINTABLE;
}

/* A file that is chosen, and gone when its copy is there. */
static void
begin_choosing (TbkPesajeDesk *desk, GBytes *bytes)
{
  g_autofree char *path = tbk_doc_maker_write ("camion.png", bytes);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  tbk_pesaje_foto_take (desk->panel->foto, file);
}

static void
choose (TbkPesajeDesk *desk)
{
  g_autoptr (GBytes) png = tbk_doc_maker_image ("png", 320, 200);

  begin_choosing (desk, png);
  tbk_ui_test_until (is_copied (desk));
  g_assert_true (tbk_pesaje_foto_has (desk->panel->foto));
}

static void
stand (TbkPesajeDesk *desk)
{
  tbk_pesaje_desk_play (desk, "zero 1\nmove 600 1\nstable 30\nmove 0 1\nzero 5\nmove 700 1\nstable 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "600"));
}

static char *
describe_stored (const char *id, gboolean foto)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  return g_strdup_printf (STORED, id, time, foto ? "true" : "false");
}

/* The server takes what it is asked to take from now on. */
static void
answer_well (TbkPesajeDesk *desk, const char *id)
{
  g_autofree char *name = g_strdup_printf ("PUT /pesajes/%s/foto", id);
  g_autofree char *stored = describe_stored (id, FALSE);
  g_autofree char *with = describe_stored (id, TRUE);

  tbk_stand_in_forget (desk->server, "POST /iot/pesaje");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, stored);
  tbk_stand_in_answer (desk->server, name, 200, with);
}

static guint
count_puts (TbkPesajeDesk *desk, const char *id)
{
  g_autofree char *name = g_strdup_printf ("PUT /pesajes/%s/foto", id);

  return tbk_stand_in_count (desk->server, name);
}

/* The id of the weighing that is on its way. Returns: (transfer full). */
static char *
wait_for_post (TbkPesajeDesk *desk)
{
  g_autoptr (JsonObject) body = NULL;

  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") > 0);
  body = tbk_pesaje_desk_last_body (desk);
  return g_strdup (json_object_get_string_member (body, "id"));
}

static TbkPesajeFotoState
get_foto (TbkPesajeDesk *desk, const char *id)
{
  const TbkPesajeItem *item = tbk_pesaje_hoy_find (desk->hoy, id);

  return item != NULL ? item->foto : TBK_PESAJE_FOTO_NONE;
}

/* How wide today's list must be, in pixels. */
static int
get_list_width (TbkPesajeDesk *desk)
{
  int width = 0;

  gtk_widget_measure (GTK_WIDGET (desk->hoy), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width;
}

/* --- chosen --- */

static void
test_remove (TbkPesajeDesk *desk, gconstpointer data)
{
  choose (desk);
  tbk_ui_test_until (has_picture (desk));
  g_assert_cmpuint (count_copies (desk), ==, 1);
  choose (desk); /* another one, in its place */
  g_assert_cmpuint (count_copies (desk), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (desk->panel), "pesaje.remove-photo", NULL);
  g_assert_false (tbk_pesaje_foto_has (desk->panel->foto));
  g_assert_false (has_picture (desk));
  g_assert_cmpuint (count_copies (desk), ==, 0);
}

static void
test_no_picture (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("no picture", 10);
  g_autofree guint8 *zeros = g_malloc0 (TBK_DESPACHO_MAX_FOTO + 1);
  g_autoptr (GBytes) large = g_bytes_new (zeros, TBK_DESPACHO_MAX_FOTO + 1);

  begin_choosing (desk, text);
  tbk_ui_test_until (is_copied (desk));
  g_assert_true (tbk_pesaje_desk_says (desk, "This is no picture. A photo is a JPEG, PNG or WebP file."));
  g_assert_false (tbk_pesaje_foto_has (desk->panel->foto));
  begin_choosing (desk, large);
  tbk_ui_test_until (is_copied (desk));
  g_assert_false (tbk_pesaje_foto_has (desk->panel->foto));
  g_assert_cmpuint (count_copies (desk), ==, 0);
}

/* --- on its way --- */

static void
test_sent (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  stand (desk);
  choose (desk);
  tbk_pesaje_desk_press_space (desk);
  g_assert_false (tbk_pesaje_foto_has (desk->panel->foto));
  id = wait_for_post (desk);
  tbk_ui_test_until (get_foto (desk, id) == TBK_PESAJE_FOTO_WAITING);
  g_assert_cmpuint (count_puts (desk, id), ==, 0);
  g_assert_cmpuint (count_copies (desk), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (desk->hoy), "hoy.photo", "s", id);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_DOC_WINDOW) != NULL);
  gtk_window_destroy (GTK_WINDOW (tbk_ui_window_find_toplevel (TBK_TYPE_DOC_WINDOW)));
  answer_well (desk, id);
  tbk_stand_in_release (desk->server);
  tbk_ui_test_until (get_foto (desk, id) == TBK_PESAJE_FOTO_SENT);
  g_assert_cmpuint (count_puts (desk, id), ==, 1);
  name = g_strdup_printf ("PUT /pesajes/%s/foto", id);
  g_assert_nonnull (strstr (tbk_stand_in_last (desk->server, name)->body, "name=\"archivo\"; filename=\"camion.png\""));
  g_assert_cmpuint (count_copies (desk), ==, 0);
  g_assert_true (tbk_pesaje_desk_says (desk, "All weighings are at the server."));
}

/* What the server has is fetched to be looked at. */
static void
test_fetched (TbkPesajeDesk *desk, gconstpointer data)
{
  static const char id[] = "1b4e28ba-2fa1-4d2b-883f-0016d3cca427";
  g_autoptr (GBytes) png = tbk_doc_maker_image ("png", 320, 200);
  g_autofree char *row = describe_stored (id, TRUE);
  g_autofree char *rows = g_strdup_printf (
      "{\"items\":[%s],\"page\":1,\"page_size\":200,\"total\":1,\"siguiente\":null}", row);

  tbk_stand_in_forget (desk->server, "GET /pesajes");
  tbk_stand_in_answer (desk->server, "GET /pesajes", 200, rows);
  tbk_stand_in_answer_bytes (desk->server, "GET /pesajes/1b4e28ba-2fa1-4d2b-883f-0016d3cca427/foto", "\"ab\"", png);
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_ui_test_until (get_foto (desk, id) == TBK_PESAJE_FOTO_SENT);
  gtk_widget_activate_action (GTK_WIDGET (desk->hoy), "hoy.photo", "s", id);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_DOC_WINDOW) != NULL);
  gtk_window_destroy (GTK_WINDOW (tbk_ui_window_find_toplevel (TBK_TYPE_DOC_WINDOW)));
}

/* Refused for good: said, and the weighings behind it and their photos go on; sent again, or dropped. */
static void
test_refused (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autofree char *name = NULL;
  g_autofree char *stored = NULL;
  int width;

  gtk_widget_add_css_class (GTK_WIDGET (desk->window), "kiosk");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  stand (desk);
  choose (desk);
  tbk_pesaje_desk_press_space (desk);
  id = wait_for_post (desk);
  name = g_strdup_printf ("PUT /pesajes/%s/foto", id);
  stored = describe_stored (id, FALSE);
  tbk_stand_in_answer (desk->server, name, 422,
                       "{\"title\":\"Unprocessable\",\"status\":422,\"detail\":\"it may be infected\"}");
  tbk_stand_in_forget (desk->server, "POST /iot/pesaje");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, stored);
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_stand_in_release (desk->server);
  tbk_ui_test_until (get_foto (desk, id) == TBK_PESAJE_FOTO_REFUSED);
  g_assert_cmpint (tbk_pesaje_hoy_find (desk->hoy, id)->state, ==, TBK_PESAJE_ITEM_SENT);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "All weighings are at the server. 1 photo was refused."));

  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "700"));
  choose (desk);
  tbk_pesaje_desk_press_space (desk);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 2);
  other = wait_for_post (desk);
  g_assert_cmpstr (other, !=, id);
  answer_well (desk, other);
  tbk_stand_in_release (desk->server);
  tbk_ui_test_until (get_foto (desk, other) == TBK_PESAJE_FOTO_SENT);
  g_assert_cmpint (get_foto (desk, id), ==, TBK_PESAJE_FOTO_REFUSED);
  width = get_list_width (desk);

  gtk_widget_activate_action (GTK_WIDGET (desk->hoy), "hoy.retry-photo", "s", id);
  tbk_ui_test_until (count_puts (desk, id) == 2);
  tbk_ui_test_until (get_foto (desk, id) == TBK_PESAJE_FOTO_REFUSED);
  gtk_widget_activate_action (GTK_WIDGET (desk->hoy), "hoy.drop-photo", "s", id);
  tbk_ui_test_until (get_foto (desk, id) == TBK_PESAJE_FOTO_NONE);
  g_assert_cmpint (width, ==, get_list_width (desk)); /* what is said of it makes the list no wider */
  g_assert_cmpint (tbk_pesaje_hoy_find (desk->hoy, id)->state, ==, TBK_PESAJE_ITEM_SENT);
  g_assert_cmpuint (count_copies (desk), ==, 0);
}

/* The key does not wait for the copy. */
static void
test_quick (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (GBytes) png = tbk_doc_maker_image ("png", 320, 200);
  g_autofree char *id = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  stand (desk);
  begin_choosing (desk, png);
  tbk_pesaje_panel_capture (desk->panel);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 1);
  g_assert_false (tbk_pesaje_foto_has (desk->panel->foto));
  id = wait_for_post (desk);
  tbk_ui_test_until (get_foto (desk, id) == TBK_PESAJE_FOTO_WAITING);
}

/* --- the app ends --- */

/* What was given to a weighing goes after the app was begun anew; what was only chosen is gone. */
static void
test_restart (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  stand (desk);
  choose (desk);
  tbk_pesaje_desk_press_space (desk);
  id = wait_for_post (desk);
  choose (desk);
  g_assert_cmpuint (count_copies (desk), ==, 2);
  /* as a kill leaves it: nobody takes the second copy away */
  tbk_pesaje_foto_set_despacho (desk->panel->foto, NULL);
  tbk_pesaje_desk_close_page (desk);
  g_assert_cmpuint (count_copies (desk), ==, 2);
  tbk_pesaje_desk_open_page (desk);
  g_assert_cmpuint (count_copies (desk), ==, 1);
  answer_well (desk, id);
  tbk_despacho_kick (desk->despacho);
  tbk_ui_test_until (get_foto (desk, id) == TBK_PESAJE_FOTO_SENT);
  g_assert_cmpuint (count_copies (desk), ==, 0);
}

/* The full truck's photo is there when it comes back, and goes with the pair. */
static void
test_two_pass (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 28460 1\nstable 30\nmove 0 1\nzero 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  gtk_editable_set_text (tbk_pesaje_desk_entry_at (desk, 3), "abc-1234");
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_STABLE
                     && !tbk_pesador_is_empty (desk->panel->pesador));
  choose (desk);
  tbk_pesaje_desk_press_space (desk);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "ABC-1234"));
  g_assert_false (tbk_pesaje_foto_has (desk->panel->foto));
  tbk_pesaje_desk_close_page (desk);

  tbk_pesaje_desk_open_page (desk);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "Weigh Again"));
  tbk_pesaje_desk_play (desk, "zero 1\nmove 12340 1\nstable 3000\n");
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_STABLE
                     && !tbk_pesador_is_empty (desk->panel->pesador));
  tbk_ui_window_click (GTK_WIDGET (desk->window), "Weigh Again");
  g_assert_true (tbk_pesaje_foto_has (desk->panel->foto));
  tbk_ui_test_until (has_picture (desk));
  tbk_pesaje_desk_press_space (desk);
  id = wait_for_post (desk);
  g_assert_false (tbk_pesaje_foto_has (desk->panel->foto));
  answer_well (desk, id);
  tbk_stand_in_release (desk->server);
  tbk_ui_test_until (count_puts (desk, id) == 1);
  tbk_ui_test_until (count_copies (desk) == 0);
}

/* --- no room --- */

/* A file that may grow no more stands for a disk that is full. */
static void
test_full (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (GBytes) scan = tbk_doc_maker_image ("png", 400, 400);
  g_autofree char *path = tbk_doc_maker_write ("camion.png", scan);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  struct rlimit was, tight;

  g_assert_cmpuint (g_bytes_get_size (scan), >, ROOM);
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  stand (desk);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &was), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  tight = (struct rlimit){ ROOM, was.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  tbk_pesaje_foto_take (desk->panel->foto, file);
  tbk_ui_test_until (is_copied (desk));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &was), ==, 0);
  g_assert_false (tbk_pesaje_foto_has (desk->panel->foto));
  g_assert_cmpuint (count_copies (desk), ==, 0);
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 1);
}

/* Its copy is gone when the key is pressed: the weighing is kept, and a toast says what is not. */
static void
test_lost (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (TbkBuzonFila) foto = NULL;
  g_autofree char *id = NULL;
  TbkBuzon *buzon;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  stand (desk);
  choose (desk);
  g_assert_cmpuint (count_in (desk->folder, TRUE), ==, 1);
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 1);
  g_assert_true (tbk_pesaje_desk_says (
      desk, "The weighing is kept, its photo is not: The photo is not on this computer any more."));
  id = wait_for_post (desk);
  buzon = tbk_despacho_get_buzon (desk->despacho);
  foto = tbk_foto_find (buzon, id, NULL);
  g_assert_null (foto);
}

/* An image becomes a file of its own, a file is copied, and text is for the entries. */
static void
test_pasted (TbkPesajeDesk *desk, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (desk->window));
  g_autoptr (GBytes) png = tbk_doc_maker_image ("png", 320, 200);
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (png, NULL);
  g_autofree char *path = tbk_doc_maker_write ("camion.png", png);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  gdk_clipboard_set_text (clipboard, "RBB-0457");
  g_assert_false (tbk_pesaje_foto_paste (desk->panel->foto));
  g_assert_cmpuint (count_copies (desk), ==, 0);

  gdk_clipboard_set_texture (clipboard, texture);
  g_assert_true (tbk_pesaje_foto_paste (desk->panel->foto));
  tbk_ui_test_until (tbk_pesaje_foto_has (desk->panel->foto) && is_copied (desk));
  tbk_ui_test_until (has_picture (desk));
  tbk_pesaje_foto_remove (desk->panel->foto);
  g_assert_cmpuint (count_copies (desk), ==, 0);

  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, &(GSList){ .data = file });
  g_assert_true (tbk_pesaje_foto_paste (desk->panel->foto));
  tbk_ui_test_until (tbk_pesaje_foto_has (desk->panel->foto) && is_copied (desk));
  g_assert_cmpuint (count_copies (desk), ==, 1);
}

static void
test_names (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autofree char *nameless = NULL;

  choose (desk);
  nameless = tbk_ui_window_list_nameless (GTK_WIDGET (desk->window));
  g_assert_cmpstr (nameless, ==, "");
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(name, mode, func)                                                          \
  g_test_add ("/pesaje-foto/" name, TbkPesajeDesk, mode, tbk_pesaje_desk_set_up, func, \
              tbk_pesaje_desk_tear_down)
  ADD ("remove", NULL, test_remove);
  ADD ("no-picture", NULL, test_no_picture);
  ADD ("sent", NULL, test_sent);
  ADD ("fetched", NULL, test_fetched);
  ADD ("refused", NULL, test_refused);
  ADD ("quick", NULL, test_quick);
  ADD ("restart", NULL, test_restart);
  ADD ("two-pass", "camion", test_two_pass);
  ADD ("full", NULL, test_full);
  ADD ("lost", NULL, test_lost);
  ADD ("pasted", NULL, test_pasted);
  ADD ("names", NULL, test_names);
  return g_test_run ();
}
