/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-message-list.h"

#include <glib/gi18n.h>

#include "tbk-message-row.h"
#include "tbk-toast.h"

#define NEAR_END_PX 40
#define SETTLE_FRAMES 3
#define MAX_FRAMES 30
#define SEEN_PX 24 /* of a message that is tall: so much of it is in view */

struct _TbkMessageList
{
  AdwBin parent_instance;

  TbkConversation *conversation;
  GtkSingleSelection *selection;
  gboolean active;
  gboolean sticky; /* the reader is at the end, and stays there */
  guint wanted;    /* to be brought into view once the rows are laid out; GTK_INVALID_LIST_POSITION: none */
  guint frames;    /* since then */
  guint tick_id;   /* of that */
  guint look_id;   /* what is in view is looked at when all is quiet */
  GtkWidget *menu; /* NULL until first needed */
  GMenuModel *message_menu;

  /* template children */
  GtkScrolledWindow *scrolled;
  GtkListView *view;
  GtkSpinner *spinner;
  GtkWidget *end_button;
  GtkLabel *behind_label;
};

G_DEFINE_FINAL_TYPE (TbkMessageList, tbk_message_list, ADW_TYPE_BIN)

enum
{
  EDIT,
  OPEN,
  SAVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static guint
count (TbkMessageList *self)
{
  return self->conversation != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) : 0;
}

/* --- where the reader is --- */

static double
distance_to_end (TbkMessageList *self)
{
  GtkAdjustment *v = gtk_scrolled_window_get_vadjustment (self->scrolled);

  return gtk_adjustment_get_upper (v) - gtk_adjustment_get_page_size (v) - gtk_adjustment_get_value (v);
}

gboolean
tbk_message_list_is_at_end (TbkMessageList *self)
{
  return self->conversation == NULL
         || (tbk_conversation_is_at_end (self->conversation) && distance_to_end (self) < NEAR_END_PX);
}

gboolean
tbk_message_list_is_settled (TbkMessageList *self)
{
  return self->tick_id == 0;
}

static void
show_end_button (TbkMessageList *self)
{
  g_autofree char *text = NULL;
  guint behind = 0;

  if (self->conversation != NULL)
    g_object_get (self->conversation, "behind", &behind, NULL);
  text = behind > 0 ? g_strdup_printf (behind > 999 ? "999+" : "%u", behind) : g_strdup ("");
  gtk_label_set_label (self->behind_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->behind_label), behind > 0);
  gtk_widget_set_visible (self->end_button, !self->sticky && count (self) > 0);
}

static void
set_sticky (TbkMessageList *self, gboolean sticky)
{
  self->sticky = sticky;
  if (self->conversation != NULL)
    tbk_conversation_set_following (self->conversation, sticky);
  show_end_button (self);
}

/* The number of the last stored message of which enough is in view; 0: none is. */
static gint64
find_last_in_view (TbkMessageList *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->view));
  gint64 last = 0;

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);
      TbkMessage *message = TBK_IS_MESSAGE_ROW (row) ? tbk_message_row_get_message (TBK_MESSAGE_ROW (row)) : NULL;
      graphene_rect_t bounds;

      if (message == NULL || !gtk_widget_get_mapped (item)
          || !gtk_widget_compute_bounds (item, GTK_WIDGET (self->view), &bounds))
        continue;
      if (bounds.origin.y + MIN (SEEN_PX, bounds.size.height) <= height && bounds.origin.y + bounds.size.height > 0)
        last = MAX (last, tbk_message_get (message)->numero);
    }
  return last;
}

static gboolean
is_watched (TbkMessageList *self)
{
  return self->active && gtk_widget_get_mapped (GTK_WIDGET (self));
}

static gboolean
look_cb (gpointer data)
{
  TbkMessageList *self = data;

  self->look_id = 0;
  if (self->conversation == NULL)
    return G_SOURCE_REMOVE;
  tbk_conversation_set_watched (self->conversation, is_watched (self));
  if (is_watched (self) && self->wanted == GTK_INVALID_LIST_POSITION)
    tbk_conversation_see (self->conversation, find_last_in_view (self));
  show_end_button (self);
  return G_SOURCE_REMOVE;
}

static void
look_soon (TbkMessageList *self)
{
  if (self->look_id == 0)
    self->look_id = g_idle_add_full (G_PRIORITY_LOW, look_cb, self, NULL);
}

static void
scrolled_cb (TbkMessageList *self)
{
  GtkAdjustment *v = gtk_scrolled_window_get_vadjustment (self->scrolled);

  if (self->conversation == NULL || self->wanted != GTK_INVALID_LIST_POSITION)
    return;
  set_sticky (self, tbk_message_list_is_at_end (self));
  if (gtk_adjustment_get_value (v) < gtk_adjustment_get_page_size (v))
    tbk_conversation_want_older (self->conversation);
  if (distance_to_end (self) < gtk_adjustment_get_page_size (v))
    tbk_conversation_want_newer (self->conversation);
  look_soon (self);
}

/* --- bringing into view --- */

static void
scroll_to (TbkMessageList *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* Whether what was to be brought into view needs more frames: rows have no place before they are
 * laid out, and take their real heights one frame later. The end is brought into view first, and
 * from there the wanted one comes in at the top. */
static gboolean
is_unsettled (TbkMessageList *self)
{
  if (self->sticky)
    return self->frames < SETTLE_FRAMES || (distance_to_end (self) >= 1 && self->frames < MAX_FRAMES);
  return self->frames < SETTLE_FRAMES;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TbkMessageList *self = TBK_MESSAGE_LIST (widget);
  GtkAdjustment *v = gtk_scrolled_window_get_vadjustment (self->scrolled);
  guint n = count (self);

  if (n > 0 && gtk_adjustment_get_page_size (v) < 2)
    return G_SOURCE_CONTINUE; /* not there yet */
  if (n > 0 && is_unsettled (self))
    {
      self->frames++;
      scroll_to (self, self->sticky || self->frames < SETTLE_FRAMES ? n - 1 : MIN (self->wanted, n - 1));
      return G_SOURCE_CONTINUE;
    }
  self->tick_id = 0;
  self->wanted = GTK_INVALID_LIST_POSITION;
  if (!self->sticky)
    scrolled_cb (self);
  look_soon (self);
  return G_SOURCE_REMOVE;
}

static void
bring_into_view (TbkMessageList *self, guint position)
{
  self->wanted = position;
  self->frames = 0;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
show_cb (TbkMessageList *self, guint position)
{
  set_sticky (self, position + 1 >= count (self) && tbk_conversation_is_at_end (self->conversation));
  bring_into_view (self, position);
}

/* After the view has heard of it. */
static void
items_changed_cb (TbkMessageList *self, guint position, guint removed, guint added)
{
  guint n = count (self);

  if (self->sticky && n > 0 && position + added == n)
    scroll_to (self, n - 1);
  look_soon (self);
}

/* Rows take their real heights after they were shown. */
static void
resized_cb (TbkMessageList *self)
{
  if (self->sticky && count (self) > 0 && distance_to_end (self) > 0 && self->tick_id == 0)
    bring_into_view (self, count (self) - 1);
  look_soon (self);
}

/* --- what is done with one --- */

static TbkMessage *
get_selected (TbkMessageList *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

static void
update_actions (TbkMessageList *self)
{
  TbkMessage *message = get_selected (self);
  const TbkMessageFacts *facts = message != NULL ? tbk_message_get (message) : NULL;
  gboolean failed = message != NULL && tbk_message_get_state (message) == TBK_MESSAGE_FAILED;
  gboolean mine = message != NULL && tbk_conversation_may_edit (self->conversation, message);
  gboolean file = facts != NULL && facts->documento_id != 0 && !facts->borrado;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "message.copy", facts != NULL && *facts->texto != '\0');
  gtk_widget_action_set_enabled (widget, "message.edit", mine);
  gtk_widget_action_set_enabled (widget, "message.delete", mine);
  gtk_widget_action_set_enabled (widget, "message.drop",
                                 message != NULL && tbk_message_get_state (message) < TBK_MESSAGE_SENT);
  gtk_widget_action_set_enabled (widget, "message.open", file);
  gtk_widget_action_set_enabled (widget, "message.save", file);
  gtk_widget_action_set_enabled (widget, "message.retry", failed);
}

static void
select_message (TbkMessageList *self, const char *cliente_id)
{
  for (guint i = count (self); i > 0; i--)
    {
      g_autoptr (TbkMessage) message = g_list_model_get_item (G_LIST_MODEL (self->conversation), i - 1);

      if (g_strcmp0 (tbk_message_get (message)->cliente_id, cliente_id) != 0)
        continue;
      gtk_single_selection_set_selected (self->selection, i - 1);
      break;
    }
  update_actions (self);
}

static void
at_action (GtkWidget *widget, const char *name, GVariant *target)
{
  const char *action, *cliente_id;

  g_variant_get (target, "(&s&s)", &action, &cliente_id);
  select_message (TBK_MESSAGE_LIST (widget), cliente_id);
  gtk_widget_activate_action (widget, action, NULL);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkMessage *message = get_selected (TBK_MESSAGE_LIST (widget));

  if (message != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), tbk_message_get (message)->texto);
}

static void
file_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkMessage *message = get_selected (TBK_MESSAGE_LIST (widget));

  if (message != NULL && tbk_message_get (message)->documento_id != 0)
    g_signal_emit (widget, signals[g_str_equal (name, "message.open") ? OPEN : SAVE], 0, message);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkMessageList *self = TBK_MESSAGE_LIST (widget);
  TbkMessage *message = get_selected (self);

  if (message != NULL && tbk_conversation_may_edit (self->conversation, message))
    g_signal_emit (self, signals[EDIT], 0, message);
}

static void
delete_confirmed_cb (GtkWidget *widget, gpointer data)
{
  TbkMessageList *self = TBK_MESSAGE_LIST (widget);
  TbkMessage *message = get_selected (self);

  if (message != NULL && tbk_conversation_may_edit (self->conversation, message))
    tbk_conversation_delete (self->conversation, message);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkMessageList *self = TBK_MESSAGE_LIST (widget);
  TbkMessage *message = get_selected (self);

  if (message != NULL && tbk_conversation_may_edit (self->conversation, message))
    tbk_confirm (widget, _ ("Delete the Message?"),
                 _ ("Everyone in this chat sees that there was one, and not what it said."),
                 _ ("_Delete"), delete_confirmed_cb, NULL);
}

static void
outbox_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkMessageList *self = TBK_MESSAGE_LIST (widget);
  g_autoptr (TbkMessage) message = get_selected (self) != NULL ? g_object_ref (get_selected (self)) : NULL;

  if (message == NULL || tbk_message_is_stored (message))
    return;
  if (g_str_equal (name, "message.retry"))
    tbk_conversation_retry (self->conversation, message);
  else
    tbk_conversation_drop (self->conversation, message);
  update_actions (self);
}

static void
end_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkMessageList *self = TBK_MESSAGE_LIST (widget);

  if (self->conversation != NULL)
    tbk_conversation_show_end (self->conversation);
}

/* At a point of the list. */
static void
popup_menu (TbkMessageList *self, int x, int y)
{
  update_actions (self);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (self->message_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *target)
{
  if (get_selected (TBK_MESSAGE_LIST (widget)) != NULL)
    popup_menu (TBK_MESSAGE_LIST (widget), gtk_widget_get_width (widget) / 2, gtk_widget_get_height (widget) / 2);
}

/* A click chooses its message; the second button asks what can be done with it. */
static void
row_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, TbkMessageList *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  TbkMessage *message = tbk_message_row_get_message (TBK_MESSAGE_ROW (row));
  graphene_point_t from = GRAPHENE_POINT_INIT ((float) x, (float) y);
  graphene_point_t point;

  if (message != NULL)
    select_message (self, tbk_message_get (message)->cliente_id);
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY
      && gtk_widget_compute_point (row, GTK_WIDGET (self), &from, &point))
    popup_menu (self, (int) point.x, (int) point.y);
}

/* --- rows --- */

static void
setup_cb (TbkMessageList *self, GtkListItem *item)
{
  GtkWidget *row = tbk_message_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (row_pressed_cb), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (TbkMessageList *self, GtkListItem *item)
{
  tbk_message_row_set_message (TBK_MESSAGE_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item),
                               tbk_conversation_get_members (self->conversation));
}

static void
unbind_cb (TbkMessageList *self, GtkListItem *item)
{
  tbk_message_row_set_message (TBK_MESSAGE_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
activate_cb (TbkMessageList *self)
{
  update_actions (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "message.open", NULL);
}

/* --- object --- */

static void
loading_cb (TbkMessageList *self)
{
  gboolean loading;

  g_object_get (self->conversation, "loading", &loading, NULL);
  gtk_spinner_set_spinning (self->spinner, loading);
  if (!loading)
    look_soon (self);
}

static void
let_go (TbkMessageList *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->conversation == NULL)
    return;
  tbk_conversation_set_watched (self->conversation, FALSE);
  g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->conversation);
}

void
tbk_message_list_set_conversation (TbkMessageList *self, TbkConversation *conversation)
{
  if (self->conversation == conversation)
    return;
  let_go (self);
  self->wanted = GTK_INVALID_LIST_POSITION;
  self->sticky = TRUE;
  if (conversation != NULL)
    {
      self->conversation = g_object_ref (conversation);
      self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (conversation)));
      gtk_single_selection_set_autoselect (self->selection, FALSE);
      gtk_single_selection_set_can_unselect (self->selection, TRUE);
      gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
      g_signal_connect_swapped (conversation, "items-changed", G_CALLBACK (items_changed_cb), self);
      g_signal_connect_swapped (conversation, "show", G_CALLBACK (show_cb), self);
      g_signal_connect_swapped (conversation, "notify::behind", G_CALLBACK (show_end_button), self);
      g_signal_connect_swapped (conversation, "notify::loading", G_CALLBACK (loading_cb), self);
      loading_cb (self);
    }
  show_end_button (self);
}

void
tbk_message_list_set_active (TbkMessageList *self, gboolean active)
{
  if (self->active == active)
    return;
  self->active = active;
  if (self->conversation != NULL)
    tbk_conversation_set_watched (self->conversation, is_watched (self));
  look_soon (self);
}

static void
tbk_message_list_dispose (GObject *object)
{
  TbkMessageList *self = TBK_MESSAGE_LIST (object);

  let_go (self);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_message_list_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "message.copy", NULL, copy_action);
  gtk_widget_class_install_action (klass, "message.edit", NULL, edit_action);
  gtk_widget_class_install_action (klass, "message.delete", NULL, delete_action);
  gtk_widget_class_install_action (klass, "message.retry", NULL, outbox_action);
  gtk_widget_class_install_action (klass, "message.drop", NULL, outbox_action);
  gtk_widget_class_install_action (klass, "message.open", NULL, file_action);
  gtk_widget_class_install_action (klass, "message.save", NULL, file_action);
  gtk_widget_class_install_action (klass, "message.at", "(ss)", at_action);
  gtk_widget_class_install_action (klass, "message.end", NULL, end_action);
  gtk_widget_class_install_action (klass, "message.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK, "message.copy", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Delete, 0, "message.delete", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F2, 0, "message.edit", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_End, GDK_CONTROL_MASK, "message.end", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Menu, 0, "message.menu", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F10, GDK_SHIFT_MASK, "message.menu", NULL);
}

static void
tbk_message_list_class_init (TbkMessageListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *const names[N_SIGNALS] = { "edit", "open", "save" };

  G_OBJECT_CLASS (klass)->dispose = tbk_message_list_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, TBK_TYPE_MESSAGE);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/mensaje-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkMessageList, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageList, view);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageList, spinner);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageList, end_button);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageList, behind_label);
  gtk_widget_class_bind_template_child (widget_class, TbkMessageList, message_menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
tbk_message_list_init (TbkMessageList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkAdjustment *v;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->wanted = GTK_INVALID_LIST_POSITION;
  self->sticky = TRUE;
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
  v = gtk_scrolled_window_get_vadjustment (self->scrolled);
  g_signal_connect_object (v, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (v, "changed", G_CALLBACK (resized_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "unmap", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
}
