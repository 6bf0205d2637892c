/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-status.h"

#include "tbk-problem.h"

/* clang-format off */
static const struct
{
  int status;
  const char *detail;
} refusals[] = {
  { 400, "the request is malformed" },
  { 401, "sign in first" },
  { 403, "your role may not do this" },
  { 404, "there is no such thing" },
  { 405, "this method is not offered here" },
  { 408, "the request came too slowly" },
  { 412, "the record has changed since you read it" },
  { 413, "the body is larger than this route takes" },
  { 414, "the URI is longer than 8 kB" },
  { 415, "this route does not take that content type" },
  { 416, "the file has no such range" },
  { 417, "only 100-continue can be expected" },
  { 426, "this route speaks WebSocket: ask for the upgrade" },
  { 428, "If-Match is needed here: the ETag of the record that you change" },
  { 429, "too many requests, wait a little" },
  { 431, "the head has more than 100 fields or 16 kB" },
  { 500, "something went wrong here" },
  { 501, "this transfer coding is not offered" },
  { 503, "the service is away for a moment" },
  { 507, "there is no room left to keep this" },
  { 505, "only HTTP/1.1 and 1.0 are spoken here" },
};
/* clang-format on */

const char *
tbk_status_reason (int status)
{
  switch (status)
    {
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 304:
      return "Not Modified";
    default:
      return tbk_problem_title (status);
    }
}

void
tbk_status_set_problem (GError **error, int status)
{
  const char *detail = tbk_problem_title (status);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (refusals[i].status == status)
      detail = refusals[i].detail;
  tbk_problem_set (error, status, "%s", detail);
}
