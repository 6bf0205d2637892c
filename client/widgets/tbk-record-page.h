/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"
#include "tbk-page.h"
#include "tbk-record-detail.h"
#include "tbk-record-table.h"

G_BEGIN_DECLS

/* A page on the records of one noun: a table, a detail pane, a form. It has page.new, page.edit,
 * page.delete and page.open (the table's Enter: shows the pane and goes there) and keeps them enabled
 * by the rights.
 *
 * Properties: "table" (TbkRecordTable), "detail-pane" (TbkRecordDetail, or NULL: gets the page's api,
 * record, unit and rights), "rights" (uint, read only: TbkRight of the selected record), "can-create"
 * (read only).
 * Signal: "rights-changed". */
#define TBK_TYPE_RECORD_PAGE (tbk_record_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TbkRecordPage, tbk_record_page, TBK, RECORD_PAGE, TbkPage)

struct _TbkRecordPageClass
{
  TbkPageClass parent_class;

  const TbkResource *resource;
  /* `record` may be NULL. */
  guint (*get_rights) (TbkRecordPage *self, TbkRecord *record);
  /* What page.new does. Default: a window of make_form() on a new record. */
  void (*create) (TbkRecordPage *self);
  /* Returns: (transfer floating): the window to edit `form` in. May be NULL where nothing is edited. */
  TbkFormWindow *(*make_form) (TbkRecordPage *self, TbkForm *form);
  void (*rights_changed) (TbkRecordPage *self);
  /* What a question before a deletion says. Returns: (transfer full). NULL: a general sentence. */
  char *(*describe_delete) (TbkRecordPage *self, TbkRecord *record);
  const char *delete_heading; /* N_(): of that question, or NULL */
  const char *delete_label;   /* N_(): of its button, or NULL */
  /* N_(): what an empty list says to who may create, and to who may not; NULL: what the template says. */
  const char *empty_to_create;
  const char *empty_to_wait;
};

guint tbk_record_page_get_rights (TbkRecordPage *self);
TbkRecordTable *tbk_record_page_get_table (TbkRecordPage *self);
/* Presents a form window over the page and takes what it saves. */
void tbk_record_page_present_form (TbkRecordPage *self, TbkFormWindow *window);
/* Reads one row again: what another call changed by the way. */
void tbk_record_page_refetch (TbkRecordPage *self, gint64 id);
/* The list is read again, and the row of that id selected when it comes. */
void tbk_record_page_select_later (TbkRecordPage *self, gint64 id);

G_END_DECLS
