/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-detail.h"

#include <glib/gi18n.h>

#include "tbk-assignment.h"
#include "tbk-closures.h"
#include "tbk-estado-pill.h"
#include "tbk-history.h"
#include "tbk-lote-reception.h"
#include "tbk-lote-rights.h"
#include "tbk-lote-text.h"
#include "tbk-pick-window.h"
#include "tbk-record-group.h"
#include "tbk-steps.h"

struct _TbkLoteDetail
{
  TbkRecordDetail parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkLoteDetail, tbk_lote_detail, TBK_TYPE_RECORD_DETAIL)

static TbkApi *
get_api (gpointer self)
{
  return tbk_record_detail_get_api (TBK_RECORD_DETAIL (self));
}

static TbkRecord *
get_lote (gpointer self)
{
  return tbk_record_detail_get_record (TBK_RECORD_DETAIL (self));
}

/* --- closures ------------------------------------------------------------- */

/* The last step offered to who does not receive the lote; NULL: all. */
static char *
last_step (gpointer self, guint rights, const char *estado)
{
  gboolean on_the_way = g_strcmp0 (estado, "Registrado") == 0 || g_strcmp0 (estado, "En transito") == 0;

  return on_the_way && (rights & TBK_RIGHT_LOTE_RECEIVE) == 0 ? g_strdup ("En transito") : NULL;
}

static char *
describe_contrato (gpointer self, const char *codigo, gint64 contrato_id)
{
  if (codigo != NULL && *codigo != '\0')
    /* Translators: %s is a contract's code */
    return g_strdup_printf (_ ("In contract %s"), codigo);
  return g_strdup (contrato_id != 0 ? _ ("In a contract of others") : _ ("In no contract"));
}

static gboolean
may_edit (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_EDIT) != 0;
}

static gboolean
may_assign (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_LOTE_ASSIGN) != 0;
}

static gboolean
may_receive (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_LOTE_RECEIVE) != 0;
}

static gboolean
may_unassign (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_LOTE_UNASSIGN) != 0;
}

/* Why there may be no button for the next step. */
static char *
describe_wait (gpointer self, guint rights, const char *estado, gint64 contrato_id)
{
  gboolean on_the_way = g_strcmp0 (estado, "Registrado") == 0 || g_strcmp0 (estado, "En transito") == 0;

  if (!on_the_way || (rights & TBK_RIGHT_LOTE_RECEIVE) != 0)
    return g_strdup ("");
  return g_strdup (
      contrato_id != 0
          ? _ ("The buyer of its contract confirms the reception.")
          : _ ("Who receives the lot confirms it: the collection center, or the buyer once it is in a contract."));
}

/* --- acts ----------------------------------------------------------------- */

static void
tbk_lote_detail_update (TbkRecordDetail *detail)
{
  guint rights = tbk_record_detail_get_rights (detail);
  TbkRecord *lote = get_lote (detail);
  GtkWidget *widget = GTK_WIDGET (detail);

  gtk_widget_action_set_enabled (widget, "lote.receive", (rights & TBK_RIGHT_LOTE_RECEIVE) != 0);
  gtk_widget_action_set_enabled (widget, "lote.assign", (rights & TBK_RIGHT_LOTE_ASSIGN) != 0);
  gtk_widget_action_set_enabled (widget, "lote.unassign", (rights & TBK_RIGHT_LOTE_UNASSIGN) != 0);
  gtk_widget_action_set_enabled (widget, "lote.open-contrato",
                                 lote != NULL && tbk_record_get_text (lote, "contrato_codigo") != NULL);
}

static void
changed_cb (TbkLoteDetail *self)
{
  tbk_record_detail_changed (TBK_RECORD_DETAIL (self));
}

static void
receive_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkFormWindow *window;

  if (get_lote (widget) == NULL)
    return;
  window = tbk_lote_reception_new (get_api (widget), get_lote (widget));
  g_signal_connect_object (window, "saved", G_CALLBACK (changed_cb), widget, G_CONNECT_SWAPPED);
  tbk_form_window_present (window, widget);
}

/* A reception is more than a step: it has a weight. */
static gboolean
step_cb (TbkLoteDetail *self, const char *estado)
{
  if (g_strcmp0 (estado, "Recibido") != 0)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "lote.receive", NULL);
  return TRUE;
}

static void
assigned_cb (GtkWidget *widget, gint64 contrato_id, gint64 lote_id)
{
  if (get_lote (widget) != NULL && tbk_record_get_id (get_lote (widget)) == lote_id)
    changed_cb (TBK_LOTE_DETAIL (widget));
}

static void
picked_cb (TbkLoteDetail *self, TbkRecord *contrato)
{
  TbkRecord *lote = get_lote (self);
  TbkAssignment assignment = { .contrato_id = tbk_record_get_id (contrato) };

  if (lote == NULL)
    return;
  assignment.lote_id = tbk_record_get_id (lote);
  assignment.codigo = tbk_record_get_text (lote, "codigo_lote");
  tbk_assignment_put (GTK_WIDGET (self), get_api (self), &assignment, assigned_cb);
}

static void
assign_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autoptr (TbkListing) contratos = tbk_listing_new (get_api (widget), &tbk_contrato);
  TbkPickWindow *window = g_object_new (
      TBK_TYPE_PICK_WINDOW, "title", _ ("Assign to a Contract"), "listing", contratos, "columns",
      "codigo exportadora_nombre calidad volumen_tm entregado_tm entrega_hasta", "estados", "En proceso|Activo",
      "unidad", tbk_record_detail_get_unidad (TBK_RECORD_DETAIL (widget)), "pick-label", _ ("_Assign"), "empty-text",
      _ ("Contracts take lots while they are active or in progress."), NULL);

  g_signal_connect_object (window, "picked", G_CALLBACK (picked_cb), widget, G_CONNECT_SWAPPED);
  tbk_pick_window_present (window, widget);
}

static void
unassign_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecord *lote = get_lote (widget);
  TbkAssignment assignment = { 0 };

  if (lote == NULL)
    return;
  assignment.contrato_id = tbk_record_get_int (lote, "contrato_id");
  assignment.lote_id = tbk_record_get_id (lote);
  assignment.codigo = tbk_record_get_text (lote, "codigo_lote");
  tbk_assignment_take_off (widget, get_api (widget), &assignment, "lote.reassign", assigned_cb);
}

static void
reassign_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkAssignment assignment = tbk_assignment_from_variant (target);

  tbk_assignment_put (widget, get_api (widget), &assignment, assigned_cb);
}

static void
open_contrato_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecord *lote = get_lote (widget);

  if (lote != NULL)
    gtk_widget_activate_action (widget, "win.show-record", "(sx)", "contrato",
                                tbk_record_get_int (lote, "contrato_id"));
}

/* --- object --------------------------------------------------------------- */

static void
tbk_lote_detail_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_LOTE_DETAIL);
  G_OBJECT_CLASS (tbk_lote_detail_parent_class)->dispose (object);
}

static void
tbk_lote_detail_class_init (TbkLoteDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_lote_detail_dispose;
  TBK_RECORD_DETAIL_CLASS (klass)->update = tbk_lote_detail_update;
  g_type_ensure (tbk_record_type_for (&tbk_lote));
  g_type_ensure (TBK_TYPE_ESTADO_PILL);
  g_type_ensure (TBK_TYPE_HISTORY);
  g_type_ensure (TBK_TYPE_RECORD_GROUP);
  g_type_ensure (TBK_TYPE_STEPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/lote-detail.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, last_step);
  gtk_widget_class_bind_template_callback (widget_class, tbk_lote_describe_peso);
  gtk_widget_class_bind_template_callback (widget_class, describe_contrato);
  gtk_widget_class_bind_template_callback (widget_class, describe_wait);
  gtk_widget_class_bind_template_callback (widget_class, may_assign);
  gtk_widget_class_bind_template_callback (widget_class, may_edit);
  gtk_widget_class_bind_template_callback (widget_class, may_receive);
  gtk_widget_class_bind_template_callback (widget_class, may_unassign);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
  gtk_widget_class_install_action (widget_class, "lote.receive", NULL, receive_cb);
  gtk_widget_class_install_action (widget_class, "lote.assign", NULL, assign_cb);
  gtk_widget_class_install_action (widget_class, "lote.unassign", NULL, unassign_cb);
  gtk_widget_class_install_action (widget_class, "lote.reassign", TBK_ASSIGNMENT_TYPE, reassign_cb);
  gtk_widget_class_install_action (widget_class, "lote.open-contrato", NULL, open_contrato_cb);
}

static void
tbk_lote_detail_init (TbkLoteDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tbk_lote_detail_update (TBK_RECORD_DETAIL (self));
}
