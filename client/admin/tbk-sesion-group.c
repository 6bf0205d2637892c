/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sesion-group.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-error-text.h"
#include "tbk-resource.h"
#include "tbk-toast.h"

struct _TbkSesionGroup
{
  AdwPreferencesGroup parent_instance;

  TbkApi *api;
  GCancellable *cancellable;
  GPtrArray *rows;   /* (element-type GtkWidget) held by the group */
  GPtrArray *others; /* (element-type utf8) ids of the sessions but this one */
  guint ending;      /* requests under way */

  AdwActionRow *status_row;
};

G_DEFINE_FINAL_TYPE (TbkSesionGroup, tbk_sesion_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_0,
  PROP_API,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* --- rows ----------------------------------------------------------------- */

static void
update_actions (TbkSesionGroup *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "sesiones.end", self->ending == 0);
  gtk_widget_action_set_enabled (widget, "sesiones.end-others", self->ending == 0 && self->others->len > 0);
}

static void
show_status (TbkSesionGroup *self, const char *text)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->status_row), text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status_row), text != NULL);
}

static void
clear_rows (TbkSesionGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->others, 0);
}

static GtkWidget *
make_suffix (TbkRecord *sesion)
{
  GtkWidget *suffix;
  g_autofree char *name = NULL;

  if (tbk_record_get_boolean (sesion, "actual"))
    {
      suffix = gtk_label_new (_ ("This session"));
      gtk_widget_add_css_class (suffix, "dim-label");
      return suffix;
    }
  suffix = gtk_button_new_with_mnemonic (_ ("_End"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (suffix), "sesiones.end");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (suffix), "s", tbk_record_get_text (sesion, "id"));
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  /* Translators: %s is a program, such as "Triboka" or a web browser */
  name = g_strdup_printf (_ ("End the session of %s"), tbk_record_get_text (sesion, "agente"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (suffix), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return suffix;
}

static void
add_row (TbkSesionGroup *self, TbkRecord *sesion)
{
  const char *agente = tbk_record_get_text (sesion, "agente");
  g_autofree char *seen = tbk_show_hace (NULL, tbk_record_get_text (sesion, "visto_en"));
  g_autofree char *since = tbk_show_momento (NULL, tbk_record_get_text (sesion, "created_at"));
  g_autofree char *subtitle = NULL;
  GtkWidget *row = adw_action_row_new ();

  /* Translators: a network address, when it was last seen ("5 minutes ago"), when it was signed in */
  subtitle = g_strdup_printf (_ ("%s · seen %s · signed in %s"),
                              tbk_record_get_text (sesion, "direccion_ip"), seen, since);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), agente != NULL ? agente : _ ("Unknown program"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_suffix (sesion));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
  if (!tbk_record_get_boolean (sesion, "actual"))
    g_ptr_array_add (self->others, g_strdup (tbk_record_get_text (sesion, "id")));
}

/* --- over the line -------------------------------------------------------- */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkSesionGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (items == NULL)
    {
      text = error != NULL ? tbk_error_text (error) : g_strdup (_ ("The sessions could not be read."));
      show_status (self, text);
      return;
    }
  clear_rows (self);
  show_status (self, NULL);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      g_autoptr (TbkRecord) sesion = tbk_record_new_from_json (&tbk_sesion, json_array_get_object_element (items, i));

      add_row (self, sesion);
    }
  update_actions (self);
}

static void
reload (TbkSesionGroup *self)
{
  if (self->api != NULL && tbk_api_get_usuario (self->api) != NULL)
    tbk_api_call_async (self->api, &(TbkCall){ .path = "/me/sesiones" }, self->cancellable,
                        listed_cb, g_object_ref (self));
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkSesionGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->ending--;
  update_actions (self);
  /* one that has ended by itself meanwhile is what was wanted */
  if (answer == NULL && !g_error_matches (error, TBK_PROBLEM, 404))
    tbk_toast_error (GTK_WIDGET (self), error);
  if (self->ending == 0)
    reload (self);
}

static void
end_session (TbkSesionGroup *self, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/me/sesiones/%s", id);

  self->ending++;
  update_actions (self);
  tbk_api_call_async (self->api, &(TbkCall){ .method = "DELETE", .path = path }, self->cancellable, ended_cb,
                      g_object_ref (self));
}

static void
end_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  end_session (TBK_SESION_GROUP (widget), g_variant_get_string (target, NULL));
}

static void
end_others_confirmed_cb (GtkWidget *widget, gpointer data)
{
  TbkSesionGroup *self = TBK_SESION_GROUP (widget);

  for (guint i = 0; i < self->others->len; i++)
    end_session (self, g_ptr_array_index (self->others, i));
}

static void
end_others_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_confirm (widget, _ ("End All Other Sessions?"), _ ("Whoever uses them has to sign in again."), _ ("_End Them"),
               end_others_confirmed_cb, NULL);
}

/* --- object --------------------------------------------------------------- */

static void
tbk_sesion_group_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tbk_sesion_group_parent_class)->map (widget);
  reload (TBK_SESION_GROUP (widget));
}

static void
tbk_sesion_group_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_API:
      g_value_set_object (value, TBK_SESION_GROUP (object)->api);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_sesion_group_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_API:
      g_set_object (&TBK_SESION_GROUP (object)->api, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_sesion_group_dispose (GObject *object)
{
  TbkSesionGroup *self = TBK_SESION_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_SESION_GROUP);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_sesion_group_parent_class)->dispose (object);
}

static void
tbk_sesion_group_finalize (GObject *object)
{
  TbkSesionGroup *self = TBK_SESION_GROUP (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->others);
  G_OBJECT_CLASS (tbk_sesion_group_parent_class)->finalize (object);
}

static void
tbk_sesion_group_class_init (TbkSesionGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tbk_sesion_group_dispose;
  object_class->finalize = tbk_sesion_group_finalize;
  object_class->get_property = tbk_sesion_group_get_property;
  object_class->set_property = tbk_sesion_group_set_property;
  widget_class->map = tbk_sesion_group_map;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/sesion-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkSesionGroup, status_row);
  gtk_widget_class_install_action (widget_class, "sesiones.end", "s", end_cb);
  gtk_widget_class_install_action (widget_class, "sesiones.end-others", NULL, end_others_cb);
}

static void
tbk_sesion_group_init (TbkSesionGroup *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->others = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

GtkWidget *
tbk_sesion_group_new (TbkApi *api)
{
  return g_object_new (TBK_TYPE_SESION_GROUP, "api", api, NULL);
}
