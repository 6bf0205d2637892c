/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-turn.h"

#define LOOK_MS 2000

struct _TbkTurn
{
  TbkPool *pool;
  char *name;
  TbkTurnFunc func;
  gpointer data;
  guint clock;
  gboolean looking;
  gboolean mine;
  gboolean said; /* what follows is not written yet */
  char *state;
  char *why;
  guint stored;
  guint refused;
  /* of the look that is under way */
  TbkValues *values;
  gboolean took;
};

/* Pool thread. */
static gboolean
look_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkTurn *self = data;
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "receptor_tomar", self->values, error);

  if (rows == NULL)
    return FALSE;
  self->took = tbk_rows_bool (rows, 0, "mio");
  return !self->took || !tbk_values_has (self->values, "estado")
         || tbk_tx_exec (tx, "receptor_anotar", self->values, NULL, error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkTurn *self = data;
  g_autoptr (GError) error = NULL;
  gboolean good = tbk_pool_run_finish (self->pool, result, &error);

  self->looking = FALSE;
  self->mine = good && self->took;
  if (self->mine && tbk_values_has (self->values, "estado"))
    {
      self->stored -= (guint) tbk_values_get_int (self->values, "recibidos", 0);
      self->refused -= (guint) tbk_values_get_int (self->values, "rechazados", 0);
    }
  else
    self->said = self->said || tbk_values_has (self->values, "estado");
  g_clear_pointer (&self->values, tbk_values_free);
  if (self->clock != 0)
    self->func (self->mine, self->data);
}

static void
look (TbkTurn *self)
{
  self->looking = TRUE;
  self->values = tbk_values_new ();
  tbk_values_set (self->values, "nombre", self->name);
  if (self->said)
    {
      tbk_values_set (self->values, "estado", self->state);
      tbk_values_set (self->values, "detalle", self->why);
      tbk_values_set_int (self->values, "recibidos", self->stored);
      tbk_values_set_int (self->values, "rechazados", self->refused);
    }
  self->said = FALSE;
  tbk_pool_run_async (self->pool, NULL, look_job, self, NULL, looked_cb, self);
}

static gboolean
clock_cb (gpointer data)
{
  TbkTurn *self = data;

  if (!self->looking)
    look (self);
  return G_SOURCE_CONTINUE;
}

TbkTurn *
tbk_turn_new (TbkPool *pool, const char *name, TbkTurnFunc func, gpointer data)
{
  TbkTurn *self = g_new0 (TbkTurn, 1);

  self->pool = pool;
  self->name = g_strdup (name);
  self->func = func;
  self->data = data;
  self->clock = g_timeout_add (LOOK_MS, clock_cb, self);
  tbk_turn_say (self, "empieza", NULL);
  look (self);
  return self;
}

void
tbk_turn_free (TbkTurn *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->clock, g_source_remove);
  while (self->looking)
    g_main_context_iteration (NULL, TRUE);
  g_free (self->name);
  g_free (self->state);
  g_free (self->why);
  g_free (self);
}

gboolean
tbk_turn_is_mine (const TbkTurn *self)
{
  return self->mine;
}

void
tbk_turn_say (TbkTurn *self, const char *state, const char *why)
{
  if (g_strcmp0 (self->state, state) == 0 && g_strcmp0 (self->why, why) == 0)
    return;
  g_free (self->state);
  self->state = g_strdup (state);
  g_free (self->why);
  self->why = g_strdup (why);
  self->said = TRUE;
}

void
tbk_turn_count (TbkTurn *self, gboolean stored)
{
  if (stored)
    self->stored++;
  else
    self->refused++;
  self->said = TRUE;
}
