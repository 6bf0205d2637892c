/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-head.h"
#include "tbk-request.h"
#include "tbk-route.h"

G_BEGIN_DECLS

#define TBK_REQUEST_ID_LENGTH 16

/* Filled by the pipeline, stage by stage, on the main loop; immutable once its route runs. */
struct _TbkRequest
{
  gatomicrefcount refs;
  const TbkApp *app;
  const TbkRoute *route; /* NULL: none matched */
  TbkHead *head;
  const char *path; /* in head, without /v1 */
  char id[TBK_REQUEST_ID_LENGTH + 1];
  char *address;
  TbkCaller caller;
  gboolean has_caller;
  gboolean by_address; /* the caller is who asked for the signed address */
  gboolean by_device;  /* IOT_TOKEN; no caller then */
  TbkValues *params;
  TbkValues *body;
  GBytes *bytes;
  TbkUpload *upload; /* until it was answered */
  char *version;     /* If-Match's */
};

/* Takes over `head`; refs `bytes` (nullable). */
TbkRequest *tbk_request_new (const TbkApp *app, TbkHead *head, GBytes *bytes, const char *peer_address);

G_END_DECLS
