/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-job.h"

#include "tbk-json.h"
#include "tbk-sweep.h"

/* Read and hashed of the store in one turn; the next turn goes on from there, when others have had theirs. */
#define STRETCH_BYTES (64 * TBK_CONFIG_MB)

static void
say (const char *what, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    g_warning ("the file of documento or photo %" G_GINT64_FORMAT " %s", g_array_index (ids, gint64, i), what);
}

static gint64
read_after (const char *datos)
{
  g_autoptr (JsonObject) object = tbk_json_parse_object (datos, -1, NULL);

  return object != NULL ? json_object_get_int_member_with_default (object, "despues", 0) : 0;
}

/* Holds the store's files against their rows. What is wrong with one is a warning in the log. */
static gboolean
run (TbkTx *tx, TbkJobTurn *turn, GError **error)
{
  g_autoptr (TbkStorage) storage = tbk_storage_new (turn->config->storage_root, 0, error);
  TbkSweep sweep = { .after = read_after (turn->datos), .hash_bytes = STRETCH_BYTES };
  guint removed;
  gboolean good;

  if (storage == NULL || (sweep.after == 0 && !tbk_sweep_orphans (tx, storage, &removed, error)))
    return FALSE;
  good = tbk_sweep_rows (tx, storage, &sweep, error);
  if (good)
    {
      say ("is missing", sweep.missing);
      say ("is not as it was stored", sweep.altered);
    }
  if (good && sweep.after > 0)
    turn->next = g_strdup_printf ("{\"despues\": %" G_GINT64_FORMAT "}", sweep.after);
  tbk_sweep_clear (&sweep);
  return good;
}

const TbkJob tbk_job_archivos = { .tipo = "archivos", .run = run };
