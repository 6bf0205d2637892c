/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-form-private.h"

#include "tbk-json.h"

static void
set_busy (TbkForm *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify (G_OBJECT (self), "busy");
}

static void
set_conflict (TbkForm *self, JsonObject *theirs)
{
  g_clear_object (&self->conflict);
  g_clear_pointer (&self->theirs, json_object_unref);
  if (theirs != NULL)
    {
      self->theirs = json_object_ref (theirs);
      self->conflict = tbk_record_new_from_json (self->resource, theirs);
    }
  g_object_notify (G_OBJECT (self), "conflict");
}

static void
forget_changes (TbkForm *self)
{
  gboolean was_dirty = tbk_form_is_dirty (self);

  tbk_values_free (self->changes);
  self->changes = tbk_values_new ();
  g_hash_table_remove_all (self->unreadable);
  g_hash_table_remove_all (self->labels);
  g_hash_table_remove_all (self->errors);
  if (was_dirty)
    g_object_notify (G_OBJECT (self), "dirty");
  tbk_form_tell_all (self);
}

/* What the server says the record is now. */
static void
take_record (TbkForm *self, JsonObject *object)
{
  tbk_record_update (self->record, object);
  if (self->origin != NULL)
    tbk_record_update (self->origin, object);
}

static void
take_saved (TbkForm *self, JsonObject *object)
{
  if (self->record != NULL)
    take_record (self, object);
  else
    self->record = tbk_record_new_from_json (self->resource, object);
  g_clear_pointer (&self->idempotency_key, g_free);
  g_object_notify (G_OBJECT (self), "record");
  forget_changes (self);
  g_signal_emit_by_name (self, "saved", self->record);
}

/* Returns: (transfer full). */
static char *
build_path (TbkForm *self)
{
  if (self->path != NULL)
    return g_strdup (self->path);
  if (self->creating)
    return g_strdup_printf ("/%s", self->resource->collection);
  return g_strdup_printf ("/%s/%" G_GINT64_FORMAT, self->resource->collection, tbk_record_get_id (self->record));
}

static void
finish_save (GTask *task, GError *error)
{
  TbkForm *self = g_task_get_source_object (task);

  set_busy (self, FALSE);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* The record as it is now, of a 412. Returns: (transfer full) (nullable). */
static JsonNode *
read_actual (const GError *problem)
{
  const char *json = tbk_problem_get_actual (problem);
  g_autoptr (JsonNode) node = json != NULL ? tbk_json_parse (json, -1, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static void
save_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  TbkForm *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  g_autoptr (JsonNode) theirs = NULL;

  if (answer != NULL)
    {
      /* a form is done before anybody hears of it: the listener may drop it */
      set_busy (self, FALSE);
      if (tbk_answer_get_object (answer) != NULL)
        take_saved (self, tbk_answer_get_object (answer));
      finish_save (task, NULL);
      return;
    }
  if (error->domain == TBK_PROBLEM)
    g_clear_pointer (&self->idempotency_key, g_free);
  theirs = g_error_matches (error, TBK_PROBLEM, 412) ? read_actual (error) : NULL;
  if (theirs != NULL)
    set_conflict (self, json_node_get_object (theirs));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tbk_form_take_problem (self, error);
  finish_save (task, error);
}

static void
send_save (TbkForm *self, GTask *task)
{
  g_autoptr (TbkValues) body = tbk_form_build_body (self);
  g_autofree char *path = build_path (self);
  g_autofree char *etag = NULL;
  TbkCall call = { .method = "POST", .path = path, .schema = self->schema, .values = body };

  call.anonymous = g_str_has_prefix (path, "/auth/"); /* who registers has no session yet */
  if (self->creating)
    {
      if (self->idempotency_key == NULL)
        self->idempotency_key = tbk_api_make_key ();
      call.idempotency_key = self->idempotency_key;
    }
  else
    {
      etag = g_strdup_printf ("\"%s\"", tbk_record_get_text (self->record, "version"));
      call.method = "PUT";
      call.if_match = etag;
    }
  set_busy (self, TRUE);
  tbk_api_call_async (self->api, &call, g_task_get_cancellable (task), save_cb, task);
}

void
tbk_form_save_async (TbkForm *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (TBK_IS_FORM (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, tbk_form_save_async);
  if (self->busy)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "it is being saved already");
  else if (!tbk_form_validate (self))
    g_task_return_new_error (task, TBK_PROBLEM, 422, "some values are not right");
  else
    {
      send_save (self, task);
      return;
    }
  g_object_unref (task);
}

gboolean
tbk_form_save_finish (TbkForm *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- after a 412 --- */

/* Mine stays where it still differs from the version that is now the original. */
static void
rebase_changes (TbkForm *self)
{
  g_autoptr (TbkValues) mine = g_steal_pointer (&self->changes);

  self->changes = tbk_values_new ();
  for (gsize i = 0; i < tbk_values_size (mine); i++)
    {
      const char *name = tbk_values_name_at (mine, i);

      tbk_form_change (self, tbk_schema_find (self->schema, name), tbk_values_text_at (mine, i));
    }
  g_object_notify (G_OBJECT (self), "dirty");
  tbk_form_tell_all (self);
}

void
tbk_form_keep_mine (TbkForm *self)
{
  g_return_if_fail (TBK_IS_FORM (self) && self->theirs != NULL);

  take_record (self, self->theirs);
  set_conflict (self, NULL);
  rebase_changes (self);
}

void
tbk_form_take_theirs (TbkForm *self)
{
  g_return_if_fail (TBK_IS_FORM (self) && self->theirs != NULL);

  take_record (self, self->theirs);
  set_conflict (self, NULL);
  forget_changes (self);
}

char **
tbk_form_list_conflicts (TbkForm *self)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **names;

  for (gsize i = 0; self->conflict != NULL && i < self->schema->n_fields; i++)
    {
      const TbkField *field = &self->schema->fields[i];

      if (tbk_form_can_edit (self, field->name)
          && !(field->flags & TBK_FIELD_SECRET)
          && !tbk_form_same_text (field, tbk_form_get_text (self, field->name),
                                  tbk_record_get_text (self->conflict, field->name)))
        g_strv_builder_add (builder, field->name);
    }
  names = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return names;
}
