/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-rechazo-detail.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-resource.h"
#include "tbk-toast.h"

struct _TbkRechazoDetail
{
  TbkRecordDetail parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkRechazoDetail, tbk_rechazo_detail, TBK_TYPE_RECORD_DETAIL)

static void
tbk_rechazo_detail_update (TbkRecordDetail *detail)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (detail), "rechazo.copy", tbk_record_detail_get_record (detail) != NULL);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecord *record = tbk_record_detail_get_record (TBK_RECORD_DETAIL (widget));
  const char *cuerpo = record != NULL ? tbk_record_get_text (record, "cuerpo") : NULL;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), cuerpo != NULL ? cuerpo : "");
  tbk_toast (widget, _ ("The message was copied."));
}

/* --- closures ------------------------------------------------------------- */

/* "MQTT · 4 Nov 2026, 10:00" */
static char *
describe_when (gpointer self, const char *canal, const char *created_at)
{
  g_autofree char *channel = tbk_show_choice (self, canal);
  g_autofree char *momento = tbk_show_momento (self, created_at);

  return g_strdup_printf ("%s · %s", channel, momento);
}

/* Whose it is, and by whose session it came, as far as either is known. */
static char *
describe_whose (gpointer self, const char *empresa_nombre, const char *usuario_nombre)
{
  if (empresa_nombre == NULL && usuario_nombre == NULL)
    return g_strdup (_ ("A device; whose it is, is not known"));
  if (usuario_nombre == NULL)
    return g_strdup (empresa_nombre);
  if (empresa_nombre == NULL)
    return g_strdup (usuario_nombre);
  return g_strjoin (" · ", empresa_nombre, usuario_nombre, NULL);
}

static char *
describe_size (gpointer self, gint64 bytes)
{
  g_autofree char *size = g_format_size_full ((guint64) MAX (bytes, 0), G_FORMAT_SIZE_IEC_UNITS);

  /* Translators: %s is a size, as "74 bytes" */
  return g_strdup_printf (_ ("What came, %s; of a long one its beginning"), size);
}

/* --- object --------------------------------------------------------------- */

static void
tbk_rechazo_detail_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_RECHAZO_DETAIL);
  G_OBJECT_CLASS (tbk_rechazo_detail_parent_class)->dispose (object);
}

static void
tbk_rechazo_detail_class_init (TbkRechazoDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_rechazo_detail_dispose;
  TBK_RECORD_DETAIL_CLASS (klass)->update = tbk_rechazo_detail_update;
  g_type_ensure (tbk_record_type_for (&tbk_rechazo));
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/rechazo-detail.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, describe_when);
  gtk_widget_class_bind_template_callback (widget_class, describe_whose);
  gtk_widget_class_bind_template_callback (widget_class, describe_size);
  gtk_widget_class_install_action (widget_class, "rechazo.copy", NULL, copy_cb);
}

static void
tbk_rechazo_detail_init (TbkRechazoDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
