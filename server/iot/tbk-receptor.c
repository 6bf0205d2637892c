/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-receptor.h"

#include <gio/gio.h>

#include "tbk-mqtt-message.h"
#include "tbk-pool.h"
#include "tbk-problem.h"
#include "tbk-refusal.h"
#include "tbk-topics.h"
#include "tbk-turn.h"

#define MIN_PAUSE_MS 250
#define MAX_PAUSE_MS 30000
#define MAX_DOUBLINGS 7
/* A message over which the database fails in a way that is nobody's fault we know of is kept aside
 * after so many times: it would come again for ever, and all others behind it. */
#define MAX_FAILURES 5

struct _TbkReceptor
{
  const TbkConfig *config;
  TbkTopics *topics;
  TbkPool *pool; /* one thread */
  TbkTurn *turn; /* whether this is the one that receives */
  TbkMqtt *line; /* NULL: none */
  guint pause;
  guint losses;     /* since it was last ready */
  GPtrArray *batch; /* (element-type TbkMqttMessage): what is being stored; NULL: nothing */
  guint at;         /* of it */
  TbkMqtt *of;      /* whose it is; only to be compared with `line` */
  char *refusal;    /* why the one that is at turn is refused */
  guint failures;   /* of the first one */
};

static void store_next (TbkReceptor *self);
static void begin (TbkReceptor *self);

/* --- the line --- */

static void
drop (TbkReceptor *self)
{
  g_clear_pointer (&self->line, tbk_mqtt_free);
  g_clear_handle_id (&self->pause, g_source_remove);
}

static gboolean
pause_cb (gpointer data)
{
  TbkReceptor *self = data;

  self->pause = 0;
  begin (self);
  return G_SOURCE_REMOVE;
}

/* Comes again after a while, which grows, and is not the same for all who lost the same broker. */
static void
come_again (TbkReceptor *self, const char *why)
{
  guint pause_ms = MIN (MIN_PAUSE_MS << MIN (self->losses, MAX_DOUBLINGS), MAX_PAUSE_MS);

  if (self->losses++ == 0)
    g_message ("MQTT: the broker is lost: %s", why);
  tbk_turn_say (self->turn, "sin enlace", why);
  drop (self);
  self->pause = g_timeout_add (pause_ms + g_random_int_range (0, MIN_PAUSE_MS), pause_cb, self);
}

static void
lost_cb (const char *why, gpointer data)
{
  come_again (data, why);
}

static void
ready_cb (gpointer data)
{
  TbkReceptor *self = data;

  g_message ("MQTT: weighings are received");
  self->losses = 0;
  tbk_turn_say (self->turn, "recibe", NULL);
}

static void
taken_cb (GPtrArray *messages, gpointer data)
{
  TbkReceptor *self = data;

  self->batch = g_ptr_array_ref (messages);
  self->of = self->line;
  self->at = 0;
  store_next (self);
}

static const TbkMqttHandlers handlers = { ready_cb, taken_cb, lost_cb };

static void
begin (TbkReceptor *self)
{
  const TbkConfig *config = self->config;
  g_autoptr (GUri) uri = g_uri_parse (config->mqtt_url, G_URI_FLAGS_HAS_PASSWORD, NULL);
  gboolean tls = g_str_equal (g_uri_get_scheme (uri), "mqtts");
  const TbkMqttBroker broker = {
    .host = g_uri_get_host (uri),
    .port = g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : tls ? 8883
                                                                          : 1883,
    .tls = tls,
    .ca = config->mqtt_ca,
    .user = g_uri_get_user (uri),
    .password = g_uri_get_password (uri),
    .client_id = config->mqtt_client_id,
  };

  /* what the line before gave is still being stored: the next look begins */
  if (self->line == NULL && self->pause == 0 && self->batch == NULL && tbk_turn_is_mine (self->turn))
    self->line = tbk_mqtt_new (&broker, self->topics, &handlers, self);
}

/* --- storing: one message after the other, each in a transaction of its own --- */

/* Pool thread. */
static gboolean
store_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkReceptor *self = data;
  g_autoptr (TbkRows) rows = tbk_mqtt_message_store (tx, self->batch->pdata[self->at], self->topics, error);

  return rows != NULL;
}

/* Pool thread. */
static gboolean
refuse_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkReceptor *self = data;

  return tbk_mqtt_message_refuse (tx, self->batch->pdata[self->at], self->topics, self->refusal, error);
}

static void
end_batch (TbkReceptor *self)
{
  g_clear_pointer (&self->batch, g_ptr_array_unref);
  g_clear_pointer (&self->refusal, g_free);
}

static void
went (TbkReceptor *self)
{
  g_clear_pointer (&self->refusal, g_free);
  self->failures = 0;
  self->at++;
  store_next (self);
}

/* It is with the broker still: it comes again with the next line. */
static void
give_back (TbkReceptor *self, const GError *error)
{
  gboolean there = self->line != NULL && self->line == self->of;
  g_autofree char *why = g_strdup_printf ("a weighing could not be stored: %s", error != NULL ? error->message : "");

  end_batch (self);
  if (there)
    come_again (self, why);
}

static void
refused_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkReceptor *self = data;
  const TbkMqttMessage *message = self->batch->pdata[self->at];
  g_autoptr (GError) error = NULL;

  if (!tbk_pool_run_finish (self->pool, result, &error))
    {
      give_back (self, error);
      return;
    }
  g_message ("MQTT: a message of %s was refused: %s", message->topic, self->refusal);
  tbk_turn_count (self->turn, FALSE);
  went (self);
}

static gboolean
is_final (TbkReceptor *self, const GError *error)
{
  if (error == NULL || error->domain != TBK_PROBLEM || error->code == 503)
    return FALSE;
  return error->code < 500 || ++self->failures >= MAX_FAILURES;
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkReceptor *self = data;
  g_autoptr (GError) error = NULL;

  if (tbk_pool_run_finish (self->pool, result, &error))
    {
      tbk_turn_count (self->turn, TRUE);
      went (self);
    }
  else if (is_final (self, error))
    {
      self->refusal = tbk_refusal_describe (error);
      tbk_pool_run_async (self->pool, NULL, refuse_job, self, NULL, refused_cb, self);
    }
  else
    give_back (self, error);
}

static void
store_next (TbkReceptor *self)
{
  if (self->at < self->batch->len && self->line == self->of)
    {
      tbk_pool_run_async (self->pool, NULL, store_job, self, NULL, stored_cb, self);
      return;
    }
  end_batch (self);
  if (self->line != NULL && self->line == self->of)
    tbk_mqtt_acknowledge (self->line);
}

/* --- who receives --- */

static void
turn_cb (gboolean mine, gpointer data)
{
  TbkReceptor *self = data;

  if (mine)
    begin (self);
  else
    drop (self);
}

TbkReceptor *
tbk_receptor_new (const TbkConfig *config, const char *conninfo, const TbkSql *sql)
{
  TbkReceptor *self = g_new0 (TbkReceptor, 1);

  self->config = config;
  self->topics = tbk_topics_parse ((const char *const *) config->mqtt_topics,
                                   NULL); /* which was checked at the start */
  tbk_mqtt_begin ();
  self->pool = tbk_pool_new (conninfo, sql, 1, 4);
  self->turn = tbk_turn_new (self->pool, "mqtt", turn_cb, self);
  return self;
}

void
tbk_receptor_free (TbkReceptor *self)
{
  if (self == NULL)
    return;
  drop (self);
  while (self->batch != NULL)
    g_main_context_iteration (NULL, TRUE);
  tbk_turn_free (self->turn);
  tbk_pool_free (self->pool);
  tbk_topics_free (self->topics);
  tbk_mqtt_end ();
  g_free (self);
}
