/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-view-private.h"

#include <glib/gi18n.h>

/* --- how many --- */

/* Which of all hits it is, from 1. */
static guint
number_of (TbkDocView *self, guint page, int index)
{
  guint number = (guint) index + 1;

  for (guint i = 0; i < page; i++)
    {
      const GArray *hits = tbk_doc_get_hits (self->doc, i);

      number += hits != NULL ? hits->len : 0;
    }
  return number;
}

static char *
count_text (TbkDocView *self)
{
  guint n = tbk_doc_get_n_hits (self->doc);
  guint page;
  int index;

  if (tbk_doc_is_finding (self->doc) && n == 0)
    return g_strdup (_ ("Searching…"));
  if (n == 0)
    return g_strdup (_ ("Not found"));
  if (!tbk_doc_is_finding (self->doc) && tbk_doc_pages_get_hit (self->pages, &page, &index))
    /* Translators: which of how many places where the words stand: "3 of 12" */
    return g_strdup_printf (_ ("%u of %u"), number_of (self, page, index), n);
  return g_strdup_printf (ngettext ("%u place", "%u places", n), n);
}

static void
update_count (TbkDocView *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->find_entry));
  g_autofree char *text = self->doc != NULL && words[0] != '\0' ? count_text (self) : g_strdup ("");

  gtk_label_set_text (self->find_count, text);
  if (self->doc != NULL && words[0] != '\0' && !tbk_doc_is_finding (self->doc) && tbk_doc_get_n_hits (self->doc) == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->find_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->find_entry), "error");
}

void
tbk_doc_view_hits_changed (TbkDocView *self)
{
  /* the first place from here on is shown as soon as one is known */
  if (self->stepping && tbk_doc_get_n_hits (self->doc) > 0)
    {
      self->stepping = FALSE;
      tbk_doc_view_step_hit (self, TRUE);
    }
  update_count (self);
}

/* --- looking --- */

void
tbk_doc_view_step_hit (TbkDocView *self, gboolean forward)
{
  guint page;
  int index;

  if (self->shown == TBK_DOC_SHOWN_SHEET)
    {
      const char *words = gtk_editable_get_text (GTK_EDITABLE (self->find_entry));
      gboolean found = tbk_doc_sheet_find (self->sheet, words, forward);

      gtk_label_set_text (self->find_count, found || words[0] == '\0' ? "" : _ ("Not found"));
      return;
    }
  if (self->doc == NULL || tbk_doc_get_state (self->doc) != TBK_DOC_READY)
    return;
  if (!tbk_doc_pages_get_hit (self->pages, &page, &index))
    page = tbk_doc_pages_get_page (self->pages);
  if (tbk_doc_step_hit (self->doc, forward, &page, &index))
    tbk_doc_pages_show_hit (self->pages, page, index);
  update_count (self);
}

static void
find_changed_cb (TbkDocView *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->find_entry));

  if (self->shown == TBK_DOC_SHOWN_SHEET)
    {
      tbk_doc_view_step_hit (self, TRUE);
      return;
    }
  if (self->doc == NULL || g_strcmp0 (words, self->words) == 0)
    return;
  g_free (self->words);
  self->words = g_strdup (words);
  tbk_doc_pages_show_hit (self->pages, 0, -1);
  self->stepping = words[0] != '\0';
  tbk_doc_find (self->doc, words, tbk_doc_pages_get_page (self->pages));
}

static void
find_next_cb (TbkDocView *self)
{
  tbk_doc_view_step_hit (self, TRUE);
}

static void
find_previous_cb (TbkDocView *self)
{
  tbk_doc_view_step_hit (self, FALSE);
}

static void
find_stop_cb (TbkDocView *self)
{
  tbk_doc_view_show_find (self, FALSE);
}

void
tbk_doc_view_show_find (TbkDocView *self, gboolean show)
{
  gtk_revealer_set_reveal_child (self->find_bar, show);
  if (show)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
      gtk_editable_select_region (GTK_EDITABLE (self->find_entry), 0, -1);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->find_entry), "");
  find_changed_cb (self);
  if (self->shown == TBK_DOC_SHOWN_PAGES)
    gtk_widget_grab_focus (GTK_WIDGET (self->pages));
}

void
tbk_doc_view_find (TbkDocView *self, const char *words)
{
  tbk_doc_view_show_find (self, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->find_entry), words);
  find_changed_cb (self);
}

void
tbk_doc_view_bind_find (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, find_changed_cb);
  gtk_widget_class_bind_template_callback (klass, find_next_cb);
  gtk_widget_class_bind_template_callback (klass, find_previous_cb);
  gtk_widget_class_bind_template_callback (klass, find_stop_cb);
}
