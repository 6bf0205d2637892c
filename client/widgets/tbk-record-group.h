/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-record.h"

G_BEGIN_DECLS

/* Some fields of a record to read: a title, then label and value line by line. Lines without a value
 * are left out, and the group with its last one. Properties: "title", "noun", "fields" (names separated by
 * spaces), "record" (TbkRecord or NULL), "unidad". */
#define TBK_TYPE_RECORD_GROUP (tbk_record_group_get_type ())
G_DECLARE_FINAL_TYPE (TbkRecordGroup, tbk_record_group, TBK, RECORD_GROUP, GtkWidget)

G_END_DECLS
