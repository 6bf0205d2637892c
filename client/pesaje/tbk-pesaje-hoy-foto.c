/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-hoy-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "tbk-doc-window.h"
#include "tbk-fetch-file.h"
#include "tbk-foto.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

/* --- what the list says of them --- */

void
tbk_pesaje_hoy_mark_fotos (TbkPesajeHoy *self)
{
  TbkBuzon *buzon = self->despacho != NULL ? tbk_despacho_get_buzon (self->despacho) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fotos = buzon != NULL ? tbk_foto_list (buzon, &error) : NULL;

  self->fotos_esperan = self->fotos_rechazadas = 0;
  if (error != NULL)
    g_message ("outbox: %s", error->message);
  for (guint i = 0; fotos != NULL && i < fotos->len; i++)
    {
      const TbkBuzonFila *foto = g_ptr_array_index (fotos, i);
      TbkPesajeItem *item = tbk_pesaje_items_find (self->items, foto->id);

      if (foto->estado == TBK_BUZON_REFUSED)
        self->fotos_rechazadas++;
      else
        self->fotos_esperan++;
      if (item != NULL)
        tbk_pesaje_item_set_foto (item, foto);
    }
}

char *
tbk_pesaje_hoy_describe_foto (const TbkPesajeItem *item)
{
  if (item->foto == TBK_PESAJE_FOTO_WAITING)
    return g_strdup (_ ("The photo waits"));
  /* Translators: %s is what the server said */
  return item->foto == TBK_PESAJE_FOTO_REFUSED ? g_strdup_printf (_ ("Photo refused: %s"), item->foto_error) : NULL;
}

/* Where there are others already, one more would make the list wider than the window of a scale's computer lets it. */
void
tbk_pesaje_hoy_add_foto_buttons (TbkPesajeFila *row, const TbkPesajeItem *item)
{
  gboolean refused = item->foto == TBK_PESAJE_FOTO_REFUSED;

  if (item->foto == TBK_PESAJE_FOTO_NONE)
    return;
  if (!refused && item->state != TBK_PESAJE_ITEM_REFUSED)
    tbk_pesaje_fila_add_button (row, "camera-photo-symbolic", _ ("Look at the photo"), "hoy.photo", item->id);
  else
    tbk_pesaje_fila_add_below (row, "camera-photo-symbolic", _ ("Look at the photo"), "hoy.photo", item->id);
  if (!refused)
    return;
  tbk_pesaje_fila_add_below (row, "view-refresh-symbolic", _ ("Send the photo again"), "hoy.retry-photo", item->id);
  tbk_pesaje_fila_add_below (row, "edit-delete-symbolic", _ ("Drop the photo"), "hoy.drop-photo", item->id);
}

/* --- looking at one --- */

static void
present (GtkWidget *from, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkDocSource) source = tbk_doc_file_new (path, NULL, &error);

  if (source != NULL)
    gtk_window_present (GTK_WINDOW (tbk_doc_window_new (tbk_window_of (from), source)));
  else
    tbk_toast_error (from, error);
}

typedef struct
{
  TbkPesajeHoy *self;
  GFile *file;
} Fetch;

/* Whoever looks at it holds the file open; its name goes at once. */
static void
fetch_free (Fetch *fetch)
{
  g_autoptr (GFile) folder = g_file_get_parent (fetch->file);

  g_unlink (g_file_peek_path (fetch->file));
  g_rmdir (g_file_peek_path (folder));
  g_object_unref (fetch->self);
  g_object_unref (fetch->file);
  g_free (fetch);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GError) error = NULL;

  if (tbk_fetch_file_finish (TBK_API (source), result, &error))
    present (GTK_WIDGET (fetch->self), g_file_peek_path (fetch->file));
  else
    tbk_toast_error (GTK_WIDGET (fetch->self), error);
  fetch_free (fetch);
}

static void
fetch (TbkPesajeHoy *self, const TbkPesajeItem *item)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("triboka-foto-XXXXXX", &error);
  g_autofree char *path = g_strdup_printf ("/pesajes/%s/foto", item->id);
  /* Translators: the name of a file; %s is a lot's code */
  g_autofree char *name = g_strdup_printf (_ ("Photo of %s"), item->lote != NULL ? item->lote : item->id);
  Fetch *data;

  if (folder == NULL)
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  data = g_new0 (Fetch, 1);
  data->self = g_object_ref (self);
  data->file = g_file_new_build_filename (folder, g_strdelimit (name, G_DIR_SEPARATOR_S, '-'), NULL);
  tbk_fetch_file_async (self->api, path, data->file, NULL, fetched_cb, data);
}

/* The copy where it still waits here, else the server's. */
static void
photo_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPesajeHoy *self = TBK_PESAJE_HOY (widget);
  const TbkPesajeItem *item = tbk_pesaje_hoy_find (self, g_variant_get_string (target, NULL));

  if (item == NULL)
    return;
  if (item->foto_copia != NULL)
    present (widget, item->foto_copia);
  else if (self->api != NULL)
    fetch (self, item);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autoptr (GError) error = NULL;

  if (!tbk_despacho_retry_foto (TBK_PESAJE_HOY (widget)->despacho, g_variant_get_string (target, NULL), &error))
    tbk_toast_error (widget, error);
}

static void
drop_action (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autoptr (GError) error = NULL;

  if (tbk_despacho_drop_foto (TBK_PESAJE_HOY (widget)->despacho, g_variant_get_string (target, NULL), &error))
    tbk_toast (widget, _ ("The photo was dropped. The weighing stays."));
  else
    tbk_toast_error (widget, error);
}

void
tbk_pesaje_hoy_install_foto_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "hoy.photo", "s", photo_action);
  gtk_widget_class_install_action (klass, "hoy.retry-photo", "s", retry_action);
  gtk_widget_class_install_action (klass, "hoy.drop-photo", "s", drop_action);
}
