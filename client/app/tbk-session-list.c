/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-session-list.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-error-text.h"
#include "tbk-toast.h"

struct _TbkSessionList
{
  AdwPreferencesGroup parent_instance;

  TbkApi *api;
  GCancellable *cancellable;
  GPtrArray *rows; /* (element-type GtkWidget): held by the group */
};

G_DEFINE_FINAL_TYPE (TbkSessionList, tbk_session_list, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_API = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
add_row (TbkSessionList *self, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
remove_rows (TbkSessionList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

/* --- ending one --- */

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkSessionList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
  else
    tbk_toast (GTK_WIDGET (self), _ ("Session ended"));
  tbk_session_list_reload (self);
}

static void
end_cb (TbkSessionList *self, GtkWidget *button)
{
  g_autofree char *path = g_strdup_printf ("/me/sesiones/%s", gtk_widget_get_name (button));

  gtk_widget_set_sensitive (button, FALSE);
  tbk_api_call_async (self->api, &(TbkCall){ .method = "DELETE", .path = path }, self->cancellable, ended_cb, g_object_ref (self));
}

/* --- showing them --- */

static GtkWidget *
make_end_button (TbkSessionList *self, TbkRecord *sesion, const char *title)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_End"));
  /* Translators: %s is the program and computer of a session */
  g_autofree char *label = g_strdup_printf (_ ("End the session of %s"), title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_name (button, tbk_record_get_text (sesion, "id"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (end_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_row (TbkSessionList *self, TbkRecord *sesion)
{
  GtkWidget *row = adw_action_row_new ();
  const char *address = tbk_record_get_text (sesion, "direccion_ip");
  g_autofree char *title = tbk_text_or (NULL, tbk_record_get_text (sesion, "agente"), _ ("Unknown program"));
  g_autofree char *seen = tbk_show_hace (NULL, tbk_record_get_text (sesion, "visto_en"));
  g_autofree char *subtitle = g_strjoin (" · ", seen, address, NULL);
  gboolean is_this = tbk_record_get_boolean (sesion, "actual");
  GtkWidget *suffix = is_this ? gtk_label_new (_ ("This session")) : make_end_button (self, sesion, title);

  if (is_this)
    gtk_widget_add_css_class (suffix, "dim-label");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), suffix);
  return row;
}

static void
show_text (TbkSessionList *self, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  add_row (self, row);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkSessionList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  remove_rows (self);
  if (items == NULL)
    {
      g_autofree char *text = tbk_error_text (error);

      show_text (self, text);
      return;
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      g_autoptr (TbkRecord) sesion = tbk_record_new_from_json (&tbk_sesion, json_array_get_object_element (items, i));

      add_row (self, make_row (self, sesion));
    }
}

/* --- overrides --- */

static void
tbk_session_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_API)
    g_value_set_object (value, TBK_SESSION_LIST (object)->api);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_session_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkSessionList *self = TBK_SESSION_LIST (object);

  if (id != PROP_API)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (!g_set_object (&self->api, g_value_get_object (value)))
    return;
  if (self->api != NULL)
    tbk_session_list_reload (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
tbk_session_list_dispose (GObject *object)
{
  TbkSessionList *self = TBK_SESSION_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_session_list_parent_class)->dispose (object);
}

static void
tbk_session_list_finalize (GObject *object)
{
  TbkSessionList *self = TBK_SESSION_LIST (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tbk_session_list_parent_class)->finalize (object);
}

static void
tbk_session_list_class_init (TbkSessionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_session_list_get_property;
  object_class->set_property = tbk_session_list_set_property;
  object_class->dispose = tbk_session_list_dispose;
  object_class->finalize = tbk_session_list_finalize;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_session_list_init (TbkSessionList *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
}

void
tbk_session_list_reload (TbkSessionList *self)
{
  g_return_if_fail (TBK_IS_SESSION_LIST (self));

  if (self->rows->len == 0)
    show_text (self, _ ("Loading…"));
  tbk_api_call_async (self->api, &(TbkCall){ .path = "/me/sesiones" }, self->cancellable, loaded_cb, g_object_ref (self));
}
