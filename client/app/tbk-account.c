/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-account.h"

#include <glib/gi18n.h>

#include "tbk-clave-form.h"
#include "tbk-closures.h"
#include "tbk-dialogs.h"
#include "tbk-sesion-group.h"
#include "tbk-toast.h"

struct _TbkAccount
{
  AdwPreferencesWindow parent_instance;

  TbkApi *api;
  GCancellable *cancellable;

  /* template children */
  GtkEditable *name_row;
  TbkSesionGroup *sessions;
};

G_DEFINE_FINAL_TYPE (TbkAccount, tbk_account, ADW_TYPE_PREFERENCES_WINDOW)

enum
{
  PROP_API = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* --- name --- */

static void
show_name (TbkAccount *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);

  if (usuario != NULL)
    gtk_editable_set_text (self->name_row, tbk_record_get_text (usuario, "nombre"));
}

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkAccount) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    tbk_toast_error (GTK_WIDGET (self->name_row), error);
  else
    tbk_toast (GTK_WIDGET (self->name_row), _ ("Name changed"));
  tbk_api_reload_me (self->api);
}

static void
name_applied_cb (TbkAccount *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autofree char *etag = NULL;

  if (usuario == NULL)
    return;
  if (name[0] == '\0')
    {
      show_name (self);
      return;
    }
  tbk_values_set (values, "nombre", name);
  etag = g_strdup_printf ("\"%s\"", tbk_record_get_text (usuario, "version"));
  tbk_api_call_async (self->api,
                      &(TbkCall){ .method = "PUT",
                                  .path = "/me",
                                  .values = values,
                                  .schema = &tbk_usuario.schema,
                                  .if_match = etag },
                      self->cancellable, renamed_cb, g_object_ref (self));
}

/* --- password --- */

static void
password_changed_cb (TbkAccount *self)
{
  tbk_toast (GTK_WIDGET (self->name_row), _ ("Password changed. All other sessions have ended."));
}

static void
change_password_cb (TbkAccount *self)
{
  TbkFormWindow *window = tbk_clave_form_new (self->api);

  g_signal_connect_object (window, "saved", G_CALLBACK (password_changed_cb), self, G_CONNECT_SWAPPED);
  tbk_form_window_present (window, GTK_WIDGET (self->name_row));
}

/* --- overrides --- */

static void
tbk_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_API)
    g_value_set_object (value, TBK_ACCOUNT (object)->api);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_account_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_API)
    TBK_ACCOUNT (object)->api = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_account_constructed (GObject *object)
{
  TbkAccount *self = TBK_ACCOUNT (object);

  G_OBJECT_CLASS (tbk_account_parent_class)->constructed (object);
  gtk_widget_init_template (GTK_WIDGET (self));
  show_name (self);
}

static void
tbk_account_dispose (GObject *object)
{
  TbkAccount *self = TBK_ACCOUNT (object);

  g_cancellable_cancel (self->cancellable);
  if (self->sessions != NULL)
    g_object_set (self->sessions, "api", NULL, NULL); /* libadwaita 1.2 leaks the groups of a preferences window */
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_ACCOUNT);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_account_parent_class)->dispose (object);
}

static void
tbk_account_finalize (GObject *object)
{
  g_clear_object (&TBK_ACCOUNT (object)->cancellable);
  G_OBJECT_CLASS (tbk_account_parent_class)->finalize (object);
}

static void
tbk_account_class_init (TbkAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_account_get_property;
  object_class->set_property = tbk_account_set_property;
  object_class->constructed = tbk_account_constructed;
  object_class->dispose = tbk_account_dispose;
  object_class->finalize = tbk_account_finalize;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (tbk_record_type_for (&tbk_usuario));
  g_type_ensure (TBK_TYPE_SESION_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/account.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkAccount, name_row);
  gtk_widget_class_bind_template_child (widget_class, TbkAccount, sessions);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_password_cb);
}

static void
tbk_account_init (TbkAccount *self)
{
  self->cancellable = g_cancellable_new ();
}

void
tbk_account_present (GtkWindow *window, TbkApi *api)
{
  g_return_if_fail (tbk_api_get_usuario (api) != NULL);

  gtk_window_present (g_object_new (TBK_TYPE_ACCOUNT, "api", api, "transient-for",
                                    tbk_dialogs_find_top (window), NULL));
}
