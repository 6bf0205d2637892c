/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tbk-topics.h"

G_BEGIN_DECLS

/* One connection to an MQTT broker, from which messages are taken with QoS 1 in a session that the broker keeps. What is
 * taken is acknowledged when the caller says so and not before: what was not comes again, at the next connection. A lost
 * one is over; the caller makes another. Its host is looked up and connected to on a thread; all else is the main loop's. */
typedef struct _TbkMqtt TbkMqtt;

typedef struct
{
  const char *host;
  guint port;
  gboolean tls;
  const char *ca;        /* PEM file; NULL: the system's */
  const char *user;      /* nullable */
  const char *password;  /* nullable */
  const char *client_id; /* the session's name */
} TbkMqttBroker;

typedef struct
{
  char *topic;
  GBytes *payload;
  gboolean retained;
} TbkMqttMessage;

typedef struct
{
  /* Subscribed to everything, and the broker said so. */
  void (*ready) (gpointer data);
  /* (element-type TbkMqttMessage): in their order. Nothing more is read until tbk_mqtt_acknowledge(). */
  void (*taken) (GPtrArray *messages, gpointer data);
  /* It is over: to be freed, in this call or later. */
  void (*lost) (const char *why, gpointer data);
} TbkMqttHandlers;

/* The library's own; once in a process, before the first and after the last one. */
void tbk_mqtt_begin (void);
void tbk_mqtt_end (void);

/* `topics` and `handlers` must outlive it, `broker` not. */
TbkMqtt *tbk_mqtt_new (const TbkMqttBroker *broker, const TbkTopics *topics, const TbkMqttHandlers *handlers, gpointer data);
/* What was not acknowledged will come again. */
void tbk_mqtt_free (TbkMqtt *mqtt);
/* What was taken is safe. Not from within `taken`. */
void tbk_mqtt_acknowledge (TbkMqtt *mqtt);

G_END_DECLS
