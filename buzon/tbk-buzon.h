/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The outbox: weighings that wait for a line to the server. A file (SQLite) that survives kill -9 and power cuts: what
 * tbk_buzon_put() has returned TRUE for is on the disk. One process has it open at a time. Main thread; each call
 * takes the time of one synced write. */
typedef struct _TbkBuzon TbkBuzon;

typedef enum
{
  TBK_BUZON_WAITING,
  TBK_BUZON_SENT,
  TBK_BUZON_REFUSED,  /* the server said no for good (422, 404, ...): it waits for a person */
  TBK_BUZON_GIVEN_UP, /* a refused one that a person gave up; it is kept, with the reason */
} TbkBuzonState;

typedef enum
{
  TBK_BUZON_ERROR_BUSY,    /* another process has it */
  TBK_BUZON_ERROR_FULL,    /* no room on the disk, or more rows wait than MAX: nothing was stored */
  TBK_BUZON_ERROR_DAMAGED, /* not an outbox, or of a later version */
  TBK_BUZON_ERROR_FAILED,  /* the file system's word for it is in the message */
} TbkBuzonError;
#define TBK_BUZON_ERROR (tbk_buzon_error_quark ())
GQuark tbk_buzon_error_quark (void);

#define TBK_BUZON_MAX_WAITING 100000
#define TBK_BUZON_KEEP_SENT_US (30 * G_TIME_SPAN_DAY) /* how long its keepers keep what was sent */
#define TBK_BUZON_MAX_BODY 65536                      /* bytes */
#define TBK_BUZON_RUTA "/iot/pesaje"

typedef struct
{
  char *id;     /* UUID made where it was captured */
  char *ruta;   /* what it is posted to */
  char *cuerpo; /* its JSON body, with that `id` */
  TbkBuzonState estado;
  guint intentos;
  char *error;         /* what the last attempt said; NULL */
  gint64 capturado_en; /* Unix time, microseconds */
} TbkBuzonFila;

void tbk_buzon_fila_free (TbkBuzonFila *fila);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkBuzonFila, tbk_buzon_fila_free)

typedef struct
{
  guint esperan;
  guint rechazadas;
  guint enviadas;
  guint ajenas; /* of other users, that wait or were refused */
  gint64 desde; /* when the oldest that waits was captured, Unix microseconds; 0 */
  char *error;  /* (nullable): the last error of the oldest that waits */
} TbkBuzonCuenta;

void tbk_buzon_cuenta_clear (TbkBuzonCuenta *cuenta);

/* Opens or makes it. Returns: (transfer full) (nullable). Expected errors: BUSY, FULL, DAMAGED, FAILED. */
TbkBuzon *tbk_buzon_open (const char *path, GError **error);
void tbk_buzon_close (TbkBuzon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkBuzon, tbk_buzon_close)

/* Whose rows are put, listed, counted and posted from now on; 0, as at first: of a device, which has no user. Rows of
 * others stay as they are: what one has weighed, no other sends as his own. */
void tbk_buzon_set_usuario (TbkBuzon *self, gint64 usuario);

/* Stores one, synced. The same `id` twice is one row: TRUE, and the first stays. Expected errors: FULL, FAILED. */
gboolean tbk_buzon_put (TbkBuzon *self, const char *id, const char *cuerpo, gint64 capturado_en, GError **error);
/* The same for another route than TBK_BUZON_RUTA: the counter-entry of a weighing. */
gboolean tbk_buzon_put_to (TbkBuzon *self,
                           const char *ruta,
                           const char *id,
                           const char *cuerpo,
                           gint64 capturado_en,
                           GError **error);
/* Returns: (transfer full) (nullable): the oldest that waits; NULL without error: none. */
TbkBuzonFila *tbk_buzon_peek (TbkBuzon *self, GError **error);
/* Returns: (transfer full) (element-type TbkBuzonFila) (nullable): of that state, captured at `desde` (Unix
 * microseconds) or later, the last captured first, `max` at most. */
GPtrArray *tbk_buzon_list (TbkBuzon *self, TbkBuzonState estado, gint64 desde, guint max, GError **error);

gboolean tbk_buzon_mark_sent (TbkBuzon *self, const char *id, gint64 enviado_en, GError **error);
/* It waits on; the attempt and its error are kept. */
gboolean tbk_buzon_mark_failed (TbkBuzon *self, const char *id, const char *why, GError **error);
gboolean tbk_buzon_mark_refused (TbkBuzon *self, const char *id, const char *why, GError **error);
/* A refused one waits anew, in its old place. */
gboolean tbk_buzon_retry (TbkBuzon *self, const char *id, GError **error);
/* A refused one is given up; `why` is kept behind what the server said. */
gboolean tbk_buzon_give_up (TbkBuzon *self, const char *id, const char *why, GError **error);
/* Takes out sent ones from before `antes_de` (Unix microseconds); never one that waits or was refused, or whose photo does. */
gboolean tbk_buzon_forget_sent (TbkBuzon *self, gint64 antes_de, GError **error);

/* Clear *cuenta with tbk_buzon_cuenta_clear(). */
gboolean tbk_buzon_count (TbkBuzon *self, TbkBuzonCuenta *cuenta, GError **error);

G_END_DECLS
