/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-envio.h"

#include <string.h>

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "tbk-cartero.h"

#define TIMEOUT_S 30
#define WHY_MAX 200 /* characters of it that are kept */

struct _TbkEnvio
{
  TbkBuzon *buzon;
  TbkCartero *cartero;
  SoupSession *session;
  GCancellable *cancellable;
  char *url; /* without a slash at its end */
  char *authorization;
  gint64 lote;
  char *origen;
  char *bascula;
};

/* One post: it may end after the rest has gone. */
typedef struct
{
  TbkCartero *cartero;
  SoupMessage *message;
  char *id;
} Post;

static void
post_free (Post *post)
{
  g_object_unref (post->cartero);
  g_object_unref (post->message);
  g_free (post->id);
  g_free (post);
}

/* "422 Unprocessable Entity: {...}" */
static char *
describe (SoupMessage *message, GBytes *answer)
{
  g_autofree char *text = g_strndup (answer != NULL ? g_bytes_get_data (answer, NULL) : "",
                                     answer != NULL ? MIN (g_bytes_get_size (answer), WHY_MAX) : 0);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return g_strdup_printf ("%u %s: %s", soup_message_get_status (message),
                          soup_message_get_reason_phrase (message), valid);
}

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Post *post = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *why = NULL;

  if (stream == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tbk_cartero_done (post->cartero, post->id, TBK_CARTERO_AWAY, error->message);
      post_free (post);
      return;
    }
  /* The status says all that is needed; what a broken answer says besides is only for people. */
  answer = g_input_stream_read_bytes (stream, WHY_MAX, NULL, NULL);
  why = describe (post->message, answer);
  tbk_cartero_done (post->cartero, post->id, tbk_cartero_result_of (soup_message_get_status (post->message)), why);
  post_free (post);
}

static void
post_cb (TbkCartero *cartero, const TbkBuzonFila *fila, gpointer data)
{
  TbkEnvio *self = data;
  Post *post = g_new0 (Post, 1);
  g_autoptr (GBytes) body = g_bytes_new (fila->cuerpo, strlen (fila->cuerpo));
  g_autofree char *uri = g_strconcat (self->url, fila->ruta, NULL);

  post->cartero = g_object_ref (cartero);
  post->id = g_strdup (fila->id);
  post->message = soup_message_new (SOUP_METHOD_POST, uri);
  soup_message_set_request_body_from_bytes (post->message, "application/json", body);
  soup_message_headers_replace (soup_message_get_request_headers (post->message), "Authorization", self->authorization);
  soup_session_send_async (self->session, post->message, G_PRIORITY_DEFAULT, self->cancellable, posted_cb, post);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_decimal (JsonBuilder *builder, const char *name, TbkDecimal value)
{
  g_autofree char *text = tbk_decimal_to_text (value);

  add_text (builder, name, text);
}

/* As DOMAIN and /openapi.json have it: weights are decimal text, times RFC 3339 in UTC. */
static char *
make_body (TbkEnvio *self, const char *id, const TbkEnvioPesada *pesada, GDateTime *now)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  json_builder_begin_object (builder);
  add_text (builder, "id", id);
  json_builder_set_member_name (builder, "lote_id");
  json_builder_add_int_value (builder, self->lote);
  add_decimal (builder, "peso", pesada->carga.bruto_kg);
  add_text (builder, "unidad", "kg");
  if (pesada->carga.con_tara)
    add_decimal (builder, "tara", pesada->carga.tara_kg);
  if (pesada->humedad != NULL)
    add_decimal (builder, "humedad", *pesada->humedad);
  add_text (builder, "trama", pesada->trama);
  add_text (builder, "origen", self->origen);
  add_text (builder, "bascula", self->bascula);
  add_text (builder, "capturado_en", time);
  json_builder_set_member_name (builder, "estable");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

gboolean
tbk_envio_put (TbkEnvio *self, const TbkEnvioPesada *pesada, char **id, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *body = make_body (self, uuid, pesada, now);

  if (!tbk_cartero_put (self->cartero, uuid, body, g_get_real_time (), error))
    return FALSE;
  if (id != NULL)
    *id = g_steal_pointer (&uuid);
  return TRUE;
}

void
tbk_envio_free (TbkEnvio *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->cartero != NULL)
    tbk_cartero_stop (self->cartero);
  g_clear_object (&self->cartero);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->buzon, tbk_buzon_close);
  g_free (self->url);
  g_free (self->authorization);
  g_free (self->origen);
  g_free (self->bascula);
  g_free (self);
}

static gboolean
trust (TbkEnvio *self, const char *ca, GError **error)
{
  g_autoptr (GTlsDatabase) database = NULL;

  if (ca == NULL)
    return TRUE;
  database = g_tls_file_database_new (ca, error);
  if (database == NULL)
    return FALSE;
  soup_session_set_tls_database (self->session, database);
  return TRUE;
}

TbkEnvio *
tbk_envio_new (const TbkEnvioAjuste *ajuste, GError **error)
{
  g_autoptr (TbkEnvio) self = g_new0 (TbkEnvio, 1);

  self->url = g_strdup (ajuste->url);
  while (g_str_has_suffix (self->url, "/"))
    self->url[strlen (self->url) - 1] = '\0';
  self->authorization = g_strconcat ("Bearer ", ajuste->token, NULL);
  self->lote = ajuste->lote;
  self->origen = g_strdup (ajuste->origen);
  self->bascula = g_strdup (ajuste->bascula);
  self->cancellable = g_cancellable_new ();
  self->session = soup_session_new_with_options ("timeout", TIMEOUT_S, "idle-timeout", TIMEOUT_S, NULL);
  if (!trust (self, ajuste->ca, error))
    return NULL;
  self->buzon = tbk_buzon_open (ajuste->outbox, error);
  if (self->buzon == NULL || !tbk_buzon_forget_sent (self->buzon, g_get_real_time () - TBK_BUZON_KEEP_SENT_US, error))
    return NULL;
  self->cartero = tbk_cartero_new (self->buzon, post_cb, self);
  return g_steal_pointer (&self);
}
