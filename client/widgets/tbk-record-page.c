/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record-page.h"

#include <glib/gi18n.h>

#include "tbk-live.h"
#include "tbk-toast.h"
#include "tbk-wire.h"

typedef struct
{
  TbkRecordTable *table;
  TbkRecordDetail *detail;
  guint rights;
  gint64 pending_id; /* the row to select once the list has it; 0: none */
  gint64 delete_id;  /* the row that the open question is about */
  GCancellable *cancellable;
} TbkRecordPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TbkRecordPage, tbk_record_page, TBK_TYPE_PAGE)

enum
{
  PROP_0,
  PROP_TABLE,
  PROP_DETAIL_PANE,
  PROP_RIGHTS,
  PROP_CAN_CREATE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  RIGHTS_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static TbkRecordPagePrivate *
get_private (TbkRecordPage *self)
{
  return tbk_record_page_get_instance_private (self);
}

static TbkRecord *
get_record (TbkRecordPage *self)
{
  return tbk_page_get_record (TBK_PAGE (self));
}

static gint64
get_record_id (TbkRecordPage *self)
{
  TbkRecord *record = get_record (self);

  return record != NULL ? tbk_record_get_id (record) : 0;
}

static char *
build_path (TbkRecordPage *self, gint64 id)
{
  const TbkResource *resource = TBK_RECORD_PAGE_GET_CLASS (self)->resource;

  return g_strdup_printf ("/%s/%" G_GINT64_FORMAT, resource->collection, id);
}

/* --- rights --------------------------------------------------------------- */

static void
describe_empty (TbkRecordPage *self)
{
  TbkRecordPageClass *klass = TBK_RECORD_PAGE_GET_CLASS (self);
  gboolean can_create = (get_private (self)->rights & TBK_RIGHT_CREATE) != 0;
  const char *text = can_create ? klass->empty_to_create : klass->empty_to_wait;

  if (text != NULL)
    g_object_set (self, "empty-description", _ (text), NULL);
}

static void
update_rights (TbkRecordPage *self)
{
  TbkRecordPagePrivate *priv = get_private (self);
  TbkApi *api = tbk_page_get_api (TBK_PAGE (self));
  guint rights = api != NULL ? TBK_RECORD_PAGE_GET_CLASS (self)->get_rights (self, get_record (self)) : TBK_RIGHT_NONE;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "page.new", (rights & TBK_RIGHT_CREATE) != 0);
  gtk_widget_action_set_enabled (widget, "page.edit", (rights & TBK_RIGHT_EDIT) != 0);
  gtk_widget_action_set_enabled (widget, "page.delete", (rights & TBK_RIGHT_DELETE) != 0);
  gtk_widget_action_set_enabled (widget, "page.open", get_record (self) != NULL);
  if (priv->rights != rights)
    {
      priv->rights = rights;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RIGHTS]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_CREATE]);
      describe_empty (self);
    }
  g_signal_emit (self, signals[RIGHTS_CHANGED], 0);
}

static gboolean
is_shown_alone (TbkRecordPage *self, gint64 id)
{
  TbkListing *listing = tbk_page_get_listing (TBK_PAGE (self));

  return id != 0 && id == get_record_id (self) && (listing == NULL || tbk_listing_find (listing, id) == G_MAXUINT);
}

/* Somebody changed it: rows of the list are the list's affair. */
static void
changed_cb (TbkLive *live, const char *name, JsonObject *data, gint64 evento, TbkRecordPage *self)
{
  gint64 id = tbk_wire_get_int (data, "id", 0);

  if (is_shown_alone (self, id)
      && tbk_wire_get_int (data, "version", 0) > tbk_record_get_int (get_record (self), "version"))
    tbk_record_page_refetch (self, id);
}

static void
follow (TbkRecordPage *self, TbkApi *api)
{
  g_autofree char *signal = g_strdup_printf ("event::%s.actualizado", TBK_RECORD_PAGE_GET_CLASS (self)->resource->name);

  g_signal_connect_object (tbk_api_get_live (api), signal, G_CALLBACK (changed_cb), self, 0);
}

static void
api_changed_cb (TbkRecordPage *self)
{
  TbkApi *api = tbk_page_get_api (TBK_PAGE (self));

  if (api != NULL)
    {
      g_signal_connect_object (api, "notify::rol", G_CALLBACK (update_rights), self, G_CONNECT_SWAPPED);
      follow (self, api);
    }
  update_rights (self);
}

static void
record_changed_cb (TbkRecord *record, GParamSpec *pspec, TbkRecordPage *self)
{
  if (record == get_record (self))
    update_rights (self);
}

static void
selection_changed_cb (TbkRecordPage *self)
{
  TbkRecord *record = get_record (self);

  if (record != NULL)
    {
      g_signal_handlers_disconnect_by_func (record, record_changed_cb, self);
      g_signal_connect_object (record, "notify::version", G_CALLBACK (record_changed_cb), self, 0);
      g_signal_connect_object (record, "notify::loading", G_CALLBACK (record_changed_cb), self, 0);
    }
  update_rights (self);
}

/* --- a row to come back to ------------------------------------------------ */

static void
select_pending (TbkRecordPage *self)
{
  TbkRecordPagePrivate *priv = get_private (self);

  if (priv->pending_id != 0 && priv->table != NULL && tbk_record_table_select_id (priv->table, priv->pending_id))
    {
      priv->pending_id = 0;
      gtk_widget_grab_focus (GTK_WIDGET (priv->table));
    }
}

static void
listing_changed_cb (TbkRecordPage *self)
{
  TbkListing *listing = tbk_page_get_listing (TBK_PAGE (self));

  if (listing == NULL)
    return;
  /* once the view knows of the rows: GTK counts on nobody else telling it of them first */
  g_signal_connect_object (listing, "items-changed", G_CALLBACK (select_pending), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (listing, "notify::loading", G_CALLBACK (select_pending), self, G_CONNECT_SWAPPED);
}

void
tbk_record_page_select_later (TbkRecordPage *self, gint64 id)
{
  TbkListing *listing = tbk_page_get_listing (TBK_PAGE (self));

  get_private (self)->pending_id = id;
  if (listing != NULL)
    tbk_listing_reload (listing);
}

/* --- forms ---------------------------------------------------------------- */

static void
saved_cb (TbkRecordPage *self, TbkRecord *record, TbkFormWindow *window)
{
  tbk_record_page_select_later (self, tbk_record_get_id (record));
}

void
tbk_record_page_present_form (TbkRecordPage *self, TbkFormWindow *window)
{
  g_signal_connect_object (window, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  tbk_form_window_present (window, GTK_WIDGET (self));
}

static void
open_form (TbkRecordPage *self, TbkRecord *record)
{
  TbkRecordPageClass *klass = TBK_RECORD_PAGE_GET_CLASS (self);
  g_autoptr (TbkForm) form = tbk_form_new (tbk_page_get_api (TBK_PAGE (self)), klass->resource, record);

  tbk_record_page_present_form (self, klass->make_form (self, form));
}

static void
tbk_record_page_create (TbkRecordPage *self)
{
  open_form (self, NULL);
}

static void
new_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TBK_RECORD_PAGE_GET_CLASS (widget)->create (TBK_RECORD_PAGE (widget));
}

static void
edit_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecord *record = get_record (TBK_RECORD_PAGE (widget));

  if (record != NULL)
    open_form (TBK_RECORD_PAGE (widget), record);
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecordPagePrivate *priv = get_private (TBK_RECORD_PAGE (widget));

  tbk_page_set_show_detail (TBK_PAGE (widget), TRUE);
  if (priv->detail != NULL)
    gtk_widget_child_focus (GTK_WIDGET (priv->detail), GTK_DIR_TAB_FORWARD);
}

/* --- one record over the line --------------------------------------------- */

/* What the pane shows and the list has not at hand. Returns: FALSE when it is something else. */
static gboolean
take_shown (TbkRecordPage *self, JsonObject *object)
{
  if (!is_shown_alone (self, tbk_wire_get_int (object, "id", 0)))
    return FALSE;
  tbk_record_update (get_record (self), object);
  return TRUE;
}

static void
refetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkRecordPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  TbkListing *listing = tbk_page_get_listing (TBK_PAGE (self));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
  else if (listing != NULL && tbk_answer_get_object (answer) != NULL
           && !take_shown (self, tbk_answer_get_object (answer)))
    tbk_listing_patch (listing, tbk_answer_get_object (answer));
}

void
tbk_record_page_refetch (TbkRecordPage *self, gint64 id)
{
  g_autofree char *path = build_path (self, id);

  tbk_api_call_async (tbk_page_get_api (TBK_PAGE (self)),
                      &(TbkCall){ .path = path },
                      get_private (self)->cancellable,
                      refetched_cb,
                      g_object_ref (self));
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkRecordPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkRecord) record = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL || tbk_answer_get_object (answer) == NULL)
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  record = tbk_record_new_from_json (TBK_RECORD_PAGE_GET_CLASS (self)->resource, tbk_answer_get_object (answer));
  tbk_page_set_record (TBK_PAGE (self), record);
  tbk_page_set_show_detail (TBK_PAGE (self), TRUE);
}

/* A row that the list has at hand is selected; any other is shown in the pane by itself. */
static void
tbk_record_page_show_id (TbkPage *page, gint64 id)
{
  TbkRecordPage *self = TBK_RECORD_PAGE (page);
  TbkRecordPagePrivate *priv = get_private (self);
  g_autofree char *path = build_path (self, id);

  if (priv->table != NULL && tbk_record_table_select_id (priv->table, id))
    {
      tbk_page_set_show_detail (page, TRUE);
      return;
    }
  tbk_api_call_async (tbk_page_get_api (page), &(TbkCall){ .path = path }, priv->cancellable, shown_cb,
                      g_object_ref (self));
}

/* --- deletion ------------------------------------------------------------- */

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkRecordPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  TbkListing *listing = tbk_page_get_listing (TBK_PAGE (self));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  tbk_toast (GTK_WIDGET (self), _ ("Deleted"));
  tbk_page_set_record (TBK_PAGE (self), NULL);
  if (listing != NULL)
    tbk_listing_reload (listing);
}

static void
delete_confirmed_cb (GtkWidget *widget, gpointer data)
{
  TbkRecordPage *self = TBK_RECORD_PAGE (widget);
  gint64 id = get_record_id (self);
  g_autofree char *path = build_path (self, id);

  /* what was asked about may have lost the selection meanwhile */
  if (id == 0 || id != get_private (self)->delete_id)
    return;
  tbk_api_call_async (tbk_page_get_api (TBK_PAGE (self)),
                      &(TbkCall){ .method = "DELETE", .path = path },
                      get_private (self)->cancellable,
                      deleted_cb,
                      g_object_ref (self));
}

static void
delete_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecordPage *self = TBK_RECORD_PAGE (widget);
  TbkRecordPageClass *klass = TBK_RECORD_PAGE_GET_CLASS (self);
  TbkRecord *record = get_record (self);
  g_autofree char *body = NULL;

  if (record == NULL)
    return;
  get_private (self)->delete_id = tbk_record_get_id (record);
  body = klass->describe_delete != NULL ? klass->describe_delete (self, record)
                                        : g_strdup (_ ("This cannot be undone."));
  tbk_confirm (widget,
               klass->delete_heading != NULL ? _ (klass->delete_heading) : _ ("Delete It?"),
               body,
               klass->delete_label != NULL ? _ (klass->delete_label) : _ ("_Delete"),
               delete_confirmed_cb,
               NULL);
}

static void
activated_cb (TbkRecordPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "page.open", NULL);
}

/* The same on every page of records. */
static void
add_menus (TbkRecordPage *self, TbkRecordTable *table)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/com/triboka/Triboka/ui/record-menus.ui");
  GtkBuildableIface *iface = GTK_BUILDABLE_GET_IFACE (self);

  iface->add_child (GTK_BUILDABLE (self), builder, gtk_builder_get_object (builder, "button"), "end");
  g_object_set (table, "menu-model", gtk_builder_get_object (builder, "row_menu"), NULL);
}

static void
set_table (TbkRecordPage *self, TbkRecordTable *table)
{
  TbkRecordPagePrivate *priv = get_private (self);

  if (!g_set_object (&priv->table, table))
    return;
  if (table != NULL)
    {
      g_signal_connect_object (table, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
      add_menus (self, table);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TABLE]);
}

static void
detail_changed_cb (TbkRecordPage *self, gint64 id)
{
  tbk_record_page_refetch (self, id);
}

static void
set_detail (TbkRecordPage *self, TbkRecordDetail *detail)
{
  static const char *const shared[] = { "api", "record", "unidad", "rights" };
  TbkRecordPagePrivate *priv = get_private (self);

  if (!g_set_object (&priv->detail, detail))
    return;
  for (gsize i = 0; detail != NULL && i < G_N_ELEMENTS (shared); i++)
    g_object_bind_property (self, shared[i], detail, shared[i], G_BINDING_SYNC_CREATE);
  if (detail != NULL)
    g_signal_connect_object (detail, "changed", G_CALLBACK (detail_changed_cb), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL_PANE]);
}

static void
tbk_record_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbkRecordPagePrivate *priv = get_private (TBK_RECORD_PAGE (object));

  switch (prop_id)
    {
    case PROP_TABLE:
      g_value_set_object (value, priv->table);
      break;
    case PROP_DETAIL_PANE:
      g_value_set_object (value, priv->detail);
      break;
    case PROP_RIGHTS:
      g_value_set_uint (value, priv->rights);
      break;
    case PROP_CAN_CREATE:
      g_value_set_boolean (value, (priv->rights & TBK_RIGHT_CREATE) != 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_record_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TABLE:
      set_table (TBK_RECORD_PAGE (object), g_value_get_object (value));
      break;
    case PROP_DETAIL_PANE:
      set_detail (TBK_RECORD_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_record_page_constructed (GObject *object)
{
  TbkRecordPage *self = TBK_RECORD_PAGE (object);

  G_OBJECT_CLASS (tbk_record_page_parent_class)->constructed (object);
  listing_changed_cb (self);
  api_changed_cb (self);
  describe_empty (self);
}

static void
tbk_record_page_dispose (GObject *object)
{
  TbkRecordPagePrivate *priv = get_private (TBK_RECORD_PAGE (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->table);
  g_clear_object (&priv->detail);
  G_OBJECT_CLASS (tbk_record_page_parent_class)->dispose (object);
}

static void
tbk_record_page_finalize (GObject *object)
{
  g_clear_object (&get_private (TBK_RECORD_PAGE (object))->cancellable);
  G_OBJECT_CLASS (tbk_record_page_parent_class)->finalize (object);
}

static guint
tbk_record_page_no_rights (TbkRecordPage *self, TbkRecord *record)
{
  return TBK_RIGHT_NONE;
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags both = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_TABLE] = g_param_spec_object ("table", NULL, NULL, TBK_TYPE_RECORD_TABLE, both);
  properties[PROP_DETAIL_PANE] = g_param_spec_object ("detail-pane", NULL, NULL, TBK_TYPE_RECORD_DETAIL, both);
  properties[PROP_RIGHTS] = g_param_spec_uint ("rights", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PROP_CAN_CREATE] = g_param_spec_boolean ("can-create", NULL, NULL, FALSE, read_only);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_record_page_class_init (TbkRecordPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = tbk_record_page_constructed;
  object_class->dispose = tbk_record_page_dispose;
  object_class->finalize = tbk_record_page_finalize;
  object_class->get_property = tbk_record_page_get_property;
  object_class->set_property = tbk_record_page_set_property;
  TBK_PAGE_CLASS (klass)->show_id = tbk_record_page_show_id;
  klass->get_rights = tbk_record_page_no_rights;
  klass->create = tbk_record_page_create;
  install_properties (object_class);
  signals[RIGHTS_CHANGED] = g_signal_new ("rights-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          G_STRUCT_OFFSET (TbkRecordPageClass, rights_changed), NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "page.edit", NULL, edit_cb);
  gtk_widget_class_install_action (widget_class, "page.delete", NULL, delete_cb);
  gtk_widget_class_install_action (widget_class, "page.open", NULL, open_cb);
}

static void
tbk_record_page_init (TbkRecordPage *self)
{
  get_private (self)->cancellable = g_cancellable_new ();
  g_signal_connect (self, "notify::api", G_CALLBACK (api_changed_cb), NULL);
  g_signal_connect (self, "notify::record", G_CALLBACK (selection_changed_cb), NULL);
  g_signal_connect (self, "notify::listing", G_CALLBACK (listing_changed_cb), NULL);
}

/* --- public --------------------------------------------------------------- */

guint
tbk_record_page_get_rights (TbkRecordPage *self)
{
  return get_private (self)->rights;
}

TbkRecordTable *
tbk_record_page_get_table (TbkRecordPage *self)
{
  return get_private (self)->table;
}
