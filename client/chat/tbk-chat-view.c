/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-view.h"

#include "tbk-chat-find.h"
#include "tbk-chat-text.h"
#include "tbk-composer.h"
#include "tbk-doc-download.h"
#include "tbk-doc-output.h"
#include "tbk-doc-window.h"
#include "tbk-message-list.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

struct _TbkChatView
{
  AdwBin parent_instance;

  TbkConversation *conversation;
  gboolean folded;
  GtkWindow *window; /* weak: whose being active is followed */

  /* template children */
  GtkStack *outer;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *contract_button;
  TbkChatFind *find;
  GtkStack *stack;
  TbkMessageList *list;
  AdwStatusPage *error_page;
  TbkComposer *composer;
};

G_DEFINE_FINAL_TYPE (TbkChatView, tbk_chat_view, ADW_TYPE_BIN)

enum
{
  PROP_FOLDED = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  GONE,
  BACK,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- what is shown --- */

static void
show_head (TbkChatView *self)
{
  TbkRecord *chat = tbk_conversation_get_chat (self->conversation);
  g_autofree char *title = tbk_chat_show_title (chat);
  g_autofree char *activity = NULL;
  g_autofree char *people = NULL;
  g_autofree char *sides = tbk_chat_show_subtitle (chat);
  g_autofree char *text = NULL;

  g_object_get (self->conversation, "activity", &activity, "people", &people, NULL);
  if (activity != NULL)
    text = g_strdup (activity);
  else
    text = g_str_equal (sides, people) ? g_strdup (people) : g_strdup_printf ("%s · %s", sides, people);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), text);
  if (activity != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "accent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->subtitle), "accent");
}

static void
show_error (TbkChatView *self)
{
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  g_object_get (self->conversation, "error-text", &text, NULL);
  markup = g_markup_escape_text (text != NULL ? text : "", -1);
  adw_status_page_set_description (self->error_page, markup);
}

static void
show_state (TbkChatView *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) > 0;
  const char *page = "loading";

  switch (tbk_conversation_get_state (self->conversation))
    {
    case TBK_CONVERSATION_LOADING:
      page = any ? "messages" : "loading";
      break;
    case TBK_CONVERSATION_READY:
      page = any ? "messages" : "empty";
      break;
    case TBK_CONVERSATION_ERROR:
      show_error (self);
      page = "error";
      break;
    case TBK_CONVERSATION_GONE:
      page = "gone";
      break;
    }
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->composer), !g_str_equal (page, "gone"));
}

static void
state_cb (TbkChatView *self)
{
  show_state (self);
  if (tbk_conversation_get_state (self->conversation) == TBK_CONVERSATION_GONE)
    g_signal_emit (self, signals[GONE], 0, tbk_conversation_get_chat_id (self->conversation));
}

static void
failed_cb (TbkChatView *self, const GError *error)
{
  tbk_toast_error (GTK_WIDGET (self), error);
}

/* --- what is done --- */

static void
edit_cb (TbkChatView *self, TbkMessage *message)
{
  tbk_composer_edit (self->composer, message);
}

static void
edit_last_cb (TbkChatView *self)
{
  TbkMessage *message = tbk_conversation_find_last_own (self->conversation);

  if (message != NULL)
    tbk_composer_edit (self->composer, message);
}

/* Who writes wants to see it. */
static void
sent_cb (TbkChatView *self)
{
  tbk_conversation_show_end (self->conversation);
}

static TbkDocSource *
make_source (TbkChatView *self, TbkMessage *message)
{
  const TbkMessageFacts *facts = tbk_message_get (message);
  const TbkDocFacts doc = {
    .name = facts->documento_nombre, .content_type = facts->documento_tipo, .size = facts->documento_tamano
  };
  g_autoptr (GError) error = NULL;
  TbkDocSource *source
      = tbk_doc_download_new (tbk_conversation_get_api (self->conversation), facts->documento_id, &doc, &error);

  if (source == NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
  return source;
}

static void
open_cb (TbkChatView *self, TbkMessage *message)
{
  g_autoptr (TbkDocSource) source = make_source (self, message);

  if (source != NULL)
    gtk_window_present (GTK_WINDOW (tbk_doc_window_new (tbk_window_of (GTK_WIDGET (self)), source)));
}

static void
save_cb (TbkChatView *self, TbkMessage *message)
{
  g_autoptr (TbkDocSource) source = make_source (self, message);

  if (source != NULL)
    tbk_doc_output_save (GTK_WIDGET (self), source);
}

static void
found_cb (TbkChatView *self, gint64 numero)
{
  if (self->conversation == NULL)
    return;
  tbk_conversation_set_found (self->conversation, numero);
  if (numero != 0)
    tbk_conversation_show_numero (self->conversation, numero);
}

static void
find_closed_cb (TbkChatView *self)
{
  tbk_chat_view_focus (self);
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkChatView *self = TBK_CHAT_VIEW (widget);

  if (self->conversation != NULL)
    tbk_chat_find_toggle (self->find);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *target)
{
  g_signal_emit (widget, signals[BACK], 0);
}

static void
contract_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkChatView *self = TBK_CHAT_VIEW (widget);
  gint64 id = self->conversation != NULL
                  ? tbk_record_get_int (tbk_conversation_get_chat (self->conversation), "contrato_id")
                  : 0;

  if (id != 0)
    gtk_widget_activate_action (widget, "win.show-record", "(sx)", "contrato", id);
}

static gboolean
drop_cb (TbkChatView *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (self->conversation == NULL || files == NULL)
    return FALSE;
  tbk_composer_attach (self->composer, files->data);
  return TRUE;
}

/* --- whether somebody looks --- */

static void
active_cb (TbkChatView *self)
{
  gboolean active = self->window != NULL && gtk_window_is_active (self->window);

  tbk_message_list_set_active (self->list, active);
  if (!active)
    tbk_composer_keep (self->composer);
}

static void
follow_window (TbkChatView *self, GtkWindow *window)
{
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, active_cb, self);
  g_set_weak_pointer (&self->window, window);
  if (window != NULL)
    g_signal_connect_object (window, "notify::is-active", G_CALLBACK (active_cb), self, G_CONNECT_SWAPPED);
}

static void
tbk_chat_view_root (GtkWidget *widget)
{
  TbkChatView *self = TBK_CHAT_VIEW (widget);

  GTK_WIDGET_CLASS (tbk_chat_view_parent_class)->root (widget);
  follow_window (self, tbk_window_of (widget));
  active_cb (self);
}

static void
tbk_chat_view_unroot (GtkWidget *widget)
{
  TbkChatView *self = TBK_CHAT_VIEW (widget);

  follow_window (self, NULL);
  GTK_WIDGET_CLASS (tbk_chat_view_parent_class)->unroot (widget);
}

/* --- object --- */

static void
let_go (TbkChatView *self)
{
  if (self->conversation == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (self->list != NULL)
    {
      tbk_message_list_set_conversation (self->list, NULL);
      tbk_composer_set_conversation (self->composer, NULL);
      tbk_chat_find_set_conversation (self->find, NULL);
    }
  g_clear_object (&self->conversation);
}

static void
take (TbkChatView *self, TbkConversation *conversation)
{
  gint64 contrato_id = tbk_record_get_int (tbk_conversation_get_chat (conversation), "contrato_id");

  self->conversation = conversation;
  g_signal_connect_swapped (conversation, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (conversation, "items-changed", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (conversation, "notify::activity", G_CALLBACK (show_head), self);
  g_signal_connect_swapped (conversation, "notify::people", G_CALLBACK (show_head), self);
  g_signal_connect_swapped (conversation, "failed", G_CALLBACK (failed_cb), self);
  tbk_message_list_set_conversation (self->list, conversation);
  tbk_composer_set_conversation (self->composer, conversation);
  tbk_chat_find_set_conversation (self->find, conversation);
  gtk_widget_set_visible (self->contract_button, contrato_id != 0);
  show_head (self);
  show_state (self);
}

void
tbk_chat_view_set_chat (TbkChatView *self, TbkApi *api, TbkRecord *chat)
{
  gint64 id = chat != NULL ? tbk_record_get_id (chat) : 0;

  if (self->conversation != NULL && tbk_conversation_get_chat_id (self->conversation) == id)
    return;
  let_go (self);
  if (chat != NULL)
    take (self, tbk_conversation_new (api, chat));
  gtk_stack_set_visible_child_name (self->outer, chat != NULL ? "chat" : "none");
}

TbkConversation *
tbk_chat_view_get_conversation (TbkChatView *self)
{
  return self->conversation;
}

void
tbk_chat_view_refresh (TbkChatView *self)
{
  if (self->conversation != NULL)
    tbk_conversation_refresh (self->conversation);
}

void
tbk_chat_view_focus (TbkChatView *self)
{
  if (self->conversation != NULL)
    tbk_composer_focus (self->composer);
}

static void
tbk_chat_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FOLDED)
    g_value_set_boolean (value, TBK_CHAT_VIEW (object)->folded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_chat_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkChatView *self = TBK_CHAT_VIEW (object);

  if (id != PROP_FOLDED)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (self->folded != g_value_get_boolean (value))
    {
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
tbk_chat_view_dispose (GObject *object)
{
  TbkChatView *self = TBK_CHAT_VIEW (object);

  let_go (self);
  follow_window (self, NULL);
  G_OBJECT_CLASS (tbk_chat_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, "/com/triboka/Triboka/ui/chat-view.ui");
  gtk_widget_class_bind_template_child (klass, TbkChatView, outer);
  gtk_widget_class_bind_template_child (klass, TbkChatView, title);
  gtk_widget_class_bind_template_child (klass, TbkChatView, subtitle);
  gtk_widget_class_bind_template_child (klass, TbkChatView, contract_button);
  gtk_widget_class_bind_template_child (klass, TbkChatView, find);
  gtk_widget_class_bind_template_child (klass, TbkChatView, stack);
  gtk_widget_class_bind_template_child (klass, TbkChatView, list);
  gtk_widget_class_bind_template_child (klass, TbkChatView, error_page);
  gtk_widget_class_bind_template_child (klass, TbkChatView, composer);
  gtk_widget_class_bind_template_callback (klass, edit_cb);
  gtk_widget_class_bind_template_callback (klass, edit_last_cb);
  gtk_widget_class_bind_template_callback (klass, open_cb);
  gtk_widget_class_bind_template_callback (klass, save_cb);
  gtk_widget_class_bind_template_callback (klass, sent_cb);
  gtk_widget_class_bind_template_callback (klass, found_cb);
  gtk_widget_class_bind_template_callback (klass, find_closed_cb);
}

static void
tbk_chat_view_class_init (TbkChatViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = tbk_chat_view_get_property;
  object_class->set_property = tbk_chat_view_set_property;
  object_class->dispose = tbk_chat_view_dispose;
  widget_class->root = tbk_chat_view_root;
  widget_class->unroot = tbk_chat_view_unroot;
  properties[PROP_FOLDED] = g_param_spec_boolean (
      "folded", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[GONE] = g_signal_new ("gone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[BACK] = g_signal_new ("back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "chat.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "chat.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "chat.show-contract", NULL, contract_action);
  g_type_ensure (TBK_TYPE_CHAT_FIND);
  g_type_ensure (TBK_TYPE_COMPOSER);
  g_type_ensure (TBK_TYPE_MESSAGE_LIST);
  bind_template (widget_class);
}

static void
tbk_chat_view_init (TbkChatView *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
