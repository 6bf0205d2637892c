/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A contrato's documentos: the list, what is dropped on it, who may add and delete. */
#include <string.h>

#include <glib/gstdio.h>

#include "documento.h"
#include "tbk-contrato-documentos.h"
#include "tbk-contrato-page.h"
#include "tbk-documento-archive.h"
#include "tbk-documento-recent.h"
#include "tbk-documento-row.h"
#include "tbk-page-bench.h"
#include "tbk-unfinished.h"

#define CONTRATO_OF(exportadora, contraparte, estado)                                                         \
  "{\"id\":9,\"codigo\":\"CT-2026-00009\",\"exportadora_id\":" exportadora ",\"contraparte_id\":" contraparte \
  ",\"estado\":\"" estado "\",\"fecha_firma\":\"2026-11-20\",\"volumen_tm\":\"50.000\",\"lotes_n\":0,\"version\":3}"
#define DOCUMENTO                                                                                                  \
  "{\"id\":4,\"contrato_id\":9,\"tipo\":\"factura\",\"nombre_archivo\":\"Factura <001>.pdf\","                     \
  "\"tipo_contenido\":\"application/pdf\",\"tamano\":2300000,\"subido_por\":7,\"subido_por_nombre\":\"Ana Vera\"," \
  "\"fecha_subida\":\"2026-11-20T10:00:00Z\"}"
#define LIST "GET /contratos/9/documentos"
#define POST "POST /contratos/9/documentos"
#define NONE "{\"items\":[]}"
#define ONE "{\"items\":[" DOCUMENTO "]}"

typedef struct
{
  const char *rol;
  const char *contrato;
  gboolean may_add;
} Setting;

static const Setting buyer = { "exportadora", CONTRATO_OF ("1", "2", "Activo"), TRUE };
static const Setting supplier_closed = { "proveedor", CONTRATO_OF ("5", "1", "Cerrado"), FALSE };
static const Setting supplier_active = { "proveedor", CONTRATO_OF ("5", "1", "Activo"), TRUE };
static const Setting admin = { "admin", CONTRATO_OF ("5", "6", "Cerrado"), TRUE };

typedef struct
{
  TbkPageBench bench;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const Setting *setting = data;

  tbk_page_bench_open (&fixture->bench, TBK_TYPE_CONTRATO_PAGE, setting->rol, setting->contrato);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_page_bench_close (&fixture->bench);
}

static void
show_page (Fixture *fixture)
{
  GtkWidget *switcher = tbk_ui_window_find (GTK_WIDGET (fixture->bench.window), GTK_TYPE_STACK_SWITCHER, 0);

  gtk_stack_set_visible_child_name (gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (switcher)), "documentos");
}

static GtkWidget *
show_pane (Fixture *fixture, const char *list)
{
  tbk_stand_in_answer (fixture->bench.server, LIST, 200, list);
  show_page (fixture);
  tbk_ui_test_until (tbk_stand_in_count (fixture->bench.server, LIST) > 0);
  return tbk_ui_window_find (GTK_WIDGET (fixture->bench.page), TBK_TYPE_CONTRATO_DOCUMENTOS, 0);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane = show_pane (fixture, ONE);
  g_autofree char *nameless = NULL;

  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "Factura <001>.pdf"));
  nameless = tbk_ui_window_list_nameless (pane);
  g_assert_cmpstr (nameless, ==, "");
}

static gint64
selected_id (GtkWidget *pane)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_template_child (pane, TBK_TYPE_CONTRATO_DOCUMENTOS, "list"));
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);

  return row != NULL ? tbk_record_get_id (tbk_documento_row_get (row)) : 0;
}

/* One that somebody told of, whichever side of the contrato was shown; and one that has gone since. */
static void
test_show (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (fixture->bench.page);
  GtkWidget *pane;

  tbk_stand_in_answer (fixture->bench.server, LIST, 200, ONE);
  g_assert_true (gtk_widget_activate_action (page, "page.show-documento", "(xx)", (gint64) 9, (gint64) 4));
  tbk_ui_test_until ((pane = tbk_ui_window_find (page, TBK_TYPE_CONTRATO_DOCUMENTOS, 0)) != NULL);
  tbk_ui_test_until (selected_id (pane) == 4);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->bench.window), pane));
  g_assert_true (gtk_widget_activate_action (page, "page.show-documento", "(xx)", (gint64) 9, (gint64) 5));
  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "This document is not there any more."));
}

static GtkWidget *
find_button (GtkWidget *pane, const char *action)
{
  GtkWidget *button;

  for (guint i = 0; (button = tbk_ui_window_find (pane, GTK_TYPE_BUTTON, i)) != NULL; i++)
    if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), action) == 0)
      return button;
  g_assert_not_reached ();
}

/* All of them as one file; of none there is nothing to save. */
static void
test_archive (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane = show_pane (fixture, ONE);
  g_autoptr (GBytes) zip = g_bytes_new_static ("PK", 2);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "todo.zip", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *got = NULL;

  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "Factura <001>.pdf"));
  g_assert_true (gtk_widget_is_sensitive (find_button (pane, "documento.save-all")));
  tbk_stand_in_answer_bytes (fixture->bench.server, "GET /contratos/9/documentos.zip", "\"one\"", zip);
  tbk_documento_archive_save (pane, fixture->bench.api, 9, file);
  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "Saved"));
  g_assert_true (g_file_get_contents (path, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, "PK");
  g_unlink (path);
}

/* Who may add sees how; nobody else sees the button. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  const Setting *setting = data;
  GtkWidget *pane = show_pane (fixture, NONE);

  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "No Documents Yet"));
  g_assert_false (gtk_widget_is_sensitive (find_button (pane, "documento.save-all")));
  g_assert_true (tbk_page_bench_says (&fixture->bench, "Add…") == setting->may_add);
}

static void
test_failing (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->bench.server, LIST, 500, "{\"title\":\"Internal Server Error\",\"status\":500}");
  show_page (fixture);
  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "Documents Cannot Be Shown"));
}

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  return NULL;
}

static gboolean
drop (GtkWidget *pane, GFile *file)
{
  g_autoptr (GSList) files = g_slist_append (NULL, file);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  g_signal_emit_by_name (find_drop_target (pane), "drop", &value, 1.0, 1.0, &taken);
  return taken;
}

static GFile *
make_file (void)
{
  g_autoptr (GFileIOStream) stream = NULL;
  GFile *file = g_file_new_tmp ("XXXXXX.pdf", &stream, NULL);

  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), "%PDF-1.4", 8, NULL,
                                            NULL, NULL));
  return file;
}

/* What is dropped goes to the server, and comes back in the list. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file ();
  GtkWidget *pane = show_pane (fixture, NONE);

  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "No Documents Yet"));
  tbk_stand_in_forget (fixture->bench.server, LIST);
  tbk_stand_in_answer (fixture->bench.server, LIST, 200, ONE);
  tbk_stand_in_answer (fixture->bench.server, POST, 201, DOCUMENTO);
  g_assert_true (drop (pane, file));
  g_assert_cmpstr (tbk_unfinished_find (GTK_WINDOW (fixture->bench.window)), ==,
                   "1 file is still on its way and would not arrive.");
  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "Factura <001>.pdf"));
  g_assert_null (tbk_unfinished_find (GTK_WINDOW (fixture->bench.window)));
  g_assert_nonnull (strstr (tbk_stand_in_last (fixture->bench.server, POST)->body, "%PDF-1.4"));
  g_file_delete (file, NULL, NULL);
}

/* A refusal stays in the list, with its reason, until it is taken off. */
static void
test_drop_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file ();
  g_autofree char *name = g_file_get_basename (file);
  GtkWidget *pane = show_pane (fixture, NONE);

  tbk_stand_in_answer (fixture->bench.server, POST, 415,
                       "{\"title\":\"Unsupported Media Type\",\"status\":415,\"detail\":\"it is no PDF\"}");
  g_assert_true (drop (pane, file));
  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "Retry"));
  g_assert_true (tbk_page_bench_says (&fixture->bench, name));
  g_file_delete (file, NULL, NULL);
}

static void
test_drop_not_allowed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file ();

  g_assert_false (drop (show_pane (fixture, NONE), file));
  g_assert_cmpuint (tbk_stand_in_count (fixture->bench.server, POST), ==, 0);
  g_file_delete (file, NULL, NULL);
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane = show_pane (fixture, ONE);
  g_autofree char *question = NULL;

  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "Factura <001>.pdf"));
  tbk_stand_in_answer (fixture->bench.server, "DELETE /documentos/4", 204, "");
  tbk_stand_in_forget (fixture->bench.server, LIST);
  tbk_stand_in_answer (fixture->bench.server, LIST, 200, NONE);
  g_assert_true (gtk_widget_activate_action (pane, "documento.delete", "x", (gint64) 4));
  question = tbk_page_bench_answer_question ("confirm");
  g_assert_nonnull (strstr (question, "Factura <001>.pdf"));
  tbk_ui_test_until (tbk_page_bench_says (&fixture->bench, "No Documents Yet"));
  g_assert_cmpuint (tbk_stand_in_count (fixture->bench.server, "DELETE /documentos/4"), ==, 1);
}

/* --- opened last --- */

static TbkRecord *
make_documento (gint64 id)
{
  g_autofree char *json = g_strdup_printf (
      "{\"id\":%" G_GINT64_FORMAT ",\"nombre_archivo\":\"a_%d.pdf\"}", id, (int) id);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  return tbk_record_new_from_json (&tbk_documento, json_node_get_object (node));
}

static char *
label_at (GMenuModel *menu, int position)
{
  char *label = NULL;

  g_menu_model_get_item_attribute (menu, position, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  return label;
}

/* The newest first, each once, so many and no more. */
static void
test_recent (void)
{
  TbkDocumentoRecent *recent = tbk_documento_recent_new ();
  GMenuModel *menu = tbk_documento_recent_get_menu (recent);
  g_autofree char *first = NULL;

  for (gint64 id = 1; id <= TBK_DOCUMENTO_RECENT_MAX + 2; id++)
    {
      g_autoptr (TbkRecord) documento = make_documento (id);
      tbk_documento_recent_add (recent, documento);
    }
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, TBK_DOCUMENTO_RECENT_MAX);
  g_assert_null (tbk_documento_recent_find (recent, 2));
  tbk_documento_recent_add (recent, tbk_documento_recent_find (recent, 5));
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, TBK_DOCUMENTO_RECENT_MAX);
  first = label_at (menu, 0);
  g_assert_cmpstr (first, ==, "a__5.pdf");
  tbk_documento_recent_drop (recent, 5);
  g_assert_null (tbk_documento_recent_find (recent, 5));
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, TBK_DOCUMENTO_RECENT_MAX - 1);
  tbk_documento_recent_free (recent);
}

/* --- who may delete --- */

static void
test_may_delete (void)
{
  g_autoptr (JsonNode) node = json_from_string (DOCUMENTO, NULL);
  g_autoptr (TbkRecord) documento = tbk_record_new_from_json (&tbk_documento, json_node_get_object (node));
  g_autoptr (GDateTime) stored = g_date_time_new_utc (2026, 11, 20, 10, 0, 0);
  gint64 then = g_date_time_to_unix (stored) * G_USEC_PER_SEC;

  g_assert_true (tbk_documento_may_delete (documento, 7, FALSE, then + G_TIME_SPAN_HOUR));
  g_assert_false (tbk_documento_may_delete (documento, 8, FALSE, then + G_TIME_SPAN_HOUR));
  g_assert_false (tbk_documento_may_delete (documento, 7, FALSE, then + G_TIME_SPAN_DAY));
  g_assert_true (tbk_documento_may_delete (documento, 8, TRUE, then + 2 * G_TIME_SPAN_DAY));
}

static void
add (const char *path, const Setting *setting, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, setting, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
  add ("/documentos/list", &buyer, test_list);
  add ("/documentos/show", &buyer, test_show);
  add ("/documentos/archive", &buyer, test_archive);
  add ("/documentos/empty/buyer", &buyer, test_empty);
  add ("/documentos/empty/supplier", &supplier_active, test_empty);
  add ("/documentos/empty/supplier-closed", &supplier_closed, test_empty);
  add ("/documentos/empty/admin", &admin, test_empty);
  add ("/documentos/failing", &buyer, test_failing);
  add ("/documentos/drop", &buyer, test_drop);
  add ("/documentos/drop-refused", &buyer, test_drop_refused);
  add ("/documentos/drop-not-allowed", &supplier_closed, test_drop_not_allowed);
  add ("/documentos/delete", &buyer, test_delete);
  g_test_add_func ("/documentos/recent", test_recent);
  g_test_add_func ("/documentos/may-delete", test_may_delete);
  return g_test_run ();
}
