/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-view-private.h"

#include <glib/gi18n.h>

#include "tbk-error-text.h"

enum
{
  PROP_0,
  PROP_SOURCE,
  PROP_SHOWN,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TbkDocView, tbk_doc_view, GTK_TYPE_WIDGET)

static const GEnumValue shown_values[] = {
  { TBK_DOC_SHOWN_NOTHING, "TBK_DOC_SHOWN_NOTHING", "nothing" },
  { TBK_DOC_SHOWN_LOADING, "TBK_DOC_SHOWN_LOADING", "loading" },
  { TBK_DOC_SHOWN_PAGES, "TBK_DOC_SHOWN_PAGES", "pages" },
  { TBK_DOC_SHOWN_SHEET, "TBK_DOC_SHOWN_SHEET", "sheet" },
  { TBK_DOC_SHOWN_PASSWORD, "TBK_DOC_SHOWN_PASSWORD", "password" },
  { TBK_DOC_SHOWN_FAILED, "TBK_DOC_SHOWN_FAILED", "failed" },
  { TBK_DOC_SHOWN_OTHER, "TBK_DOC_SHOWN_OTHER", "other" },
  { 0 },
};

GType
tbk_doc_shown_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TbkDocShown", shown_values));
  return type;
}

/* Pages of the stack are called as the values are. */
static void
set_shown (TbkDocView *self, TbkDocShown shown)
{
  const char *name = shown == TBK_DOC_SHOWN_OTHER ? "failed" : shown_values[shown].value_nick;

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->tools), shown == TBK_DOC_SHOWN_PAGES);
  if (shown == TBK_DOC_SHOWN_PASSWORD)
    gtk_widget_grab_focus (GTK_WIDGET (self->password_entry));
  if (self->shown == shown)
    return;
  self->shown = shown;
  tbk_doc_view_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

/* --- what is wrong --- */

static void
show_message (TbkDocView *self, TbkDocShown shown, const char *title, const char *text)
{
  g_autofree char *markup = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  adw_status_page_set_title (self->failed_page, title);
  adw_status_page_set_description (self->failed_page, markup);
  adw_status_page_set_icon_name (self->failed_page, shown == TBK_DOC_SHOWN_OTHER
                                                        ? "text-x-generic-symbolic"
                                                        : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->retry_button, tbk_doc_source_get_error (self->source) != NULL);
  gtk_widget_set_visible (self->open_with_button, shown == TBK_DOC_SHOWN_OTHER);
  set_shown (self, shown);
}

static const char *
render_text (int code)
{
  switch ((TbkRenderError) code)
    {
    case TBK_RENDER_ERROR_DAMAGED:
      return _ ("It is damaged, or not what its name says.");
    case TBK_RENDER_ERROR_TOO_LARGE:
      return _ ("It is too large to be shown.");
    case TBK_RENDER_ERROR_TIME:
      return _ ("It takes too long to open.");
    case TBK_RENDER_ERROR_LOCKED:
    case TBK_RENDER_ERROR_AWAY:
    case TBK_RENDER_ERROR_PROTOCOL:
    case TBK_RENDER_ERROR_DIED:
      break;
    }
  return _ ("It cannot be read.");
}

static void
show_error (TbkDocView *self, const GError *error)
{
  g_autofree char *text = error->domain == TBK_RENDER_ERROR ? g_strdup (render_text (error->code))
                                                            : tbk_error_text (error);

  show_message (self, TBK_DOC_SHOWN_FAILED, _ ("The Document Cannot Be Shown"), text);
}

/* --- pages --- */

static void
doc_state_cb (TbkDocView *self)
{
  gboolean again = tbk_doc_get_password (self->doc)[0] != '\0';

  switch (tbk_doc_get_state (self->doc))
    {
    case TBK_DOC_OPENING:
      set_shown (self, TBK_DOC_SHOWN_LOADING);
      break;
    case TBK_DOC_LOCKED:
      adw_status_page_set_description (self->password_page, again ? _ ("This is not its password. Try again.")
                                                                  : _ ("Type its password to read it."));
      gtk_editable_set_text (GTK_EDITABLE (self->password_entry), "");
      set_shown (self, TBK_DOC_SHOWN_PASSWORD);
      break;
    case TBK_DOC_READY:
      set_shown (self, TBK_DOC_SHOWN_PAGES);
      break;
    case TBK_DOC_FAILED:
      show_error (self, tbk_doc_get_error (self->doc));
      break;
    }
  tbk_doc_view_update_actions (self);
}

static void
show_pages (TbkDocView *self, const char *kind)
{
  self->doc = tbk_doc_new (self->source, kind);
  g_signal_connect_swapped (self->doc, "notify::state", G_CALLBACK (doc_state_cb), self);
  g_signal_connect_swapped (self->doc, "hits", G_CALLBACK (tbk_doc_view_hits_changed), self);
  tbk_doc_pages_set_doc (self->pages, self->doc);
  tbk_doc_pane_set (self->pane, self->doc, self->pages);
  doc_state_cb (self);
}

static void
unlock_cb (TbkDocView *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password_entry));

  if (self->doc != NULL && password[0] != '\0')
    tbk_doc_open (self->doc, password);
}

/* --- text --- */

static void
whole_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkDocView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) start = NULL;
  gboolean whole = tbk_doc_source_want_finish (TBK_DOC_SOURCE (source), result, &error);

  if (self->source != TBK_DOC_SOURCE (source) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (whole)
    start = tbk_doc_source_read (self->source, 0, TBK_DOC_TYPE_SNIFFED, &error);
  if (start == NULL)
    {
      show_error (self, error);
      return;
    }
  tbk_doc_sheet_show (self->sheet, self->source,
                      tbk_doc_type_of (tbk_doc_source_get_content_type (self->source), start));
  set_shown (self, TBK_DOC_SHOWN_SHEET);
}

static void
show_sheet (TbkDocView *self)
{
  tbk_doc_source_want_async (self->source, 0, tbk_doc_source_get_size (self->source), self->cancellable, whole_cb,
                             g_object_ref (self));
}

/* --- what it is --- */

static void
show_by_type (TbkDocView *self, TbkDocType type)
{
  switch (type)
    {
    case TBK_DOC_TYPE_PDF:
      show_pages (self, "pdf");
      break;
    case TBK_DOC_TYPE_IMAGE:
      show_pages (self, "image");
      break;
    case TBK_DOC_TYPE_XML:
    case TBK_DOC_TYPE_CSV:
    case TBK_DOC_TYPE_TEXT:
      show_sheet (self);
      break;
    case TBK_DOC_TYPE_OTHER:
      show_message (self, TBK_DOC_SHOWN_OTHER, _ ("No Preview"),
                    _ ("Documents of this kind are opened by another program."));
      break;
    case TBK_DOC_TYPE_FALSE:
      show_message (self, TBK_DOC_SHOWN_FAILED, _ ("The Document Cannot Be Shown"),
                    _ ("It is damaged, or not what its name says."));
      break;
    case TBK_DOC_TYPE_EMPTY:
      show_message (self, TBK_DOC_SHOWN_FAILED, _ ("The Document Is Empty"), NULL);
      break;
    }
}

static void
start_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkDocView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) start = NULL;
  gboolean there = tbk_doc_source_want_finish (TBK_DOC_SOURCE (source), result, &error);

  if (self->source != TBK_DOC_SOURCE (source) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (there)
    start = tbk_doc_source_read (self->source, 0, TBK_DOC_TYPE_SNIFFED, &error);
  if (start == NULL)
    show_error (self, error);
  else
    show_by_type (self, tbk_doc_type_of (tbk_doc_source_get_content_type (self->source), start));
}

static void
begin (TbkDocView *self)
{
  set_shown (self, TBK_DOC_SHOWN_LOADING);
  tbk_doc_source_want_async (self->source, 0, TBK_DOC_TYPE_SNIFFED, self->cancellable, start_cb, g_object_ref (self));
}

void
tbk_doc_view_retry (TbkDocView *self)
{
  if (self->source == NULL)
    return;
  tbk_doc_source_resume (self->source);
  if (self->shown != TBK_DOC_SHOWN_FAILED)
    return;
  if (self->doc != NULL)
    tbk_doc_open (self->doc, tbk_doc_get_password (self->doc));
  else
    begin (self);
}

/* --- how much of it is there --- */

static void
arrived_cb (TbkDocView *self)
{
  goffset size = tbk_doc_source_get_size (self->source);

  gtk_widget_set_visible (GTK_WIDGET (self->arriving), !tbk_doc_source_is_complete (self->source));
  gtk_progress_bar_set_fraction (
      self->arriving,
      size > 0 ? (double) tbk_doc_source_get_arrived (self->source) / (double) size : 1);
}

static void
source_error_cb (TbkDocView *self)
{
  const GError *error = tbk_doc_source_get_error (self->source);
  g_autofree char *text = error != NULL ? tbk_error_text (error) : g_strdup ("");

  gtk_label_set_text (self->trouble_label, text);
  gtk_revealer_set_reveal_child (self->trouble, error != NULL && self->shown != TBK_DOC_SHOWN_FAILED);
}

static void
let_go (TbkDocView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->doc != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->doc, self);
      tbk_doc_close (self->doc);
    }
  g_clear_object (&self->doc);
  g_clear_pointer (&self->words, g_free);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
}

void
tbk_doc_view_set_source (TbkDocView *self, TbkDocSource *source)
{
  g_return_if_fail (TBK_IS_DOC_VIEW (self));

  if (self->source == source)
    return;
  tbk_doc_pages_set_doc (self->pages, NULL);
  tbk_doc_pane_set (self->pane, NULL, self->pages);
  tbk_doc_sheet_show (self->sheet, NULL, TBK_DOC_TYPE_OTHER);
  tbk_doc_view_show_find (self, FALSE);
  let_go (self);
  gtk_revealer_set_reveal_child (self->trouble, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->arriving), FALSE);
  if (source != NULL)
    {
      self->source = g_object_ref (source);
      self->cancellable = g_cancellable_new ();
      g_signal_connect_swapped (source, "notify::arrived", G_CALLBACK (arrived_cb), self);
      g_signal_connect_swapped (source, "notify::error", G_CALLBACK (source_error_cb), self);
      arrived_cb (self);
      begin (self);
    }
  else
    set_shown (self, TBK_DOC_SHOWN_NOTHING);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

TbkDocSource *
tbk_doc_view_get_source (TbkDocView *self)
{
  return self->source;
}

TbkDocShown
tbk_doc_view_get_shown (TbkDocView *self)
{
  return self->shown;
}

const char *
tbk_doc_view_get_message (TbkDocView *self)
{
  const char *text = adw_status_page_get_description (self->failed_page);

  return text != NULL && text[0] != '\0' ? text : adw_status_page_get_title (self->failed_page);
}

TbkDocPages *
tbk_doc_view_get_pages (TbkDocView *self)
{
  return self->pages;
}

TbkDoc *
tbk_doc_view_get_doc (TbkDocView *self)
{
  return self->doc;
}

/* --- GtkWidget --- */

static gboolean
tbk_doc_view_grab_focus (GtkWidget *widget)
{
  TbkDocView *self = TBK_DOC_VIEW (widget);

  if (self->shown == TBK_DOC_SHOWN_PAGES)
    return gtk_widget_grab_focus (GTK_WIDGET (self->pages));
  return gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
tbk_doc_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkDocView *self = TBK_DOC_VIEW (object);

  if (id == PROP_SOURCE)
    g_value_set_object (value, self->source);
  else
    g_value_set_enum (value, self->shown);
}

static void
tbk_doc_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  tbk_doc_view_set_source (TBK_DOC_VIEW (object), g_value_get_object (value));
}

static void
tbk_doc_view_dispose (GObject *object)
{
  TbkDocView *self = TBK_DOC_VIEW (object);

  let_go (self);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_doc_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/doc-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, child);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, tools);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, arriving);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, trouble);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, find_bar);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, find_entry);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, find_count);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, pane_revealer);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, pane);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, pages);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, sheet);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, password_page);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, password_entry);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, failed_page);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, retry_button);
  gtk_widget_class_bind_template_child (widget_class, TbkDocView, open_with_button);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
}

static void
tbk_doc_view_class_init (TbkDocViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_doc_view_get_property;
  object_class->set_property = tbk_doc_view_set_property;
  object_class->dispose = tbk_doc_view_dispose;
  widget_class->grab_focus = tbk_doc_view_grab_focus;
  properties[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, TBK_TYPE_DOC_SOURCE,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWN] = g_param_spec_enum ("shown", NULL, NULL, TBK_TYPE_DOC_SHOWN, TBK_DOC_SHOWN_NOTHING,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TBK_TYPE_DOC_PAGES);
  g_type_ensure (TBK_TYPE_DOC_PANE);
  g_type_ensure (TBK_TYPE_DOC_SHEET);
  g_type_ensure (TBK_TYPE_DOC_TOOLS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  tbk_doc_view_bind_find (widget_class);
  tbk_doc_view_add_actions (widget_class);
}

static void
tbk_doc_view_init (TbkDocView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tbk_doc_tools_set_pages (self->tools, self->pages);
  tbk_doc_view_update_actions (self);
}

GtkWidget *
tbk_doc_view_new (void)
{
  return g_object_new (TBK_TYPE_DOC_VIEW, NULL);
}
