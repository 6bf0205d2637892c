/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The renderer's process and what it says of documents; no display. */
#include <signal.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tbk-doc-maker.h"
#include "tbk-doc.h"
#include "tbk-doc-print.h"
#include "tbk-ui-test.h"

typedef struct
{
  char *path;
  TbkDocSource *source;
  TbkRenderer *renderer;
} Bench;

static Bench
bench_open (GBytes *bytes)
{
  Bench bench = { .path = tbk_doc_maker_write ("renderer-test", bytes) };
  g_autoptr (GError) error = NULL;

  bench.source = tbk_doc_file_new (bench.path, NULL, &error);
  g_assert_no_error (error);
  bench.renderer = tbk_renderer_new (bench.source, "pdf");
  g_bytes_unref (bytes);
  return bench;
}

static void
bench_clear (Bench *bench)
{
  tbk_renderer_close (bench->renderer);
  g_assert_finalize_object (bench->renderer);
  g_assert_finalize_object (bench->source);
  g_unlink (bench->path);
  g_free (bench->path);
}

static GVariant *
call_with (Bench *bench, TbkRenderOp op, GVariant *args, int fd, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (op == TBK_RENDER_OPEN)
    tbk_renderer_open_async (bench->renderer, g_variant_get_string (args, NULL), NULL,
                             tbk_ui_test_take_result, &result);
  else
    tbk_renderer_call_async (bench->renderer, op, args, fd, TBK_RENDERER_ASKED, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_renderer_call_finish (bench->renderer, result, error);
}

static GVariant *
call (Bench *bench, TbkRenderOp op, GVariant *args)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = call_with (bench, op, args, -1, &error);

  g_assert_no_error (error);
  return reply;
}

static void
open_good (Bench *bench)
{
  g_autoptr (GVariant) password = g_variant_ref_sink (g_variant_new_string (""));
  g_autoptr (GVariant) reply = call (bench, TBK_RENDER_OPEN, password);
}

static void
test_open (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (5));
  g_autoptr (GVariant) password = g_variant_ref_sink (g_variant_new_string (""));
  g_autoptr (GVariant) opened = call (&bench, TBK_RENDER_OPEN, password);
  g_autoptr (GVariant) sizes = call (&bench, TBK_RENDER_SIZES, g_variant_new ("(uu)", 0, 5));
  guint n_pages, may;
  double width, height;

  g_variant_get (opened, "(uu)", &n_pages, &may);
  g_assert_cmpuint (n_pages, ==, 5);
  g_assert_cmpuint (may, ==, TBK_RENDER_MAY_PRINT | TBK_RENDER_MAY_COPY);
  g_assert_cmpuint (g_variant_n_children (sizes), ==, 5);
  g_variant_get_child (sizes, 4, "(dd)", &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 595, 0.5);
  g_assert_cmpfloat_with_epsilon (height, 842, 0.5);
  bench_clear (&bench);
}

static void
test_text (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (3));
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (TbkPageText) text = NULL;
  g_autofree char *all = NULL;

  open_good (&bench);
  reply = call (&bench, TBK_RENDER_TEXT, g_variant_new ("(u)", 1));
  text = tbk_page_text_new (reply);
  all = tbk_page_text_slice (text, 0, G_MAXUINT);
  g_assert_nonnull (strstr (all, "Contrato, cláusula 2"));
  /* the title stands 100 points below the upper edge: boxes count from there */
  g_assert_true (tbk_page_text_is_at (text, 80, 95));
  g_assert_false (tbk_page_text_is_at (text, 80, 700));
  bench_clear (&bench);
}

static void
test_search (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (3));
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) none = NULL;
  double x1, y1, x2, y2;

  open_good (&bench);
  found = call (&bench, TBK_RENDER_SEARCH, g_variant_new ("(us)", 1, "CLAUSULA"));
  g_assert_cmpuint (g_variant_n_children (found), ==, 1);
  g_variant_get_child (found, 0, "(dddd)", &x1, &y1, &x2, &y2);
  g_assert_cmpfloat (y1, >, 70);
  g_assert_cmpfloat (y2, <, 120);
  none = call (&bench, TBK_RENDER_SEARCH, g_variant_new ("(us)", 1, "banano"));
  g_assert_cmpuint (g_variant_n_children (none), ==, 0);
  bench_clear (&bench);
}

static void
test_outline_links (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (4));
  g_autoptr (GVariant) outline = NULL;
  g_autoptr (GVariant) links = NULL;
  const char *title, *uri;
  guint depth, page;
  double x1, y1, x2, y2;

  open_good (&bench);
  outline = call (&bench, TBK_RENDER_OUTLINE, g_variant_new ("()"));
  g_assert_cmpuint (g_variant_n_children (outline), ==, 4);
  g_variant_get_child (outline, 2, "(u&su)", &depth, &title, &page);
  g_assert_cmpstr (title, ==, "Cláusula 3");
  g_assert_cmpuint (page, ==, 2);

  links = call (&bench, TBK_RENDER_LINKS, g_variant_new ("(u)", 0));
  g_assert_cmpuint (g_variant_n_children (links), ==, 2);
  g_variant_get_child (links, 0, "(ddddu&s)", &x1, &y1, &x2, &y2, &page, &uri);
  g_assert_cmpuint (page, ==, 2);
  g_assert_cmpfloat (y1, >, 280);
  g_assert_cmpfloat (y2, <, 310);
  g_variant_get_child (links, 1, "(ddddu&s)", &x1, &y1, &x2, &y2, &page, &uri);
  g_assert_cmpuint (page, ==, TBK_RENDER_NO_PAGE);
  g_assert_cmpstr (uri, ==, "https://example.com/");
  bench_clear (&bench);
}

static void
test_locked (void)
{
  Bench bench = bench_open (tbk_doc_maker_locked ());
  const char *wrong[] = { "", "banano" };
  g_autoptr (GVariant) right = g_variant_ref_sink (g_variant_new_string ("cacao"));
  g_autoptr (GVariant) opened = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GVariant) password = g_variant_ref_sink (g_variant_new_string (wrong[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (call_with (&bench, TBK_RENDER_OPEN, password, -1, &error));
      g_assert_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_LOCKED);
    }
  opened = call (&bench, TBK_RENDER_OPEN, right);
  g_assert_nonnull (opened);
  bench_clear (&bench);
}

/* A process that is killed is one request's trouble: the next one has a new process, document opened. */
static void
test_killed (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (3));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  open_good (&bench);
  kill (tbk_renderer_get_pid (bench.renderer), SIGSTOP);
  tbk_renderer_call_async (bench.renderer, TBK_RENDER_TEXT, g_variant_new ("(u)", 0), -1, TBK_RENDERER_ASKED, NULL,
                           tbk_ui_test_take_result, &result);
  kill (tbk_renderer_get_pid (bench.renderer), SIGKILL);
  tbk_ui_test_until (result != NULL);
  g_assert_null (tbk_renderer_call_finish (bench.renderer, result, &error));
  g_assert_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DIED);
  g_clear_object (&result);
  reply = call (&bench, TBK_RENDER_SIZES, g_variant_new ("(uu)", 0, 3));
  g_assert_cmpuint (g_variant_n_children (reply), ==, 3);
  bench_clear (&bench);
}

static void
test_hangs (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (3));
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  GPid pid;

  open_good (&bench);
  pid = tbk_renderer_get_pid (bench.renderer);
  g_object_set (bench.renderer, "limit-ms", 50, NULL);
  kill (pid, SIGSTOP);
  g_assert_null (call_with (&bench, TBK_RENDER_TEXT, g_variant_new ("(u)", 0), -1, &error));
  g_assert_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TIME);
  g_object_set (bench.renderer, "limit-ms", 20000, NULL);
  reply = call (&bench, TBK_RENDER_SIZES, g_variant_new ("(uu)", 0, 3));
  g_assert_cmpint (tbk_renderer_get_pid (bench.renderer), !=, pid);
  bench_clear (&bench);
}

/* One that dies each time is not started for ever. */
static void
test_gives_up (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (3));

  open_good (&bench);
  g_object_set (bench.renderer, "limit-ms", 1, NULL);
  for (guint i = 0; i < TBK_RENDERER_MAX_DEATHS + 2; i++)
    {
      g_autoptr (GError) error = NULL;
      GPid pid = tbk_renderer_get_pid (bench.renderer);

      if (pid != 0)
        kill (pid, SIGSTOP);
      g_assert_null (call_with (&bench, TBK_RENDER_TEXT, g_variant_new ("(u)", 0), -1, &error));
      g_assert_true (error->domain == TBK_RENDER_ERROR);
    }
  g_assert_cmpint (tbk_renderer_get_pid (bench.renderer), ==, 0);
  bench_clear (&bench);
}

/* What matters most comes first; what was cancelled never. */
static void
count_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GString *order = g_object_get_data (source, "order");
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, NULL);

  g_string_append_c (order, reply != NULL ? (char) GPOINTER_TO_INT (data) : '-');
}

static void
test_order (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (3));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GString *order = g_string_new (NULL);
  static const struct
  {
    TbkRendererPriority priority;
    char letter;
  } asked[] = { { TBK_RENDERER_IDLE, 'd' },
                { TBK_RENDERER_NEAR, 'c' },
                { TBK_RENDERER_VISIBLE, 'a' },
                { TBK_RENDERER_VISIBLE, 'b' } };

  open_good (&bench);
  g_object_set_data (G_OBJECT (bench.renderer), "order", order);
  /* the first one is under way at once, whatever it is */
  tbk_renderer_call_async (bench.renderer, TBK_RENDER_OUTLINE, g_variant_new ("()"), -1,
                           TBK_RENDERER_IDLE, NULL, count_cb, GINT_TO_POINTER ('0'));
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    tbk_renderer_call_async (bench.renderer, TBK_RENDER_OUTLINE, g_variant_new ("()"), -1,
                             asked[i].priority, NULL, count_cb, GINT_TO_POINTER (asked[i].letter));
  tbk_renderer_call_async (bench.renderer, TBK_RENDER_OUTLINE, g_variant_new ("()"), -1, TBK_RENDERER_IDLE, cancellable,
                           count_cb, GINT_TO_POINTER ('x'));
  g_cancellable_cancel (cancellable);
  tbk_ui_test_until (order->len == 6);
  g_assert_cmpstr (order->str, ==, "0abcd-");
  g_string_free (order, TRUE);
  bench_clear (&bench);
}

/* It cannot do what it has no business to: asked for by its own /proc entry, as nothing in it would try. */
static void
test_jailed (void)
{
  Bench bench = bench_open (tbk_doc_maker_text (1));
  g_autofree char *path = NULL;
  g_autofree char *status = NULL;

  open_good (&bench);
  path = g_strdup_printf ("/proc/%d/status", tbk_renderer_get_pid (bench.renderer));
  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  g_assert_nonnull (strstr (status, "NoNewPrivs:\t1"));
  g_assert_nonnull (strstr (status, "Seccomp:\t2"));
  bench_clear (&bench);
}

static void
test_print (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = tbk_doc_maker_text (3);
  g_autoptr (TbkDocSource) source = NULL;
  g_autoptr (TbkDoc) doc = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *printed = NULL;
  Bench bench;
  g_autoptr (GVariant) text = NULL;
  const char *words;
  int fd;

  path = tbk_doc_maker_write ("to-print.pdf", bytes);
  source = tbk_doc_file_new (path, NULL, &error);
  g_assert_no_error (error);
  doc = tbk_doc_new (source, "pdf");
  tbk_ui_test_until (tbk_doc_get_state (doc) == TBK_DOC_READY);
  tbk_doc_print_make_async (doc, g_variant_new_parsed ("[(uint32 2, uint32 1), (0, 1)]"), NULL,
                            tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  fd = tbk_doc_print_make_finish (doc, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fd, >=, 0);

  /* letters are letters still, in the order that was asked for */
  printed = g_strdup_printf ("/proc/self/fd/%d", fd);
  bench = (Bench){ .path = g_strdup (path), .source = tbk_doc_file_new (printed, NULL, &error) };
  g_assert_no_error (error);
  bench.renderer = tbk_renderer_new (bench.source, "pdf");
  open_good (&bench);
  text = call (&bench, TBK_RENDER_TEXT, g_variant_new ("(u)", 0));
  g_variant_get (text, "(&s@a(dddd))", &words, NULL);
  g_assert_nonnull (strstr (words, "cláusula 3"));
  close (fd);
  tbk_doc_close (doc);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
  g_test_add_func ("/renderer/open", test_open);
  g_test_add_func ("/renderer/text", test_text);
  g_test_add_func ("/renderer/search", test_search);
  g_test_add_func ("/renderer/outline-links", test_outline_links);
  g_test_add_func ("/renderer/locked", test_locked);
  g_test_add_func ("/renderer/killed", test_killed);
  g_test_add_func ("/renderer/hangs", test_hangs);
  g_test_add_func ("/renderer/gives-up", test_gives_up);
  g_test_add_func ("/renderer/order", test_order);
  g_test_add_func ("/renderer/jailed", test_jailed);
  g_test_add_func ("/renderer/print", test_print);
  return g_test_run ();
}
