/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-page-private.h"

#include "tbk-closures.h"
#include "tbk-error-text.h"
#include "tbk-record-table.h"

static void tbk_page_buildable_init (GtkBuildableIface *iface);

/* clang-format off */
G_DEFINE_ABSTRACT_TYPE_WITH_CODE (TbkPage, tbk_page, ADW_TYPE_BIN,
                         G_ADD_PRIVATE (TbkPage)
                         G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, tbk_page_buildable_init))
/* clang-format on */
/* clang-format off */
G_DEFINE_ENUM_TYPE (TbkPageStatus, tbk_page_status,
                    G_DEFINE_ENUM_VALUE (TBK_PAGE_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (TBK_PAGE_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (TBK_PAGE_NO_MATCH, "no-match"),
                    G_DEFINE_ENUM_VALUE (TBK_PAGE_ERROR, "error"),
                    G_DEFINE_ENUM_VALUE (TBK_PAGE_CONTENT, "content"))
/* clang-format on */

enum
{
  PROP_API = 1,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_LISTING,
  PROP_STATUS,
  PROP_RECORD,
  PROP_UNIDAD,
  PROP_SHOW_DETAIL,
  PROP_FOLDED,
  PROP_ERROR_TEXT,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  PROP_EMPTY_ACTION,
  PROP_EMPTY_LABEL,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

TbkPagePrivate *
tbk_page_get_private (TbkPage *self)
{
  return tbk_page_get_instance_private (self);
}

static void
set_text (TbkPage *self, char **place, const char *text, guint id)
{
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/* --- what is shown --- */

static TbkPageStatus
status_of_listing (TbkListing *listing)
{
  switch (tbk_listing_get_state (listing))
    {
    case TBK_LISTING_IDLE:
    case TBK_LISTING_LOADING:
      return TBK_PAGE_LOADING;
    case TBK_LISTING_EMPTY:
      return TBK_PAGE_EMPTY;
    case TBK_LISTING_NO_MATCH:
      return TBK_PAGE_NO_MATCH;
    case TBK_LISTING_ERROR:
      return TBK_PAGE_ERROR;
    case TBK_LISTING_READY:
      break;
    }
  return TBK_PAGE_CONTENT;
}

/* Rows that could not be read again stay, and the page says so; while the server is away the window says it already. */
static void
show_stale (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);
  gboolean away = priv->api != NULL && tbk_api_get_state (priv->api) == TBK_API_OFFLINE;

  g_object_set (priv->stale_banner,
                "revealed", priv->error_text != NULL && priv->status == TBK_PAGE_CONTENT && !away,
                NULL);
}

static void
listing_state_cb (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  tbk_page_set_status (self, status_of_listing (priv->listing));
}

static void
listing_error_cb (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);
  g_autofree char *text = NULL;

  g_object_get (priv->listing, "error-text", &text, NULL);
  set_text (self, &priv->error_text, text, PROP_ERROR_TEXT);
  show_stale (self);
}

/* A search that another place set or took away shows in the entry. */
static void
listing_q_cb (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);
  const char *q = tbk_listing_get_q (priv->listing);

  if (q == NULL)
    q = "";
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (priv->search_entry)), q) != 0)
    gtk_editable_set_text (GTK_EDITABLE (priv->search_entry), q);
}

static void
show_detail_pane (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  if (priv->flap == NULL)
    return;
  adw_flap_set_reveal_flap (priv->flap,
                            priv->show_detail && priv->record != NULL && adw_bin_get_child (priv->detail_bin) != NULL);
}

/* The pane was closed by a tap beside it, on a narrow window. */
static void
flap_closed_cb (AdwFlap *flap, GParamSpec *pspec, TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  if (!adw_flap_get_reveal_flap (flap) && adw_flap_get_folded (flap) && priv->record != NULL)
    tbk_page_set_show_detail (self, FALSE);
}

static void
search_changed_cb (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  if (priv->listing != NULL)
    tbk_listing_set_q (priv->listing, gtk_editable_get_text (GTK_EDITABLE (priv->search_entry)));
}

/* Enter goes down to what was found. */
static void
search_activate_cb (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);
  GtkWidget *content = adw_bin_get_child (priv->content_bin);

  search_changed_cb (self);
  if (content != NULL)
    gtk_widget_grab_focus (content);
}

/* --- overrides --- */

static void
tbk_page_default_reload (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  if (priv->listing != NULL)
    tbk_listing_reload (priv->listing);
}

static void
tbk_page_default_show_id (TbkPage *self, gint64 id)
{
}

static void
tbk_page_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  TbkPage *self = TBK_PAGE (buildable);
  TbkPagePrivate *priv = tbk_page_get_private (self);
  GtkBuildableIface *parent_buildable = g_type_interface_peek (tbk_page_parent_class, GTK_TYPE_BUILDABLE);

  if (priv->content_bin == NULL || !GTK_IS_WIDGET (child))
    parent_buildable->add_child (buildable, builder, child, type);
  else if (type == NULL)
    adw_bin_set_child (priv->content_bin, GTK_WIDGET (child));
  else if (g_str_equal (type, "start"))
    gtk_box_append (GTK_BOX (priv->start_box), GTK_WIDGET (child));
  else if (g_str_equal (type, "end"))
    gtk_box_append (GTK_BOX (priv->end_box), GTK_WIDGET (child));
  else if (g_str_equal (type, "top"))
    gtk_box_append (GTK_BOX (priv->top_box), GTK_WIDGET (child));
  else if (g_str_equal (type, "filters"))
    {
      gtk_box_append (GTK_BOX (priv->filters_box), GTK_WIDGET (child));
      gtk_widget_set_visible (priv->filters_box, TRUE);
    }
  else if (g_str_equal (type, "detail"))
    {
      adw_bin_set_child (priv->detail_bin, GTK_WIDGET (child));
      gtk_widget_set_visible (priv->detail_button, TRUE);
      show_detail_pane (self);
    }
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
tbk_page_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = tbk_page_add_child;
}

static void
set_api (TbkPage *self, TbkApi *api)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  if (priv->api == api)
    return;
  if (priv->api != NULL)
    g_signal_handlers_disconnect_by_func (priv->api, show_stale, self);
  g_set_object (&priv->api, api);
  if (api != NULL)
    g_signal_connect_object (api, "notify::state", G_CALLBACK (show_stale), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_API]);
}

static void
tbk_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkPagePrivate *priv = tbk_page_get_private (TBK_PAGE (object));
  const char *const texts[N_PROPS] = {
    [PROP_TITLE] = priv->title,
    [PROP_ICON_NAME] = priv->icon_name,
    [PROP_UNIDAD] = priv->unidad,
    [PROP_ERROR_TEXT] = priv->error_text,
    [PROP_EMPTY_TITLE] = priv->empty_title,
    [PROP_EMPTY_DESCRIPTION] = priv->empty_description,
    [PROP_EMPTY_ACTION] = priv->empty_action,
    [PROP_EMPTY_LABEL] = priv->empty_label,
  };

  switch (id)
    {
    case PROP_API:
      g_value_set_object (value, priv->api);
      break;
    case PROP_LISTING:
      g_value_set_object (value, priv->listing);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, priv->status);
      break;
    case PROP_RECORD:
      g_value_set_object (value, priv->record);
      break;
    case PROP_SHOW_DETAIL:
      g_value_set_boolean (value, priv->show_detail);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, priv->folded);
      break;
    default:
      g_value_set_string (value, texts[id]);
    }
}

static void
tbk_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkPage *self = TBK_PAGE (object);
  TbkPagePrivate *priv = tbk_page_get_private (self);
  char **const texts[N_PROPS] = {
    [PROP_TITLE] = &priv->title,
    [PROP_ICON_NAME] = &priv->icon_name,
    [PROP_UNIDAD] = &priv->unidad,
    [PROP_ERROR_TEXT] = &priv->error_text,
    [PROP_EMPTY_TITLE] = &priv->empty_title,
    [PROP_EMPTY_DESCRIPTION] = &priv->empty_description,
    [PROP_EMPTY_ACTION] = &priv->empty_action,
    [PROP_EMPTY_LABEL] = &priv->empty_label,
  };

  switch (id)
    {
    case PROP_API:
      set_api (self, g_value_get_object (value));
      break;
    case PROP_LISTING:
      tbk_page_set_listing (self, g_value_get_object (value));
      break;
    case PROP_STATUS:
      tbk_page_set_status (self, g_value_get_enum (value));
      break;
    case PROP_RECORD:
      tbk_page_set_record (self, g_value_get_object (value));
      break;
    case PROP_SHOW_DETAIL:
      tbk_page_set_show_detail (self, g_value_get_boolean (value));
      break;
    case PROP_FOLDED:
      if (priv->folded == g_value_get_boolean (value))
        break;
      priv->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      set_text (self, texts[id], g_value_get_string (value), id);
    }
}

static void
tbk_page_dispose (GObject *object)
{
  TbkPage *self = TBK_PAGE (object);
  TbkPagePrivate *priv = tbk_page_get_private (self);

  tbk_page_set_listing (self, NULL);
  set_api (self, NULL);
  g_clear_object (&priv->record);
  g_clear_object (&priv->settings);
  priv->flap = NULL;
  G_OBJECT_CLASS (tbk_page_parent_class)->dispose (object);
}

static void
tbk_page_finalize (GObject *object)
{
  TbkPagePrivate *priv = tbk_page_get_private (TBK_PAGE (object));

  g_free (priv->title);
  g_free (priv->icon_name);
  g_free (priv->unidad);
  g_free (priv->error_text);
  g_free (priv->empty_title);
  g_free (priv->empty_description);
  g_free (priv->empty_action);
  g_free (priv->empty_label);
  G_OBJECT_CLASS (tbk_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_LISTING] = g_param_spec_object ("listing", NULL, NULL, TBK_TYPE_LISTING, flags);
  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, TBK_TYPE_PAGE_STATUS, TBK_PAGE_LOADING, flags);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, TBK_TYPE_RECORD, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  properties[PROP_SHOW_DETAIL] = g_param_spec_boolean ("show-detail", NULL, NULL, TRUE, flags);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TITLE] = g_param_spec_string ("empty-title", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_DESCRIPTION] = g_param_spec_string ("empty-description", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_ACTION] = g_param_spec_string ("empty-action", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_LABEL] = g_param_spec_string ("empty-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static void
bind_template (GtkWidgetClass *klass)
{

  g_type_ensure (TBK_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (klass, "/com/triboka/Triboka/ui/page.ui");
  tbk_closures_bind (klass);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, search_bar);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, search_entry);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, search_button);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, detail_button);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, start_box);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, end_box);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, filters_box);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, top_box);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, stale_banner);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, flap);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, detail_bin);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, stack);
  gtk_widget_class_bind_template_child_private (klass, TbkPage, content_bin);
  gtk_widget_class_bind_template_callback (klass, search_changed_cb);
  gtk_widget_class_bind_template_callback (klass, search_activate_cb);

  tbk_page_install_actions (klass);
}

static void
tbk_page_class_init (TbkPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_page_get_property;
  object_class->set_property = tbk_page_set_property;
  object_class->dispose = tbk_page_dispose;
  object_class->finalize = tbk_page_finalize;
  klass->reload = tbk_page_default_reload;
  klass->show_id = tbk_page_default_show_id;
  install_properties (object_class);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
tbk_page_init (TbkPage *self)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  priv->show_detail = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (priv->search_bar, GTK_EDITABLE (priv->search_entry));
  gtk_widget_set_visible (priv->search_button, FALSE);
  gtk_search_bar_set_key_capture_widget (priv->search_bar, NULL);
  g_signal_connect_object (priv->flap, "notify::reveal-flap", G_CALLBACK (flap_closed_cb), self, 0);
  priv->settings = g_settings_new ("com.triboka.Triboka");
  g_settings_bind (priv->settings, "unidad", self, "unidad", G_SETTINGS_BIND_GET);
}

TbkApi *
tbk_page_get_api (TbkPage *self)
{
  return tbk_page_get_private (self)->api;
}

TbkListing *
tbk_page_get_listing (TbkPage *self)
{
  return tbk_page_get_private (self)->listing;
}

void
tbk_page_set_listing (TbkPage *self, TbkListing *listing)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  if (priv->listing == listing)
    return;
  if (priv->listing != NULL)
    g_signal_handlers_disconnect_by_data (priv->listing, self);
  g_set_object (&priv->listing, listing);
  if (priv->search_button != NULL)
    {
      gtk_widget_set_visible (priv->search_button, listing != NULL);
      /* where nothing is searched, keys are the page's own */
      gtk_search_bar_set_key_capture_widget (priv->search_bar, listing != NULL ? GTK_WIDGET (self) : NULL);
    }
  if (listing != NULL)
    {
      g_signal_connect_swapped (listing, "notify::state", G_CALLBACK (listing_state_cb), self);
      g_signal_connect_swapped (listing, "notify::error-text", G_CALLBACK (listing_error_cb), self);
      g_signal_connect_swapped (listing, "notify::q", G_CALLBACK (listing_q_cb), self);
      listing_state_cb (self);
      listing_error_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LISTING]);
}

TbkRecord *
tbk_page_get_record (TbkPage *self)
{
  return tbk_page_get_private (self)->record;
}

void
tbk_page_set_record (TbkPage *self, TbkRecord *record)
{
  g_return_if_fail (TBK_IS_PAGE (self));

  if (!g_set_object (&tbk_page_get_private (self)->record, record))
    return;
  show_detail_pane (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

const char *
tbk_page_get_unidad (TbkPage *self)
{
  return tbk_page_get_private (self)->unidad;
}

void
tbk_page_set_status (TbkPage *self, TbkPageStatus status)
{
  static const char *const names[] = { "loading", "empty", "no-match", "error", "content" };
  TbkPagePrivate *priv = tbk_page_get_private (self);

  g_return_if_fail (TBK_IS_PAGE (self));

  gtk_stack_set_visible_child_name (priv->stack, names[status]);
  if (priv->status == status)
    return;
  priv->status = status;
  show_stale (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

void
tbk_page_set_error (TbkPage *self, const GError *error)
{
  g_autofree char *text = tbk_error_text (error);

  set_text (self, &tbk_page_get_private (self)->error_text, text, PROP_ERROR_TEXT);
  tbk_page_set_status (self, TBK_PAGE_ERROR);
}

void
tbk_page_set_show_detail (TbkPage *self, gboolean show)
{
  TbkPagePrivate *priv = tbk_page_get_private (self);

  g_return_if_fail (TBK_IS_PAGE (self));

  if (priv->show_detail != show)
    {
      priv->show_detail = show;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_DETAIL]);
    }
  show_detail_pane (self);
}

void
tbk_page_reload (TbkPage *self)
{
  g_return_if_fail (TBK_IS_PAGE (self));

  TBK_PAGE_GET_CLASS (self)->reload (self);
}

void
tbk_page_show_id (TbkPage *self, gint64 id)
{
  g_return_if_fail (TBK_IS_PAGE (self));

  TBK_PAGE_GET_CLASS (self)->show_id (self, id);
}
