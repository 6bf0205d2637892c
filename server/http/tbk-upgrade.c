/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-upgrade.h"

#include <string.h>

#include "tbk-status.h"

#define VERSION "13"
#define KEY_BYTES 16
#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

/* Whether a field that is a list has that word, in any case. */
static gboolean
has_word (const TbkRequest *request, const char *name, const char *word)
{
  const char *list = tbk_request_get_header (request, name);
  g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", ",", 16);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (words[i]), word) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_key (const char *key)
{
  g_autofree guchar *bytes = NULL;
  gsize size = 0;

  if (key == NULL || strlen (key) != 24)
    return FALSE;
  bytes = g_base64_decode (key, &size);
  return size == KEY_BYTES;
}

/* A browser sends the Origin of its page, and cookies or not, any page can ask; other clients send none. */
static gboolean
is_own_origin (const TbkRequest *request)
{
  const char *origin = tbk_request_get_header (request, "Origin");
  const char *host = tbk_request_get_header (request, "Host");
  const char *const *allowed = (const char *const *) tbk_request_get_app (request)->config->cors_origins;
  const char *name = origin != NULL ? strstr (origin, "://") : NULL;

  if (origin == NULL || g_strv_contains (allowed, origin))
    return TRUE;
  return name != NULL && host != NULL && g_ascii_strcasecmp (name + strlen ("://"), host) == 0;
}

static char *
accept_of (const char *key)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize size = sizeof digest;

  g_checksum_update (sum, (const guchar *) key, -1);
  g_checksum_update (sum, (const guchar *) GUID, -1);
  g_checksum_get_digest (sum, digest, &size);
  return g_base64_encode (digest, size);
}

TbkReply *
tbk_upgrade_reply (const TbkRequest *request, GError **error)
{
  const char *key = tbk_request_get_header (request, "Sec-WebSocket-Key");
  const char *version = tbk_request_get_header (request, "Sec-WebSocket-Version");
  g_autofree char *accept = NULL;
  TbkReply *reply;

  if (!is_own_origin (request))
    {
      tbk_problem_set (error, 403, "a page of another origin may not connect");
      return NULL;
    }
  if (strcmp (tbk_request_get_method (request), "GET") != 0 || !has_word (request, "Upgrade", "websocket")
      || !has_word (request, "Connection", "upgrade") || g_strcmp0 (version, VERSION) != 0 || !is_key (key))
    {
      tbk_status_set_problem (error, 426);
      return NULL;
    }
  accept = accept_of (key);
  reply = tbk_reply_new_switch ();
  tbk_reply_set_header (reply, "Upgrade", "websocket");
  tbk_reply_set_header (reply, "Connection", "Upgrade");
  tbk_reply_set_header (reply, "Sec-WebSocket-Accept", accept);
  return reply;
}
