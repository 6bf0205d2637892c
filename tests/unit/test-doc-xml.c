/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-csv.h"
#include "tbk-doc-xml.h"

#include <string.h>

static void
test_indented (void)
{
  g_autoptr (TbkDocXml) xml = tbk_doc_xml_new ("<a x='1 &lt; 2'><b>uno &amp; dos</b><c/></a>");

  g_assert_null (xml->error);
  g_assert_null (xml->kind);
  g_assert_cmpstr (xml->text, ==, "<a x=\"1 &lt; 2\">\n  <b>uno &amp; dos</b>\n  <c></c>\n</a>");
}

static void
test_broken (void)
{
  static const char *const broken[] = { "<a>", "<a></b>", "cacao", "<a>&nada;</a>", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (TbkDocXml) xml = tbk_doc_xml_new (broken[i]);

      g_assert_nonnull (xml->error);
      g_assert_cmpstr (xml->text, ==, broken[i]);
    }
}

#define FACTURA                                                                                                    \
  "<factura><infoTributaria><razonSocial>Cacao &amp; Hijos</razonSocial><ruc>1790012345001</ruc></infoTributaria>" \
  "<infoFactura><fechaEmision>25/11/2026</fechaEmision><importeTotal>10.50</importeTotal></infoFactura><detalles>" \
  "<detalle><descripcion>Cacao</descripcion><cantidad>2</cantidad><precioUnitario>5.25</precioUnitario>"           \
  "<precioTotalSinImpuesto>10.50</precioTotalSinImpuesto></detalle></detalles></factura>"

static void
test_comprobante (void)
{
  static const char *const texts[] = {
    FACTURA,
    "<autorizacion><estado>AUTORIZADO</estado><comprobante><![CDATA[" FACTURA "]]></comprobante></autorizacion>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TbkDocXml) xml = tbk_doc_xml_new (texts[i]);
      const TbkDocXmlItem *item;

      g_assert_null (xml->error);
      g_assert_cmpstr (xml->kind, ==, "factura");
      g_assert_cmpstr (tbk_doc_xml_get (xml, "razonSocial"), ==, "Cacao & Hijos");
      g_assert_cmpstr (tbk_doc_xml_get (xml, "importeTotal"), ==, "10.50");
      g_assert_cmpstr (tbk_doc_xml_get (xml, "estado"), ==, i == 0 ? NULL : "AUTORIZADO");
      g_assert_cmpuint (xml->items->len, ==, 1);
      item = g_ptr_array_index (xml->items, 0);
      g_assert_cmpstr (item->description, ==, "Cacao");
      g_assert_cmpstr (item->price, ==, "5.25");
    }
}

static void
test_csv (void)
{
  g_autoptr (TbkDocCsv) csv = tbk_doc_csv_new ("lote;peso\r\n\"L;1\";\"45,36\"\r\n\r\nL-2\n");
  g_autoptr (TbkDocCsv) tabs = tbk_doc_csv_new ("a\tb\tc\n");
  g_autoptr (TbkDocCsv) none = tbk_doc_csv_new ("");
  GPtrArray *row;

  g_assert_cmpint (csv->separator, ==, ';');
  g_assert_cmpuint (csv->rows->len, ==, 3);
  g_assert_cmpuint (csv->n_columns, ==, 2);
  row = g_ptr_array_index (csv->rows, 1);
  g_assert_cmpstr (g_ptr_array_index (row, 0), ==, "L;1");
  g_assert_cmpstr (g_ptr_array_index (row, 1), ==, "45,36");
  g_assert_cmpuint (tabs->n_columns, ==, 3);
  g_assert_cmpuint (none->rows->len, ==, 0);
}

static void
test_csv_bounds (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TbkDocCsv) rows = NULL;
  g_autoptr (TbkDocCsv) columns = NULL;

  for (guint i = 0; i < 2 * TBK_DOC_CSV_MAX_ROWS; i++)
    g_string_append (text, "a,b\n");
  rows = tbk_doc_csv_new (text->str);
  g_assert_true (rows->cut);
  g_assert_cmpuint (rows->rows->len, ==, TBK_DOC_CSV_MAX_ROWS + 1);

  g_string_truncate (text, 0);
  for (guint i = 0; i < 2 * TBK_DOC_CSV_MAX_COLUMNS; i++)
    g_string_append (text, "a,");
  columns = tbk_doc_csv_new (text->str);
  g_assert_true (columns->cut);
  g_assert_cmpuint (columns->n_columns, ==, TBK_DOC_CSV_MAX_COLUMNS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc-xml/indented", test_indented);
  g_test_add_func ("/doc-xml/broken", test_broken);
  g_test_add_func ("/doc-xml/comprobante", test_comprobante);
  g_test_add_func ("/doc-csv/rows", test_csv);
  g_test_add_func ("/doc-csv/bounds", test_csv_bounds);
  return g_test_run ();
}
