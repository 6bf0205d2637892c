/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tidy.h"

#include "tbk-sweep.h"

#define TIDY_S 3600
/* Read and hashed of the store: in one stretch, and in all of one round. The next round goes on from there. */
#define STRETCH_BYTES (64 * TBK_CONFIG_MB)
#define ROUND_STRETCHES 64

struct _TbkTidy
{
  const TbkApp *app;
  guint timer; /* 0: stopped */
  TbkSweep sweep;
  guint stretches; /* of this round, so far */
  guint removed;
  gboolean sweeping;
};

static void start_stretch (TbkTidy *tidy);

static void
say (const char *what, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    g_warning ("the file of documento %" G_GINT64_FORMAT " %s", g_array_index (ids, gint64, i), what);
}

/* Pool thread. */
static gboolean
stretch_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkTidy *tidy = data;

  if (tidy->stretches == 0 && !tbk_sweep_orphans (tx, tidy->app->storage, &tidy->removed, error))
    return FALSE;
  tidy->sweep.hash_bytes = STRETCH_BYTES;
  return tbk_sweep_rows (tx, tidy->app->storage, &tidy->sweep, error);
}

static void
stretch_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TbkTidy *tidy = user_data;
  g_autoptr (GError) error = NULL;

  tidy->sweeping = FALSE;
  if (!tbk_pool_run_finish (tidy->app->pool, result, &error))
    {
      g_message ("the store could not be looked through: %s", error != NULL ? error->message : "no reason was given");
      return;
    }
  say ("is missing", tidy->sweep.missing);
  say ("is not as it was stored", tidy->sweep.altered);
  if (tidy->sweep.after > 0 && ++tidy->stretches < ROUND_STRETCHES && tidy->timer != 0)
    start_stretch (tidy);
}

static void
start_stretch (TbkTidy *tidy)
{
  tidy->sweeping = TRUE;
  tbk_pool_run_async (tidy->app->pool, NULL, stretch_job, tidy, NULL, stretch_cb, tidy);
}

static gboolean
tidy_cb (gpointer user_data)
{
  TbkTidy *tidy = user_data;

  if (!tidy->sweeping)
    {
      tidy->stretches = 0;
      start_stretch (tidy);
    }
  return G_SOURCE_CONTINUE;
}

TbkTidy *
tbk_tidy_new (const TbkApp *app)
{
  TbkTidy *tidy = g_new0 (TbkTidy, 1);

  tidy->app = app;
  tidy->timer = g_timeout_add_seconds (TIDY_S, tidy_cb, tidy);
  return tidy;
}

void
tbk_tidy_stop (TbkTidy *tidy)
{
  if (tidy != NULL)
    g_clear_handle_id (&tidy->timer, g_source_remove);
}

void
tbk_tidy_free (TbkTidy *tidy)
{
  if (tidy == NULL)
    return;
  tbk_sweep_clear (&tidy->sweep);
  g_free (tidy);
}
