/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-type.h"

#include <string.h>

static const struct
{
  const char *content_type;
  TbkDocType type;
} said[] = {
  { "application/pdf", TBK_DOC_TYPE_PDF },
  { "image/png", TBK_DOC_TYPE_IMAGE },
  { "image/jpeg", TBK_DOC_TYPE_IMAGE },
  { "image/webp", TBK_DOC_TYPE_IMAGE },
  { "image/tiff", TBK_DOC_TYPE_IMAGE },
  { "application/xml", TBK_DOC_TYPE_XML },
  { "text/xml", TBK_DOC_TYPE_XML },
  { "text/csv", TBK_DOC_TYPE_CSV },
  { "text/plain", TBK_DOC_TYPE_TEXT },
};

static const struct
{
  gsize offset;
  gsize length;
  const char *bytes;
} images[] = {
  { 0, 8, "\x89PNG\r\n\x1a\n" },
  { 0, 3, "\xff\xd8\xff" },
  { 8, 4, "WEBP" },
  { 0, 4, "II*\0" },
  { 0, 4, "MM\0*" },
};

static TbkDocType
type_of_name (const char *content_type)
{
  g_autofree char *bare = content_type != NULL ? g_strndup (content_type, strcspn (content_type, "; ")) : NULL;

  for (gsize i = 0; bare != NULL && i < G_N_ELEMENTS (said); i++)
    if (g_ascii_strcasecmp (bare, said[i].content_type) == 0)
      return said[i].type;
  return TBK_DOC_TYPE_OTHER;
}

static gboolean
has_at (GBytes *start, gsize offset, const char *bytes, gsize length)
{
  gsize size;
  const char *data = g_bytes_get_data (start, &size);

  return size >= offset + length && memcmp (data + offset, bytes, length) == 0;
}

static gboolean
is_image (GBytes *start)
{
  for (gsize i = 0; i < G_N_ELEMENTS (images); i++)
    if (has_at (start, images[i].offset, images[i].bytes, images[i].length))
      return TRUE;
  return FALSE;
}

/* No control characters but those of text; UTF-16 by its mark. */
static gboolean
is_text (GBytes *start)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (start, &size);

  if (has_at (start, 0, "\xff\xfe", 2) || has_at (start, 0, "\xfe\xff", 2))
    return TRUE;
  for (gsize i = 0; i < size; i++)
    if (data[i] < ' ' && strchr ("\t\n\r\f", data[i]) == NULL)
      return FALSE;
  /* strchr() finds the end of its own text too */
  return memchr (data, '\0', size) == NULL;
}

static gboolean
is_xml (GBytes *start)
{
  g_autofree char *text = tbk_doc_type_text (start);

  return g_strchug (text)[0] == '<';
}

/* Readers find a PDF's mark within the first kilobyte. */
static gboolean
is_pdf (GBytes *start)
{
  gsize size;
  const char *data = g_bytes_get_data (start, &size);

  return memmem (data, MIN (size, TBK_DOC_TYPE_SNIFFED), "%PDF-", 5) != NULL;
}

TbkDocType
tbk_doc_type_of (const char *content_type, GBytes *start)
{
  TbkDocType type = type_of_name (content_type);
  gboolean unsaid = type == TBK_DOC_TYPE_OTHER
                    && (content_type == NULL || g_str_equal (content_type, "application/octet-stream"));

  if (g_bytes_get_size (start) == 0)
    return TBK_DOC_TYPE_EMPTY;
  if (type == TBK_DOC_TYPE_PDF || (unsaid && is_pdf (start)))
    return is_pdf (start) ? TBK_DOC_TYPE_PDF : TBK_DOC_TYPE_FALSE;
  if (type == TBK_DOC_TYPE_IMAGE || (unsaid && is_image (start)))
    return is_image (start) ? TBK_DOC_TYPE_IMAGE : TBK_DOC_TYPE_FALSE;
  if (unsaid && is_text (start))
    return is_xml (start) ? TBK_DOC_TYPE_XML : TBK_DOC_TYPE_TEXT;
  if (type == TBK_DOC_TYPE_XML)
    return is_text (start) && is_xml (start) ? TBK_DOC_TYPE_XML : TBK_DOC_TYPE_FALSE;
  if (type == TBK_DOC_TYPE_CSV || type == TBK_DOC_TYPE_TEXT)
    return is_text (start) ? type : TBK_DOC_TYPE_FALSE;
  return TBK_DOC_TYPE_OTHER;
}

char *
tbk_doc_type_text (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *end;
  char *text = NULL;

  if (has_at (bytes, 0, "\xff\xfe", 2) || has_at (bytes, 0, "\xfe\xff", 2))
    text = g_convert (data + 2, (gssize) (size - 2) & ~(gssize) 1, "UTF-8",
                      data[0] == '\xff' ? "UTF-16LE" : "UTF-16BE", NULL, NULL, NULL);
  else if (has_at (bytes, 0, "\xef\xbb\xbf", 3))
    text = g_utf8_make_valid (data + 3, (gssize) size - 3);
  /* a character that is cut at the end is no reason to take it for something else */
  else if (size == 0 || g_utf8_validate_len (data, size, &end) || (gsize) (data + size - end) < 4)
    text = g_utf8_make_valid (size > 0 ? data : "", (gssize) size);
  else
    text = g_convert_with_fallback (data, (gssize) size, "UTF-8", "WINDOWS-1252", "?", NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (data, (gssize) size);
}
