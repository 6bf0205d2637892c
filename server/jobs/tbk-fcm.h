/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-config.h"

G_BEGIN_DECLS

/* Firebase Cloud Messaging, HTTP v1: messages to the installations of an app, in the name of a service account, whose file
 * FCM_KEY names. One thread at a time. */
typedef struct _TbkFcm TbkFcm;

typedef enum
{
  TBK_FCM_SENT,
  TBK_FCM_GONE,   /* the installation is no more: its token is of no use */
  TBK_FCM_FAILED, /* with an error */
} TbkFcmResult;

/* Reads the account's file. Error: G_IO_ERROR that names it. */
TbkFcm *tbk_fcm_new (const TbkConfig *config, GError **error);
void tbk_fcm_free (TbkFcm *fcm);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkFcm, tbk_fcm_free)

/* `message`: the member `message` of the request, JSON text. Error: TBK_JOB_ERROR, with how long the service wants to be left
 * alone, or TBK_JOB_NEVER for a message that it does not take. Blocks, for two minutes at most. */
TbkFcmResult tbk_fcm_send (TbkFcm *fcm, const char *message, GCancellable *cancellable, GError **error);

G_END_DECLS
