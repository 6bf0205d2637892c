/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of lotes: reception against what was announced, in and out of a contrato, the form by rol. */
#include "tbk-lote-page.h"
#include "tbk-page-bench.h"
#include "tbk-pick-window.h"

#include <string.h>

#define NBSP "\302\240"
#define LOTE_OF(empresa, estado, peso, version)                                                           \
  "{\"id\":9,\"codigo_lote\":\"LT-2026-000009\",\"empresa_id\":" empresa ",\"empresa_nombre\":\"Finca\"," \
  "\"contrato_id\":5,\"contrato_codigo\":\"CT-2026-00005\",\"fecha\":\"2026-11-20\",\"peso_kg\":\"" peso  \
  "\",\"humedad\":\"7.00\",\"estado\":\"" estado "\",\"version\":" version "}"
#define OURS(estado, peso, version) LOTE_OF ("1", estado, peso, version)
#define THEIRS(estado, peso, version) LOTE_OF ("2", estado, peso, version)
#define FREE_LOTE                                                                                 \
  "{\"id\":9,\"codigo_lote\":\"LT-2026-000009\",\"empresa_id\":1,\"empresa_nombre\":\"Cacao del " \
  "Sur\","                                                                                        \
  "\"contrato_id\":null,\"contrato_codigo\":null,\"fecha\":\"2026-11-20\",\"peso_kg\":\"1250."    \
  "000\","                                                                                        \
  "\"estado\":\"Registrado\",\"version\":1}"
#define CONTRATOS "{\"items\":[{\"id\":5,\"codigo\":\"CT-2026-00005\",\"estado\":\"En proceso\",\"version\":1}]," \
                  "\"page\":1,\"page_size\":100,\"total\":1,\"siguiente\":null}"

typedef struct
{
  TbkPageBench bench;
} Fixture;

typedef struct
{
  const char *rol;
  const char *row;
} Setting;

static const Setting buyer_on_the_way = { "exportadora", THEIRS ("En transito", "1250.000", "1") };
static const Setting seller_on_the_way = { "proveedor", OURS ("En transito", "1250.000", "1") };
static const Setting seller_free = { "proveedor", FREE_LOTE };
static const Setting centro_free = { "centro", FREE_LOTE };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");

  g_settings_set_string (settings, "unidad", "kg");
  tbk_page_bench_open (&fixture->bench, TBK_TYPE_LOTE_PAGE, setting->rol, setting->row);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_page_bench_close (&fixture->bench);
}

/* --- reception ------------------------------------------------------------ */

static void
test_reception (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  TbkFormWindow *window;
  TbkForm *form;
  const char *body;

  tbk_page_bench_click (bench, "Confirm Reception…");
  window = TBK_FORM_WINDOW (tbk_page_bench_wait_window (TBK_TYPE_FORM_WINDOW));
  form = tbk_form_window_get_form (window);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (window), "1250.00" NBSP "kg, as announced"));

  tbk_form_set_text (form, "peso_kg", "1231.500");
  tbk_form_set_text (form, "humedad", "7.80");
  g_assert_nonnull (tbk_ui_window_find_text (
      GTK_WIDGET (window), "1250.00" NBSP "kg → 1231.50" NBSP "kg: 18.50" NBSP "kg less (1.48" NBSP "%)"));
  g_assert_nonnull (
      tbk_ui_window_find_text (GTK_WIDGET (window), "7.00" NBSP "% → 7.80" NBSP "%: 0.80 points more"));

  tbk_stand_in_answer (bench->server, "POST /lotes/9/recepcion", 200, THEIRS ("Recibido", "1231.500", "2"));
  tbk_page_bench_answer (bench, THEIRS ("Recibido", "1231.500", "2"));
  gtk_widget_activate_action (GTK_WIDGET (window), "form.save", NULL);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_FORM_WINDOW) == NULL);
  body = tbk_stand_in_last (bench->server, "POST /lotes/9/recepcion")->body;
  g_assert_nonnull (strstr (body, "\"peso_kg\":\"1231.500\""));
  g_assert_nonnull (strstr (body, "\"humedad\":\"7.80\""));
  tbk_ui_test_until (!tbk_page_bench_says (bench, "Confirm Reception…"));
  g_assert_true (tbk_page_bench_says (bench, "1231.50" NBSP "kg = 27.15" NBSP "qq"));
}

/* Who delivers does not confirm, and is told who does. */
static void
test_waits (Fixture *fixture, gconstpointer data)
{
  g_assert_false (tbk_page_bench_says (&fixture->bench, "Confirm Reception…"));
  g_assert_true (tbk_page_bench_says (&fixture->bench, "The buyer of its contract confirms the reception."));
}

/* --- in and out of a contrato --------------------------------------------- */

static void
test_assign (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;
  GtkWidget *window;
  TbkRecordTable *table;

  tbk_stand_in_answer (bench->server, "GET /contratos", 200, CONTRATOS);
  tbk_page_bench_click (bench, "Assign to a Contract…");
  window = tbk_page_bench_wait_window (TBK_TYPE_PICK_WINDOW);
  table = TBK_RECORD_TABLE (tbk_ui_window_find (window, TBK_TYPE_RECORD_TABLE, 0));
  tbk_ui_test_until (tbk_record_table_select_id (table, 5));
  tbk_ui_window_settle ();

  tbk_stand_in_answer (bench->server, "POST /contratos/5/lotes", 200, OURS ("Registrado", "1250.000", "2"));
  tbk_page_bench_answer (bench, OURS ("Registrado", "1250.000", "2"));
  gtk_widget_activate_action (window, "pick.take", NULL);
  tbk_ui_test_until (tbk_page_bench_says (bench, "In contract CT-2026-00005"));
  g_assert_cmpstr (tbk_stand_in_last (bench->server, "POST /contratos/5/lotes")->body, ==, "{\"lote_id\":9}");
  g_assert_true (tbk_page_bench_says (bench, "Lot LT-2026-000009 assigned"));
}

static void
test_take_off_and_undo (Fixture *fixture, gconstpointer data)
{
  TbkPageBench *bench = &fixture->bench;

  tbk_stand_in_answer (bench->server, "DELETE /contratos/5/lotes/9", 204, "");
  tbk_stand_in_answer (bench->server, "POST /contratos/5/lotes", 200, OURS ("En transito", "1250.000", "3"));
  tbk_page_bench_answer (bench, FREE_LOTE);
  tbk_page_bench_click (bench, "Take Off");
  tbk_ui_test_until (tbk_page_bench_says (bench, "Lot LT-2026-000009 taken off the contract"));
  tbk_page_bench_click (bench, "Undo");
  tbk_ui_test_until (tbk_stand_in_count (bench->server, "POST /contratos/5/lotes") == 1);
  g_assert_cmpstr (tbk_stand_in_last (bench->server, "POST /contratos/5/lotes")->body, ==, "{\"lote_id\":9}");
}

/* --- the form ------------------------------------------------------------- */

static gboolean
shows_row (TbkFormWindow *window, const char *field)
{
  TbkFieldRow *row = tbk_form_window_get_row (window, field);

  return row != NULL && gtk_widget_get_visible (GTK_WIDGET (row));
}

static void
test_form_seller (Fixture *fixture, gconstpointer data)
{
  TbkFormWindow *window = tbk_page_bench_open_form (&fixture->bench, "page.new");
  TbkForm *form = tbk_form_window_get_form (window);

  g_assert_false (shows_row (window, "empresa_id"));
  g_assert_false (shows_row (window, "proveedor_id"));
  g_assert_true (shows_row (window, "codigo_lote"));
  g_assert_nonnull (tbk_form_get_text (form, "fecha"));
  tbk_form_set_text (form, "peso_kg", "1250.000");
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (window), "1250.00" NBSP "kg = 27.56" NBSP "qq"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Who grew it is asked of the centro's own lote only. */
static void
test_form_centro (Fixture *fixture, gconstpointer data)
{
  TbkFormWindow *window = tbk_page_bench_open_form (&fixture->bench, "page.new");
  TbkForm *form = tbk_form_window_get_form (window);

  g_assert_cmpstr (tbk_form_get_text (form, "empresa_id"), ==, "1");
  g_assert_true (shows_row (window, "proveedor_id"));
  tbk_form_set_text (form, "empresa_id", "3");
  g_assert_false (shows_row (window, "proveedor_id"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_form_buyer (Fixture *fixture, gconstpointer data)
{
  TbkFormWindow *window = tbk_page_bench_open_form (&fixture->bench, "page.edit");

  g_assert_true (shows_row (window, "peso_kg"));
  g_assert_true (shows_row (window, "humedad"));
  g_assert_false (shows_row (window, "fecha"));
  g_assert_false (shows_row (window, "calidad"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(path, setting, function) g_test_add (path, Fixture, &setting, set_up, function, tear_down)
  ADD ("/page/lote/reception", buyer_on_the_way, test_reception);
  ADD ("/page/lote/waits", seller_on_the_way, test_waits);
  ADD ("/page/lote/assign", seller_free, test_assign);
  ADD ("/page/lote/take-off-and-undo", seller_on_the_way, test_take_off_and_undo);
  ADD ("/page/lote/form/seller", seller_free, test_form_seller);
  ADD ("/page/lote/form/centro", centro_free, test_form_centro);
  ADD ("/page/lote/form/buyer", buyer_on_the_way, test_form_buyer);
#undef ADD
  return g_test_run ();
}
