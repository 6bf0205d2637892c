/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-assignment.h"

#include <glib/gi18n.h>

#include "tbk-toast.h"

/* One request under way. */
typedef struct
{
  GtkWidget *from; /* owned */
  gint64 contrato_id;
  gint64 lote_id;
  char *codigo; /* owned */
  char *undo;   /* owned; NULL: it is being put */
  TbkAssigned done;
} Act;

static void
act_free (Act *act)
{
  g_object_unref (act->from);
  g_free (act->codigo);
  g_free (act->undo);
  g_free (act);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static Act *
act_new (GtkWidget *from, const TbkAssignment *assignment, const char *undo, TbkAssigned done)
{
  Act *act = g_new0 (Act, 1);

  act->from = g_object_ref (from);
  act->contrato_id = assignment->contrato_id;
  act->lote_id = assignment->lote_id;
  act->codigo = g_strdup (assignment->codigo != NULL ? assignment->codigo : "");
  act->undo = g_strdup (undo);
  act->done = done;
  return act;
}

static void
tell (Act *act)
{
  g_autofree char *title = NULL;

  if (act->undo == NULL)
    {
      /* Translators: %s is a lot's code */
      title = g_strdup_printf (_ ("Lot %s assigned"), act->codigo);
      tbk_toast (act->from, title);
      return;
    }
  /* Translators: %s is a lot's code */
  title = g_strdup_printf (_ ("Lot %s taken off the contract"), act->codigo);
  tbk_toast_action (act->from, title, _ ("_Undo"), act->undo,
                    g_variant_new (TBK_ASSIGNMENT_TYPE, act->contrato_id, act->lote_id, act->codigo));
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Act) act = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  /* the page may be gone by now */
  if (gtk_widget_get_root (act->from) == NULL)
    return;
  if (answer == NULL)
    {
      tbk_toast_error (act->from, error);
      return;
    }
  tell (act);
  act->done (act->from, act->contrato_id, act->lote_id);
}

void
tbk_assignment_put (GtkWidget *from, TbkApi *api, const TbkAssignment *assignment, TbkAssigned done)
{
  g_autofree char *path = g_strdup_printf ("/contratos/%" G_GINT64_FORMAT "/lotes", assignment->contrato_id);
  g_autofree char *key = tbk_api_make_key ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) body = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "lote_id");
  json_builder_add_int_value (builder, assignment->lote_id);
  json_builder_end_object (builder);
  body = json_builder_get_root (builder);
  tbk_api_call_async (api, &(TbkCall){ .method = "POST", .path = path, .body = body, .idempotency_key = key },
                      NULL, called_cb, act_new (from, assignment, NULL, done));
}

void
tbk_assignment_take_off (GtkWidget *from,
                         TbkApi *api,
                         const TbkAssignment *assignment,
                         const char *undo,
                         TbkAssigned done)
{
  g_autofree char *path = g_strdup_printf ("/contratos/%" G_GINT64_FORMAT "/lotes/%" G_GINT64_FORMAT,
                                           assignment->contrato_id, assignment->lote_id);

  tbk_api_call_async (api, &(TbkCall){ .method = "DELETE", .path = path }, NULL, called_cb,
                      act_new (from, assignment, undo, done));
}

TbkAssignment
tbk_assignment_from_variant (GVariant *target)
{
  TbkAssignment assignment;

  g_variant_get (target, "(xx&s)", &assignment.contrato_id, &assignment.lote_id, &assignment.codigo);
  return assignment;
}
