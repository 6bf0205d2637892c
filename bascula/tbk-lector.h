/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* Reads an indicator on a serial line or a TCP address, on the main loop; nothing blocks. It opens again by itself, with
 * growing pauses, when the cable is pulled or the serial server goes; a port that appears is tried at once.
 *
 * Properties: "state" (TbkLectorState), "reason" (string: what is the matter, translated; "" while receiving),
 * "protocolo" (pointer to const TbkProtocolo; NULL while it is being found), "address" (string).
 * Signal: "reading" (const TbkLectura *, gint64 monotonic microseconds): the reading lives during the emission.
 * Main thread. */
#define TBK_TYPE_LECTOR (tbk_lector_get_type ())
G_DECLARE_FINAL_TYPE (TbkLector, tbk_lector, TBK, LECTOR, GObject)

typedef enum
{
  TBK_LECTOR_CLOSED,
  TBK_LECTOR_OPENING,
  TBK_LECTOR_WAITING,   /* open, and nothing comes */
  TBK_LECTOR_NOISE,     /* bytes come that are no frames: wrong speed or protocol */
  TBK_LECTOR_RECEIVING, /* the last reading is younger than 2 s */
  TBK_LECTOR_LOST,      /* pulled out, refused, gone: it is tried again */
} TbkLectorState;
#define TBK_TYPE_LECTOR_STATE (tbk_lector_state_get_type ())
GType tbk_lector_state_get_type (void);

TbkLector *tbk_lector_new (void);

/* NULL: listen and find it. It must outlive the reader (those of the table do). */
void tbk_lector_set_protocolo (TbkLector *self, const TbkProtocolo *protocolo);
/* Returns: (transfer none) (nullable). */
const TbkProtocolo *tbk_lector_get_protocolo (TbkLector *self);

/* 0..100: how sure it is of the protocol that it found; 0 where it was named, or none is found yet. */
guint tbk_lector_get_confianza (TbkLector *self);

/* Begins to read; what was open is closed. `puerto` is "/dev/ttyUSB0" or a link to it ("/dev/serial/by-id/..."). */
void tbk_lector_open_serial (TbkLector *self, const char *puerto, const TbkLinea *linea);
/* "host:port"; IPv6 in brackets. */
void tbk_lector_open_tcp (TbkLector *self, const char *destino);
void tbk_lector_close (TbkLector *self);

/* Begins to hear by tbk_lector_feed() what another reader read (the server's); what was open is closed. It opens nothing,
 * sends nothing and has no protocol; a reading is old after 2 s here as well. */
void tbk_lector_open_fed (TbkLector *self);
/* What that one says: its state and, where it is receiving, its reading. `reason` is translated, and copied. Nothing while it
 * was not opened so. */
void tbk_lector_feed (TbkLector *self, TbkLectorState state, const char *reason, const TbkLectura *lectura);

TbkLectorState tbk_lector_get_state (TbkLector *self);
/* Returns: (transfer none): translated. */
const char *tbk_lector_get_reason (TbkLector *self);

/* Sends a command of the protocol. Expected errors: G_IO_ERROR_NOT_SUPPORTED (the protocol has none),
 * G_IO_ERROR_NOT_CONNECTED, G_IO_ERROR_BUSY (the one before is not out yet). */
gboolean tbk_lector_send (TbkLector *self, TbkOrden orden, GError **error);

G_END_DECLS
