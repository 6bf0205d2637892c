/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* One file on its way to the server, from being chosen until it is stored. Main thread.
 *
 * Properties, all readable: "name" (string), "place" (string: where it goes, as people call it), "state" (TbkUploadState),
 * "fraction" (double, 0..1: what was sent), "error-text" (string or NULL), "repeatable" (gboolean: it failed because the
 * server has that content already). */
#define TBK_TYPE_UPLOAD (tbk_upload_get_type ())
G_DECLARE_FINAL_TYPE (TbkUpload, tbk_upload, TBK, UPLOAD, GObject)

typedef enum
{
  TBK_UPLOAD_WAITING,
  TBK_UPLOAD_SENDING,
  TBK_UPLOAD_FAILED, /* stays, with its reason */
  TBK_UPLOAD_DONE,
} TbkUploadState;
#define TBK_TYPE_UPLOAD_STATE (tbk_upload_state_get_type ())
GType tbk_upload_state_get_type (void);

/* `path`: what it is posted to, "/contratos/5/documentos"; `tipo`: of the documento. All is copied. */
TbkUpload *tbk_upload_new (TbkApi *api, const char *path, const char *place, GFile *file, const char *tipo);

const char *tbk_upload_get_path (TbkUpload *self);
TbkUploadState tbk_upload_get_state (TbkUpload *self);

/* From WAITING; ends in FAILED or DONE. */
void tbk_upload_start (TbkUpload *self);
/* From FAILED to WAITING. `again`: though the server has that content. */
void tbk_upload_renew (TbkUpload *self, gboolean again);
/* Stops what is being sent, without a word. */
void tbk_upload_cancel (TbkUpload *self);

G_END_DECLS
