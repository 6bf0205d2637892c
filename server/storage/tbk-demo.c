/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-demo.h"

#include <string.h>

#include "tbk-spool.h"

#define MAX_FILE_BYTES 65536
#define MAX_OBJECTS 6

/* A PDF of one page, object by object, and where each begins. */
typedef struct
{
  GString *text;
  gsize offsets[MAX_OBJECTS];
  guint n;
} Pdf;

static void
add_object (Pdf *pdf, const char *content)
{
  pdf->offsets[pdf->n++] = pdf->text->len;
  g_string_append_printf (pdf->text, "%u 0 obj\n%s\nendobj\n", pdf->n, content);
}

/* In Latin 1, which the page's font speaks, with what a PDF's string keeps for itself escaped. */
static void
append_line (GString *page, const char *line)
{
  g_autofree char *latin = g_convert_with_fallback (line, -1, "ISO-8859-1", "UTF-8", "?", NULL, NULL, NULL);

  g_string_append_c (page, '(');
  for (const char *at = latin; *at != '\0'; at++)
    {
      if (strchr ("()\\", *at) != NULL)
        g_string_append_c (page, '\\');
      g_string_append_c (page, *at);
    }
  g_string_append (page, ") Tj T*\n");
}

static GString *
finish_pdf (Pdf *pdf)
{
  gsize start = pdf->text->len;

  g_string_append_printf (pdf->text, "xref\n0 %u\n0000000000 65535 f \n", pdf->n + 1);
  for (guint i = 0; i < pdf->n; i++)
    g_string_append_printf (pdf->text, "%010" G_GSIZE_FORMAT " 00000 n \n", pdf->offsets[i]);
  g_string_append_printf (pdf->text, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          pdf->n + 1, start);
  return pdf->text;
}

/* Lines of text on a page of A4, the first as its title. Returns: (transfer full). */
static GString *
make_pdf (const char *const *lines)
{
  Pdf pdf = { .text = g_string_new ("%PDF-1.4\n") };
  g_autoptr (GString) page = g_string_new ("BT /F1 18 Tf 72 770 Td 22 TL\n");
  g_autofree char *stream = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      append_line (page, lines[i]);
      if (i == 0)
        g_string_append (page, "/F1 11 Tf 18 TL T*\n");
    }
  g_string_append (page, "ET");
  stream = g_strdup_printf ("<< /Length %" G_GSIZE_FORMAT " >>\nstream\n%s\nendstream", page->len, page->str);
  add_object (&pdf, "<< /Type /Catalog /Pages 2 0 R >>");
  add_object (&pdf, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  add_object (&pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
                    "/Resources << /Font << /F1 4 0 R >> >> >>");
  add_object (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  add_object (&pdf, stream);
  return finish_pdf (&pdf);
}

static GString *
make_contract (const TbkRows *rows, guint row)
{
  g_autofree char *title = g_strdup_printf ("Contrato %s", tbk_rows_text (rows, row, "codigo"));
  g_autofree char *buyer = g_strdup_printf ("Comprador: %s", tbk_rows_text (rows, row, "comprador"));
  g_autofree char *seller = g_strdup_printf ("Vendedor: %s", tbk_rows_text (rows, row, "vendedor"));
  g_autofree char *volume = g_strdup_printf ("Volumen: %s TM de cacao %s", tbk_rows_text (rows, row, "volumen_tm"),
                                             tbk_rows_text (rows, row, "calidad"));
  g_autofree char *date = g_strdup_printf ("Firmado el %s", tbk_rows_text (rows, row, "fecha_firma"));
  const char *lines[] = { title, buyer, seller, volume, date, "",
                          "Las partes acuerdan la compraventa del cacao descrito arriba, en grano seco",
                          "y fermentado, libre de moho y olores extraños, con humedad máxima del 7 %.", NULL };

  return make_pdf (lines);
}

static GString *
make_invoice (const TbkRows *rows, guint row)
{
  GString *xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<factura "
                               "id=\"comprobante\" version=\"1.1.0\">\n");
  g_autofree char *seller = g_markup_escape_text (tbk_rows_text (rows, row, "vendedor"), -1);
  g_autofree char *buyer = g_markup_escape_text (tbk_rows_text (rows, row, "comprador"), -1);

  g_string_append_printf (xml,
                          "  <infoTributaria>\n    <razonSocial>%s</razonSocial>\n    <ruc>%s</ruc>\n"
                          "    <secuencial>%09" G_GINT64_FORMAT "</secuencial>\n  </infoTributaria>\n"
                          "  <infoFactura>\n    <fechaEmision>%s</fechaEmision>\n"
                          "    <razonSocialComprador>%s</razonSocialComprador>\n  </infoFactura>\n",
                          seller, tbk_rows_text (rows, row, "ruc"), tbk_rows_int (rows, row, "id", 0),
                          tbk_rows_text (rows, row, "fecha_firma"), buyer);
  g_string_append_printf (xml,
                          "  <detalles>\n    <detalle>\n      <descripcion>Cacao en grano %s</descripcion>\n"
                          "      <cantidad>%s</cantidad>\n    </detalle>\n  </detalles>\n</factura>\n",
                          tbk_rows_text (rows, row, "calidad"), tbk_rows_text (rows, row, "volumen_tm"));
  return xml;
}

static GString *
make_analysis (const TbkRows *rows, guint row)
{
  GString *csv = g_string_new ("muestra;contrato;humedad;fermentados;violetas;pizarrosos;mohosos\n");

  for (guint i = 1; i <= 5; i++)
    g_string_append_printf (csv, "%u;%s;%u,%02u;%u;%u;%u;%u\n", i, tbk_rows_text (rows, row, "codigo"), 6 + i % 2,
                            (i * 37 + row * 11) % 100, 70 + (i + row) % 12, 14 + i, 4 - i % 3, i % 2);
  return csv;
}

typedef struct
{
  const char *tipo;
  const char *name; /* before the codigo */
  const char *extension;
  const char *content_type;
  GString *(*make) (const TbkRows *rows, guint row);
} Kind;

static const Kind kinds[] = {
  { "contrato", "Contrato", "pdf", "application/pdf", make_contract },
  { "factura", "Factura", "xml", "text/xml", make_invoice },
  { "analisis", "Análisis", "csv", "text/csv", make_analysis },
};

static gboolean
add_file (TbkTx *tx, const TbkStorage *storage, const TbkRows *rows, guint row, const Kind *kind, GError **error)
{
  const char *codigo = tbk_rows_text (rows, row, "codigo");
  g_autoptr (GString) content = kind->make (rows, row);
  g_autoptr (TbkSpool) spool = tbk_spool_new (storage, content->len, MAX_FILE_BYTES, error);
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autofree char *name = g_strdup_printf ("%s %s.%s", kind->name, codigo, kind->extension);
  g_autofree char *ruta = NULL;

  if (spool == NULL || !tbk_spool_write (spool, (const guint8 *) content->str, content->len, error))
    return FALSE;
  tbk_spool_finish (spool);
  ruta = tbk_storage_ruta (TBK_STORAGE_CONTRATOS, codigo, tbk_spool_get_uuid (spool), tbk_spool_get_sha256 (spool));
  tbk_values_set (values, "id", tbk_rows_text (rows, row, "id"));
  tbk_values_set (values, "tipo", kind->tipo);
  tbk_values_set (values, "nombre_archivo", name);
  tbk_values_set (values, "tipo_contenido", kind->content_type);
  tbk_values_set_int (values, "tamano", (gint64) tbk_spool_get_size (spool));
  tbk_values_set (values, "sha256", tbk_spool_get_sha256 (spool));
  tbk_values_set (values, "ruta", ruta);
  tbk_values_set (values, "subido_por", tbk_rows_text (rows, row, "subido_por"));
  return tbk_tx_exec (tx, "demo_documento", values, NULL, error) && tbk_spool_sync (spool, error)
         && tbk_spool_place (spool, ruta, error);
}

gboolean
tbk_demo_add_files (TbkTx *tx, const TbkStorage *storage, GError **error)
{
  g_autoptr (TbkRows) rows = tbk_tx_many (tx, "demo_contratos", NULL, error);

  for (guint i = 0; rows != NULL && i < tbk_rows_count (rows); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
      if (!add_file (tx, storage, rows, i, &kinds[k], error))
        return FALSE;
  return rows != NULL;
}
