/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pipeline.h"

#include <string.h>

#include "tbk-idempotency.h"
#include "tbk-input.h"
#include "tbk-refusal.h"
#include "tbk-status.h"
#include "tbk-upgrade.h"

/* A stage lets the request pass, or answers it: by `error`, or by the exchange's `reply`. */
typedef gboolean (*Stage) (TbkExchange *exchange, GError **error);

/* Of what says no more than "later": the database's own limit of log-ins looks a quarter of an hour back. */
static const char *
retry_after (int status)
{
  if (status == 429)
    return "900";
  return status == 503 ? "1" : NULL;
}

/* Who holds an address has no session that it could renew: it asks for another address. */
static GError *
say_of_address (const TbkExchange *exchange, GError *error)
{
  GError *problem = NULL;

  if (error == NULL || error->domain != TBK_PROBLEM || error->code != 401 || !exchange->request->by_address)
    return error;
  tbk_problem_set (&problem, 403, "the session that this address was given to has ended");
  g_error_free (error);
  return problem;
}

static void
answer (TbkExchange *exchange)
{
  if (exchange->peer == NULL)
    g_clear_pointer (&exchange->reply, tbk_reply_unref); /* nobody waits for it,
        and its query was cancelled */
  /* What was not kept is gone before anyone is told so. */
  g_clear_pointer (&exchange->form, tbk_form_free);
  g_clear_pointer (&exchange->request->upload, tbk_upload_free);
  exchange->done (exchange, g_steal_pointer (&exchange->reply));
}

/* That it cannot be kept changes nothing of what is answered. */
static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkExchange *exchange = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = tbk_pipe_run_finish (exchange->app->pipe, result, &error);

  if (results == NULL)
    g_message ("what was refused could not be kept: %s", error->message);
  answer (exchange);
}

/* Only of who was let in: nobody else has anything written. */
static gboolean
is_worth_keeping (const TbkExchange *exchange, const GError *problem)
{
  const TbkRequest *request = exchange->request;

  return exchange->entry != NULL && exchange->entry->refused != NULL && (request->has_caller || request->by_device)
         && problem != NULL && tbk_problem_is_final (problem);
}

/* Whoever sent it may never be asked, so it is kept before it is answered, whether or not it waits for that. */
static void
keep_refused (TbkExchange *exchange, const GError *problem)
{
  const TbkRequest *request = exchange->request;
  g_autofree char *why = tbk_refusal_describe (problem);
  g_autoptr (TbkValues) values = tbk_refusal_new ("http", request->address, request->bytes, why);
  TbkStep step = { .statement = exchange->entry->refused, .values = values };

  tbk_pipe_run_async (exchange->app->pipe, tbk_request_get_caller (request), &step, 1, NULL, kept_cb, exchange);
}

static void
end (TbkExchange *exchange, GError *error)
{
  g_autoptr (GError) owned = say_of_address (exchange, error);
  const char *wait = owned != NULL ? retry_after (owned->code) : NULL;

  if (owned != NULL)
    {
      g_clear_pointer (&exchange->reply, tbk_reply_unref);
      exchange->reply = tbk_reply_new_problem (owned, exchange->request->path);
      if (wait != NULL && owned->domain == TBK_PROBLEM)
        tbk_reply_set_header (exchange->reply, "Retry-After", wait);
    }
  if (is_worth_keeping (exchange, owned))
    keep_refused (exchange, owned);
  else
    answer (exchange);
}

static gboolean
answer_with_header (TbkExchange *exchange, int status, const char *name, const char *value)
{
  g_autoptr (GError) problem = NULL;

  tbk_status_set_problem (&problem, status);
  exchange->reply = tbk_reply_new_problem (problem, exchange->request->path);
  tbk_reply_set_header (exchange->reply, name, value);
  return FALSE;
}

/* What a browser asks before it sends something across origins; the origin's own fields are added to every reply. */
static gboolean
answer_options (TbkExchange *exchange, const char *allow)
{
  exchange->reply = tbk_reply_new_empty ();
  tbk_reply_set_header (exchange->reply, "Allow", allow);
  tbk_reply_set_header (exchange->reply, "Access-Control-Allow-Methods", allow);
  tbk_reply_set_header (exchange->reply, "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key");
  tbk_reply_set_header (exchange->reply, "Access-Control-Max-Age", "600");
  return FALSE;
}

/* A browser's socket can set no fields: its handshake names a ticket. Returns: (transfer full) (nullable). */
static char *
find_ticket (const TbkRequest *request)
{
  const char *query = tbk_head_get_query (request->head);
  g_auto (GStrv) pairs = g_strsplit (query != NULL ? query : "", "&", 16);

  if (request->route->out_kind != TBK_OUT_SOCKET)
    return NULL;
  for (guint i = 0; pairs[i] != NULL; i++)
    if (g_str_has_prefix (pairs[i], "ticket="))
      return g_strdup (pairs[i] + strlen ("ticket="));
  return NULL;
}

/* Looks at all of it, so that the time it takes does not tell how much of a guess is right. */
static gboolean
is_device_token (const TbkRequest *request, const char *given)
{
  const char *token = request->app->config->iot_token;
  gsize length = token != NULL ? strlen (token) : 0;
  guchar differ = 0;

  if (length == 0 || strlen (given) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    differ |= (guchar) given[i] ^ (guchar) token[i];
  return differ == 0;
}

/* Who asks, if a token says so. A bad one is no error yet: the rate is looked at first. */
static void
read_caller (TbkRequest *request, GError **error)
{
  const char *given = tbk_request_get_header (request, "Authorization");
  g_autofree char *ticket = given == NULL ? find_ticket (request) : NULL;

  if (ticket != NULL)
    {
      request->has_caller = tbk_tokens_verify (request->app->tickets, ticket, &request->caller, error);
      return;
    }
  if (given == NULL)
    {
      tbk_status_set_problem (error, 401);
      return;
    }
  if (g_ascii_strncasecmp (given, "Bearer ", 7) != 0)
    {
      tbk_problem_set (error, 401, "only bearer tokens are taken");
      return;
    }
  if ((request->route->flags & TBK_ROUTE_DEVICE) != 0 && is_device_token (request, given + 7))
    {
      request->by_device = TRUE;
      return;
    }
  request->has_caller = tbk_tokens_verify (request->app->tokens, given + 7, &request->caller, error);
}

/* An address with a query stands for itself, whatever token comes with it. Returns: whether it is one. */
static gboolean
read_address (TbkRequest *request, GError **error)
{
  const char *query = tbk_head_get_query (request->head);

  if ((request->route->flags & TBK_ROUTE_SIGNED) == 0 || query == NULL)
    return FALSE;
  request->by_address = TRUE;
  request->has_caller = tbk_signer_verify (request->app->signer, request->path, query,
                                           g_get_real_time () / G_USEC_PER_SEC, &request->caller, error);
  return TRUE;
}

static guint64
hash_text (const char *text, guint64 salt)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037) ^ salt; /* FNV-1a */

  for (; *text != '\0'; text++)
    hash = (hash ^ (guchar) *text) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

/* By session, or without one by address; a strict route also by address, for itself. */
static guint
take_rate (const TbkExchange *exchange)
{
  const TbkRequest *request = exchange->request;
  const TbkConfig *config = exchange->app->config;
  gint64 now_us = exchange->started_us;
  const char *who = request->has_caller ? request->caller.sesion : request->address;
  guint wait_s = tbk_board_take (exchange->app->board, hash_text (who, 0), config->rate_per_minute, now_us);

  if (wait_s > 0 || request->route == NULL || (request->route->flags & TBK_ROUTE_STRICT) == 0)
    return wait_s;
  return tbk_board_take (exchange->app->board, hash_text (request->address, exchange->entry->index + 1),
                         config->rate_strict_per_minute, now_us);
}

static gboolean
answer_wait (TbkExchange *exchange, guint wait_s)
{
  g_autofree char *seconds = g_strdup_printf ("%u", wait_s);

  return answer_with_header (exchange, 429, "Retry-After", seconds);
}

static gboolean
find_route (TbkExchange *exchange, GError **error)
{
  TbkRequest *request = exchange->request;
  const char *method = tbk_request_get_method (request);
  TbkRouterResult result = tbk_router_match (exchange->app->router, method, request->path, &exchange->entry,
                                             request->params);
  g_autofree char *allow = NULL;
  guint wait_s;

  if (result == TBK_ROUTER_FOUND)
    {
      request->route = exchange->entry->route;
      return TRUE;
    }
  exchange->entry = NULL;
  wait_s = take_rate (exchange);
  if (wait_s > 0)
    return answer_wait (exchange, wait_s);
  allow = tbk_router_allow (exchange->app->router, request->path);
  if (allow == NULL || result == TBK_ROUTER_NO_PATH)
    {
      tbk_status_set_problem (error, 404);
      return FALSE;
    }
  if (strcmp (method, "OPTIONS") == 0)
    return answer_options (exchange, allow);
  return answer_with_header (exchange, 405, "Allow", allow);
}

/* From this machine, and not through a proxy on it. */
static gboolean
is_local (const TbkRequest *request)
{
  if (tbk_request_get_header (request, "X-Forwarded-For") != NULL
      || tbk_request_get_header (request, "Forwarded") != NULL)
    return FALSE;
  return g_str_has_prefix (request->address, "127.") || strcmp (request->address, "::1") == 0;
}

static gboolean
identify (TbkExchange *exchange, GError **error)
{
  TbkRequest *request = exchange->request;
  gboolean local = (request->route->flags & TBK_ROUTE_LOCAL) != 0 && !is_local (request);
  gboolean wanted = request->route->roles != TBK_ROL_NONE || local;
  g_autoptr (GError) refusal = NULL;
  guint wait_s;

  if (wanted && !read_address (request, &refusal))
    read_caller (request, &refusal);
  wait_s = take_rate (exchange);
  if (wait_s > 0)
    return answer_wait (exchange, wait_s);
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
check_role (TbkExchange *exchange, GError **error)
{
  const TbkRequest *request = exchange->request;
  guint roles = request->route->roles;

  if (roles == TBK_ROL_NONE && request->has_caller)
    roles = TBK_ROL_ADMIN; /* a local route from elsewhere */
  if (roles == TBK_ROL_NONE || request->by_device || (roles & request->caller.rol) != 0)
    return TRUE;
  tbk_status_set_problem (error, 403);
  return FALSE;
}

static gboolean
read_input (TbkExchange *exchange, GError **error)
{
  return tbk_input_read (exchange->request, exchange->entry, error);
}

static gboolean
read_page (TbkExchange *exchange, GError **error)
{
  if (exchange->request->route->out_kind != TBK_OUT_PAGE)
    return TRUE;
  return tbk_page_read (&exchange->page, exchange->entry, exchange->app->sql, exchange->request->params,
                        error);
}

static gboolean
read_conditions (TbkExchange *exchange, GError **error)
{
  GError *problem = NULL;

  if (!tbk_input_read_version (exchange->request, error))
    return FALSE;
  exchange->idempotency_key = tbk_idempotency_get_key (exchange->request, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

static const Stage stages[] = {
  find_route,
  identify,
  check_role,
  read_input,
  read_page,
  read_conditions,
};

static TbkReply *
reply_rows (TbkExchange *exchange, GPtrArray *results, GError **error)
{
  const TbkRoute *route = exchange->request->route;
  const TbkRows *rows = results->pdata[0];

  switch (route->out_kind)
    {
    case TBK_OUT_PAGE:
      return tbk_page_reply (&exchange->page, rows, results->pdata[1], route->out);
    case TBK_OUT_ITEMS:
      return tbk_reply_new_items (rows, route->out);
    case TBK_OUT_NONE:
      return tbk_reply_new_empty ();
    case TBK_OUT_SOCKET:
      return tbk_upgrade_reply (exchange->request, error);
    default:
      if (tbk_rows_count (rows) > 0)
        return tbk_reply_new_row (route->status != 0 ? route->status : 200, rows, route->out);
      tbk_status_set_problem (error, 404);
      return NULL;
    }
}

static void
pipe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkExchange *exchange = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) results = tbk_pipe_run_finish (exchange->app->pipe, result, &error);

  if (results != NULL)
    exchange->reply = reply_rows (exchange, results, &error);
  else
    tbk_page_blame_cursor (&exchange->page, &error);
  end (exchange, error);
}

static void
run_statement (TbkExchange *exchange)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (exchange->request);
  const TbkPage *page = &exchange->page;
  gboolean paged = exchange->request->route->out_kind == TBK_OUT_PAGE;
  TbkStep steps[2] = {
    { .statement = paged ? page->statement : exchange->entry->statement, .values = values },
    { .statement = page->total, .values = values, .replan = page->filtered },
  };

  if (paged)
    tbk_page_bind (page, values);
  tbk_pipe_run_async (exchange->app->pipe, tbk_request_get_caller (exchange->request), steps, paged ? 2 : 1,
                      exchange->cancellable, pipe_cb, exchange);
}

/* Pool thread; again after a serialization failure. */
static gboolean
handler_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkExchange *exchange = data;
  const TbkRequest *request = exchange->request;

  g_clear_pointer (&exchange->reply, tbk_reply_unref);
  if (exchange->idempotency_key != NULL)
    exchange->reply = tbk_idempotency_run (tx, request, exchange->idempotency_key, error);
  else
    exchange->reply = request->route->handler (tx, request, error);
  return exchange->reply != NULL && tbk_reply_get_commit (exchange->reply);
}

static void
handler_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkExchange *exchange = user_data;
  gboolean strict = (exchange->request->route->flags & TBK_ROUTE_STRICT) != 0;
  TbkPool *pool = strict ? exchange->app->lane : exchange->app->pool;
  GError *error = NULL;

  if (!tbk_pool_run_finish (pool, result, &error) && error == NULL && exchange->reply == NULL)
    tbk_status_set_problem (&error, 500);
  end (exchange, error);
}

static void
run_handler (TbkExchange *exchange)
{
  gboolean strict = (exchange->request->route->flags & TBK_ROUTE_STRICT) != 0;

  tbk_pool_run_async (strict ? exchange->app->lane : exchange->app->pool,
                      tbk_request_get_caller (exchange->request),
                      handler_job, exchange, exchange->cancellable, handler_cb, exchange);
}

static void
run (TbkExchange *exchange)
{
  const TbkRoute *route = exchange->request->route;
  GError *error = NULL;

  if (route->direct != NULL)
    {
      exchange->reply = route->direct (exchange->app, exchange->request, &error);
      end (exchange, error);
    }
  else if (route->statement != NULL)
    run_statement (exchange);
  else
    run_handler (exchange);
}

guint64
tbk_pipeline_max_file (const TbkApp *app, const TbkRoute *route)
{
  guint64 setting = (guint64) app->config->max_upload_mb * TBK_CONFIG_MB;

  return route->max_body > 0 ? MIN (route->max_body, setting) : setting;
}

static void
admit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkExchange *exchange = user_data;
  const TbkRequest *request = exchange->request;
  TbkFormOptions options = {
    .schema = request->route->form,
    .storage = exchange->app->storage,
    .max_file = tbk_pipeline_max_file (exchange->app, request->route),
    .expected = tbk_head_get_content_length (request->head),
    .content_type = tbk_request_get_header (request, "Content-Type"),
  };
  GError *error = NULL;
  g_autoptr (GPtrArray) results = tbk_pipe_run_finish (exchange->app->pipe, result, &error);

  if (results != NULL && exchange->peer != NULL)
    exchange->form = tbk_form_new (&options, &error);
  if (exchange->form != NULL)
    exchange->receive (exchange);
  else
    end (exchange, error);
}

/* Whether the body may come at all is asked before it does: a file takes its time. */
static void
admit (TbkExchange *exchange)
{
  g_autoptr (TbkValues) values = tbk_request_to_values (exchange->request);
  TbkStep step = { .statement = exchange->entry->admit, .values = values };

  tbk_pipe_run_async (exchange->app->pipe, &exchange->request->caller, &step, 1, exchange->cancellable, admit_cb,
                      exchange);
}

void
tbk_pipeline_received (TbkExchange *exchange, GError *error)
{
  TbkRequest *request = exchange->request;

  exchange->receiving = FALSE;
  if (error == NULL)
    tbk_form_finish (exchange->form, &request->body, &request->upload, &error);
  g_clear_pointer (&exchange->form, tbk_form_free);
  if (error != NULL)
    end (exchange, error);
  else
    run_handler (exchange);
}

static void
visible_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkExchange *exchange = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) results = tbk_pipe_run_finish (exchange->app->pipe, result, &error);

  if (results != NULL && tbk_rows_count (results->pdata[0]) > 0)
    {
      end (exchange, NULL); /* what was wrong with the request */
      return;
    }
  if (results != NULL)
    tbk_status_set_problem (&error, 404);
  end (exchange, error);
}

/* Before a role or a missing version is blamed: what the caller does not see answers 404 on every verb. */
static gboolean
needs_sight (const TbkExchange *exchange, const GError *problem)
{
  const TbkRequest *request = exchange->request;
  const char *id = tbk_values_get (request->params, "id");

  if (problem == NULL || (problem->code != 403 && problem->code != 412 && problem->code != 428))
    return FALSE;
  if (!request->has_caller || exchange->entry->visible == NULL || id == NULL)
    return FALSE;
  return g_ascii_string_to_signed (id, 10, 1, G_MAXINT64, NULL, NULL);
}

static void
refuse (TbkExchange *exchange, GError *problem)
{
  g_autoptr (TbkValues) values = NULL;
  TbkStep step;

  if (exchange->reply != NULL || exchange->entry == NULL || !needs_sight (exchange, problem))
    {
      end (exchange, problem);
      return;
    }
  exchange->reply = tbk_reply_new_problem (problem, exchange->request->path);
  g_error_free (problem);
  values = tbk_request_to_values (exchange->request);
  step = (TbkStep){ .statement = exchange->entry->visible, .values = values };
  tbk_pipe_run_async (exchange->app->pipe, &exchange->request->caller, &step, 1, exchange->cancellable,
                      visible_cb,
                      exchange);
}

void
tbk_pipeline_start (TbkExchange *exchange)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      GError *problem = NULL;

      if (stages[i](exchange, &problem))
        continue;
      refuse (exchange, problem);
      return;
    }
  if (exchange->request->route->form != NULL)
    admit (exchange);
  else
    run (exchange);
}
