/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-type.h"

#include "unit-cases.h"

typedef struct
{
  const char *content_type;
  const char *start;
  TbkDocType type;
} TypeCase;

static const TypeCase type_cases[] = {
  { "application/pdf", "%PDF-1.7", TBK_DOC_TYPE_PDF },
  { "application/pdf", "junk before %PDF-1.4", TBK_DOC_TYPE_PDF },
  { "application/pdf", "MZ", TBK_DOC_TYPE_FALSE },
  { "application/pdf; charset=binary", "%PDF-1.7", TBK_DOC_TYPE_PDF },
  { "IMAGE/PNG", "\x89PNG\r\n\x1a\n", TBK_DOC_TYPE_IMAGE },
  { "image/png", "\xff\xd8\xff\xe0", TBK_DOC_TYPE_IMAGE },
  { "image/png", "GIF89a", TBK_DOC_TYPE_FALSE },
  { "image/webp", "RIFF....WEBP", TBK_DOC_TYPE_IMAGE },
  { "image/svg+xml", "<svg/>", TBK_DOC_TYPE_OTHER },
  { "application/xml", "\xef\xbb\xbf  <?xml version='1.0'?>", TBK_DOC_TYPE_XML },
  { "text/xml", "cacao", TBK_DOC_TYPE_FALSE },
  { "text/csv", "a;b", TBK_DOC_TYPE_CSV },
  { "text/csv", "a\1b", TBK_DOC_TYPE_FALSE },
  { "text/plain", "cacao \xf1", TBK_DOC_TYPE_TEXT },
  { "application/zip", "PK\3\4", TBK_DOC_TYPE_OTHER },
  { NULL, "%PDF-1.7", TBK_DOC_TYPE_PDF },
  { NULL, "\xff\xd8\xff\xe0", TBK_DOC_TYPE_IMAGE },
  { NULL, "<factura/>", TBK_DOC_TYPE_XML },
  { NULL, "cacao", TBK_DOC_TYPE_TEXT },
  { "application/octet-stream", "\1\2\3", TBK_DOC_TYPE_OTHER },
  { "application/pdf", "", TBK_DOC_TYPE_EMPTY },
};

static void
test_type (gconstpointer data)
{
  const TypeCase *c = data;
  g_autoptr (GBytes) start = g_bytes_new (c->start, strlen (c->start));

  g_assert_cmpint (tbk_doc_type_of (c->content_type, start), ==, c->type);
}

typedef struct
{
  const char *bytes;
  gsize length;
  const char *text;
} TextCase;

#define BYTES(text) text, sizeof text - 1
static const TextCase text_cases[] = {
  { BYTES ("ñandú"), "ñandú" },
  { BYTES ("\xef\xbb\xbf"
           "cacao"),
    "cacao" },
  { BYTES ("\xf1 and\xfa y m\xe1s"), "ñ andú y más" },
  { BYTES ("\xff\xfe"
           "c\0\xf1\0"),
    "cñ" },
  { BYTES ("\xfe\xff"
           "\0c\0\xf1"),
    "cñ" },
  { BYTES (""), "" },
  { BYTES ("corte \xc3"), "corte \xef\xbf\xbd" },
};

static void
test_text (gconstpointer data)
{
  const TextCase *c = data;
  g_autoptr (GBytes) bytes = g_bytes_new (c->bytes, c->length);
  g_autofree char *text = tbk_doc_type_text (bytes);

  g_assert_cmpstr (text, ==, c->text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/doc-type/type", type_cases, test_type);
  unit_add_cases ("/doc-type/text", text_cases, test_text);
  return g_test_run ();
}
