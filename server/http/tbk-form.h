/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-field.h"
#include "tbk-sink.h"
#include "tbk-upload.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* A form with a file, as it comes: fields by a schema, and the part `archivo`, which goes to a spool file. Main loop. */
typedef struct _TbkForm TbkForm;

#define TBK_FORM_FILE "archivo"

typedef struct
{
  const TbkSchema *schema;
  const TbkStorage *storage;
  guint64 max_file; /* bytes */
  guint64 expected; /* bytes of the whole body, where they are known; else 0 */
  const char *content_type;
} TbkFormOptions;

/* Error: TBK_PROBLEM 400. `storage` and `schema` must outlive it. */
TbkForm *tbk_form_new (const TbkFormOptions *options, GError **error);
void tbk_form_free (TbkForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkForm, tbk_form_free)

TbkSink *tbk_form_get_sink (TbkForm *form);

/* The body is whole: its fields, checked, and its file. Error: TBK_PROBLEM 400 where the form is not whole, 422. */
gboolean tbk_form_finish (TbkForm *form, TbkValues **values, TbkUpload **upload, GError **error);

G_END_DECLS
