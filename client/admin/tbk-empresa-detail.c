/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-empresa-detail.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-empresa-form.h"
#include "tbk-record-group.h"
#include "tbk-resource.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

#define NO_CONTENT 204              /* HTTP status of a removal */
#define LOGO_MAX_BYTES (512 * 1024) /* as the server takes them */

struct _TbkEmpresaDetail
{
  TbkRecordDetail parent_instance;

  AdwAvatar *logo;
  GtkSpinner *logo_spinner;
  char *logo_url; /* of the picture that is shown or being fetched */
  GtkFileChooserNative *chooser;
  GCancellable *cancellable; /* of the picture being fetched */
};

G_DEFINE_FINAL_TYPE (TbkEmpresaDetail, tbk_empresa_detail, TBK_TYPE_RECORD_DETAIL)

static TbkRecord *
get_empresa (TbkEmpresaDetail *self)
{
  return tbk_record_detail_get_record (TBK_RECORD_DETAIL (self));
}

static char *
build_logo_path (TbkEmpresaDetail *self)
{
  return g_strdup_printf ("/empresas/%" G_GINT64_FORMAT "/logo", tbk_record_get_id (get_empresa (self)));
}

/* --- the picture ---------------------------------------------------------- */

static void
logo_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkEmpresaDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  g_autoptr (GdkTexture) texture = NULL;

  /* another empresa is shown by now, or there is none: its initials stand */
  if (answer == NULL || self->logo == NULL)
    return;
  texture = gdk_texture_new_from_bytes (tbk_answer_get_bytes (answer), NULL);
  if (texture != NULL)
    adw_avatar_set_custom_image (self->logo, GDK_PAINTABLE (texture));
}

static void
fetch_logo (TbkEmpresaDetail *self)
{
  g_autofree char *path = build_logo_path (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tbk_api_call_async (tbk_record_detail_get_api (TBK_RECORD_DETAIL (self)), &(TbkCall){ .path = path },
                      self->cancellable, logo_cb, g_object_ref (self));
}

/* Its address changes with the picture. */
static void
show_logo (TbkEmpresaDetail *self)
{
  TbkRecord *empresa = get_empresa (self);
  const char *url = empresa != NULL ? tbk_record_get_text (empresa, "logo_url") : NULL;

  if (g_strcmp0 (self->logo_url, url) == 0)
    return;
  g_free (self->logo_url);
  self->logo_url = g_strdup (url);
  g_cancellable_cancel (self->cancellable);
  adw_avatar_set_custom_image (self->logo, NULL);
  if (url != NULL)
    fetch_logo (self);
}

static void
tbk_empresa_detail_update (TbkRecordDetail *detail)
{
  TbkEmpresaDetail *self = TBK_EMPRESA_DETAIL (detail);
  gboolean may = (tbk_record_detail_get_rights (detail) & TBK_RIGHT_EDIT) != 0;
  TbkRecord *empresa = get_empresa (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "logo.choose", may);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "logo.remove",
                                 may && empresa != NULL && tbk_record_get_text (empresa, "logo_url") != NULL);
  if (self->logo != NULL)
    show_logo (self);
}

/* --- another picture ------------------------------------------------------ */

static void
changed_logo_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkEmpresaDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (self->logo == NULL) /* the page is gone */
    return;
  gtk_spinner_set_spinning (self->logo_spinner, FALSE);
  if (answer == NULL)
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  tbk_toast (GTK_WIDGET (self), tbk_answer_get_status (answer) == NO_CONTENT ? _ ("Logo removed") : _ ("Logo changed"));
  tbk_record_detail_changed (TBK_RECORD_DETAIL (self));
}

static void
send_logo (TbkEmpresaDetail *self, const char *method, GBytes *bytes, const char *content_type)
{
  g_autofree char *path = build_logo_path (self);

  gtk_spinner_set_spinning (self->logo_spinner, TRUE);
  tbk_api_call_async (tbk_record_detail_get_api (TBK_RECORD_DETAIL (self)),
                      &(TbkCall){ .method = method, .path = path, .bytes = bytes, .content_type = content_type },
                      NULL, changed_logo_cb, g_object_ref (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkEmpresaDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);
  g_autofree char *content_type = NULL;
  g_autofree char *mime_type = NULL;

  if (bytes == NULL)
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  if (g_bytes_get_size (bytes) > LOGO_MAX_BYTES)
    {
      tbk_toast (GTK_WIDGET (self), _ ("The picture is larger than 512 kB: choose a smaller one."));
      return;
    }
  content_type = g_content_type_guess (NULL, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  mime_type = g_content_type_get_mime_type (content_type);
  if (get_empresa (self) != NULL)
    send_logo (self, "PUT", bytes, mime_type);
}

static void
chosen_cb (TbkEmpresaDetail *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL)
    g_file_load_bytes_async (file, NULL, loaded_cb, g_object_ref (self));
  g_clear_object (&self->chooser);
}

static void
choose_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkEmpresaDetail *self = TBK_EMPRESA_DETAIL (widget);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Logo"), tbk_window_of (widget),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_filter_set_name (filter, _ ("Pictures (PNG, JPEG, WebP)"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/webp");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
remove_confirmed_cb (GtkWidget *widget, gpointer data)
{
  if (get_empresa (TBK_EMPRESA_DETAIL (widget)) != NULL)
    send_logo (TBK_EMPRESA_DETAIL (widget), "DELETE", NULL, NULL);
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_confirm (widget, _ ("Remove the Logo?"), _ ("It disappears from every document printed from now on."),
               _ ("_Remove"), remove_confirmed_cb, NULL);
}

/* --- closures ------------------------------------------------------------- */

/* "Collection Center · Quevedo" */
static char *
describe_place (gpointer self, const char *tipo, const char *ciudad)
{
  g_autofree char *kind = tbk_show_choice (self, tipo);

  if (ciudad == NULL || *ciudad == '\0')
    return g_steal_pointer (&kind);
  return g_strdup_printf ("%s · %s", kind, ciudad);
}

static char *
describe_ruc (gpointer self, const char *ruc)
{
  return tbk_empresa_describe_ruc (ruc);
}

static char *
describe_choose (gpointer self, const char *logo_url)
{
  return g_strdup (logo_url == NULL || *logo_url == '\0' ? _ ("_Add Logo…") : _ ("Re_place Logo…"));
}

/* --- object --------------------------------------------------------------- */

static gboolean
may_edit (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_EDIT) != 0;
}

static void
tbk_empresa_detail_dispose (GObject *object)
{
  TbkEmpresaDetail *self = TBK_EMPRESA_DETAIL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_EMPRESA_DETAIL);
  G_OBJECT_CLASS (tbk_empresa_detail_parent_class)->dispose (object);
}

static void
tbk_empresa_detail_finalize (GObject *object)
{
  TbkEmpresaDetail *self = TBK_EMPRESA_DETAIL (object);

  g_clear_object (&self->cancellable);
  g_free (self->logo_url);
  G_OBJECT_CLASS (tbk_empresa_detail_parent_class)->finalize (object);
}

static void
tbk_empresa_detail_class_init (TbkEmpresaDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_empresa_detail_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_empresa_detail_finalize;
  TBK_RECORD_DETAIL_CLASS (klass)->update = tbk_empresa_detail_update;
  g_type_ensure (tbk_record_type_for (&tbk_empresa));
  g_type_ensure (TBK_TYPE_RECORD_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/empresa-detail.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkEmpresaDetail, logo);
  gtk_widget_class_bind_template_child (widget_class, TbkEmpresaDetail, logo_spinner);
  gtk_widget_class_bind_template_callback (widget_class, describe_choose);
  gtk_widget_class_bind_template_callback (widget_class, describe_place);
  gtk_widget_class_bind_template_callback (widget_class, describe_ruc);
  gtk_widget_class_bind_template_callback (widget_class, may_edit);
  gtk_widget_class_install_action (widget_class, "logo.choose", NULL, choose_cb);
  gtk_widget_class_install_action (widget_class, "logo.remove", NULL, remove_cb);
}

static void
tbk_empresa_detail_init (TbkEmpresaDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
