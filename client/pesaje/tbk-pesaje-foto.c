/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-foto.h"

#include <math.h>

#include <glib/gi18n.h>

#include "documento.h"
#include "tbk-doc.h"
#include "tbk-foto.h"
#include "tbk-paste.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

#define SMALL_PX 36 /* of the small picture, along its longer side: no more than the button has anyway */

/* A copy on its way. It goes on by itself when its weighing was taken before it was done. */
typedef struct
{
  TbkPesajeFoto *self;
  TbkDespacho *despacho;
  GFile *file;
  GCancellable *cancellable;
  char *id;      /* whose it will be; NULL: it is still being chosen */
  gboolean over; /* another was chosen, or none */
} Copying;

struct _TbkPesajeFoto
{
  AdwBin parent_instance;

  TbkDespacho *despacho;
  GtkFileChooserNative *chooser;
  Copying *copying; /* (unowned): its end frees it; NULL */
  GFile *copy;      /* NULL: none */
  char *owner;      /* whose `copy` is already: a truck's in the yard; NULL */
  TbkDoc *doc;      /* while the small picture is drawn; NULL */

  /* template children */
  GtkStack *stack;
  GtkImage *image;
  GtkWidget *choose_button;
  GtkWidget *remove_button;
};

G_DEFINE_FINAL_TYPE (TbkPesajeFoto, tbk_pesaje_foto, ADW_TYPE_BIN)

static void
copying_free (Copying *copying)
{
  g_object_unref (copying->self);
  g_object_unref (copying->despacho);
  g_object_unref (copying->file);
  g_object_unref (copying->cancellable);
  g_free (copying->id);
  g_free (copying);
}

/* --- the small picture --- */

static void
close_doc (TbkPesajeFoto *self)
{
  if (self->doc == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->doc, self);
  tbk_doc_close (self->doc);
  g_clear_object (&self->doc);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkPesajeFoto) self = data;
  g_autoptr (GdkTexture) texture = tbk_doc_draw_finish (TBK_DOC (source), result, NULL);

  if (self->doc != TBK_DOC (source))
    return;
  if (texture != NULL)
    gtk_image_set_from_paintable (self->image, GDK_PAINTABLE (texture));
  close_doc (self);
}

/* A picture that cannot be drawn is a sign of one: the server has the last word on it. */
static void
doc_state_cb (TbkPesajeFoto *self)
{
  TbkDocPart part = { 0 };
  double width, height;

  if (tbk_doc_get_state (self->doc) != TBK_DOC_READY)
    return;
  tbk_doc_get_size (self->doc, 0, &width, &height);
  part.scale = SMALL_PX * gtk_widget_get_scale_factor (GTK_WIDGET (self)) / MAX (MAX (width, height), 1);
  part.width = (guint) MAX (ceil (width * part.scale), 1);
  part.height = (guint) MAX (ceil (height * part.scale), 1);
  tbk_doc_draw_async (self->doc, &part, TBK_RENDERER_VISIBLE, NULL, drawn_cb, g_object_ref (self));
}

static void
draw_small (TbkPesajeFoto *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkDocSource) source = tbk_doc_file_new (g_file_peek_path (self->copy), NULL, &error);

  if (source == NULL)
    {
      g_message ("photo: %s", error->message);
      return;
    }
  self->doc = tbk_doc_new (source, "image");
  g_signal_connect_swapped (self->doc, "notify::state", G_CALLBACK (doc_state_cb), self);
}

/* --- what is shown --- */

static void
show (TbkPesajeFoto *self)
{
  gboolean has = tbk_pesaje_foto_has (self);
  const char *name = has ? _ ("Choose another photo (F7)") : _ ("Add a photo (F7)");

  close_doc (self);
  gtk_stack_set_visible_child_name (self->stack, self->copying != NULL ? "copying" : "image");
  gtk_image_set_from_icon_name (self->image, has ? "image-x-generic-symbolic" : "camera-photo-symbolic");
  gtk_widget_set_visible (self->remove_button, has);
  gtk_widget_set_tooltip_text (self->choose_button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choose_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (self->copy != NULL)
    draw_small (self);
}

/* --- choosing --- */

/* A copy that is nobody's goes. */
static void
let_go (TbkPesajeFoto *self)
{
  if (self->copying != NULL)
    {
      self->copying->over = TRUE;
      g_cancellable_cancel (self->copying->cancellable);
      self->copying = NULL;
    }
  if (self->copy != NULL && self->owner == NULL && self->despacho != NULL)
    tbk_despacho_forget_copy (self->despacho, self->copy);
  g_clear_object (&self->copy);
  g_clear_pointer (&self->owner, g_free);
}

void
tbk_pesaje_foto_say_lost (TbkPesajeFoto *self, const GError *error)
{
  /* Translators: %s is why */
  g_autofree char *text = g_strdup_printf (_ ("The weighing is kept, its photo is not: %s"), error->message);

  tbk_toast (GTK_WIDGET (self), text);
}

/* Its weighing did not wait for it. */
static void
follow (const Copying *copying, GFile *copy, GError *error)
{
  g_autoptr (GError) local = NULL;

  if (copy == NULL)
    tbk_pesaje_foto_say_lost (copying->self, error);
  else if (!tbk_despacho_put_foto (copying->despacho, copying->id, copy, &local))
    {
      tbk_despacho_forget_copy (copying->despacho, copy);
      tbk_pesaje_foto_say_lost (copying->self, local);
    }
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Copying *copying = data;
  TbkPesajeFoto *self = copying->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) copy = tbk_despacho_copy_foto_finish (copying->despacho, result, &error);

  tbk_paste_forget (copying->file);
  if (copying->id != NULL)
    follow (copying, copy, error);
  else if (copying->over)
    {
      if (copy != NULL)
        tbk_despacho_forget_copy (copying->despacho, copy);
    }
  else
    {
      self->copying = NULL;
      self->copy = g_steal_pointer (&copy);
      if (error != NULL)
        tbk_toast_error (GTK_WIDGET (self), error);
      show (self);
    }
  copying_free (copying);
}

void
tbk_pesaje_foto_take (TbkPesajeFoto *self, GFile *file)
{
  Copying *copying;

  g_return_if_fail (TBK_IS_PESAJE_FOTO (self));
  if (self->despacho == NULL)
    return;
  let_go (self);
  copying = g_new0 (Copying, 1);
  copying->self = g_object_ref (self);
  copying->despacho = g_object_ref (self->despacho);
  copying->file = g_object_ref (file);
  copying->cancellable = g_cancellable_new ();
  self->copying = copying;
  show (self);
  tbk_despacho_copy_foto_async (self->despacho, file, copying->cancellable, copied_cb, copying);
}

static void
chosen_cb (TbkPesajeFoto *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL)
    tbk_pesaje_foto_take (self, file);
  g_clear_object (&self->chooser);
}

void
tbk_pesaje_foto_choose (TbkPesajeFoto *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  static const char *const formatos[] = { "jpeg", "png", "webp" };

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Photo of the Weighing"), tbk_window_of (GTK_WIDGET (self)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_filter_set_name (filter, _ ("Pictures"));
  for (gsize i = 0; i < G_N_ELEMENTS (formatos); i++)
    gtk_file_filter_add_mime_type (filter, tbk_formato_find (formatos[i])->content_type);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
pasted_cb (GtkWidget *widget, GFile *file)
{
  tbk_pesaje_foto_take (TBK_PESAJE_FOTO (widget), file);
}

gboolean
tbk_pesaje_foto_paste (TbkPesajeFoto *self)
{
  return tbk_paste_into (GTK_WIDGET (self), pasted_cb);
}

/* A truck's in the yard is taken from it too. */
void
tbk_pesaje_foto_remove (TbkPesajeFoto *self)
{
  g_autoptr (GError) error = NULL;

  if (self->owner != NULL && !tbk_despacho_drop_foto (self->despacho, self->owner, &error))
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  let_go (self);
  show (self);
}

/* --- for the panel --- */

gboolean
tbk_pesaje_foto_has (TbkPesajeFoto *self)
{
  return self->copying != NULL || self->copy != NULL;
}

gboolean
tbk_pesaje_foto_give (TbkPesajeFoto *self, const char *id, GError **error)
{
  if (self->copy == NULL || g_strcmp0 (self->owner, id) == 0) /* a truck's photo is its pair's already */
    return TRUE;
  if (tbk_despacho_put_foto (self->despacho, id, self->copy, error))
    return TRUE;
  tbk_despacho_forget_copy (self->despacho, self->copy);
  g_clear_object (&self->copy);
  return FALSE;
}

void
tbk_pesaje_foto_given (TbkPesajeFoto *self, const char *id)
{
  if (self->copying != NULL)
    self->copying->id = g_strdup (id);
  self->copying = NULL;
  g_clear_object (&self->copy);
  g_clear_pointer (&self->owner, g_free);
  show (self);
}

gboolean
tbk_pesaje_foto_give_way (TbkPesajeFoto *self, const char *id)
{
  g_autoptr (GError) error = NULL;

  if (self->copy == NULL)
    return FALSE;
  if (!tbk_despacho_drop_foto (self->despacho, id, &error))
    g_message ("photo: %s", error->message);
  g_clear_object (&self->copy);
  g_clear_pointer (&self->owner, g_free);
  show (self);
  return TRUE;
}

void
tbk_pesaje_foto_show_of (TbkPesajeFoto *self, const char *id)
{
  TbkBuzon *buzon = self->despacho != NULL ? tbk_despacho_get_buzon (self->despacho) : NULL;
  g_autoptr (TbkBuzonFila) foto = id != NULL && buzon != NULL ? tbk_foto_find (buzon, id, NULL) : NULL;

  if (tbk_pesaje_foto_has (self) && self->owner == NULL)
    return;
  let_go (self);
  if (foto != NULL)
    {
      self->copy = g_file_new_for_path (foto->cuerpo);
      self->owner = g_strdup (id);
    }
  show (self);
}

void
tbk_pesaje_foto_set_despacho (TbkPesajeFoto *self, TbkDespacho *despacho)
{
  g_set_object (&self->despacho, despacho);
}

/* --- the object --- */

static void
tbk_pesaje_foto_dispose (GObject *object)
{
  TbkPesajeFoto *self = TBK_PESAJE_FOTO (object);

  close_doc (self);
  let_go (self);
  g_clear_object (&self->chooser);
  g_clear_object (&self->despacho);
  G_OBJECT_CLASS (tbk_pesaje_foto_parent_class)->dispose (object);
}

static void
tbk_pesaje_foto_class_init (TbkPesajeFotoClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_pesaje_foto_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/pesaje-foto.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFoto, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFoto, image);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFoto, choose_button);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFoto, remove_button);
}

static void
tbk_pesaje_foto_init (TbkPesajeFoto *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show (self);
}
