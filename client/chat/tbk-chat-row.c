/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-row.h"

#include <glib/gi18n.h>

#include "tbk-chat-text.h"
#include "tbk-wire.h"

#define MOST_UNREAD 99 /* the server counts up to 100 */

struct _TbkChatRow
{
  AdwBin parent_instance;

  TbkRecord *chat;
  gint64 yo;

  /* template children */
  AdwAvatar *avatar;
  GtkLabel *title;
  GtkLabel *time;
  GtkLabel *sides;
  GtkLabel *last;
  GtkLabel *unread;
};

G_DEFINE_FINAL_TYPE (TbkChatRow, tbk_chat_row, ADW_TYPE_BIN)

/* A server that sends no files says nothing of one. */
static char *
describe_file (TbkChatRow *self)
{
  const TbkField *field = tbk_schema_find (&tbk_chat.schema, "ultimo_documento_nombre");
  const char *name = field != NULL ? tbk_record_get_text (self->chat, field->name) : NULL;

  return name != NULL ? tbk_chat_text_name (name) : g_strdup ("…");
}

/* "Ana: Good morning". A message without text has a file, or was deleted. */
static char *
describe_last (TbkChatRow *self)
{
  g_autofree char *text = tbk_chat_text_line (tbk_record_get_text (self->chat, "ultimo_texto"));
  g_autofree char *name = NULL;
  gboolean own = tbk_record_get_int (self->chat, "ultimo_autor_id") == self->yo;

  if (tbk_record_get_int (self->chat, "mensajes_n") == 0)
    return g_strdup (_ ("No messages yet"));
  if (*text == '\0')
    {
      g_free (text);
      text = describe_file (self);
    }
  if (!own && tbk_record_get_int (self->chat, "contrato_id") == 0)
    return g_steal_pointer (&text);
  name = own ? g_strdup (_ ("You")) : tbk_chat_text_isolate (tbk_record_get_text (self->chat, "ultimo_autor_nombre"));
  /* Translators: who wrote, and what */
  return g_strdup_printf (_ ("%s: %s"), name, text);
}

static void
show_unread (TbkChatRow *self)
{
  gint64 n = tbk_record_get_int (self->chat, "sin_leer");
  g_autofree char *text = n > MOST_UNREAD ? g_strdup_printf ("%d+", MOST_UNREAD) : g_strdup_printf ("%d", (int) n);
  g_autofree char *name = g_strdup_printf (ngettext ("%d unread message", "%d unread messages", (gulong) n), (int) n);

  gtk_label_set_label (self->unread, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->unread), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (TbkChatRow *self)
{
  g_autofree char *title = tbk_chat_show_title (self->chat);
  g_autofree char *sides = tbk_chat_show_subtitle (self->chat);
  g_autofree char *last = describe_last (self);
  gint64 when = tbk_wire_read_time (tbk_record_get_text (self->chat, "ultimo_en"));
  g_autofree char *time = tbk_chat_time_short (when, g_get_real_time ());
  gboolean contract = tbk_record_get_int (self->chat, "contrato_id") != 0;

  adw_avatar_set_text (self->avatar, title);
  adw_avatar_set_show_initials (self->avatar, !contract);
  adw_avatar_set_icon_name (self->avatar, contract ? "triboka-contrato-symbolic" : NULL);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->sides, sides);
  gtk_widget_set_visible (GTK_WIDGET (self->sides), *sides != '\0');
  gtk_label_set_label (self->last, last);
  show_unread (self);
}

static void
tbk_chat_row_dispose (GObject *object)
{
  tbk_chat_row_set_chat (TBK_CHAT_ROW (object), NULL, 0);
  G_OBJECT_CLASS (tbk_chat_row_parent_class)->dispose (object);
}

static void
tbk_chat_row_class_init (TbkChatRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_chat_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/chat-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkChatRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TbkChatRow, title);
  gtk_widget_class_bind_template_child (widget_class, TbkChatRow, time);
  gtk_widget_class_bind_template_child (widget_class, TbkChatRow, sides);
  gtk_widget_class_bind_template_child (widget_class, TbkChatRow, last);
  gtk_widget_class_bind_template_child (widget_class, TbkChatRow, unread);
}

static void
tbk_chat_row_init (TbkChatRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tbk_chat_row_new (void)
{
  return g_object_new (TBK_TYPE_CHAT_ROW, NULL);
}

void
tbk_chat_row_set_chat (TbkChatRow *self, TbkRecord *chat, gint64 yo)
{
  if (self->chat != NULL)
    g_signal_handlers_disconnect_by_data (self->chat, self);
  self->yo = yo;
  g_set_object (&self->chat, chat);
  if (chat == NULL)
    return;
  g_signal_connect_swapped (chat, "notify", G_CALLBACK (update), self);
  update (self);
}
