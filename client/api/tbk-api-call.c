/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api-private.h"

#include <string.h>

#include "tbk-wire.h"

#define MAX_TRIES 4
#define MAX_ANSWER_BYTES (16 * 1024 * 1024)
#define READ_BYTES (64 * 1024)
#define MAX_MEMORY 256

/* One call on its way: the data of its GTask. */
typedef struct
{
  char *method;
  char *path;
  GBytes *body; /* NULL: none */
  char *content_type;
  TbkMultipart *form; /* or this; NULL: none */
  TbkSent sent;
  gpointer sent_data;
  goffset sent_bytes;
  char *if_match;
  char *idempotency_key;
  char *range;
  GOutputStream *into; /* NULL: the answer is kept */
  gboolean anonymous;
  gboolean once;
  guint epoch; /* the session it belongs to */

  guint tries;
  gboolean renewed;  /* the access token was renewed for it already */
  SoupSession *soup; /* that has it under way */
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *bytes;
  GBytes *chunk; /* that is being written */
} Call;

static void
drop_message (Call *call)
{
  if (call->message != NULL)
    g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->message);
}

static void
free_call (gpointer data)
{
  Call *call = data;

  g_free (call->method);
  g_free (call->path);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->form, tbk_multipart_unref);
  g_free (call->content_type);
  g_free (call->if_match);
  g_free (call->idempotency_key);
  g_free (call->range);
  g_clear_object (&call->into);
  drop_message (call);
  g_clear_object (&call->soup);
  g_clear_object (&call->stream);
  g_clear_pointer (&call->bytes, g_byte_array_unref);
  g_clear_pointer (&call->chunk, g_bytes_unref);
  g_free (call);
}

static GBytes *
json_bytes (JsonNode *node)
{
  gsize length;
  char *text;
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, node);
  text = json_generator_to_data (generator, &length);
  return g_bytes_new_take (text, length);
}

static Call *
copy_call (const TbkCall *from)
{
  Call *call = g_new0 (Call, 1);
  g_autoptr (JsonNode) made = NULL;

  call->method = g_strdup (from->method != NULL ? from->method : "GET");
  call->path = g_strdup (from->path);
  call->if_match = g_strdup (from->if_match);
  call->idempotency_key = g_strdup (from->idempotency_key);
  call->range = g_strdup (from->range);
  g_set_object (&call->into, from->into);
  call->anonymous = from->anonymous;
  call->once = from->once;
  if (from->form != NULL)
    {
      call->form = tbk_multipart_ref (from->form);
      call->sent = from->sent;
      call->sent_data = from->sent_data;
      return call;
    }
  if (from->bytes != NULL)
    {
      call->body = g_bytes_ref (from->bytes);
      call->content_type = g_strdup (from->content_type);
      return call;
    }
  if (from->values != NULL)
    made = tbk_wire_object (from->schema, from->values);
  if (made != NULL || from->body != NULL)
    {
      call->body = json_bytes (made != NULL ? made : from->body);
      call->content_type = g_strdup ("application/json");
    }
  return call;
}

/* Whether it may be sent again when nobody knows if it arrived. */
static gboolean
is_repeatable (const Call *call)
{
  if (call->once)
    return FALSE;
  if (strcmp (call->method, "GET") == 0 || strcmp (call->method, "DELETE") == 0)
    return TRUE;
  return call->idempotency_key != NULL || (strcmp (call->method, "PUT") == 0 && call->if_match != NULL);
}

/* --- what unchanged answers are remembered --- */

static gboolean
is_rememberable (const Call *call)
{
  return strcmp (call->method, "GET") == 0 && !call->anonymous && call->range == NULL
         && call->into == NULL;
}

static TbkAnswer *
remembered (TbkApi *self, const Call *call)
{
  if (!is_rememberable (call))
    return NULL;
  return g_hash_table_lookup (self->memory, call->path);
}

static void
remember (TbkApi *self, const Call *call, TbkAnswer *answer)
{
  char *key;

  if (!is_rememberable (call) || tbk_answer_get_etag (answer) == NULL)
    return;
  if (g_hash_table_contains (self->memory, call->path))
    {
      g_hash_table_replace (self->memory, g_strdup (call->path), tbk_answer_ref (answer));
      return;
    }
  if (g_queue_get_length (&self->memory_order) >= MAX_MEMORY)
    {
      key = g_queue_pop_head (&self->memory_order);
      g_hash_table_remove (self->memory, key);
      g_free (key);
    }
  g_queue_push_tail (&self->memory_order, g_strdup (call->path));
  g_hash_table_insert (self->memory, g_strdup (call->path), tbk_answer_ref (answer));
}

/* --- outcome --- */

static void
fail (GTask *task, GError *error)
{
  tbk_api_note_outcome (g_task_get_source_object (task), error);
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* The session it was made in is over: it must not act, nor be renewed, in the one that followed. */
static gboolean
fail_outdated (GTask *task)
{
  TbkApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  if (call->anonymous || call->epoch == self->epoch)
    return FALSE;
  g_task_return_new_error (task, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT, "the session has ended");
  g_object_unref (task);
  return TRUE;
}

static gboolean
again_cb (gpointer data)
{
  tbk_api_call_again (data);
  return G_SOURCE_REMOVE;
}

static gboolean
repeat_later (GTask *task)
{
  TbkApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GSource) pause = NULL;

  if (call->tries >= MAX_TRIES || !is_repeatable (call))
    return FALSE;
  pause = g_timeout_source_new (self->pause_ms << (call->tries - 1));
  g_task_attach_source (task, pause, again_cb);
  return TRUE;
}

/* What ends on connections that were given up meanwhile says nothing of the server now. */
static void
fail_unrepeated (GTask *task, const char *why)
{
  TbkApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  GError *error = g_error_new (TBK_API_ERROR, TBK_API_ERROR_AWAY, "the server does not answer: %s", why);

  if (call->soup == self->soup)
    tbk_api_note_outcome (self, error);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
fail_away (GTask *task, const char *why)
{
  if (!repeat_later (task))
    fail_unrepeated (task, why);
}

/* Silence for as long as one waits is repeated only where other connections were taken meanwhile, and are good. */
static gboolean
is_silence (GTask *task, const GError *error)
{
  TbkApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  gboolean has_good_lines = call->soup != self->soup && self->state == TBK_API_ONLINE && self->probing == NULL;

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) && !has_good_lines;
}

/* The line's own errors: cancelled, an untrusted certificate, or away. Takes over `error`. */
static void
fail_on_line (GTask *task, GError *error)
{
  g_autoptr (GError) reason = error;
  TbkApi *self = g_task_get_source_object (task);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&reason));
      g_object_unref (task);
    }
  else if (reason->domain == G_TLS_ERROR && self->fingerprint != NULL)
    fail (task, g_error_new (TBK_API_ERROR,
                             self->fingerprint_changed ? TBK_API_ERROR_CERTIFICATE_CHANGED
                                                       : TBK_API_ERROR_CERTIFICATE_UNKNOWN,
                             "the certificate %s is not trusted", self->fingerprint));
  else if (is_silence (task, reason))
    fail_unrepeated (task, reason->message);
  else
    fail_away (task, reason->message);
}

static void
succeed (GTask *task, guint status, GBytes *bytes)
{
  TbkApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);
  TbkAnswer *answer;
  GError *error = NULL;

  answer = tbk_answer_new ((int) status, soup_message_headers_get_content_type (headers, NULL),
                           soup_message_headers_get_one (headers, "ETag"), bytes, &error);
  if (answer == NULL)
    {
      fail (task, error);
      return;
    }
  remember (self, call, answer);
  tbk_api_note_outcome (self, NULL);
  g_task_return_pointer (task, answer, (GDestroyNotify) tbk_answer_unref);
  g_object_unref (task);
}

static void
fail_by_status (GTask *task, guint status, GBytes *bytes)
{
  GError *error = NULL;

  tbk_problem_set_from_json (&error, (int) status, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  fail (task, error);
}

/* The whole answer is there. */
static void
settle (GTask *task)
{
  TbkApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  guint status = soup_message_get_status (call->message);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&call->bytes));
  TbkAnswer *known = remembered (self, call);

  if (fail_outdated (task))
    return;
  if (status == SOUP_STATUS_NOT_MODIFIED && known != NULL)
    {
      tbk_api_note_outcome (self, NULL);
      g_task_return_pointer (task, tbk_answer_ref (known), (GDestroyNotify) tbk_answer_unref);
      g_object_unref (task);
    }
  else if (SOUP_STATUS_IS_SUCCESSFUL (status))
    succeed (task, status, bytes);
  else if (status == SOUP_STATUS_UNAUTHORIZED && !call->anonymous && !call->renewed)
    {
      call->renewed = TRUE;
      tbk_api_renew_for (self, task);
    }
  else if (status >= SOUP_STATUS_BAD_GATEWAY && status <= SOUP_STATUS_GATEWAY_TIMEOUT)
    fail_away (task, soup_status_get_phrase (status));
  else
    fail_by_status (task, status, bytes);
}

static void read_more (GTask *task);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    read_more (task);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

/* What comes is what the caller wants written, not a problem. */
static gboolean
is_for_stream (Call *call)
{
  return call->into != NULL && SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (call->message));
}

static void
write_chunk (GTask *task, GBytes *chunk)
{
  Call *call = g_task_get_task_data (task);

  call->once = TRUE;
  g_clear_pointer (&call->chunk, g_bytes_unref);
  call->chunk = g_bytes_ref (chunk);
  g_output_stream_write_all_async (call->into, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk),
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task), written_cb, task);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL)
    {
      fail_on_line (task, error);
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      settle (task);
      return;
    }
  if (is_for_stream (call))
    {
      write_chunk (task, chunk);
      return;
    }
  if (call->bytes->len + g_bytes_get_size (chunk) > MAX_ANSWER_BYTES)
    {
      fail (task, g_error_new (TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the answer is larger than %d bytes",
                               MAX_ANSWER_BYTES));
      return;
    }
  g_byte_array_append (call->bytes, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
  read_more (task);
}

static void
read_more (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (call->stream, READ_BYTES, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   read_cb, task);
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_object (&call->stream);
  call->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (call->stream == NULL)
    {
      fail_on_line (task, error);
      return;
    }
  g_clear_pointer (&call->bytes, g_byte_array_unref);
  call->bytes = g_byte_array_new ();
  read_more (task);
}

static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, TbkApi *self)
{
  return tbk_api_accept_certificate (self, message, certificate);
}

static void
set_headers (TbkApi *self, Call *call)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (call->message);
  TbkAnswer *known = remembered (self, call);
  g_autofree char *bearer = NULL;

  if (!call->anonymous && self->access_token != NULL)
    {
      bearer = g_strconcat ("Bearer ", self->access_token, NULL);
      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  if (call->if_match != NULL)
    soup_message_headers_replace (headers, "If-Match", call->if_match);
  if (call->idempotency_key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", call->idempotency_key);
  if (call->range != NULL)
    soup_message_headers_replace (headers, "Range", call->range);
  if (known != NULL)
    soup_message_headers_replace (headers, "If-None-Match", tbk_answer_get_etag (known));
}

static void
wrote_cb (SoupMessage *message, guint bytes, Call *call)
{
  call->sent_bytes += bytes;
  if (call->sent != NULL)
    call->sent (call->sent_bytes, call->sent_data);
}

/* A form is sent once the server has seen its head and asks for it: a refusal comes before the file has gone. */
static void
set_body (Call *call)
{
  g_autoptr (GInputStream) stream = NULL;

  if (call->body != NULL)
    soup_message_set_request_body_from_bytes (call->message, call->content_type, call->body);
  if (call->form == NULL)
    return;
  stream = tbk_multipart_open (call->form);
  call->sent_bytes = 0;
  soup_message_headers_set_expectations (soup_message_get_request_headers (call->message), SOUP_EXPECTATION_CONTINUE);
  soup_message_set_request_body (call->message, tbk_multipart_get_content_type (call->form), stream,
                                 (gssize) tbk_multipart_get_length (call->form));
  g_signal_connect (call->message, "wrote-body-data", G_CALLBACK (wrote_cb), call);
}

/* Takes over `task`. */
void
tbk_api_call_again (GTask *task)
{
  TbkApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autofree char *uri = g_strconcat (self->url, call->path, NULL);

  if (fail_outdated (task))
    return;
  call->tries++;
  drop_message (call);
  call->message = soup_message_new (call->method, uri);
  if (call->message == NULL)
    {
      fail (task, g_error_new (TBK_API_ERROR, TBK_API_ERROR_AWAY, "%s is no address of a server", self->url));
      return;
    }
  set_headers (self, call);
  set_body (call);
  g_signal_connect_object (call->message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self, 0);
  g_set_object (&call->soup, self->soup);
  soup_session_send_async (self->soup, call->message, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), send_cb, task);
}

void
tbk_api_call_async (TbkApi *self,
                    const TbkCall *call,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  GTask *task;
  Call *copy;

  g_return_if_fail (TBK_IS_API (self));
  g_return_if_fail (call->path != NULL && call->path[0] == '/');

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, tbk_api_call_async);
  copy = copy_call (call);
  copy->epoch = self->epoch;
  g_task_set_task_data (task, copy, free_call);
  if (tbk_api_is_remembered (self) && !call->anonymous)
    {
      copy->renewed = TRUE;
      tbk_api_renew_for (self, task);
      return;
    }
  if (self->access_token == NULL && !call->anonymous)
    {
      g_task_return_new_error (task, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT, "nobody is signed in");
      g_object_unref (task);
      return;
    }
  tbk_api_call_again (task);
}

TbkAnswer *
tbk_api_call_finish (TbkApi *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
