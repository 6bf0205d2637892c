/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-dialect.h"

static const TbkChange changes[] = {
  { "uno", 7, "{\"id\":1}" },
  { "dos", 9, "{\"id\":2}" },
  { "tres", 12, "{\"id\":3}" },
};

/* The frames, one behind the other, as the plain dialect has each by itself. */
static void
assert_frames (GBytes *frames, guint first)
{
  const char *at = g_bytes_get_data (frames, NULL);
  gsize left = g_bytes_get_size (frames);

  for (guint i = first; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GBytes) frame
                 = tbk_dialect_plain.write (changes[i].event, changes[i].numero, changes[i].data);
      gsize size = g_bytes_get_size (frame);

      g_assert_cmpuint (left, >=, size);
      g_assert_cmpmem (at, size, g_bytes_get_data (frame, NULL), size);
      at += size;
      left -= size;
    }
  g_assert_cmpuint (left, ==, 0);
}

static void
test_all (void)
{
  TbkBroadcast broadcast = { .changes = changes, .n = G_N_ELEMENTS (changes) };
  GBytes *frames = tbk_broadcast_get_frames (&broadcast, &tbk_dialect_plain);

  assert_frames (frames, 0);
  g_assert_true (tbk_broadcast_get_frames (&broadcast, &tbk_dialect_plain) == frames);
  tbk_broadcast_clear (&broadcast);
}

static void
test_after (void)
{
  const TbkBroadcast broadcast = { .changes = changes, .n = G_N_ELEMENTS (changes) };
  const gint64 numeros[] = { 6, 7, 9, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (numeros); i++)
    {
      g_autoptr (GBytes) frames
                 = tbk_broadcast_write_after (&broadcast, &tbk_dialect_plain, numeros[i]);

      assert_frames (frames, i);
    }
}

/* What is told beside the feed has no number. */
static void
test_beside (void)
{
  const TbkChange typing = { "typing", -1, "{}" };
  TbkBroadcast broadcast = { .changes = &typing, .n = 1 };
  g_autoptr (GBytes) frame = tbk_dialect_plain.write ("typing", -1, "{}");

  g_assert_true (g_bytes_equal (tbk_broadcast_get_frames (&broadcast, &tbk_dialect_plain), frame));
  tbk_broadcast_clear (&broadcast);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broadcast/all", test_all);
  g_test_add_func ("/broadcast/after", test_after);
  g_test_add_func ("/broadcast/beside", test_beside);
  return g_test_run ();
}
