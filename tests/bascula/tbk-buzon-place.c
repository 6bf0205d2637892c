/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-buzon-place.h"

#include <glib/gstdio.h>

void
tbk_buzon_place_reopen (TbkBuzonPlace *place)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&place->buzon, tbk_buzon_close);
  place->buzon = tbk_buzon_open (place->path, &error);
  g_assert_no_error (error);
}

void
tbk_buzon_place_set_up (TbkBuzonPlace *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("buzon-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "outbox.db", NULL);
  tbk_buzon_place_reopen (place);
}

void
tbk_buzon_place_tear_down (TbkBuzonPlace *place, gconstpointer data)
{
  tbk_buzon_close (place->buzon);
  g_remove (place->path);
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->path);
  g_free (place->folder);
}
