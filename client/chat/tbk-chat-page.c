/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-page.h"

#include "tbk-chat-contacts.h"
#include "tbk-chat-row.h"
#include "tbk-chat-view.h"
#include "tbk-choice-filter.h"
#include "tbk-closures.h"
#include "tbk-ref-filter.h"
#include "tbk-toast.h"
#include "tbk-wire.h"

#define RELOAD_MS 1000 /* the order of the list follows what is said that often */

struct _TbkChatPage
{
  TbkPage parent_instance;

  TbkTalk *talk; /* NULL until there is an api */
  GtkSingleSelection *selection;
  GCancellable *cancellable; /* of a chat that is being read; NULL: none */
  guint reload_id;
  gboolean quiet; /* the selection follows what is shown */

  /* template children */
  TbkListing *listing;
  AdwLeaflet *leaflet;
  GtkWidget *list_pane;
  GtkSearchEntry *entry;
  GtkStack *list_stack;
  GtkListView *view;
  TbkChatView *chat_view;
};

G_DEFINE_FINAL_TYPE (TbkChatPage, tbk_chat_page, TBK_TYPE_PAGE)

static TbkApi *
get_api (TbkChatPage *self)
{
  return tbk_page_get_api (TBK_PAGE (self));
}

static gint64
get_yo (TbkChatPage *self)
{
  TbkRecord *usuario = get_api (self) != NULL ? tbk_api_get_usuario (get_api (self)) : NULL;

  return usuario != NULL ? tbk_record_get_id (usuario) : 0;
}

/* --- what is shown --- */

/* A search that finds nothing leaves the chat that is open alone. */
static void
state_cb (TbkChatPage *self)
{
  TbkListingState state = tbk_listing_get_state (self->listing);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  gtk_stack_set_visible_child_name (self->list_stack, state == TBK_LISTING_NO_MATCH ? "no-match" : "list");
  switch (state)
    {
    case TBK_LISTING_IDLE:
    case TBK_LISTING_LOADING:
      break;
    case TBK_LISTING_EMPTY:
      tbk_page_set_status (TBK_PAGE (self), TBK_PAGE_EMPTY);
      break;
    case TBK_LISTING_ERROR:
      g_object_get (self->listing, "error-text", &text, NULL);
      g_object_set (self, "error-text", text, NULL);
      tbk_page_set_status (TBK_PAGE (self), TBK_PAGE_ERROR);
      break;
    case TBK_LISTING_NO_MATCH:
    case TBK_LISTING_READY:
      tbk_page_set_status (TBK_PAGE (self), TBK_PAGE_CONTENT);
      break;
    }
}

static gint64
get_shown_id (TbkChatPage *self)
{
  TbkConversation *conversation = tbk_chat_view_get_conversation (self->chat_view);

  return conversation != NULL ? tbk_conversation_get_chat_id (conversation) : 0;
}

/* The row of the chat that is shown is the one that is selected, wherever it went. */
static void
select_shown (TbkChatPage *self)
{
  guint position = tbk_listing_find (self->listing, get_shown_id (self));

  self->quiet = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->quiet = FALSE;
}

static void
show_chat (TbkChatPage *self, TbkRecord *chat)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  tbk_chat_view_set_chat (self->chat_view, get_api (self), chat);
  select_shown (self);
}

static void
show_pane (TbkChatPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->chat_view));
  tbk_chat_view_focus (self->chat_view);
}

static void
selected_cb (TbkChatPage *self)
{
  TbkRecord *chat = gtk_single_selection_get_selected_item (self->selection);

  if (!self->quiet && chat != NULL && tbk_record_get_id (chat) != 0)
    show_chat (self, chat);
}

static void
activate_cb (TbkChatPage *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  selected_cb (self);
  show_pane (self);
}

/* On a narrow window a click opens it; keys only move along the list, until Enter. */
static void
row_released_cb (GtkGestureClick *gesture, int n_press, double x, double y, TbkChatPage *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    show_pane (self);
}

static void
back_cb (TbkChatPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
gone_cb (TbkChatPage *self)
{
  tbk_listing_reload (self->listing);
}

/* --- a chat by its id --- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkChatPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonObject *object = answer != NULL ? tbk_answer_get_object (answer) : NULL;
  g_autoptr (TbkRecord) chat = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->chat_view == NULL)
    return;
  if (object == NULL)
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  chat = tbk_record_new_from_json (&tbk_chat, object);
  show_chat (self, chat);
  show_pane (self);
}

static void
tbk_chat_page_show_id (TbkPage *page, gint64 id)
{
  TbkChatPage *self = TBK_CHAT_PAGE (page);
  guint position = tbk_listing_find (self->listing, id);
  g_autofree char *path = g_strdup_printf ("/chats/%" G_GINT64_FORMAT, id);

  if (id == get_shown_id (self))
    show_pane (self);
  else if (position != GTK_INVALID_LIST_POSITION)
    activate_cb (self, position);
  else
    {
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
      self->cancellable = g_cancellable_new ();
      tbk_api_call_async (get_api (self), &(TbkCall){ .path = path }, self->cancellable, read_cb, g_object_ref (self));
    }
}

static void
tbk_chat_page_reload (TbkPage *page)
{
  TbkChatPage *self = TBK_CHAT_PAGE (page);

  tbk_listing_reload (self->listing);
  tbk_chat_view_refresh (self->chat_view);
}

static void
opened_cb (TbkChatPage *self, TbkRecord *chat)
{
  tbk_listing_reload (self->listing);
  show_chat (self, chat);
  show_pane (self);
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkChatContacts *contacts = tbk_chat_contacts_present (widget, get_api (TBK_CHAT_PAGE (widget)));

  g_signal_connect_object (contacts, "opened", G_CALLBACK (opened_cb), widget, G_CONNECT_SWAPPED);
}

/* In the chat where the focus is there, in the list of chats else. */
static void
search_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkChatPage *self = TBK_CHAT_PAGE (widget);
  gboolean in_chat = gtk_widget_get_focus_child (GTK_WIDGET (self->leaflet)) == GTK_WIDGET (self->chat_view);

  if (in_chat && get_shown_id (self) != 0)
    gtk_widget_activate_action (GTK_WIDGET (self->chat_view), "chat.find", NULL);
  else
    {
      adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
    }
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkChatPage *self = TBK_CHAT_PAGE (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  tbk_listing_clear_filters (self->listing);
}

static void
search_cb (TbkChatPage *self)
{
  tbk_listing_set_q (self->listing, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
search_activate_cb (TbkChatPage *self)
{
  search_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- what the socket says --- */

static gboolean
reload_cb (gpointer data)
{
  TbkChatPage *self = data;

  self->reload_id = 0;
  tbk_listing_reload (self->listing);
  return G_SOURCE_REMOVE;
}

static void
reload_soon (TbkChatPage *self)
{
  if (self->reload_id == 0)
    self->reload_id = g_timeout_add (RELOAD_MS, reload_cb, self);
}

/* Returns: (transfer full) (nullable). */
static TbkRecord *
find_chat (TbkChatPage *self, gint64 id, guint *position)
{
  *position = tbk_listing_find (self->listing, id);
  return *position != GTK_INVALID_LIST_POSITION
             ? g_list_model_get_item (G_LIST_MODEL (self->listing), *position)
             : NULL;
}

static void
copy_text (JsonObject *from, const char *name, JsonObject *to, const char *as)
{
  const char *text = tbk_wire_get_text (from, name);

  if (text != NULL)
    json_object_set_string_member (to, as, text);
}

/* The row says it at once; its place follows with the next reading. */
static void
message_cb (TbkChatPage *self, const char *name, JsonObject *data)
{
  gint64 autor_id = tbk_wire_get_int (data, "autor_id", 0);
  g_autoptr (JsonObject) object = json_object_new ();
  guint position;
  g_autoptr (TbkRecord) chat = find_chat (self, tbk_wire_get_int (data, "chat_id", 0), &position);

  if (chat == NULL || position > 0)
    reload_soon (self);
  if (chat == NULL || tbk_wire_get_int (data, "numero", 0) <= tbk_record_get_int (chat, "mensajes_n"))
    return;
  copy_text (data, "texto", object, "ultimo_texto");
  copy_text (data, "created_at", object, "ultimo_en");
  copy_text (data, "autor_nombre", object, "ultimo_autor_nombre");
  json_object_set_int_member (object, "ultimo_autor_id", autor_id);
  json_object_set_int_member (object, "mensajes_n", tbk_wire_get_int (data, "numero", 0));
  if (autor_id != get_yo (self))
    json_object_set_int_member (object, "sin_leer", tbk_record_get_int (chat, "sin_leer") + 1);
  tbk_record_update (chat, object);
}

/* What was read here, or on another computer. */
static void
read_event_cb (TbkChatPage *self, const char *name, JsonObject *data)
{
  gint64 leido = tbk_wire_get_int (data, "leido", 0);
  g_autoptr (JsonObject) object = json_object_new ();
  guint position;
  g_autoptr (TbkRecord) chat = NULL;

  if (tbk_wire_get_int (data, "usuario_id", 0) != get_yo (self))
    return;
  chat = find_chat (self, tbk_wire_get_int (data, "chat_id", 0), &position);
  if (chat == NULL || leido <= tbk_record_get_int (chat, "leido"))
    return;
  json_object_set_int_member (object, "leido", leido);
  if (leido >= tbk_record_get_int (chat, "mensajes_n"))
    json_object_set_int_member (object, "sin_leer", 0);
  else
    reload_soon (self);
  tbk_record_update (chat, object);
}

static void
changed_cb (TbkChatPage *self, const char *name, JsonObject *data)
{
  guint position;
  g_autoptr (TbkRecord) chat = find_chat (self, tbk_wire_get_int (data, "chat_id", 0), &position);

  if (chat != NULL && tbk_wire_get_int (data, "numero", 0) == tbk_record_get_int (chat, "mensajes_n"))
    reload_soon (self);
}

static void
api_cb (TbkChatPage *self)
{
  if (get_api (self) == NULL || self->talk != NULL)
    return;
  self->talk = g_object_ref (tbk_talk_of (get_api (self)));
  g_signal_connect_object (self->talk, "event::receive_message", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "event::mensaje.actualizado", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "event::read", G_CALLBACK (read_event_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "reload", G_CALLBACK (reload_soon), self, G_CONNECT_SWAPPED);
}

/* --- rows --- */

static void
setup_cb (TbkChatPage *self, GtkListItem *item)
{
  GtkWidget *row = tbk_chat_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (row_released_cb), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (TbkChatPage *self, GtkListItem *item)
{
  tbk_chat_row_set_chat (TBK_CHAT_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item), get_yo (self));
}

static void
unbind_cb (TbkChatPage *self, GtkListItem *item)
{
  tbk_chat_row_set_chat (TBK_CHAT_ROW (gtk_list_item_get_child (item)), NULL, 0);
}

/* --- object --- */

static void
tbk_chat_page_dispose (GObject *object)
{
  TbkChatPage *self = TBK_CHAT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->reload_id, g_source_remove);
  if (self->chat_view != NULL)
    tbk_chat_view_set_chat (self->chat_view, NULL, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->talk);
  self->chat_view = NULL;
  G_OBJECT_CLASS (tbk_chat_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, "/com/triboka/Triboka/ui/chat-page.ui");
  tbk_closures_bind (klass);
  gtk_widget_class_bind_template_child (klass, TbkChatPage, listing);
  gtk_widget_class_bind_template_child (klass, TbkChatPage, leaflet);
  gtk_widget_class_bind_template_child (klass, TbkChatPage, list_pane);
  gtk_widget_class_bind_template_child (klass, TbkChatPage, entry);
  gtk_widget_class_bind_template_child (klass, TbkChatPage, list_stack);
  gtk_widget_class_bind_template_child (klass, TbkChatPage, view);
  gtk_widget_class_bind_template_child (klass, TbkChatPage, chat_view);
  gtk_widget_class_bind_template_callback (klass, search_cb);
  gtk_widget_class_bind_template_callback (klass, search_activate_cb);
  gtk_widget_class_bind_template_callback (klass, activate_cb);
  gtk_widget_class_bind_template_callback (klass, back_cb);
  gtk_widget_class_bind_template_callback (klass, gone_cb);
}

static void
tbk_chat_page_class_init (TbkChatPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_chat_page_dispose;
  TBK_PAGE_CLASS (klass)->reload = tbk_chat_page_reload;
  TBK_PAGE_CLASS (klass)->show_id = tbk_chat_page_show_id;
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.clear-filters", NULL, clear_filters_action);
  g_type_ensure (tbk_record_type_for (&tbk_chat));
  g_type_ensure (TBK_TYPE_LISTING);
  g_type_ensure (TBK_TYPE_CHOICE_FILTER);
  g_type_ensure (TBK_TYPE_REF_FILTER);
  g_type_ensure (TBK_TYPE_CHAT_VIEW);
  bind_template (widget_class);
}

static void
tbk_chat_page_init (TbkChatPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->listing)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->listing, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::api", G_CALLBACK (api_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
}
