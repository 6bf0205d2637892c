/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-fcm.h"

#include <string.h>

#include "tbk-assertion.h"
#include "tbk-curl.h"
#include "tbk-job.h"
#include "tbk-json.h"

#define SCOPE "https://www.googleapis.com/auth/firebase.messaging"
/* As it stands in a form: the name of RFC 7523. */
#define GRANT "urn%%3Aietf%%3Aparams%%3Aoauth%%3Agrant-type%%3Ajwt-bearer"
#define ASSERTION_S 3600
#define EARLY_S 60 /* a token is made anew so long before its end */
#define MAX_ACCOUNT_BYTES 65536
#define MAX_REPLY_BYTES 65536
/* Where the service says "too many" and not how long to wait, as its documentation asks. */
#define TOO_MANY_S 60

struct _TbkFcm
{
  const TbkConfig *config;
  char *project_id;
  char *client_email;
  char *private_key; /* PEM */
  char *token_uri;
  char *token; /* nullable */
  gint64 token_until_us;
};

/* A member of the account that is text. Returns: (transfer full) (nullable). */
static char *
take_text (JsonObject *account, const char *member)
{
  JsonNode *node = json_object_get_member (account, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_dup_string (node) : NULL;
}

TbkFcm *
tbk_fcm_new (const TbkConfig *config, GError **error)
{
  g_autoptr (TbkFcm) fcm = g_new0 (TbkFcm, 1);
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) account = NULL;
  gsize length;

  fcm->config = config;
  if (!g_file_get_contents (config->fcm_key, &text, &length, error))
    return NULL;
  account = length <= MAX_ACCOUNT_BYTES ? tbk_json_parse_object (text, (gssize) length, NULL) : NULL;
  if (account != NULL)
    {
      fcm->project_id = take_text (account, "project_id");
      fcm->client_email = take_text (account, "client_email");
      fcm->private_key = take_text (account, "private_key");
      fcm->token_uri = take_text (account, "token_uri");
    }
  if (fcm->project_id != NULL && fcm->client_email != NULL && fcm->private_key != NULL && fcm->token_uri != NULL
      && g_str_has_prefix (fcm->token_uri, "https://"))
    return g_steal_pointer (&fcm);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "FCM_KEY %s is no service account with project_id, client_email, private_key and an https token_uri",
               config->fcm_key);
  return NULL;
}

void
tbk_fcm_free (TbkFcm *fcm)
{
  if (fcm == NULL)
    return;
  g_free (fcm->project_id);
  g_free (fcm->client_email);
  g_free (fcm->private_key);
  g_free (fcm->token_uri);
  g_free (fcm->token);
  g_free (fcm);
}

/* --- asking
 * --------------------------------------------------------------------------------
 */

typedef struct
{
  long code;
  gint64 retry_after_s; /* 0: not said */
  GString *body;
} Reply;

static void
reply_free (Reply *reply)
{
  g_string_free (reply->body, TRUE);
  g_free (reply);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

static gsize
write_cb (char *bytes, gsize size, gsize n, void *data)
{
  Reply *reply = data;

  if (n > MAX_REPLY_BYTES - reply->body->len)
    return 0; /* curl ends it */
  g_string_append_len (reply->body, bytes, (gssize) n);
  return n;
}

/* `fields`: of the request. Returns: (transfer full) (nullable): what was answered, whatever it is;
 * NULL where nothing was. */
static Reply *
post (TbkFcm *fcm,
      const char *url,
      struct curl_slist *fields,
      const char *body,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (CURL) curl = tbk_curl_new (url, fcm->config->fcm_ca, cancellable);
  g_autoptr (Reply) reply = g_new0 (Reply, 1);
  curl_off_t retry_after = 0;

  reply->body = g_string_new (NULL);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, fields);
  curl_easy_setopt (curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) strlen (body));
  curl_easy_setopt (curl, CURLOPT_POSTFIELDS, body);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, write_cb);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, reply);
  if (!tbk_curl_run (curl, &reply->code, NULL, error))
    {
      g_prefix_error (error, "%s: ", url);
      return NULL;
    }
  curl_easy_getinfo (curl, CURLINFO_RETRY_AFTER, &retry_after);
  reply->retry_after_s = CLAMP (retry_after, 0, 86400);
  return g_steal_pointer (&reply);
}

/* --- the token
 * --------------------------------------------------------------------------------
 */

static gboolean
take_token (TbkFcm *fcm, const Reply *reply, GError **error)
{
  g_autoptr (JsonObject) given = reply->code == 200 ? tbk_json_parse_object (reply->body->str, -1, NULL) : NULL;

  if (given != NULL)
    fcm->token = take_text (given, "access_token");
  if (fcm->token == NULL)
    {
      g_set_error (error, TBK_JOB_ERROR, (int) reply->retry_after_s, "%s gives no token: %ld %.200s", fcm->token_uri,
                   reply->code, reply->body->str);
      return FALSE;
    }
  fcm->token_until_us
      = g_get_monotonic_time ()
        + (CLAMP (json_object_get_int_member_with_default (given, "expires_in", 0), 0, 86400)
           - EARLY_S)
              * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
ensure_token (TbkFcm *fcm, GCancellable *cancellable, GError **error)
{
  const TbkAssertion who = { fcm->private_key, fcm->client_email, SCOPE, fcm->token_uri, ASSERTION_S };
  g_autofree char *assertion = NULL;
  g_autofree char *body = NULL;
  g_autoptr (Reply) reply = NULL;

  if (fcm->token != NULL && g_get_monotonic_time () < fcm->token_until_us)
    return TRUE;
  g_clear_pointer (&fcm->token, g_free);
  assertion = tbk_assertion_sign (&who);
  if (assertion == NULL)
    {
      g_set_error (error, TBK_JOB_ERROR, 0, "the private_key in FCM_KEY %s does not sign", fcm->config->fcm_key);
      return FALSE;
    }
  body = g_strdup_printf ("grant_type=" GRANT "&assertion=%s", assertion);
  reply = post (fcm, fcm->token_uri, NULL, body, cancellable, error);
  return reply != NULL && take_token (fcm, reply, error);
}

/* --- a message
 * --------------------------------------------------------------------------------
 */

/* What a refusal says by its code: UNREGISTERED, QUOTA_EXCEEDED, ... Returns: (transfer full): "" for none. */
static char *
error_code_of (const Reply *reply)
{
  g_autoptr (JsonNode) node = tbk_json_parse (reply->body->str, -1, NULL);
  g_autoptr (JsonNode) found
             = node != NULL ? json_path_query ("$.error.details[*].errorCode", node, NULL) : NULL;
  JsonArray *codes = found != NULL && JSON_NODE_HOLDS_ARRAY (found) ? json_node_get_array (found) : NULL;

  if (codes == NULL || json_array_get_length (codes) == 0 || json_array_get_string_element (codes, 0) == NULL)
    return g_strdup ("");
  return g_strdup (json_array_get_string_element (codes, 0));
}

static int
wait_of (const Reply *reply)
{
  if (reply->code == 401 || reply->code >= 500)
    return (int) reply->retry_after_s;
  if (reply->code == 429)
    return reply->retry_after_s > 0 ? (int) reply->retry_after_s : TOO_MANY_S;
  return TBK_JOB_NEVER;
}

static TbkFcmResult
judge (TbkFcm *fcm, const Reply *reply, GError **error)
{
  g_autofree char *why = NULL;

  if (reply->code == 200)
    return TBK_FCM_SENT;
  why = error_code_of (reply);
  if (reply->code == 404 && strcmp (why, "UNREGISTERED") == 0)
    return TBK_FCM_GONE;
  if (reply->code == 401)
    g_clear_pointer (&fcm->token, g_free); /* taken back before its time */
  g_set_error (error, TBK_JOB_ERROR, wait_of (reply), "FCM answers %ld %s", reply->code, why);
  return TBK_FCM_FAILED;
}

TbkFcmResult
tbk_fcm_send (TbkFcm *fcm, const char *message, GCancellable *cancellable, GError **error)
{
  g_autofree char *url = g_strdup_printf ("%s/v1/projects/%s/messages:send", fcm->config->fcm_url, fcm->project_id);
  g_autofree char *body = g_strdup_printf ("{\"message\":%s}", message);
  g_autofree char *authorization = NULL;
  struct curl_slist *fields;
  g_autoptr (Reply) reply = NULL;

  if (!ensure_token (fcm, cancellable, error))
    return TBK_FCM_FAILED;
  authorization = g_strdup_printf ("Authorization: Bearer %s", fcm->token);
  fields = curl_slist_append (curl_slist_append (NULL, authorization), "Content-Type: application/json; charset=UTF-8");
  reply = post (fcm, url, fields, body, cancellable, error);
  curl_slist_free_all (fields);
  return reply != NULL ? judge (fcm, reply, error) : TBK_FCM_FAILED;
}
