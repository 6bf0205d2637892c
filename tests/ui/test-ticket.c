/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets, as whoever gets one reads them: the text by poppler, the QR code from the printed page by zbar. */
#include "tbk-ticket.h"

#include <glib/gstdio.h>
#include <poppler.h>
#include <string.h>

#include "tbk-doc-maker.h"
#include "tbk-pesaje-boleto.h"
#include "tbk-qr-reader.h"
#include "tbk-ui-window.h"

#define QR                                               \
  "triboka:pesaje:1b4e28ba-2fa1-4d2b-883f-0016d3cca427:" \
  "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
#define ROLL_WIDTH (80 * 72 / 25.4)

static const TbkTicketLine lines[] = {
  { "Lote", "LT-2026-000123", FALSE },
  { "Bruto", "12.480,000 kg", FALSE },
  { "Tara", "4.120,000 kg", FALSE },
  { "Neto", "8.360,000 kg", TRUE },
  { "Humedad", "9,50 %", FALSE },
};

static const TbkTicketFacts facts = {
  .empresa = "Comercializadora Ñandú & Hijos <S.A.>",
  .ruc = "1790016919001",
  .title = "Ticket de pesaje",
  .number = "N.º 000123",
  .lines = lines,
  .n_lines = G_N_ELEMENTS (lines),
  .qr = QR,
  .note = "Gracias.",
};

typedef struct
{
  char *path;
  PopplerDocument *document;
  PopplerPage *page;
  char *text;
  double width, height;
} Printed;

static Printed
print (const TbkTicketFacts *what, TbkTicketPaper paper)
{
  Printed printed = { .path = g_build_filename (g_get_tmp_dir (), "ticket.pdf", NULL) };
  g_autofree char *uri = g_filename_to_uri (printed.path, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_ticket_write_pdf (what, paper, printed.path, &error));
  g_assert_no_error (error);
  printed.document = poppler_document_new_from_file (uri, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (poppler_document_get_n_pages (printed.document), ==, 1);
  printed.page = poppler_document_get_page (printed.document, 0);
  printed.text = g_strdelimit (poppler_page_get_text (printed.page), "\n", ' '); /* wherever lines were broken */
  poppler_page_get_size (printed.page, &printed.width, &printed.height);
  return printed;
}

static void
clear (Printed *printed)
{
  g_unlink (printed->path);
  g_free (printed->path);
  g_free (printed->text);
  g_object_unref (printed->page);
  g_object_unref (printed->document);
}

/* All that it should say is there to read, the code too. */
static void
test_whole (gconstpointer data)
{
  Printed printed = print (&facts, GPOINTER_TO_INT (data));
  g_autofree char *qr = tbk_qr_read_page (printed.page);

  g_assert_cmpstr (qr, ==, QR);
  g_assert_nonnull (strstr (printed.text, facts.empresa));
  g_assert_nonnull (strstr (printed.text, facts.ruc));
  g_assert_nonnull (strstr (printed.text, facts.number));
  g_assert_nonnull (strstr (printed.text, facts.note));
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_assert_nonnull (strstr (printed.text, lines[i].label));
      g_assert_nonnull (strstr (printed.text, lines[i].value));
    }
  g_assert_null (strstr (printed.text, "Reprint"));
  clear (&printed);
}

/* A roll is as long as its ticket, and no wider than it is. */
static void
test_roll (void)
{
  Printed printed = print (&facts, TBK_TICKET_ROLL_80);
  double height = printed.height;
  TbkTicketFacts fewer = facts;

  g_assert_cmpfloat_with_epsilon (printed.width, ROLL_WIDTH, 0.5);
  clear (&printed);
  fewer.n_lines = 2;
  printed = print (&fewer, TBK_TICKET_ROLL_80);
  g_assert_cmpfloat (printed.height, <, height - 20);
  clear (&printed);
}

static void
test_reprint (void)
{
  TbkTicketFacts second = facts;
  Printed printed;

  second.copy = 2;
  printed = print (&second, TBK_TICKET_ROLL_80);
  g_assert_nonnull (strstr (printed.text, "Reprint no. 2"));
  clear (&printed);
}

/* More than a sheet holds is made smaller, not cut off. */
static void
test_long (void)
{
  TbkTicketLine many[120];
  TbkTicketFacts longer = facts;
  g_autofree char *qr = NULL;
  Printed printed;

  for (gsize i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = lines[i % G_N_ELEMENTS (lines)];
  many[G_N_ELEMENTS (many) - 1] = (TbkTicketLine){ "Operador", "la última", FALSE };
  longer.lines = many;
  longer.n_lines = G_N_ELEMENTS (many);
  printed = print (&longer, TBK_TICKET_A4);
  g_assert_nonnull (strstr (printed.text, "la última"));
  g_assert_nonnull (strstr (printed.text, facts.note));
  clear (&printed);
}

static void
test_logo (void)
{
  TbkTicketFacts with = facts;
  Printed printed;
  double bare;

  printed = print (&facts, TBK_TICKET_ROLL_80);
  bare = printed.height;
  clear (&printed);
  with.logo = tbk_doc_maker_image ("png", 400, 100);
  printed = print (&with, TBK_TICKET_ROLL_80);
  g_assert_cmpfloat (printed.height, >, bare + 10);
  clear (&printed);
  g_bytes_unref (with.logo);

  with.logo = g_bytes_new_static ("no picture", 10);
  printed = print (&with, TBK_TICKET_ROLL_80);
  g_assert_cmpfloat_with_epsilon (printed.height, bare, 0.5);
  clear (&printed);
  g_bytes_unref (with.logo);
}

#define DISCOUNTED                                                                                \
  "{\"id\":\"1b4e28ba-2fa1-4d2b-883f-0016d3cca427\",\"numero\":41,\"lote_id\":9,\"codigo_lote\":" \
  "\"LT-2026-000009\","                                                                           \
  "\"capturado_en\":\"2026-11-28T14:03:05Z\",\"bruto_kg\":\"60.500\",\"tara_vehiculo_kg\":\"0."   \
  "000\",\"tara_sacos_kg\":\"5.000\","                                                            \
  "\"neto_kg\":\"55.500\",\"humedad\":\"9.00\",\"humedad_regla\":\"materia_seca "                 \
  "7.00\",\"liquido_kg\":\"54.306\",\"hash\":\"ab\"}"

/* Pieces that no narrow paper breaks. */
static const char *const discount_texts[] = {
  "Dry Matter over",
  "9.00 − 7.00 =",
  "55.500 − 54.306 =",
  "55.500 ×",
  "54.31",
  "Payable",
};

/* The discount line by line with its sums, on both papers, under the company's logo. */
static void
test_discount (gconstpointer data)
{
  TbkTicketPaper paper = GPOINTER_TO_INT (data);
  g_autoptr (JsonNode) node = json_from_string (DISCOUNTED, NULL);
  g_autoptr (TbkPesajeItem) item = tbk_pesaje_item_from_json (json_node_get_object (node));
  g_autoptr (GBytes) logo = tbk_doc_maker_image ("png", 400, 100);
  g_autoptr (TbkPesajeBoleto) boleto = tbk_pesaje_boleto_new (item, NULL, logo, "kg", 0);
  Printed printed = print (tbk_pesaje_boleto_get_facts (boleto), paper);
  GList *images = poppler_page_get_image_mapping (printed.page);

  g_assert_cmpuint (g_list_length (images), ==, 1);
  poppler_page_free_image_mapping (images);
  for (gsize i = 0; i < G_N_ELEMENTS (discount_texts); i++)
    {
      g_test_message ("%s", discount_texts[i]);
      g_assert_nonnull (strstr (printed.text, discount_texts[i]));
    }
  clear (&printed);
}

/* What cannot be said in a code is an error, and what was there stays. */
static void
test_too_much (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "ticket.pdf", NULL);
  g_autofree char *text = g_strnfill (TBK_TICKET_MAX_QR_BYTES + 1, 'x');
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  TbkTicketFacts wordy = facts;

  wordy.qr = text;
  g_assert_true (g_file_set_contents (path, "antes", -1, NULL));
  g_assert_false (tbk_ticket_write_pdf (&wordy, TBK_TICKET_A4, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "antes");
  g_unlink (path);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tbk_ticket_write_pdf (&facts, TBK_TICKET_A4, "/proc/no/ticket.pdf", &error));
  g_assert_true (error->domain == G_FILE_ERROR);
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
  g_test_add_data_func ("/ticket/a4", GINT_TO_POINTER (TBK_TICKET_A4), test_whole);
  g_test_add_data_func ("/ticket/roll-80", GINT_TO_POINTER (TBK_TICKET_ROLL_80), test_whole);
  g_test_add_data_func ("/ticket/discount-a4", GINT_TO_POINTER (TBK_TICKET_A4), test_discount);
  g_test_add_data_func ("/ticket/discount-roll", GINT_TO_POINTER (TBK_TICKET_ROLL_80), test_discount);
  g_test_add_func ("/ticket/roll", test_roll);
  g_test_add_func ("/ticket/reprint", test_reprint);
  g_test_add_func ("/ticket/long", test_long);
  g_test_add_func ("/ticket/logo", test_logo);
  g_test_add_func ("/ticket/too-much", test_too_much);
  g_test_add_func ("/ticket/no-folder", test_no_folder);
  return g_test_run ();
}
