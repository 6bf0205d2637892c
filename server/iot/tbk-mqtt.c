/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-mqtt.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <mosquitto.h>

#define KEEPALIVE_S 30
#define QOS 1
#define REFUSED 128 /* what a broker grants then */

struct _TbkMqtt
{
  const TbkTopics *topics;
  const TbkMqttHandlers *handlers;
  gpointer data;
  GCancellable *connecting;
  struct mosquitto *line; /* NULL: being connected */
  GPtrArray *messages;    /* not acknowledged */
  gboolean held;          /* they are with the caller: nothing is read, nothing written */
  guint n_granted;
  char *why;    /* it is over */
  guint socket; /* source, made anew at each turn; 0: held */
  guint clock;
};

/* What the thread has until it is connected. */
typedef struct
{
  struct mosquitto *line;
  char *host;
  int port;
} Attempt;

static void
message_free (gpointer data)
{
  TbkMqttMessage *message = data;

  g_free (message->topic);
  g_bytes_unref (message->payload);
  g_free (message);
}

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  g_clear_pointer (&attempt->line, mosquitto_destroy);
  g_free (attempt->host);
  g_free (attempt);
}

/* --- what the library tells, within its own calls: noted, and acted on after them --- */

static void
end (TbkMqtt *self, const char *why)
{
  if (self->why == NULL)
    self->why = g_strdup (why);
}

static void
connect_cb (struct mosquitto *line, void *data, int code)
{
  TbkMqtt *self = data;

  if (code != 0)
    {
      end (self, mosquitto_connack_string (code));
      return;
    }
  for (guint i = 0; i < tbk_topics_get_size (self->topics); i++)
    {
      int result = mosquitto_subscribe (line, NULL, tbk_topics_get_filter (self->topics, i), QOS);

      if (result != MOSQ_ERR_SUCCESS)
        end (self, mosquitto_strerror (result));
    }
}

static void
subscribe_cb (struct mosquitto *line, void *data, int id, int n, const int *granted)
{
  TbkMqtt *self = data;

  for (int i = 0; i < n; i++)
    if (granted[i] == REFUSED)
      end (self, "the broker refuses one of MQTT_TOPICS to this user");
  if (self->why == NULL && ++self->n_granted == tbk_topics_get_size (self->topics))
    self->handlers->ready (self->data);
}

static void
message_cb (struct mosquitto *line, void *data, const struct mosquitto_message *given)
{
  TbkMqtt *self = data;
  TbkMqttMessage *message = g_new0 (TbkMqttMessage, 1);

  message->topic = g_strdup (given->topic);
  message->payload = g_bytes_new (given->payload, (gsize) given->payloadlen);
  message->retained = given->retain;
  g_ptr_array_add (self->messages, message);
}

/* --- the loop --- */

static void watch (TbkMqtt *self);

/* What a call of the library has led to. */
static void
follow (TbkMqtt *self, int result)
{
  if (result != MOSQ_ERR_SUCCESS)
    end (self, mosquitto_strerror (result));
  if (self->why != NULL)
    {
      g_clear_handle_id (&self->socket, g_source_remove);
      g_clear_handle_id (&self->clock, g_source_remove);
      self->handlers->lost (self->why, self->data);
    }
  else if (self->messages->len > 0)
    {
      g_clear_handle_id (&self->socket, g_source_remove);
      self->held = TRUE;
      self->handlers->taken (self->messages, self->data);
    }
  else
    watch (self);
}

/* Acknowledgements are among what is written: only where nothing was taken. */
static int
turn (TbkMqtt *self)
{
  int result = mosquitto_loop_read (self->line, 1);

  if (result == MOSQ_ERR_SUCCESS && self->why == NULL && self->messages->len == 0 && mosquitto_want_write (self->line))
    result = mosquitto_loop_write (self->line, 1);
  return result;
}

static gboolean
socket_cb (int fd, GIOCondition condition, gpointer data)
{
  TbkMqtt *self = data;

  self->socket = 0;
  follow (self, turn (self));
  return G_SOURCE_REMOVE;
}

static void
watch (TbkMqtt *self)
{
  GIOCondition wants = G_IO_IN | (mosquitto_want_write (self->line) ? G_IO_OUT : 0);

  g_clear_handle_id (&self->socket, g_source_remove);
  self->socket = g_unix_fd_add (mosquitto_socket (self->line), wants | G_IO_HUP | G_IO_ERR, socket_cb, self);
}

/* Keeps the line alive; and reads what TLS may have had ready when the socket had nothing any more. */
static gboolean
clock_cb (gpointer data)
{
  TbkMqtt *self = data;
  int result;

  if (self->held)
    return G_SOURCE_CONTINUE;
  result = mosquitto_loop_misc (self->line);
  follow (self, result == MOSQ_ERR_SUCCESS ? turn (self) : result);
  return G_SOURCE_CONTINUE;
}

void
tbk_mqtt_acknowledge (TbkMqtt *self)
{
  int result;

  g_return_if_fail (self->held);
  self->held = FALSE;
  g_ptr_array_set_size (self->messages, 0);
  result = mosquitto_loop_write (self->line, 1);
  follow (self, result == MOSQ_ERR_SUCCESS ? turn (self) : result);
}

/* --- connecting --- */

void
tbk_mqtt_begin (void)
{
  mosquitto_lib_init ();
}

void
tbk_mqtt_end (void)
{
  mosquitto_lib_cleanup ();
}

static void
connect_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Attempt *attempt = data;
  int result = mosquitto_connect (attempt->line, attempt->host, attempt->port, KEEPALIVE_S);

  if (result == MOSQ_ERR_SUCCESS)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                             result == MOSQ_ERR_ERRNO ? g_strerror (errno) : mosquitto_strerror (result));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkMqtt *self = data;
  g_autoptr (GError) error = NULL;
  Attempt *attempt = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* then `self` has gone */
        self->handlers->lost (error->message, self->data);
      return;
    }
  self->line = g_steal_pointer (&attempt->line);
  self->clock = g_timeout_add_seconds (1, clock_cb, self);
  watch (self);
}

static int
set_up (struct mosquitto *line, const TbkMqttBroker *broker)
{
  int result = MOSQ_ERR_SUCCESS;

  mosquitto_connect_callback_set (line, connect_cb);
  mosquitto_subscribe_callback_set (line, subscribe_cb);
  mosquitto_message_callback_set (line, message_cb);
  /* Else the library writes an acknowledgement before it hands out the message. So it queues what is to be written, for
   * mosquitto_loop_write(). */
  mosquitto_threaded_set (line, true);
  if (broker->user != NULL)
    result = mosquitto_username_pw_set (line, broker->user, broker->password);
  if (result == MOSQ_ERR_SUCCESS && broker->tls && broker->ca == NULL)
    result = mosquitto_int_option (line, MOSQ_OPT_TLS_USE_OS_CERTS, 1);
  else if (result == MOSQ_ERR_SUCCESS && broker->tls)
    result = mosquitto_tls_set (line, broker->ca, NULL, NULL, NULL, NULL);
  return result;
}

TbkMqtt *
tbk_mqtt_new (const TbkMqttBroker *broker, const TbkTopics *topics, const TbkMqttHandlers *handlers, gpointer data)
{
  TbkMqtt *self = g_new0 (TbkMqtt, 1);
  Attempt *attempt = g_new0 (Attempt, 1);
  g_autoptr (GTask) task = NULL;
  int result;

  self->topics = topics;
  self->handlers = handlers;
  self->data = data;
  self->messages = g_ptr_array_new_with_free_func (message_free);
  self->connecting = g_cancellable_new ();
  task = g_task_new (NULL, self->connecting, connected_cb, self);
  attempt->line = mosquitto_new (broker->client_id, false, self);
  attempt->host = g_strdup (broker->host);
  attempt->port = (int) broker->port;
  g_task_set_task_data (task, attempt, attempt_free);
  result = attempt->line != NULL ? set_up (attempt->line, broker) : MOSQ_ERR_NOMEM;
  if (result == MOSQ_ERR_SUCCESS)
    g_task_run_in_thread (task, connect_thread);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", mosquitto_strerror (result));
  return self;
}

void
tbk_mqtt_free (TbkMqtt *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->connecting);
  g_clear_handle_id (&self->socket, g_source_remove);
  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_pointer (&self->line, mosquitto_destroy); /* writes nothing of what waits */
  g_ptr_array_unref (self->messages);
  g_object_unref (self->connecting);
  g_free (self->why);
  g_free (self);
}
