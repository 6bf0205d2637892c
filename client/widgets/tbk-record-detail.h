/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* What the user may do on a page, by its rol and the record that is selected. A noun has its own from
 * TBK_RIGHT_OWN on. The server decides; this only spares the user a refusal. */
typedef enum
{
  TBK_RIGHT_NONE = 0,
  TBK_RIGHT_CREATE = 1 << 0,
  TBK_RIGHT_EDIT = 1 << 1,
  TBK_RIGHT_DELETE = 1 << 2,
  TBK_RIGHT_STEP = 1 << 3,    /* to the next states */
  TBK_RIGHT_CORRECT = 1 << 4, /* back to an earlier state, with a reason */
  TBK_RIGHT_OWN = 1 << 8,
} TbkRight;

/* A pane that tells all about one record; a template with this parent and the pane's content as its child.
 * TbkRecordPage keeps its properties.
 *
 * Properties: "api", "record" (TbkRecord or NULL), "unidad", "rights" (uint: TbkRight).
 * Signal: "changed" (gint64 id): that row of the page's list is to be read again. */
#define TBK_TYPE_RECORD_DETAIL (tbk_record_detail_get_type ())
G_DECLARE_DERIVABLE_TYPE (TbkRecordDetail, tbk_record_detail, TBK, RECORD_DETAIL, AdwBin)

struct _TbkRecordDetailClass
{
  AdwBinClass parent_class;

  /* Another record, or another version of it, or other rights. */
  void (*update) (TbkRecordDetail *self);
};

TbkApi *tbk_record_detail_get_api (TbkRecordDetail *self);
/* Returns: (transfer none) (nullable). */
TbkRecord *tbk_record_detail_get_record (TbkRecordDetail *self);
const char *tbk_record_detail_get_unidad (TbkRecordDetail *self);
guint tbk_record_detail_get_rights (TbkRecordDetail *self);
/* POST /<collection>/<id>/<act> without a body, for the record that is shown: its row takes the answer over. Errors show
 * in a toast. */
void tbk_record_detail_post (TbkRecordDetail *self, const char *act);
/* Emits "changed" for the record that is shown. */
void tbk_record_detail_changed (TbkRecordDetail *self);

/* Closures for a detail's template, besides tbk_closures_bind(): tbk_right_step, tbk_right_correct (of the
 * rights), tbk_record_when (the record, only while a named page of a stack is the visible one). */
void tbk_record_detail_bind (GtkWidgetClass *klass);

G_END_DECLS
