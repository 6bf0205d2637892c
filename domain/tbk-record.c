/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record.h"

#include "tbk-json.h"

typedef struct
{
  char **texts;     /* by field; (nullable) elements: the wire's text */
  JsonNode **nodes; /* by field; only of JSON fields; (nullable) elements */
  gboolean loading;
} TbkRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TbkRecord, tbk_record, G_TYPE_OBJECT)

static TbkRecordPrivate *
get_private (TbkRecord *self)
{
  return tbk_record_get_instance_private (self);
}

static const TbkSchema *
get_schema (TbkRecord *self)
{
  return &TBK_RECORD_GET_CLASS (self)->resource->schema;
}

static gint64
text_to_int (const char *text)
{
  gint64 number;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return 0;
  return number;
}

static gboolean
text_to_boolean (const char *text)
{
  return g_strcmp0 (text, "true") == 0;
}

static void
tbk_record_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TbkRecord *self = TBK_RECORD (object);
  TbkRecordPrivate *priv = get_private (self);
  guint index = property_id - 1;

  if (index == get_schema (self)->n_fields)
    g_value_set_boolean (value, priv->loading);
  else if (G_IS_PARAM_SPEC_INT64 (pspec))
    g_value_set_int64 (value, text_to_int (priv->texts[index]));
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (value, text_to_boolean (priv->texts[index]));
  else if (G_IS_PARAM_SPEC_BOXED (pspec))
    g_value_set_boxed (value, priv->nodes[index]);
  else
    g_value_set_string (value, priv->texts[index]);
}

static void
tbk_record_finalize (GObject *object)
{
  TbkRecord *self = TBK_RECORD (object);
  TbkRecordPrivate *priv = get_private (self);
  gsize n = get_schema (self)->n_fields;

  for (gsize i = 0; i < n; i++)
    {
      g_free (priv->texts[i]);
      g_clear_pointer (&priv->nodes[i], json_node_unref);
    }
  g_free (priv->texts);
  g_free (priv->nodes);
  G_OBJECT_CLASS (tbk_record_parent_class)->finalize (object);
}

static void
tbk_record_class_init (TbkRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tbk_record_finalize;
}

static void
tbk_record_init (TbkRecord *self)
{
}

static GParamSpec *
new_pspec (const TbkField *field)
{
  switch (field->type)
    {
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
    case TBK_FIELD_INTEGER:
      return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, G_PARAM_READABLE);
    case TBK_FIELD_BOOLEAN:
      return g_param_spec_boolean (field->name, NULL, NULL, FALSE, G_PARAM_READABLE);
    case TBK_FIELD_JSON:
      return g_param_spec_boxed (field->name, NULL, NULL, JSON_TYPE_NODE, G_PARAM_READABLE);
    default:
      return g_param_spec_string (field->name, NULL, NULL, NULL, G_PARAM_READABLE);
    }
}

/* One noun's class: its properties are its fields, numbered from 1, and "loading" after them. */
static void
noun_class_init (gpointer g_class, gpointer class_data)
{
  TbkRecordClass *klass = g_class;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const TbkResource *resource = class_data;
  gsize n = resource->schema.n_fields;

  object_class->get_property = tbk_record_get_property; /* GObject lets no class inherit it */
  klass->resource = resource;
  klass->pspecs = g_new0 (GParamSpec *, n);
  for (gsize i = 0; i < n; i++)
    {
      if (resource->schema.fields[i].flags & TBK_FIELD_SECRET)
        continue;
      klass->pspecs[i] = new_pspec (&resource->schema.fields[i]);
      g_object_class_install_property (object_class, (guint) i + 1, klass->pspecs[i]);
    }
  klass->pspec_loading = g_param_spec_boolean ("loading", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, (guint) n + 1, klass->pspec_loading);
}

static void
noun_instance_init (GTypeInstance *instance, gpointer g_class)
{
  TbkRecordPrivate *priv = get_private ((TbkRecord *) instance);
  /* the instance's own class pointer still is the parent's here */
  gsize n = ((TbkRecordClass *) g_class)->resource->schema.n_fields;

  priv->texts = g_new0 (char *, n);
  priv->nodes = g_new0 (JsonNode *, n);
  priv->loading = TRUE;
}

GType
tbk_record_type_for (const TbkResource *resource)
{
  const GTypeInfo info = {
    .class_size = sizeof (TbkRecordClass),
    .class_init = noun_class_init,
    .class_data = resource,
    .instance_size = sizeof (TbkRecord),
    .instance_init = noun_instance_init,
  };
  GType type;

  g_return_val_if_fail (resource != NULL, G_TYPE_INVALID);
  type = g_type_from_name (resource->type_name);
  if (type != G_TYPE_INVALID)
    return type;
  return g_type_register_static (TBK_TYPE_RECORD, resource->type_name, &info, G_TYPE_FLAG_FINAL);
}

TbkRecord *
tbk_record_new (const TbkResource *resource)
{
  return g_object_new (tbk_record_type_for (resource), NULL);
}

TbkRecord *
tbk_record_new_from_json (const TbkResource *resource, JsonObject *object)
{
  TbkRecord *self = tbk_record_new (resource);

  tbk_record_update (self, object);
  return self;
}

TbkRecord *
tbk_record_copy (TbkRecord *self)
{
  TbkRecordPrivate *from;
  TbkRecordPrivate *to;
  TbkRecord *copy;

  g_return_val_if_fail (TBK_IS_RECORD (self), NULL);
  copy = tbk_record_new (TBK_RECORD_GET_CLASS (self)->resource);
  from = get_private (self);
  to = get_private (copy);
  for (gsize i = 0; i < get_schema (self)->n_fields; i++)
    {
      to->texts[i] = g_strdup (from->texts[i]);
      to->nodes[i] = from->nodes[i] != NULL ? json_node_copy (from->nodes[i]) : NULL;
    }
  to->loading = from->loading;
  return copy;
}

const TbkResource *
tbk_record_get_resource (TbkRecord *self)
{
  g_return_val_if_fail (TBK_IS_RECORD (self), NULL);
  return TBK_RECORD_GET_CLASS (self)->resource;
}

/* Returns: whether the value is another now. */
static gboolean
take_node (TbkRecordPrivate *priv, gsize index, const TbkField *field, JsonNode *node)
{
  g_autofree char *text = tbk_json_to_value (node);

  if (g_strcmp0 (text, priv->texts[index]) == 0)
    return FALSE;
  g_free (priv->texts[index]);
  priv->texts[index] = g_steal_pointer (&text);
  if (field->type == TBK_FIELD_JSON)
    {
      g_clear_pointer (&priv->nodes[index], json_node_unref);
      if (!JSON_NODE_HOLDS_NULL (node))
        priv->nodes[index] = json_node_copy (node);
    }
  return TRUE;
}

void
tbk_record_update (TbkRecord *self, JsonObject *object)
{
  TbkRecordPrivate *priv;
  const TbkRecordClass *klass;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_if_fail (TBK_IS_RECORD (self) && object != NULL);
  priv = get_private (self);
  klass = TBK_RECORD_GET_CLASS (self);

  g_object_freeze_notify (G_OBJECT (self));
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      int index = tbk_schema_index (&klass->resource->schema, name);

      if (index < 0 || klass->pspecs[index] == NULL)
        continue;
      if (take_node (priv, (gsize) index, &klass->resource->schema.fields[index], node))
        g_object_notify_by_pspec (G_OBJECT (self), klass->pspecs[index]);
    }
  if (priv->loading)
    {
      priv->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), klass->pspec_loading);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
tbk_record_get_id (TbkRecord *self)
{
  return tbk_record_get_int (self, "id");
}

const char *
tbk_record_get_text (TbkRecord *self, const char *name)
{
  int index;

  g_return_val_if_fail (TBK_IS_RECORD (self) && name != NULL, NULL);
  index = tbk_schema_index (get_schema (self), name);
  g_return_val_if_fail (index >= 0, NULL);
  return get_private (self)->texts[index];
}

gint64
tbk_record_get_int (TbkRecord *self, const char *name)
{
  return text_to_int (tbk_record_get_text (self, name));
}

gboolean
tbk_record_get_boolean (TbkRecord *self, const char *name)
{
  return text_to_boolean (tbk_record_get_text (self, name));
}

JsonNode *
tbk_record_get_node (TbkRecord *self, const char *name)
{
  int index;

  g_return_val_if_fail (TBK_IS_RECORD (self) && name != NULL, NULL);
  index = tbk_schema_index (get_schema (self), name);
  g_return_val_if_fail (index >= 0, NULL);
  return get_private (self)->nodes[index];
}
