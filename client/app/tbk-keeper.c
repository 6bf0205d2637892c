/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-keeper.h"

#include "tbk-keyring.h"

struct _TbkKeeper
{
  GObject parent_instance;

  TbkApi *api;
  GApplication *application;
  GSettings *settings;
  gboolean writing;
  gboolean stale; /* something newer is to be written after that */
  gboolean failed;
};

G_DEFINE_FINAL_TYPE (TbkKeeper, tbk_keeper, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void keep (TbkKeeper *self);

static void
note_failure (TbkKeeper *self, const GError *error)
{
  g_debug ("the keyring does not keep the session: %s", error->message);
  if (self->failed)
    return;
  self->failed = TRUE;
  g_signal_emit (self, signals[FAILED], 0);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkKeeper) self = data;
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  if (!tbk_keyring_store_finish (result, &error))
    note_failure (self, error);
  if (self->stale)
    keep (self);
  g_application_release (self->application);
}

static void
write_token (TbkKeeper *self, const char *email, const char *token)
{
  self->writing = TRUE;
  self->stale = FALSE;
  g_application_hold (self->application);
  tbk_keyring_store_async (tbk_api_get_url (self->api), email, token, kept_cb, g_object_ref (self));
}

static void
keep (TbkKeeper *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);
  const char *token = tbk_api_get_refresh_token (self->api);

  if (self->writing)
    {
      self->stale = TRUE;
      return;
    }
  self->stale = FALSE;
  if (usuario == NULL || token == NULL || !g_settings_get_boolean (self->settings, "recordar"))
    return;
  write_token (self, tbk_record_get_text (usuario, "email"), token);
}

/* Nothing was kept where the keyring failed, and nothing need be taken away. */
static void
forget (TbkKeeper *self)
{
  self->stale = FALSE;
  if (!self->failed && tbk_api_get_url (self->api) != NULL)
    write_token (self, NULL, NULL);
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
