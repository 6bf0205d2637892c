/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a value of some type is edited with. An editor writes to the form by itself and shows the form's text when told. */
typedef struct
{
  TbkForm *form;
  const TbkField *field;
  char *unidad;
  gboolean typing;  /* the user's own change is on its way to the form */
  gboolean showing; /* the form's text is on its way to the editor */
  GtkWidget *widget;
  GtkWidget *focus; /* the part of it that takes the focus and the accessible name */
} TbkFieldEdit;

typedef struct
{
  void (*make) (TbkFieldEdit *edit); /* sets `widget` and `focus` */
  void (*show) (TbkFieldEdit *edit, const char *text);
} TbkFieldEditor;

/* Returns: (transfer none): never NULL; what cannot be edited is a label. */
const TbkFieldEditor *tbk_field_editor_for (const TbkField *field, gboolean can_edit);

/* Shows the form's text, unless it is the user who just typed it. */
void tbk_field_editor_show (const TbkFieldEditor *editor, TbkFieldEdit *edit);

G_END_DECLS
