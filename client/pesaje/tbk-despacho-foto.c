/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-despacho-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "tbk-adjunto.h"
#include "tbk-doc-source.h"
#include "tbk-doc-type.h"

/* --- copies --- */

/* What is chosen is looked at before it is kept: whether it can be shown at all. */
static gboolean
check_picture (const char *path, GError **error)
{
  g_autoptr (TbkDocSource) source = tbk_doc_file_new (path, NULL, error);
  g_autoptr (GBytes) start = source != NULL ? tbk_doc_source_read (source, 0, TBK_DOC_TYPE_SNIFFED, error) : NULL;

  if (start == NULL)
    return FALSE;
  if (tbk_doc_type_of (NULL, start) == TBK_DOC_TYPE_IMAGE)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _ ("This is no picture. A photo is a JPEG, PNG or WebP file."));
  return FALSE;
}

static GError *
explain (GError *error)
{
  GError *said;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    return error;
  said = g_error_new_literal (error->domain, error->code, _ ("The photo is larger than 10 MB."));
  g_error_free (error);
  return said;
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TbkDespacho *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GFile) copy = tbk_adjunto_keep_finish (result, &error);

  if (copy == NULL)
    g_task_return_error (task, explain (error));
  else if (check_picture (g_file_peek_path (copy), &error))
    g_task_return_pointer (task, g_steal_pointer (&copy), g_object_unref);
  else
    {
      tbk_despacho_forget_copy (self, copy);
      g_task_return_error (task, error);
    }
}

void
tbk_despacho_copy_foto_async (
    TbkDespacho *self, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, tbk_despacho_copy_foto_async);
  g_task_set_check_cancellable (task, FALSE); /* a copy that was made is told of, so that it can be removed */
  if (!tbk_despacho_check (self, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    tbk_adjunto_keep_async (self->folder_fotos, file, TBK_DESPACHO_MAX_FOTO, cancellable, copied_cb,
                            g_steal_pointer (&task));
}

GFile *
tbk_despacho_copy_foto_finish (TbkDespacho *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tbk_despacho_forget_copy (TbkDespacho *self, GFile *copy)
{
  if (self->folder_fotos != NULL)
    tbk_adjunto_remove (self->folder_fotos, g_file_peek_path (copy));
}

/* --- with weighings --- */

static void
remove_copy_of (TbkDespacho *self, const TbkBuzonFila *foto)
{
  if (foto != NULL)
    tbk_adjunto_remove (self->folder_fotos, foto->cuerpo);
}

gboolean
tbk_despacho_put_foto (TbkDespacho *self, const char *id, GFile *copy, GError **error)
{
  const char *path = g_file_peek_path (copy);
  g_autoptr (TbkBuzonFila) before = NULL;

  if (!tbk_despacho_check (self, error))
    return FALSE;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("The photo is not on this computer any more."));
      return FALSE;
    }
  before = tbk_foto_find (self->buzon, id, NULL);
  if (!tbk_foto_put (self->buzon, id, path, error))
    return FALSE;
  if (before != NULL && g_strcmp0 (before->cuerpo, path) != 0)
    remove_copy_of (self, before);
  tbk_cartero_kick (self->cartero_fotos);
  tbk_despacho_tell (self);
  return TRUE;
}

gboolean
tbk_despacho_drop_foto (TbkDespacho *self, const char *id, GError **error)
{
  g_autoptr (TbkBuzonFila) foto = NULL;

  if (!tbk_despacho_check (self, error))
    return FALSE;
  foto = tbk_foto_find (self->buzon, id, NULL);
  remove_copy_of (self, foto); /* first: on a full disk its room may be what the row's removal needs */
  if (!tbk_foto_remove (self->buzon, id, error))
    return FALSE;
  tbk_despacho_tell (self);
  return TRUE;
}

gboolean
tbk_despacho_retry_foto (TbkDespacho *self, const char *id, GError **error)
{
  if (!tbk_despacho_check (self, error) || !tbk_foto_retry (self->buzon, id, error))
    return FALSE;
  tbk_cartero_kick (self->cartero_fotos);
  tbk_despacho_tell (self);
  return TRUE;
}

/* --- on its way --- */

TbkMultipart *
tbk_despacho_open_foto (const TbkBuzonFila *fila)
{
  g_autoptr (GFile) copy = g_file_new_for_path (fila->cuerpo);
  g_autofree char *name = g_path_get_basename (fila->cuerpo);
  GStatBuf state;

  if (g_stat (fila->cuerpo, &state) != 0 || !S_ISREG (state.st_mode))
    return NULL;
  return tbk_multipart_new ("archivo", copy, name, state.st_size);
}

void
tbk_despacho_sent_foto (TbkDespacho *self, TbkCartero *cartero, const char *id)
{
  g_autoptr (TbkBuzonFila) foto = NULL;

  if (self->buzon == NULL)
    return;
  if (cartero == self->cartero)
    {
      tbk_cartero_kick (self->cartero_fotos);
      return;
    }
  /* where the mark could not be written it goes again, and needs its copy */
  foto = cartero == self->cartero_fotos ? tbk_foto_find (self->buzon, id, NULL) : NULL;
  if (foto != NULL && foto->estado == TBK_BUZON_SENT)
    remove_copy_of (self, foto);
}

void
tbk_despacho_let_go_foto (TbkDespacho *self, const char *id)
{
  g_autoptr (GError) error = NULL;

  if (!tbk_despacho_drop_foto (self, id, &error))
    g_message ("outbox: %s", error->message); /* the next sweep takes it */
}

void
tbk_despacho_sweep_fotos (TbkDespacho *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) wanted = tbk_foto_sweep (self->buzon, &error);

  if (wanted != NULL)
    tbk_adjunto_sweep (self->folder_fotos, wanted);
  else
    g_message ("outbox: %s", error->message);
}
