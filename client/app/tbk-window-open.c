/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-window-private.h"

#include "tbk-bell-list.h"
#include "tbk-toast.h"
#include "tbk-wire.h"

static void
show_record (TbkWindow *self, const char *noun, gint64 id)
{
  tbk_window_set_page (self, noun);
  if (g_strcmp0 (self->page, noun) != 0)
    return;
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->pages));
  tbk_page_show_id (tbk_window_get_visible_page (self), id);
}

static void
show_record_action (GtkWidget *widget, const char *name, GVariant *target)
{
  const char *noun;
  gint64 id;

  g_variant_get (target, "(&sx)", &noun, &id);
  show_record (TBK_WINDOW (widget), noun, id);
}

/* A chat, from a notification or from what it is about. */
static void
show_chat_action (GtkWidget *widget, const char *name, GVariant *target)
{
  show_record (TBK_WINDOW (widget), "chat", g_variant_get_int64 (target));
}

/* --- a documento --- */

static void
show_documento (TbkWindow *self, JsonObject *documento)
{
  gint64 contrato_id = tbk_wire_get_int (documento, "contrato_id", 0);
  gint64 chat_id = tbk_wire_get_int (documento, "chat_id", 0);

  if (contrato_id == 0)
    {
      show_record (self, "chat", chat_id); /* one that went with a message */
      return;
    }
  show_record (self, "contrato", contrato_id);
  if (g_strcmp0 (self->page, "contrato") == 0)
    gtk_widget_activate_action (GTK_WIDGET (tbk_window_get_visible_page (self)), "page.show-documento", "(xx)",
                                contrato_id, tbk_wire_get_int (documento, "id", 0));
}

static void
documento_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonObject *documento = answer != NULL ? tbk_answer_get_object (answer) : NULL;
  TbkPage *page = self->api != NULL ? tbk_window_get_visible_page (self) : NULL;

  if (page == NULL) /* closed, or signed out meanwhile */
    return;
  if (documento != NULL)
    show_documento (self, documento);
  else if (error != NULL)
    tbk_toast_error (GTK_WIDGET (page), error);
}

/* Where it stands is asked for: it may be anybody's who told of it, and gone. */
static void
show_documento_action (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autofree char *path = g_strdup_printf ("/documentos/%" G_GINT64_FORMAT, g_variant_get_int64 (target));

  tbk_api_call_async (TBK_WINDOW (widget)->api, &(TbkCall){ .path = path }, NULL, documento_cb,
                      g_object_ref (widget));
}

/* What a notification is about. */
static void
open_about_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkWindow *self = TBK_WINDOW (widget);
  const char *noun;
  gint64 id;

  g_variant_get (target, "(&sx)", &noun, &id);
  if (self->news == NULL)
    return;
  if (g_str_equal (noun, "documento"))
    gtk_widget_activate_action (widget, "win.show-documento", "x", id);
  else
    show_record (self, noun, id);
  tbk_bell_mark_about (self->unread, self->news, noun, id);
  gtk_widget_activate_action_variant (widget, "app.forget-about", target);
}

void
tbk_window_install_open (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.show-record", "(sx)", show_record_action);
  gtk_widget_class_install_action (klass, "win.show-documento", "x", show_documento_action);
  gtk_widget_class_install_action (klass, "win.show-chat", "x", show_chat_action);
  gtk_widget_class_install_action (klass, "win.open-about", "(sx)", open_about_action);
}
