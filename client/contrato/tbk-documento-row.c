/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-documento-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-closures.h"

#define KEY "tbk-documento"

static const char *
choose_icon (const char *content_type)
{
  if (content_type == NULL)
    return "text-x-generic-symbolic";
  if (g_str_has_prefix (content_type, "image/"))
    return "image-x-generic-symbolic";
  if (g_strcmp0 (content_type, "application/pdf") == 0)
    return "x-office-document-symbolic";
  if (strstr (content_type, "sheet") != NULL || g_strcmp0 (content_type, "text/csv") == 0)
    return "x-office-spreadsheet-symbolic";
  return "text-x-generic-symbolic";
}

/* "Invoice · 2,3 MB · Ana Vera · 25/11/2026 10:31" */
static char *
describe (TbkRecord *documento)
{
  g_autofree char *tipo = tbk_show_choice (NULL, tbk_record_get_text (documento, "tipo"));
  g_autofree char *size = g_format_size ((guint64) MAX (tbk_record_get_int (documento, "tamano"), 0));
  g_autofree char *when = tbk_show_momento (NULL, tbk_record_get_text (documento, "fecha_subida"));
  const char *who = tbk_record_get_text (documento, "subido_por_nombre");
  const char *remarks = tbk_record_get_text (documento, "observaciones");
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s · %s · %s · %s", tipo, size, who != NULL ? who : "—", when);
  if (remarks != NULL && *remarks != '\0')
    g_string_append_printf (text, "\n%s", remarks);
  return g_string_free (text, FALSE);
}

gboolean
tbk_documento_may_delete (TbkRecord *documento, gint64 usuario_id, gboolean admin, gint64 now)
{
  const char *text = tbk_record_get_text (documento, "fecha_subida");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) when = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  if (admin)
    return TRUE;
  return when != NULL && tbk_record_get_int (documento, "subido_por") == usuario_id
         && now - g_date_time_to_unix (when) * G_USEC_PER_SEC < G_TIME_SPAN_DAY;
}

static void
add_item (GMenu *menu, const char *label, const char *action, gint64 id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, g_variant_new_int64 (id));
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_menu (gint64 id, gboolean deletable)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) last = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  add_item (menu, _ ("_Open"), "documento.open", id);
  add_item (menu, _ ("Open _Beside the Last One"), "documento.compare", id);
  add_item (menu, _ ("_Save As…"), "documento.save", id);
  add_item (menu, _ ("Open _With Another Program"), "documento.open-with", id);
  if (deletable)
    add_item (last, _ ("_Delete…"), "documento.delete", id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("What to do with it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What to do with it"), -1);
  return button;
}

GtkWidget *
tbk_documento_row_new (TbkRecord *documento, gint64 usuario_id, gboolean admin)
{
  gint64 id = tbk_record_get_id (documento);
  g_autofree char *text = describe (documento);
  const char *name = tbk_record_get_text (documento, "nombre_archivo");
  const char *icon = choose_icon (tbk_record_get_text (documento, "tipo_contenido"));
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 1, "subtitle-lines", 3,
                                 "icon-name", icon, "activatable", TRUE, NULL);

  /* afterwards: until the row is made, its labels take markup */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_add_suffix (
      ADW_ACTION_ROW (row),
      make_menu (id, tbk_documento_may_delete (documento, usuario_id, admin, g_get_real_time ())));
  g_object_set_data_full (G_OBJECT (row), KEY, g_object_ref (documento), g_object_unref);
  return row;
}

TbkRecord *
tbk_documento_row_get (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), KEY);
}
