/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "tbk-resource.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* One row of a noun as a GObject, whose properties come from the noun's field table: "codigo", "volumen_tm", ... (the
 * same letters). Each is a nullable string holding the wire's text, except ID, REF and INTEGER (gint64, 0 for null),
 * BOOLEAN (gboolean) and JSON (JsonNode, boxed). Besides: "loading" (gboolean), TRUE until its data came.
 * A signal's detail has GObject's letters: "notify::volumen-tm".
 * Main thread only. */
#define TBK_TYPE_RECORD (tbk_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (TbkRecord, tbk_record, TBK, RECORD, GObject)

struct _TbkRecordClass
{
  GObjectClass parent_class;
  const TbkResource *resource;
  /*< private >*/
  GParamSpec **pspecs; /* by field; NULL for a SECRET one, which has no property */
  GParamSpec *pspec_loading;
};

/* The GType of a noun ("TbkContrato"), registered at first use: for `<lookup type="TbkContrato">` in .ui files. */
GType tbk_record_type_for (const TbkResource *resource);

/* Returns: (transfer full): an empty record in state loading. */
TbkRecord *tbk_record_new (const TbkResource *resource);
/* Returns: (transfer full): filled from a JSON object; unknown members are passed over. */
TbkRecord *tbk_record_new_from_json (const TbkResource *resource, JsonObject *object);

/* Returns: (transfer full): another one that holds the same, and stays as it is when the first one changes. */
TbkRecord *tbk_record_copy (TbkRecord *self);

const TbkResource *tbk_record_get_resource (TbkRecord *self);

/* Takes over what the object holds; notifies just the properties that changed, and "loading". */
void tbk_record_update (TbkRecord *self, JsonObject *object);

gint64 tbk_record_get_id (TbkRecord *self);
/* Returns: (transfer none) (nullable): the wire's text of any field, numbers and booleans included. */
const char *tbk_record_get_text (TbkRecord *self, const char *name);
gint64 tbk_record_get_int (TbkRecord *self, const char *name);
gboolean tbk_record_get_boolean (TbkRecord *self, const char *name);
/* Returns: (transfer none) (nullable): JSON fields. */
JsonNode *tbk_record_get_node (TbkRecord *self, const char *name);

G_END_DECLS
