/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-paste.h"

#include <glib/gi18n.h>

#include "tbk-toast.h"

typedef struct
{
  GtkWidget *widget;
  TbkPasted pasted;
} Paste;

static gboolean
is_file (GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    return TRUE;
  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE)
         && !gdk_content_formats_contain_gtype (formats, G_TYPE_STRING);
}

static char *
name_folder (void)
{
  return g_build_filename (g_get_user_runtime_dir (), "triboka", NULL);
}

/* "Imagen 2026-11-20 14.05.07.png" */
static char *
choose_path (GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *folder = name_folder ();
  /* Translators: the name of a file that an image from the clipboard becomes, with its time, as strftime has it */
  g_autofree char *name = g_date_time_format (now, _ ("Image %Y-%m-%d %H.%M.%S.png"));

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s cannot be made", folder);
      return NULL;
    }
  return g_build_filename (folder, name, NULL);
}

/* Returns: (transfer full) (nullable). */
static GFile *
save_texture (GdkTexture *texture, GError **error)
{
  g_autofree char *path = choose_path (error);
  g_autoptr (GBytes) png = path != NULL ? gdk_texture_save_to_png_bytes (texture) : NULL;

  if (png == NULL
      || !g_file_set_contents_full (path, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png),
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;
  return g_file_new_for_path (path);
}

static void
end (Paste *paste, GFile *file, const GError *error)
{
  if (file != NULL)
    paste->pasted (paste->widget, file);
  else
    tbk_toast_error (paste->widget, error);
  g_object_unref (paste->widget);
  g_free (paste);
}

static void
texture_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (GFile) file = texture != NULL ? save_texture (texture, &error) : NULL;

  end (data, file, error);
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  GSList *files = value != NULL ? g_value_get_boxed (value) : NULL;

  if (files == NULL && error == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no file in the clipboard."));
  end (data, files != NULL ? files->data : NULL, error);
}

gboolean
tbk_paste_into (GtkWidget *widget, TbkPasted pasted)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  Paste *paste;

  if (!is_file (clipboard))
    return FALSE;
  paste = g_new0 (Paste, 1);
  paste->widget = g_object_ref (widget);
  paste->pasted = pasted;
  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_cb, paste);
  else
    gdk_clipboard_read_texture_async (clipboard, NULL, texture_cb, paste);
  return TRUE;
}

void
tbk_paste_forget (GFile *file)
{
  g_autofree char *name = name_folder ();
  g_autoptr (GFile) folder = g_file_new_for_path (name);
  g_autoptr (GError) error = NULL;

  if (g_file_has_prefix (file, folder) && !g_file_delete (file, NULL, &error))
    g_debug ("a picture that was pasted stays: %s", error->message);
}
