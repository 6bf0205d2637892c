/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-smtp.h"

#include <string.h>

#include "tbk-curl.h"
#include "tbk-job.h"

typedef struct
{
  const char *at;
  gsize left;
} Feed;

static gsize
read_cb (char *room, gsize size, gsize n, void *data)
{
  Feed *feed = data;
  gsize given = MIN (feed->left, size * n);

  memcpy (room, feed->at, given);
  feed->at += given;
  feed->left -= given;
  return given;
}

/* Of the replies of the 500s those are ours to mend: no such command, authentication wanted or refused. */
static gboolean
is_final (long code, CURLcode result)
{
  return code >= 550 && code < 600 && result != CURLE_LOGIN_DENIED;
}

static CURL *
new_transfer (const TbkConfig *config, GCancellable *cancellable)
{
  gboolean implicit = strcmp (config->smtp_tls, "tls") == 0;
  g_autofree char *url = g_strdup_printf ("%s://%s:%u", implicit ? "smtps" : "smtp",
                                          config->smtp_host, config->smtp_port);
  CURL *curl = tbk_curl_new (url, config->smtp_ca, cancellable);

  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  if (strcmp (config->smtp_tls, "off") != 0)
    curl_easy_setopt (curl, CURLOPT_USE_SSL, (long) CURLUSESSL_ALL);
  if (config->smtp_user != NULL && config->smtp_pass != NULL)
    {
      curl_easy_setopt (curl, CURLOPT_USERNAME, config->smtp_user);
      curl_easy_setopt (curl, CURLOPT_PASSWORD, config->smtp_pass);
    }
  return curl;
}

gboolean
tbk_smtp_send (const TbkConfig *config, const char *to, GBytes *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (CURL) curl = new_transfer (config, cancellable);
  struct curl_slist *recipients = curl_slist_append (NULL, to);
  g_autoptr (GError) failure = NULL;
  Feed feed = { 0 };
  CURLcode result;
  long code = 0;
  gboolean sent;

  feed.at = g_bytes_get_data (message, &feed.left);
  curl_easy_setopt (curl, CURLOPT_MAIL_FROM, config->smtp_from);
  curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (curl, CURLOPT_READFUNCTION, read_cb);
  curl_easy_setopt (curl, CURLOPT_READDATA, &feed);
  curl_easy_setopt (curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t) feed.left);
  curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
  sent = tbk_curl_run (curl, &code, &result, &failure);
  curl_slist_free_all (recipients);
  if (!sent)
    g_set_error (error, TBK_JOB_ERROR, is_final (code, result) ? TBK_JOB_NEVER : 0, "mail server %s: %s (%ld)",
                 config->smtp_host, failure->message, code);
  return sent;
}
