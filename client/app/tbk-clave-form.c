/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-clave-form.h"

#include <glib/gi18n.h>

#include "tbk-clave.h"

#define CURRENT "password_actual"

struct _TbkClaveForm
{
  TbkFormWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkClaveForm, tbk_clave_form, TBK_TYPE_FORM_WINDOW)

/* clang-format off */
static const TbkField fields[] = {
  { CURRENT, N_("Current Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET,
    .max_length = TBK_CLAVE_MAX_CHARACTERS },
  { "password_nueva", N_("New Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET,
    .max_length = TBK_CLAVE_MAX_CHARACTERS, .hint = TBK_CLAVE_HINT },
};
/* clang-format on */

static const TbkSchema schema = TBK_SCHEMA ("CambioClave", fields);

static gboolean
check (const TbkValues *whole, GError **error)
{
  return tbk_clave_check (whole, "password_nueva", error);
}

/* What the server says of a password that is there and short enough is that it is another one. */
static void
current_changed_cb (TbkForm *form)
{
  const char *error = tbk_form_get_error (form, CURRENT);
  const char *wrong = _ ("This is not your current password.");

  if (error != NULL && tbk_form_get_text (form, CURRENT) != NULL && !g_str_equal (error, wrong))
    tbk_form_set_error (form, CURRENT, wrong);
}

static void
tbk_clave_form_class_init (TbkClaveFormClass *klass)
{
  g_type_ensure (TBK_TYPE_FORM_GROUP);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/com/triboka/Triboka/ui/clave-form.ui");
}

static void
tbk_clave_form_init (TbkClaveForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TbkFormWindow *
tbk_clave_form_new (TbkApi *api)
{
  g_autoptr (TbkForm) form = tbk_form_new (api, &tbk_usuario, tbk_api_get_usuario (api));

  tbk_form_set_target (form, "PUT", "/me/password", &schema);
  tbk_form_set_check (form, check);
  g_signal_connect (form, "changed::" CURRENT, G_CALLBACK (current_changed_cb), NULL);
  return g_object_new (TBK_TYPE_CLAVE_FORM, "form", form, NULL);
}
