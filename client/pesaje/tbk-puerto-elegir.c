/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-puerto-elegir.h"

#include <glib/gi18n.h>

#include "tbk-puerto.h"

typedef struct
{
  GSettings *settings;
  char *key;
  AdwComboRow *row;      /* it owns this */
  GFileMonitor *monitor; /* ports come and go; NULL */
  GPtrArray *puertos;    /* (element-type TbkPuerto): as they are listed */
  gboolean filling;
} Binding;

static void
binding_free (gpointer data)
{
  Binding *self = data;

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->puertos, g_ptr_array_unref);
  g_object_unref (self->settings);
  g_free (self->key);
  g_free (self);
}

static void
fill (Binding *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_settings_get_string (self->settings, self->key);
  guint selected = GTK_INVALID_LIST_POSITION;

  self->filling = TRUE;
  g_clear_pointer (&self->puertos, g_ptr_array_unref);
  self->puertos = tbk_puertos_list ();
  for (guint i = 0; i < self->puertos->len; i++)
    {
      const TbkPuerto *puerto = g_ptr_array_index (self->puertos, i);
      g_autofree char *name
          = g_strjoin (" · ", puerto->dispositivo, *puerto->descripcion != '\0' ? puerto->descripcion : NULL, NULL);

      gtk_string_list_append (names, name);
      if (g_str_equal (puerto->nombre, chosen))
        selected = i;
    }
  if (selected == GTK_INVALID_LIST_POSITION)
    {
      gtk_string_list_append (names, *chosen != '\0' ? chosen : _ ("None is chosen"));
      selected = self->puertos->len;
    }
  adw_combo_row_set_model (self->row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->row, selected);
  self->filling = FALSE;
}

static void
selected_cb (AdwComboRow *row, GParamSpec *pspec, Binding *self)
{
  guint selected = adw_combo_row_get_selected (row);

  if (!self->filling && selected < self->puertos->len)
    g_settings_set_string (self->settings, self->key,
                           ((TbkPuerto *) g_ptr_array_index (self->puertos, selected))->nombre);
}

void
tbk_puerto_elegir_bind (GSettings *settings, const char *key, AdwComboRow *row)
{
  Binding *self = g_new0 (Binding, 1);

  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  self->row = row;
  g_object_set_data_full (G_OBJECT (row), "tbk-puertos", self, binding_free);
  fill (self);
  self->monitor = tbk_puertos_monitor ();
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (fill), self);
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), self);
}
