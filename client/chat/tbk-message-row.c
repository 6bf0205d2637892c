/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-message-row.h"

#include <glib/gi18n.h>

#include "tbk-chat-text.h"
#include "tbk-doc-output.h"

struct _TbkMessageRow
{
  AdwBin parent_instance;

  TbkMessage *message;
  TbkMembers *members;

  /* template children */
  GtkWidget *day;
  GtkWidget *divider;
  GtkWidget *bubble;
  GtkWidget *author;
  GtkWidget *file;
  GtkImage *file_icon;
  GtkLabel *file_name;
  GtkLabel *file_size;
  GtkWidget *text;
  GtkWidget *edited;
  GtkLabel *time;
  GtkWidget *mark;
  GtkWidget *failure;
  GtkWidget *retry;
  GtkWidget *drop;
  GtkLabel *reason;
};

G_DEFINE_FINAL_TYPE (TbkMessageRow, tbk_message_row, ADW_TYPE_BIN)

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* --- how it stands --- */

/* clang-format off */
static const struct
{
  const char *icon;
  const char *text;
} marks[] = {
  [TBK_MESSAGE_WAITING] = { "triboka-waiting-symbolic", N_("Waiting to be sent") },
  [TBK_MESSAGE_FAILED] = { "dialog-warning-symbolic", N_("Not sent") },
  [TBK_MESSAGE_SENT] = { "triboka-sent-symbolic", N_("Sent") },
  [TBK_MESSAGE_DELIVERED] = { "triboka-delivered-symbolic", N_("Delivered") },
  [TBK_MESSAGE_READ] = { "triboka-read-symbolic", N_("Read") },
};
/* clang-format on */

static char *
describe_mark (TbkMessageRow *self, TbkMessageState state)
{
  const TbkMessageFacts *facts = tbk_message_get (self->message);
  g_autofree char *readers
      = state == TBK_MESSAGE_READ
            ? tbk_members_list_readers (self->members, facts->numero, facts->autor_id)
            : NULL;

  /* Translators: %s are names */
  return readers != NULL ? g_strdup_printf (_ ("Read by %s"), readers) : g_strdup (_ (marks[state].text));
}

static void
show_mark (TbkMessageRow *self)
{
  TbkMessageState state = tbk_message_get_state (self->message);
  gboolean own = (tbk_message_get_flags (self->message) & TBK_MESSAGE_OWN) != 0;
  const char *error = tbk_message_get_error (self->message);
  g_autofree char *text = describe_mark (self, state);

  gtk_widget_set_visible (self->mark, own);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark), marks[state].icon);
  gtk_widget_set_tooltip_text (self->mark, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mark), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  set_class (self->mark, "read", state == TBK_MESSAGE_READ);
  gtk_widget_set_visible (self->failure, state == TBK_MESSAGE_FAILED);
  gtk_label_set_label (self->reason, error != NULL ? error : "");
}

/* --- what it says --- */

static const char *
choose_icon (const char *content_type)
{
  if (content_type != NULL && g_str_has_prefix (content_type, "image/"))
    return "image-x-generic-symbolic";
  if (g_strcmp0 (content_type, "application/pdf") == 0)
    return "x-office-document-symbolic";
  return "text-x-generic-symbolic";
}

static void
show_file (TbkMessageRow *self)
{
  const TbkMessageFacts *facts = tbk_message_get (self->message);
  gboolean any = !facts->borrado && (facts->documento_id != 0 || facts->archivo != NULL);
  g_autofree char *name = any ? tbk_chat_text_name (facts->documento_nombre) : NULL;
  g_autofree char *size = any ? g_format_size ((guint64) MAX (facts->documento_tamano, 0)) : NULL;

  gtk_widget_set_visible (self->file, any);
  if (!any)
    return;
  gtk_image_set_from_icon_name (self->file_icon, choose_icon (facts->documento_tipo));
  gtk_label_set_label (self->file_name, name);
  gtk_label_set_label (self->file_size, size);
  gtk_widget_set_sensitive (self->file, facts->documento_id != 0);
}

static void
show_text (TbkMessageRow *self)
{
  const TbkMessageFacts *facts = tbk_message_get (self->message);
  g_autofree const char **names = tbk_members_list_names (self->members);
  g_autofree char *markup = NULL;

  if (facts->borrado)
    markup = g_markup_printf_escaped ("<i>%s</i>", _ ("This message was deleted."));
  else
    markup = tbk_chat_text_markup (facts->texto, names);
  gtk_widget_set_visible (self->text, *markup != '\0');
  gtk_label_set_markup (GTK_LABEL (self->text), markup);
  set_class (self->text, "dim-label", facts->borrado);
  gtk_widget_set_visible (self->edited, facts->editado && !facts->borrado);
}

static void
show_heads (TbkMessageRow *self)
{
  const TbkMessageFacts *facts = tbk_message_get (self->message);
  guint flags = tbk_message_get_flags (self->message);
  gboolean own = (flags & TBK_MESSAGE_OWN) != 0;
  g_autofree char *day = tbk_chat_time_day (facts->creado, g_get_real_time ());
  g_autofree char *author = tbk_chat_text_name (facts->autor_nombre);
  g_autofree char *clock = tbk_chat_time_clock (facts->creado);

  gtk_widget_set_visible (self->day, (flags & TBK_MESSAGE_NEW_DAY) != 0);
  gtk_label_set_label (GTK_LABEL (self->day), day);
  gtk_widget_set_visible (self->divider, (flags & TBK_MESSAGE_FIRST_NEW) != 0);
  gtk_widget_set_visible (self->author, !own && (flags & TBK_MESSAGE_NEW_AUTHOR) != 0);
  gtk_label_set_label (GTK_LABEL (self->author), author);
  gtk_label_set_label (self->time, clock);
  gtk_widget_set_halign (self->bubble, own ? GTK_ALIGN_END : GTK_ALIGN_START);
  set_class (self->bubble, "own", own);
  set_class (self->bubble, "first", (flags & TBK_MESSAGE_NEW_AUTHOR) != 0);
  set_class (self->bubble, "found", (flags & TBK_MESSAGE_FOUND) != 0);
}

/* "Luis Mora, 14:05: Good morning": what a screen reader says of it. */
static void
name_row (TbkMessageRow *self)
{
  const TbkMessageFacts *facts = tbk_message_get (self->message);
  gboolean own = (tbk_message_get_flags (self->message) & TBK_MESSAGE_OWN) != 0;
  g_autofree char *author = own ? g_strdup (_ ("You")) : tbk_chat_text_isolate (facts->autor_nombre);
  g_autofree char *clock = tbk_chat_time_clock (facts->creado);
  g_autofree char *line = tbk_chat_text_line (facts->texto);
  g_autofree char *name = g_strdup_printf ("%s, %s: %s", author, clock, line);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bubble), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Each button is about this message, whichever is selected. */
static void
aim_buttons (TbkMessageRow *self)
{
  const char *cliente_id = tbk_message_get (self->message)->cliente_id;

  if (cliente_id == NULL)
    return;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->file), "(ss)", "message.open", cliente_id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry), "(ss)", "message.retry", cliente_id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->drop), "(ss)", "message.drop", cliente_id);
}

static void
update (TbkMessageRow *self)
{
  show_heads (self);
  show_text (self);
  show_file (self);
  show_mark (self);
  name_row (self);
  aim_buttons (self);
}

static gboolean
link_cb (TbkMessageRow *self, const char *uri)
{
  tbk_doc_output_ask_link (GTK_WIDGET (self), uri);
  return TRUE;
}

/* --- object --- */

static void
tbk_message_row_dispose (GObject *object)
{
  tbk_message_row_set_message (TBK_MESSAGE_ROW (object), NULL, NULL);
  G_OBJECT_CLASS (tbk_message_row_parent_class)->dispose (object);
}

static void
tbk_message_row_class_init (TbkMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_message_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/mensaje-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, day);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, divider);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, author);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, file);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, file_icon);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, file_name);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, file_size);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, text);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, edited);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, time);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, mark);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, failure);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, reason);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, retry);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageRow, drop);
  gtk_widget_class_bind_template_callback (widget_class, link_cb);
}

static void
tbk_message_row_init (TbkMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tbk_message_row_new (void)
{
  return g_object_new (TBK_TYPE_MESSAGE_ROW, NULL);
}

TbkMessage *
tbk_message_row_get_message (TbkMessageRow *self)
{
  return self->message;
}

void
tbk_message_row_set_message (TbkMessageRow *self, TbkMessage *message, TbkMembers *members)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  self->members = members;
  g_set_object (&self->message, message);
  if (message == NULL)
    return;
  g_signal_connect_swapped (message, "changed", G_CALLBACK (update), self);
  update (self);
}
