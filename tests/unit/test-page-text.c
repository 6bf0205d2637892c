/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-page-text.h"

#include <math.h>

/* "ab ñ" on one line, "cd" on the next: letters 10 wide, 12 high, lines 20 apart. */
static TbkPageText *
make (void)
{
  g_autoptr (GVariant) reply = g_variant_ref_sink (g_variant_new_parsed (
      "('ab ñ\\ncd', [(0.0, 0.0, 10.0, 12.0), (10.0, 0.0, 20.0, 12.0), (20.0, 0.0, 30.0, 12.0), "
      "(30.0, 0.0, 40.0, 12.0),"
      " (40.0, 0.0, 40.0, 12.0), (0.0, 20.0, 10.0, 32.0), (10.0, 20.0, 20.0, 32.0)])"));

  return tbk_page_text_new (reply);
}

static void
test_places (void)
{
  g_autoptr (TbkPageText) text = make ();

  g_assert_cmpuint (tbk_page_text_get_length (text), ==, 7);
  g_assert_cmpuint (tbk_page_text_place_at (text, 1, 5), ==, 0);
  g_assert_cmpuint (tbk_page_text_place_at (text, 9, 5), ==, 1);
  g_assert_cmpuint (tbk_page_text_place_at (text, 500, 5), ==, 4);
  g_assert_cmpuint (tbk_page_text_place_at (text, 1, 500), ==, 5);
  g_assert_true (tbk_page_text_is_at (text, 15, 25));
  g_assert_false (tbk_page_text_is_at (text, 15, 16));
}

static void
test_slices (void)
{
  g_autoptr (TbkPageText) text = make ();
  g_autofree char *whole = tbk_page_text_slice (text, 0, G_MAXUINT);
  g_autofree char *part = tbk_page_text_slice (text, 3, 6);
  g_autofree char *none = tbk_page_text_slice (text, 6, 3);
  guint start, end;

  g_assert_cmpstr (whole, ==, "ab ñ\ncd");
  g_assert_cmpstr (part, ==, "ñ\nc");
  g_assert_cmpstr (none, ==, "");
  tbk_page_text_word_at (text, 1, &start, &end);
  g_assert_cmpuint (start, ==, 0);
  g_assert_cmpuint (end, ==, 2);
}

static void
test_boxes (void)
{
  g_autoptr (TbkPageText) text = make ();
  g_autoptr (GArray) boxes = tbk_page_text_boxes (text, 0, G_MAXUINT);
  const TbkBox *first = &g_array_index (boxes, TbkBox, 0);

  g_assert_cmpuint (boxes->len, ==, 2);
  g_assert_cmpfloat (first->x1, ==, 0);
  g_assert_cmpfloat (first->x2, ==, 40);
  g_assert_cmpfloat (g_array_index (boxes, TbkBox, 1).y1, ==, 20);
}

/* What the renderer may not say is not believed. */
static void
test_unsound (void)
{
  GVariantBuilder builder;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (TbkPageText) text = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(dddd)"));
  g_variant_builder_add (&builder, "(dddd)", 0.0, 0.0, 1.0, 1.0);
  g_variant_builder_add (&builder, "(dddd)", NAN, 0.0, 1.0, 1.0);
  reply = g_variant_ref_sink (g_variant_new ("(sa(dddd))", "ab", &builder));
  text = tbk_page_text_new (reply);
  g_assert_cmpuint (tbk_page_text_get_length (text), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page-text/places", test_places);
  g_test_add_func ("/page-text/slices", test_slices);
  g_test_add_func ("/page-text/boxes", test_boxes);
  g_test_add_func ("/page-text/unsound", test_unsound);
  return g_test_run ();
}
