/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents that mean harm, or are broken: each ends in pages or in a reason, and the app goes on. */
#include <glib/gstdio.h>

#include "tbk-doc-maker.h"
#include "tbk-doc-sheet.h"
#include "tbk-doc-window.h"
#include "tbk-ui-window.h"

#define LIMIT_MS 2000

/* What the viewer may end in. */
typedef enum
{
  PAGES = 1 << 0,    /* all in view is drawn */
  BROKEN = 1 << 1,   /* pages, of which one says that it cannot be shown */
  FAILED = 1 << 2,   /* says that it cannot be shown */
  PASSWORD = 1 << 3, /* asks for a password */
  SHEET = 1 << 4,    /* text or table */
  OTHER = 1 << 5,    /* another program may open it */
  ANY_PDF = PAGES | BROKEN | FAILED,
} Outcome;

typedef struct
{
  TbkDocWindow *window;
  TbkDocView *view;
} Bench;

static Bench
bench_open (void)
{
  Bench bench = { .window = tbk_doc_window_new (NULL, NULL) };

  bench.view = tbk_doc_window_get_view (bench.window, 0);
  gtk_window_present (GTK_WINDOW (bench.window));
  return bench;
}

static void
bench_close (Bench *bench)
{
  tbk_ui_window_close (GTK_WINDOW (bench->window));
}

/* A request that hangs is given up sooner than users would have it. */
static gboolean
has_ended (TbkDocView *view)
{
  TbkDoc *doc = tbk_doc_view_get_doc (view);

  if (doc != NULL)
    g_object_set (tbk_doc_get_renderer (doc), "limit-ms", LIMIT_MS, NULL);
  if (tbk_doc_view_get_shown (view) == TBK_DOC_SHOWN_PAGES)
    return tbk_doc_pages_is_settled (tbk_doc_view_get_pages (view));
  if (tbk_doc_view_get_shown (view) == TBK_DOC_SHOWN_SHEET)
    return !tbk_doc_sheet_is_loading (TBK_DOC_SHEET (tbk_ui_window_find (GTK_WIDGET (view), TBK_TYPE_DOC_SHEET, 0)));
  return tbk_doc_view_get_shown (view) != TBK_DOC_SHOWN_LOADING;
}

static Outcome
outcome_of (TbkDocView *view)
{
  switch (tbk_doc_view_get_shown (view))
    {
    case TBK_DOC_SHOWN_PAGES:
      return tbk_doc_pages_get_broken (tbk_doc_view_get_pages (view), 0) != NULL ? BROKEN : PAGES;
    case TBK_DOC_SHOWN_FAILED:
      g_assert_cmpstr (tbk_doc_view_get_message (view), !=, "");
      return FAILED;
    case TBK_DOC_SHOWN_PASSWORD:
      return PASSWORD;
    case TBK_DOC_SHOWN_SHEET:
      return SHEET;
    case TBK_DOC_SHOWN_OTHER:
      return OTHER;
    case TBK_DOC_SHOWN_NOTHING:
    case TBK_DOC_SHOWN_LOADING:
      break;
    }
  g_assert_not_reached ();
}

static void
assert_links_are_web (TbkDoc *doc)
{
  const GPtrArray *links = tbk_doc_get_links (doc, 0);

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const TbkDocLink *link = g_ptr_array_index (links, i);

      g_assert_true (link->page != TBK_RENDER_NO_PAGE || g_str_has_prefix (link->uri, "http"));
    }
}

/* Takes over `bytes`. */
static void
try (Bench *bench, const char *name, const char *content_type, GBytes *bytes, Outcome allowed)
{
  g_autofree char *path = tbk_doc_maker_write ("hostil", bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkDocSource) source = tbk_doc_file_new (path, content_type, &error);
  Outcome outcome;

  g_assert_no_error (error);
  g_unlink (path);
  g_bytes_unref (bytes);
  tbk_doc_view_set_source (bench->view, source);
  tbk_ui_test_until (has_ended (bench->view));
  outcome = outcome_of (bench->view);
  g_test_message ("%s: %d", name, outcome);
  if ((outcome & allowed) == 0)
    g_error ("%s ends in %d, not in %d: %s", name, outcome, allowed, tbk_doc_view_get_message (bench->view));
  if (outcome == PAGES)
    assert_links_are_web (tbk_doc_view_get_doc (bench->view));
  tbk_doc_view_set_source (bench->view, NULL);
}

/* --- PDFs by hand --- */

#define TOUCH "/S /Launch /F (touch) /Win << /F (touch) /P (triboka-lanzado) >> /F (triboka-lanzado)"
#define LINK(action)                                                                           \
  "/MediaBox [0 0 595 842] /Annots [<< /Type /Annot /Subtype /Link /Rect [72 700 300 730] /A " \
  "<< " action " >> >>]"
#define IMAGE(dict) "q 500 0 0 500 0 0 cm BI " dict " ID xxxxxxxx EI Q"
#define FORM "/MediaBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> >>"

static const struct
{
  const char *name;
  TbkDocMakerPdf parts;
  Outcome allowed;
} by_hand[] = {
  { "plain", { 0 }, PAGES },
  { "JavaScript at opening",
    { .catalog = "/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1/'\\)) >>" },
    PAGES },
  { "JavaScript by name",
    { .catalog
      = "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (while\\(1\\);) >>] >> >>" },
    PAGES },
  { "launch at opening", { .catalog = "/OpenAction << " TOUCH " >>" }, PAGES },
  { "launch when the page is shown",
    { .page = "/MediaBox [0 0 595 842] /AA << /O << " TOUCH " >> >>" },
    PAGES },
  { "link that launches", { .page = LINK (TOUCH) }, PAGES },
  { "link to a file", { .page = LINK ("/S /URI /URI (file:///etc/passwd)") }, PAGES },
  { "link to javascript", { .page = LINK ("/S /URI /URI (javascript:alert\\(1\\))") }, PAGES },
  { "link to another document",
    { .page = LINK ("/S /GoToR /F (../../otro.pdf) /D [0 /Fit]") },
    PAGES },
  { "link with a long address", { .page = LINK ("/S /URI /URI (https://example.com/%s)") }, PAGES },
  { "form that is sent",
    { .catalog = "/OpenAction << /S /SubmitForm /F (http://127.0.0.1:9/) >>" },
    PAGES },
  { "data that is imported",
    { .catalog = "/OpenAction << /S /ImportData /F (/etc/passwd) >>" },
    PAGES },
  { "action that follows itself",
    { .catalog = "/OpenAction 5 0 R", .more = "<< /S /JavaScript /JS (1) /Next 5 0 R >>" },
    PAGES },
  { "destination that is itself",
    { .catalog = "/Dests << /a 5 0 R >> /OpenAction /a", .more = "[5 0 R /Fit]" },
    PAGES },
  { "XFA",
    { .catalog = "/AcroForm << /XFA 5 0 R /Fields [] >>",
      .more = "<< /Length 1 >>\nstream\n<\nendstream" },
    PAGES },
  { "huge page", { .page = "/MediaBox [0 0 288000 288000]" }, PAGES },
  { "page larger than numbers", { .page = "/MediaBox [0 0 1e30 1e30]" }, ANY_PDF },
  { "page without size", { .page = "/Rotate 0" }, PAGES },
  { "page of nothing", { .page = "/MediaBox [0 0 0 0]" }, PAGES },
  { "page turned inside out", { .page = "/MediaBox [595 842 0 0]" }, PAGES },
  { "page far away", { .page = "/MediaBox [-1000000 -1000000 -999000 -999000]" }, PAGES },
  { "page of words", { .page = "/MediaBox [(a) (b) (c) (d)]" }, PAGES },
  { "crop outside of the page",
    { .page = "/MediaBox [0 0 595 842] /CropBox [5000 5000 6000 6000]" },
    PAGES },
  { "turned by half", { .page = "/MediaBox [0 0 595 842] /Rotate 45" }, PAGES },
  { "turned by much", { .page = "/MediaBox [0 0 595 842] /Rotate 2147483647" }, PAGES },
  { "large unit", { .page = "/MediaBox [0 0 595 842] /UserUnit 1000000" }, PAGES },
  { "no content", { .content = "" }, PAGES },
  { "content without end", { .content = "(((((((((((((((((" }, PAGES },
  { "unknown filter", { .stream = "/Filter /Nada" }, PAGES | BROKEN },
  { "filters in a row",
    { .stream
      = "/Filter [/ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode /FlateDecode /LZWDecode]" },
    PAGES | BROKEN },
  { "Flate that is none", { .stream = "/Filter /FlateDecode" }, PAGES | BROKEN },
  { "LZW that is none", { .stream = "/Filter /LZWDecode" }, PAGES | BROKEN },
  { "predictor out of range",
    { .stream
      = "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 255 >>" },
    PAGES | BROKEN },
  { "image of many pixels",
    { .content = IMAGE ("/W 100000 /H 100000 /BPC 8 /CS /RGB") },
    PAGES | BROKEN },
  { "image of all pixels",
    { .content = IMAGE ("/W 2147483647 /H 2147483647 /BPC 16 /CS /RGB") },
    PAGES | BROKEN },
  { "image of negative size",
    { .content = IMAGE ("/W -1 /H -1 /BPC 8 /CS /RGB") },
    PAGES | BROKEN },
  { "JPEG that is none",
    { .content = IMAGE ("/W 10 /H 10 /BPC 8 /CS /RGB /F /DCT") },
    PAGES | BROKEN },
  { "JBIG2 that is none",
    { .page = FORM,
      .content = "/X Do",
      .more
      = "<< /Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 1 /ColorSpace "
        "/DeviceGray /Filter /JBIG2Decode /Length 4 >>\nstream\nabcd\nendstream" },
    PAGES | BROKEN },
  { "JPEG 2000 that is none",
    { .page = FORM,
      .content = "/X Do",
      .more = "<< /Type /XObject /Subtype /Image /Width 10 /Height 10 /Filter /JPXDecode /Length 4 "
              ">>\nstream\nabcd\nendstream" },
    PAGES | BROKEN },
  { "form that draws itself",
    { .page = FORM,
      .content = "/X Do",
      .more = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R "
              ">> >> /Length 8 >>\nstream\n/X Do /X\nendstream" },
    PAGES | BROKEN },
  { "mask that is itself",
    { .page = FORM,
      .content = "/X Do",
      .more = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
              "/ColorSpace /DeviceGray /SMask 5 0 R /Length 1 >>\nstream\na\nendstream" },
    PAGES | BROKEN },
  { "dashes without end",
    { .content = "[0.000001] 0 d 0.1 w 0 0 m 1000000 1000000 l S" },
    PAGES | BROKEN },
  { "letters as large as can be",
    { .content = "BT /F1 1000000000 Tf 0 0 Td (cacao) Tj ET" },
    PAGES | BROKEN },
  { "matrix of zeros", { .content = "0 0 0 0 0 0 cm 0 0 100 100 re f" }, PAGES | BROKEN },
  { "matrix of large numbers",
    { .content = "1e30 1e30 1e30 1e30 1e30 1e30 cm 0 0 100 100 re f" },
    PAGES | BROKEN },
  { "font that is not there", { .content = "BT /F9 12 Tf (cacao) Tj ET" }, PAGES | BROKEN },
  { "outline that is its own child",
    { .catalog = "/Outlines 5 0 R",
      .more = "<< /Type /Outlines /Title (a) /First 5 0 R /Last 5 0 R /Next 5 0 R /Count 1 >>" },
    PAGES },
  { "catalog that lies",
    { .catalog = "/Pages 3 0 R /PageMode /FullScreen /Version /9.9" },
    ANY_PDF },
  { "encrypted by nobody",
    { .trailer = "/Encrypt << /Filter /Nadie /V 9 >>" },
    ANY_PDF | PASSWORD },
  { "encrypted by nothing",
    { .trailer = "/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P -1 >>" },
    ANY_PDF | PASSWORD },
  { "cross-reference that goes round", { .trailer = "/Prev 0 /XRefStm 9" }, ANY_PDF },
  { "trailer that names itself", { .trailer = "/Root 99 0 R" }, ANY_PDF },
};

static void
test_by_hand (void)
{
  Bench bench = bench_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (by_hand); i++)
    try (&bench, by_hand[i].name, "application/pdf", tbk_doc_maker_pdf (&by_hand[i].parts), by_hand[i].allowed);
  g_assert_false (g_file_test ("triboka-lanzado", G_FILE_TEST_EXISTS));
  bench_close (&bench);
}

/* --- much out of little --- */

/* A drawing of that many operators, which takes a few bytes. Returns: (transfer full): hexadecimal, deflated. */
static char *
make_bomb (const char *operator, gsize n)
{
  g_autoptr (GConverter) deflate = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, deflate);
  g_autoptr (GString) block = g_string_new (NULL);
  GString *hex = g_string_new (NULL);
  const guint8 *bytes;

  while (block->len < 1024 * 1024)
    g_string_append (block, operator);
  for (gsize done = 0; done < n; done += block->len)
    g_assert_true (g_output_stream_write_all (out, block->str, block->len, NULL, NULL, NULL));
  g_output_stream_close (out, NULL, NULL);
  bytes = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory));
  for (gsize i = 0; i < g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)); i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  g_string_append_c (hex, '>');
  return g_string_free (hex, FALSE);
}

static void
test_bombs (void)
{
  static const char *const operators[]
      = { "q ", "0 0 500 500 re f ", "0 0 m 500 500 l S ", "[[[[", "/F1 12 Tf (a) Tj " };
  Bench bench = bench_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      g_autofree char *content = make_bomb (operators[i], 100 * 1024 * 1024);

      try (&bench, operators[i], "application/pdf",
           tbk_doc_maker_pdf (&(TbkDocMakerPdf){
               .content = content, .stream = "/Filter [/ASCIIHexDecode /FlateDecode]" }),
           PAGES | BROKEN);
    }
  bench_close (&bench);
}

/* --- good ones, spoilt --- */

static GBytes *
flip (GBytes *bytes, guint32 seed)
{
  gsize size = g_bytes_get_size (bytes);
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);

  for (guint i = 0; i < 200; i++)
    {
      seed = seed * 1664525u + 1013904223u;
      copy[seed % size] ^= (guint8) (seed >> 24);
    }
  return g_bytes_new_take (copy, size);
}

static void
test_spoilt (void)
{
  g_autoptr (GBytes) text = tbk_doc_maker_text (3);
  g_autoptr (GBytes) locked = tbk_doc_maker_locked ();
  g_autoptr (GBytes) jpeg = tbk_doc_maker_image ("jpeg", 400, 300);
  g_autoptr (GBytes) tiff = tbk_doc_maker_image ("tiff", 400, 300);
  g_autoptr (GBytes) png = tbk_doc_maker_image ("png", 400, 300);
  const struct
  {
    const char *content_type;
    GBytes *bytes;
  } good[] = { { "application/pdf", text },
               { "application/pdf", locked },
               { "image/jpeg", jpeg },
               { "image/tiff", tiff },
               { "image/png", png } };
  Bench bench = bench_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    for (guint32 k = 1; k <= 6; k++)
      {
        gsize cut = g_bytes_get_size (good[i].bytes) * k / 7;

        try (&bench, "cut", good[i].content_type, g_bytes_new_from_bytes (good[i].bytes, 0, cut), ANY_PDF | PASSWORD);
        try (&bench, "flipped", good[i].content_type, flip (good[i].bytes, k), ANY_PDF | PASSWORD);
      }
  bench_close (&bench);
}

/* --- what is not what it says --- */

static GBytes *
repeat (const char *start, const char *part, gsize n, const char *end)
{
  GString *all = g_string_new (start);

  for (gsize i = 0; i < n; i++)
    g_string_append (all, part);
  g_string_append (all, end);
  return g_string_free_to_bytes (all);
}

#define LAUGHS                                                                                           \
  "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"ja\"><!ENTITY c \"&b;&b;&b;&b;\"><!ENTITY d SYSTEM " \
  "\"file:///etc/passwd\">]><a>&c;&d;</a>"

static void
test_false (void)
{
  static const struct
  {
    const char *name;
    const char *content_type;
    const char *bytes;
    gsize length;
    Outcome allowed;
  } cases[] = {
#define TEXT(text) text, sizeof text - 1
    { "nothing", "application/pdf", TEXT (""), FAILED },
    { "program as PDF", "application/pdf", TEXT ("MZ\x90\0\3\0\0\0"), FAILED },
    { "page of the web as PDF", "application/pdf", TEXT ("<html><script>alert(1)</script></html>"),
      FAILED },
    { "zip as PDF", "application/pdf", TEXT ("PK\3\4%PDF-1.7\n"), FAILED },
    { "mark of a PDF alone", "application/pdf", TEXT ("%PDF-1.7\n"), FAILED },
    { "PDF as PNG", "image/png", TEXT ("%PDF-1.7\n%%EOF"), FAILED },
    { "drawing as PNG", "image/png",
      TEXT ("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"),
      FAILED },
    { "GIF as PNG", "image/png", TEXT ("GIF89a\1\0\1\0"), FAILED },
    { "mark of a PNG alone", "image/png", TEXT ("\x89PNG\r\n\x1a\n"), FAILED },
    { "mark of a JPEG alone", "image/jpeg", TEXT ("\xff\xd8\xff"), FAILED },
    { "mark of a TIFF alone", "image/tiff", TEXT ("II*\0"), FAILED },
    { "TIFF that is its own next", "image/tiff", TEXT ("II*\0\x08\0\0\0\0\0\x08\0\0\0"), FAILED },
    { "mark of a WebP alone", "image/webp", TEXT ("RIFF\4\0\0\0WEBP"), FAILED },
    { "WebP of junk", "image/webp",
      TEXT ("RIFF\xff\xff\xff\xffWEBPVP8L\xff\xff\xff\x7f/\xff\xff\xff\xff\xff"), FAILED },
    { "entities of XML", "application/xml", TEXT (LAUGHS), SHEET },
    { "half of XML", "application/xml", TEXT ("<factura><infoTributaria><ruc>1"), SHEET },
    { "bytes as XML", "application/xml", TEXT ("<a>\0\1\2</a>"), FAILED },
    { "bytes as text", "text/plain", TEXT ("\0\1\2\3"), FAILED },
    { "broken UTF-8 as text", "text/plain", TEXT ("cacao \xc3\x28 \xff\xfe"), SHEET },
    { "half of UTF-16", "text/plain",
      TEXT ("\xff\xfe"
            "a\0b"),
      SHEET },
    { "quote without end", "text/csv", TEXT ("a,b\n\"1,2\n3"), SHEET },
    { "zip bomb as a sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      TEXT ("PK\3\4"), OTHER },
    { "unknown type", "application/x-desconocido", TEXT ("#!/bin/sh\nrm -rf /\n"), OTHER },
#undef TEXT
  };
  Bench bench = bench_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    try (&bench, cases[i].name, cases[i].content_type, g_bytes_new (cases[i].bytes, cases[i].length), cases[i].allowed);
  try (&bench, "deep XML", "application/xml", repeat ("", "<a>", 100000, ""), SHEET);
  try (&bench, "wide XML", "application/xml", repeat ("<a>", "<b c='d'>e</b>", 200000, "</a>"), SHEET);
  try (&bench, "one long line", "text/plain", repeat ("", "cacao", 1000000, ""), SHEET);
  try (&bench, "many columns", "text/csv", repeat ("", "a;", 1000000, "\n"), SHEET);
  try (&bench, "many rows", "text/csv", repeat ("", "a;b\n", 500000, ""), SHEET);
  bench_close (&bench);
}

static void
test_image_bombs (void)
{
  static const guint32 sizes[][2] = {
    { 0, 0 },
    { 1, 0x7fffffff },
    { 0x7fffffff, 1 },
    { 65535, 65535 },
    { 100000, 100000 },
    { 0xffffffff, 0xffffffff },
    { 20000, 6500 },
  };
  Bench bench = bench_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    try (&bench, "PNG that says it is large", "image/png", tbk_doc_maker_png_bomb (sizes[i][0], sizes[i][1]), FAILED);
  try (&bench, "TIFF whose pages go round", "image/tiff", tbk_doc_maker_fax (5, 20, 20, TRUE), PAGES);
  for (guint32 k = 0; k < 6; k++)
    {
      g_autoptr (GBytes) fax = tbk_doc_maker_fax (3, 40, 40, FALSE);

      try (&bench, "cut fax", "image/tiff",
           g_bytes_new_from_bytes (fax, 0, g_bytes_get_size (fax) * (k + 1) / 7), ANY_PDF);
      try (&bench, "flipped fax", "image/tiff", flip (fax, k), ANY_PDF);
    }
  bench_close (&bench);
}

/* After all that, a good one is shown. */
static void
test_after (void)
{
  Bench bench = bench_open ();

  try (&bench, "good", "application/pdf", tbk_doc_maker_text (2), PAGES);
  bench_close (&bench);
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
  g_test_add_func ("/doc-hostile/by-hand", test_by_hand);
  g_test_add_func ("/doc-hostile/bombs", test_bombs);
  g_test_add_func ("/doc-hostile/spoilt", test_spoilt);
  g_test_add_func ("/doc-hostile/false", test_false);
  g_test_add_func ("/doc-hostile/image-bombs", test_image_bombs);
  g_test_add_func ("/doc-hostile/after", test_after);
  return g_test_run ();
}
