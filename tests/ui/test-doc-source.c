/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents that come by ranges from a server; no display. */
#include <glib/gstdio.h>

#include "tbk-doc-download.h"
#include "tbk-doc-maker.h"
#include "tbk-doc.h"
#include "tbk-test-line.h"
#include "tbk-stand-in.h"
#include "tbk-ui-test.h"

#define RECORD "GET /documentos/5"
#define DOWNLOAD "GET /documentos/5/download"
#define URL "{\"id\":5,\"url_archivo\":\"/documentos/5/download?exp=1&sig=ab\"}"
#define MIB ((goffset) 1024 * 1024)

typedef struct
{
  TbkStandIn *server;
  TbkTestLine *line; /* NULL: a good one */
  TbkApi *api;
  GBytes *bytes;
  TbkDocSource *source;
} Bench;

/* `bits_per_second`: of the line; 0: a good one. */
static Bench
bench_open_over (guint bits_per_second, GBytes *bytes, const char *sha256)
{
  Bench bench = { .server = tbk_stand_in_new (NULL), .bytes = bytes };
  const char *url = tbk_stand_in_get_url (bench.server);
  g_autoptr (GError) error = NULL;

  if (bits_per_second > 0)
    url = tbk_test_line_get_url (bench.line = tbk_test_line_new (url, bits_per_second));
  bench.api = tbk_stand_in_sign_in_at (bench.server, url);
  tbk_stand_in_answer (bench.server, RECORD, 200, URL);
  bench.source = tbk_doc_download_new (bench.api, 5,
                                       &(TbkDocFacts){ "escaneado.pdf", "application/pdf",
                                                       (goffset) g_bytes_get_size (bytes), sha256 },
                                       &error);
  g_assert_no_error (error);
  return bench;
}

static Bench
bench_open (GBytes *bytes, const char *sha256)
{
  return bench_open_over (0, bytes, sha256);
}

static void
bench_close (Bench *bench)
{
  tbk_ui_test_let_go (bench->source);
  tbk_ui_test_let_go (bench->api);
  g_clear_pointer (&bench->line, tbk_test_line_free);
  tbk_stand_in_free (bench->server);
  g_bytes_unref (bench->bytes);
}

static gboolean
want (Bench *bench, goffset offset, goffset length, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_cmpint (offset + length, <=, tbk_doc_source_get_size (bench->source));
  tbk_doc_source_want_async (bench->source, offset, length, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_doc_source_want_finish (bench->source, result, error);
}

static void
assert_same (Bench *bench, goffset offset, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) got = tbk_doc_source_read (bench->source, offset, length, &error);
  g_autoptr (GBytes) expected = g_bytes_new_from_bytes (bench->bytes, (gsize) offset, length);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (got, NULL), g_bytes_get_size (got), g_bytes_get_data (expected, NULL),
                   g_bytes_get_size (expected));
}

static void
test_ranges (void)
{
  Bench bench = bench_open (tbk_doc_maker_scan (3, 1024 * 1024), NULL);
  goffset size = tbk_doc_source_get_size (bench.source);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"one\"", bench.bytes);
  g_assert_true (want (&bench, size - 1000, 1000, &error));
  assert_same (&bench, size - 1000, 1000);
  g_assert_cmpint (tbk_doc_source_get_arrived (bench.source), <=, 64 * 1024);
  g_assert_true (want (&bench, 100, 200000, &error));
  assert_same (&bench, 100, 200000);
  g_assert_false (tbk_doc_source_is_complete (bench.source));
  g_assert_cmpstr (tbk_stand_in_last (bench.server, DOWNLOAD)->authorization, ==, NULL);

  tbk_doc_source_read_ahead (bench.source, TRUE);
  tbk_ui_test_until (tbk_doc_source_is_complete (bench.source));
  assert_same (&bench, 0, (gsize) size);
  g_assert_cmpuint (tbk_stand_in_count (bench.server, RECORD), ==, 1);
  bench_close (&bench);
}

/* An address that has expired is asked for anew, once; one that is refused all the same is an error. */
static void
test_expired (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (1), NULL);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (bench.server, DOWNLOAD, 403, "{\"status\":403}");
  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"one\"", bench.bytes);
  g_assert_true (want (&bench, 0, 100, &error));
  g_assert_cmpuint (tbk_stand_in_count (bench.server, RECORD), ==, 2);
  bench_close (&bench);

  bench = bench_open (tbk_doc_maker_text (1), NULL);
  tbk_stand_in_answer (bench.server, DOWNLOAD, 403, "{\"status\":403}");
  g_assert_false (want (&bench, 0, 100, &error));
  g_assert_error (error, TBK_PROBLEM, 403);
  g_assert_cmpuint (tbk_stand_in_count (bench.server, RECORD), ==, 2);
  bench_close (&bench);
}

/* Another file under the same address is not mixed with the first one. */
static void
test_changed (void)
{
  Bench bench = bench_open (tbk_doc_maker_scan (2, 1024 * 1024), NULL);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"one\"", bench.bytes);
  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"two\"", bench.bytes);
  g_assert_true (want (&bench, 0, 100, &error));
  g_assert_false (want (&bench, 200000, 100, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL);
  bench_close (&bench);
}

/* The line goes; it is said, and goes on from there when it is told to. */
static void
test_line_lost (void)
{
  Bench bench = bench_open (tbk_doc_maker_scan (2, 1024 * 1024), NULL);
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"one\"", bench.bytes);
  g_assert_true (want (&bench, 0, 100, &error));
  tbk_stand_in_forget (bench.server, DOWNLOAD);
  tbk_stand_in_answer (bench.server, DOWNLOAD, TBK_STAND_IN_DROP, NULL);
  g_assert_false (want (&bench, 200000, 100, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  g_assert_nonnull (tbk_doc_source_get_error (bench.source));
  tbk_stand_in_forget (bench.server, DOWNLOAD);
  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"one\"", bench.bytes);
  tbk_doc_source_resume (bench.source);
  g_clear_error (&error);
  g_assert_true (want (&bench, 200000, 100, &error));
  bench_close (&bench);
}

static gboolean
save (Bench *bench, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);

  tbk_doc_source_save_async (bench->source, file, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_doc_source_save_finish (bench->source, result, error);
}

/* What is saved is what the server has, or nothing is. */
static void
test_save (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "guardado.pdf", NULL);
  GBytes *bytes = tbk_doc_maker_scan (2, 1024 * 1024);
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  Bench bench = bench_open (bytes, sum);
  g_autoptr (GError) error = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *kept = NULL;
  gsize size;

  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"one\"", bytes);
  g_assert_true (save (&bench, path, &error));
  g_assert_true (g_file_get_contents (path, &saved, &size, NULL));
  g_assert_cmpmem (saved, size, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  bench_close (&bench);

  g_file_set_contents (path, "antes", -1, NULL);
  bytes = tbk_doc_maker_text (1);
  bench = bench_open (bytes, sum);
  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"one\"", bytes);
  g_assert_false (save (&bench, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "antes");
  bench_close (&bench);
  g_unlink (path);
}

/* The first page of 40 MB over a line of 10 Mbit/s is there before a tenth of them came. */
static void
test_first_page (void)
{
  Bench bench = bench_open_over (10000000, tbk_doc_maker_scan (80, 512 * 1024), NULL);
  g_autoptr (TbkDoc) doc = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  guint64 size = (guint64) tbk_doc_source_get_size (bench.source), carried;
  const TbkDocPart part = { .page = 0, .scale = 1, .width = 595, .height = 842 };

  g_assert_cmpuint (size, >, 30 * MIB);
  tbk_stand_in_answer_bytes (bench.server, DOWNLOAD, "\"one\"", bench.bytes);
  doc = tbk_doc_new (bench.source, "pdf");
  tbk_ui_test_until (tbk_doc_get_state (doc) != TBK_DOC_OPENING);
  g_assert_cmpint (tbk_doc_get_state (doc), ==, TBK_DOC_READY);
  g_assert_cmpuint (tbk_doc_get_pages (doc), ==, 80);
  tbk_doc_draw_async (doc, &part, TBK_RENDERER_VISIBLE, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  carried = tbk_test_line_get_carried (bench.line);
  texture = tbk_doc_draw_finish (doc, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (carried, <, size / 10);
  g_test_message ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " bytes for the first page", carried, size);

  /* the rest comes by itself, until nobody looks at it any more */
  tbk_ui_test_until (tbk_test_line_get_carried (bench.line) > carried + 2 * MIB);
  tbk_doc_close (doc);
  g_clear_object (&result);
  tbk_ui_test_let_go (g_steal_pointer (&doc));
  bench_close (&bench);
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
  g_test_add_func ("/doc-source/ranges", test_ranges);
  g_test_add_func ("/doc-source/expired", test_expired);
  g_test_add_func ("/doc-source/changed", test_changed);
  g_test_add_func ("/doc-source/line-lost", test_line_lost);
  g_test_add_func ("/doc-source/save", test_save);
  g_test_add_func ("/doc-source/first-page", test_first_page);
  return g_test_run ();
}
