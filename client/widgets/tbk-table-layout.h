/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-resource.h"

G_BEGIN_DECLS

/* How a table is shown: its columns in order, which of them are visible and how wide, and the sort. Values. */
typedef struct
{
  const TbkField *field;
  gboolean visible;
  int width; /* pixels; -1: by its content */
} TbkTableColumn;

typedef struct
{
  GArray *columns; /* (element-type TbkTableColumn) every field of the noun that a table can show, once */
  char *orden;     /* NULL: the noun's own */
} TbkTableLayout;

void tbk_table_layout_clear (TbkTableLayout *layout);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TbkTableLayout, tbk_table_layout_clear)

/* Those named in `visible` (separated by spaces) first, shown; the others hidden. */
void tbk_table_layout_init (TbkTableLayout *layout, const TbkResource *resource, const char *visible);
/* What is remembered under `key` goes over the first layout: columns that are gone are passed over, new ones come last. */
void tbk_table_layout_load (TbkTableLayout *layout, GSettings *settings, const char *key);
void tbk_table_layout_save (const TbkTableLayout *layout, GSettings *settings, const char *key);
void tbk_table_layout_forget (GSettings *settings, const char *key);

G_END_DECLS
