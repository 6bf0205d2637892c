/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-usuario-detail.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-estado-pill.h"
#include "tbk-record-group.h"
#include "tbk-resource.h"
#include "tbk-steps.h"
#include "tbk-toast.h"

struct _TbkUsuarioDetail
{
  TbkRecordDetail parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkUsuarioDetail, tbk_usuario_detail, TBK_TYPE_RECORD_DETAIL)

static void
suspend_confirmed_cb (GtkWidget *widget, gpointer data)
{
  tbk_record_detail_post (TBK_RECORD_DETAIL (widget), "suspender");
}

static void
ask_suspend (TbkUsuarioDetail *self)
{
  TbkRecord *usuario = tbk_record_detail_get_record (TBK_RECORD_DETAIL (self));
  g_autofree char *body = NULL;

  if (usuario == NULL)
    return;
  /* Translators: %s is a person's name */
  body = g_strdup_printf (_ ("%s is signed out everywhere at once, and cannot sign in until approved again."),
                          tbk_record_get_text (usuario, "nombre"));
  tbk_confirm (GTK_WIDGET (self), _ ("Suspend This User?"), body, _ ("_Suspend"), suspend_confirmed_cb, NULL);
}

/* An owner approves and suspends without the right to edit: these have routes of their own. */
static gboolean
step_cb (TbkUsuarioDetail *self, const char *estado)
{
  if (g_strcmp0 (estado, "Activo") == 0)
    tbk_record_detail_post (TBK_RECORD_DETAIL (self), "aprobar");
  else
    ask_suspend (self);
  return TRUE;
}

static gboolean
may_edit (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_EDIT) != 0;
}

/* What its state means, and why there may be nothing to press. */
static char *
describe (gpointer self, const char *estado, guint rights)
{
  gboolean may = (rights & TBK_RIGHT_STEP) != 0;

  if (g_strcmp0 (estado, "En revision") == 0)
    return g_strdup (may ? _ ("Registered, and waits for your approval to sign in.")
                         : _ ("Registered; the owner of the company or an administrator lets them in."));
  if (g_strcmp0 (estado, "Suspendido") == 0)
    return g_strdup (may ? _ ("Cannot sign in. Approve to let them in again.") : _ ("Cannot sign in."));
  return g_strdup (_ ("May sign in."));
}

static void
tbk_usuario_detail_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_USUARIO_DETAIL);
  G_OBJECT_CLASS (tbk_usuario_detail_parent_class)->dispose (object);
}

static void
tbk_usuario_detail_class_init (TbkUsuarioDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_usuario_detail_dispose;
  g_type_ensure (tbk_record_type_for (&tbk_usuario));
  g_type_ensure (TBK_TYPE_ESTADO_PILL);
  g_type_ensure (TBK_TYPE_RECORD_GROUP);
  g_type_ensure (TBK_TYPE_STEPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/usuario-detail.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, describe);
  gtk_widget_class_bind_template_callback (widget_class, may_edit);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
}

static void
tbk_usuario_detail_init (TbkUsuarioDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
