/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-bell-list.h"

#include <glib/gi18n.h>

#include "tbk-about.h"
#include "tbk-closures.h"
#include "tbk-resource.h"
#include "tbk-toast.h"

struct _TbkBellList
{
  AdwBin parent_instance;

  TbkUnread *unread;
  TbkListing *listing;
  GSettings *settings;
  GCancellable *cancellable;

  /* template children */
  GtkStack *stack;
  GtkListView *view;
  GtkSwitch *quiet_switch;
};

G_DEFINE_FINAL_TYPE (TbkBellList, tbk_bell_list, ADW_TYPE_BIN)

enum
{
  PROP_UNREAD = 1,
  PROP_LISTING,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* --- rows --- */

static JsonObject *
object_of (JsonNode *datos)
{
  return datos != NULL && JSON_NODE_HOLDS_OBJECT (datos) ? json_node_get_object (datos) : NULL;
}

static char *
row_title (gpointer self, const char *tipo, JsonNode *datos)
{
  return tipo != NULL ? tbk_about_title (tipo, object_of (datos)) : g_strdup ("");
}

static char *
row_text (gpointer self, const char *tipo, JsonNode *datos)
{
  return tbk_about_text (tipo, object_of (datos));
}

static char *
row_icon (gpointer self, const char *tipo)
{
  return g_strdup (tbk_about_icon (tipo));
}

/* --- reading --- */

#define MAX_MARKED 100 /* of the newest */

static void
marked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkUnread) unread = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (answer == NULL)
    g_debug ("it stays unread: %s", error->message);
  tbk_unread_refresh (unread);
}

static gboolean
is_about (TbkRecord *record, const char *noun, gint64 id)
{
  gint64 own_id;
  const char *own;

  if (tbk_record_get_id (record) == 0 || tbk_record_get_boolean (record, "leida"))
    return FALSE;
  own = tbk_about_noun (tbk_record_get_text (record, "tipo"),
                        object_of (tbk_record_get_node (record, "datos")), &own_id);
  return g_strcmp0 (own, noun) == 0 && own_id == id;
}

static void
mark (TbkUnread *unread, TbkListing *listing, TbkRecord *record)
{
  g_autofree char *path = g_strdup_printf ("/notificaciones/%" G_GINT64_FORMAT "/leer", tbk_record_get_id (record));
  g_autoptr (JsonObject) read = json_object_new ();

  json_object_set_boolean_member (read, "leida", TRUE);
  tbk_record_update (record, read);
  tbk_api_call_async (tbk_listing_get_api (listing), &(TbkCall){ .method = "POST", .path = path }, NULL, marked_cb,
                      g_object_ref (unread));
}

void
tbk_bell_mark_about (TbkUnread *unread, TbkListing *listing, const char *noun, gint64 id)
{
  guint n = MIN (g_list_model_get_n_items (G_LIST_MODEL (listing)), MAX_MARKED);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TbkRecord) record = g_list_model_get_item (G_LIST_MODEL (listing), i);

      if (is_about (record, noun, id))
        mark (unread, listing, record);
    }
}

/* --- what can be done --- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkBellList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
  else
    tbk_listing_reload (self->listing);
  tbk_unread_refresh (self->unread);
}

static void
read_all_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkBellList *self = TBK_BELL_LIST (widget);

  tbk_api_call_async (tbk_listing_get_api (self->listing),
                      &(TbkCall){ .method = "POST", .path = "/notificaciones/leer" }, self->cancellable, read_cb,
                      g_object_ref (self));
}

static void
reload_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_listing_reload (TBK_BELL_LIST (widget)->listing);
}

static void
close_popover (TbkBellList *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
activated_cb (TbkBellList *self, guint position)
{
  g_autoptr (TbkRecord) record = g_list_model_get_item (G_LIST_MODEL (self->listing), position);
  const char *noun;
  gint64 id;

  if (record == NULL || tbk_record_get_id (record) == 0)
    return;
  if (!tbk_record_get_boolean (record, "leida"))
    mark (self->unread, self->listing, record);
  noun = tbk_about_noun (tbk_record_get_text (record, "tipo"), object_of (tbk_record_get_node (record, "datos")), &id);
  if (noun == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-about", "(sx)", noun, id);
  close_popover (self);
}

/* --- state --- */

static void
show_state (TbkBellList *self)
{
  static const char *const names[] = {
    [TBK_LISTING_IDLE] = "loading",
    [TBK_LISTING_LOADING] = "loading",
    [TBK_LISTING_READY] = "list",
    [TBK_LISTING_EMPTY] = "empty",
    [TBK_LISTING_NO_MATCH] = "empty",
    [TBK_LISTING_ERROR] = "error",
  };

  gtk_stack_set_visible_child_name (self->stack, names[tbk_listing_get_state (self->listing)]);
}

/* What came while nobody looked is there; what was read elsewhere shows so. */
static void
tbk_bell_list_map (GtkWidget *widget)
{
  TbkBellList *self = TBK_BELL_LIST (widget);

  GTK_WIDGET_CLASS (tbk_bell_list_parent_class)->map (widget);
  tbk_listing_reload (self->listing);
  tbk_unread_refresh (self->unread);
}

/* --- GObject --- */

static void
tbk_bell_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkBellList *self = TBK_BELL_LIST (object);

  if (id == PROP_UNREAD)
    g_value_set_object (value, self->unread);
  else if (id == PROP_LISTING)
    g_value_set_object (value, self->listing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_bell_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkBellList *self = TBK_BELL_LIST (object);

  if (id == PROP_UNREAD)
    self->unread = g_value_dup_object (value);
  else if (id == PROP_LISTING)
    self->listing = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_bell_list_constructed (GObject *object)
{
  TbkBellList *self = TBK_BELL_LIST (object);
  g_autoptr (GtkSelectionModel) rows = NULL;

  G_OBJECT_CLASS (tbk_bell_list_parent_class)->constructed (object);
  gtk_widget_init_template (GTK_WIDGET (self));
  rows = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->listing))));
  gtk_list_view_set_model (self->view, rows);
  g_settings_bind (self->settings, "no-molestar", self->quiet_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->listing, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  show_state (self);
}

static void
tbk_bell_list_dispose (GObject *object)
{
  TbkBellList *self = TBK_BELL_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->unread);
  g_clear_object (&self->listing);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_bell_list_parent_class)->dispose (object);
}

static void
tbk_bell_list_finalize (GObject *object)
{
  g_clear_object (&TBK_BELL_LIST (object)->cancellable);
  G_OBJECT_CLASS (tbk_bell_list_parent_class)->finalize (object);
}

static void
tbk_bell_list_class_init (TbkBellListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_bell_list_get_property;
  object_class->set_property = tbk_bell_list_set_property;
  object_class->constructed = tbk_bell_list_constructed;
  object_class->dispose = tbk_bell_list_dispose;
  object_class->finalize = tbk_bell_list_finalize;
  widget_class->map = tbk_bell_list_map;
  properties[PROP_UNREAD] = g_param_spec_object ("unread", NULL, NULL, TBK_TYPE_UNREAD, once);
  properties[PROP_LISTING] = g_param_spec_object ("listing", NULL, NULL, TBK_TYPE_LISTING, once);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (tbk_record_type_for (&tbk_notificacion));
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/bell-list.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkBellList, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkBellList, view);
  gtk_widget_class_bind_template_child (widget_class, TbkBellList, quiet_switch);
  gtk_widget_class_bind_template_callback (widget_class, row_title);
  gtk_widget_class_bind_template_callback (widget_class, row_text);
  gtk_widget_class_bind_template_callback (widget_class, row_icon);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "bell.read-all", NULL, read_all_action);
  gtk_widget_class_install_action (widget_class, "bell.reload", NULL, reload_action);
}

static void
tbk_bell_list_init (TbkBellList *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka");
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
tbk_bell_list_new (TbkUnread *unread, TbkListing *listing)
{
  return g_object_new (TBK_TYPE_BELL_LIST, "unread", unread, "listing", listing, NULL);
}
