/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-unread.h"

#include "tbk-live.h"
#include "tbk-wire.h"

/* After what happened first, so that what comes along with it is counted with it; and between two counts. */
#define SOON_MS 100
#define PACE_MS 2000

/* One of the two numbers. */
typedef struct
{
  TbkUnread *unread;
  const char *path;
  guint (*read) (TbkAnswer *answer);
  guint property;
  guint n;
  guint timeout_id;
  gint64 asked_us;
  GCancellable *asking; /* NULL: not */
} Count;

enum
{
  PROP_NOTIFICACIONES = 1,
  PROP_CHATS,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

struct _TbkUnread
{
  GObject parent_instance;

  TbkApi *api;
  Count notificaciones;
  Count chats;
};

G_DEFINE_FINAL_TYPE (TbkUnread, tbk_unread, G_TYPE_OBJECT)

static void
set_n (Count *count, guint n)
{
  if (count->n == n)
    return;
  count->n = n;
  g_object_notify_by_pspec (G_OBJECT (count->unread), properties[count->property]);
}

static guint
read_total (TbkAnswer *answer)
{
  JsonObject *object = tbk_answer_get_object (answer);

  return object != NULL ? (guint) CLAMP (tbk_wire_get_int (object, "total", 0), 0, G_MAXINT32) : 0;
}

static guint
read_sum (TbkAnswer *answer)
{
  JsonArray *items = tbk_answer_get_items (answer);
  guint sum = 0;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    sum += (guint) CLAMP (tbk_wire_get_int (json_array_get_object_element (items, i), "sin_leer", 0), 0, 1000000);
  return sum;
}

/* --- asking --- */

static Count *
find_count (TbkUnread *self, GCancellable *asking)
{
  if (self->notificaciones.asking == asking)
    return &self->notificaciones;
  return self->chats.asking == asking ? &self->chats : NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkUnread) self = data;
  Count *count = find_count (self, g_task_get_cancellable (G_TASK (result)));
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (count == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&count->asking);
  /* what was known stays where it cannot be asked; that the server has no such thing is a zero */
  if (answer != NULL)
    set_n (count, count->read (answer));
  else if (g_error_matches (error, TBK_PROBLEM, 404))
    set_n (count, 0);
}

static void
ask (Count *count)
{
  TbkApi *api = count->unread->api;

  if (tbk_api_get_state (api) != TBK_API_ONLINE)
    return;
  g_cancellable_cancel (count->asking);
  g_clear_object (&count->asking);
  count->asking = g_cancellable_new ();
  count->asked_us = g_get_monotonic_time ();
  tbk_api_call_async (api, &(TbkCall){ .path = count->path }, count->asking, counted_cb,
                      g_object_ref (count->unread));
}

static void
ask_cb (gpointer data)
{
  Count *count = data;

  count->timeout_id = 0;
  ask (count);
}

static void
ask_soon (Count *count)
{
  gint64 since_ms = (g_get_monotonic_time () - count->asked_us) / 1000;
  guint pause_ms = since_ms < PACE_MS ? PACE_MS - (guint) since_ms : SOON_MS;

  if (count->timeout_id == 0)
    count->timeout_id = g_timeout_add_once (pause_ms, ask_cb, count);
}

static void
stop (Count *count)
{
  g_clear_handle_id (&count->timeout_id, g_source_remove);
  g_cancellable_cancel (count->asking);
  g_clear_object (&count->asking);
  count->asked_us = 0;
}

/* --- what happens --- */

static void
told_cb (TbkUnread *self)
{
  ask_soon (&self->notificaciones);
}

/* What was read in a chat, here or on another device, ends what was told of it, too. */
static void
chat_cb (TbkUnread *self)
{
  ask_soon (&self->chats);
  ask_soon (&self->notificaciones);
}

static void
message_cb (TbkLive *live, const char *name, JsonObject *data, gint64 evento, TbkUnread *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);

  if (usuario != NULL && tbk_wire_get_int (data, "autor_id", 0) != tbk_record_get_id (usuario))
    ask_soon (&self->chats);
}

static void
read_cb (TbkLive *live, const char *name, JsonObject *data, gint64 evento, TbkUnread *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);

  if (usuario != NULL && tbk_wire_get_int (data, "usuario_id", 0) == tbk_record_get_id (usuario))
    chat_cb (self);
}

static void
connected_cb (TbkLive *live, GParamSpec *pspec, TbkUnread *self)
{
  if (tbk_live_get_connected (live))
    chat_cb (self);
}

static void
state_cb (TbkUnread *self)
{
  TbkApiState state = tbk_api_get_state (self->api);

  if (state == TBK_API_ONLINE)
    {
      ask (&self->notificaciones);
      ask (&self->chats);
    }
  else if (state != TBK_API_OFFLINE)
    {
      stop (&self->notificaciones);
      stop (&self->chats);
      set_n (&self->notificaciones, 0);
      set_n (&self->chats, 0);
    }
}

/* --- GObject --- */

static void
tbk_unread_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkUnread *self = TBK_UNREAD (object);

  switch (id)
    {
    case PROP_NOTIFICACIONES:
      g_value_set_uint (value, self->notificaciones.n);
      break;
    case PROP_CHATS:
      g_value_set_uint (value, self->chats.n);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_unread_dispose (GObject *object)
{
  TbkUnread *self = TBK_UNREAD (object);

  stop (&self->notificaciones);
  stop (&self->chats);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_unread_parent_class)->dispose (object);
}

static void
tbk_unread_class_init (TbkUnreadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_unread_get_property;
  object_class->dispose = tbk_unread_dispose;
  properties[PROP_NOTIFICACIONES] = g_param_spec_uint ("notificaciones", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_CHATS] = g_param_spec_uint ("chats", NULL, NULL, 0, G_MAXUINT, 0, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_unread_init (TbkUnread *self)
{
  self->notificaciones = (Count){ .unread = self,
                                  .path = "/notificaciones?leida=false&page_size=1",
                                  .read = read_total,
                                  .property = PROP_NOTIFICACIONES };
  self->chats = (Count){ .unread = self, .path = "/chats?page_size=200", .read = read_sum, .property = PROP_CHATS };
}

TbkUnread *
tbk_unread_new (TbkApi *api)
{
  TbkUnread *self = g_object_new (TBK_TYPE_UNREAD, NULL);
  TbkLive *live = tbk_api_get_live (api);

  self->api = g_object_ref (api);
  g_signal_connect_object (api, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "event::notificacion", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "event::receive_message", G_CALLBACK (message_cb), self, 0);
  g_signal_connect_object (live, "event::read", G_CALLBACK (read_cb), self, 0);
  g_signal_connect_object (live, "reload", G_CALLBACK (chat_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "notify::connected", G_CALLBACK (connected_cb), self, 0);
  state_cb (self);
  return self;
}

guint
tbk_unread_get_notificaciones (TbkUnread *self)
{
  return self->notificaciones.n;
}

guint
tbk_unread_get_chats (TbkUnread *self)
{
  return self->chats.n;
}

void
tbk_unread_refresh (TbkUnread *self)
{
  g_return_if_fail (TBK_IS_UNREAD (self));

  ask (&self->notificaciones);
  ask (&self->chats);
}
