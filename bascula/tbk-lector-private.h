/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-lector.h"
#include "tbk-trama.h"

G_BEGIN_DECLS

/* The reader in two halves: the line (tbk-lector-linea.c: opening, bytes in and out, opening again) and what the bytes
 * say (tbk-lector.c). Main thread. */

#define TBK_LECTOR_OYE_MAX 2048 /* bytes that are kept to find the protocol */

struct _TbkLector
{
  GObject parent_instance;

  /* what the bytes say */
  TbkLectorState state;
  char *reason;
  const TbkProtocolo *protocolo; /* NULL while it is being found */
  guint confianza;               /* 0..100, of the protocol that was found; 0: it was named, or none is */
  gboolean finds;                /* the user named none */
  TbkTramas *tramas;             /* nullable, as protocolo */
  GByteArray *oye;               /* the last bytes, while it is being found */
  gint64 last_bytes;             /* monotonic, 0: none since it was opened */
  gint64 last_frame;
  gint64 noise_since; /* monotonic, 0: no noise */
  guint epoch;        /* grows with each opening and each choice of a protocol */
  gboolean asks;      /* the indicator speaks when asked */
  guint tick;
  gboolean fed; /* there is no line: tbk_lector_feed() tells */

  /* the line */
  gboolean is_tcp;
  char *address;
  TbkLinea linea;
  GIOStream *stream; /* nullable */
  GCancellable *cancellable;
  gboolean writing;
  guint again; /* source of the next try */
  guint again_ms;
  GFileMonitor *monitor; /* nullable */
};

/* tbk-lector-linea.c */
void tbk_lector_line_open (TbkLector *self);
void tbk_lector_line_close (TbkLector *self);
gboolean tbk_lector_line_write (TbkLector *self, const char *bytes, GError **error);

/* tbk-lector.c */
void tbk_lector_take_bytes (TbkLector *self, const guint8 *bytes, gsize n);
/* What was heard before belongs to another opening of the line. */
void tbk_lector_line_forget (TbkLector *self);
/* `reason` is translated, and copied. */
void tbk_lector_set_state (TbkLector *self, TbkLectorState state, const char *reason);

G_END_DECLS
