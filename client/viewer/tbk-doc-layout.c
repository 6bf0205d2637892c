/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-layout.h"

#include <math.h>

typedef struct
{
  double width; /* as it stands in the file */
  double height;
} Size;

struct _TbkDocLayout
{
  GArray *sizes; /* (element-type Size) */
  GArray *tops;  /* (element-type double) of each page, and the end; empty: to be made */
  double width;  /* of the widest, pixels */
  double scale;
  guint turns;
};

TbkDocLayout *
tbk_doc_layout_new (void)
{
  TbkDocLayout *layout = g_new0 (TbkDocLayout, 1);

  layout->sizes = g_array_new (FALSE, TRUE, sizeof (Size));
  layout->tops = g_array_new (FALSE, FALSE, sizeof (double));
  layout->scale = 1;
  return layout;
}

void
tbk_doc_layout_free (TbkDocLayout *layout)
{
  g_array_unref (layout->sizes);
  g_array_unref (layout->tops);
  g_free (layout);
}

static void
forget (TbkDocLayout *layout)
{
  g_array_set_size (layout->tops, 0);
}

void
tbk_doc_layout_set_pages (TbkDocLayout *layout, guint n, double width, double height)
{
  g_array_set_size (layout->sizes, n);
  for (guint i = 0; i < n; i++)
    g_array_index (layout->sizes, Size, i) = (Size){ width, height };
  forget (layout);
}

guint
tbk_doc_layout_get_pages (const TbkDocLayout *layout)
{
  return layout->sizes->len;
}

void
tbk_doc_layout_set_size (TbkDocLayout *layout, guint page, double width, double height)
{
  g_return_if_fail (page < layout->sizes->len);

  g_array_index (layout->sizes, Size, page) = (Size){ width, height };
  forget (layout);
}

void
tbk_doc_layout_get_size (const TbkDocLayout *layout, guint page, double *width, double *height)
{
  const Size *size = &g_array_index (layout->sizes, Size, page);
  gboolean lying = layout->turns % 2 == 1;

  *width = lying ? size->height : size->width;
  *height = lying ? size->width : size->height;
}

void
tbk_doc_layout_set_scale (TbkDocLayout *layout, double scale)
{
  layout->scale = scale;
  forget (layout);
}

double
tbk_doc_layout_get_scale (const TbkDocLayout *layout)
{
  return layout->scale;
}

void
tbk_doc_layout_set_turns (TbkDocLayout *layout, guint turns)
{
  layout->turns = turns % 4;
  forget (layout);
}

guint
tbk_doc_layout_get_turns (const TbkDocLayout *layout)
{
  return layout->turns;
}

static void
get_pixels (const TbkDocLayout *layout, guint page, double *width, double *height)
{
  tbk_doc_layout_get_size (layout, page, width, height);
  *width = MAX (1, ceil (*width * layout->scale));
  *height = MAX (1, ceil (*height * layout->scale));
}

static void
make (TbkDocLayout *layout)
{
  double y = TBK_DOC_GAP;

  if (layout->tops->len > 0)
    return;
  layout->width = 0;
  for (guint i = 0; i < layout->sizes->len; i++)
    {
      double width, height;

      get_pixels (layout, i, &width, &height);
      g_array_append_val (layout->tops, y);
      y += height + TBK_DOC_GAP;
      layout->width = MAX (layout->width, width);
    }
  g_array_append_val (layout->tops, y);
}

double
tbk_doc_layout_get_width (TbkDocLayout *layout)
{
  make (layout);
  return layout->width + 2 * TBK_DOC_GAP;
}

double
tbk_doc_layout_get_height (TbkDocLayout *layout)
{
  make (layout);
  return g_array_index (layout->tops, double, layout->sizes->len);
}

TbkDocRect
tbk_doc_layout_get_rect (TbkDocLayout *layout, guint page, double width)
{
  TbkDocRect rect = { 0 };

  make (layout);
  get_pixels (layout, page, &rect.width, &rect.height);
  rect.x = floor ((MAX (width, tbk_doc_layout_get_width (layout)) - rect.width) / 2);
  rect.y = g_array_index (layout->tops, double, page);
  return rect;
}

guint
tbk_doc_layout_page_at (TbkDocLayout *layout, double y)
{
  guint low = 0, high = layout->sizes->len;

  make (layout);
  while (high > low + 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (layout->tops, double, middle) <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

double
tbk_doc_layout_fit (const TbkDocLayout *layout, guint page, double width, double height, gboolean whole)
{
  double page_width, page_height, scale;

  tbk_doc_layout_get_size (layout, page, &page_width, &page_height);
  scale = MAX (1, width - 2 * TBK_DOC_GAP) / page_width;
  return whole ? MIN (scale, MAX (1, height - 2 * TBK_DOC_GAP) / page_height) : scale;
}

void
tbk_doc_layout_to_view (const TbkDocLayout *layout, guint page, double *x, double *y)
{
  const Size *size = &g_array_index (layout->sizes, Size, page);
  double from_x = *x, from_y = *y;

  switch (layout->turns)
    {
    case 1:
      *x = size->height - from_y;
      *y = from_x;
      break;
    case 2:
      *x = size->width - from_x;
      *y = size->height - from_y;
      break;
    case 3:
      *x = from_y;
      *y = size->width - from_x;
      break;
    default:
      break;
    }
  *x *= layout->scale;
  *y *= layout->scale;
}

void
tbk_doc_layout_to_page (const TbkDocLayout *layout, guint page, double *x, double *y)
{
  const Size *size = &g_array_index (layout->sizes, Size, page);
  double from_x = *x / layout->scale, from_y = *y / layout->scale;

  *x = from_x;
  *y = from_y;
  switch (layout->turns)
    {
    case 1:
      *x = from_y;
      *y = size->height - from_x;
      break;
    case 2:
      *x = size->width - from_x;
      *y = size->height - from_y;
      break;
    case 3:
      *x = size->width - from_y;
      *y = from_x;
      break;
    default:
      break;
    }
}
