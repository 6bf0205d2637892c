/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-listing-private.h"

#include <string.h>

#include "tbk-live.h"
#include "tbk-wire.h"

/* After the first change, so that one that comes along with it is looked at with it; all who see a row hear of it at
 * once, and do not all ask at once. */
#define SOON_MS 150
#define SPREAD_MS 150
/* Between one look and the next. */
#define PACE_MS 2000
#define MAX_SINGLE 4   /* rows that are read one by one */
#define MAX_CHANGED 64 /* rows that are kept apart */

typedef struct
{
  GWeakRef listing;
  guint serial;
  gint64 id;
} Look;

static void look_later (TbkListing *self);

static TbkRecord *
find (TbkListing *self, gint64 id)
{
  return tbk_row_store_find (self->store, id);
}

/* Whether the row at hand is that version already: what was saved here comes back as an event. */
static gboolean
is_known (TbkListing *self, gint64 id, gint64 version)
{
  TbkRecord *record = find (self, id);

  return record != NULL && version > 0 && tbk_schema_find (&self->question.resource->schema, "version") != NULL
         && tbk_record_get_int (record, "version") >= version;
}

/* --- one row --- */

/* What rows are put in order by; NULL: what never changes. */
static const char *
order_text (TbkListing *self, TbkRecord *record)
{
  const char *orden = self->question.orden != NULL ? self->question.orden : self->question.resource->orden;
  const char *name = orden != NULL && orden[0] == '-' ? orden + 1 : orden;

  if (name == NULL || tbk_schema_find (&self->question.resource->schema, name) == NULL)
    return NULL;
  return tbk_record_get_text (record, name);
}

static gboolean
is_narrowed (TbkListing *self)
{
  return tbk_question_is_filtered (&self->question) || tbk_values_size (self->question.base_filters) > 0;
}

static void
take_row (TbkListing *self, TbkRecord *record, JsonObject *object)
{
  g_autofree char *before = g_strdup (order_text (self, record));

  tbk_record_update (record, object);
  if (is_narrowed (self) || g_strcmp0 (before, order_text (self, record)) != 0)
    {
      self->outdated = TRUE;
      look_later (self);
    }
}

static void
free_look (Look *look)
{
  g_weak_ref_clear (&look->listing);
  g_free (look);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, free_look)

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  g_autoptr (TbkListing) self = g_weak_ref_get (&look->listing);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  TbkRecord *record;

  if (self == NULL || look->serial != self->serial)
    return;
  record = find (self, look->id);
  if (answer != NULL && tbk_answer_get_object (answer) != NULL && record != NULL)
    take_row (self, record, tbk_answer_get_object (answer));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* lost from sight, or not to be read now: what the whole says is shown as ever */
      self->outdated = TRUE;
      look_later (self);
    }
}

static void
look_at_row (TbkListing *self, gint64 id)
{
  Look *look = g_new0 (Look, 1);
  g_autofree char *path = g_strdup_printf ("/%s/%" G_GINT64_FORMAT, self->question.resource->collection, id);

  g_weak_ref_init (&look->listing, self);
  look->serial = self->serial;
  look->id = id;
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, looked_cb, look);
}

/* --- when --- */

/* Returns: whether rows at hand are all there is to look at. */
static gboolean
drop_known (TbkListing *self)
{
  gboolean at_hand = TRUE;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gint64 id = *(gint64 *) key;

      if (is_known (self, id, *(gint64 *) value))
        g_hash_table_iter_remove (&iter);
      else
        at_hand = at_hand && find (self, id) != NULL;
    }
  return at_hand;
}

static void
look (TbkListing *self)
{
  gboolean at_hand = drop_known (self);
  gboolean whole = self->outdated || !at_hand || g_hash_table_size (self->changed) > MAX_SINGLE;
  GHashTableIter iter;
  gpointer key;

  self->outdated = FALSE;
  g_hash_table_iter_init (&iter, self->changed);
  while (!whole && g_hash_table_iter_next (&iter, &key, NULL))
    look_at_row (self, *(gint64 *) key);
  g_hash_table_remove_all (self->changed);
  if (whole)
    tbk_listing_reload (self);
}

static void
look_cb (gpointer data)
{
  TbkListing *self = data;

  self->live_id = 0;
  if (!tbk_listing_is_askable (self) || tbk_api_get_state (self->api) != TBK_API_ONLINE)
    return; /* see tbk_listing_live_resume() */
  self->looked_us = g_get_monotonic_time ();
  if (tbk_listing_is_loading (self))
    look_later (self);
  else
    look (self);
}

static void
look_later (TbkListing *self)
{
  gint64 since_ms = (g_get_monotonic_time () - self->looked_us) / 1000;
  guint pause_ms = since_ms < PACE_MS ? PACE_MS - (guint) since_ms : 0;

  if (self->live_id == 0)
    self->live_id = g_timeout_add_once (MAX (pause_ms, SOON_MS) + (guint) g_random_int_range (0, SPREAD_MS),
                                        look_cb, self);
}

/* --- what is heard --- */

/* "/contratos/5/lotes" has nothing to do with the lotes of another contrato. */
static gboolean
is_elsewhere (TbkListing *self, JsonObject *data)
{
  gint64 contrato_id = tbk_wire_get_int (data, "contrato_id", 0);
  g_autofree char *mine = g_strdup_printf ("/contratos/%" G_GINT64_FORMAT "/", contrato_id);

  return self->question.path != NULL && g_str_has_prefix (self->question.path, "/contratos/")
         && !g_str_has_prefix (self->question.path, mine);
}

static void
note_change (TbkListing *self, gint64 id, gint64 version)
{
  if (g_hash_table_size (self->changed) < MAX_CHANGED)
    g_hash_table_replace (self->changed, g_memdup2 (&id, sizeof id), g_memdup2 (&version, sizeof version));
  else
    {
      self->outdated = TRUE;
      g_hash_table_remove_all (self->changed);
    }
}

static void
event_cb (TbkLive *live, const char *name, JsonObject *data, gint64 evento, TbkListing *self)
{
  gint64 id = tbk_wire_get_int (data, "id", 0);
  gint64 version = tbk_wire_get_int (data, "version", 0);
  gboolean gone = g_strcmp0 (tbk_wire_get_text (data, "accion"), "borrar") == 0;

  if (!tbk_listing_is_askable (self) || (!gone && is_known (self, id, version))
      || (find (self, id) == NULL && is_elsewhere (self, data)))
    return;
  if (gone)
    self->outdated = TRUE;
  else if (!self->outdated)
    note_change (self, id, version);
  look_later (self);
}

static void
reload_cb (TbkListing *self)
{
  self->outdated = TRUE;
  look_later (self);
}

static void
connected_cb (TbkLive *live, GParamSpec *pspec, TbkListing *self)
{
  if (!tbk_live_get_connected (live) || !self->early)
    return;
  self->early = FALSE;
  reload_cb (self);
}

void
tbk_listing_live_note_fetch (TbkListing *self)
{
  if (tbk_live_get_evento (tbk_api_get_live (self->api)) < 0)
    self->early = TRUE;
}

/* The server is back. */
void
tbk_listing_live_resume (TbkListing *self)
{
  if (self->outdated || g_hash_table_size (self->changed) > 0)
    look_later (self);
}

void
tbk_listing_live_follow (TbkListing *self, TbkApi *api)
{
  const char *noun = self->question.resource->name;
  const char *what = strcmp (noun, "documento") == 0 ? "subido" : "actualizado";
  g_autofree char *signal = g_strdup_printf ("event::%s.%s", noun, what);
  TbkLive *live = api != NULL ? tbk_api_get_live (api) : NULL;

  if (live == NULL)
    return;
  g_signal_connect_object (live, signal, G_CALLBACK (event_cb), self, 0);
  g_signal_connect_object (live, "reload", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "notify::connected", G_CALLBACK (connected_cb), self, 0);
}

void
tbk_listing_live_stop (TbkListing *self)
{
  g_clear_handle_id (&self->live_id, g_source_remove);
  if (self->api != NULL)
    g_signal_handlers_disconnect_by_data (tbk_api_get_live (self->api), self);
}
