/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-application.h"

#include <glib/gi18n.h>

#include "tbk-account.h"
#include "tbk-announcer.h"
#include "tbk-keeper.h"
#include "tbk-preferences.h"
#include "tbk-toast.h"
#include "tbk-window.h"

#define PAGE_KEYS 9

struct _TbkApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  TbkApi *api;
  TbkKeeper *keeper;
  TbkAnnouncer *announcer; /* NULL: there is no window yet */
};

G_DEFINE_FINAL_TYPE (TbkApplication, tbk_application, ADW_TYPE_APPLICATION)

static GtkWindow *
get_window (TbkApplication *self)
{
  for (GList *list = gtk_application_get_windows (GTK_APPLICATION (self)); list != NULL; list = list->next)
    {
      if (TBK_IS_WINDOW (list->data))
        return list->data;
    }
  return NULL;
}

/* --- actions --- */

static void
quit_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  GtkWindow *window = get_window (data);

  if (window != NULL)
    gtk_window_close (window);
}

static void
about_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  adw_show_about_window (get_window (data),
                         "application-name", _ ("Triboka"),
                         "application-icon", TBK_APPLICATION_ID,
                         "version", TRIBOKA_VERSION,
                         "comments", _ ("Cacao from the farm to the port: contracts, lots and their reception."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "developer-name", _ ("The Triboka authors"),
                         /* Translators: your name and address, a line for each translator */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

static void
preferences_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  tbk_preferences_present (get_window (data), TBK_APPLICATION (data)->api);
}

static void
account_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  tbk_account_present (get_window (data), TBK_APPLICATION (data)->api);
}

static void
sign_out_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  tbk_api_sign_out (TBK_APPLICATION (data)->api);
}

/* --- the desktop's notifications --- */

static void
show_window_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_application_activate (G_APPLICATION (data));
}

static void
show_about_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_application_activate (G_APPLICATION (data));
  gtk_widget_activate_action_variant (GTK_WIDGET (get_window (data)), "win.open-about", target);
}

static void
forget_about_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  TbkApplication *self = TBK_APPLICATION (data);
  const char *noun;
  gint64 id;

  g_variant_get (target, "(&sx)", &noun, &id);
  if (self->announcer != NULL)
    tbk_announcer_forget (self->announcer, noun, id);
}

static void
announce_cb (TbkApplication *self, const char *id, GNotification *notification)
{
  g_application_send_notification (G_APPLICATION (self), id, notification);
}

static void
withdraw_cb (TbkApplication *self, const char *id)
{
  g_application_withdraw_notification (G_APPLICATION (self), id);
}

/* What changes on the page that is looked at changes there; a documento, on that of its contrato. */
static gboolean
sees (const char *noun, gpointer data)
{
  GtkWindow *window = get_window (data);
  const char *page = g_str_equal (noun, "documento") ? "contrato" : noun;

  return window != NULL && gtk_window_is_active (window)
         && g_strcmp0 (tbk_window_get_page (TBK_WINDOW (window)), page) == 0;
}

static void
start_announcing (TbkApplication *self, TbkWindow *window)
{
  g_clear_object (&self->announcer);
  self->announcer = tbk_announcer_new (self->api, tbk_window_get_unread (window));
  tbk_announcer_set_sees (self->announcer, sees, self);
  g_signal_connect_object (self->announcer, "announce", G_CALLBACK (announce_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->announcer, "withdraw", G_CALLBACK (withdraw_cb), self, G_CONNECT_SWAPPED);
}

/* --- help --- */

static void
keys_cb (GtkWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-help-overlay", NULL);
}

static void
say_no_help (TbkApplication *self)
{
  GtkWindow *window = get_window (self);
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("No Program Shows the Help"),
                                              _ ("Install Yelp, the help viewer of GNOME, to read it."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"), "keys",
                                    _ ("_Keyboard Shortcuts"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_object (dialog, "response::keys", G_CALLBACK (keys_cb), window, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
help_shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkApplication) self = data;
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    return;
  g_debug ("the help is not shown: %s", error->message);
  say_no_help (self);
}

static void
help_action (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_autoptr (GAppInfo) viewer = g_app_info_get_default_for_uri_scheme ("help");

  if (viewer == NULL)
    say_no_help (data);
  else
    gtk_show_uri_full (get_window (data), "help:triboka", GDK_CURRENT_TIME, NULL, help_shown_cb, g_object_ref (data));
}

/* All shortcuts, those of pages and forms too. */
static void
add_shortcuts (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *const keys[3];
  } shortcuts[] = {
    { "app.quit", { "<Control>q" } },
    { "app.preferences", { "<Control>comma" } },
    { "app.help", { "F1" } },
    { "window.close", { "<Control>w" } },
    { "page.new", { "<Control>n" } },
    { "page.edit", { "<Control>e" } },
    { "page.search", { "<Control>f" } },
    { "page.reload", { "F5", "<Control>r" } },
    { "page.detail", { "F9" } },
    { "page.export", { "<Control><Shift>e" } },
    { "page.print", { "<Control>p" } },
    { "page.capture", { "F12" } },
    { "page.lote", { "<Control>l" } },
    { "page.tares", { "<Control>t" } },
    { "page.photo", { "F7" } },
    { "page.moisture", { "F8" } },
    { "win.kiosk", { "F11" } },
    { "form.save", { "<Control>s" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (application, shortcuts[i].action, shortcuts[i].keys);
  for (int i = 1; i <= PAGE_KEYS; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.show-page-at(%d)", i);
      g_autofree char *key = g_strdup_printf ("<Alt>%d", i);

      gtk_application_set_accels_for_action (application, action, (const char *const[]){ key, NULL });
    }
}

static void
usuario_changed_cb (TbkApplication *self)
{
  static const char *const actions[] = { "account", "sign-out" };
  gboolean signed_in = tbk_api_get_usuario (self->api) != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), actions[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), signed_in);
    }
}

static void
add_actions (TbkApplication *self)
{
  static const GActionEntry actions[] = {
    { "quit", quit_action },
    { "about", about_action },
    { "preferences", preferences_action },
    { "help", help_action },
    { "account", account_action },
    { "sign-out", sign_out_action },
    { "show-window", show_window_action },
    { "show-about", show_about_action, "(sx)" },
    { "forget-about", forget_about_action, "(sx)" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  usuario_changed_cb (self);
}

/* --- the app itself --- */

static void
style_changed_cb (TbkApplication *self)
{
  g_autofree char *estilo = g_settings_get_string (self->settings, "estilo");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (estilo, "claro"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (estilo, "oscuro"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)), scheme);
}

static void
keyring_failed_cb (TbkApplication *self)
{
  GtkWindow *window = get_window (self);

  if (window != NULL)
    tbk_toast (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window)),
               _ ("No keyring keeps the session here: you will be asked to sign in each time."));
}

static void
tbk_application_startup (GApplication *application)
{
  TbkApplication *self = TBK_APPLICATION (application);

  G_APPLICATION_CLASS (tbk_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (TBK_APPLICATION_ID);
  self->settings = g_settings_new (TBK_APPLICATION_ID);
  self->api = tbk_api_new ();
  self->keeper = tbk_keeper_new (self->api, application);
  add_actions (self);
  add_shortcuts (GTK_APPLICATION (self));
  g_signal_connect_object (self->api, "notify::usuario", G_CALLBACK (usuario_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (keyring_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::estilo", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  style_changed_cb (self);
}

static void
open_window (TbkApplication *self, const char *url)
{
  GtkWindow *window = get_window (self);
  g_autofree char *saved = g_settings_get_string (self->settings, "servidor");
  gboolean is_new = window == NULL;

  if (is_new)
    {
      window = GTK_WINDOW (tbk_window_new (GTK_APPLICATION (self), self->api));
      start_announcing (self, TBK_WINDOW (window));
    }
  if (is_new || url != NULL)
    tbk_window_start (TBK_WINDOW (window), url != NULL ? url : saved);
  gtk_window_present (window);
}

static void
tbk_application_activate (GApplication *application)
{
  open_window (TBK_APPLICATION (application), NULL);
}

/* Runs in the first instance, for its own command line and for those of later ones. */
static int
tbk_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  const char *url = NULL;

  g_variant_dict_lookup (g_application_command_line_get_options_dict (command_line), "url", "&s", &url);
  open_window (TBK_APPLICATION (application), url);
  return 0;
}

static int
tbk_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("triboka %s\n", TRIBOKA_VERSION);
  return 0;
}

static void
tbk_application_dispose (GObject *object)
{
  TbkApplication *self = TBK_APPLICATION (object);

  g_clear_object (&self->announcer);
  g_clear_object (&self->keeper);
  g_clear_object (&self->api);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_application_parent_class)->dispose (object);
}

static void
tbk_application_class_init (TbkApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_application_dispose;
  application_class->startup = tbk_application_startup;
  application_class->activate = tbk_application_activate;
  application_class->command_line = tbk_application_command_line;
  application_class->handle_local_options = tbk_application_handle_local_options;
}

static void
tbk_application_init (TbkApplication *self)
{
  static const GOptionEntry options[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Address of the server"), N_ ("URL") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("Contracts, lots and receptions of cacao."));
}

TbkApplication *
tbk_application_new (GApplicationFlags flags)
{
  return g_object_new (TBK_TYPE_APPLICATION,
                       "application-id", TBK_APPLICATION_ID,
                       "flags", flags | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/com/triboka/Triboka",
                       NULL);
}

TbkApi *
tbk_application_get_api (TbkApplication *self)
{
  return self->api;
}
