/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files by themselves, in a folder of their own, without a database. */

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "tbk-clamav.h"
#include "tbk-clamd.h"
#include "tbk-content.h"
#include "tbk-problem.h"
#include "tbk-spool.h"
#include "tbk-zip.h"
#include "unit-cases.h"

#define MAX_BYTES 100000
#define UUID "3f0c9a52-6c0e-4b7e-9a3e-0c58a5f2c111"
#define SHA256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define PDF "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"

typedef struct
{
  char *root;
  TbkStorage *storage;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("tbk-storage-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->storage = tbk_storage_new (fixture->root, 0, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_storage_free (fixture->storage);
  remove_tree (fixture->root);
  g_free (fixture->root);
}

static guint
count_spooled (const Fixture *fixture)
{
  g_autofree char *path = tbk_storage_path (fixture->storage, TBK_STORAGE_SPOOL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static TbkSpool *
spool_of (const Fixture *fixture, const void *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  TbkSpool *spool = tbk_spool_new (fixture->storage, length, MAX_BYTES, &error);

  g_assert_no_error (error);
  for (gsize at = 0; at < length; at += 1000)
    g_assert_true (tbk_spool_write (spool, (const guint8 *) bytes + at, MIN (1000, length - at), &error));
  tbk_spool_finish (spool);
  return spool;
}

/* --- the spool
 * ------------------------------------------------------------------------------------------------------
 */

static void
test_spool (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = g_strnfill (54321, 'x');
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, -1);
  g_autoptr (TbkSpool) spool = spool_of (fixture, bytes, strlen (bytes));
  g_autofree char *ruta = tbk_storage_ruta (TBK_STORAGE_CONTRATOS, "CT-2026-00001", tbk_spool_get_uuid (spool), sum);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpuint (tbk_spool_get_size (spool), ==, 54321);
  g_assert_cmpstr (tbk_spool_get_sha256 (spool), ==, sum);
  g_assert_cmpuint (count_spooled (fixture), ==, 1);
  g_assert_true (tbk_spool_sync (spool, &error));
  g_assert_true (tbk_spool_place (spool, ruta, &error));
  g_assert_true (tbk_spool_place (spool, ruta, &error)); /* as when a transaction is run again */
  g_assert_no_error (error);
  g_assert_cmpuint (count_spooled (fixture), ==, 0);
  path = tbk_storage_path (fixture->storage, ruta);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, bytes);
}

static void
test_spool_goes (Fixture *fixture, gconstpointer data)
{
  TbkSpool *spool = spool_of (fixture, "a", 1);

  g_assert_cmpuint (count_spooled (fixture), ==, 1);
  tbk_spool_free (spool);
  g_assert_cmpuint (count_spooled (fixture), ==, 0);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = g_strnfill (MAX_BYTES + 1, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkSpool) spool = tbk_spool_new (fixture->storage, 0, MAX_BYTES, &error);

  g_assert_true (tbk_spool_write (spool, (const guint8 *) bytes, MAX_BYTES, &error));
  g_assert_false (tbk_spool_write (spool, (const guint8 *) bytes, 1, &error));
  g_assert_error (error, TBK_PROBLEM, 413);
}

/* What is expected is asked for at once, and the reserve stays free. */
static void
test_no_room (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;
  g_autoptr (TbkStorage) reserved = tbk_storage_new (fixture->root, G_MAXINT64, NULL);

  g_assert_null (tbk_spool_new (reserved, 1, MAX_BYTES, &error));
  g_assert_error (error, TBK_PROBLEM, 507);
  g_assert_null (tbk_spool_new (fixture->storage, G_MAXINT64, MAX_BYTES, &other));
  g_assert_error (other, TBK_PROBLEM, 507);
  g_assert_cmpuint (count_spooled (fixture), ==, 0);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_storage_new ("/dev/null/storage", 0, &error));
  g_assert_nonnull (strstr (error->message, "STORAGE_ROOT"));
}

typedef struct
{
  const char *folder;
  const char *name;
  const char *ruta;
} RutaCase;

#define TAIL "/" UUID "-0123456789ab"
static const RutaCase ruta_cases[] = {
  { "contratos", "CT-2026-00014", "contratos/CT-2026-00014" TAIL },
  { "contratos", "a.b_c", "contratos/a.b_c" TAIL },
  { "contratos", "../../x", "contratos/_._.._x" TAIL },
  { "contratos", "..", "contratos/_." TAIL },
  { "contratos", ".", "contratos/_" TAIL },
  { "contratos", "-rf", "contratos/_rf" TAIL },
  { "contratos", "a/b\\c\n{,}\"'", "contratos/a_b_c______" TAIL },
  { "contratos", "\xc3\xb1", "contratos/__" TAIL },
  { "chats", "17", "chats/17" TAIL },
};

static void
test_ruta (gconstpointer data)
{
  const RutaCase *c = data;
  g_autofree char *ruta = tbk_storage_ruta (c->folder, c->name, UUID, SHA256);

  g_assert_cmpstr (ruta, ==, c->ruta);
}

/* --- what a file is
 * ---------------------------------------------------------------------------------------------------
 */

typedef struct
{
  const char *bytes; /* or the names of an archive's entries, after "zip:", with commas between */
  gsize length;      /* 0: of the text */
  const char *name;
  const char *format; /* NULL: 415, */
  const char *says;   /* that names this */
} ContentCase;

#define JPEG "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00\x43\x00"
#define PNG "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
#define WEBP "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
#define TIFF "II*\x00\x08\x00\x00\x00\x01\x00\x00\x01\x03\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00"
#define DOS "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8\x00\x00\x00\x00\x00\x00\x00\x40\x00"
#define BINARY(text) (text), sizeof (text) - 1

/* clang-format off */
static const ContentCase content_cases[] = {
  { PDF, 0, "a.pdf", "pdf" },
  { PDF, 0, "a.PDF", "pdf" },
  { BINARY (PNG), "a.png", "png" },
  { BINARY (JPEG), "a.jpg", "jpeg" },
  { BINARY (WEBP), "a.webp", "webp" },
  { BINARY (TIFF), "a.tif", "tiff" },
  { "<?xml version=\"1.0\"?>\n<factura/>", 0, "a.xml", "xml" },
  { "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<factura/>", 0, "a.xml", "xml" },
  { "<factura id=\"comprobante\"><infoTributaria/></factura>", 0, "a.xml", "xml" },
  { "fecha;peso\n2026-01-01;12,5\n2026-01-02;13,5\n", 0, "a.csv", "csv" },
  { "fecha,peso\n2026-01-01,12.5\n", 0, "a.csv", "csv" },
  { "zip:[Content_Types].xml,_rels/.rels,xl/workbook.xml", 0, "a.xlsx", "xlsx" },
  { "zip:xl/workbook.xml,[Content_Types].xml", 0, "a.xlsx", "xlsx" },
  { "zip:[Content_Types].xml,word/document.xml", 0, "a.docx", "docx" },

  { PDF, 0, "a.docx", NULL, "application/pdf, but its name is a.docx" },
  { PDF, 0, "a.pdf.exe", NULL, "a.pdf.exe" },
  { PDF, 0, "pdf", NULL, "its name is pdf" },
  { BINARY (PNG), "a.jpg", NULL, "image/png" },
  { BINARY (DOS), "factura.pdf", NULL, "which is not taken" },
  { "<!DOCTYPE html><html><script>alert(1)</script></html>", 0, "a.xml", NULL, "text/html" },
  { "<!DOCTYPE html><html><script>alert(1)</script></html>", 0, "a.pdf", NULL, "text/html" },
  { "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", 0, "a.png", NULL, "image/svg+xml" },
  { "#!/bin/sh\nrm -rf /\n", 0, "a.csv", NULL, "shellscript" },
  { "zip:word/document.xml", 0, "a.docx", NULL, "application/zip" },
  { "zip:[Content_Types].xml,word/document.xml", 0, "a.xlsx", NULL, "a.xlsx" },
  { "zip:a.exe", 0, "a.docx", NULL, "application/zip" },
  { BINARY ("PK\x03\x04 and then nothing"), "a.docx", NULL, "not taken" },
  { "GIF89a%PDF-1.4 of both kinds", 0, "a.pdf", NULL, "image/gif" },
  { BINARY ("\x00\x01\x02\x03\x04\x05"), "a.pdf", NULL, "octet-stream" },
  { "a", 0, "a.pdf", NULL, "not" },
};
/* clang-format on */

static gssize
append_cb (struct archive *archive, void *user_data, const void *bytes, size_t length)
{
  g_byte_array_append (user_data, bytes, (guint) length);
  return (gssize) length;
}

static GByteArray *
make_zip (const char *names)
{
  GByteArray *made = g_byte_array_new ();
  struct archive *archive = archive_write_new ();
  g_auto (GStrv) each = g_strsplit (names, ",", -1);

  archive_write_set_format_zip (archive);
  archive_write_set_bytes_per_block (archive, 0);
  g_assert_cmpint (archive_write_open (archive, made, NULL, append_cb, NULL), ==, ARCHIVE_OK);
  for (guint i = 0; each[i] != NULL; i++)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, each[i]);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, 4);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      archive_write_data (archive, "<a/>", 4);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return made;
}

static TbkSpool *
spool_content (const Fixture *fixture, const ContentCase *c)
{
  g_autoptr (GByteArray) made = NULL;

  if (!g_str_has_prefix (c->bytes, "zip:"))
    return spool_of (fixture, c->bytes, c->length > 0 ? c->length : strlen (c->bytes));
  made = make_zip (c->bytes + strlen ("zip:"));
  return spool_of (fixture, made->data, made->len);
}

static void
test_content (gconstpointer data)
{
  const ContentCase *c = data;
  static const char *const all[] = { "pdf", "png", "jpeg", "webp", "tiff", "xml", "csv", "xlsx", "docx", NULL };
  Fixture fixture;
  g_autoptr (TbkContent) content = tbk_content_new (all, NULL);
  g_autoptr (GError) error = NULL;

  set_up (&fixture, NULL);
  TbkSpool *spool = spool_content (&fixture, c);
  const TbkFormato *formato = tbk_content_check (content, tbk_spool_get_fd (spool), c->name, &error);
  if (c->format != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (formato->name, ==, c->format);
    }
  else
    {
      g_assert_error (error, TBK_PROBLEM, 415);
      if (strstr (error->message, c->says) == NULL)
        g_error ("%s does not say: %s", error->message, c->says);
    }
  tbk_spool_free (spool);
  tear_down (&fixture, NULL);
}

/* What a setting leaves out is not taken, whatever it is. */
static void
test_allowed (Fixture *fixture, gconstpointer data)
{
  static const char *const only[] = { "png", NULL };
  g_autoptr (TbkContent) content = tbk_content_new (only, NULL);
  g_autoptr (TbkSpool) spool = spool_of (fixture, PDF, strlen (PDF));
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_content_check (content, tbk_spool_get_fd (spool), "a.pdf", &error));
  g_assert_error (error, TBK_PROBLEM, 415);
  g_assert_nonnull (strstr (error->message, "only png"));
}

/* --- the scanner
 * -------------------------------------------------------------------------------------------------------
 */

static void
assert_scan (const Fixture *fixture, const char *socket, gboolean required, const char *text, int status)
{
  g_autoptr (TbkSpool) spool = spool_of (fixture, text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_clamav_check (socket, required, tbk_spool_get_fd (spool), &error) == (status == 0));
  if (status == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, TBK_PROBLEM, status);
}

static void
test_clamav (Fixture *fixture, gconstpointer data)
{
  g_autofree char *socket = g_build_filename (fixture->root, "clamd", NULL);
  g_autofree char *large = g_strnfill (90000, 'x');
  g_autofree char *infected = g_strconcat (large, TBK_CLAMD_VIRUS, NULL);
  TbkClamd *clamd;

  assert_scan (fixture, socket, TRUE, "a", 503);
  assert_scan (fixture, socket, FALSE, "a", 0);
  clamd = tbk_clamd_new (socket);
  assert_scan (fixture, socket, TRUE, large, 0);
  assert_scan (fixture, socket, TRUE, infected, 422);
  assert_scan (fixture, socket, FALSE, infected, 422);
  g_assert_cmpuint (tbk_clamd_get_scans (clamd), ==, 3);
  tbk_clamd_set_answer (clamd, "INSTREAM size limit exceeded. ERROR");
  assert_scan (fixture, socket, TRUE, "a", 503);
  assert_scan (fixture, socket, FALSE, "a", 0);
  tbk_clamd_set_answer (clamd, "stream: OK and more");
  assert_scan (fixture, socket, TRUE, "a", 503);
  tbk_clamd_set_answer (clamd, "");
  assert_scan (fixture, socket, TRUE, "a", 503);
  tbk_clamd_free (clamd);
}

/* --- the archive
 * ------------------------------------------------------------------------------------------------------
 */

static void
ready_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Reads a source to its end, turning the loop where it waits. Returns: how it ended. */
static TbkSourceResult
read_all (TbkSource *source, GByteArray *out)
{
  gboolean ready = FALSE;
  guint8 room[5000];
  TbkSourceResult result;
  gsize n;

  source->ready = ready_cb;
  source->ready_data = &ready;
  for (;;)
    {
      result = source->read (source, room, sizeof room, &n);
      if (result == TBK_SOURCE_SOME)
        g_byte_array_append (out, room, (guint) n);
      else if (result != TBK_SOURCE_WAIT)
        return result;
      for (; result == TBK_SOURCE_WAIT && !ready;)
        g_main_context_iteration (NULL, TRUE);
      ready = FALSE;
    }
}

static void
store (const Fixture *fixture, const char *ruta, const char *text)
{
  g_autoptr (TbkSpool) spool = spool_of (fixture, text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_spool_place (spool, ruta, &error));
  g_assert_no_error (error);
  /* out of the page cache where the file system lets go of it, so that a thread fetches it */
  fsync (tbk_spool_get_fd (spool));
  posix_fadvise (tbk_spool_get_fd (spool), 0, 0, POSIX_FADV_DONTNEED);
}

static void
test_zip (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = {
    { "factura.pdf", "factura.pdf" },
    { "FACTURA.PDF", "FACTURA (2).PDF" },
    { "factura.pdf", "factura (3).pdf" },
    { "factura (2).pdf", "factura (2) (2).pdf" },
    { "con.pdf", "_con.pdf" },
    { ".bashrc", "_.bashrc" },
    { "a:b|c.pdf", "a_b_c.pdf" },
    { "Gu\xc3\xad"
      "a \xc3\xb1.pdf",
      "Gu\xc3\xad"
      "a \xc3\xb1.pdf" },
    { "sin", "sin" },
    { "sin", "sin (2)" },
  };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (TbkSource) source = NULL;
  TbkZip *zip = tbk_zip_new (fixture->storage);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *ruta = g_strdup_printf ("contratos/A/%zu", i);
      g_autofree char *text = g_strnfill (i * 9000 + 1, 'a' + (char) i);

      store (fixture, ruta, text);
      tbk_zip_add (zip, names[i][0], ruta, strlen (text), 1764000000);
    }
  source = tbk_zip_to_source (zip);
  g_assert_cmpint (read_all (source, bytes), ==, TBK_SOURCE_END);

  archive_read_support_format_zip_seekable (archive);
  g_assert_cmpint (archive_read_set_options (archive, "hdrcharset=UTF-8"), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_read_open_memory (archive, bytes->data, bytes->len), ==, ARCHIVE_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *content = g_malloc (MAX_BYTES);

      g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_OK);
      g_assert_cmpstr (archive_entry_pathname_utf8 (entry), ==, names[i][1]);
      g_assert_cmpint (archive_read_data (archive, content, MAX_BYTES), ==, (gssize) (i * 9000 + 1));
      g_assert_cmpint (content[i * 9000], ==, 'a' + (char) i);
    }
  g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_EOF);
  archive_read_free (archive);
}

static void
test_zip_of_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (TbkSource) source = tbk_zip_to_source (tbk_zip_new (fixture->storage));

  g_assert_cmpint (read_all (source, bytes), ==, TBK_SOURCE_END);
  g_assert_cmpmem (bytes->data, MIN (bytes->len, 4), "PK\x05\x06", 4);
}

/* A file that is gone, or shorter than its row says, must not pass. */
static void
test_zip_cut (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = tbk_storage_path (fixture->storage, "contratos/A/0");
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (TbkSource) source = NULL;
  TbkZip *zip = tbk_zip_new (fixture->storage);

  store (fixture, "contratos/A/0", "abc");
  tbk_zip_add (zip, "a", "contratos/A/0", 3, 0);
  source = tbk_zip_to_source (zip);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*missing*");
  g_assert_cmpint (read_all (source, bytes), ==, TBK_SOURCE_FAILED);
  g_test_assert_expected_messages ();
}

static void
test_source_cut (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = tbk_storage_path (fixture->storage, "contratos/A/0");
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (TbkSource) source = NULL;

  store (fixture, "contratos/A/0", "abcdef");
  source = tbk_source_new_file (g_open (path, O_RDONLY, 0), 2, 100);
  g_assert_cmpint (read_all (source, bytes), ==, TBK_SOURCE_FAILED);
  g_assert_cmpmem (bytes->data, bytes->len, "cdef", 4);
}

#define TEST(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8"); /* libarchive gives names in the locale's letters */
  g_test_init (&argc, &argv, NULL);
  TEST ("/storage/spool", test_spool);
  TEST ("/storage/spool-goes", test_spool_goes);
  TEST ("/storage/too-large", test_too_large);
  TEST ("/storage/no-room", test_no_room);
  g_test_add_func ("/storage/no-folder", test_no_folder);
  unit_add_cases ("/storage/ruta", ruta_cases, test_ruta);
  unit_add_cases ("/storage/content", content_cases, test_content);
  TEST ("/storage/allowed", test_allowed);
  TEST ("/storage/clamav", test_clamav);
  TEST ("/storage/zip", test_zip);
  TEST ("/storage/zip-of-nothing", test_zip_of_nothing);
  TEST ("/storage/zip-cut", test_zip_cut);
  TEST ("/storage/source-cut", test_source_cut);
  return g_test_run ();
}
