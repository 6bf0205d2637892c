/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-upload-row.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"

struct _TbkUploadRow
{
  GtkListBoxRow parent_instance;

  TbkUpload *upload;
};

G_DEFINE_FINAL_TYPE (TbkUploadRow, tbk_upload_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_UPLOAD = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  DROPPED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static char *
describe (gpointer self, const char *place, TbkUploadState state, double fraction, const char *error_text)
{
  switch (state)
    {
    case TBK_UPLOAD_WAITING:
      /* Translators: a file that is to go to a contract */
      return g_strdup_printf (_ ("Waits its turn · %s"), place);
    case TBK_UPLOAD_SENDING:
      if (fraction >= 1.0)
        return g_strdup_printf (_ ("The server checks it · %s"), place);
      return g_strdup_printf (_ ("%d %% sent · %s"), (int) (fraction * 100), place);
    case TBK_UPLOAD_FAILED:
      return g_strdup (error_text);
    case TBK_UPLOAD_DONE:
      break;
    }
  return g_strdup ("");
}

static gboolean
is_sending (gpointer self, TbkUploadState state)
{
  return state == TBK_UPLOAD_SENDING;
}

static gboolean
is_failed (gpointer self, TbkUploadState state)
{
  return state == TBK_UPLOAD_FAILED;
}

static gboolean
can_retry (gpointer self, TbkUploadState state, gboolean repeatable)
{
  return state == TBK_UPLOAD_FAILED && !repeatable;
}

static void
retry_cb (TbkUploadRow *self)
{
  tbk_upload_renew (self->upload, FALSE);
}

static void
again_cb (TbkUploadRow *self)
{
  tbk_upload_renew (self->upload, TRUE);
}

static void
drop_cb (TbkUploadRow *self)
{
  g_signal_emit (self, signals[DROPPED], 0);
}

static void
tbk_upload_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_UPLOAD)
    g_value_set_object (value, TBK_UPLOAD_ROW (object)->upload);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_upload_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_UPLOAD)
    TBK_UPLOAD_ROW (object)->upload = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_upload_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_UPLOAD_ROW);
  g_clear_object (&TBK_UPLOAD_ROW (object)->upload);
  G_OBJECT_CLASS (tbk_upload_row_parent_class)->dispose (object);
}

static void
tbk_upload_row_class_init (TbkUploadRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_upload_row_get_property;
  object_class->set_property = tbk_upload_row_set_property;
  object_class->dispose = tbk_upload_row_dispose;
  properties[PROP_UPLOAD] = g_param_spec_object ("upload", NULL, NULL, TBK_TYPE_UPLOAD,
                                                 G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[DROPPED] = g_signal_new ("dropped", TBK_TYPE_UPLOAD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  g_type_ensure (TBK_TYPE_UPLOAD);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/upload-row.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, describe);
  gtk_widget_class_bind_template_callback (widget_class, is_sending);
  gtk_widget_class_bind_template_callback (widget_class, is_failed);
  gtk_widget_class_bind_template_callback (widget_class, can_retry);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
}

static void
tbk_upload_row_init (TbkUploadRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tbk_upload_row_new (TbkUpload *upload)
{
  return g_object_new (TBK_TYPE_UPLOAD_ROW, "upload", upload, NULL);
}

TbkUpload *
tbk_upload_row_get_upload (TbkUploadRow *self)
{
  return self->upload;
}
