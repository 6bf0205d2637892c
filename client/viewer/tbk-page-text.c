/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-page-text.h"

#include <math.h>

#include "tbk-render-wire.h"

struct _TbkPageText
{
  gunichar *characters;
  GArray *boxes; /* (element-type TbkBox) one a character */
};

GArray *
tbk_page_text_read_boxes (GVariant *reply)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (TbkBox));
  GVariantIter iter;
  TbkBox box;

  g_variant_iter_init (&iter, reply);
  while (g_variant_iter_next (&iter, "(dddd)", &box.x1, &box.y1, &box.x2, &box.y2))
    if (tbk_render_box_is_sound (box.x1, box.y1, box.x2, box.y2))
      g_array_append_val (boxes, box);
  return boxes;
}

TbkPageText *
tbk_page_text_new (GVariant *reply)
{
  TbkPageText *text = g_new0 (TbkPageText, 1);
  g_autoptr (GVariant) boxes = NULL;
  const char *utf8;
  glong length;

  g_variant_get (reply, "(&s@a(dddd))", &utf8, &boxes);
  text->characters = g_utf8_to_ucs4_fast (utf8, -1, &length);
  text->boxes = tbk_page_text_read_boxes (boxes);
  /* one bad box, and nobody knows which character the others belong to */
  if (text->boxes->len != g_variant_n_children (boxes))
    g_array_set_size (text->boxes, 0);
  g_array_set_size (text->boxes, MIN (text->boxes->len, (guint) length));
  return text;
}

void
tbk_page_text_free (TbkPageText *text)
{
  g_free (text->characters);
  g_array_unref (text->boxes);
  g_free (text);
}

guint
tbk_page_text_get_length (const TbkPageText *text)
{
  return text->boxes->len;
}

static const TbkBox *
box_at (const TbkPageText *text, guint i)
{
  return &g_array_index (text->boxes, TbkBox, i);
}

/* What is below or above counts more than what is beside: a line is read to its end. */
static double
distance (const TbkBox *box, double x, double y)
{
  double dx = MAX (0, MAX (box->x1 - x, x - box->x2));
  double dy = MAX (0, MAX (box->y1 - y, y - box->y2));

  return dx * dx + 16 * dy * dy;
}

static gboolean
is_nothing (const TbkBox *box)
{
  return box->x2 <= box->x1 || box->y2 <= box->y1;
}

guint
tbk_page_text_place_at (const TbkPageText *text, double x, double y)
{
  double best = INFINITY;
  guint place = 0;

  for (guint i = 0; i < text->boxes->len; i++)
    {
      const TbkBox *box = box_at (text, i);
      double far = distance (box, x, y);

      if (is_nothing (box) || far >= best)
        continue;
      best = far;
      place = x > (box->x1 + box->x2) / 2 ? i + 1 : i;
    }
  return place;
}

gboolean
tbk_page_text_is_at (const TbkPageText *text, double x, double y)
{
  for (guint i = 0; i < text->boxes->len; i++)
    if (!is_nothing (box_at (text, i)) && distance (box_at (text, i), x, y) <= 0)
      return TRUE;
  return FALSE;
}

void
tbk_page_text_word_at (const TbkPageText *text, guint place, guint *start, guint *end)
{
  *start = *end = MIN (place, text->boxes->len);
  while (*start > 0 && g_unichar_isalnum (text->characters[*start - 1]))
    (*start)--;
  while (*end < text->boxes->len && g_unichar_isalnum (text->characters[*end]))
    (*end)++;
}

char *
tbk_page_text_slice (const TbkPageText *text, guint start, guint end)
{
  guint stop = MIN (end, text->boxes->len);

  if (start >= stop)
    return g_strdup ("");
  return g_ucs4_to_utf8 (text->characters + start, stop - start, NULL, NULL, NULL);
}

static gboolean
is_same_line (const TbkBox *line, const TbkBox *box)
{
  double middle = (box->y1 + box->y2) / 2;

  return middle >= line->y1 && middle <= line->y2 && box->x1 >= line->x1 - 1;
}

GArray *
tbk_page_text_boxes (const TbkPageText *text, guint start, guint end)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (TbkBox));

  for (guint i = start; i < MIN (end, text->boxes->len); i++)
    {
      const TbkBox *box = box_at (text, i);
      TbkBox *line = lines->len > 0 ? &g_array_index (lines, TbkBox, lines->len - 1) : NULL;

      if (is_nothing (box))
        continue;
      if (line == NULL || !is_same_line (line, box))
        {
          g_array_append_val (lines, *box);
          continue;
        }
      line->x2 = MAX (line->x2, box->x2);
      line->y1 = MIN (line->y1, box->y1);
      line->y2 = MAX (line->y2, box->y2);
    }
  return lines;
}
