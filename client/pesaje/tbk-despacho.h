/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"
#include "tbk-libreta.h"
#include "tbk-patio.h"

G_BEGIN_DECLS

/* What was weighed on this computer, and its way to the server: one file for each server and empresa, in the user's data
 * folder; each row goes by the session of who weighed it, in order, by itself. It is there while somebody is signed in, and on
 * after that session has expired, so that weighing goes on. Main thread.
 *
 * Signals: "changed": rows, trucks or counts are others; "sent" (JsonObject: the weighing as the server has it). */
#define TBK_TYPE_DESPACHO (tbk_despacho_get_type ())
G_DECLARE_FINAL_TYPE (TbkDespacho, tbk_despacho, TBK, DESPACHO, GObject)

/* Follows who is signed in to `api`. `folder` NULL: the user's data folder. */
TbkDespacho *tbk_despacho_new (TbkApi *api, const char *folder);

/* Somebody weighs here: from now on there is a file, also where there was none. */
void tbk_despacho_want (TbkDespacho *self);

/* Nobody is to be served any more: the user signed out. */
void tbk_despacho_close (TbkDespacho *self);

/* Returns: (transfer none) (nullable): the file; NULL: nobody was signed in, or it cannot be opened: see the reason. */
TbkBuzon *tbk_despacho_get_buzon (TbkDespacho *self);
/* Why nothing can be kept; NULL: it can. Translated. (transfer none). */
const char *tbk_despacho_get_reason (TbkDespacho *self);

/* Whether something can be kept. Expected error: TBK_BUZON_ERROR_FAILED, with the reason. */
gboolean tbk_despacho_check (TbkDespacho *self, GError **error);

/* Clear *cuenta with tbk_buzon_cuenta_clear(). FALSE: there is no file. */
gboolean tbk_despacho_count (TbkDespacho *self, TbkBuzonCuenta *cuenta);

/* Each keeps something, synced, and tells "changed". Expected errors: TBK_BUZON_ERROR (all). */
gboolean tbk_despacho_put (TbkDespacho *self, const char *id, const char *body, gint64 en, GError **error);
gboolean tbk_despacho_finish (TbkDespacho *self, const char *id, const char *body, gint64 en, GError **error);
gboolean tbk_despacho_put_camion (TbkDespacho *self, const TbkCamion *camion, GError **error);
gboolean tbk_despacho_dismiss (TbkDespacho *self, const char *id, const char *why, GError **error);
/* The counter-entry of a weighing, behind it in the outbox. */
gboolean tbk_despacho_undo (TbkDespacho *self, const char *id, const char *why, GError **error);
gboolean tbk_despacho_retry (TbkDespacho *self, const char *id, GError **error);
gboolean tbk_despacho_give_up (TbkDespacho *self, const char *id, const char *why, GError **error);

/* --- photos of weighings: tbk-despacho-foto.c --- */

#define TBK_DESPACHO_MAX_FOTO ((goffset) 10 * 1024 * 1024) /* bytes that the server takes */

/* Copies a picture to where it waits, whole and on the disk, off the main loop. */
void tbk_despacho_copy_foto_async (
    TbkDespacho *self, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Returns: (transfer full) (nullable): the copy; it is the caller's until tbk_despacho_put_foto(). Expected errors: those of
 * tbk_despacho_check(); G_IO_ERROR (no room; MESSAGE_TOO_LARGE, INVALID_DATA: with what a user is told). */
GFile *tbk_despacho_copy_foto_finish (TbkDespacho *self, GAsyncResult *result, GError **error);
/* Removes a copy that is no weighing's. */
void tbk_despacho_forget_copy (TbkDespacho *self, GFile *copy);

/* The copy is that weighing's, synced, and goes behind it; one that it had before is removed. Expected errors: TBK_BUZON_ERROR
 * (all); G_IO_ERROR_NOT_FOUND: there is no copy. */
gboolean tbk_despacho_put_foto (TbkDespacho *self, const char *id, GFile *copy, GError **error);
/* Its photo is not sent, and its copy removed. Expected errors: TBK_BUZON_ERROR (all). */
gboolean tbk_despacho_drop_foto (TbkDespacho *self, const char *id, GError **error);
/* One that was refused goes again. Expected errors: TBK_BUZON_ERROR (all). */
gboolean tbk_despacho_retry_foto (TbkDespacho *self, const char *id, GError **error);

/* Tries at once. */
void tbk_despacho_kick (TbkDespacho *self);

G_END_DECLS
