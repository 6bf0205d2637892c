/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sonido.h"

#include <gsound.h>
#include <gtk/gtk.h>

struct _TbkSonido
{
  GObject parent_instance;

  GSoundContext *context; /* NULL: none yet. The thread's, while `busy` */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (TbkSonido, tbk_sonido, G_TYPE_OBJECT)

enum
{
  ASKED,
  HANDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* A sound's file, and the name under which a sound theme may have another one for it. */
static const struct
{
  const char *file;
  const char *event;
} sonidos[TBK_SONIDO_N] = {
  [TBK_SONIDO_CAPTURED] = { "captured.oga", "triboka-captured" },
  [TBK_SONIDO_REFUSED] = { "refused.oga", "triboka-refused" },
  [TBK_SONIDO_MOVING] = { "moving.oga", "triboka-moving" },
};

char *
tbk_sonido_find_file (TbkSonidoClase clase)
{
  const char *folder = g_getenv ("TRIBOKA_SOUNDS"); /* of a build that is not installed */
  g_autofree char *within = g_build_filename ("triboka", "sounds", sonidos[clase].file, NULL);

  if (folder != NULL)
    return g_build_filename (folder, sonidos[clase].file, NULL);
  for (const char *const *data = g_get_system_data_dirs (); *data != NULL; data++)
    {
      g_autofree char *file = g_build_filename (*data, within, NULL);

      if (g_file_test (file, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&file);
    }
  return NULL;
}

/* --- the thread --- */

/* A player that could not be reached is looked for again with the next sound. */
static gboolean
hand_over (TbkSonido *self, TbkSonidoClase clase, GError **error)
{
  g_autofree char *file = tbk_sonido_find_file (clase);

  if (file == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s is not installed", sonidos[clase].file);
      return FALSE;
    }
  if (self->context == NULL)
    self->context = gsound_context_new (NULL, error);
  if (self->context == NULL)
    return FALSE;
  if (gsound_context_play_simple (self->context, NULL, error,
                                  GSOUND_ATTR_EVENT_ID, sonidos[clase].event,
                                  GSOUND_ATTR_MEDIA_FILENAME, file,
                                  GSOUND_ATTR_MEDIA_ROLE, "event",
                                  GSOUND_ATTR_CANBERRA_CACHE_CONTROL, "permanent",
                                  NULL))
    return TRUE;
  g_clear_object (&self->context);
  return FALSE;
}

static void
thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (hand_over (source, GPOINTER_TO_UINT (data), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- the object --- */

static void
handed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkSonido *self = TBK_SONIDO (source);
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_debug ("no sound: %s", error->message);
  g_signal_emit (self, signals[HANDED], 0, GPOINTER_TO_INT (data), error);
}

/* Of the desktop. */
static gboolean
has_sounds (void)
{
  gboolean sounds = TRUE;

  g_object_get (gtk_settings_get_default (), "gtk-enable-event-sounds", &sounds, NULL);
  return sounds;
}

void
tbk_sonido_play (TbkSonido *self, TbkSonidoClase clase)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TBK_IS_SONIDO (self) && clase < TBK_SONIDO_N);

  if (self->busy || !has_sounds ())
    return;
  self->busy = TRUE;
  g_signal_emit (self, signals[ASKED], 0, (int) clase);
  task = g_task_new (self, NULL, handed_cb, GINT_TO_POINTER (clase));
  g_task_set_task_data (task, GINT_TO_POINTER (clase), NULL);
  g_task_run_in_thread (task, thread_cb);
}

static void
tbk_sonido_finalize (GObject *object)
{
  g_clear_object (&TBK_SONIDO (object)->context);
  G_OBJECT_CLASS (tbk_sonido_parent_class)->finalize (object);
}

static void
tbk_sonido_class_init (TbkSonidoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tbk_sonido_finalize;
  signals[ASKED] = g_signal_new ("asked", TBK_TYPE_SONIDO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT);
  signals[HANDED] = g_signal_new ("handed", TBK_TYPE_SONIDO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_ERROR);
}

static void
tbk_sonido_init (TbkSonido *self)
{
}

TbkSonido *
tbk_sonido_new (void)
{
  return g_object_new (TBK_TYPE_SONIDO, NULL);
}
