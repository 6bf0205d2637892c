/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pty-scale.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <string.h>
#include <unistd.h>

#include "tbk-simulador.h"

#define PERIOD_MS 100
#define SCRIPT "rate 10\nunit kg\nmove %s 0\nstable 3000\n"

struct _TbkPtyScale
{
  const TbkProtocolo *protocolo;
  char name[64];
  int master;
  int slave; /* kept open, so that a reader's going is no hang-up here */
  GThread *thread;
  GMutex lock; /* guards the two */
  GCond changed;
  TbkSimulador *simulador;
  gboolean ending;
};

/* Nobody reads while the app is away: the frames are lost then, as on a serial line. */
static void
send_frame (TbkPtyScale *self)
{
  guint8 bytes[TBK_TRAMA_MAX];
  gsize n;

  if (tbk_simulador_next (self->simulador, bytes, &n, NULL) != TBK_SIMULADOR_BYTES)
    return;
  if (write (self->master, bytes, n) < 0 && errno == EAGAIN)
    tcflush (self->master, TCOFLUSH);
}

static gpointer
play (gpointer data)
{
  TbkPtyScale *self = data;

  g_mutex_lock (&self->lock);
  while (!self->ending)
    {
      gint64 next = g_get_monotonic_time () + PERIOD_MS * G_TIME_SPAN_MILLISECOND;

      send_frame (self);
      while (!self->ending && g_cond_wait_until (&self->changed, &self->lock, next))
        ;
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static void
open_pty (TbkPtyScale *self)
{
  struct termios raw;

  memset (&raw, 0, sizeof raw);
  cfmakeraw (&raw);
  raw.c_cflag |= CS8 | CREAD | CLOCAL;
  cfsetspeed (&raw, B9600);
  g_assert_cmpint (openpty (&self->master, &self->slave, self->name, &raw, NULL), ==, 0);
  fcntl (self->master, F_SETFD, FD_CLOEXEC);
  fcntl (self->slave, F_SETFD, FD_CLOEXEC);
  fcntl (self->master, F_SETFL, O_NONBLOCK);
}

static TbkSimulador *
make_simulador (TbkPtyScale *self, const char *kg)
{
  g_autofree char *script = g_strdup_printf (SCRIPT, kg);
  g_autoptr (GError) error = NULL;
  TbkSimulador *simulador = tbk_simulador_new (self->protocolo, script, &error);

  g_assert_no_error (error);
  return simulador;
}

TbkPtyScale *
tbk_pty_scale_new (const char *protocolo)
{
  TbkPtyScale *self = g_new0 (TbkPtyScale, 1);

  self->protocolo = tbk_protocolo_find (protocolo);
  g_assert_nonnull (self->protocolo);
  open_pty (self);
  self->simulador = make_simulador (self, "0.0");
  self->thread = g_thread_new ("scale", play, self);
  return self;
}

void
tbk_pty_scale_free (TbkPtyScale *self)
{
  g_mutex_lock (&self->lock);
  self->ending = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  close (self->master);
  close (self->slave);
  tbk_simulador_free (self->simulador);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

const char *
tbk_pty_scale_get_port (TbkPtyScale *self)
{
  return self->name;
}

void
tbk_pty_scale_load (TbkPtyScale *self, const char *kg)
{
  TbkSimulador *simulador = make_simulador (self, kg);

  g_mutex_lock (&self->lock);
  tbk_simulador_free (self->simulador);
  self->simulador = simulador;
  g_mutex_unlock (&self->lock);
}
