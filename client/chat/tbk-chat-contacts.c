/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-contacts.h"

#include <glib/gi18n.h>

#include "tbk-chat-text.h"
#include "tbk-closures.h"
#include "tbk-error-text.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"
#include "tbk-wire.h"

#define KEY_ID "tbk-usuario-id"

struct _TbkChatContacts
{
  AdwWindow parent_instance;

  TbkApi *api;
  GCancellable *cancellable;
  gboolean busy; /* a chat is being opened */
  guint matching;

  /* template children */
  GtkSearchEntry *entry;
  GtkStack *stack;
  AdwStatusPage *message;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TbkChatContacts, tbk_chat_contacts, ADW_TYPE_WINDOW)

enum
{
  OPENED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
show_message (TbkChatContacts *self, const char *title, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, markup);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

/* --- the list --- */

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  TbkChatContacts *self = data;
  const char *q = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  const char *subtitle = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
  gboolean fits = *q == '\0' || g_str_match_string (q, title, TRUE) || g_str_match_string (q, subtitle, TRUE);

  self->matching += fits;
  return fits;
}

static void
search_cb (TbkChatContacts *self)
{
  if (gtk_list_box_get_row_at_index (self->list, 0) == NULL)
    return;
  self->matching = 0;
  gtk_list_box_invalidate_filter (self->list);
  if (self->matching > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_message (self, _ ("No Results"), _ ("Nobody of this name may be written to."));
}

static GtkWidget *
make_row (JsonObject *contact)
{
  g_autofree char *name = tbk_chat_text_name (tbk_wire_get_text (contact, "nombre"));
  g_autofree char *empresa = tbk_chat_text_name (tbk_wire_get_text (contact, "empresa_nombre"));
  g_autofree char *rol = tbk_show_choice (NULL, tbk_wire_get_text (contact, "rol"));
  g_autofree char *text = *empresa != '\0' ? g_strdup_printf ("%s · %s", empresa, rol) : g_strdup (rol);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 1, "subtitle-lines", 1,
                                 "activatable", TRUE, NULL);
  gint64 id = tbk_wire_get_int (contact, "id", 0);

  /* afterwards: until the row is made, its labels take markup */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), adw_avatar_new (32, name, TRUE));
  g_object_set_data_full (G_OBJECT (row), KEY_ID, g_memdup2 (&id, sizeof id), g_free);
  return row;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkChatContacts) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (items == NULL)
    {
      g_autofree char *text = error != NULL ? tbk_error_text (error) : g_strdup ("");

      show_message (self, _ ("Could Not Be Loaded"), text);
      return;
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    gtk_list_box_append (self->list, make_row (json_array_get_object_element (items, i)));
  if (json_array_get_length (items) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_message (self, _ ("Nobody to Write To"),
                  _ ("You write to the people of companies that you have a contract with, now or "
                     "within the last 90 days."));
}

/* --- opening --- */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkChatContacts) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonObject *object = answer != NULL ? tbk_answer_get_object (answer) : NULL;
  g_autoptr (TbkRecord) chat = object != NULL ? tbk_record_new_from_json (&tbk_chat, object) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  if (chat == NULL)
    {
      tbk_toast_error (GTK_WIDGET (self->stack), error);
      return;
    }
  g_signal_emit (self, signals[OPENED], 0, chat);
  gtk_window_close (GTK_WINDOW (self));
}

static void
activated_cb (TbkChatContacts *self, GtkListBoxRow *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), KEY_ID);
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (body, object);
  json_object_set_int_member (object, "usuario_id", *id);
  if (self->busy)
    return;
  self->busy = TRUE;
  tbk_api_call_async (self->api, &(TbkCall){ .method = "POST", .path = "/chats", .body = body }, self->cancellable,
                      opened_cb, g_object_ref (self));
}

/* Enter takes the first one that fits. */
static void
entry_activate_cb (TbkChatContacts *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        activated_cb (self, row);
        return;
      }
}

/* --- object --- */

static void
tbk_chat_contacts_dispose (GObject *object)
{
  TbkChatContacts *self = TBK_CHAT_CONTACTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_chat_contacts_parent_class)->dispose (object);
}

static void
tbk_chat_contacts_class_init (TbkChatContactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_chat_contacts_dispose;
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, TBK_TYPE_RECORD);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/chat-contacts.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkChatContacts, entry);
  gtk_widget_class_bind_template_child (widget_class, TbkChatContacts, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkChatContacts, message);
  gtk_widget_class_bind_template_child (widget_class, TbkChatContacts, list);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
tbk_chat_contacts_init (TbkChatContacts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
}

TbkChatContacts *
tbk_chat_contacts_present (GtkWidget *from, TbkApi *api)
{
  TbkChatContacts *self = g_object_new (TBK_TYPE_CHAT_CONTACTS, "transient-for", tbk_window_of (from), NULL);

  self->api = g_object_ref (api);
  tbk_api_call_async (api, &(TbkCall){ .path = "/chats/contactos" }, self->cancellable, listed_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self;
}
