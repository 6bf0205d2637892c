/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ticket.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

#include "tbk-ticket-private.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

/* What is drawn later, when the printer asks for it. */
typedef struct
{
  TbkTicketFacts facts; /* its texts are `texts`' */
  TbkTicketPaper paper;
  GStringChunk *texts;
  QRcode *qr;    /* NULL: none */
  double height; /* of what is drawn */
} Ticket;

static void
free_ticket (Ticket *ticket)
{
  g_clear_pointer (&ticket->facts.logo, g_bytes_unref);
  g_clear_pointer (&ticket->qr, QRcode_free);
  g_free ((gpointer) ticket->facts.lines);
  g_string_chunk_free (ticket->texts);
  g_free (ticket);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ticket, free_ticket)

static const char *
keep (Ticket *ticket, const char *text)
{
  return text != NULL ? g_string_chunk_insert (ticket->texts, text) : NULL;
}

static TbkTicketLine *
keep_lines (Ticket *ticket, const TbkTicketFacts *facts)
{
  TbkTicketLine *lines = g_new0 (TbkTicketLine, facts->n_lines + 1);

  for (gsize i = 0; i < facts->n_lines; i++)
    lines[i] = (TbkTicketLine){ keep (ticket, facts->lines[i].label), keep (ticket, facts->lines[i].value),
                                facts->lines[i].strong };
  return lines;
}

static Ticket *
ticket_new (const TbkTicketFacts *facts, TbkTicketPaper paper, GError **error)
{
  g_autoptr (Ticket) ticket = g_new0 (Ticket, 1);

  ticket->texts = g_string_chunk_new (512);
  ticket->paper = paper;
  ticket->facts = (TbkTicketFacts){
    .logo = facts->logo != NULL ? g_bytes_ref (facts->logo) : NULL,
    .empresa = keep (ticket, facts->empresa),
    .ruc = keep (ticket, facts->ruc),
    .title = keep (ticket, facts->title),
    .number = keep (ticket, facts->number),
    .lines = keep_lines (ticket, facts),
    .n_lines = facts->n_lines,
    .note = keep (ticket, facts->note),
    .copy = facts->copy,
  };
  if (facts->qr != NULL)
    ticket->qr = tbk_ticket_make_qr (facts->qr, error);
  if (facts->qr != NULL && ticket->qr == NULL)
    return NULL;
  ticket->height = tbk_ticket_measure (&ticket->facts, paper, ticket->qr);
  return g_steal_pointer (&ticket);
}

static double
get_height (Ticket *ticket)
{
  double sheet = tbk_ticket_sheet (ticket->paper)->height;

  return sheet > 0 ? sheet : ticket->height;
}

/* On one sheet, whatever it says: smaller, where it is too long. */
static void
draw (Ticket *ticket, cairo_t *cr)
{
  double room = get_height (ticket);
  double width = tbk_ticket_sheet (ticket->paper)->width;

  if (ticket->height > room)
    {
      cairo_translate (cr, width * (1 - room / ticket->height) / 2, 0);
      cairo_scale (cr, room / ticket->height, room / ticket->height);
    }
  tbk_ticket_draw (cr, &ticket->facts, ticket->paper, ticket->qr);
}

/* --- as a file --- */

static cairo_status_t
append_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
tbk_ticket_write_pdf (const TbkTicketFacts *facts, TbkTicketPaper paper, const char *path, GError **error)
{
  g_autoptr (Ticket) ticket = ticket_new (facts, paper, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_t *cr;

  if (ticket == NULL)
    return FALSE;
  surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, tbk_ticket_sheet (paper)->width,
                                                 get_height (ticket));
  if (facts->number != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, facts->number);
  cr = cairo_create (surface);
  draw (ticket, cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_file_set_contents_full (path, (const char *) bytes->data, bytes->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error);
}

/* --- on paper --- */

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Ticket *ticket)
{
  draw (ticket, gtk_print_context_get_cairo_context (context));
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWidget *from)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &error);
  if (error != NULL)
    tbk_toast_error (from, error);
}

static GtkPageSetup *
make_page_setup (Ticket *ticket)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) size = ticket->paper == TBK_TICKET_A4
                                      ? gtk_paper_size_new (GTK_PAPER_NAME_A4)
                                      : gtk_paper_size_new_custom ("triboka-80mm", _ ("Roll of 80 mm"),
                                                                   tbk_ticket_sheet (ticket->paper)->width,
                                                                   get_height (ticket), GTK_UNIT_POINTS);

  gtk_page_setup_set_paper_size (setup, size);
  gtk_page_setup_set_left_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_top_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, 0, GTK_UNIT_POINTS);
  return setup;
}

void
tbk_ticket_print (GtkWidget *from, const TbkTicketFacts *facts, TbkTicketPaper paper)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkPageSetup) setup = NULL;
  Ticket *ticket = ticket_new (facts, paper, &error);

  if (ticket == NULL)
    {
      tbk_toast_error (from, error);
      return;
    }
  setup = make_page_setup (ticket);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, facts->number != NULL ? facts->number : facts->title);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), ticket,
                         (GClosureNotify) (void (*) (void)) free_ticket, 0);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), from, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, tbk_window_of (from),
                           NULL);
}
