/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-maker.h"

#include <string.h>

#include <cairo-pdf.h>
#include <gdk-pixbuf/gdk-pixbuf.h>

#define WIDTH 595.0
#define HEIGHT 842.0

static cairo_status_t
append_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
finish (cairo_surface_t *surface, GByteArray *bytes)
{
  cairo_surface_finish (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

/* --- text --- */

static void
show_line (cairo_t *cr, double y, const char *text)
{
  cairo_move_to (cr, 72, y);
  cairo_show_text (cr, text);
}

static void
draw_links (cairo_t *cr)
{
  cairo_tag_begin (cr, CAIRO_TAG_LINK, "dest='tres'");
  show_line (cr, 300, "ver la cláusula 3");
  cairo_tag_end (cr, CAIRO_TAG_LINK);
  cairo_tag_begin (cr, CAIRO_TAG_LINK, "uri='https://example.com/'");
  show_line (cr, 340, "https://example.com/");
  cairo_tag_end (cr, CAIRO_TAG_LINK);
}

static void
draw_text_page (cairo_t *cr, guint page)
{
  g_autofree char *title = g_strdup_printf ("Contrato, cláusula %u", page + 1);

  cairo_set_font_size (cr, 24);
  show_line (cr, 100, title);
  cairo_set_font_size (cr, 12);
  for (guint i = 0; i < 8; i++)
    show_line (cr, 140 + i * 18, "El vendedor entrega cacao en grano seco, fermentado y limpio, en sacos de yute.");
}

GBytes *
tbk_doc_maker_text (guint n_pages)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *title = g_strdup_printf ("Cláusula %u", i + 1);
      g_autofree char *link = g_strdup_printf ("page=%u pos=[0 0]", i + 1);

      draw_text_page (cr, i);
      if (i == 0 && n_pages >= 3)
        draw_links (cr);
      if (i == 2)
        {
          cairo_tag_begin (cr, CAIRO_TAG_DEST, "name='tres'");
          show_line (cr, 400, "El precio se fija por diferencial.");
          cairo_tag_end (cr, CAIRO_TAG_DEST);
        }
      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, title, link, 0);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  return finish (surface, bytes);
}

/* --- scans --- */

/* Noise with something to be seen in it. */
static GdkPixbuf *
make_noise (int width, int height, guint32 seed)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width * 3; x++)
      {
        seed = seed * 1664525u + 1013904223u;
        pixels[y * stride + x] = (guint8) (y / 64 % 2 == 0 ? 150 + (seed >> 24) % 100 : seed >> 24);
      }
  return pixbuf;
}

static GBytes *
save (GdkPixbuf *pixbuf, const char *type)
{
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &size, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

GBytes *
tbk_doc_maker_image (const char *type, int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = make_noise (width, height, 7);

  return save (pixbuf, type);
}

static void
unref_bytes (void *data)
{
  g_bytes_unref (data);
}

static void
draw_scan (cairo_t *cr, GBytes *jpeg, int width, int height)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  gsize size;
  const unsigned char *data = g_bytes_get_data (jpeg, &size);

  /* cairo puts the JPEG into the PDF as it is */
  cairo_surface_set_mime_data (picture, CAIRO_MIME_TYPE_JPEG, data, size, unref_bytes, g_bytes_ref (jpeg));
  cairo_save (cr);
  cairo_scale (cr, WIDTH / width, HEIGHT / height);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (picture);
}

GBytes *
tbk_doc_maker_scan (guint n_pages, gsize bytes)
{
  GByteArray *out = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, out, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  /* a pixel of this is about half a byte of JPEG */
  int width = 100, height;

  while ((gsize) width * (gsize) width * 3 / 2 / 2 < bytes)
    width++;
  height = width * 3 / 2;
  for (guint i = 0; i < n_pages; i++)
    {
      g_autoptr (GdkPixbuf) noise = make_noise (width, height, i + 1);
      g_autoptr (GBytes) jpeg = save (noise, "jpeg");

      draw_scan (cr, jpeg, width, height);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  return finish (surface, out);
}

/* --- by hand --- */

static void
append_object (GString *out, GArray *places, const char *text)
{
  gsize at = out->len;

  g_array_append_val (places, at);
  g_string_append_printf (out, "%u 0 obj\n%s\nendobj\n", places->len, text);
}

GBytes *
tbk_doc_maker_pdf (const TbkDocMakerPdf *parts)
{
  GString *out = g_string_new ("%PDF-1.7\n");
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (gsize));
  const char *content = parts->content != NULL ? parts->content : "BT /F1 24 Tf 72 700 Td (cacao) Tj ET";
  g_autofree char *catalog = g_strdup_printf ("<< /Type /Catalog /Pages 2 0 R %s >>",
                                              parts->catalog != NULL ? parts->catalog : "");
  g_autofree char *page = g_strdup_printf ("<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << /Font << /F1 "
                                           "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
                                           parts->page != NULL ? parts->page : "/MediaBox [0 0 595 842]");
  g_autofree char *stream
      = g_strdup_printf ("<< /Length %" G_GSIZE_FORMAT " %s >>\nstream\n%s\nendstream",
                         strlen (content), parts->stream != NULL ? parts->stream : "", content);
  gsize xref;

  append_object (out, places, catalog);
  append_object (out, places, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  append_object (out, places, page);
  append_object (out, places, stream);
  if (parts->more != NULL)
    append_object (out, places, parts->more);
  xref = out->len;
  g_string_append_printf (out, "xref\n0 %u\n0000000000 65535 f \n", places->len + 1);
  for (guint i = 0; i < places->len; i++)
    g_string_append_printf (out, "%010" G_GSIZE_FORMAT " 00000 n \n", g_array_index (places, gsize, i));
  g_string_append_printf (out, "trailer\n<< /Size %u /Root 1 0 R %s >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          places->len + 1, parts->trailer != NULL ? parts->trailer : "", xref);
  return g_string_free_to_bytes (out);
}

/* Made by qpdf: AES of 256 bits; password "cacao", the owner's is "owner". */
/* clang-format off */
static const char locked[] =
  "JVBERi0xLjcKJb/3ov4KMSAwIG9iago8PCAvRXh0ZW5zaW9ucyA8PCAvQURCRSA8PCAvQmFzZVZlcnNpb24gLzEuNyAvRXh0ZW5z"
  "aW9uTGV2ZWwgOCA+PiA+PiAvUGFnZXMgMiAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL0NvdW50IDEg"
  "L0tpZHMgWyAzIDAgUiBdIC9UeXBlIC9QYWdlcyA+PgplbmRvYmoKMyAwIG9iago8PCAvQ29udGVudHMgNCAwIFIgL01lZGlhQm94"
  "IFsgMCAwIDMwMCA0MDAgXSAvUGFyZW50IDIgMCBSIC9SZXNvdXJjZXMgPDwgL0ZvbnQgPDwgL0YxIDw8IC9CYXNlRm9udCAvSGVs"
  "dmV0aWNhIC9TdWJ0eXBlIC9UeXBlMSAvVHlwZSAvRm9udCA+PiA+PiA+PiAvVHlwZSAvUGFnZSA+PgplbmRvYmoKNCAwIG9iago8"
  "PCAvTGVuZ3RoIDgwIC9GaWx0ZXIgL0ZsYXRlRGVjb2RlID4+CnN0cmVhbQpnIZiLzdFIfiiX/vpxC7NminTrzllLQdRiAzCs9mP3"
  "Zedy3UkiTpaI/bHIS3Tg9iblvmfUtYe6h8vPQl3GzToOraKOPNjDF6sijfOdMH9UiGVuZHN0cmVhbQplbmRvYmoKNSAwIG9iago8"
  "PCAvQ0YgPDwgL1N0ZENGIDw8IC9BdXRoRXZlbnQgL0RvY09wZW4gL0NGTSAvQUVTVjMgL0xlbmd0aCAzMiA+PiA+PiAvRmlsdGVy"
  "IC9TdGFuZGFyZCAvTGVuZ3RoIDI1NiAvTyA8YmRmOWRmZGM4Y2E1MDQ3N2Y1YjY0OWNjYmUwMDI0ZTIyZDhkODk2MGEyYjEzOTg5"
  "ZWI5ZDE1M2I3OTM4ZWI4ZmQyYWE4ZTg2NWZlZDI3NDFlYjc5YWJhNzRlM2EwMDM4PiAvT0UgPDBlYjI3YTFlMTIyZGRjN2U4MDdk"
  "NGRkN2Q0NTM0YzkwMTAwMTkyZWMxYmVkYjJmNGI0ZTA2YzY2Zjk4NTMxYmM+IC9QIC00IC9QZXJtcyA8YjM0NzgyMTI2MGVjM2Y4"
  "NzRjMGQ1MWI5OWMzZmYzNTA+IC9SIDYgL1N0bUYgL1N0ZENGIC9TdHJGIC9TdGRDRiAvVSA8NjAwZDZiNjlhNGUxMjExMjkxNTY0"
  "Y2I3MmEzMjJmMmExYzk2YzAyMmQ4OWIzM2NhMTMwYjE3ZGJmNWRkN2U2NDk1MmQ3NjUzNjM1YmUyNTk2MmNmZjQ4ZDRkNTMyYjkw"
  "PiAvVUUgPDcwYWM2M2RlYjFkMDc2MGNkNDU5YTM4M2RjZDhhMWZhNzgxYjU1YzhmMWZmN2E5N2EwZmFhZjFlNjBmOTcxMzA+IC9W"
  "IDUgPj4KZW5kb2JqCnhyZWYKMCA2CjAwMDAwMDAwMDAgNjU1MzUgZiAKMDAwMDAwMDAxNSAwMDAwMCBuIAowMDAwMDAwMTMwIDAw"
  "MDAwIG4gCjAwMDAwMDAxODkgMDAwMDAgbiAKMDAwMDAwMDM2NiAwMDAwMCBuIAowMDAwMDAwNTE2IDAwMDAwIG4gCnRyYWlsZXIg"
  "PDwgL1Jvb3QgMSAwIFIgL1NpemUgNiAvSUQgWzwzZmU0ZTExNTk1OGQzOTdmNGMwZGJiOGE1ZThiMDY0Zj48M2ZlNGUxMTU5NThk"
  "Mzk3ZjRjMGRiYjhhNWU4YjA2NGY+XSAvRW5jcnlwdCA1IDAgUiA+PgpzdGFydHhyZWYKMTA2MwolJUVPRgo=";
/* clang-format on */

GBytes *
tbk_doc_maker_locked (void)
{
  gsize size;
  guchar *bytes = g_base64_decode (locked, &size);

  return g_bytes_new_take (bytes, size);
}

static void
append_u32 (GByteArray *out, guint32 value)
{
  guint32 order = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &order, sizeof order);
}

static guint32
crc (const guint8 *bytes, gsize size)
{
  guint32 sum = 0xffffffffu;

  for (gsize i = 0; i < size; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = (sum & 1) != 0 ? sum >> 1 ^ 0xedb88320u : sum >> 1;
    }
  return ~sum;
}

static void
append_chunk (GByteArray *out, const char *type, const guint8 *bytes, guint32 size)
{
  guint start;

  append_u32 (out, size);
  start = out->len;
  g_byte_array_append (out, (const guint8 *) type, 4);
  g_byte_array_append (out, bytes, size);
  append_u32 (out, crc (out->data + start, out->len - start));
}

GBytes *
tbk_doc_maker_png_bomb (guint32 width, guint32 height)
{
  static const guint8 nothing[] = { 0x78, 0x9c, 0x63, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01 };
  g_autoptr (GByteArray) head = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();

  append_u32 (head, width);
  append_u32 (head, height);
  g_byte_array_append (head, (const guint8 *) "\x08\x06\0\0\0", 5);
  g_byte_array_append (out, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_chunk (out, "IHDR", head->data, head->len);
  append_chunk (out, "IDAT", nothing, sizeof nothing);
  append_chunk (out, "IEND", nothing, 0);
  return g_byte_array_free_to_bytes (out);
}

static void
append_le (GByteArray *out, guint64 value, guint bytes)
{
  guint64 order = GUINT64_TO_LE (value);

  g_byte_array_append (out, (const guint8 *) &order, bytes);
}

/* A field of a TIFF's directory: one number of 2 (type 3) or 4 bytes (4), or where a fraction stands (5). */
static void
append_field (GByteArray *out, guint tag, guint type, guint32 value)
{
  append_le (out, tag, 2);
  append_le (out, type, 2);
  append_le (out, 1, 4);
  append_le (out, value, 4);
}

#define FAX_START 8
#define FAX_FIELDS 10
#define FAX_HEAD (2 + FAX_FIELDS * 12 + 4 + 16) /* directory and two fractions, before the pixels */

static void
append_fax_page (GByteArray *out, guint width, guint height, guint32 next)
{
  guint32 fractions = out->len + FAX_HEAD - 16;
  const guint32 fields[FAX_FIELDS][3] = {
    { 256, 4, width },
    { 257, 4, height },
    { 258, 3, 8 },
    { 259, 3, 1 },
    { 262, 3, 1 },
    { 273, 4, fractions + 16 },
    { 278, 4, height },
    { 279, 4, width * height },
    { 282, 5, fractions },
    { 283, 5, fractions + 8 },
  };

  append_le (out, FAX_FIELDS, 2);
  for (guint i = 0; i < FAX_FIELDS; i++)
    append_field (out, fields[i][0], fields[i][1], fields[i][2]);
  append_le (out, next, 4);
  append_le (out, 200, 4);
  append_le (out, 1, 4);
  append_le (out, 100, 4);
  append_le (out, 1, 4);
  for (guint i = 0; i < width * height; i++)
    append_le (out, i % 251, 1);
}

GBytes *
tbk_doc_maker_fax (guint n_pages, guint width, guint height, gboolean loop)
{
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) "II*\0", 4);
  append_le (out, FAX_START, 4);
  for (guint i = 0; i < n_pages; i++)
    {
      guint32 next = out->len + FAX_HEAD + (width + i) * height;

      append_fax_page (out, width + i, height, i + 1 < n_pages ? next : loop ? FAX_START
                                                                             : 0);
    }
  return g_byte_array_free_to_bytes (out);
}

char *
tbk_doc_maker_write (const char *name, GBytes *bytes)
{
  char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
  return path;
}
