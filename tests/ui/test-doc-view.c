/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document viewer with real documents: what it shows, keys, search, selection, print, two side by side. */
#include <time.h>

#include <glib/gstdio.h>

#include "tbk-doc-maker.h"
#include "tbk-doc-output.h"
#include "tbk-doc-sheet.h"
#include "tbk-doc-window.h"
#include "tbk-ui-window.h"

typedef struct
{
  TbkDocWindow *window;
  TbkDocView *view;
} Bench;

static TbkDocSource *
make_source (const char *name, const char *content_type, GBytes *bytes)
{
  g_autofree char *path = tbk_doc_maker_write (name, bytes);
  g_autoptr (GError) error = NULL;
  TbkDocSource *source = tbk_doc_file_new (path, content_type, &error);

  g_assert_no_error (error);
  g_unlink (path);
  g_bytes_unref (bytes);
  return source;
}

static Bench
bench_open (const char *name, const char *content_type, GBytes *bytes)
{
  g_autoptr (TbkDocSource) source = make_source (name, content_type, bytes);
  Bench bench = { .window = tbk_doc_window_new (NULL, source) };

  bench.view = tbk_doc_window_get_view (bench.window, 0);
  gtk_window_present (GTK_WINDOW (bench.window));
  return bench;
}

static void
bench_close (Bench *bench)
{
  tbk_ui_window_close (GTK_WINDOW (bench->window));
}

static void
wait_pages (TbkDocView *view)
{
  tbk_ui_test_until (tbk_doc_view_get_shown (view) == TBK_DOC_SHOWN_PAGES);
  tbk_ui_test_until (tbk_doc_pages_is_settled (tbk_doc_view_get_pages (view)));
}

static void
press (Bench *bench, guint key, GdkModifierType modifiers)
{
  g_assert_true (tbk_ui_window_press (GTK_WIDGET (tbk_doc_view_get_pages (bench->view)), key, modifiers));
  tbk_ui_window_settle ();
}

static void
test_pages (void)
{
  Bench bench = bench_open ("contrato.pdf", "application/pdf", tbk_doc_maker_text (12));
  TbkDocPages *pages = tbk_doc_view_get_pages (bench.view);
  g_autofree char *nameless = NULL;

  wait_pages (bench.view);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (bench.window), "/ 12") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (bench.window), "contrato.pdf"));
  g_assert_cmpuint (tbk_doc_pages_get_page (pages), ==, 0);

  press (&bench, GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  g_assert_cmpuint (tbk_doc_pages_get_page (pages), ==, 1);
  press (&bench, GDK_KEY_End, 0);
  g_assert_cmpuint (tbk_doc_pages_get_page (pages), ==, 11);
  wait_pages (bench.view);
  g_assert_null (tbk_doc_pages_get_broken (pages, 11));
  press (&bench, GDK_KEY_Home, 0);
  g_assert_cmpuint (tbk_doc_pages_get_page (pages), ==, 0);

  nameless = tbk_ui_window_list_nameless (GTK_WIDGET (bench.window));
  g_assert_cmpstr (nameless, ==, "");
  bench_close (&bench);
}

static void
test_zoom (void)
{
  Bench bench = bench_open ("contrato.pdf", "application/pdf", tbk_doc_maker_text (3));
  TbkDocPages *pages = tbk_doc_view_get_pages (bench.view);
  guint fit;

  wait_pages (bench.view);
  fit = tbk_doc_pages_get_percent (pages);
  press (&bench, GDK_KEY_0, GDK_CONTROL_MASK);
  g_assert_cmpuint (tbk_doc_pages_get_percent (pages), ==, 100);
  press (&bench, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_cmpuint (tbk_doc_pages_get_percent (pages), ==, 110);
  press (&bench, GDK_KEY_minus, GDK_CONTROL_MASK);
  press (&bench, GDK_KEY_minus, GDK_CONTROL_MASK);
  g_assert_cmpuint (tbk_doc_pages_get_percent (pages), ==, 90);
  wait_pages (bench.view);
  for (guint i = 0; i < 20; i++)
    press (&bench, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_cmpuint (tbk_doc_pages_get_percent (pages), ==, TBK_DOC_MAX_PERCENT);
  wait_pages (bench.view);
  press (&bench, GDK_KEY_1, GDK_CONTROL_MASK);
  g_assert_cmpuint (tbk_doc_pages_get_percent (pages), ==, fit);
  press (&bench, GDK_KEY_2, GDK_CONTROL_MASK);
  g_assert_cmpuint (tbk_doc_pages_get_percent (pages), <, fit);
  press (&bench, GDK_KEY_r, GDK_CONTROL_MASK);
  g_assert_cmpuint (tbk_doc_pages_get_turns (pages), ==, 1);
  wait_pages (bench.view);
  bench_close (&bench);
}

static void
test_find (void)
{
  Bench bench = bench_open ("contrato.pdf", "application/pdf", tbk_doc_maker_text (5));
  TbkDocPages *pages = tbk_doc_view_get_pages (bench.view);
  TbkDoc *doc;
  guint page;
  int index;

  wait_pages (bench.view);
  doc = tbk_doc_view_get_doc (bench.view);
  press (&bench, GDK_KEY_f, GDK_CONTROL_MASK);
  tbk_doc_view_find (bench.view, "clausula 4");
  tbk_ui_test_until (!tbk_doc_is_finding (doc));
  g_assert_cmpuint (tbk_doc_get_n_hits (doc), ==, 1);
  g_assert_true (tbk_doc_pages_get_hit (pages, &page, &index));
  g_assert_cmpuint (page, ==, 3);
  g_assert_cmpuint (tbk_doc_pages_get_page (pages), ==, 3);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (bench.window), "1 of 1") != NULL);

  /* one on each page and more; next and previous go round */
  tbk_doc_view_find (bench.view, "contrato,");
  tbk_ui_test_until (!tbk_doc_is_finding (doc));
  g_assert_cmpuint (tbk_doc_get_n_hits (doc), ==, 5);
  g_assert_true (tbk_doc_pages_get_hit (pages, &page, &index));
  g_assert_cmpuint (page, ==, 3);
  press (&bench, GDK_KEY_F3, 0);
  press (&bench, GDK_KEY_F3, 0);
  g_assert_true (tbk_doc_pages_get_hit (pages, &page, &index));
  g_assert_cmpuint (page, ==, 0);
  press (&bench, GDK_KEY_F3, GDK_SHIFT_MASK);
  g_assert_true (tbk_doc_pages_get_hit (pages, &page, &index));
  g_assert_cmpuint (page, ==, 4);

  tbk_doc_view_find (bench.view, "banano");
  tbk_ui_test_until (!tbk_doc_is_finding (doc));
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (bench.window), "Not found") != NULL);
  press (&bench, GDK_KEY_Escape, 0);
  g_assert_cmpuint (tbk_doc_get_n_hits (doc), ==, 0);
  bench_close (&bench);
}

static void
test_copy (void)
{
  Bench bench = bench_open ("contrato.pdf", "application/pdf", tbk_doc_maker_text (2));
  TbkDocPages *pages = tbk_doc_view_get_pages (bench.view);
  g_autofree char *text = NULL;

  wait_pages (bench.view);
  tbk_ui_test_until (tbk_doc_get_text (tbk_doc_view_get_doc (bench.view), 0) != NULL);
  press (&bench, GDK_KEY_a, GDK_CONTROL_MASK);
  text = tbk_doc_pages_get_selection (pages);
  g_assert_nonnull (strstr (text, "Contrato, cláusula 1"));
  g_assert_null (strstr (text, "cláusula 2"));
  press (&bench, GDK_KEY_c, GDK_CONTROL_MASK);
  bench_close (&bench);
}

/* Tab goes through the links in view and out; an address is asked about before it is opened. */
static void
test_links (void)
{
  Bench bench = bench_open ("contrato.pdf", "application/pdf", tbk_doc_maker_text (4));
  TbkDocPages *pages = tbk_doc_view_get_pages (bench.view);
  GtkWidget *widget = GTK_WIDGET (pages), *dialog;

  wait_pages (bench.view);
  tbk_ui_test_until (tbk_doc_get_links (tbk_doc_view_get_doc (bench.view), 0) != NULL);
  press (&bench, GDK_KEY_2, GDK_CONTROL_MASK);
  gtk_widget_grab_focus (widget);
  g_assert_true (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD));
  press (&bench, GDK_KEY_Return, 0);
  g_assert_cmpuint (tbk_doc_pages_get_page (pages), ==, 2);
  press (&bench, GDK_KEY_Home, 0);
  g_assert_true (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD));
  press (&bench, GDK_KEY_Return, 0);
  dialog = tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_nonnull (tbk_ui_window_find_text (dialog, "https://example.com/"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_false (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD));
  bench_close (&bench);
}

static void
test_locked (void)
{
  Bench bench = bench_open ("secreto.pdf", "application/pdf", tbk_doc_maker_locked ());
  GtkWidget *entry;

  tbk_ui_test_until (tbk_doc_view_get_shown (bench.view) == TBK_DOC_SHOWN_PASSWORD);
  entry = tbk_ui_window_find (GTK_WIDGET (bench.view), GTK_TYPE_PASSWORD_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "banano");
  tbk_ui_window_click (GTK_WIDGET (bench.view), "Open");
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (bench.view), "This is not its password. Try again.") != NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "cacao");
  tbk_ui_window_click (GTK_WIDGET (bench.view), "Open");
  wait_pages (bench.view);
  bench_close (&bench);
}

static void
test_image (void)
{
  static const char *const types[] = { "png", "jpeg", "tiff" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *content_type = g_strdup_printf ("image/%s", types[i]);
      Bench bench = bench_open ("foto", content_type, tbk_doc_maker_image (types[i], 1600, 900));

      wait_pages (bench.view);
      press (&bench, GDK_KEY_0, GDK_CONTROL_MASK);
      wait_pages (bench.view);
      g_assert_null (tbk_doc_pages_get_broken (tbk_doc_view_get_pages (bench.view), 0));
      bench_close (&bench);
    }
}

/* Of a fax, all pages, as wide as they are on paper. */
static void
test_fax (void)
{
  Bench bench = bench_open ("fax.tif", "image/tiff", tbk_doc_maker_fax (3, 400, 300, FALSE));
  TbkDoc *doc;
  double width, height;

  wait_pages (bench.view);
  doc = tbk_doc_view_get_doc (bench.view);
  g_assert_cmpuint (tbk_doc_get_pages (doc), ==, 3);
  tbk_ui_test_until (tbk_doc_is_size_known (doc, 2));
  tbk_doc_get_size (doc, 2, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 402 * 72 / 200.0, 0.01);
  g_assert_cmpfloat_with_epsilon (height, 300 * 72 / 100.0, 0.01);
  press (&bench, GDK_KEY_End, 0);
  wait_pages (bench.view);
  for (guint page = 0; page < 3; page++)
    g_assert_null (tbk_doc_pages_get_broken (tbk_doc_view_get_pages (bench.view), page));
  bench_close (&bench);
}

#define FACTURA                                                                                \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?><autorizacion><estado>AUTORIZADO</estado>"        \
  "<numeroAutorizacion>2511202601179001</numeroAutorizacion><comprobante><![CDATA[<?xml "      \
  "version=\"1.0\"?>"                                                                          \
  "<factura id=\"comprobante\"><infoTributaria><razonSocial>CACAO DEL SUR "                    \
  "S.A.</razonSocial><ruc>1790012345001</ruc>"                                                 \
  "<estab>001</estab><ptoEmi>002</ptoEmi><secuencial>000000123</secuencial></infoTributaria>"  \
  "<infoFactura><fechaEmision>25/11/2026</fechaEmision><importeTotal>6319.50</importeTotal></" \
  "infoFactura>"                                                                               \
  "<detalles><detalle><descripcion>Cacao CCN51</descripcion><cantidad>100.00</cantidad>"       \
  "<precioUnitario>63.195</precioUnitario><precioTotalSinImpuesto>6319.50</"                   \
  "precioTotalSinImpuesto></detalle></detalles>"                                               \
  "</factura>]]></comprobante></autorizacion>"

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_factura (void)
{
  Bench bench = bench_open ("factura.xml", "application/xml", bytes_of (FACTURA));
  GtkWidget *sheet;

  tbk_ui_test_until (tbk_doc_view_get_shown (bench.view) == TBK_DOC_SHOWN_SHEET);
  sheet = tbk_ui_window_find (GTK_WIDGET (bench.view), TBK_TYPE_DOC_SHEET, 0);
  tbk_ui_test_until (!tbk_doc_sheet_is_loading (TBK_DOC_SHEET (sheet)));
  g_assert_nonnull (tbk_ui_window_find_text (sheet, "CACAO DEL SUR S.A."));
  g_assert_nonnull (tbk_ui_window_find_text (sheet, "1790012345001"));
  g_assert_nonnull (tbk_ui_window_find_text (sheet, "001-002-000000123"));
  g_assert_nonnull (tbk_ui_window_find_text (sheet, "25/11/2026"));
  tbk_ui_test_until (tbk_ui_window_find_text (sheet, "Cacao CCN51") != NULL);
  g_assert_true (tbk_doc_sheet_find (TBK_DOC_SHEET (sheet), "autorizado", TRUE));
  g_assert_false (tbk_doc_sheet_find (TBK_DOC_SHEET (sheet), "banano", TRUE));
  bench_close (&bench);
}

static void
test_csv (void)
{
  Bench bench = bench_open ("lotes.csv", "text/csv", bytes_of ("lote;peso\r\nL-1;\"45,36\"\r\nL-2;50\r\n"));

  tbk_ui_test_until (tbk_doc_view_get_shown (bench.view) == TBK_DOC_SHOWN_SHEET);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (bench.view), "45,36") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (bench.view), "peso"));
  bench_close (&bench);
}

static void
test_other (void)
{
  Bench bench = bench_open ("hoja.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                            g_bytes_new_static ("PK\3\4", 4));

  tbk_ui_test_until (tbk_doc_view_get_shown (bench.view) == TBK_DOC_SHOWN_OTHER);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (bench.view), "Open With…"));
  bench_close (&bench);
}

static void
test_compare (void)
{
  Bench bench = bench_open ("contrato.pdf", "application/pdf", tbk_doc_maker_text (6));
  g_autoptr (TbkDocSource) other = make_source ("factura.pdf", "application/pdf", tbk_doc_maker_text (3));
  TbkDocView *second = tbk_doc_window_get_view (bench.window, 1);

  wait_pages (bench.view);
  tbk_doc_window_compare (bench.window, other);
  wait_pages (second);
  wait_pages (bench.view);
  g_assert_true (tbk_ui_window_press (GTK_WIDGET (bench.view), GDK_KEY_F6, 0));
  g_assert_true (tbk_doc_window_get_active (bench.window) == second);
  gtk_widget_activate_action (GTK_WIDGET (bench.window), "win.view", "s", "doc.next-page");
  tbk_ui_window_settle ();
  g_assert_cmpuint (tbk_doc_pages_get_page (tbk_doc_view_get_pages (second)), ==, 1);
  g_assert_cmpuint (tbk_doc_pages_get_page (tbk_doc_view_get_pages (bench.view)), ==, 0);
  tbk_doc_window_compare (bench.window, NULL);
  g_assert_true (tbk_doc_window_get_active (bench.window) == bench.view);
  bench_close (&bench);
}

static void
test_pane (void)
{
  Bench bench = bench_open ("contrato.pdf", "application/pdf", tbk_doc_maker_text (6));

  wait_pages (bench.view);
  press (&bench, GDK_KEY_F9, 0);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (bench.view), "Contents") != NULL);
  bench_close (&bench);
}

/* --- a large scan --- */

#define TURN_MAX_MS 50 /* what a turn of the main loop should take at most; said, not asserted: machines differ */
#define NS_A_US 1000

typedef struct
{
  gint64 last;
  gint64 longest;
} Turns;

/* Of this thread alone, in microseconds: how busy the machine is otherwise does not count. */
static gint64
thread_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / NS_A_US;
}

static gboolean
turn_cb (gpointer data)
{
  Turns *turns = data;
  gint64 now = thread_time ();

  if (turns->last != 0)
    turns->longest = MAX (turns->longest, now - turns->last);
  turns->last = now;
  return G_SOURCE_CONTINUE;
}

static gsize
resident_kb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  return line != NULL ? (gsize) g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

/* All pages of 40 MB, one after the other: what is kept stays within its bound, and nothing of it is done here. */
static void
test_scan (void)
{
  Bench bench = bench_open ("escaneado.pdf", "application/pdf", tbk_doc_maker_scan (80, 512 * 1024));
  TbkDocPages *pages = tbk_doc_view_get_pages (bench.view);
  Turns turns = { 0 };
  g_autofree char *maps = NULL;
  gsize most = 0;
  guint id;

  wait_pages (bench.view);
  g_assert_cmpint (tbk_doc_source_get_size (tbk_doc_view_get_source (bench.view)), >, 30 * 1024 * 1024);
  id = g_timeout_add (1, turn_cb, &turns);
  for (guint page = 0; page < tbk_doc_get_pages (tbk_doc_view_get_doc (bench.view)); page++)
    {
      tbk_doc_pages_go_to (pages, page);
      wait_pages (bench.view);
      g_assert_null (tbk_doc_pages_get_broken (pages, page));
      g_assert_cmpuint (tbk_doc_pages_get_cached (pages), <=, TBK_DOC_MAX_CACHE);
      most = MAX (most, resident_kb ());
    }
  g_source_remove (id);
  g_test_message ("longest turn %" G_GINT64_FORMAT " ms (%d wanted), %" G_GSIZE_FORMAT
                  " MB resident",
                  turns.longest / 1000, TURN_MAX_MS, most / 1024);

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  g_assert_null (strstr (maps, "libpoppler"));
  bench_close (&bench);
}

static void
test_name (void)
{
  static const struct
  {
    const char *name;
    const char *safe;
  } cases[] = {
    { "contrato.pdf", "contrato.pdf" },
    { "../../etc/passwd", "passwd" },
    { "a\\b:c.pdf", "b_c.pdf" },
    { "anexo\u202Efdp.exe", "anexofdp.exe" },
    { ".oculto", "_.oculto" },
    { "\n\t", "document" },
    { "", "document" },
    { "ñandú.pdf", "ñandú.pdf" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *safe = tbk_doc_output_name (cases[i].name);

      g_assert_cmpstr (safe, ==, cases[i].safe);
    }
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
  g_test_add_func ("/doc-view/pages", test_pages);
  g_test_add_func ("/doc-view/zoom", test_zoom);
  g_test_add_func ("/doc-view/find", test_find);
  g_test_add_func ("/doc-view/copy", test_copy);
  g_test_add_func ("/doc-view/links", test_links);
  g_test_add_func ("/doc-view/locked", test_locked);
  g_test_add_func ("/doc-view/image", test_image);
  g_test_add_func ("/doc-view/fax", test_fax);
  g_test_add_func ("/doc-view/factura", test_factura);
  g_test_add_func ("/doc-view/csv", test_csv);
  g_test_add_func ("/doc-view/other", test_other);
  g_test_add_func ("/doc-view/compare", test_compare);
  g_test_add_func ("/doc-view/pane", test_pane);
  g_test_add_func ("/doc-view/scan", test_scan);
  g_test_add_func ("/doc-view/name", test_name);
  return g_test_run ();
}
