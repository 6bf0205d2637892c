/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a form: what is made of them is the same in one piece as byte by byte, names are
 * text without controls, and no more is kept back than a head. */
#include <string.h>

#include <glib.h>

#include "fuzz.h"
#include "tbk-multipart.h"

#define TYPE "multipart/form-data; boundary=b"

static gboolean
begin_cb (const char *name, const char *filename, gpointer user_data, GError **error)
{
  GString *events = user_data;

  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_true (filename == NULL || g_utf8_validate (filename, -1, NULL));
  g_assert_null (strpbrk (name, "\r\n"));
  g_assert_true (filename == NULL || strpbrk (filename, "\r\n") == NULL);
  g_string_append_printf (events, "<%s|%s>", name, filename != NULL ? filename : "");
  return TRUE;
}

static gboolean
data_cb (const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  g_assert_cmpuint (length, >, 0);
  g_string_append_len (user_data, (const char *) data, (gssize) length);
  return TRUE;
}

static gboolean
end_cb (gpointer user_data, GError **error)
{
  g_string_append (user_data, "<end>");
  return TRUE;
}

static const TbkMultipartHandlers handlers = { begin_cb, data_cb, end_cb };

static gboolean
read_form (const uint8_t *data, size_t size, gsize piece, GString *events)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkMultipart) multipart = tbk_multipart_new (TYPE, &handlers, events, NULL);
  gboolean good = TRUE;

  for (gsize at = 0; good && at < size; at += piece)
    good = tbk_multipart_feed (multipart, data + at, MIN (piece, size - at), &error);
  good = good && tbk_multipart_finish (multipart, &error);
  g_assert_true (good == (error == NULL));
  g_assert_cmpuint (events->len, <=, 8 * size + 16);
  return good;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) pieces = g_string_new (NULL);
  gboolean good = read_form (data, size, MAX (size, 1), whole);

  g_assert_true (read_form (data, size, 1, pieces) == good);
  if (good)
    g_assert_true (g_string_equal (whole, pieces));
  return 0;
}
