/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-keeper.h"

#include <string.h>

#include "tbk-keyring.h"

/* What the keyring is to hold for a server. */
typedef struct
{
  char *url;
  TbkKept *kept; /* NULL: nothing */
} Write;

struct _TbkKeeper
{
  GObject parent_instance;

  TbkApi *api;
  GApplication *application;
  GSettings *settings;
  GQueue waiting; /* (element-type Write): one after the other, or an older one might come last */
  gboolean writing;
  gboolean failing; /* the last write failed */
  gboolean told;
};

G_DEFINE_FINAL_TYPE (TbkKeeper, tbk_keeper, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
free_write (Write *write)
{
  g_free (write->url);
  g_clear_pointer (&write->kept, tbk_kept_free);
  g_free (write);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Write, free_write)

static void
note_failure (TbkKeeper *self, const GError *error)
{
  g_debug ("the keyring does not keep the session: %s", error->message);
  self->failing = TRUE;
  if (self->told)
    return;
  self->told = TRUE;
  g_signal_emit (self, signals[FAILED], 0);
}

static void write_next (TbkKeeper *self);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkKeeper) self = data;
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  self->failing = FALSE;
  if (!tbk_keyring_store_finish (result, &error))
    note_failure (self, error);
  write_next (self);
  g_application_release (self->application);
}

static void
write_next (TbkKeeper *self)
{
  g_autoptr (Write) write = self->writing ? NULL : g_queue_pop_head (&self->waiting);

  if (write == NULL)
    return;
  self->writing = TRUE;
  g_application_hold (self->application);
  tbk_keyring_store_async (write->url, write->kept, written_cb, g_object_ref (self));
}

/* What waits for the same server is out of date. Takes over `kept`. */
static void
write_kept (TbkKeeper *self, TbkKept *kept)
{
  Write *write = g_new0 (Write, 1);
  GList *next;

  write->url = g_strdup (tbk_api_get_url (self->api));
  write->kept = kept;
  for (GList *link = self->waiting.head; link != NULL; link = next)
    {
      next = link->next;
      if (strcmp (((Write *) link->data)->url, write->url) != 0)
        continue;
      free_write (link->data);
      g_queue_delete_link (&self->waiting, link);
    }
  g_queue_push_tail (&self->waiting, write);
  write_next (self);
}

static void
keep (TbkKeeper *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);
  const char *token = tbk_api_get_refresh_token (self->api);
  JsonObject *yo = tbk_api_get_yo (self->api);
  TbkKept *kept;

  if (usuario == NULL || token == NULL || !g_settings_get_boolean (self->settings, "recordar"))
    return;
  kept = g_new0 (TbkKept, 1);
  kept->email = g_strdup (tbk_record_get_text (usuario, "email"));
  kept->token = g_strdup (token);
  kept->yo = json_object_ref (yo);
  write_kept (self, kept);
}

/* Nothing was kept where the keyring fails, and nothing need be taken away. */
static void
forget (TbkKeeper *self)
{
  if ((self->writing || !self->failing) && tbk_api_get_url (self->api) != NULL)
    write_kept (self, NULL);
}

static void
remember_changed_cb (TbkKeeper *self)
{
  if (g_settings_get_boolean (self->settings, "recordar"))
    keep (self);
  else
    forget (self);
}

static void
tbk_keeper_dispose (GObject *object)
{
  TbkKeeper *self = TBK_KEEPER (object);

  g_clear_object (&self->api);
  g_clear_object (&self->settings);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) free_write);
  G_OBJECT_CLASS (tbk_keeper_parent_class)->dispose (object);
}

static void
tbk_keeper_class_init (TbkKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_keeper_dispose;
  signals[FAILED] = g_signal_new ("failed", TBK_TYPE_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tbk_keeper_init (TbkKeeper *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka");
  g_queue_init (&self->waiting);
}

TbkKeeper *
tbk_keeper_new (TbkApi *api, GApplication *application)
{
  TbkKeeper *self = g_object_new (TBK_TYPE_KEEPER, NULL);

  self->api = g_object_ref (api);
  self->application = application;
  g_signal_connect_object (api, "notify::refresh-token", G_CALLBACK (keep), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (api, "notify::usuario", G_CALLBACK (keep), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (api, "signed-out", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::recordar", G_CALLBACK (remember_changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}
