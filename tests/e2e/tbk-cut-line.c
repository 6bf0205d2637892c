/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cut-line.h"

/* at random: for how long */
#define SHORTEST_MS 50
#define WHOLE_MS 2500
#define CUT_MS 2000

struct _TbkCutLine
{
  TbkTestLine *line; /* not owned */
  gboolean whole;
  guint cuts;
  GRand *rand; /* NULL: by hand */
  guint chance_id;
};

static void
heal (TbkCutLine *self)
{
  if (!self->whole)
    tbk_test_line_heal (self->line);
  self->whole = TRUE;
}

static void
cut (TbkCutLine *self)
{
  if (!self->whole)
    return;
  tbk_test_line_cut (self->line, TBK_TEST_LINE_RESET);
  self->whole = FALSE;
  self->cuts++;
}

static void chance_later (TbkCutLine *self);

static void
chance_cb (gpointer data)
{
  TbkCutLine *self = data;

  self->chance_id = 0;
  if (!self->whole)
    heal (self);
  else
    cut (self);
  chance_later (self);
}

static void
chance_later (TbkCutLine *self)
{
  int longest_ms = self->whole ? WHOLE_MS : CUT_MS;

  self->chance_id = g_timeout_add_once (
      (guint) g_rand_int_range (self->rand, SHORTEST_MS, longest_ms), chance_cb, self);
}

static void
end_random (TbkCutLine *self)
{
  g_clear_handle_id (&self->chance_id, g_source_remove);
  g_clear_pointer (&self->rand, g_rand_free);
}

TbkCutLine *
tbk_cut_line_new (TbkTestLine *line)
{
  TbkCutLine *self = g_new0 (TbkCutLine, 1);

  self->line = line;
  self->whole = TRUE;
  return self;
}

void
tbk_cut_line_free (TbkCutLine *self)
{
  end_random (self);
  g_free (self);
}

void
tbk_cut_line_set_whole (TbkCutLine *self, gboolean whole)
{
  end_random (self);
  if (whole)
    heal (self);
  else
    cut (self);
}

void
tbk_cut_line_begin_random (TbkCutLine *self, guint32 seed)
{
  end_random (self);
  heal (self);
  self->rand = g_rand_new_with_seed (seed);
  chance_later (self);
}

guint
tbk_cut_line_get_cuts (TbkCutLine *self)
{
  return self->cuts;
}
