/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sign-in.h"

#include <glib/gi18n.h>

#include "tbk-certificate.h"
#include "tbk-closures.h"
#include "tbk-error-text.h"
#include "tbk-keyring.h"
#include "tbk-main-menu.h"
#include "tbk-register.h"

#define RETRY_MS 5000 /* between tries to go on with a remembered session while the server is away */
#define DEMO_PASSWORD "cacao-demo-2026"

struct _TbkSignIn
{
  AdwBin parent_instance;

  TbkApi *api;
  GSettings *settings;
  GCancellable *cancellable; /* NULL: nothing under way */
  TbkKept *kept;             /* a remembered session that is not yet taken up */
  char *error_text;
  gboolean again;
  gboolean busy;
  guint retry_id;

  /* template children */
  GtkStack *stack;
  TbkCertificate *certificate;
  GtkEditable *server_row;
  GtkEditable *email_row;
  GtkEditable *password_row;
  GtkSwitch *remember_switch;
  GtkWidget *cancel_button;
  AdwExpanderRow *demo_row;
};

G_DEFINE_FINAL_TYPE (TbkSignIn, tbk_sign_in, ADW_TYPE_BIN)

enum
{
  PROP_API = 1,
  PROP_AGAIN,
  PROP_BUSY,
  PROP_ERROR_TEXT,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void resume (TbkSignIn *self);

static void
set_busy (TbkSignIn *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.submit", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.cancel", busy);
  gtk_widget_set_visible (self->cancel_button, busy);
  if (busy)
    gtk_widget_grab_focus (self->cancel_button); /* before the rows are made insensitive with the focus in them */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
set_error_text (TbkSignIn *self, const char *text)
{
  if (g_strcmp0 (self->error_text, text) == 0)
    return;
  g_free (self->error_text);
  self->error_text = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_TEXT]);
}

static void
clear_error (TbkSignIn *self)
{
  set_error_text (self, NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->server_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->email_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->password_row), "error");
}

/* `row`: what to mend; NULL: nothing that is typed here. */
static void
show_error (TbkSignIn *self, const char *text, GtkEditable *row)
{
  set_error_text (self, text);
  if (row == NULL)
    return;
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_widget_grab_focus (GTK_WIDGET (row));
  gtk_editable_select_region (row, 0, -1);
}

static void
show_certificate (TbkSignIn *self)
{
  gtk_stack_set_visible_child_name (self->stack, "certificate");
  tbk_certificate_focus (self->certificate);
}

static void
show_failure (TbkSignIn *self, const GError *error)
{
  g_autofree char *text = tbk_error_text (error);

  if (g_error_matches (error, TBK_API_ERROR, TBK_API_ERROR_CERTIFICATE_UNKNOWN)
      || g_error_matches (error, TBK_API_ERROR, TBK_API_ERROR_CERTIFICATE_CHANGED))
    show_certificate (self);
  else if (g_error_matches (error, TBK_PROBLEM, 401))
    show_error (self, text, self->password_row);
  else if (g_error_matches (error, TBK_PROBLEM, 403))
    show_error (self, _ ("This account is not active: it waits for approval, or was suspended."), NULL);
  else if (g_error_matches (error, TBK_PROBLEM, 422))
    show_error (self, text, self->email_row);
  else
    show_error (self, text, error->domain == TBK_API_ERROR && !self->again ? self->server_row : NULL);
}

/* --- by password --- */

static void
remember_choices (TbkSignIn *self)
{
  g_settings_set_string (self->settings, "servidor", tbk_api_get_url (self->api));
  g_settings_set_string (self->settings, "email", gtk_editable_get_text (self->email_row));
}

/* FALSE: nobody wants to hear the outcome. */
static gboolean
is_over (TbkSignIn *self, const GError *error)
{
  g_clear_object (&self->cancellable);
  if (self->settings == NULL)
    return FALSE;
  set_busy (self, FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  tbk_sign_in_focus (self);
  return FALSE;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkSignIn) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = tbk_api_sign_in_finish (TBK_API (source), result, &error);

  if (!is_over (self, error))
    return;
  if (!done)
    {
      show_failure (self, error);
      return;
    }
  g_clear_pointer (&self->kept, tbk_kept_free);
  remember_choices (self);
  gtk_editable_set_text (self->password_row, "");
}

static gboolean
check_filled (TbkSignIn *self)
{
  GtkEditable *const rows[] = { self->server_row, self->email_row, self->password_row };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (rows[i])));

      if (text[0] != '\0')
        continue;
      show_error (self, _ ("This is needed to sign in."), rows[i]);
      return FALSE;
    }
  return TRUE;
}

static void
submit (TbkSignIn *self)
{
  g_autofree char *email = g_strstrip (g_strdup (gtk_editable_get_text (self->email_row)));
  const char *password = gtk_editable_get_text (self->password_row);

  clear_error (self);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->kept != NULL && password[0] == '\0')
    {
      resume (self);
      return;
    }
  if (!check_filled (self))
    return;
  tbk_api_set_url (self->api, gtk_editable_get_text (self->server_row));
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  tbk_api_sign_in_async (self->api, email, password, self->cancellable, signed_in_cb, g_object_ref (self));
}

/* --- by the session in the keyring --- */

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, TBK_PROBLEM, 401) || g_error_matches (error, TBK_PROBLEM, 403)
         || g_error_matches (error, TBK_PROBLEM, 422);
}

static void
retry_cb (gpointer data)
{
  TbkSignIn *self = data;

  self->retry_id = 0;
  if (!self->busy && gtk_editable_get_text (self->password_row)[0] == '\0')
    resume (self);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkSignIn) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = tbk_api_sign_in_finish (TBK_API (source), result, &error);

  if (!is_over (self, error))
    return;
  if (done || is_refusal (error))
    g_clear_pointer (&self->kept, tbk_kept_free);
  if (done)
    return;
  if (is_refusal (error))
    {
      tbk_keyring_store_async (tbk_api_get_url (self->api), NULL, NULL, NULL);
      show_error (self, _ ("The session has ended. Sign in again."), NULL);
      tbk_sign_in_focus (self);
      return;
    }
  if (!g_error_matches (error, TBK_API_ERROR, TBK_API_ERROR_AWAY))
    {
      show_failure (self, error);
      return;
    }
  show_error (self, _ ("The server does not answer. It is tried again every few seconds."), NULL);
  tbk_sign_in_focus (self);
  self->retry_id = g_timeout_add_once (RETRY_MS, retry_cb, self);
}

static void
resume (TbkSignIn *self)
{
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  tbk_api_resume_async (self->api, self->kept->token, self->kept->yo, self->cancellable, resumed_cb,
                        g_object_ref (self));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkSignIn) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkKept) kept = tbk_keyring_lookup_finish (result, &error);

  if (error != NULL)
    g_debug ("no session from the keyring: %s", error->message);
  /* the user may have been faster */
  if (kept == NULL || self->settings == NULL || self->busy || tbk_api_get_usuario (self->api) != NULL)
    return;
  gtk_editable_set_text (self->email_row, kept->email);
  g_clear_pointer (&self->kept, tbk_kept_free);
  self->kept = g_steal_pointer (&kept);
  resume (self);
}

/* --- the certificate --- */

static void
trusted_cb (TbkSignIn *self)
{
  gtk_stack_set_visible_child_name (self->stack, "form");
  submit (self);
}

static void
refused_cb (TbkSignIn *self)
{
  gtk_stack_set_visible_child_name (self->stack, "form");
  show_error (self, _ ("Not connected: the server's certificate is not trusted."),
              self->again ? NULL : self->server_row);
}

/* --- what else can be done here --- */

static void
demo_cb (TbkSignIn *self, GtkWidget *row)
{
  clear_error (self);
  gtk_editable_set_text (self->email_row, gtk_widget_get_name (row));
  gtk_editable_set_text (self->password_row, DEMO_PASSWORD);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
add_demo_accounts (TbkSignIn *self)
{
  static const char *const roles[] = { "exportadora", "centro", "proveedor", "admin" };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *email = g_strconcat (roles[i], "@demo.ec", NULL);
      g_autofree char *title = tbk_show_choice (NULL, roles[i]);

      gtk_widget_set_name (row, email);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), email);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (demo_cb), self, G_CONNECT_SWAPPED);
      adw_expander_row_add_row (self->demo_row, row);
    }
}

/* Who types wants to do it by hand. */
static void
typed_cb (TbkSignIn *self)
{
  g_clear_handle_id (&self->retry_id, g_source_remove);
  clear_error (self);
}

static void
submit_cb (TbkSignIn *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sign-in.submit", NULL);
}

static void
submit_action (GtkWidget *widget, const char *name, GVariant *target)
{
  submit (TBK_SIGN_IN (widget));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *target)
{
  g_cancellable_cancel (TBK_SIGN_IN (widget)->cancellable);
}

static void
registered_cb (TbkSignIn *self, TbkRecord *usuario)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (
      window, _ ("Account Requested"),
      _ ("You can sign in as soon as an administrator, or the owner of your company, "
         "has approved it."));

  gtk_editable_set_text (self->email_row, tbk_record_get_text (usuario, "email"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
register_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkSignIn *self = TBK_SIGN_IN (widget);
  TbkFormWindow *window;

  clear_error (self);
  tbk_api_set_url (self->api, gtk_editable_get_text (self->server_row));
  window = tbk_register_new (self->api);
  g_signal_connect_object (window, "saved", G_CALLBACK (registered_cb), self, G_CONNECT_SWAPPED);
  tbk_form_window_present (window, widget);
}

/* --- overrides --- */

static void
tbk_sign_in_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkSignIn *self = TBK_SIGN_IN (object);

  switch (id)
    {
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_AGAIN:
      g_value_set_boolean (value, self->again);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_sign_in_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkSignIn *self = TBK_SIGN_IN (object);

  switch (id)
    {
    case PROP_API:
      if (!g_set_object (&self->api, g_value_get_object (value)))
        break;
      if (self->api != NULL && tbk_api_get_url (self->api) != NULL)
        tbk_sign_in_set_url (self, tbk_api_get_url (self->api));
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_AGAIN:
      self->again = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_sign_in_dispose (GObject *object)
{
  TbkSignIn *self = TBK_SIGN_IN (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->settings);
  g_clear_object (&self->api);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_SIGN_IN);
  G_OBJECT_CLASS (tbk_sign_in_parent_class)->dispose (object);
}

static void
tbk_sign_in_finalize (GObject *object)
{
  TbkSignIn *self = TBK_SIGN_IN (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->kept, tbk_kept_free);
  g_free (self->error_text);
  G_OBJECT_CLASS (tbk_sign_in_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, writable);
  properties[PROP_AGAIN] = g_param_spec_boolean ("again", NULL, NULL, FALSE,
                                                 G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, readable);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static void
bind_template (GtkWidgetClass *klass)
{
  g_type_ensure (TBK_TYPE_CERTIFICATE);
  g_type_ensure (TBK_TYPE_MAIN_MENU);
  gtk_widget_class_set_template_from_resource (klass, "/com/triboka/Triboka/ui/sign-in.ui");
  tbk_closures_bind (klass);
  gtk_widget_class_bind_template_child (klass, TbkSignIn, stack);
  gtk_widget_class_bind_template_child (klass, TbkSignIn, certificate);
  gtk_widget_class_bind_template_child (klass, TbkSignIn, server_row);
  gtk_widget_class_bind_template_child (klass, TbkSignIn, email_row);
  gtk_widget_class_bind_template_child (klass, TbkSignIn, password_row);
  gtk_widget_class_bind_template_child (klass, TbkSignIn, remember_switch);
  gtk_widget_class_bind_template_child (klass, TbkSignIn, cancel_button);
  gtk_widget_class_bind_template_child (klass, TbkSignIn, demo_row);
  gtk_widget_class_bind_template_callback (klass, trusted_cb);
  gtk_widget_class_bind_template_callback (klass, refused_cb);
  gtk_widget_class_bind_template_callback (klass, typed_cb);
  gtk_widget_class_bind_template_callback (klass, submit_cb);

  gtk_widget_class_install_action (klass, "sign-in.submit", NULL, submit_action);
  gtk_widget_class_install_action (klass, "sign-in.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (klass, "sign-in.register", NULL, register_action);
}

static void
tbk_sign_in_class_init (TbkSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_sign_in_get_property;
  object_class->set_property = tbk_sign_in_set_property;
  object_class->dispose = tbk_sign_in_dispose;
  object_class->finalize = tbk_sign_in_finalize;
  install_properties (object_class);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
tbk_sign_in_init (TbkSignIn *self)
{
  g_autofree char *email = NULL;

  self->settings = g_settings_new ("com.triboka.Triboka");
  email = g_settings_get_string (self->settings, "email");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.cancel", FALSE);
  gtk_editable_set_text (self->email_row, email);
  adw_expander_row_set_expanded (self->demo_row, email[0] == '\0');
  g_settings_bind (self->settings, "recordar", self->remember_switch, "active", G_SETTINGS_BIND_DEFAULT);
  add_demo_accounts (self);
}

void
tbk_sign_in_set_url (TbkSignIn *self, const char *url)
{
  g_return_if_fail (TBK_IS_SIGN_IN (self));

  gtk_editable_set_text (self->server_row, url);
}

void
tbk_sign_in_focus (TbkSignIn *self)
{
  g_return_if_fail (TBK_IS_SIGN_IN (self));

  if (gtk_editable_get_text (self->email_row)[0] == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->email_row));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

void
tbk_sign_in_resume (TbkSignIn *self)
{
  g_return_if_fail (TBK_IS_SIGN_IN (self));

  if (g_settings_get_boolean (self->settings, "recordar") && tbk_api_get_url (self->api) != NULL)
    tbk_keyring_lookup_async (tbk_api_get_url (self->api), NULL, found_cb, g_object_ref (self));
}
