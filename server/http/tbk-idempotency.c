/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-idempotency.h"

#include <string.h>

#include "tbk-reply-private.h"
#include "tbk-route.h"

#define MAX_KEY_BYTES 200

const char *
tbk_idempotency_get_key (const TbkRequest *request, GError **error)
{
  const char *key = NULL;
  gsize length;

  if (tbk_request_get_route (request)->flags & TBK_ROUTE_IDEMPOTENT
      && tbk_request_get_caller (request) != NULL)
    key = tbk_request_get_header (request, "Idempotency-Key");
  if (key == NULL)
    return NULL;
  length = strlen (key);
  for (const char *at = key; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      length = 0;
  if (length > 0 && length <= MAX_KEY_BYTES)
    return key;
  tbk_problem_set (error, 400, "Idempotency-Key must have 1 to %d visible characters", MAX_KEY_BYTES);
  return NULL;
}

static TbkValues *
identify (const TbkRequest *request, const char *key)
{
  TbkValues *values = tbk_values_new ();
  GBytes *bytes = tbk_request_get_bytes (request);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autofree char *ruta
      = g_strconcat (tbk_request_get_method (request), " ", tbk_request_get_path (request), NULL);
  g_autofree char *huella = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes != NULL ? bytes : none);

  tbk_values_set (values, "clave", key);
  tbk_values_set (values, "ruta", ruta);
  tbk_values_set (values, "huella", huella);
  return values;
}

static TbkReply *
repeat (const TbkRows *kept, const TbkValues *values, GError **error)
{
  if (tbk_rows_count (kept) == 0)
    {
      tbk_problem_set (error, 409, "a request with this Idempotency-Key is at work");
      return NULL;
    }
  if (g_strcmp0 (tbk_rows_text (kept, 0, "ruta"), tbk_values_get (values, "ruta")) != 0
      || g_strcmp0 (tbk_rows_text (kept, 0, "huella"), tbk_values_get (values, "huella")) != 0)
    {
      tbk_problem_add_field (error, "Idempotency-Key", "conflict", "came with another request before");
      return NULL;
    }
  return tbk_reply_new_stored (tbk_rows_int (kept, 0, "estado", 500), tbk_rows_text (kept, 0, "cabeceras"),
                               tbk_rows_text (kept, 0, "cuerpo"));
}

static gboolean
keep (TbkTx *tx, const TbkReply *reply, TbkValues *values, GError **error)
{
  GBytes *body = tbk_reply_get_body (reply);
  g_autofree char *headers = tbk_reply_headers_to_json (reply);
  g_autofree char *text = NULL;
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  if (data != NULL)
    text = g_strndup (data, length);
  tbk_values_set_int (values, "estado", tbk_reply_get_status (reply));
  tbk_values_set (values, "cabeceras", headers);
  tbk_values_set (values, "cuerpo", text);
  return tbk_tx_exec (tx, "idempotencia_guardar", values, NULL, error);
}

TbkReply *
tbk_idempotency_run (TbkTx *tx, const TbkRequest *request, const char *key, GError **error)
{
  g_autoptr (TbkValues) values = identify (request, key);
  g_autoptr (TbkRows) taken = tbk_tx_many (tx, "idempotencia_tomar", values, error);
  g_autoptr (TbkRows) kept = NULL;
  g_autoptr (TbkReply) reply = NULL;

  if (taken == NULL)
    return NULL;
  if (tbk_rows_count (taken) == 0)
    {
      kept = tbk_tx_many (tx, "idempotencia_leer", values, error);
      return kept != NULL ? repeat (kept, values, error) : NULL;
    }
  reply = tbk_request_get_route (request)->handler (tx, request, error);
  if (reply == NULL)
    return NULL;
  if (tbk_reply_get_status (reply) < 400 && !keep (tx, reply, values, error))
    return NULL;
  return g_steal_pointer (&reply);
}
