/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-layout.h"

static TbkDocLayout *
make (guint n)
{
  TbkDocLayout *layout = tbk_doc_layout_new ();

  tbk_doc_layout_set_pages (layout, n, 100, 200);
  return layout;
}

static void
test_stack (void)
{
  g_autoptr (TbkDocLayout) layout = make (3);
  TbkDocRect rect;

  tbk_doc_layout_set_size (layout, 1, 300, 50);
  g_assert_cmpfloat (tbk_doc_layout_get_width (layout), ==, 300 + 2 * TBK_DOC_GAP);
  g_assert_cmpfloat (tbk_doc_layout_get_height (layout), ==, 450 + 4 * TBK_DOC_GAP);
  rect = tbk_doc_layout_get_rect (layout, 2, 0);
  g_assert_cmpfloat (rect.y, ==, 250 + 3 * TBK_DOC_GAP);
  g_assert_cmpfloat (rect.x, ==, TBK_DOC_GAP + 100);
  g_assert_cmpfloat (tbk_doc_layout_get_rect (layout, 1, 1000).x, ==, 350);
  g_assert_cmpuint (tbk_doc_layout_page_at (layout, -10), ==, 0);
  g_assert_cmpuint (tbk_doc_layout_page_at (layout, TBK_DOC_GAP + 205), ==, 0);
  g_assert_cmpuint (tbk_doc_layout_page_at (layout, 2 * TBK_DOC_GAP + 200), ==, 1);
  g_assert_cmpuint (tbk_doc_layout_page_at (layout, 1e9), ==, 2);
}

static void
test_fit (void)
{
  g_autoptr (TbkDocLayout) layout = make (2);

  g_assert_cmpfloat (tbk_doc_layout_fit (layout, 0, 200 + 2 * TBK_DOC_GAP, 100 + 2 * TBK_DOC_GAP, FALSE), ==, 2);
  g_assert_cmpfloat (tbk_doc_layout_fit (layout, 0, 200 + 2 * TBK_DOC_GAP, 100 + 2 * TBK_DOC_GAP, TRUE), ==, 0.5);
  tbk_doc_layout_set_turns (layout, 1);
  g_assert_cmpfloat (tbk_doc_layout_fit (layout, 0, 200 + 2 * TBK_DOC_GAP, 100 + 2 * TBK_DOC_GAP, FALSE), ==, 1);
}

/* A point of the page goes into view and back, however the page is turned; its corner goes round with it. */
static void
test_turns (void)
{
  static const double corners[][2] = { { 0, 0 }, { 400, 0 }, { 200, 400 }, { 0, 200 } };
  g_autoptr (TbkDocLayout) layout = make (1);

  tbk_doc_layout_set_scale (layout, 2);
  for (guint turns = 0; turns < 4; turns++)
    {
      double x = 30, y = 50, corner_x = 0, corner_y = 0;

      tbk_doc_layout_set_turns (layout, turns);
      tbk_doc_layout_to_view (layout, 0, &corner_x, &corner_y);
      g_assert_cmpfloat (corner_x, ==, corners[turns][0]);
      g_assert_cmpfloat (corner_y, ==, corners[turns][1]);
      tbk_doc_layout_to_view (layout, 0, &x, &y);
      tbk_doc_layout_to_page (layout, 0, &x, &y);
      g_assert_cmpfloat (x, ==, 30);
      g_assert_cmpfloat (y, ==, 50);
    }
}

static void
test_none (void)
{
  g_autoptr (TbkDocLayout) layout = make (0);

  g_assert_cmpuint (tbk_doc_layout_page_at (layout, 10), ==, 0);
  g_assert_cmpfloat (tbk_doc_layout_get_height (layout), ==, TBK_DOC_GAP);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc-layout/stack", test_stack);
  g_test_add_func ("/doc-layout/fit", test_fit);
  g_test_add_func ("/doc-layout/turns", test_turns);
  g_test_add_func ("/doc-layout/none", test_none);
  return g_test_run ();
}
