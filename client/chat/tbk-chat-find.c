/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-find.h"

#include <glib/gi18n.h>

#include "tbk-toast.h"
#include "tbk-wire.h"

struct _TbkChatFind
{
  AdwBin parent_instance;

  TbkConversation *conversation;
  GCancellable *cancellable; /* of the search under way; NULL: none */
  GArray *hits;              /* (element-type gint64) numbers, the oldest first */
  guint current;             /* the one that is shown */
  gboolean open;

  /* template children */
  GtkSearchBar *bar;
  GtkSearchEntry *entry;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (TbkChatFind, tbk_chat_find, ADW_TYPE_BIN)

enum
{
  PROP_SEARCH_MODE = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  FOUND,
  CLOSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
show_hit (TbkChatFind *self)
{
  gboolean any = self->hits->len > 0;
  g_autofree char *text = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.older", any && self->current > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.newer", any && self->current + 1 < self->hits->len);
  /* Translators: which hit of how many, the newest is the first */
  text = any ? g_strdup_printf (_ ("%u of %u"), self->hits->len - self->current, self->hits->len) : g_strdup ("");
  gtk_label_set_label (self->count, text);
  g_signal_emit (self, signals[FOUND], 0, any ? g_array_index (self->hits, gint64, self->current) : (gint64) 0);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkChatFind) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  g_array_set_size (self->hits, 0);
  if (items == NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      gint64 numero = tbk_wire_get_int (json_array_get_object_element (items, i), "numero", 0);

      g_array_append_val (self->hits, numero);
    }
  self->current = self->hits->len > 0 ? self->hits->len - 1 : 0;
  show_hit (self);
  if (items != NULL && self->hits->len == 0)
    gtk_label_set_label (self->count, _ ("Not found"));
}

static void
forget (TbkChatFind *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_array_set_size (self->hits, 0);
  self->current = 0;
  show_hit (self);
}

static void
changed_cb (TbkChatFind *self)
{
  const char *q = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (TbkValues) query = tbk_values_new ();
  g_autofree char *limit = g_strdup_printf ("%d", TBK_CHAT_FIND_MAX);
  g_autofree char *base = NULL;
  g_autofree char *path = NULL;

  forget (self);
  if (self->conversation == NULL || *q == '\0')
    return;
  base = g_strdup_printf ("/chats/%" G_GINT64_FORMAT "/mensajes", tbk_conversation_get_chat_id (self->conversation));
  tbk_values_set (query, "q", q);
  tbk_values_set (query, "limite", limit);
  path = tbk_wire_path (base, query);
  self->cancellable = g_cancellable_new ();
  tbk_api_call_async (tbk_conversation_get_api (self->conversation), &(TbkCall){ .path = path }, self->cancellable,
                      found_cb, g_object_ref (self));
}

static void
older_cb (TbkChatFind *self)
{
  if (self->current == 0)
    return;
  self->current--;
  show_hit (self);
}

static void
newer_cb (TbkChatFind *self)
{
  if (self->current + 1 >= self->hits->len)
    return;
  self->current++;
  show_hit (self);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *target)
{
  if (g_str_equal (name, "find.older"))
    older_cb (TBK_CHAT_FIND (widget));
  else
    newer_cb (TBK_CHAT_FIND (widget));
}

static void
set_open (TbkChatFind *self, gboolean open)
{
  if (self->open == open)
    return;
  self->open = open;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH_MODE]);
  if (open)
    return;
  forget (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* --- object --- */

static void
tbk_chat_find_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SEARCH_MODE)
    g_value_set_boolean (value, TBK_CHAT_FIND (object)->open);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_chat_find_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SEARCH_MODE)
    set_open (TBK_CHAT_FIND (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_chat_find_dispose (GObject *object)
{
  TbkChatFind *self = TBK_CHAT_FIND (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->conversation);
  G_OBJECT_CLASS (tbk_chat_find_parent_class)->dispose (object);
}

static void
tbk_chat_find_finalize (GObject *object)
{
  g_array_unref (TBK_CHAT_FIND (object)->hits);
  G_OBJECT_CLASS (tbk_chat_find_parent_class)->finalize (object);
}

static void
tbk_chat_find_class_init (TbkChatFindClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = tbk_chat_find_get_property;
  object_class->set_property = tbk_chat_find_set_property;
  object_class->dispose = tbk_chat_find_dispose;
  object_class->finalize = tbk_chat_find_finalize;
  properties[PROP_SEARCH_MODE] = g_param_spec_boolean (
      "search-mode", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "find.older", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "find.newer", NULL, step_action);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/chat-find.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkChatFind, bar);
  gtk_widget_class_bind_template_child (widget_class, TbkChatFind, entry);
  gtk_widget_class_bind_template_child (widget_class, TbkChatFind, count);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, older_cb);
  gtk_widget_class_bind_template_callback (widget_class, newer_cb);
}

static void
tbk_chat_find_init (TbkChatFind *self)
{
  self->hits = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.older", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "find.newer", FALSE);
}

void
tbk_chat_find_set_conversation (TbkChatFind *self, TbkConversation *conversation)
{
  if (!g_set_object (&self->conversation, conversation))
    return;
  set_open (self, FALSE);
}

void
tbk_chat_find_toggle (TbkChatFind *self)
{
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  if (self->open && !focused)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    set_open (self, !self->open);
}
