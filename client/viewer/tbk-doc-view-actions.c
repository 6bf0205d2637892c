/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-view-private.h"

#include <glib/gi18n.h>

#include "tbk-doc-output.h"
#include "tbk-doc-print.h"
#include "tbk-toast.h"

/* Each action: what it does, where it can be done, its key. */
typedef enum
{
  ON_PAGES = 1 << 0,
  ON_SHEET = 1 << 1,
  ON_ANY = 1 << 2, /* whenever there is a document */
} Where;

static void
zoom_in (TbkDocView *self)
{
  tbk_doc_pages_zoom_step (self->pages, TRUE);
}

static void
zoom_out (TbkDocView *self)
{
  tbk_doc_pages_zoom_step (self->pages, FALSE);
}

static void
zoom_100 (TbkDocView *self)
{
  tbk_doc_pages_set_percent (self->pages, 100);
}

static void
zoom_200 (TbkDocView *self)
{
  tbk_doc_pages_set_percent (self->pages, 200);
}

static void
fit_width (TbkDocView *self)
{
  tbk_doc_pages_set_zoom (self->pages, TBK_DOC_FIT_WIDTH);
}

static void
fit_page (TbkDocView *self)
{
  tbk_doc_pages_set_zoom (self->pages, TBK_DOC_FIT_PAGE);
}

static void
turn_right (TbkDocView *self)
{
  tbk_doc_pages_turn (self->pages, TRUE);
}

static void
turn_left (TbkDocView *self)
{
  tbk_doc_pages_turn (self->pages, FALSE);
}

static void
next_page (TbkDocView *self)
{
  tbk_doc_pages_go_to (self->pages, tbk_doc_pages_get_page (self->pages) + 1);
}

static void
previous_page (TbkDocView *self)
{
  guint page = tbk_doc_pages_get_page (self->pages);

  tbk_doc_pages_go_to (self->pages, page > 0 ? page - 1 : 0);
}

static void
go_to (TbkDocView *self)
{
  tbk_doc_tools_ask_page (self->tools);
}

static void
find (TbkDocView *self)
{
  tbk_doc_view_show_find (self, TRUE);
}

static void
find_next (TbkDocView *self)
{
  tbk_doc_view_step_hit (self, TRUE);
}

static void
find_previous (TbkDocView *self)
{
  tbk_doc_view_step_hit (self, FALSE);
}

static void
leave (TbkDocView *self)
{
  if (gtk_revealer_get_reveal_child (self->find_bar))
    tbk_doc_view_show_find (self, FALSE);
}

static void
copy (TbkDocView *self)
{
  gboolean sheet = self->shown == TBK_DOC_SHOWN_SHEET;
  g_autofree char *text = sheet ? tbk_doc_sheet_get_selection (self->sheet) : tbk_doc_pages_get_selection (self->pages);

  if (!sheet && !tbk_doc_may (self->doc, TBK_RENDER_MAY_COPY))
    tbk_toast (GTK_WIDGET (self), _ ("The document does not allow copying."));
  else if (text[0] != '\0')
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
select_all (TbkDocView *self)
{
  if (self->shown == TBK_DOC_SHOWN_SHEET)
    tbk_doc_sheet_select_all (self->sheet);
  else
    tbk_doc_pages_select_page (self->pages);
}

static void
pane (TbkDocView *self)
{
  gtk_revealer_set_reveal_child (self->pane_revealer, !gtk_revealer_get_reveal_child (self->pane_revealer));
}

static void
print (TbkDocView *self)
{
  tbk_doc_print (GTK_WIDGET (self), self->doc, tbk_doc_pages_get_page (self->pages));
}

static void
save (TbkDocView *self)
{
  tbk_doc_output_save (GTK_WIDGET (self), self->source);
}

static void
open_with (TbkDocView *self)
{
  tbk_doc_output_open (GTK_WIDGET (self), self->source);
}

static void
copy_link (TbkDocView *self)
{
  tbk_doc_output_copy_link (GTK_WIDGET (self), self->source);
}

/* clang-format off */
static const struct
{
  const char *name;
  void (*run) (TbkDocView *self);
  Where where;
  guint key; /* 0: none */
  GdkModifierType modifiers;
} actions[] = {
  { "doc.zoom-in",       zoom_in,            ON_PAGES,            GDK_KEY_plus,      GDK_CONTROL_MASK },
  { "doc.zoom-out",      zoom_out,           ON_PAGES,            GDK_KEY_minus,     GDK_CONTROL_MASK },
  { "doc.zoom-100",      zoom_100,           ON_PAGES,            GDK_KEY_0,         GDK_CONTROL_MASK },
  { "doc.zoom-200",      zoom_200,           ON_PAGES,            0,                 0 },
  { "doc.fit-width",     fit_width,          ON_PAGES,            GDK_KEY_1,         GDK_CONTROL_MASK },
  { "doc.fit-page",      fit_page,           ON_PAGES,            GDK_KEY_2,         GDK_CONTROL_MASK },
  { "doc.turn-right",    turn_right,         ON_PAGES,            GDK_KEY_r,         GDK_CONTROL_MASK },
  { "doc.turn-left",     turn_left,          ON_PAGES,            GDK_KEY_R,         GDK_CONTROL_MASK | GDK_SHIFT_MASK },
  { "doc.next-page",     next_page,          ON_PAGES,            GDK_KEY_Page_Down, GDK_CONTROL_MASK },
  { "doc.previous-page", previous_page,      ON_PAGES,            GDK_KEY_Page_Up,   GDK_CONTROL_MASK },
  { "doc.go-to",         go_to,              ON_PAGES,            GDK_KEY_l,         GDK_CONTROL_MASK },
  { "doc.pane",          pane,               ON_PAGES,            GDK_KEY_F9,        0 },
  { "doc.find",          find,               ON_PAGES | ON_SHEET, GDK_KEY_f,         GDK_CONTROL_MASK },
  { "doc.find-next",     find_next,          ON_PAGES | ON_SHEET, GDK_KEY_g,         GDK_CONTROL_MASK },
  { "doc.find-previous", find_previous,      ON_PAGES | ON_SHEET, GDK_KEY_G,         GDK_CONTROL_MASK | GDK_SHIFT_MASK },
  { "doc.leave",         leave,              ON_PAGES | ON_SHEET, GDK_KEY_Escape,    0 },
  { "doc.copy",          copy,               ON_PAGES | ON_SHEET, GDK_KEY_c,         GDK_CONTROL_MASK },
  { "doc.select-all",    select_all,         ON_PAGES | ON_SHEET, GDK_KEY_a,         GDK_CONTROL_MASK },
  { "doc.print",         print,              ON_PAGES,            GDK_KEY_p,         GDK_CONTROL_MASK },
  { "doc.save",          save,               ON_ANY,              GDK_KEY_s,         GDK_CONTROL_MASK },
  { "doc.open-with",     open_with,          ON_ANY,              GDK_KEY_o,         GDK_CONTROL_MASK },
  { "doc.copy-link",     copy_link,          ON_ANY,              GDK_KEY_C,         GDK_CONTROL_MASK | GDK_SHIFT_MASK },
  { "doc.retry",         tbk_doc_view_retry, ON_ANY,              GDK_KEY_F5,        0 },
};
/* clang-format on */

static void
action_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      actions[i].run (TBK_DOC_VIEW (widget));
}

void
tbk_doc_view_update_actions (TbkDocView *self)
{
  Where where = (self->shown == TBK_DOC_SHOWN_PAGES ? ON_PAGES : 0)
                | (self->shown == TBK_DOC_SHOWN_SHEET ? ON_SHEET : 0)
                | (self->source != NULL ? ON_ANY : 0);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, (actions[i].where & where) != 0);
}

static void
link_cb (TbkDocView *self, const char *uri)
{
  tbk_doc_output_ask_link (GTK_WIDGET (self), uri);
}

void
tbk_doc_view_add_actions (GtkWidgetClass *klass)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (klass, actions[i].name, NULL, action_cb);
      if (actions[i].key != 0)
        gtk_widget_class_add_binding_action (klass, actions[i].key, actions[i].modifiers, actions[i].name, NULL);
    }
  gtk_widget_class_add_binding_action (klass, GDK_KEY_equal, GDK_CONTROL_MASK, "doc.zoom-in", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_Add, GDK_CONTROL_MASK, "doc.zoom-in", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "doc.zoom-out", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_0, GDK_CONTROL_MASK, "doc.zoom-100", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F3, 0, "doc.find-next", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F3, GDK_SHIFT_MASK, "doc.find-previous", NULL);
  /* the window's, but before the panes around a view take it */
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F6, 0, "win.other", NULL);
  gtk_widget_class_bind_template_callback (klass, link_cb);
}
