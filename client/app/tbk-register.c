/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-register.h"

#include <glib/gi18n.h>

#include "tbk-clave.h"
#include "tbk-empresa-form.h"
#include "tbk-ruc.h"
#include "tbk-wire.h"

#define CHECK_PAUSE_MS 400 /* of quiet typing before the server is asked */

struct _TbkRegister
{
  TbkFormWindow parent_instance;

  GCancellable *checking;
  guint check_id;

  /* template children */
  AdwPreferencesGroup *company_group;
};

G_DEFINE_FINAL_TYPE (TbkRegister, tbk_register, TBK_TYPE_FORM_WINDOW)

/* clang-format off */
static const char *const tipos[] = { "proveedor", "centro", "exportadora", NULL };

static const TbkField fields[] = {
  { "nombre", N_("Your Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 120 },
  { "email", N_("Email"), TBK_FIELD_EMAIL, TBK_FIELD_REQUIRED, .max_length = 254 },
  { "password", N_("Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET,
    .max_length = TBK_CLAVE_MAX_CHARACTERS, .hint = TBK_CLAVE_HINT },
  { "ruc", N_("RUC"), TBK_FIELD_RUC, TBK_FIELD_REQUIRED, .max_length = 13 },
  { "empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 160 },
  { "empresa_tipo", N_("Kind"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED, .choices = tipos },
};
/* clang-format on */

static const TbkSchema schema = TBK_SCHEMA ("Registro", fields);

static gboolean
check (const TbkValues *whole, GError **error)
{
  return tbk_clave_check (whole, "password", error);
}

/* --- the RUC, while it is typed --- */

static const char *
get_ruc (TbkRegister *self)
{
  return tbk_form_get_text (tbk_form_window_get_form (TBK_FORM_WINDOW (self)), "ruc");
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkRegister) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonObject *object = answer != NULL ? tbk_answer_get_object (answer) : NULL;

  /* what the app says by itself stands when the server cannot be asked */
  if (object != NULL && !tbk_wire_get_boolean (object, "valido", TRUE))
    adw_preferences_group_set_description (self->company_group, _ ("The server does not take this RUC."));
}

static void
ask_server (gpointer data)
{
  TbkRegister *self = data;
  TbkForm *form = tbk_form_window_get_form (TBK_FORM_WINDOW (self));
  g_autofree char *path = g_strdup_printf ("/empresas/ruc/%s", get_ruc (self));

  self->check_id = 0;
  self->checking = g_cancellable_new ();
  tbk_api_call_async (tbk_form_get_api (form),
                      &(TbkCall){ .path = path, .anonymous = TRUE, .once = TRUE }, self->checking,
                      checked_cb, g_object_ref (self));
}

static void
stop_checking (TbkRegister *self)
{
  g_clear_handle_id (&self->check_id, g_source_remove);
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

static void
ruc_changed_cb (TbkRegister *self)
{
  const char *ruc = get_ruc (self);
  g_autofree char *text = tbk_empresa_describe_ruc (ruc);
  TbkRucResult result = ruc != NULL ? tbk_ruc_check (ruc) : TBK_RUC_LENGTH;

  adw_preferences_group_set_description (self->company_group, text);
  stop_checking (self);
  if (result == TBK_RUC_VALID || result == TBK_RUC_WARN)
    self->check_id = g_timeout_add_once (CHECK_PAUSE_MS, ask_server, self);
}

static void
tbk_register_dispose (GObject *object)
{
  stop_checking (TBK_REGISTER (object));
  G_OBJECT_CLASS (tbk_register_parent_class)->dispose (object);
}

static void
tbk_register_class_init (TbkRegisterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_register_dispose;
  g_type_ensure (TBK_TYPE_FORM_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/register.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkRegister, company_group);
}

static void
tbk_register_init (TbkRegister *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TbkFormWindow *
tbk_register_new (TbkApi *api)
{
  g_autoptr (TbkForm) form = tbk_form_new (api, &tbk_usuario, NULL);
  TbkRegister *self;

  tbk_form_set_target (form, "POST", "/auth/register", &schema);
  tbk_form_set_check (form, check);
  self = g_object_new (TBK_TYPE_REGISTER, "form", form, NULL);
  g_signal_connect_object (form, "changed::ruc", G_CALLBACK (ruc_changed_cb), self, G_CONNECT_SWAPPED);
  return TBK_FORM_WINDOW (self);
}
