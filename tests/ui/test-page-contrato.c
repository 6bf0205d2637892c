/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of contratos: what the pane says, which buttons whom it gives, the form, its lotes. */
#include "tbk-conflict-window.h"
#include "tbk-contrato-detail.h"
#include "tbk-contrato-page.h"
#include "tbk-estado-pill.h"
#include "tbk-page-bench.h"

#include <string.h>

#define NBSP "\302\240"
#define CONTRATO_OF(exportadora, contraparte, estado, version)                                \
  "{\"id\":9,\"codigo\":\"CT-2026-00009\",\"exportadora_id\":" exportadora                    \
  ",\"exportadora_nombre\":\"Cacao del Sur\","                                                \
  "\"contraparte_id\":" contraparte                                                           \
  ",\"contraparte_nombre\":\"Centro "                                                         \
  "Vinces\",\"autor_empresa_id\":1,\"fecha_firma\":\"2026-11-20\","                           \
  "\"volumen_tm\":\"50.000\",\"tolerancia_pct\":\"5.00\",\"entregado_tm\":\"12.500\",\"tipo_" \
  "precio\":\"por_fijar\","                                                                   \
  "\"diferencial_tm\":\"-700.00\",\"mes_bolsa\":\"CCH27\",\"estado\":\"" estado               \
  "\",\"lotes_n\":0,\"version\":" version "}"
#define CONTRATO(estado, version) CONTRATO_OF ("1", "2", estado, version)
#define NO_LOTES "{\"items\":[],\"page\":1,\"page_size\":100,\"total\":0,\"siguiente\":null}"

typedef struct
{
  TbkPageBench bench;
  TbkFormWindow *form;
} Fixture;

typedef struct
{
  const char *rol;
  const char *row;
} Setting;

static const Setting buyer_draft = { "exportadora", CONTRATO ("Borrador", "3") };
static const Setting buyer_closed = { "exportadora", CONTRATO ("Cerrado", "3") };
static const Setting stranger_active = { "proveedor", CONTRATO_OF ("5", "1", "Activo", "3") };
static const Setting admin_active = { "admin", CONTRATO ("Activo", "3") };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const Setting *setting = data;

  tbk_page_bench_open (&fixture->bench, TBK_TYPE_CONTRATO_PAGE, setting->rol, setting->row);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_page_bench_close (&fixture->bench);
}

static GtkWidget *
row_of (Fixture *fixture, const char *field)
{
  TbkFieldRow *row = tbk_form_window_get_row (fixture->form, field);

  g_assert_nonnull (row);
  return GTK_WIDGET (row);
}

static gboolean
shows_row (Fixture *fixture, const char *field)
{
  return gtk_widget_get_visible (row_of (fixture, field));
}

static TbkForm *
form_of (Fixture *fixture)
{
  return tbk_form_window_get_form (fixture->form);
}

/* --- the pane ------------------------------------------------------------- */

static void
test_pane (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  g_autofree char *nameless = tbk_ui_window_list_nameless (GTK_WIDGET (bench->window));

  g_assert_cmpstr (nameless, ==, "");
  g_assert_true (tbk_page_bench_says (bench, "Centro Vinces → Cacao del Sur"));
  g_assert_true (tbk_page_bench_says (bench, "12.500 of 50.000" NBSP "TM delivered (25 %)"));
  g_assert_true (tbk_page_bench_says (bench, "= 1102.31" NBSP "qq; 47.500" NBSP "TM fulfil it"));
  g_assert_true (tbk_page_bench_says (bench, "$700.00 a tonne below New York's price"));
}

static void
test_step (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  const TbkAsked *asked;

  tbk_stand_in_answer (bench->server, "PUT /contratos/9", 200, CONTRATO ("En revision", "4"));
  tbk_page_bench_answer (bench, CONTRATO ("En revision", "4"));
  tbk_page_bench_click (bench, "Send to Review");
  tbk_ui_test_until (tbk_page_bench_says (bench, "Activate"));
  asked = tbk_stand_in_last (bench->server, "PUT /contratos/9");
  g_assert_cmpstr (asked->body, ==, "{\"estado\":\"En revision\"}");
  g_assert_cmpstr (asked->if_match, ==, "\"3\"");
  g_assert_false (tbk_page_bench_says (bench, "Send to Review"));
}

/* What destroys is asked about first. */
static void
test_cancel_asks (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  g_autofree char *declined = NULL;
  g_autofree char *agreed = NULL;

  tbk_page_bench_click (bench, "Cancel Contract");
  declined = tbk_page_bench_answer_question ("cancel");
  g_assert_cmpuint (tbk_stand_in_count (bench->server, "PUT /contratos/9"), ==, 0);

  tbk_stand_in_answer (bench->server, "PUT /contratos/9", 200, CONTRATO ("Cancelado", "4"));
  tbk_page_bench_answer (bench, CONTRATO ("Cancelado", "4"));
  tbk_page_bench_click (bench, "Cancel Contract");
  agreed = tbk_page_bench_answer_question ("go");
  tbk_ui_test_until (tbk_stand_in_count (bench->server, "PUT /contratos/9") == 1);
  tbk_ui_test_until (!tbk_page_bench_says (bench, "Cancel Contract"));
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;

  g_assert_false (tbk_page_bench_says (bench, "Cancel Contract"));
  g_assert_cmphex (tbk_record_page_get_rights (bench->page)
                       & (TBK_RIGHT_EDIT | TBK_RIGHT_STEP | TBK_RIGHT_DELETE),
                   ==, 0);
  g_assert_true (tbk_page_bench_says (bench, "New"));
}

static void
test_stranger (Fixture *fixture, gconstpointer data)
{
  g_assert_false (tbk_page_bench_says (&fixture->bench, "New"));
  g_assert_false (tbk_page_bench_says (&fixture->bench, "Start"));
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  g_autofree char *question = NULL;

  tbk_stand_in_answer (bench->server, "DELETE /contratos/9", 204, "");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (bench->page), "page.delete", NULL));
  g_assert_cmpuint (tbk_stand_in_count (bench->server, "DELETE /contratos/9"), ==, 0);
  question = tbk_page_bench_answer_question ("confirm");
  g_assert_nonnull (strstr (question, "CT-2026-00009"));
  tbk_ui_test_until (tbk_stand_in_count (bench->server, "DELETE /contratos/9") == 1);
  tbk_ui_test_until (tbk_page_get_record (TBK_PAGE (bench->page)) == NULL);
}

/* --- its lotes ------------------------------------------------------------ */

/* They are asked for when they are looked at. */
static void
test_lotes (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  GtkWidget *stack = tbk_ui_window_find (GTK_WIDGET (bench->window), GTK_TYPE_STACK_SWITCHER, 0);

  tbk_stand_in_answer (bench->server, "GET /lotes", 200, NO_LOTES);
  g_assert_cmpuint (tbk_stand_in_count (bench->server, "GET /lotes"), ==, 0);
  gtk_stack_set_visible_child_name (gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (stack)), "lotes");
  tbk_ui_test_until (tbk_page_bench_says (bench, "Lots can be assigned once the contract is active."));
  g_assert_nonnull (strstr (tbk_stand_in_last (bench->server, "GET /lotes")->query, "contrato_id=9"));
  g_assert_false (tbk_page_bench_says (bench, "_Assign Lot…"));
}

/* --- the form ------------------------------------------------------------- */

static void
test_form_price (Fixture *fixture, gconstpointer data)
{
  fixture->form = tbk_page_bench_open_form (&fixture->bench, "page.new");
  g_assert_false (shows_row (fixture, "exportadora_id"));
  g_assert_true (shows_row (fixture, "precio_fijado_tm"));
  g_assert_false (shows_row (fixture, "diferencial_tm"));
  tbk_form_set_text (form_of (fixture), "precio_fijado_tm", "6119.00");
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (fixture->form), "= $277.55 a quintal"));

  tbk_form_set_text (form_of (fixture), "tipo_precio", "por_fijar");
  g_assert_false (shows_row (fixture, "precio_fijado_tm"));
  g_assert_true (shows_row (fixture, "diferencial_tm"));
  g_assert_true (shows_row (fixture, "mes_bolsa"));
  g_assert_null (tbk_form_get_text (form_of (fixture), "precio_fijado_tm"));
  gtk_window_destroy (GTK_WINDOW (fixture->form));
}

static void
test_form_sides (Fixture *fixture, gconstpointer data)
{
  fixture->form = tbk_page_bench_open_form (&fixture->bench, "page.new");
  tbk_form_set_text (form_of (fixture), "volumen_tm", "12.500");
  tbk_form_set_text (form_of (fixture), "precio_fijado_tm", "6119.00");
  gtk_widget_activate_action (GTK_WIDGET (fixture->form), "form.save", NULL);
  g_assert_cmpstr (tbk_form_first_error (form_of (fixture)), ==, "contraparte_id");
  g_assert_cmpuint (tbk_stand_in_count (fixture->bench.server, "POST /contratos"), ==, 0);
  gtk_window_destroy (GTK_WINDOW (fixture->form));
}

static void
test_form_create (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  const char *body;

  fixture->form = tbk_page_bench_open_form (bench, "page.new");
  tbk_form_set_text (form_of (fixture), "contraparte_id", "2");
  tbk_form_set_text (form_of (fixture), "volumen_tm", "12.500");
  tbk_form_set_text (form_of (fixture), "precio_fijado_tm", "6119.00");
  tbk_stand_in_answer (bench->server, "POST /contratos", 201, CONTRATO ("Borrador", "1"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->form), "form.save", NULL);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_FORM_WINDOW) == NULL);
  body = tbk_stand_in_last (bench->server, "POST /contratos")->body;
  g_assert_nonnull (strstr (body, "\"exportadora_id\":1"));
  g_assert_nonnull (strstr (body, "\"tolerancia_pct\":\"5.00\""));
  g_assert_null (strstr (body, "diferencial_tm"));
}

static void
test_form_server_error (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;

  fixture->form = tbk_page_bench_open_form (bench, "page.edit");
  tbk_form_set_text (form_of (fixture), "volumen_tm", "10.000");
  tbk_stand_in_answer (
      bench->server, "PUT /contratos/9", 422,
      "{\"title\":\"Unprocessable "
      "Content\",\"status\":422,\"errors\":[{\"loc\":\"volumen_tm\",\"msg\":\"less "
      "than delivered\",\"type\":\"range\"}]}");
  gtk_widget_activate_action (GTK_WIDGET (fixture->form), "form.save", NULL);
  tbk_ui_test_until (gtk_widget_has_css_class (row_of (fixture, "volumen_tm"), "error"));
  gtk_window_destroy (GTK_WINDOW (fixture->form));
}

static GtkCheckButton *
choice_of (GtkWidget *conflict, const char *text)
{
  GtkWidget *label = tbk_ui_window_find_text (conflict, text);

  g_assert_nonnull (label);
  return GTK_CHECK_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_CHECK_BUTTON));
}

/* Somebody else changed the volume, and nothing of mine: that stays theirs unless I say otherwise. */
static void
test_form_stale (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  GtkWidget *conflict;

  fixture->form = tbk_page_bench_open_form (bench, "page.edit");
  tbk_form_set_text (form_of (fixture), "calidad", "ASE");
  tbk_stand_in_answer (
      bench->server, "PUT /contratos/9", 412,
      "{\"title\":\"Precondition "
      "Failed\",\"status\":412,\"actual\":{\"id\":9,\"codigo\":\"CT-2026-00009\","
      "\"fecha_firma\":\"2026-11-20\",\"calidad\":null,\"volumen_tm\":\"60.000\",\"version\":4}}");
  gtk_widget_activate_action (GTK_WIDGET (fixture->form), "form.save", NULL);
  conflict = tbk_page_bench_wait_window (TBK_TYPE_CONFLICT_WINDOW);
  g_assert_true (gtk_check_button_get_active (choice_of (conflict, "ASE")));
  g_assert_true (gtk_check_button_get_active (choice_of (conflict, "60.000" NBSP "TM")));
  gtk_check_button_set_active (choice_of (conflict, "50.000" NBSP "TM"), TRUE);
  gtk_widget_activate_action (conflict, "conflict.apply", NULL);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_CONFLICT_WINDOW) == NULL);
  g_assert_cmpstr (tbk_form_get_text (form_of (fixture), "calidad"), ==, "ASE");
  g_assert_cmpstr (tbk_form_get_text (form_of (fixture), "volumen_tm"), ==, "50.000");
  gtk_window_destroy (GTK_WINDOW (fixture->form));
}

static void
show_chat_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  *(gint64 *) data = g_variant_get_int64 (target);
}

/* Its chat is looked for by the contract, and shown by the window. */
static void
test_chat (Fixture *fixture, gconstpointer data)
{
  static const GActionEntry entry = { "show-chat", show_chat_cb, "x" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  gint64 shown = 0;

  g_action_map_add_action_entries (G_ACTION_MAP (group), &entry, 1, &shown);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->bench.window), "win", G_ACTION_GROUP (group));
  tbk_stand_in_answer (fixture->bench.server, "GET /chats", 200, "{\"items\":[{\"id\":5}]}");
  gtk_widget_activate_action (tbk_ui_window_find (GTK_WIDGET (fixture->bench.page), TBK_TYPE_CONTRATO_DETAIL, 0),
                              "contrato.chat", NULL);
  tbk_ui_test_until (shown == 5);
  g_assert_cmpstr (tbk_stand_in_last (fixture->bench.server, "GET /chats")->query, ==, "contrato_id=9");
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(path, setting, function) g_test_add (path, Fixture, &setting, set_up, function, tear_down)
  ADD ("/page/contrato/pane", buyer_draft, test_pane);
  ADD ("/page/contrato/step", buyer_draft, test_step);
  ADD ("/page/contrato/cancel-asks", buyer_draft, test_cancel_asks);
  ADD ("/page/contrato/closed", buyer_closed, test_closed);
  ADD ("/page/contrato/stranger", stranger_active, test_stranger);
  ADD ("/page/contrato/delete", admin_active, test_delete);
  ADD ("/page/contrato/lotes", buyer_draft, test_lotes);
  ADD ("/page/contrato/chat", buyer_draft, test_chat);
  ADD ("/page/contrato/form/price", buyer_draft, test_form_price);
  ADD ("/page/contrato/form/sides", buyer_draft, test_form_sides);
  ADD ("/page/contrato/form/create", buyer_draft, test_form_create);
  ADD ("/page/contrato/form/server-error", buyer_draft, test_form_server_error);
  ADD ("/page/contrato/form/stale", buyer_draft, test_form_stale);
#undef ADD
  return g_test_run ();
}
