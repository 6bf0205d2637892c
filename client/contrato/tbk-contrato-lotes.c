/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-contrato-lotes.h"

#include <glib/gi18n.h>

#include "lote.h"
#include "tbk-assignment.h"
#include "tbk-closures.h"
#include "tbk-contrato-rights.h"
#include "tbk-pick-window.h"
#include "tbk-record-table.h"

struct _TbkContratoLotes
{
  TbkRecordDetail parent_instance;

  TbkListing *listing;
  TbkRecord *selected;
  gint64 contrato_id; /* whose lotes are listed; 0: none yet */
};

G_DEFINE_FINAL_TYPE (TbkContratoLotes, tbk_contrato_lotes, TBK_TYPE_RECORD_DETAIL)

enum
{
  PROP_0,
  PROP_SELECTED,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* "table", "empty" or "loading": the page of the stack. */
static char *
state_to_page (gpointer self, TbkListingState state)
{
  if (state == TBK_LISTING_READY)
    return g_strdup ("table");
  return g_strdup (state == TBK_LISTING_LOADING || state == TBK_LISTING_IDLE ? "loading" : "empty");
}

static char *
describe_empty (gpointer self, const char *error_text, guint rights, const char *estado)
{
  if (error_text != NULL && *error_text != '\0')
    return g_markup_escape_text (error_text, -1);
  if ((rights & TBK_RIGHT_CONTRATO_ASSIGN) != 0)
    return g_strdup (_ ("Assign the first one; when it is received, it counts as delivered."));
  if (g_strcmp0 (estado, "Borrador") == 0 || g_strcmp0 (estado, "En revision") == 0)
    return g_strdup (_ ("Lots can be assigned once the contract is active."));
  return g_strdup (_ ("The seller has not assigned any."));
}

static gboolean
may_ever_assign (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_CONTRATO_SELLER) != 0;
}

/* Why the button is grey, where the state is to blame. */
static char *
describe_assign (gpointer self, guint rights)
{
  return g_strdup ((rights & TBK_RIGHT_CONTRATO_ASSIGN) != 0
                       ? _ ("Put one of your lots into this contract")
                       : _ ("Lots come and go while a contract is active or in progress"));
}

static void
update_actions (TbkContratoLotes *self)
{
  guint rights = tbk_record_detail_get_rights (TBK_RECORD_DETAIL (self));
  gboolean exported
      = self->selected != NULL && g_strcmp0 (tbk_record_get_text (self->selected, "estado"), "Exportado") == 0;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "lotes.open", self->selected != NULL);
  gtk_widget_action_set_enabled (widget, "lotes.assign", (rights & TBK_RIGHT_CONTRATO_ASSIGN) != 0);
  gtk_widget_action_set_enabled (widget, "lotes.unassign",
                                 self->selected != NULL && !exported && (rights & TBK_RIGHT_CONTRATO_UNASSIGN) != 0);
}

/* Another contrato: its lotes. Another version of the same one: its lotes may be others. */
static void
tbk_contrato_lotes_update (TbkRecordDetail *detail)
{
  TbkContratoLotes *self = TBK_CONTRATO_LOTES (detail);
  TbkRecord *record = tbk_record_detail_get_record (detail);
  g_autofree char *id = NULL;

  update_actions (self);
  if (record == NULL || tbk_record_get_id (record) == 0)
    return;
  if (self->contrato_id == tbk_record_get_id (record))
    {
      tbk_listing_reload (self->listing);
      return;
    }
  self->contrato_id = tbk_record_get_id (record);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, self->contrato_id);
  tbk_listing_set_base_filter (self->listing, "contrato_id", id);
  tbk_listing_set_path (self->listing, NULL);
}

/* --- acts ----------------------------------------------------------------- */

static void
assigned_cb (GtkWidget *widget, gint64 contrato_id, gint64 lote_id)
{
  TbkContratoLotes *self = TBK_CONTRATO_LOTES (widget);

  if (self->contrato_id != contrato_id)
    return;
  tbk_listing_reload (self->listing);
  tbk_record_detail_changed (TBK_RECORD_DETAIL (self));
}

static void
picked_cb (TbkContratoLotes *self, TbkRecord *lote)
{
  TbkAssignment assignment
      = { self->contrato_id, tbk_record_get_id (lote), tbk_record_get_text (lote, "codigo_lote") };

  tbk_assignment_put (GTK_WIDGET (self), tbk_record_detail_get_api (TBK_RECORD_DETAIL (self)), &assignment,
                      assigned_cb);
}

static void
assign_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkContratoLotes *self = TBK_CONTRATO_LOTES (widget);
  TbkRecordDetail *detail = TBK_RECORD_DETAIL (widget);
  g_autoptr (TbkListing) free_lotes = tbk_listing_new (NULL, &tbk_lote);
  TbkPickWindow *window;

  tbk_listing_set_base_filter (free_lotes, "sin_contrato", "true");
  g_object_set (free_lotes, "api", tbk_record_detail_get_api (detail), NULL);
  window = g_object_new (TBK_TYPE_PICK_WINDOW, "title", _ ("Assign a Lot"), "listing", free_lotes, "columns",
                         "codigo_lote empresa_nombre fecha peso_kg humedad estado", "unidad",
                         tbk_record_detail_get_unidad (detail), "pick-label", _ ("_Assign"), "empty-text",
                         _ ("Every lot that you see is in a contract already. Register a new one under Lots."), NULL);
  g_signal_connect_object (window, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  tbk_pick_window_present (window, widget);
}

static void
unassign_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkContratoLotes *self = TBK_CONTRATO_LOTES (widget);
  TbkAssignment assignment = { .contrato_id = self->contrato_id };

  if (self->selected == NULL)
    return;
  assignment.lote_id = tbk_record_get_id (self->selected);
  assignment.codigo = tbk_record_get_text (self->selected, "codigo_lote");
  tbk_assignment_take_off (widget, tbk_record_detail_get_api (TBK_RECORD_DETAIL (self)), &assignment,
                           "lotes.reassign", assigned_cb);
}

static void
reassign_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkAssignment assignment = tbk_assignment_from_variant (target);

  tbk_assignment_put (widget, tbk_record_detail_get_api (TBK_RECORD_DETAIL (widget)), &assignment, assigned_cb);
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkContratoLotes *self = TBK_CONTRATO_LOTES (widget);

  if (self->selected != NULL)
    gtk_widget_activate_action (widget, "win.show-record", "(sx)", "lote", tbk_record_get_id (self->selected));
}

static void
activated_cb (TbkContratoLotes *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "lotes.open", NULL);
}

/* --- object --------------------------------------------------------------- */

static void
set_selected (TbkContratoLotes *self, TbkRecord *record)
{
  if (!g_set_object (&self->selected, record))
    return;
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
tbk_contrato_lotes_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, TBK_CONTRATO_LOTES (object)->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_contrato_lotes_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SELECTED:
      set_selected (TBK_CONTRATO_LOTES (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_contrato_lotes_dispose (GObject *object)
{
  TbkContratoLotes *self = TBK_CONTRATO_LOTES (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_CONTRATO_LOTES);
  g_clear_object (&self->selected);
  G_OBJECT_CLASS (tbk_contrato_lotes_parent_class)->dispose (object);
}

static void
tbk_contrato_lotes_class_init (TbkContratoLotesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tbk_contrato_lotes_dispose;
  object_class->get_property = tbk_contrato_lotes_get_property;
  object_class->set_property = tbk_contrato_lotes_set_property;
  TBK_RECORD_DETAIL_CLASS (klass)->update = tbk_contrato_lotes_update;
  properties[PROP_SELECTED] = g_param_spec_object (
      "selected", NULL, NULL, TBK_TYPE_RECORD, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (tbk_record_type_for (&tbk_lote));
  g_type_ensure (TBK_TYPE_LISTING);
  g_type_ensure (TBK_TYPE_RECORD_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/contrato-lotes.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoLotes, listing);
  gtk_widget_class_bind_template_callback (widget_class, state_to_page);
  gtk_widget_class_bind_template_callback (widget_class, describe_assign);
  gtk_widget_class_bind_template_callback (widget_class, describe_empty);
  gtk_widget_class_bind_template_callback (widget_class, may_ever_assign);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "lotes.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "lotes.assign", NULL, assign_cb);
  gtk_widget_class_install_action (widget_class, "lotes.unassign", NULL, unassign_cb);
  gtk_widget_class_install_action (widget_class, "lotes.reassign", TBK_ASSIGNMENT_TYPE, reassign_cb);
}

static void
tbk_contrato_lotes_init (TbkContratoLotes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}
