/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-usuario-form.h"

#include <glib/gi18n.h>

struct _TbkUsuarioForm
{
  TbkFormWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkUsuarioForm, tbk_usuario_form, TBK_TYPE_FORM_WINDOW)

#define PASSWORD_MAX 512 /* bytes, as the server takes them */

/* What POST /usuarios takes: as the noun, and the first password. */
/* clang-format off */
static const char *const roles[] = { "proveedor", "centro", "exportadora", "admin", NULL };
static const TbkField create_fields[] = {
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 120 },
  { "email", N_("Email"), TBK_FIELD_EMAIL, TBK_FIELD_REQUIRED, .max_length = 254,
    .hint = N_("The address to sign in with.") },
  { "password", N_("First Password"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SECRET, .max_length = PASSWORD_MAX,
    .hint = N_("At least 10 characters. Tell it to the user, who changes it after signing in.") },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_NULLABLE, .ref = "empresa" },
  { "rol", N_("Role"), TBK_FIELD_CHOICE, .choices = roles,
    .hint = N_("Follows the kind of the company, except for administrators.") },
  { "es_dueno", N_("Owner"), TBK_FIELD_BOOLEAN, .hint = N_("May approve other users of the same company.") },
};
/* clang-format on */
static const TbkSchema create_schema = TBK_SCHEMA ("UsuarioNuevo", create_fields);

static void
tbk_usuario_form_class_init (TbkUsuarioFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TBK_TYPE_FORM_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/usuario-form.ui");
}

static void
tbk_usuario_form_init (TbkUsuarioForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TbkFormWindow *
tbk_usuario_form_new (TbkForm *form)
{
  gboolean creating = tbk_form_is_creating (form);
  const char *nombre = tbk_form_get_text (form, "nombre");
  TbkFormWindow *window;
  TbkFieldRow *password;

  if (creating)
    tbk_form_set_target (form, "POST", "/usuarios", &create_schema);
  window = g_object_new (TBK_TYPE_USUARIO_FORM, "form", form, "title", creating ? _ ("New User") : nombre, NULL);
  password = tbk_form_window_get_row (window, "password");
  if (password != NULL)
    gtk_widget_set_visible (GTK_WIDGET (password), creating);
  return window;
}
