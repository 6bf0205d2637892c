/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-listing-private.h"

#include <string.h>

#include "tbk-error-text.h"
#include "tbk-wire.h"

static void tbk_listing_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbkListing, tbk_listing, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tbk_listing_model_init))
/* clang-format on */
/* clang-format off */
G_DEFINE_ENUM_TYPE (TbkListingState, tbk_listing_state,
                    G_DEFINE_ENUM_VALUE (TBK_LISTING_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (TBK_LISTING_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (TBK_LISTING_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TBK_LISTING_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (TBK_LISTING_NO_MATCH, "no-match"),
                    G_DEFINE_ENUM_VALUE (TBK_LISTING_ERROR, "error"))
/* clang-format on */

enum
{
  PROP_NOUN = 1,
  PROP_API,
  PROP_PATH,
  PROP_Q,
  PROP_ORDEN,
  PROP_STATE,
  PROP_ERROR_TEXT,
  PROP_TOTAL,
  PROP_TOTAL_EXACT,
  PROP_FILTERED,
  PROP_LOADING,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
notify (TbkListing *self, guint id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

gboolean
tbk_listing_is_askable (TbkListing *self)
{
  return self->api != NULL && tbk_api_get_url (self->api) != NULL && g_strcmp0 (self->question.path, "") != 0;
}

gboolean
tbk_listing_is_loading (TbkListing *self)
{
  return g_hash_table_size (self->fetching) > 0;
}

static TbkListingState
find_state (TbkListing *self)
{
  if (!tbk_listing_is_askable (self))
    return TBK_LISTING_IDLE;
  if (self->n > 0)
    return TBK_LISTING_READY;
  if (self->error_text != NULL)
    return TBK_LISTING_ERROR;
  if (!self->fetched)
    return TBK_LISTING_LOADING;
  return tbk_question_is_filtered (&self->question) ? TBK_LISTING_NO_MATCH : TBK_LISTING_EMPTY;
}

void
tbk_listing_update_state (TbkListing *self)
{
  TbkListingState state = find_state (self);

  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

void
tbk_listing_set_error (TbkListing *self, const GError *error)
{
  g_autofree char *text = error != NULL ? tbk_error_text (error) : NULL;

  if (g_strcmp0 (self->error_text, text) == 0)
    return;
  g_free (self->error_text);
  self->error_text = g_steal_pointer (&text);
  notify (self, PROP_ERROR_TEXT);
}

/* The server is back: what could not be read is read now. */
static void
api_state_cb (TbkApi *api, GParamSpec *pspec, TbkListing *self)
{
  if (tbk_api_get_state (api) != TBK_API_ONLINE)
    return;
  if ((self->error_text != NULL || !self->fetched) && !tbk_listing_is_loading (self))
    tbk_listing_reload (self);
  tbk_listing_live_resume (self);
}

static void
set_api (TbkListing *self, TbkApi *api)
{
  if (self->api == api)
    return;
  if (self->api != NULL)
    g_signal_handlers_disconnect_by_data (self->api, self);
  tbk_listing_live_stop (self);
  tbk_listing_clear_rows (self);
  g_set_object (&self->api, api);
  tbk_listing_live_follow (self, api);
  if (api != NULL)
    g_signal_connect_object (api, "notify::state", G_CALLBACK (api_state_cb), self, 0);
  tbk_listing_restart (self);
  notify (self, PROP_API);
}

/* --- GListModel --- */

static GType
get_item_type (GListModel *model)
{
  return TBK_TYPE_RECORD;
}

static guint
get_n_items (GListModel *model)
{
  return TBK_LISTING (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TbkListing *self = TBK_LISTING (model);
  TbkRecord *record;
  gboolean wanted;

  if (position >= self->n)
    return NULL;
  record = tbk_row_store_get (self->store, position, &wanted);
  if (wanted)
    tbk_listing_want_page (self, position / TBK_LISTING_PAGE_SIZE);
  return record;
}

static void
tbk_listing_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- GObject --- */

static void
tbk_listing_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkListing *self = TBK_LISTING (object);

  switch (id)
    {
    case PROP_NOUN:
      g_value_set_string (value, self->question.resource->name);
      break;
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->question.path);
      break;
    case PROP_Q:
      g_value_set_string (value, self->question.q);
      break;
    case PROP_ORDEN:
      g_value_set_string (value, self->question.orden);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;
    case PROP_TOTAL:
      g_value_set_uint (value, self->n);
      break;
    case PROP_TOTAL_EXACT:
      g_value_set_boolean (value, self->exact);
      break;
    case PROP_FILTERED:
      g_value_set_boolean (value, tbk_question_is_filtered (&self->question));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, tbk_listing_is_loading (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_listing_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkListing *self = TBK_LISTING (object);

  switch (id)
    {
    case PROP_NOUN:
      self->question.resource = tbk_resource_find (g_value_get_string (value));
      break;
    case PROP_API:
      set_api (self, g_value_get_object (value));
      break;
    case PROP_PATH:
      tbk_listing_set_path (self, g_value_get_string (value));
      break;
    case PROP_Q:
      tbk_listing_set_q (self, g_value_get_string (value));
      break;
    case PROP_ORDEN:
      tbk_listing_set_orden (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_listing_constructed (GObject *object)
{
  TbkListing *self = TBK_LISTING (object);

  G_OBJECT_CLASS (tbk_listing_parent_class)->constructed (object);
  g_assert (self->question.resource != NULL); /* "noun" names one of the nouns */
  self->store = tbk_row_store_new (self->question.resource, TBK_LISTING_PAGE_SIZE, TBK_LISTING_MAX_PAGES);
}

static void
tbk_listing_dispose (GObject *object)
{
  TbkListing *self = TBK_LISTING (object);

  self->serial++;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->fetch_id, g_source_remove);
  tbk_listing_live_stop (self);
  if (self->api != NULL)
    g_signal_handlers_disconnect_by_data (self->api, self);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_listing_parent_class)->dispose (object);
}

static void
tbk_listing_finalize (GObject *object)
{
  TbkListing *self = TBK_LISTING (object);

  g_clear_object (&self->cancellable);
  g_queue_clear (&self->wanted);
  g_hash_table_unref (self->fetching);
  g_hash_table_unref (self->cursors);
  g_clear_pointer (&self->renewal, g_hash_table_unref);
  g_hash_table_unref (self->changed);
  tbk_row_store_free (self->store);
  tbk_question_clear (&self->question);
  g_free (self->error_text);
  G_OBJECT_CLASS (tbk_listing_parent_class)->finalize (object);
}

static void
tbk_listing_class_init (TbkListingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_listing_get_property;
  object_class->set_property = tbk_listing_set_property;
  object_class->constructed = tbk_listing_constructed;
  object_class->dispose = tbk_listing_dispose;
  object_class->finalize = tbk_listing_finalize;

  properties[PROP_NOUN] = g_param_spec_string ("noun", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, writable);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, writable);
  properties[PROP_Q] = g_param_spec_string ("q", NULL, NULL, NULL, writable);
  properties[PROP_ORDEN] = g_param_spec_string ("orden", NULL, NULL, NULL, writable);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TBK_TYPE_LISTING_STATE, TBK_LISTING_IDLE, readable);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, readable);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_TOTAL_EXACT] = g_param_spec_boolean ("total-exact", NULL, NULL, TRUE, readable);
  properties[PROP_FILTERED] = g_param_spec_boolean ("filtered", NULL, NULL, FALSE, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_listing_init (TbkListing *self)
{
  tbk_question_init (&self->question);
  self->cursors = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->fetching = g_hash_table_new (NULL, NULL);
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
  self->exact = TRUE;
  g_queue_init (&self->wanted);
}

TbkListing *
tbk_listing_new (TbkApi *api, const TbkResource *resource)
{
  return g_object_new (TBK_TYPE_LISTING, "noun", resource->name, "api", api, NULL);
}

const TbkResource *
tbk_listing_get_resource (TbkListing *self)
{
  return self->question.resource;
}

TbkApi *
tbk_listing_get_api (TbkListing *self)
{
  return self->api;
}

TbkListingState
tbk_listing_get_state (TbkListing *self)
{
  return self->state;
}

guint
tbk_listing_get_total (TbkListing *self)
{
  return self->n;
}

gboolean
tbk_listing_is_settled (TbkListing *self)
{
  return self->fetched && !tbk_listing_is_loading (self);
}

const char *
tbk_listing_get_q (TbkListing *self)
{
  return self->question.q;
}

const char *
tbk_listing_get_orden (TbkListing *self)
{
  return self->question.orden;
}

char *
tbk_listing_build_path (TbkListing *self, guint page, guint page_size, const char *after)
{
  return tbk_question_build_path (&self->question, page, page_size, after);
}

void
tbk_listing_set_q (TbkListing *self, const char *q)
{
  if (!tbk_question_set_q (&self->question, q))
    return;
  notify (self, PROP_Q);
  notify (self, PROP_FILTERED);
  tbk_listing_restart (self);
}

void
tbk_listing_set_orden (TbkListing *self, const char *orden)
{
  if (!tbk_question_set_orden (&self->question, orden))
    return;
  notify (self, PROP_ORDEN);
  tbk_listing_restart (self);
}

void
tbk_listing_set_path (TbkListing *self, const char *path)
{
  if (!tbk_question_set_path (&self->question, path))
    return;
  notify (self, PROP_PATH);
  tbk_listing_clear_rows (self);
  tbk_listing_restart (self);
}

void
tbk_listing_set_filter (TbkListing *self, const char *name, const char *text)
{
  if (!tbk_question_set_filter (self->question.filters, name, text))
    return;
  notify (self, PROP_FILTERED);
  tbk_listing_restart (self);
}

void
tbk_listing_set_base_filter (TbkListing *self, const char *name, const char *text)
{
  if (tbk_question_set_filter (self->question.base_filters, name, text))
    tbk_listing_restart (self);
}

const char *
tbk_listing_get_filter (TbkListing *self, const char *name)
{
  return tbk_values_get (self->question.filters, name);
}

void
tbk_listing_clear_filters (TbkListing *self)
{
  if (!tbk_question_clear_filters (&self->question))
    return;
  notify (self, PROP_Q);
  notify (self, PROP_FILTERED);
  tbk_listing_restart (self);
}

void
tbk_listing_patch (TbkListing *self, JsonObject *object)
{
  TbkRecord *record;

  g_return_if_fail (TBK_IS_LISTING (self));

  record = tbk_row_store_find (self->store, tbk_wire_get_int (object, "id", 0));
  if (record != NULL)
    tbk_record_update (record, object);
  else
    tbk_listing_reload (self);
}

guint
tbk_listing_find (TbkListing *self, gint64 id)
{
  guint position;

  return tbk_row_store_position (self->store, id, &position) ? position : G_MAXUINT;
}
