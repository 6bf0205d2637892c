/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record-detail.h"

#include "tbk-closures.h"
#include "tbk-toast.h"

typedef struct
{
  TbkApi *api;
  TbkRecord *record;
  char *unidad;
  guint rights;
} TbkRecordDetailPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TbkRecordDetail, tbk_record_detail, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_API,
  PROP_RECORD,
  PROP_UNIDAD,
  PROP_RIGHTS,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean
tbk_right_step (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_STEP) != 0;
}

static gboolean
tbk_right_correct (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_CORRECT) != 0;
}

/* What costs a request is asked for when it is looked at. */
static TbkRecord *
tbk_record_when (gpointer self, TbkRecord *record, const char *visible, const char *wanted)
{
  return record != NULL && g_strcmp0 (visible, wanted) == 0 ? g_object_ref (record) : NULL;
}

void
tbk_record_detail_bind (GtkWidgetClass *klass)
{
  tbk_closures_bind (klass);
  gtk_widget_class_bind_template_callback (klass, tbk_right_step);
  gtk_widget_class_bind_template_callback (klass, tbk_right_correct);
  gtk_widget_class_bind_template_callback (klass, tbk_record_when);
}

static TbkRecordDetailPrivate *
get_private (TbkRecordDetail *self)
{
  return tbk_record_detail_get_instance_private (self);
}

static void
update (TbkRecordDetail *self)
{
  TbkRecordDetailClass *klass = TBK_RECORD_DETAIL_GET_CLASS (self);

  if (klass->update != NULL)
    klass->update (self);
}

static void
set_record (TbkRecordDetail *self, TbkRecord *record)
{
  TbkRecordDetailPrivate *priv = get_private (self);

  if (priv->record == record)
    return;
  if (priv->record != NULL)
    g_signal_handlers_disconnect_by_func (priv->record, update, self);
  g_set_object (&priv->record, record);
  if (record != NULL)
    g_signal_connect_object (record, "notify::version", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

static void
tbk_record_detail_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbkRecordDetailPrivate *priv = get_private (TBK_RECORD_DETAIL (object));

  switch (prop_id)
    {
    case PROP_API:
      g_value_set_object (value, priv->api);
      break;
    case PROP_RECORD:
      g_value_set_object (value, priv->record);
      break;
    case PROP_UNIDAD:
      g_value_set_string (value, priv->unidad);
      break;
    case PROP_RIGHTS:
      g_value_set_uint (value, priv->rights);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_record_detail_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbkRecordDetail *self = TBK_RECORD_DETAIL (object);
  TbkRecordDetailPrivate *priv = get_private (self);

  switch (prop_id)
    {
    case PROP_API:
      g_set_object (&priv->api, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_RECORD:
      set_record (self, g_value_get_object (value));
      break;
    case PROP_UNIDAD:
      g_free (priv->unidad);
      priv->unidad = g_value_dup_string (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_RIGHTS:
      priv->rights = g_value_get_uint (value);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_record_detail_dispose (GObject *object)
{
  TbkRecordDetailPrivate *priv = get_private (TBK_RECORD_DETAIL (object));

  if (priv->record != NULL)
    g_signal_handlers_disconnect_by_func (priv->record, update, object);
  g_clear_object (&priv->record);
  g_clear_object (&priv->api);
  G_OBJECT_CLASS (tbk_record_detail_parent_class)->dispose (object);
}

static void
tbk_record_detail_finalize (GObject *object)
{
  g_free (get_private (TBK_RECORD_DETAIL (object))->unidad);
  G_OBJECT_CLASS (tbk_record_detail_parent_class)->finalize (object);
}

static void
tbk_record_detail_class_init (TbkRecordDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tbk_record_detail_dispose;
  object_class->finalize = tbk_record_detail_finalize;
  object_class->get_property = tbk_record_detail_get_property;
  object_class->set_property = tbk_record_detail_set_property;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, flags);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, TBK_TYPE_RECORD, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  properties[PROP_RIGHTS] = g_param_spec_uint ("rights", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
tbk_record_detail_init (TbkRecordDetail *self)
{
}

/* --- public --------------------------------------------------------------- */

TbkApi *
tbk_record_detail_get_api (TbkRecordDetail *self)
{
  return get_private (self)->api;
}

TbkRecord *
tbk_record_detail_get_record (TbkRecordDetail *self)
{
  return get_private (self)->record;
}

const char *
tbk_record_detail_get_unidad (TbkRecordDetail *self)
{
  return get_private (self)->unidad;
}

guint
tbk_record_detail_get_rights (TbkRecordDetail *self)
{
  return get_private (self)->rights;
}

void
tbk_record_detail_changed (TbkRecordDetail *self)
{
  TbkRecord *record = get_private (self)->record;

  if (record != NULL)
    g_signal_emit (self, signals[CHANGED], 0, tbk_record_get_id (record));
}

typedef struct
{
  TbkRecordDetail *self; /* owned */
  TbkRecord *record;     /* owned */
} Post;

static void
post_free (Post *post)
{
  g_object_unref (post->self);
  g_object_unref (post->record);
  g_free (post);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Post, post_free)

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Post) post = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  gtk_widget_set_sensitive (GTK_WIDGET (post->self), TRUE);
  if (answer == NULL)
    {
      tbk_toast_error (GTK_WIDGET (post->self), error);
      return;
    }
  if (tbk_answer_get_object (answer) != NULL)
    tbk_record_update (post->record, tbk_answer_get_object (answer));
  tbk_record_detail_changed (post->self);
}

void
tbk_record_detail_post (TbkRecordDetail *self, const char *act)
{
  TbkRecordDetailPrivate *priv = get_private (self);
  g_autofree char *path = NULL;
  Post *post;

  if (priv->record == NULL)
    return;
  post = g_new0 (Post, 1);
  post->self = g_object_ref (self);
  post->record = g_object_ref (priv->record);
  path = g_strdup_printf ("/%s/%" G_GINT64_FORMAT "/%s", tbk_record_get_resource (priv->record)->collection,
                          tbk_record_get_id (priv->record), act);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  tbk_api_call_async (priv->api, &(TbkCall){ .method = "POST", .path = path }, NULL, posted_cb, post);
}
