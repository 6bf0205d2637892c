/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-scale.h"

#include <string.h>

#include "tbk-estable.h"
#include "tbk-pool.h"
#include "tbk-scale-said.h"
#include "tbk-turn.h"

#define TICK_MS 100
#define COMMON_LINE "9600 8N1"
#define LIFE_US (1 * G_TIME_SPAN_SECOND)

struct _TbkScale
{
  const TbkConfig *config;
  TbkScaleKind kind;
  TbkLector *lector;
  TbkEstable estable;
  TbkLectura lectura;
  gboolean has_lectura;
  gboolean stands;
  TbkPool *pool; /* one thread */
  TbkTurn *turn;
  guint tick;
  gboolean saying;
  gboolean unheard; /* there is no such company */
  char *said;       /* the last that went out */
  gint64 said_us;
  char *now;      /* with the clock, for the thread while `saying` */
  gboolean known; /* the thread's answer */
};

/* --- what it says --- */

static void
reading_cb (TbkScale *self, const TbkLectura *lectura, gint64 when)
{
  self->lectura = *lectura;
  self->has_lectura = TRUE;
  self->stands = tbk_estable_add (&self->estable, lectura, when);
}

static void
state_cb (TbkScale *self)
{
  TbkLectorState state = tbk_lector_get_state (self->lector);

  if (state != TBK_LECTOR_RECEIVING)
    {
      self->has_lectura = FALSE;
      self->stands = FALSE;
      tbk_estable_reset (&self->estable);
    }
  tbk_turn_say (self->turn, state == TBK_LECTOR_RECEIVING ? "recibe" : "sin enlace",
                state == TBK_LECTOR_RECEIVING ? NULL : tbk_lector_get_reason (self->lector));
}

/* --- saying it --- */

/* Pool thread. */
static gboolean
say_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkScale *self = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;

  tbk_values_set (values, "ruc", self->config->scale_empresa);
  tbk_values_set (values, "datos", self->now);
  rows = tbk_tx_one (tx, "bascula_difundir", values, error);
  if (rows == NULL)
    return FALSE;
  self->known = tbk_rows_bool (rows, 0, "dicho");
  return TRUE;
}

static void
said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkScale *self = data;
  g_autoptr (GError) error = NULL;

  self->saying = FALSE;
  g_clear_pointer (&self->now, g_free);
  if (!tbk_pool_run_finish (self->pool, result, &error))
    {
      g_debug ("scale: %s", error != NULL ? error->message : "");
      return;
    }
  if (!self->known && !self->unheard)
    g_message ("SCALE_EMPRESA: there is no company whose RUC is %s; nobody hears the scale",
               self->config->scale_empresa);
  self->unheard = !self->known;
}

/* `text` with the clock of this machine, by which a listener sees what was long on its way.
 * Returns: (transfer full). */
static char *
stamp (const char *text, gint64 now_us)
{
  return g_strdup_printf ("%.*s,\"reloj_ms\":%" G_GINT64_FORMAT "}", (int) strlen (text) - 1, text, now_us / 1000);
}

static gboolean
tick_cb (gpointer data)
{
  TbkScale *self = data;
  gint64 now_us = g_get_monotonic_time ();
  g_autofree char *text = NULL;

  if (self->saying || !tbk_turn_is_mine (self->turn))
    return G_SOURCE_CONTINUE;
  text = tbk_scale_said (&self->kind, tbk_lector_get_state (self->lector), self->has_lectura ? &self->lectura : NULL,
                         self->stands);
  if (g_strcmp0 (text, self->said) == 0 && now_us - self->said_us < LIFE_US)
    return G_SOURCE_CONTINUE;
  self->saying = TRUE;
  self->now = stamp (text, now_us);
  g_free (self->said);
  self->said = g_steal_pointer (&text);
  self->said_us = now_us;
  tbk_pool_run_async (self->pool, NULL, say_job, self, NULL, said_cb, self);
  return G_SOURCE_CONTINUE;
}

/* --- the line: opened by whose turn it is, as a port is for one alone --- */

static void
open_line (TbkScale *self)
{
  const TbkConfig *config = self->config;
  const TbkProtocolo *protocolo = tbk_protocolo_find (config->scale_protocol);
  const char *given = config->scale_line != NULL ? config->scale_line : COMMON_LINE;
  TbkLinea linea;

  tbk_lector_set_protocolo (self->lector, protocolo);
  tbk_linea_parse (given, &linea, NULL); /* which was checked at the start */
  if (protocolo != NULL && config->scale_line == NULL)
    linea = protocolo->linea;
  if (*config->scale_port == '/')
    tbk_lector_open_serial (self->lector, config->scale_port, &linea);
  else
    tbk_lector_open_tcp (self->lector, config->scale_port + strlen ("tcp:"));
}

static void
turn_cb (gboolean mine, gpointer data)
{
  TbkScale *self = data;
  gboolean closed = tbk_lector_get_state (self->lector) == TBK_LECTOR_CLOSED;

  if (mine && closed)
    open_line (self);
  else if (!mine && !closed)
    tbk_lector_close (self->lector);
}

TbkScale *
tbk_scale_new (const TbkConfig *config, const char *conninfo, const TbkSql *sql)
{
  TbkScale *self = g_new0 (TbkScale, 1);
  g_autofree char *name = g_strconcat ("bascula ", config->scale_empresa, NULL);

  self->config = config;
  self->kind = (TbkScaleKind){ config->scale_empresa, config->scale_name,
                               tbk_masa_parse (config->scale_unit, strlen (config->scale_unit)) };
  tbk_estable_init (&self->estable, &tbk_estable_regla);
  self->pool = tbk_pool_new (conninfo, sql, 1, 4);
  self->turn = tbk_turn_new (self->pool, name, turn_cb, self);
  self->lector = tbk_lector_new ();
  g_signal_connect_swapped (self->lector, "reading", G_CALLBACK (reading_cb), self);
  g_signal_connect_swapped (self->lector, "notify::state", G_CALLBACK (state_cb), self);
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  return self;
}

void
tbk_scale_free (TbkScale *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->tick, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->lector, self);
  tbk_lector_close (self->lector);
  while (self->saying)
    g_main_context_iteration (NULL, TRUE);
  tbk_turn_free (self->turn);
  tbk_pool_free (self->pool);
  g_object_unref (self->lector);
  g_free (self->said);
  g_free (self);
}
