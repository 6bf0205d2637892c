/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-page-bench.h"

#define ROW_ID 9

static void
answer_me (TbkStandIn *server, const char *rol)
{
  g_autofree char *me = g_strdup_printf (
      "{\"id\":7,\"nombre\":\"Ana "
      "Vera\",\"email\":\"ana@example.com\",\"rol\":\"%s\",\"empresa_id\":1,\"es_dueno\":true,"
      "\"estado\":\"Activo\",\"version\":1,\"empresa\":{\"id\":1,\"nombre\":\"Cacao del "
      "Sur\",\"tipo\":\"%s\"}}",
      rol, rol);

  tbk_stand_in_forget (server, "GET /me");
  tbk_stand_in_answer (server, "GET /me", 200, me);
}

void
tbk_page_bench_answer (TbkPageBench *bench, const char *row)
{
  g_autofree char *list_name = g_strdup_printf ("GET /%s", bench->collection);
  g_autofree char *row_name = g_strdup_printf ("GET /%s/%d", bench->collection, ROW_ID);
  g_autofree char *list = g_strdup_printf (
      "{\"items\":[%s],\"page\":1,\"page_size\":100,\"total\":1,\"siguiente\":null}", row);

  tbk_stand_in_forget (bench->server, list_name);
  tbk_stand_in_answer (bench->server, list_name, 200, list);
  tbk_stand_in_forget (bench->server, row_name);
  tbk_stand_in_answer (bench->server, row_name, 200, row);
}

/* The pane slides in. */
static void
wait_pane (TbkPageBench *bench)
{
  g_autoptr (GtkWidget) pane = NULL;

  g_object_get (bench->page, "detail-pane", &pane, NULL);
  tbk_ui_test_until (gtk_widget_get_mapped (pane));
  tbk_ui_window_settle ();
}

void
tbk_page_bench_open (TbkPageBench *bench, GType type, const char *rol, const char *row)
{
  TbkRecordPageClass *klass = g_type_class_ref (type);

  bench->collection = klass->resource->collection;
  g_type_class_unref (klass);
  bench->server = tbk_stand_in_new (NULL);
  answer_me (bench->server, rol);
  bench->api = tbk_stand_in_sign_in (bench->server);
  tbk_page_bench_answer (bench, row);
  bench->page = g_object_new (type, "api", bench->api, NULL);
  g_object_add_weak_pointer (G_OBJECT (bench->page), (gpointer *) &bench->page);
  bench->window = tbk_ui_window_new (GTK_WIDGET (bench->page));
  tbk_ui_test_until (tbk_listing_get_state (tbk_page_get_listing (TBK_PAGE (bench->page))) == TBK_LISTING_READY);
  tbk_ui_test_until (tbk_record_table_select_id (tbk_record_page_get_table (bench->page), ROW_ID));
  wait_pane (bench);
}

void
tbk_page_bench_close (TbkPageBench *bench)
{
  gtk_window_destroy (bench->window);
  tbk_ui_window_settle ();
  tbk_ui_test_until (bench->page == NULL);
  g_assert_finalize_object (bench->api);
  tbk_stand_in_free (bench->server);
}

gboolean
tbk_page_bench_says (TbkPageBench *bench, const char *text)
{
  return tbk_ui_window_find_text (GTK_WIDGET (bench->window), text) != NULL;
}

void
tbk_page_bench_click (TbkPageBench *bench, const char *text)
{
  tbk_ui_window_click (GTK_WIDGET (bench->window), text);
}

GtkWidget *
tbk_page_bench_wait_window (GType type)
{
  tbk_ui_test_until (tbk_ui_window_find_toplevel (type) != NULL);
  tbk_ui_window_settle ();
  return tbk_ui_window_find_toplevel (type);
}

char *
tbk_page_bench_answer_question (const char *response)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (tbk_page_bench_wait_window (ADW_TYPE_MESSAGE_DIALOG));
  char *body = g_strdup (adw_message_dialog_get_body (dialog));

  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  return body;
}

TbkFormWindow *
tbk_page_bench_open_form (TbkPageBench *bench, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (bench->page), action, NULL));
  return TBK_FORM_WINDOW (tbk_page_bench_wait_window (TBK_TYPE_FORM_WINDOW));
}
