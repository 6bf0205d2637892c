/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-composer.h"

#include <glib/gi18n.h>

#include "documento.h"
#include "tbk-chat-text.h"
#include "tbk-mention.h"
#include "tbk-paste.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

#define LIMIT_SHOWN 3500 /* characters: from here on, how many are left shows */
#define KEEP_MS 800      /* after the last key, the draft goes to the disk */

struct _TbkComposer
{
  AdwBin parent_instance;

  TbkConversation *conversation;
  TbkMention *mention;
  TbkMessage *edited;    /* NULL: a new one is written */
  GFile *file;           /* the copy that goes with it; NULL: none */
  GCancellable *keeping; /* of a copy that is being made; NULL: none */
  GtkFileChooserNative *chooser;
  GtkTextBuffer *buffer;
  gboolean filling; /* the text is not the user's doing */
  gboolean preedit; /* an input method holds the next letters, and Enter is its */
  guint keep_id;

  /* template children */
  GtkWidget *editing_bar;
  GtkWidget *file_bar;
  GtkLabel *file_label;
  GtkSpinner *file_spinner;
  GtkTextView *view;
  GtkWidget *frame;
  GtkLabel *limit;
};

G_DEFINE_FINAL_TYPE (TbkComposer, tbk_composer, ADW_TYPE_BIN)

enum
{
  SENT,
  EDIT_LAST,
  LEAVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- the text --- */

static char *
get_text (TbkComposer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
set_text (TbkComposer *self, const char *text)
{
  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
  self->filling = FALSE;
}

static gboolean
is_empty (TbkComposer *self)
{
  return gtk_text_buffer_get_char_count (self->buffer) == 0;
}

static void
show_limit (TbkComposer *self)
{
  int n = gtk_text_buffer_get_char_count (self->buffer);
  gboolean over = n > TBK_CHAT_TEXT_MAX;
  int off = over ? n - TBK_CHAT_TEXT_MAX : TBK_CHAT_TEXT_MAX - n;
  g_autofree char *text = NULL;

  if (over)
    text = g_strdup_printf (ngettext ("%d character too many", "%d characters too many", (gulong) off), off);
  else
    text = g_strdup_printf (ngettext ("%d character left", "%d characters left", (gulong) off), off);
  gtk_label_set_label (self->limit, text);
  gtk_widget_set_visible (GTK_WIDGET (self->limit), n > LIMIT_SHOWN);
  if (over)
    gtk_widget_add_css_class (GTK_WIDGET (self->limit), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->limit), "error");
}

static void
update_actions (TbkComposer *self)
{
  int n = gtk_text_buffer_get_char_count (self->buffer);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 self->conversation != NULL && n <= TBK_CHAT_TEXT_MAX && self->keeping == NULL
                                     && (n > 0 || (self->file != NULL && self->edited == NULL)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach",
                                 self->conversation != NULL && self->edited == NULL);
}

/* --- the draft --- */

void
tbk_composer_keep (TbkComposer *self)
{
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->keep_id, g_source_remove);
  if (self->conversation == NULL || self->edited != NULL)
    return;
  text = get_text (self);
  tbk_conversation_set_draft (self->conversation, text);
}

static gboolean
keep_cb (gpointer data)
{
  TbkComposer *self = data;

  self->keep_id = 0;
  tbk_composer_keep (self);
  return G_SOURCE_REMOVE;
}

static void
keep_soon (TbkComposer *self)
{
  g_clear_handle_id (&self->keep_id, g_source_remove);
  self->keep_id = g_timeout_add (KEEP_MS, keep_cb, self);
}

/* --- mentions --- */

/* What stands before the cursor. */
static char *
get_before (TbkComposer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, gtk_text_buffer_get_insert (self->buffer));
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
offer_names (TbkComposer *self)
{
  g_autofree char *before = get_before (self);
  gssize at = tbk_chat_text_find_mention (before);

  tbk_mention_offer (self->mention, tbk_conversation_get_members (self->conversation),
                     tbk_conversation_get_yo (self->conversation), at >= 0 ? before + at + 1 : NULL);
}

static void
picked_cb (TbkComposer *self, const char *name)
{
  g_autofree char *before = get_before (self);
  gssize at = tbk_chat_text_find_mention (before);
  g_autofree char *mention = g_strdup_printf ("@%s ", name);
  GtkTextIter start, end;

  if (at < 0)
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, gtk_text_buffer_get_insert (self->buffer));
  start = end;
  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (before + at, -1));
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, mention, -1);
}

static void
changed_cb (TbkComposer *self)
{
  show_limit (self);
  update_actions (self);
  if (self->filling || self->conversation == NULL)
    return;
  keep_soon (self);
  offer_names (self);
  if (!is_empty (self) && self->edited == NULL)
    tbk_conversation_type (self->conversation);
}

/* --- files --- */

/* NULL: none goes with it. */
static void
show_file (TbkComposer *self, GFile *file)
{
  g_autofree char *base = file != NULL ? g_file_get_basename (file) : NULL;
  g_autofree char *shown = base != NULL ? g_filename_display_name (base) : NULL;
  g_autofree char *name = shown != NULL ? tbk_chat_text_name (shown) : NULL;

  gtk_label_set_label (self->file_label, name != NULL ? name : "");
  gtk_widget_set_visible (self->file_bar, file != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->file_spinner), self->keeping != NULL);
  gtk_spinner_set_spinning (self->file_spinner, self->keeping != NULL);
  update_actions (self);
}

static void
drop_file (TbkComposer *self)
{
  if (self->file != NULL)
    tbk_conversation_forget_file (self->conversation, self->file);
  g_clear_object (&self->file);
  g_cancellable_cancel (self->keeping);
  g_clear_object (&self->keeping);
  show_file (self, NULL);
}

/* One copy that is being made. */
typedef struct
{
  TbkComposer *composer;
  TbkConversation *conversation;
  GFile *file; /* what is copied */
  GCancellable *cancellable;
} Keep;

static void
keep_free (Keep *keep)
{
  g_object_unref (keep->composer);
  g_object_unref (keep->conversation);
  g_object_unref (keep->file);
  g_object_unref (keep->cancellable);
  g_free (keep);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keep, keep_free)

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Keep) keep = data;
  TbkComposer *self = keep->composer;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) copy = tbk_conversation_keep_file_finish (keep->conversation, result, &error);

  tbk_paste_forget (keep->file);
  if (self->keeping != keep->cancellable) /* left out meanwhile, or another was chosen */
    {
      if (copy != NULL)
        tbk_conversation_forget_file (keep->conversation, copy);
      return;
    }
  g_clear_object (&self->keeping);
  self->file = g_steal_pointer (&copy);
  show_file (self, self->file);
  if (self->file == NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
}

void
tbk_composer_attach (TbkComposer *self, GFile *file)
{
  Keep *keep;

  if (self->edited != NULL || self->conversation == NULL)
    return;
  drop_file (self);
  self->keeping = g_cancellable_new ();
  keep = g_new0 (Keep, 1);
  keep->composer = g_object_ref (self);
  keep->conversation = g_object_ref (self->conversation);
  keep->file = g_object_ref (file);
  keep->cancellable = g_object_ref (self->keeping);
  tbk_conversation_keep_file_async (self->conversation, file, self->keeping, kept_cb, keep);
  show_file (self, file);
  tbk_composer_focus (self);
}

static void
chosen_cb (TbkComposer *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL)
    tbk_composer_attach (self, file);
  g_clear_object (&self->chooser);
}

static void
attach_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkComposer *self = TBK_COMPOSER (widget);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Send a File"), tbk_window_of (widget), GTK_FILE_CHOOSER_ACTION_OPEN,
                                               NULL, NULL);
  gtk_file_filter_set_name (filter, _ ("Documents"));
  for (const TbkFormato *formato = tbk_formatos (); formato->name != NULL; formato++)
    gtk_file_filter_add_mime_type (filter, formato->content_type);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
detach_action (GtkWidget *widget, const char *name, GVariant *target)
{
  drop_file (TBK_COMPOSER (widget));
  tbk_composer_focus (TBK_COMPOSER (widget));
}

static void
pasted_cb (GtkWidget *widget, GFile *file)
{
  tbk_composer_attach (TBK_COMPOSER (widget), file);
}

/* An image or a file in the clipboard goes with the message; text goes into it, which the view does by itself. */
static void
paste_cb (TbkComposer *self)
{
  if (tbk_paste_into (GTK_WIDGET (self), pasted_cb))
    g_signal_stop_emission_by_name (self->view, "paste-clipboard");
}

/* --- sending --- */

static void
send_new (TbkComposer *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (tbk_conversation_send (self->conversation, text, self->file, &error) == NULL)
    {
      tbk_toast_error (GTK_WIDGET (self), error); /* what is written stays where it is */
      return;
    }
  g_clear_object (&self->file); /* the message's now */
  show_file (self, NULL);
  set_text (self, "");
  tbk_composer_keep (self);
  g_signal_emit (self, signals[SENT], 0);
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkComposer *self = TBK_COMPOSER (widget);
  g_autofree char *whole = get_text (self);
  g_autofree char *text = tbk_chat_text_trim (whole);

  if (self->conversation == NULL || self->keeping != NULL || g_utf8_strlen (whole, -1) > TBK_CHAT_TEXT_MAX)
    return;
  if (self->edited != NULL && text != NULL)
    tbk_conversation_edit (self->conversation, self->edited, text);
  else if (self->edited == NULL && (text != NULL || self->file != NULL))
    send_new (self, text != NULL ? text : "");
  tbk_composer_focus (self);
}

void
tbk_composer_edit (TbkComposer *self, TbkMessage *message)
{
  g_autofree char *draft = NULL;

  if (self->conversation == NULL || (message == NULL && self->edited == NULL))
    return;
  tbk_composer_keep (self);
  g_set_object (&self->edited, message);
  gtk_widget_set_visible (self->editing_bar, message != NULL);
  if (message == NULL)
    draft = tbk_conversation_get_draft (self->conversation);
  set_text (self, message != NULL ? tbk_message_get (message)->texto : draft);
  update_actions (self);
  tbk_composer_focus (self);
}

TbkMessage *
tbk_composer_get_edited (TbkComposer *self)
{
  return self->edited;
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_composer_edit (TBK_COMPOSER (widget), NULL);
}

static void
emoji_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkComposer *self = TBK_COMPOSER (widget);

  tbk_composer_focus (self);
  g_signal_emit_by_name (self->view, "insert-emoji");
}

/* --- keys --- */

static gboolean
escape (TbkComposer *self)
{
  if (self->edited != NULL)
    tbk_composer_edit (self, NULL);
  else
    g_signal_emit (self, signals[LEAVE], 0);
  return GDK_EVENT_STOP;
}

static gboolean
key_cb (TbkComposer *self, guint key, guint code, GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (self->preedit || modifiers != 0)
    return GDK_EVENT_PROPAGATE;
  if (tbk_mention_take_key (self->mention, key))
    return GDK_EVENT_STOP;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Escape)
    return escape (self);
  if (key == GDK_KEY_Up && is_empty (self) && self->edited == NULL)
    {
      g_signal_emit (self, signals[EDIT_LAST], 0);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
preedit_cb (TbkComposer *self, const char *preedit)
{
  self->preedit = preedit != NULL && *preedit != '\0';
}

void
tbk_composer_focus (TbkComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- object --- */

static void
edited_cb (TbkComposer *self, TbkMessage *message)
{
  if (message == self->edited)
    tbk_composer_edit (self, NULL);
}

void
tbk_composer_set_conversation (TbkComposer *self, TbkConversation *conversation)
{
  g_autofree char *draft = NULL;

  if (self->conversation == conversation)
    return;
  tbk_composer_keep (self);
  drop_file (self);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->edited);
  g_set_object (&self->conversation, conversation);
  gtk_widget_set_visible (self->editing_bar, FALSE);
  if (conversation != NULL)
    {
      g_signal_connect_swapped (conversation, "edited", G_CALLBACK (edited_cb), self);
      draft = tbk_conversation_get_draft (conversation);
    }
  set_text (self, draft);
  update_actions (self);
}

static void
tbk_composer_dispose (GObject *object)
{
  TbkComposer *self = TBK_COMPOSER (object);

  if (self->buffer != NULL)
    {
      tbk_composer_keep (self);
      drop_file (self);
    }
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  g_clear_object (&self->edited);
  g_clear_object (&self->chooser);
  g_clear_object (&self->mention);
  if (self->buffer != NULL)
    g_signal_handlers_disconnect_by_data (self->buffer, self);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (tbk_composer_parent_class)->dispose (object);
}

static void
tbk_composer_class_init (TbkComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *const names[N_SIGNALS] = { "sent", "edit-last", "leave" };

  G_OBJECT_CLASS (klass)->dispose = tbk_composer_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "composer.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "composer.detach", NULL, detach_action);
  gtk_widget_class_install_action (widget_class, "composer.emoji", NULL, emoji_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.attach",
                                       NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/mensaje-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkComposer, editing_bar);
  gtk_widget_class_bind_template_child (widget_class, TbkComposer, file_bar);
  gtk_widget_class_bind_template_child (widget_class, TbkComposer, file_label);
  gtk_widget_class_bind_template_child (widget_class, TbkComposer, file_spinner);
  gtk_widget_class_bind_template_child (widget_class, TbkComposer, view);
  gtk_widget_class_bind_template_child (widget_class, TbkComposer, frame);
  gtk_widget_class_bind_template_child (widget_class, TbkComposer, limit);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, preedit_cb);
}

static void
tbk_composer_init (TbkComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = g_object_ref (gtk_text_view_get_buffer (self->view));
  self->mention = tbk_mention_new (self->view);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_object (self->mention, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  update_actions (self);
}
