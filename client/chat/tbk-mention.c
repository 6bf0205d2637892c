/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-mention.h"

struct _TbkMention
{
  GObject parent_instance;

  GtkTextView *view;
  GtkWidget *popover;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TbkMention, tbk_mention, G_TYPE_OBJECT)

enum
{
  PICKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Whether a word of the name begins so, whatever the case and the accents. */
static gboolean
fits (const char *nombre, const char *prefix)
{
  return *prefix == '\0' || g_str_match_string (prefix, nombre, TRUE);
}

static void
clear (TbkMention *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
add_row (TbkMention *self, const TbkMember *member)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (member->nombre);
  GtkWidget *empresa = gtk_label_new (member->empresa);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (empresa), 0);
  gtk_widget_add_css_class (empresa, "caption");
  gtk_widget_set_visible (empresa, member->empresa != NULL);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), empresa);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_name (row, member->nombre);
  gtk_list_box_append (self->list, row);
}

static void
point_at_cursor (TbkMention *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter iter;
  GdkRectangle place;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (self->view, &iter, &place);
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &place.x, &place.y);
  place.width = MAX (place.width, 1);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
}

void
tbk_mention_offer (TbkMention *self, TbkMembers *members, gint64 yo, const char *prefix)
{
  guint n = 0;

  clear (self);
  for (guint i = 0; prefix != NULL && i < tbk_members_get_size (members) && n < TBK_MENTION_MAX; i++)
    {
      const TbkMember *member = tbk_members_at (members, i);

      if (member->id == yo || !fits (member->nombre, prefix) || g_str_has_prefix (prefix, member->nombre))
        continue;
      add_row (self, member);
      n++;
    }
  if (n == 0)
    {
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return;
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  point_at_cursor (self);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

gboolean
tbk_mention_is_open (TbkMention *self)
{
  return gtk_widget_get_visible (self->popover);
}

static void
pick (TbkMention *self, GtkListBoxRow *row)
{
  g_autofree char *name = g_strdup (gtk_widget_get_name (GTK_WIDGET (row)));

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[PICKED], 0, name);
}

static void
move (TbkMention *self, int by)
{
  int index = gtk_list_box_row_get_index (gtk_list_box_get_selected_row (self->list));
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index + by);

  if (index + by >= 0 && row != NULL)
    gtk_list_box_select_row (self->list, row);
}

gboolean
tbk_mention_take_key (TbkMention *self, guint key)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (!tbk_mention_is_open (self) || row == NULL)
    return FALSE;
  if (key == GDK_KEY_Up || key == GDK_KEY_Down)
    move (self, key == GDK_KEY_Up ? -1 : 1);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_Tab)
    pick (self, row);
  else if (key == GDK_KEY_Escape)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  else
    return FALSE;
  return TRUE;
}

static void
row_activated_cb (TbkMention *self, GtkListBoxRow *row)
{
  pick (self, row);
}

static void
tbk_mention_dispose (GObject *object)
{
  g_clear_pointer (&TBK_MENTION (object)->popover, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_mention_parent_class)->dispose (object);
}

static void
tbk_mention_class_init (TbkMentionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_mention_dispose;
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tbk_mention_init (TbkMention *self)
{
}

TbkMention *
tbk_mention_new (GtkTextView *view)
{
  TbkMention *self = g_object_new (TBK_TYPE_MENTION, NULL);

  self->view = view;
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE); /* the text keeps the focus */
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_TOP);
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->list));
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (view));
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  return self;
}
