/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-uploads.h"

struct _TbkUploads
{
  GObject parent_instance;

  GListStore *store;
  guint n_under_way;
};

static void tbk_uploads_model_init (GListModelInterface *iface);
/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbkUploads, tbk_uploads, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tbk_uploads_model_init))
/* clang-format on */

enum
{
  PROP_0,
  PROP_N_UNDER_WAY,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  STORED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static TbkUpload *
find (TbkUploads *self, TbkUploadState state)
{
  GListModel *model = G_LIST_MODEL (self->store);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TbkUpload) upload = g_list_model_get_item (model, i);

      if (tbk_upload_get_state (upload) == state)
        return upload; /* the list holds it */
    }
  return NULL;
}

static guint
count (TbkUploads *self, TbkUploadState state)
{
  GListModel *model = G_LIST_MODEL (self->store);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TbkUpload) upload = g_list_model_get_item (model, i);

      n += tbk_upload_get_state (upload) == state;
    }
  return n;
}

static void
start_next (TbkUploads *self)
{
  TbkUpload *next = find (self, TBK_UPLOAD_SENDING) == NULL ? find (self, TBK_UPLOAD_WAITING) : NULL;
  guint n_under_way;

  if (next != NULL)
    tbk_upload_start (next);
  n_under_way = count (self, TBK_UPLOAD_WAITING) + count (self, TBK_UPLOAD_SENDING);
  if (n_under_way == self->n_under_way)
    return;
  self->n_under_way = n_under_way;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNDER_WAY]);
}

static void
take_off (TbkUploads *self, TbkUpload *upload)
{
  guint position;

  if (g_list_store_find (self->store, upload, &position))
    g_list_store_remove (self->store, position);
}

static void
state_cb (TbkUpload *upload, GParamSpec *pspec, TbkUploads *self)
{
  g_autoptr (TbkUpload) kept = g_object_ref (upload);

  if (tbk_upload_get_state (upload) == TBK_UPLOAD_SENDING)
    return;
  if (tbk_upload_get_state (upload) == TBK_UPLOAD_DONE)
    {
      take_off (self, upload);
      g_signal_emit (self, signals[STORED], 0, tbk_upload_get_path (upload));
    }
  start_next (self);
}

gboolean
tbk_uploads_add (TbkUploads *self, TbkUpload *upload)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) >= TBK_UPLOADS_MAX)
    return FALSE;
  g_signal_connect_object (upload, "notify::state", G_CALLBACK (state_cb), self, 0);
  g_list_store_append (self->store, upload);
  start_next (self);
  return TRUE;
}

/* Whatever becomes of it, it is nothing of ours any more. */
static void
let_go (TbkUploads *self, TbkUpload *upload)
{
  g_autoptr (TbkUpload) kept = g_object_ref (upload);

  g_signal_handlers_disconnect_by_func (upload, state_cb, self);
  take_off (self, upload);
  tbk_upload_cancel (upload);
}

void
tbk_uploads_drop (TbkUploads *self, TbkUpload *upload)
{
  let_go (self, upload);
  start_next (self);
}

void
tbk_uploads_clear (TbkUploads *self)
{
  g_autoptr (TbkUpload) upload = NULL;

  while ((upload = g_list_model_get_item (G_LIST_MODEL (self->store), 0)) != NULL)
    {
      let_go (self, upload);
      g_clear_object (&upload);
    }
  start_next (self);
}

guint
tbk_uploads_get_n_under_way (TbkUploads *self)
{
  return self->n_under_way;
}

/* --- GListModel --- */

static GType
get_item_type (GListModel *model)
{
  return TBK_TYPE_UPLOAD;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (TBK_UPLOADS (model)->store));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (TBK_UPLOADS (model)->store), position);
}

static void
tbk_uploads_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- GObject --- */

static void
tbk_uploads_dispose (GObject *object)
{
  TbkUploads *self = TBK_UPLOADS (object);

  tbk_uploads_clear (self);
  G_OBJECT_CLASS (tbk_uploads_parent_class)->dispose (object);
}

static void
tbk_uploads_finalize (GObject *object)
{
  g_object_unref (TBK_UPLOADS (object)->store);
  G_OBJECT_CLASS (tbk_uploads_parent_class)->finalize (object);
}

static void
tbk_uploads_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_N_UNDER_WAY)
    g_value_set_uint (value, TBK_UPLOADS (object)->n_under_way);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_uploads_class_init (TbkUploadsClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tbk_uploads_get_property;
  G_OBJECT_CLASS (klass)->dispose = tbk_uploads_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_uploads_finalize;
  properties[PROP_N_UNDER_WAY]
      = g_param_spec_uint ("n-under-way", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  signals[STORED] = g_signal_new ("stored", TBK_TYPE_UPLOADS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
tbk_uploads_init (TbkUploads *self)
{
  self->store = g_list_store_new (TBK_TYPE_UPLOAD);
  g_signal_connect_swapped (self->store, "items-changed", G_CALLBACK (g_list_model_items_changed), self);
}

TbkUploads *
tbk_uploads_new (void)
{
  return g_object_new (TBK_TYPE_UPLOADS, NULL);
}
