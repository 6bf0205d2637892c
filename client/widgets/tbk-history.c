/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-history.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-change.h"
#include "tbk-closures.h"
#include "tbk-error-text.h"

struct _TbkHistory
{
  GtkWidget parent_instance;

  TbkApi *api;
  TbkRecord *record;
  char *unidad;
  GCancellable *cancellable; /* of the call under way; NULL: none */
  JsonArray *items;          /* as read; NULL: none yet */
  char *shown;               /* path and version that were asked for */

  /* template children */
  GtkStack *stack;
  GtkLabel *message;
  GtkListBox *entries;
};

G_DEFINE_FINAL_TYPE (TbkHistory, tbk_history, GTK_TYPE_WIDGET)

enum
{
  PROP_API = 1,
  PROP_RECORD,
  PROP_UNIDAD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* --- entries ---------------------------------------------------------------- */

/* "Weight: 45,36 kg → 46,00 kg", a line per field. Returns: (transfer full). */
static char *
describe (TbkHistory *self, TbkRecord *entry)
{
  g_autoptr (GPtrArray) changes = tbk_change_list (entry, self->unidad, FALSE);
  const char *motivo = tbk_record_get_text (entry, "motivo");
  gboolean edited = g_strcmp0 (tbk_record_get_text (entry, "accion"), "editar") == 0;
  GString *text = g_string_new (NULL);

  for (guint i = 0; edited && i < changes->len; i++)
    {
      const TbkChange *change = g_ptr_array_index (changes, i);

      /* Translators: a field, what it held before, what it holds now */
      g_string_append_printf (text, _ ("%s: %s → %s"), change->label, *change->before != '\0' ? change->before : "—",
                              *change->after != '\0' ? change->after : "—");
      g_string_append_c (text, '\n');
    }
  if (motivo != NULL && *motivo != '\0')
    g_string_append_printf (text, _ ("Reason: %s"), motivo);
  return g_strchomp (g_string_free (text, FALSE));
}

/* "Changed · Ana Vera · 25/11/2026 10:31". Returns: (transfer full). */
static char *
entitle (TbkHistory *self, TbkRecord *entry)
{
  const char *who = tbk_record_get_text (entry, "usuario_nombre");
  g_autofree char *act = tbk_show_choice (self, tbk_record_get_text (entry, "accion"));
  g_autofree char *when = tbk_show_momento (self, tbk_record_get_text (entry, "created_at"));

  return g_strjoin (" · ", act, who != NULL && *who != '\0' ? who : _ ("The system itself"), when, NULL);
}

static void
show_entries (TbkHistory *self)
{
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (self->entries, 0)) != NULL)
    gtk_list_box_remove (self->entries, GTK_WIDGET (old));
  for (guint i = 0; self->items != NULL && i < json_array_get_length (self->items); i++)
    {
      g_autoptr (TbkRecord) entry
                 = tbk_record_new_from_json (&tbk_auditoria, json_array_get_object_element (self->items, i));
      g_autofree char *title = entitle (self, entry);
      g_autofree char *text = describe (self, entry);
      GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "subtitle-lines", 0, NULL);

      /* afterwards: until the row is made, its labels take markup */
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      gtk_list_box_append (self->entries, row);
    }
}

static void
show_message (TbkHistory *self, const char *text)
{
  gtk_label_set_label (self->message, text);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

/* --- reading ---------------------------------------------------------------- */

static void
stop (TbkHistory *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkHistory) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (items == NULL)
    {
      g_autofree char *text = error != NULL ? tbk_error_text (error) : g_strdup (_ ("No history"));

      g_clear_pointer (&self->shown, g_free);
      show_message (self, text);
      return;
    }
  g_clear_pointer (&self->items, json_array_unref);
  self->items = json_array_ref (items);
  show_entries (self);
  if (json_array_get_length (items) == 0)
    show_message (self, _ ("Nothing has happened yet."));
  else
    gtk_stack_set_visible_child_name (self->stack, "entries");
}

/* Reads again when the record, or its version, is another. */
static void
refresh (TbkHistory *self)
{
  gboolean ready = self->api != NULL && self->record != NULL && tbk_record_get_id (self->record) != 0;
  g_autofree char *path = NULL;
  g_autofree char *wanted = NULL;

  if (!ready)
    return;
  path = g_strdup_printf ("/%s/%" G_GINT64_FORMAT "/historial", tbk_record_get_resource (self->record)->collection,
                          tbk_record_get_id (self->record));
  wanted = g_strdup_printf ("%s %s", path, tbk_record_get_text (self->record, "version"));
  if (g_strcmp0 (wanted, self->shown) == 0)
    return;
  stop (self);
  if (self->shown == NULL || !g_str_has_prefix (self->shown, path))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  g_free (self->shown);
  self->shown = g_steal_pointer (&wanted);
  self->cancellable = g_cancellable_new ();
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, read_cb, g_object_ref (self));
}

static void
set_record (TbkHistory *self, TbkRecord *record)
{
  if (self->record == record)
    return;
  if (self->record != NULL)
    g_signal_handlers_disconnect_by_func (self->record, refresh, self);
  g_set_object (&self->record, record);
  if (record != NULL)
    g_signal_connect_swapped (record, "notify::version", G_CALLBACK (refresh), self);
  refresh (self);
}

/* --- object ----------------------------------------------------------------- */

static void
tbk_history_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkHistory *self = TBK_HISTORY (object);

  switch (id)
    {
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    case PROP_UNIDAD:
      g_value_set_string (value, self->unidad);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_history_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkHistory *self = TBK_HISTORY (object);

  switch (id)
    {
    case PROP_API:
      g_set_object (&self->api, g_value_get_object (value));
      refresh (self);
      break;
    case PROP_RECORD:
      set_record (self, g_value_get_object (value));
      break;
    case PROP_UNIDAD:
      g_free (self->unidad);
      self->unidad = g_value_dup_string (value);
      show_entries (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_history_dispose (GObject *object)
{
  TbkHistory *self = TBK_HISTORY (object);
  GtkWidget *child;

  stop (self);
  g_clear_object (&self->api);
  set_record (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_HISTORY);
  child = gtk_widget_get_first_child (GTK_WIDGET (object)); /* the template lets go of bound ones only */
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_history_parent_class)->dispose (object);
}

static void
tbk_history_finalize (GObject *object)
{
  TbkHistory *self = TBK_HISTORY (object);

  g_free (self->unidad);
  g_free (self->shown);
  g_clear_pointer (&self->items, json_array_unref);
  G_OBJECT_CLASS (tbk_history_parent_class)->finalize (object);
}

static void
tbk_history_class_init (TbkHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_history_get_property;
  object_class->set_property = tbk_history_set_property;
  object_class->dispose = tbk_history_dispose;
  object_class->finalize = tbk_history_finalize;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, flags);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, TBK_TYPE_RECORD, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/history.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkHistory, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkHistory, message);
  gtk_widget_class_bind_template_child (widget_class, TbkHistory, entries);
}

static void
tbk_history_init (TbkHistory *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
