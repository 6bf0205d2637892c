/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-asociacion-detail.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-estado-pill.h"
#include "tbk-record-group.h"
#include "tbk-resource.h"
#include "tbk-steps.h"

struct _TbkAsociacionDetail
{
  TbkRecordDetail parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkAsociacionDetail, tbk_asociacion_detail, TBK_TYPE_RECORD_DETAIL)

static gboolean
step_cb (TbkAsociacionDetail *self, const char *estado)
{
  tbk_record_detail_post (TBK_RECORD_DETAIL (self), "aceptar");
  return TRUE;
}

/* What an association means, by its state and whose word it waits for. */
static char *
describe (gpointer self, const char *estado, guint rights)
{
  if (g_strcmp0 (estado, "Activa") == 0)
    return g_strdup (_ ("The collection center sees and receives the lots of this supplier."));
  if ((rights & TBK_RIGHT_STEP) != 0)
    return g_strdup (
        _ ("The other side asks to work together. Accept it, and the collection center sees the supplier's lots."));
  return g_strdup (_ ("Waits for the other side to accept."));
}

static char *
describe_end (gpointer self, const char *estado, guint rights)
{
  if (g_strcmp0 (estado, "Activa") == 0)
    return g_strdup (_ ("_End Association…"));
  return g_strdup ((rights & TBK_RIGHT_STEP) != 0 ? _ ("_Decline…") : _ ("_Withdraw…"));
}

/* Who delivers, to whom. */
static char *
describe_sides (gpointer self, const char *centro, const char *proveedor)
{
  if (centro == NULL || proveedor == NULL)
    return g_strdup ("");
  return g_strdup_printf ("%s → %s", proveedor, centro);
}

static gboolean
may_end (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_DELETE) != 0;
}

static void
tbk_asociacion_detail_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_ASOCIACION_DETAIL);
  G_OBJECT_CLASS (tbk_asociacion_detail_parent_class)->dispose (object);
}

static void
tbk_asociacion_detail_class_init (TbkAsociacionDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_asociacion_detail_dispose;
  g_type_ensure (tbk_record_type_for (&tbk_asociacion));
  g_type_ensure (TBK_TYPE_ESTADO_PILL);
  g_type_ensure (TBK_TYPE_RECORD_GROUP);
  g_type_ensure (TBK_TYPE_STEPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/asociacion-detail.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe);
  gtk_widget_class_bind_template_callback (widget_class, describe_end);
  gtk_widget_class_bind_template_callback (widget_class, describe_sides);
  gtk_widget_class_bind_template_callback (widget_class, may_end);
}

static void
tbk_asociacion_detail_init (TbkAsociacionDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
