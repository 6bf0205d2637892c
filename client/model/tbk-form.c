/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-form-private.h"

#include <string.h>

#include "tbk-decimal.h"
#include "tbk-error-text.h"
#include "tbk-validate.h"

G_DEFINE_FINAL_TYPE (TbkForm, tbk_form, G_TYPE_OBJECT)

enum
{
  PROP_NOUN = 1,
  PROP_API,
  PROP_RECORD,
  PROP_CREATING,
  PROP_DIRTY,
  PROP_BUSY,
  PROP_ERROR_TEXT,
  PROP_CONFLICT,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  SAVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
notify (TbkForm *self, guint id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

void
tbk_form_tell (TbkForm *self, const char *name)
{
  g_signal_emit (self, signals[CHANGED], g_quark_from_string (name), name);
}

void
tbk_form_tell_all (TbkForm *self)
{
  for (gsize i = 0; i < self->schema->n_fields; i++)
    tbk_form_tell (self, self->schema->fields[i].name);
}

static const TbkField *
find_field (TbkForm *self, const char *name)
{
  const TbkField *field = tbk_schema_find (self->schema, name);

  return field != NULL ? field : tbk_schema_find (&self->resource->schema, name);
}

/* As read, before any change. */
static const char *
original_text (TbkForm *self, const char *name)
{
  if (tbk_values_has (self->presets, name))
    return tbk_values_get (self->presets, name);
  if (self->creating || self->record == NULL || tbk_schema_find (&self->resource->schema, name) == NULL)
    return NULL;
  return tbk_record_get_text (self->record, name);
}

/* "50" and "50.000" are one decimal. */
gboolean
tbk_form_same_text (const TbkField *field, const char *a, const char *b)
{
  TbkDecimal x, y;

  if (field->type == TBK_FIELD_DECIMAL && a != NULL && b != NULL && tbk_decimal_parse (a, &x, NULL)
      && tbk_decimal_parse (b, &y, NULL))
    return tbk_decimal_compare (x, y) == 0;
  return g_strcmp0 (a, b) == 0;
}

/* --- errors --- */

static void
set_error_text (TbkForm *self, const char *text)
{
  if (g_strcmp0 (self->error_text, text) == 0)
    return;
  g_free (self->error_text);
  self->error_text = g_strdup (text);
  notify (self, PROP_ERROR_TEXT);
}

/* Takes over `text`; NULL: no error. */
static void
set_field_error (TbkForm *self, const char *name, char *text)
{
  if (text != NULL)
    g_hash_table_replace (self->errors, g_strdup (name), text);
  else
    g_hash_table_remove (self->errors, name);
}

static const char *
strip_loc (const char *loc)
{
  return g_str_has_prefix (loc, "body.") ? loc + strlen ("body.") : loc;
}

/* A 422's bad fields land on theirs; what is no field of this form is said of the whole. */
void
tbk_form_take_problem (TbkForm *self, const GError *problem)
{
  const GPtrArray *bad = problem->domain == TBK_PROBLEM ? tbk_problem_get_fields (problem) : NULL;
  gboolean landed = FALSE;

  for (guint i = 0; bad != NULL && i < bad->len; i++)
    {
      const TbkFieldError *error = g_ptr_array_index (bad, i);
      const char *name = strip_loc (error->loc);
      const TbkField *field = tbk_schema_find (self->schema, name);
      g_autofree char *text = tbk_error_text_for_field (field != NULL ? field : NULL, error);

      if (field == NULL)
        {
          set_error_text (self, error->msg);
          continue;
        }
      landed = TRUE;
      set_field_error (self, name, g_steal_pointer (&text));
      tbk_form_tell (self, name);
    }
  if (!landed && self->error_text == NULL)
    {
      g_autofree char *text = tbk_error_text (problem);

      set_error_text (self, text);
    }
}

static void
clear_errors (TbkForm *self)
{
  GHashTableIter iter;
  gpointer name;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_hash_table_iter_init (&iter, self->errors);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_hash_table_remove_all (self->errors);
  set_error_text (self, NULL);
  for (guint i = 0; i < names->len; i++)
    tbk_form_tell (self, g_ptr_array_index (names, i));
}

/* --- changes --- */

void
tbk_form_change (TbkForm *self, const TbkField *field, const char *text)
{
  gboolean was_dirty = tbk_form_is_dirty (self);

  if (tbk_form_same_text (field, text, original_text (self, field->name)))
    tbk_values_unset (self->changes, field->name);
  else
    tbk_values_set (self->changes, field->name, text);
  if (was_dirty != tbk_form_is_dirty (self))
    notify (self, PROP_DIRTY);
}

static void
check_field (TbkForm *self, const TbkField *field, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;

  set_field_error (self, field->name, NULL);
  if (text == NULL)
    {
      const TbkFieldError missing = { .loc = (char *) field->name, .type = (char *) "missing" };

      tbk_form_change (self, field, NULL);
      if ((field->flags & TBK_FIELD_REQUIRED) || (!self->creating && !(field->flags & TBK_FIELD_NULLABLE)))
        set_field_error (self, field->name, tbk_error_text_for_field (field, &missing));
      return;
    }
  canonical = tbk_validate_text (field, text, &error);
  tbk_form_change (self, field, canonical != NULL ? canonical : text);
  if (canonical == NULL)
    set_field_error (self, field->name,
                     tbk_error_text_for_field (field,
                                               g_ptr_array_index ((GPtrArray *) tbk_problem_get_fields (error), 0)));
}

void
tbk_form_set_text (TbkForm *self, const char *name, const char *text)
{
  const TbkField *field;

  g_return_if_fail (TBK_IS_FORM (self));
  field = find_field (self, name);
  g_return_if_fail (field != NULL);

  g_hash_table_remove (self->unreadable, name);
  set_error_text (self, NULL);
  check_field (self, field, text != NULL && text[0] != '\0' ? text : NULL);
  tbk_form_tell (self, name);
}

void
tbk_form_set_error (TbkForm *self, const char *name, const char *text)
{
  g_return_if_fail (TBK_IS_FORM (self));

  g_hash_table_replace (self->unreadable, g_strdup (name), g_strdup (text));
  tbk_form_tell (self, name);
}

void
tbk_form_preset (TbkForm *self, const char *name, const char *text)
{
  g_return_if_fail (TBK_IS_FORM (self));

  tbk_values_set (self->presets, name, text);
  tbk_form_tell (self, name);
}

/* The record as it would be. Returns: (transfer full). */
static TbkValues *
build_whole (TbkForm *self)
{
  TbkValues *whole = tbk_values_new ();
  const TbkSchema *schema = &self->resource->schema;

  for (gsize i = 0; self->record != NULL && i < schema->n_fields; i++)
    tbk_values_set (whole, schema->fields[i].name, tbk_record_get_text (self->record, schema->fields[i].name));
  tbk_values_merge (whole, self->presets);
  tbk_values_merge (whole, self->changes);
  return whole;
}

/* What is sent. Returns: (transfer full). */
TbkValues *
tbk_form_build_body (TbkForm *self)
{
  TbkValues *body = tbk_values_copy (self->changes);

  if (!self->creating)
    return body;
  for (gsize i = 0; i < tbk_values_size (self->presets); i++)
    {
      const char *name = tbk_values_name_at (self->presets, i);

      if (!tbk_values_has (body, name) && tbk_values_text_at (self->presets, i) != NULL)
        tbk_values_set (body, name, tbk_values_text_at (self->presets, i));
    }
  return body;
}

gboolean
tbk_form_validate (TbkForm *self)
{
  g_autoptr (TbkValues) body = NULL;
  g_autoptr (TbkValues) whole = NULL;
  g_autoptr (TbkValues) good = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (TBK_IS_FORM (self), FALSE);

  clear_errors (self);
  body = tbk_form_build_body (self);
  good = tbk_validate_values (self->schema, body, self->creating ? TBK_VALIDATE_CREATE : TBK_VALIDATE_UPDATE, &problem);
  if (problem == NULL && self->check != NULL)
    {
      whole = build_whole (self);
      self->check (whole, &problem);
    }
  if (problem != NULL)
    tbk_form_take_problem (self, problem);
  return problem == NULL && g_hash_table_size (self->unreadable) == 0;
}

/* --- GObject --- */

static void
tbk_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkForm *self = TBK_FORM (object);

  switch (id)
    {
    case PROP_NOUN:
      g_value_set_string (value, self->resource->name);
      break;
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    case PROP_CREATING:
      g_value_set_boolean (value, self->creating);
      break;
    case PROP_DIRTY:
      g_value_set_boolean (value, tbk_form_is_dirty (self));
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;
    case PROP_CONFLICT:
      g_value_set_object (value, self->conflict);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_form_finalize (GObject *object)
{
  TbkForm *self = TBK_FORM (object);

  g_clear_object (&self->api);
  g_clear_object (&self->record);
  g_clear_object (&self->origin);
  g_clear_object (&self->conflict);
  g_clear_pointer (&self->theirs, json_object_unref);
  tbk_values_free (self->presets);
  tbk_values_free (self->changes);
  g_hash_table_unref (self->labels);
  g_hash_table_unref (self->errors);
  g_hash_table_unref (self->unreadable);
  g_free (self->path);
  g_free (self->error_text);
  g_free (self->idempotency_key);
  G_OBJECT_CLASS (tbk_form_parent_class)->finalize (object);
}

static void
tbk_form_class_init (TbkFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_form_get_property;
  object_class->finalize = tbk_form_finalize;

  properties[PROP_NOUN] = g_param_spec_string ("noun", NULL, NULL, NULL, readable);
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, readable);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, TBK_TYPE_RECORD, readable);
  properties[PROP_CREATING] = g_param_spec_boolean ("creating", NULL, NULL, FALSE, readable);
  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, readable);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, readable);
  properties[PROP_CONFLICT] = g_param_spec_object ("conflict", NULL, NULL, TBK_TYPE_RECORD, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", TBK_TYPE_FORM, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SAVED] = g_signal_new ("saved", TBK_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 TBK_TYPE_RECORD);
}

static void
tbk_form_init (TbkForm *self)
{
  self->presets = tbk_values_new ();
  self->changes = tbk_values_new ();
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->unreadable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

TbkForm *
tbk_form_new (TbkApi *api, const TbkResource *resource, TbkRecord *record)
{
  TbkForm *self = g_object_new (TBK_TYPE_FORM, NULL);

  self->resource = resource;
  self->schema = &resource->schema;
  self->api = g_object_ref (api);
  self->creating = record == NULL;
  if (record != NULL)
    {
      self->origin = g_object_ref (record);
      self->record = tbk_record_copy (record);
    }
  return self;
}

void
tbk_form_set_check (TbkForm *self, TbkFormCheck check)
{
  self->check = check;
}

void
tbk_form_set_target (TbkForm *self, const char *method, const char *path, const TbkSchema *schema)
{
  g_return_if_fail (TBK_IS_FORM (self));

  g_free (self->path);
  self->path = g_strdup (path);
  self->creating = g_strcmp0 (method, "POST") == 0;
  self->schema = schema;
  notify (self, PROP_CREATING);
}

const TbkResource *
tbk_form_get_resource (TbkForm *self)
{
  return self->resource;
}

const TbkSchema *
tbk_form_get_schema (TbkForm *self)
{
  return self->schema;
}

TbkApi *
tbk_form_get_api (TbkForm *self)
{
  return self->api;
}

TbkRecord *
tbk_form_get_record (TbkForm *self)
{
  return self->record;
}

TbkRecord *
tbk_form_get_conflict (TbkForm *self)
{
  return self->conflict;
}

gboolean
tbk_form_is_dirty (TbkForm *self)
{
  return tbk_values_size (self->changes) > 0;
}

gboolean
tbk_form_is_creating (TbkForm *self)
{
  return self->creating;
}

gboolean
tbk_form_can_edit (TbkForm *self, const char *name)
{
  const TbkField *field = tbk_schema_find (self->schema, name);

  if (field == NULL || (field->flags & TBK_FIELD_READ_ONLY))
    return FALSE;
  return self->creating || !(field->flags & TBK_FIELD_CREATE_ONLY);
}

const char *
tbk_form_get_text (TbkForm *self, const char *name)
{
  return tbk_values_has (self->changes, name) ? tbk_values_get (self->changes, name) : original_text (self, name);
}

const char *
tbk_form_get_error (TbkForm *self, const char *name)
{
  const char *unreadable = g_hash_table_lookup (self->unreadable, name);

  return unreadable != NULL ? unreadable : g_hash_table_lookup (self->errors, name);
}

gboolean
tbk_form_is_unreadable (TbkForm *self, const char *name)
{
  return g_hash_table_contains (self->unreadable, name);
}

const char *
tbk_form_first_error (TbkForm *self)
{
  for (gsize i = 0; i < self->schema->n_fields; i++)
    {
      if (tbk_form_get_error (self, self->schema->fields[i].name) != NULL)
        return self->schema->fields[i].name;
    }
  return NULL;
}

void
tbk_form_set_label (TbkForm *self, const char *name, const char *label)
{
  if (label != NULL)
    g_hash_table_replace (self->labels, g_strdup (name), g_strdup (label));
  else
    g_hash_table_remove (self->labels, name);
}

/* What the record calls the one it points to. `record` may be NULL. Returns: (transfer none) (nullable). */
static const char *
companion_text (const TbkSchema *schema, TbkRecord *record, const char *name)
{
  static const char *const companions[] = { "nombre", "codigo" };

  if (record == NULL || !g_str_has_suffix (name, "_id"))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *companion = g_strdup_printf ("%.*s%s", (int) strlen (name) - 2, name, companions[i]);

      if (tbk_schema_find (schema, companion) != NULL)
        return tbk_record_get_text (record, companion);
    }
  return NULL;
}

/* What was picked is forgotten once the value is back to what was read. */
const char *
tbk_form_get_label (TbkForm *self, const char *name)
{
  const char *label = NULL;

  if (!tbk_values_has (self->changes, name))
    label = companion_text (&self->resource->schema, self->record, name);
  return label != NULL ? label : g_hash_table_lookup (self->labels, name);
}

const char *
tbk_form_get_conflict_label (TbkForm *self, const char *name)
{
  return companion_text (&self->resource->schema, self->conflict, name);
}
