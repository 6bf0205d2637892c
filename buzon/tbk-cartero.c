/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cartero.h"

#define PAUSE_FIRST_MS 1000
#define PAUSE_LAST_MS 60000

struct _TbkCartero
{
  GObject parent_instance;

  TbkBuzon *buzon;
  const TbkCarteroCola *cola;
  TbkCarteroPost post;
  gpointer data;
  char *under_way; /* id of the row that is being posted; NULL */
  guint next;      /* source of the next try */
  guint pause_ms;
  gboolean stopped;
};

enum
{
  PROP_SENDING = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TbkCartero, tbk_cartero, G_TYPE_OBJECT)

/* What the server will never take is a fault of the row itself; a token that is not taken, a full
 * disk there, a limit, are not. 409 is an answer to this row: the same id with other figures. */
TbkCarteroResult
tbk_cartero_result_of (guint http_status)
{
  const guint refused[] = { 400, 403, 404, 409, 410, 413, 415, 422 };

  if (http_status >= 200 && http_status < 300)
    return TBK_CARTERO_SENT;
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    if (refused[i] == http_status)
      return TBK_CARTERO_REFUSED;
  return TBK_CARTERO_AWAY;
}

static void
set_under_way (TbkCartero *self, const char *id)
{
  gboolean was = self->under_way != NULL;

  g_free (self->under_way);
  self->under_way = g_strdup (id);
  if (was != (id != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SENDING]);
}

static void schedule (TbkCartero *self, guint ms);

static void
try_later (TbkCartero *self)
{
  schedule (self, self->pause_ms);
  self->pause_ms = MIN (2 * self->pause_ms, PAUSE_LAST_MS);
}

/* An outbox that cannot be read now (another disk's trouble) is tried again, as a server that is away. */
static gboolean
next_cb (gpointer data)
{
  TbkCartero *self = data;
  g_autoptr (TbkBuzonFila) fila = NULL;
  g_autoptr (GError) error = NULL;

  self->next = 0;
  if (self->stopped || self->under_way != NULL)
    return G_SOURCE_REMOVE;
  fila = self->cola->peek (self->buzon, &error);
  if (error != NULL)
    {
      g_message ("outbox: %s", error->message);
      try_later (self);
    }
  if (fila == NULL)
    return G_SOURCE_REMOVE;
  set_under_way (self, fila->id);
  self->post (self, fila, self->data);
  return G_SOURCE_REMOVE;
}

static void
schedule (TbkCartero *self, guint ms)
{
  g_clear_handle_id (&self->next, g_source_remove);
  if (!self->stopped)
    self->next = ms == 0 ? g_idle_add (next_cb, self) : g_timeout_add (ms, next_cb, self);
}

static gboolean
mark (TbkCartero *self, const char *id, TbkCarteroResult result, const char *why, GError **error)
{
  switch (result)
    {
    case TBK_CARTERO_SENT:
      return self->cola->mark_sent (self->buzon, id, g_get_real_time (), error);
    case TBK_CARTERO_REFUSED:
      return self->cola->mark_refused (self->buzon, id, why != NULL ? why : "", error);
    case TBK_CARTERO_AWAY:
    default:
      return self->cola->mark_failed (self->buzon, id, why != NULL ? why : "", error);
    }
}

/* A mark that cannot be written leaves the row waiting: it is posted again, and is one weighing there. */
void
tbk_cartero_done (TbkCartero *self, const char *id, TbkCarteroResult result, const char *why)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (TBK_IS_CARTERO (self) && id != NULL);
  if (g_strcmp0 (self->under_way, id) != 0)
    return;
  set_under_way (self, NULL);
  if (!mark (self, id, result, why, &error))
    g_message ("outbox: %s", error->message);
  if (error != NULL || result == TBK_CARTERO_AWAY)
    try_later (self);
  else
    {
      self->pause_ms = PAUSE_FIRST_MS;
      schedule (self, 0);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tbk_cartero_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkCartero *self = TBK_CARTERO (object);

  if (id == PROP_SENDING)
    g_value_set_boolean (value, self->under_way != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tbk_cartero_finalize (GObject *object)
{
  TbkCartero *self = TBK_CARTERO (object);

  g_clear_handle_id (&self->next, g_source_remove);
  g_free (self->under_way);
  G_OBJECT_CLASS (tbk_cartero_parent_class)->finalize (object);
}

static void
tbk_cartero_class_init (TbkCarteroClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_cartero_get_property;
  object_class->finalize = tbk_cartero_finalize;
  props[PROP_SENDING] = g_param_spec_boolean ("sending", NULL, NULL, FALSE,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new ("changed", TBK_TYPE_CARTERO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tbk_cartero_init (TbkCartero *self)
{
  self->pause_ms = PAUSE_FIRST_MS;
}

TbkCartero *
tbk_cartero_new (TbkBuzon *buzon, TbkCarteroPost post, gpointer data)
{
  static const TbkCarteroCola pesajes = {
    .peek = tbk_buzon_peek,
    .mark_sent = tbk_buzon_mark_sent,
    .mark_failed = tbk_buzon_mark_failed,
    .mark_refused = tbk_buzon_mark_refused,
  };

  return tbk_cartero_new_for (buzon, &pesajes, post, data);
}

TbkCartero *
tbk_cartero_new_for (TbkBuzon *buzon, const TbkCarteroCola *cola, TbkCarteroPost post, gpointer data)
{
  TbkCartero *self = g_object_new (TBK_TYPE_CARTERO, NULL);

  self->buzon = buzon;
  self->cola = cola;
  self->post = post;
  self->data = data;
  schedule (self, 0);
  return self;
}

gboolean
tbk_cartero_put (TbkCartero *self, const char *id, const char *cuerpo, gint64 capturado_en, GError **error)
{
  g_return_val_if_fail (TBK_IS_CARTERO (self), FALSE);
  if (!tbk_buzon_put (self->buzon, id, cuerpo, capturado_en, error))
    return FALSE;
  /* One that waits for the server's return waits on, and this one behind it. */
  if (self->next == 0 && self->under_way == NULL)
    schedule (self, 0);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

void
tbk_cartero_kick (TbkCartero *self)
{
  g_return_if_fail (TBK_IS_CARTERO (self));
  self->pause_ms = PAUSE_FIRST_MS;
  if (self->under_way == NULL)
    schedule (self, 0);
}

void
tbk_cartero_stop (TbkCartero *self)
{
  g_return_if_fail (TBK_IS_CARTERO (self));
  self->stopped = TRUE;
  g_clear_handle_id (&self->next, g_source_remove);
}
