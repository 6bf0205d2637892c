/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-preferences.h"

#include <glib/gi18n.h>

#include "tbk-choice-setting.h"
#include "tbk-dialogs.h"
#include "tbk-notice-group.h"
#include "tbk-sync.h"

struct _TbkPreferences
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  TbkApi *api;

  /* template children */
  AdwComboRow *unidad_row;
  AdwComboRow *estilo_row;
  GtkEditable *server_row;
  GtkSwitch *remember_switch;
  GtkSwitch *quiet_switch;
  TbkNoticeGroup *notices;
};

G_DEFINE_FINAL_TYPE (TbkPreferences, tbk_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows' choices. */
static const char *const unidades[] = { "qq", "kg", "TM", NULL };
static const char *const estilos[] = { "sistema", "claro", "oscuro", NULL };

static void
server_applied_cb (TbkPreferences *self)
{
  const char *url = gtk_editable_get_text (self->server_row);

  g_settings_set_string (self->settings, "servidor", url);
  if (tbk_api_get_usuario (self->api) == NULL)
    tbk_api_set_url (self->api, url);
}

static void
unidad_changed_cb (TbkPreferences *self)
{
  tbk_sync_send_unidad (self->api);
}

static void
tbk_preferences_dispose (GObject *object)
{
  TbkPreferences *self = TBK_PREFERENCES (object);

  if (self->notices != NULL)
    g_object_set (self->notices, "api", NULL, NULL); /* libadwaita 1.2 leaks the groups of a preferences window */
  g_clear_object (&self->settings);
  g_clear_object (&self->api);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_PREFERENCES);
  G_OBJECT_CLASS (tbk_preferences_parent_class)->dispose (object);
}

static void
tbk_preferences_class_init (TbkPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_preferences_dispose;
  g_type_ensure (TBK_TYPE_NOTICE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkPreferences, unidad_row);
  gtk_widget_class_bind_template_child (widget_class, TbkPreferences, estilo_row);
  gtk_widget_class_bind_template_child (widget_class, TbkPreferences, server_row);
  gtk_widget_class_bind_template_child (widget_class, TbkPreferences, remember_switch);
  gtk_widget_class_bind_template_child (widget_class, TbkPreferences, quiet_switch);
  gtk_widget_class_bind_template_child (widget_class, TbkPreferences, notices);
  gtk_widget_class_bind_template_callback (widget_class, server_applied_cb);
}

static void
tbk_preferences_init (TbkPreferences *self)
{
  g_autofree char *url = NULL;

  self->settings = g_settings_new ("com.triboka.Triboka");
  url = g_settings_get_string (self->settings, "servidor");
  gtk_widget_init_template (GTK_WIDGET (self));
  tbk_choice_setting_bind (self->settings, "unidad", self->unidad_row, unidades);
  tbk_choice_setting_bind (self->settings, "estilo", self->estilo_row, estilos);
  gtk_editable_set_text (self->server_row, url);
  g_settings_bind (self->settings, "no-molestar", self->quiet_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "recordar", self->remember_switch, "active", G_SETTINGS_BIND_DEFAULT);
}

void
tbk_preferences_present (GtkWindow *window, TbkApi *api)
{
  GtkWindow *top;
  TbkPreferences *self;

  g_return_if_fail (GTK_IS_WINDOW (window));

  top = tbk_dialogs_find_top (window);
  if (TBK_IS_PREFERENCES (top))
    {
      gtk_window_present (top);
      return;
    }
  self = g_object_new (TBK_TYPE_PREFERENCES, "transient-for", top, NULL);
  self->api = g_object_ref (api);
  g_object_set (self->notices, "api", api, NULL);
  g_signal_connect_object (self->settings, "changed::unidad", G_CALLBACK (unidad_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
}
