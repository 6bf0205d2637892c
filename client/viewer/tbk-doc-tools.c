/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-tools.h"

#include <glib/gi18n.h>

struct _TbkDocTools
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GtkEntry *page_entry;
  GtkLabel *page_count;
  GtkMenuButton *zoom_button;

  TbkDocPages *pages;
};

G_DEFINE_FINAL_TYPE (TbkDocTools, tbk_doc_tools, GTK_TYPE_WIDGET)

static guint
count (TbkDocTools *self)
{
  g_autoptr (TbkDoc) doc = NULL;

  g_object_get (self->pages, "doc", &doc, NULL);
  return doc != NULL ? tbk_doc_get_pages (doc) : 0;
}

static void
page_cb (TbkDocTools *self)
{
  g_autofree char *number = g_strdup_printf ("%u", tbk_doc_pages_get_page (self->pages) + 1);
  /* Translators: after the number of the page: "3 / 12" */
  g_autofree char *of = g_strdup_printf (_ ("/ %u"), count (self));

  gtk_editable_set_text (GTK_EDITABLE (self->page_entry), number);
  gtk_label_set_text (self->page_count, of);
}

static void
page_typed_cb (TbkDocTools *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->page_entry));
  guint64 page;

  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &page, NULL) && count (self) > 0)
    {
      tbk_doc_pages_go_to (self->pages, (guint) MIN (page, count (self)) - 1);
      gtk_widget_grab_focus (GTK_WIDGET (self->pages));
    }
  page_cb (self);
}

static void
percent_cb (TbkDocTools *self)
{
  /* Translators: how large the page is shown */
  g_autofree char *text = g_strdup_printf (_ ("%u %%"), tbk_doc_pages_get_percent (self->pages));

  gtk_menu_button_set_label (self->zoom_button, text);
}

void
tbk_doc_tools_set_pages (TbkDocTools *self, TbkDocPages *pages)
{
  self->pages = pages;
  g_signal_connect_object (pages, "notify::page", G_CALLBACK (page_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pages, "notify::percent", G_CALLBACK (percent_cb), self, G_CONNECT_SWAPPED);
}

void
tbk_doc_tools_ask_page (TbkDocTools *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->page_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->page_entry), 0, -1);
}

static void
tbk_doc_tools_dispose (GObject *object)
{
  TbkDocTools *self = TBK_DOC_TOOLS (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_doc_tools_parent_class)->dispose (object);
}

static void
tbk_doc_tools_class_init (TbkDocToolsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_doc_tools_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/doc-tools.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkDocTools, child);
  gtk_widget_class_bind_template_child (widget_class, TbkDocTools, page_entry);
  gtk_widget_class_bind_template_child (widget_class, TbkDocTools, page_count);
  gtk_widget_class_bind_template_child (widget_class, TbkDocTools, zoom_button);
  gtk_widget_class_bind_template_callback (widget_class, page_typed_cb);
}

static void
tbk_doc_tools_init (TbkDocTools *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
