/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api-private.h"

#include "tbk-wire.h"

#define LATE_PAUSES 10 /* 5 s: a truck waits, and so does its driver */

static gboolean
take_tokens (TbkApi *self, TbkAnswer *answer, GError **error)
{
  JsonObject *object = tbk_answer_get_object (answer);
  const char *access = object != NULL ? tbk_wire_get_text (object, "access_token") : NULL;
  const char *refresh = object != NULL ? tbk_wire_get_text (object, "refresh_token") : NULL;

  if (access == NULL || refresh == NULL)
    {
      g_set_error (error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the log-in's answer lacks its tokens");
      return FALSE;
    }
  tbk_api_set_tokens (self, access, refresh);
  return TRUE;
}

static void
post_values (TbkApi *self, const char *path, TbkValues *values, GAsyncReadyCallback callback, gpointer data)
{
  tbk_api_call_async (self, &(TbkCall){ .method = "POST", .path = path, .values = values, .anonymous = TRUE },
                      NULL, callback, data);
}

/* --- renewal of the access token --- */

/* What a server that knows us says when the session is over; anything else may pass. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, TBK_PROBLEM, 401) || g_error_matches (error, TBK_PROBLEM, 403)
         || g_error_matches (error, TBK_PROBLEM, 422);
}

static GError *
ended_error (void)
{
  return g_error_new_literal (TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT, "the session has ended");
}

static GError *
renewal_error (const GError *error)
{
  if (is_refusal (error))
    return g_error_new (TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT, "the session has ended: %s", error->message);
  return g_error_copy (error);
}

/* Takes over `waiting`. */
static void
end_waiting (GPtrArray *waiting, const GError *error)
{
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (error == NULL)
        tbk_api_call_again (g_object_ref (task));
      else
        g_task_return_error (task, renewal_error (error));
    }
  g_ptr_array_unref (waiting);
}

void
tbk_api_drop_waiting (TbkApi *self)
{
  g_autoptr (GError) over = NULL;

  if (self->renewing == NULL)
    return;
  over = ended_error ();
  end_waiting (g_steal_pointer (&self->renewing), over);
}

/* A session that was remembered is confirmed by it: who that is may have changed since. */
static void
settle_renewal (TbkApi *self, TbkAnswer *answer, const GError *error)
{
  GPtrArray *waiting = g_steal_pointer (&self->renewing);
  gboolean remembered = tbk_api_is_remembered (self);
  g_autoptr (GError) wrong = error != NULL ? g_error_copy (error) : NULL;

  if (answer != NULL && take_tokens (self, answer, &wrong) && remembered)
    {
      tbk_api_set_state (self, TBK_API_ONLINE);
      tbk_api_reload_me (self);
    }
  if (wrong != NULL && is_refusal (wrong))
    tbk_api_end_session (self, TRUE);
  end_waiting (waiting, wrong);
}

/* `data`: the epoch it was asked in; its tokens are no other session's. */
static void
renew_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkApi *self = TBK_API (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (self, result, &error);

  if (GPOINTER_TO_UINT (data) == self->epoch)
    settle_renewal (self, answer, error);
}

void
tbk_api_renew_for (TbkApi *self, GTask *task)
{
  g_autoptr (TbkValues) values = NULL;

  if (self->refresh_token == NULL)
    {
      g_task_return_new_error (task, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT, "the session has ended");
      g_object_unref (task);
      return;
    }
  if (self->renewing != NULL)
    {
      g_ptr_array_add (self->renewing, task);
      return;
    }
  self->renewing = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->renewing, task);
  values = tbk_values_new ();
  tbk_values_set (values, "refresh_token", self->refresh_token);
  post_values (self, "/auth/refresh", values, renew_cb, GUINT_TO_POINTER (self->epoch));
}

/* --- signing in: tokens, then who I am --- */

static void
sign_in_failed (GTask *task, GError *error)
{
  TbkApi *self = g_task_get_source_object (task);

  tbk_api_end_session (self, FALSE);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
me_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkApi *self = TBK_API (source);
  GTask *task = data;
  GError *error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (self, result, &error);

  if (answer != NULL && tbk_answer_get_object (answer) == NULL)
    g_set_error (&error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the server does not say who signed in");
  if (error != NULL)
    {
      sign_in_failed (task, error);
      return;
    }
  tbk_api_set_me (self, tbk_answer_get_object (answer));
  tbk_api_set_state (self, TBK_API_ONLINE);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
tokens_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkApi *self = TBK_API (source);
  GTask *task = data;
  GError *error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (self, result, &error);

  if (answer == NULL || !take_tokens (self, answer, &error))
    {
      sign_in_failed (task, error);
      return;
    }
  tbk_api_call_async (self, &(TbkCall){ .path = "/me" }, g_task_get_cancellable (task), me_cb, task);
}

static void
sign_in (TbkApi *self, const char *path, TbkValues *values, GTask *task)
{
  tbk_api_end_session (self, FALSE);
  tbk_api_set_state (self, TBK_API_CONNECTING);
  tbk_api_call_async (self, &(TbkCall){ .method = "POST", .path = path, .values = values, .anonymous = TRUE },
                      g_task_get_cancellable (task), tokens_cb, task);
}

void
tbk_api_sign_in_async (TbkApi *self,
                       const char *email,
                       const char *password,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autoptr (TbkValues) values = tbk_values_new ();

  g_task_set_source_tag (task, tbk_api_sign_in_async);
  tbk_values_set (values, "email", email);
  tbk_values_set (values, "password", password);
  sign_in (self, "/auth/login", values, task);
}

/* --- coming back by what was remembered --- */

/* The data of the GTask. */
typedef struct
{
  JsonObject *yo;
  guint late_id;
  guint epoch;
  gboolean begun; /* the session is there, whatever becomes of the renewal */
} Resume;

static void
free_resume (gpointer data)
{
  Resume *resume = data;

  g_clear_handle_id (&resume->late_id, g_source_remove);
  json_object_unref (resume->yo);
  g_free (resume);
}

static void
begin_remembered (TbkApi *self, Resume *resume)
{
  resume->begun = TRUE;
  tbk_api_set_me (self, resume->yo);
}

/* The renewal goes on: a server that is slow has spent the token perhaps, and says the new one. */
static void
late_cb (gpointer data)
{
  GTask *task = data;
  TbkApi *self = g_task_get_source_object (task);
  Resume *resume = g_task_get_task_data (task);

  resume->late_id = 0;
  if (resume->epoch != self->epoch)
    return;
  begin_remembered (self, resume);
  tbk_api_set_state (self, TBK_API_OFFLINE);
  g_task_return_boolean (task, TRUE);
}

static gboolean
is_final (const GError *error)
{
  return is_refusal (error) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkApi *self = TBK_API (source);
  g_autoptr (GTask) task = data;
  Resume *resume = g_task_get_task_data (task);
  gboolean begun = resume->begun;
  GError *error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (self, result, &error);
  g_autoptr (GError) owned = error;

  g_clear_handle_id (&resume->late_id, g_source_remove);
  if (resume->epoch != self->epoch || (!begun && is_final (error)))
    {
      if (resume->epoch == self->epoch)
        tbk_api_end_session (self, FALSE);
      if (!begun)
        g_task_return_error (task, error != NULL ? g_steal_pointer (&owned) : ended_error ());
      return;
    }
  if (!begun)
    begin_remembered (self, resume);
  settle_renewal (self, answer, error);
  if (begun)
    return;
  if (tbk_api_is_remembered (self))
    tbk_api_set_state (self, TBK_API_OFFLINE);
  g_task_return_boolean (task, TRUE);
}

static void
resume_remembered (TbkApi *self, const char *refresh_token, TbkValues *values, GTask *task)
{
  Resume *resume = g_task_get_task_data (task);

  tbk_api_end_session (self, FALSE);
  resume->epoch = self->epoch;
  tbk_api_set_state (self, TBK_API_CONNECTING);
  tbk_api_set_tokens (self, NULL, refresh_token);
  self->renewing = g_ptr_array_new_with_free_func (g_object_unref);
  resume->late_id = g_timeout_add_once (self->pause_ms * LATE_PAUSES, late_cb, task);
  tbk_api_call_async (self,
                      &(TbkCall){ .method = "POST", .path = "/auth/refresh", .values = values, .anonymous = TRUE },
                      g_task_get_cancellable (task), resumed_cb, task);
}

void
tbk_api_resume_async (TbkApi *self,
                      const char *refresh_token,
                      JsonObject *yo,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autoptr (TbkValues) values = tbk_values_new ();
  Resume *resume;

  g_task_set_source_tag (task, tbk_api_sign_in_async);
  tbk_values_set (values, "refresh_token", refresh_token);
  if (yo == NULL)
    {
      sign_in (self, "/auth/refresh", values, task);
      return;
    }
  resume = g_new0 (Resume, 1);
  resume->yo = json_object_ref (yo);
  g_task_set_task_data (task, resume, free_resume);
  resume_remembered (self, refresh_token, values, task);
}

gboolean
tbk_api_sign_in_finish (TbkApi *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
reload_me_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkApi *self = TBK_API (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (self, result, &error);

  /* what was known stays good enough when it cannot be read again: the banner says why */
  if (answer != NULL && tbk_answer_get_object (answer) != NULL && self->usuario != NULL)
    tbk_api_set_me (self, tbk_answer_get_object (answer));
}

void
tbk_api_reload_me (TbkApi *self)
{
  g_return_if_fail (TBK_IS_API (self));

  if (self->usuario != NULL)
    tbk_api_call_async (self, &(TbkCall){ .path = "/me" }, NULL, reload_me_cb, NULL);
}

void
tbk_api_sign_out (TbkApi *self)
{
  g_return_if_fail (TBK_IS_API (self));

  /* nobody waits: a session that the server does not hear of ends by itself */
  if (self->access_token != NULL)
    tbk_api_call_async (self, &(TbkCall){ .method = "POST", .path = "/auth/logout" }, NULL, NULL, NULL);
  tbk_api_end_session (self, FALSE);
}
