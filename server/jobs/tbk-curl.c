/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-curl.h"

void
tbk_curl_begin (void)
{
  if (curl_global_init (CURL_GLOBAL_DEFAULT) != CURLE_OK)
    g_error ("libcurl does not start"); /* by lack of memory only */
}

void
tbk_curl_end (void)
{
  curl_global_cleanup ();
}

static int
progress_cb (void *data, curl_off_t down_all, curl_off_t down, curl_off_t up_all, curl_off_t up)
{
  return g_cancellable_is_cancelled (data);
}

CURL *
tbk_curl_new (const char *url, const char *ca_file, GCancellable *cancellable)
{
  CURL *curl = curl_easy_init ();

  if (curl == NULL)
    g_error ("libcurl gives no handle"); /* by lack of memory only */
  curl_easy_setopt (curl, CURLOPT_URL, url);
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, (long) TBK_CURL_CONNECT_S);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long) TBK_CURL_TOTAL_S);
  curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, progress_cb);
  curl_easy_setopt (curl, CURLOPT_XFERINFODATA, cancellable);
  if (ca_file != NULL)
    {
      curl_easy_setopt (curl, CURLOPT_CAINFO, ca_file);
      curl_easy_setopt (curl, CURLOPT_CAPATH, NULL);
    }
  return curl;
}

gboolean
tbk_curl_run (CURL *curl, long *code, CURLcode *result, GError **error)
{
  char detail[CURL_ERROR_SIZE] = "";
  CURLcode done;

  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, detail);
  done = curl_easy_perform (curl);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, NULL);
  if (code != NULL)
    curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, code);
  if (result != NULL)
    *result = done;
  if (done == CURLE_OK)
    return TRUE;
  if (done == CURLE_ABORTED_BY_CALLBACK)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the server stops");
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, *detail != '\0' ? detail : curl_easy_strerror (done));
  return FALSE;
}
