/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-request-private.h"

#include <string.h>

static void
make_id (char *id)
{
  static const char digits[] = "0123456789abcdef";
  guint32 random[2] = { g_random_int (), g_random_int () };

  for (guint i = 0; i < TBK_REQUEST_ID_LENGTH; i++)
    id[i] = digits[(random[i / 8] >> (i % 8 * 4)) & 15];
  id[TBK_REQUEST_ID_LENGTH] = '\0';
}

static gboolean
is_trusted (const TbkApp *app, const char *address)
{
  return g_strv_contains ((const char *const *) app->config->trusted_proxies, address);
}

/* From the nearest hop on, the first that is no proxy of ours: what stands before it anyone can have written. */
static char *
find_address (const TbkApp *app, const TbkHead *head, const char *peer_address)
{
  g_autofree char *forwarded = NULL;
  g_auto (GStrv) hops = NULL;

  if (!is_trusted (app, peer_address))
    return g_strdup (peer_address);
  /* A proxy may add its own field to one that the client sent. */
  forwarded = tbk_head_join_fields (head, "X-Forwarded-For");
  hops = g_strsplit (forwarded != NULL ? forwarded : "", ",", -1);
  for (guint i = g_strv_length (hops); i > 0; i--)
    {
      const char *hop = g_strstrip (hops[i - 1]);

      if (!g_hostname_is_ip_address (hop))
        break;
      if (!is_trusted (app, hop))
        return g_strdup (hop);
    }
  return g_strdup (peer_address);
}

TbkRequest *
tbk_request_new (const TbkApp *app, TbkHead *head, GBytes *bytes, const char *peer_address)
{
  TbkRequest *request = g_new0 (TbkRequest, 1);
  const char *path = tbk_head_get_path (head);

  g_atomic_ref_count_init (&request->refs);
  request->app = app;
  request->head = head;
  request->path = g_str_has_prefix (path, "/v1/") ? path + 3 : path;
  request->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  request->address = find_address (app, head, peer_address);
  request->params = tbk_values_new ();
  make_id (request->id);
  return request;
}

TbkRequest *
tbk_request_ref (TbkRequest *request)
{
  g_atomic_ref_count_inc (&request->refs);
  return request;
}

void
tbk_request_unref (TbkRequest *request)
{
  if (!g_atomic_ref_count_dec (&request->refs))
    return;
  tbk_head_free (request->head);
  g_free (request->address);
  g_free (request->version);
  tbk_values_free (request->params);
  g_clear_pointer (&request->body, tbk_values_free);
  g_clear_pointer (&request->bytes, g_bytes_unref);
  tbk_upload_free (request->upload);
  g_free (request);
}

const TbkApp *
tbk_request_get_app (const TbkRequest *request)
{
  return request->app;
}

const char *
tbk_request_get_id (const TbkRequest *request)
{
  return request->id;
}

const char *
tbk_request_get_method (const TbkRequest *request)
{
  return tbk_head_get_method (request->head);
}

const char *
tbk_request_get_path (const TbkRequest *request)
{
  return request->path;
}

const char *
tbk_request_get_address (const TbkRequest *request)
{
  return request->address;
}

const TbkRoute *
tbk_request_get_route (const TbkRequest *request)
{
  return request->route;
}

const TbkCaller *
tbk_request_get_caller (const TbkRequest *request)
{
  return request->has_caller ? &request->caller : NULL;
}

gboolean
tbk_request_is_device (const TbkRequest *request)
{
  return request->by_device;
}

const char *
tbk_request_get_header (const TbkRequest *request, const char *name)
{
  return tbk_head_get_field (request->head, name);
}

const TbkValues *
tbk_request_get_params (const TbkRequest *request)
{
  return request->params;
}

const TbkValues *
tbk_request_get_body (const TbkRequest *request)
{
  return request->body;
}

GBytes *
tbk_request_get_bytes (const TbkRequest *request)
{
  return request->bytes;
}

const TbkUpload *
tbk_request_get_upload (const TbkRequest *request)
{
  return request->upload;
}

TbkValues *
tbk_request_to_values (const TbkRequest *request)
{
  TbkValues *values = tbk_values_copy (request->params);

  if (request->body != NULL)
    tbk_values_merge (values, request->body);
  /* The path names the row, whatever the body says. */
  tbk_values_merge (values, request->params);
  if (request->version != NULL)
    tbk_values_set (values, "version", request->version);
  if (request->has_caller)
    {
      tbk_values_set_int (values, "yo_usuario", request->caller.usuario_id);
      tbk_values_set_int (values, "yo_empresa", request->caller.empresa_id);
      tbk_values_set (values, "yo_rol", tbk_rol_to_text (request->caller.rol));
      tbk_values_set (values, "yo_sesion", request->caller.sesion);
    }
  return values;
}
