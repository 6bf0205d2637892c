/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-contrato-detail.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-contrato-documentos.h"
#include "tbk-contrato-facts.h"
#include "tbk-contrato-lotes.h"
#include "tbk-contrato-rights.h"
#include "tbk-contrato-text.h"
#include "tbk-estado-pill.h"
#include "tbk-history.h"
#include "tbk-steps.h"
#include "tbk-toast.h"
#include "tbk-wire.h"

struct _TbkContratoDetail
{
  TbkRecordDetail parent_instance;

  /* template children */
  GtkStack *stack;
  TbkContratoDocumentos *documentos;
};

G_DEFINE_FINAL_TYPE (TbkContratoDetail, tbk_contrato_detail, TBK_TYPE_RECORD_DETAIL)

static char *
describe_sides (gpointer self, const char *contraparte, const char *exportadora)
{
  if (contraparte == NULL || exportadora == NULL)
    return g_strdup ("");
  return g_strdup_printf ("%s → %s", contraparte, exportadora); /* who sells, who buys */
}

/* "Lots (3)" */
static char *
describe_lotes (gpointer self, gint64 lotes_n)
{
  return lotes_n > 0 ? g_strdup_printf (_ ("Lots (%d)"), (int) lotes_n) : g_strdup (_ ("Lots"));
}

static gboolean
may_ever_edit (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_CONTRATO_WRITER) != 0;
}

/* Why the button is grey, where the state is to blame. */
static char *
describe_edit (gpointer self, guint rights, const char *estado)
{
  if ((rights & TBK_RIGHT_EDIT) != 0)
    return g_strdup (_ ("Edit (Ctrl+E)"));
  if (g_strcmp0 (estado, "Cerrado") == 0 || g_strcmp0 (estado, "Cancelado") == 0)
    return g_strdup (_ ("A contract that is closed or cancelled stays as it is"));
  return g_strdup (_ ("Once it has left the draft, only the buyer changes it"));
}

/* --- its chat --- */

static void
chat_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkContratoDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;

  if (error != NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
  else if (items == NULL || json_array_get_length (items) == 0)
    tbk_toast (GTK_WIDGET (self), _ ("This contract has no chat that you see."));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-chat", "x",
                                tbk_wire_get_int (json_array_get_object_element (items, 0), "id", 0));
}

static void
chat_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecordDetail *detail = TBK_RECORD_DETAIL (widget);
  TbkRecord *record = tbk_record_detail_get_record (detail);
  g_autofree char *path = NULL;

  if (record == NULL || tbk_record_get_id (record) == 0)
    return;
  path = g_strdup_printf ("/chats?contrato_id=%" G_GINT64_FORMAT, tbk_record_get_id (record));
  tbk_api_call_async (tbk_record_detail_get_api (detail), &(TbkCall){ .path = path }, NULL, chat_cb,
                      g_object_ref (widget));
}

static void
changed_cb (TbkContratoDetail *self)
{
  tbk_record_detail_changed (TBK_RECORD_DETAIL (self));
}

static void
tbk_contrato_detail_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_CONTRATO_DETAIL);
  G_OBJECT_CLASS (tbk_contrato_detail_parent_class)->dispose (object);
}

static void
tbk_contrato_detail_class_init (TbkContratoDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_contrato_detail_dispose;
  gtk_widget_class_install_action (widget_class, "contrato.chat", NULL, chat_action);
  g_type_ensure (tbk_record_type_for (tbk_resource_find ("contrato")));
  g_type_ensure (TBK_TYPE_CONTRATO_DOCUMENTOS);
  g_type_ensure (TBK_TYPE_CONTRATO_FACTS);
  g_type_ensure (TBK_TYPE_CONTRATO_LOTES);
  g_type_ensure (TBK_TYPE_ESTADO_PILL);
  g_type_ensure (TBK_TYPE_HISTORY);
  g_type_ensure (TBK_TYPE_STEPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/contrato-detail.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoDetail, documentos);
  gtk_widget_class_bind_template_callback (widget_class, tbk_contrato_fraction);
  gtk_widget_class_bind_template_callback (widget_class, tbk_contrato_progress);
  gtk_widget_class_bind_template_callback (widget_class, describe_edit);
  gtk_widget_class_bind_template_callback (widget_class, describe_sides);
  gtk_widget_class_bind_template_callback (widget_class, may_ever_edit);
  gtk_widget_class_bind_template_callback (widget_class, describe_lotes);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
tbk_contrato_detail_init (TbkContratoDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tbk_contrato_detail_show_documento (TbkContratoDetail *self, gint64 contrato_id, gint64 documento_id)
{
  tbk_contrato_documentos_show (self->documentos, contrato_id, documento_id);
  gtk_stack_set_visible_child_name (self->stack, "documentos");
}
