/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-stand-in.h"

#include <string.h>

#include "tbk-stand-in-live.h"
#include "tbk-ui-test.h"

typedef struct
{
  int status;
  char *etag; /* NULL: none */
  char *body;
  GBytes *bytes;  /* instead of a body: a file, of which ranges are given; NULL: none */
  TbkReply reply; /* makes the body; NULL: none */
  gpointer data;
} Answer;

struct _TbkStandIn
{
  SoupServer *server;
  guint port;
  char *url;
  GHashTable *answers; /* name -> GQueue of Answer */
  GPtrArray *asked;    /* (element-type TbkAsked) */
  GPtrArray *held;     /* (element-type SoupServerMessage) */
  TbkStandInLive *live;
};

#define TOKENS \
  "{\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\",\"token_type\":\"bearer\",\"expires_in\":900}"
#define ME                                                                                                    \
  "{\"id\":7,\"nombre\":\"Ana Vera\",\"email\":\"ana@example.com\",\"rol\":\"exportadora\",\"empresa_id\":1," \
  "\"estado\":\"Activo\",\"version\":1,\"empresa\":{\"id\":1,\"nombre\":\"Cacao del Sur\",\"tipo\":\"exportadora\"}}"

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_free (answer->etag);
  g_free (answer->body);
  g_clear_pointer (&answer->bytes, g_bytes_unref);
  g_free (answer);
}

static void
free_answers (gpointer data)
{
  g_queue_free_full (data, free_answer);
}

static void
free_asked (gpointer data)
{
  TbkAsked *asked = data;

  g_free (asked->name);
  g_free (asked->query);
  g_free (asked->body);
  g_free (asked->authorization);
  g_free (asked->if_match);
  g_free (asked->if_none_match);
  g_free (asked->idempotency_key);
  g_free (asked);
}

/* --- answering --- */

static char *
name_of (SoupServerMessage *message)
{
  return g_strconcat (soup_server_message_get_method (message), " ",
                      g_uri_get_path (soup_server_message_get_uri (message)), NULL);
}

static void
note_asked (TbkStandIn *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  TbkAsked *asked = g_new0 (TbkAsked, 1);

  asked->name = name_of (message);
  asked->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  asked->body = g_strndup (body->data != NULL ? body->data : "", body->length);
  asked->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  asked->if_match = g_strdup (soup_message_headers_get_one (headers, "If-Match"));
  asked->if_none_match = g_strdup (soup_message_headers_get_one (headers, "If-None-Match"));
  asked->idempotency_key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  g_ptr_array_add (self->asked, asked);
}

static void
drop (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
give (TbkStandIn *self, SoupServerMessage *message, const Answer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *known = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                    "If-None-Match");
  g_autofree char *made = NULL;
  const char *body = answer->body;

  if (answer->reply != NULL)
    body = made = answer->reply (g_uri_get_query (soup_server_message_get_uri (message)), answer->data);
  if (answer->etag != NULL)
    soup_message_headers_replace (headers, "ETag", answer->etag);
  if (answer->etag != NULL && g_strcmp0 (known, answer->etag) == 0)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      return;
    }
  soup_server_message_set_status (message, (guint) answer->status, NULL);
  if (answer->bytes != NULL)
    {
      /* libsoup cuts the range out of it */
      soup_message_headers_set_content_type (headers, "application/octet-stream", NULL);
      soup_message_body_append_bytes (soup_server_message_get_response_body (message), answer->bytes);
      return;
    }
  if (body != NULL)
    soup_server_message_set_response (message,
                                      answer->status < 400 ? "application/json" : "application/problem+json",
                                      SOUP_MEMORY_COPY, body, strlen (body));
}

static void
answer_now (TbkStandIn *self, SoupServerMessage *message)
{
  static const Answer none = { .status = 404, .body = (char *) "{\"title\":\"Not Found\",\"status\":404}" };
  g_autofree char *name = name_of (message);
  GQueue *queue = g_hash_table_lookup (self->answers, name);
  Answer *answer = queue != NULL ? g_queue_peek_head (queue) : NULL;

  if (answer == NULL)
    give (self, message, &none);
  else if (answer->status == TBK_STAND_IN_DROP)
    drop (message);
  else if (answer->status == TBK_STAND_IN_SOCKET)
    tbk_stand_in_live_take (self->live, message);
  else if (answer->status == TBK_STAND_IN_HOLD)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->held, g_object_ref (message));
    }
  else
    give (self, message, answer);
  if (answer != NULL && g_queue_get_length (queue) > 1)
    free_answer (g_queue_pop_head (queue));
}

static void
asked_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  TbkStandIn *self = data;

  note_asked (self, message);
  answer_now (self, message);
}

void
tbk_stand_in_release (TbkStandIn *self)
{
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);

  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < held->len; i++)
    {
      SoupServerMessage *message = g_ptr_array_index (held, i);

      answer_now (self, message);
      soup_server_message_unpause (message);
    }
}

/* --- its life --- */

void
tbk_stand_in_start (TbkStandIn *self, GTlsCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  self->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (self->server, NULL, asked_cb, self, NULL);
  soup_server_listen_local (self->server, self->port,
                            SOUP_SERVER_LISTEN_IPV4_ONLY | (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->port = (guint) g_uri_get_port (uris->data);
  g_free (self->url);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http", self->port);
}

void
tbk_stand_in_stop (TbkStandIn *self)
{
  g_ptr_array_set_size (self->held, 0);
  tbk_stand_in_live_cut (self->live);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

TbkStandIn *
tbk_stand_in_new (GTlsCertificate *certificate)
{
  TbkStandIn *self = g_new0 (TbkStandIn, 1);

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_answers);
  self->asked = g_ptr_array_new_with_free_func (free_asked);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->live = tbk_stand_in_live_new ();
  tbk_stand_in_start (self, certificate);
  tbk_stand_in_answer (self, "POST /auth/login", 200, TOKENS);
  tbk_stand_in_answer (self, "GET /me", 200, ME);
  tbk_stand_in_answer (self, "POST /auth/logout", 204, NULL);
  return self;
}

void
tbk_stand_in_free (TbkStandIn *self)
{
  if (self->server != NULL)
    tbk_stand_in_stop (self);
  tbk_stand_in_live_free (self->live);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->asked);
  g_hash_table_unref (self->answers);
  g_free (self->url);
  g_free (self);
}

const char *
tbk_stand_in_get_url (TbkStandIn *self)
{
  return self->url;
}

TbkStandInLive *
tbk_stand_in_get_live (TbkStandIn *self)
{
  return self->live;
}

/* --- what it says, what it heard --- */

static void
add_answer (TbkStandIn *self, const char *name, const Answer *answer)
{
  GQueue *queue = g_hash_table_lookup (self->answers, name);

  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_hash_table_insert (self->answers, g_strdup (name), queue);
    }
  g_queue_push_tail (queue, g_memdup2 (answer, sizeof *answer));
}

void
tbk_stand_in_answer (TbkStandIn *self, const char *name, int status, const char *body)
{
  add_answer (self, name, &(Answer){ .status = status, .body = g_strdup (body) });
}

void
tbk_stand_in_answer_tagged (TbkStandIn *self, const char *name, const char *etag, const char *body)
{
  add_answer (self, name, &(Answer){ .status = 200, .etag = g_strdup (etag), .body = g_strdup (body) });
}

void
tbk_stand_in_answer_bytes (TbkStandIn *self, const char *name, const char *etag, GBytes *bytes)
{
  add_answer (self, name, &(Answer){ .status = 200, .etag = g_strdup (etag), .bytes = g_bytes_ref (bytes) });
}

void
tbk_stand_in_answer_by (TbkStandIn *self, const char *name, TbkReply reply, gpointer data)
{
  add_answer (self, name, &(Answer){ .status = 200, .reply = reply, .data = data });
}

void
tbk_stand_in_forget (TbkStandIn *self, const char *name)
{
  g_hash_table_remove (self->answers, name);
}

guint
tbk_stand_in_count (TbkStandIn *self, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < self->asked->len; i++)
    n += strcmp (((TbkAsked *) g_ptr_array_index (self->asked, i))->name, name) == 0;
  return n;
}

const TbkAsked *
tbk_stand_in_last (TbkStandIn *self, const char *name)
{
  for (guint i = self->asked->len; i > 0; i--)
    {
      TbkAsked *asked = g_ptr_array_index (self->asked, i - 1);

      if (strcmp (asked->name, name) == 0)
        return asked;
    }
  g_error ("nobody asked %s", name);
}

TbkApi *
tbk_stand_in_sign_in (TbkStandIn *self)
{
  return tbk_stand_in_sign_in_at (self, self->url);
}

TbkApi *
tbk_stand_in_sign_in_at (TbkStandIn *self, const char *url)
{
  g_autoptr (TbkApi) api = tbk_api_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (api, "pause-ms", 1, NULL);
  tbk_api_set_url (api, url);
  tbk_api_sign_in_async (api, "ana@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  tbk_api_sign_in_finish (api, result, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&api);
}

TbkAnswer *
tbk_stand_in_call (TbkApi *api, TbkCall what, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_api_call_async (api, &what, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_api_call_finish (api, result, error);
}
