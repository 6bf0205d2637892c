/* SPDX-License-Identifier: GPL-3.0-or-later */

/* drag-file FILE: a window to drag that file out of. Ends when the drag does: 0 where the file was
 * taken, 1 where not. */

/* allow confined_headers: this is the other program of a drag */
#include <gtk/gtk.h>

/* Its status is the drag's, whatever GTK leaves behind. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

typedef struct
{
  GFile *file;
  gboolean done;
  int status;
} Drag;

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, Drag *drag)
{
  return gdk_content_provider_new_typed (G_TYPE_FILE, drag->file);
}

static gboolean
cancel_cb (GtkDragSource *source, GdkDrag *gdk_drag, GdkDragCancelReason reason, Drag *drag)
{
  drag->status = 1;
  return FALSE;
}

static void
end_cb (GtkDragSource *source, GdkDrag *gdk_drag, gboolean delete_data, Drag *drag)
{
  drag->done = TRUE;
}

int
main (int argc, char *argv[])
{
  Drag drag = { 0 };
  GtkDragSource *source;
  GtkWidget *window;

  gtk_init ();
  if (argc != 2)
    return 2;
  drag.file = g_file_new_for_commandline_arg (argv[1]);
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "drag-file");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 120, 120);
  source = gtk_drag_source_new ();
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), &drag);
  g_signal_connect (source, "drag-cancel", G_CALLBACK (cancel_cb), &drag);
  g_signal_connect (source, "drag-end", G_CALLBACK (end_cb), &drag);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (source));
  gtk_window_present (GTK_WINDOW (window));
  while (!drag.done)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (drag.file);
  return drag.status;
}
