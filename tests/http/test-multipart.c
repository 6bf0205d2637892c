/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms as browsers, curl and libsoup write them, and forms that are none; each whole and byte by byte. */

#include "tbk-multipart.h"

#include <string.h>

#include "tbk-problem.h"
#include "unit-cases.h"

#define TYPE "multipart/form-data; boundary=b"
#define FIELD "--b\r\nContent-Disposition: form-data; name=\"tipo\"\r\n\r\n"
#define FILE_HEAD "--b\r\nContent-Disposition: form-data; name=\"archivo\"; "
#define END "\r\n--b--\r\n"

typedef struct
{
  const char *type; /* NULL: TYPE */
  const char *body;
  const char *events; /* "name=value;" or "name[file]=value;" of each part; NULL: refused with 400 */
} Case;

/* clang-format off */
static const Case cases[] = {
  { NULL, FIELD "factura" END, "tipo=factura;" },
  { NULL, FIELD "factura\r\n--b--", "tipo=factura;" },
  { NULL, "\r\n" FIELD "factura" END, "tipo=factura;" }, /* libsoup */
  { NULL, FIELD "a" "\r\n" FIELD "b" END, "tipo=a;tipo=b;" },
  { NULL, FIELD END, "tipo=;" },
  { NULL, FIELD "\r\n\r\n" END, "tipo=\r\n\r\n;" },
  { NULL, FIELD "a\r\n--" END, "tipo=a\r\n--;" },
  { NULL, FIELD "a\r\n--bx" END, NULL },
  { NULL, FIELD "\r\r\r\n-b" END, "tipo=\r\r\r\n-b;" },
  { NULL, FILE_HEAD "filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF" END, "archivo[a.pdf]=%PDF;" },
  { NULL, FILE_HEAD "filename=a.pdf\r\n\r\nx" END, "archivo[a.pdf]=x;" },
  { NULL, FILE_HEAD "filename=\"\"\r\n\r\n" END, "archivo[]=;" },
  { NULL, FILE_HEAD "filename=\"di \\\"so\\\".pdf\"\r\n\r\nx" END, "archivo[di \"so\".pdf]=x;" },
  { NULL, FILE_HEAD "filename=\"di %22so%22.pdf\"\r\n\r\nx" END, "archivo[di \"so\".pdf]=x;" },
  { NULL, FILE_HEAD "filename=\"C:\\\\dir\\a.pdf\"\r\n\r\nx" END, "archivo[C:\\dir\\a.pdf]=x;" },
  { NULL, FILE_HEAD "filename=\"Gu\xc3\xad" "a.pdf\"\r\n\r\nx" END, "archivo[Gu\xc3\xad" "a.pdf]=x;" },
  { NULL, FILE_HEAD "filename=\"a.pdf\"; filename*=UTF-8''Gu%C3%ADa.pdf\r\n\r\nx" END, "archivo[Gu\xc3\xad" "a.pdf]=x;" },
  /* as libsoup 3.2 leaves them */
  { NULL, FILE_HEAD "filename*=UTF-8''%C3%B1 \"a\";b=c 100%.pdf\r\n\r\nx" END, "archivo[\xc3\xb1 \"a\";b=c 100%.pdf]=x;" },
  { NULL, FILE_HEAD "filename*=UTF-8''%C3%B1.pdf; filename=\"n.pdf\"\r\n\r\nx" END, "archivo[\xc3\xb1.pdf]=x;" },
  { NULL, "--b\r\nX-A: 1\r\ncontent-disposition:form-data;name=tipo\r\n\r\na" END, "tipo=a;" },
  { NULL, "--b\r\nContent-Transfer-Encoding: binary\r\nContent-Disposition: form-data; name=tipo\r\n\r\na" END, "tipo=a;" },
  { "multipart/form-data; charset=utf-8; boundary=\"a b\"", "--a b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--a b--\r\n", "x=1;" },
  { "Multipart/Form-Data;Boundary=b", FIELD "a" END, "tipo=a;" },

  { "multipart/form-data", "", NULL },
  { "multipart/form-data; boundary=", "", NULL },
  { "multipart/form-data; boundary=\"\"", "", NULL },
  { "multipart/form-data; boundary=\"a ", "", NULL },
  { "multipart/form-data; boundary=a@b", "", NULL },
  { "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901", "", NULL },
  { NULL, "", NULL },
  { NULL, "--b--\r\n", "" }, /* a form of nothing */
  { NULL, "hello\r\n" FIELD "a" END, NULL },
  { NULL, FIELD "a" END "\r\n", NULL },
  { NULL, FIELD "a" END "x", NULL },
  { NULL, FIELD "a", NULL },
  { NULL, FIELD "a\r\n--b", NULL },
  { NULL, FIELD "a\r\n--b-", NULL },
  { NULL, FIELD "a\r\n--b \r\n", NULL },
  { NULL, FIELD "a\r\n--bb--\r\n", NULL },
  { NULL, "--b\nContent-Disposition: form-data; name=a\n\nx\n--b--\n", NULL },
  { NULL, "--b\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\nx" END, NULL },
  { NULL, "--b\r\nContent-Disposition: form-data\r\n\r\nx" END, NULL },
  { NULL, "--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx" END, NULL },
  { NULL, "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx" END, NULL },
  { NULL, "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nx" END, NULL },
  { NULL, "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx" END, NULL },
  { NULL, "--b\r\nContent-Type: text/plain\r\n\r\nx" END, NULL },
  { NULL, "--b\r\n\r\nx" END, NULL },
  { NULL, "--b\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=a\r\n\r\nx" END, NULL },
  { NULL, FILE_HEAD "filename=\"a\xff.pdf\"\r\n\r\nx" END, NULL },
  { NULL, FILE_HEAD "filename*=UTF-8''a%00b\r\n\r\nx" END, NULL },
  { NULL, FILE_HEAD "filename*=UTF-8''a%FFb\r\n\r\nx" END, NULL },
  { NULL, FILE_HEAD "filename*=latin1''a\r\n\r\nx" END, NULL },
};
/* clang-format on */

static gboolean
begin_cb (const char *name, const char *filename, gpointer user_data, GError **error)
{
  GString *events = user_data;

  g_string_append (events, name);
  if (filename != NULL)
    g_string_append_printf (events, "[%s]", filename);
  g_string_append_c (events, '=');
  return TRUE;
}

static gboolean
data_cb (const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, (const char *) data, (gssize) length);
  return TRUE;
}

static gboolean
end_cb (gpointer user_data, GError **error)
{
  g_string_append_c (user_data, ';');
  return TRUE;
}

static const TbkMultipartHandlers handlers = { begin_cb, data_cb, end_cb };

/* In pieces of that size. Returns: (transfer full) (nullable): the events, NULL where it was refused. */
static char *
read_form (const char *type, const char *body, gsize length, gsize piece)
{
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkMultipart) multipart = tbk_multipart_new (type, &handlers, events, &error);
  gboolean good = multipart != NULL;

  for (gsize at = 0; good && at < length; at += piece)
    good = tbk_multipart_feed (multipart, (const guint8 *) body + at, MIN (piece, length - at), &error);
  good = good && tbk_multipart_finish (multipart, &error);
  if (good)
    return g_string_free (g_steal_pointer (&events), FALSE);
  g_assert_error (error, TBK_PROBLEM, 400);
  return NULL;
}

static void
test_form (gconstpointer data)
{
  const Case *c = data;
  const char *type = c->type != NULL ? c->type : TYPE;

  for (gsize piece = 1; piece <= strlen (c->body) + 1; piece++)
    {
      g_autofree char *events = read_form (type, c->body, strlen (c->body), piece);

      if (c->events == NULL && events != NULL)
        g_error ("taken in pieces of %zu: %s", piece, events);
      g_assert_cmpstr (events, ==, c->events);
    }
}

/* A head of the longest kind, of one byte more, and one that never ends. */
static void
test_long_head (void)
{
  const char *start = "Content-Disposition: form-data; name=a; x=";
  g_autofree char *filler = g_strnfill (TBK_MULTIPART_MAX_HEAD_BYTES - strlen (start), 'x');
  g_autofree char *good = g_strconcat ("--b\r\n", start, filler, "\r\n\r\n1" END, NULL);
  g_autofree char *bad = g_strconcat ("--b\r\n", start, filler, "x\r\n\r\n1" END, NULL);
  g_autofree char *endless = g_strnfill (100000, 'x');
  g_autofree char *body = g_strconcat ("--b\r\n", endless, NULL);

  for (gsize piece = 1; piece < 8192; piece = piece * 2 + 1)
    {
      g_autofree char *taken = read_form (TYPE, good, strlen (good), piece);

      g_assert_cmpstr (taken, ==, "a=1;");
      g_assert_null (read_form (TYPE, bad, strlen (bad), piece));
      g_assert_null (read_form (TYPE, body, strlen (body), piece));
    }
}

static void
test_many_parts (void)
{
  g_autoptr (GString) body = g_string_new (NULL);

  for (guint i = 0; i < TBK_MULTIPART_MAX_PARTS; i++)
    g_string_append (body, FIELD "a\r\n");
  g_autofree char *good = g_strconcat (body->str, "--b--", NULL);
  g_autofree char *bad = g_strconcat (body->str, FIELD "a" END, NULL);
  g_autofree char *taken = read_form (TYPE, good, strlen (good), 1000);
  g_assert_nonnull (taken);
  g_assert_null (read_form (TYPE, bad, strlen (bad), 1000));
}

/* Any bytes are a file's, whatever they look like, and however the pieces fall. */
static void
test_binary (void)
{
  static const char tail[] = { '\r', '\n', '-', '-', 'b', 0, '\r', 'x', '\n', (char) 0xff };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GString) content = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *expected = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_c (content, tail[g_rand_int_range (random, 0, 10)]);
  /* but not the delimiter itself */
  g_string_replace (content, "\r\n--b", "\r\n--c", 0);
  for (gsize i = 0; i + 5 <= content->len; i++)
    if (memcmp (content->str + i, "\r\n--b", 5) == 0)
      content->str[i + 4] = 'c';
  g_string_append (body, FILE_HEAD "filename=a\r\n\r\n");
  g_string_append_len (body, content->str, (gssize) content->len);
  g_string_append (body, END);
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content->str, content->len);
  for (gsize piece = 1; piece < 40000; piece = piece * 3 + 1)
    {
      g_autoptr (GString) events = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TbkMultipart) multipart = tbk_multipart_new (TYPE, &handlers, events, &error);
      g_autofree char *sum = NULL;

      for (gsize at = 0; at < body->len; at += piece)
        tbk_multipart_feed (multipart, (const guint8 *) body->str + at, MIN (piece, body->len - at), &error);
      g_assert_no_error (error);
      g_assert_true (tbk_multipart_finish (multipart, &error));
      sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) events->str + strlen ("archivo[a]="),
                                         events->len - strlen ("archivo[a]=") - 1);
      g_assert_cmpstr (sum, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/multipart/form", cases, test_form);
  g_test_add_func ("/multipart/long-head", test_long_head);
  g_test_add_func ("/multipart/many-parts", test_many_parts);
  g_test_add_func ("/multipart/binary", test_binary);
  return g_test_run ();
}
