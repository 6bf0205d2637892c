/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-table-output.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-collect.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

#define FONT_PT 9
#define LINE_PT 14
#define TITLE_PT 30
#define GAP_PT 8
#define MAX_SAMPLED 200 /* rows whose widths decide the columns' */

typedef struct
{
  GtkWidget *from;     /* weak */
  GtkWindow *progress; /* weak */
  GtkProgressBar *bar;
  GCancellable *cancellable;
  TbkListing *listing;
  GPtrArray *fields;
  char *unidad;
  GPtrArray *rows;   /* (element-type TbkRecord) */
  double *widths;    /* of the columns, in points */
  guint rows_a_page; /* known once printing begins */
} Print;

static void
free_print (gpointer data)
{
  Print *print = data;

  g_clear_weak_pointer (&print->from);
  if (print->progress != NULL)
    gtk_window_destroy (print->progress);
  g_clear_weak_pointer (&print->progress);
  g_clear_object (&print->bar);
  g_object_unref (print->cancellable);
  g_object_unref (print->listing);
  g_ptr_array_unref (print->fields);
  g_ptr_array_unref (print->rows);
  g_free (print->unidad);
  g_free (print->widths);
  g_free (print);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Print, free_print)

static PangoLayout *
make_layout (GtkPrintContext *context, const char *text, gboolean bold)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, FONT_PT * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);
  return layout;
}

static double
measure (GtkPrintContext *context, const char *text, gboolean bold)
{
  g_autoptr (PangoLayout) layout = make_layout (context, text, bold);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return width / (double) PANGO_SCALE + GAP_PT;
}

static double
measure_column (Print *print, GtkPrintContext *context, const TbkField *field)
{
  g_autofree char *title = tbk_table_output_title (field, print->unidad);
  double width = measure (context, title, TRUE);

  for (guint i = 0; i < MIN (print->rows->len, MAX_SAMPLED); i++)
    {
      g_autofree char *cell = tbk_table_output_cell (field, g_ptr_array_index (print->rows, i), print->unidad, FALSE);

      width = MAX (width, measure (context, cell, FALSE));
    }
  return width;
}

/* Too wide a table is made narrower in proportion; its cells end in an ellipsis. */
static void
lay_columns (Print *print, GtkPrintContext *context)
{
  double total = 0;
  double page = gtk_print_context_get_width (context);

  print->widths = g_new0 (double, print->fields->len);
  for (guint i = 0; i < print->fields->len; i++)
    total += print->widths[i] = measure_column (print, context, g_ptr_array_index (print->fields, i));
  for (guint i = 0; total > page && i < print->fields->len; i++)
    print->widths[i] *= page / total;
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Print *print)
{
  double height = gtk_print_context_get_height (context) - TITLE_PT - 2 * LINE_PT;
  guint pages;

  lay_columns (print, context);
  print->rows_a_page = (guint) MAX (1, height / LINE_PT);
  pages = (print->rows->len + print->rows_a_page - 1) / print->rows_a_page;
  gtk_print_operation_set_n_pages (operation, (int) MAX (1, pages));
}

/* Text in a column at x, y; numbers stand at its right end. */
static void
draw_cell (GtkPrintContext *context, PangoLayout *layout, double x, double y, double width, gboolean right)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  pango_layout_set_width (layout, (int) ((width - GAP_PT) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

static gboolean
is_number (const TbkField *field)
{
  return field->type == TBK_FIELD_DECIMAL || field->type == TBK_FIELD_INTEGER;
}

/* `record` NULL: the columns' titles. */
static void
draw_line (Print *print, GtkPrintContext *context, TbkRecord *record, double y)
{
  double x = 0;

  for (guint i = 0; i < print->fields->len; i++)
    {
      const TbkField *field = g_ptr_array_index (print->fields, i);
      g_autofree char *text = record != NULL ? tbk_table_output_cell (field, record, print->unidad, FALSE)
                                             : tbk_table_output_title (field, print->unidad);
      g_autoptr (PangoLayout) layout = make_layout (context, text, record == NULL);

      draw_cell (context, layout, x, y, print->widths[i], is_number (field));
      x += print->widths[i];
    }
}

static void
draw_frame (Print *print, GtkPrintContext *context, int page, int n_pages)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *iso = g_date_time_format_iso8601 (now);
  g_autofree char *when = tbk_show_momento (NULL, iso);
  /* Translators: at the foot of a printed page: page 2 of 7 */
  g_autofree char *number = g_strdup_printf (_ ("Page %d of %d"), page + 1, n_pages);
  g_autoptr (PangoLayout) title = make_layout (context,
                                               _ (tbk_listing_get_resource (print->listing)->label_plural), TRUE);
  g_autoptr (PangoLayout) date = make_layout (context, when, FALSE);
  g_autoptr (PangoLayout) foot = make_layout (context, number, FALSE);

  draw_cell (context, title, 0, 0, width, FALSE);
  draw_cell (context, date, 0, 0, width, TRUE);
  draw_cell (context, foot, 0, height - LINE_PT, width, TRUE);
  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, 0, TITLE_PT + LINE_PT - 1);
  cairo_line_to (cr, width, TITLE_PT + LINE_PT - 1);
  cairo_stroke (cr);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Print *print)
{
  guint first = (guint) page * print->rows_a_page;
  guint last = MIN (first + print->rows_a_page, print->rows->len);
  int n_pages;

  g_object_get (operation, "n-pages", &n_pages, NULL);
  draw_frame (print, context, page, n_pages);
  draw_line (print, context, NULL, TITLE_PT);
  for (guint i = first; i < last; i++)
    draw_line (print, context, g_ptr_array_index (print->rows, i), TITLE_PT + LINE_PT * (i - first + 1));
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Print *print)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR || print->from == NULL)
    return;
  gtk_print_operation_get_error (operation, &error);
  tbk_toast_error (print->from, error);
}

static GtkPrintOperation *
make_operation (Print *print)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();

  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, _ (tbk_listing_get_resource (print->listing)->label_plural));
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), print);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), print);
  g_object_set_data_full (G_OBJECT (operation), "tbk-print", print, free_print);
  return operation;
}

static void
page_cb (JsonArray *items, guint done, guint total, gpointer data)
{
  Print *print = data;

  for (guint i = 0; i < json_array_get_length (items); i++)
    g_ptr_array_add (print->rows, tbk_record_new_from_json (tbk_listing_get_resource (print->listing),
                                                            json_array_get_object_element (items, i)));
  if (total > 0)
    gtk_progress_bar_set_fraction (print->bar, CLAMP (done / (double) MIN (total, TBK_TABLE_OUTPUT_MAX_PRINTED), 0, 1));
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Print) print = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;

  if (tbk_collect_finish (TBK_LISTING (source), result, &error) < 0)
    {
      if (print->from != NULL)
        tbk_toast_error (print->from, error);
      return;
    }
  if (print->progress != NULL)
    gtk_window_destroy (print->progress);
  if (print->from == NULL)
    return;
  operation = make_operation (g_steal_pointer (&print));
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           tbk_window_of (print->from),
                           NULL);
}

void
tbk_table_output_print (GtkWidget *from, const TbkTableOutput *output)
{
  Print *print = g_new0 (Print, 1);

  g_set_weak_pointer (&print->from, from);
  print->cancellable = g_cancellable_new ();
  print->listing = g_object_ref (output->listing);
  print->fields = g_ptr_array_ref (output->fields);
  print->unidad = g_strdup (output->unidad);
  print->rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_set_weak_pointer (&print->progress,
                      tbk_table_output_progress (from, _ ("Reading What Is to Be Printed"), print->cancellable,
                                                 &print->bar));
  g_object_ref (print->bar);
  tbk_collect_async (print->listing, TBK_TABLE_OUTPUT_MAX_PRINTED, page_cb, print->cancellable, collected_cb, print);
}
