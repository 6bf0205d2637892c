/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-renderer.h"

#include <unistd.h>

#include "tbk-render-link.h"

#define LIMIT_MS 10000

typedef struct
{
  TbkRenderOp op;
  GVariant *args;
  int fd;
  TbkRendererPriority priority;
} Job;

struct _TbkRenderer
{
  GObject parent_instance;

  TbkDocSource *source;
  char *kind;
  char *password;
  guint limit_ms;

  TbkRenderLink *link; /* NULL: none runs */
  gboolean opened;     /* by the one that runs */
  GQueue waiting;      /* (element-type GTask) by priority */
  GTask *current;      /* what is under way */
  TbkRenderOp asked;   /* of it: TBK_RENDER_OPEN also where that comes before it in a new process */
  guint32 serial;
  gint64 began; /* monotonic time; 0: it waits for the file */
  gint64 spent; /* microseconds before that */
  guint deadline_id;
  guint deaths; /* since the last success */
  GCancellable *cancellable;
};

enum
{
  PROP_0,
  PROP_LIMIT_MS,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TbkRenderer, tbk_renderer, G_TYPE_OBJECT)

static void next (TbkRenderer *self);

static void
free_job (gpointer data)
{
  Job *job = data;

  g_variant_unref (job->args);
  if (job->fd >= 0)
    close (job->fd);
  g_free (job);
}

/* --- its time --- */

static void
stop_clock (TbkRenderer *self)
{
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  if (self->began != 0)
    self->spent += g_get_monotonic_time () - self->began;
  self->began = 0;
}

/* --- how a request ends --- */

/* Takes over `value` or `error`. */
static void
finish (TbkRenderer *self, GVariant *value, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->current);

  stop_clock (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, (GDestroyNotify) g_variant_unref);
}

static void
end_process (TbkRenderer *self)
{
  g_clear_pointer (&self->link, tbk_render_link_free);
  self->opened = FALSE;
}

/* It is ended, for this reason; what it was to do fails. */
static void
give_up (TbkRenderer *self, TbkRenderError code, const char *why)
{
  end_process (self);
  self->deaths++;
  if (self->current != NULL)
    finish (self, NULL, g_error_new (TBK_RENDER_ERROR, code, "%s", why));
  next (self);
}

static void
deadline_cb (gpointer data)
{
  g_autoptr (TbkRenderer) self = g_object_ref (TBK_RENDERER (data));

  self->deadline_id = 0;
  give_up (self, TBK_RENDER_ERROR_TIME, "it takes too long");
}

static void
run_clock (TbkRenderer *self)
{
  gint64 left = self->limit_ms - self->spent / 1000;

  self->began = g_get_monotonic_time ();
  self->deadline_id = g_timeout_add_once ((guint) MAX (0, left), deadline_cb, self);
}

/* --- saying --- */

static gboolean
say (TbkRenderer *self, TbkRenderKind kind, GVariant *args, int fd)
{
  TbkRenderMessage message = { kind, self->asked, self->serial, args };

  return tbk_render_link_send (self->link, &message, fd);
}

static gboolean
say_open (TbkRenderer *self)
{
  GVariant *args = g_variant_new ("(ssxb)", self->password, self->kind,
                                  (gint64) tbk_doc_source_get_size (self->source),
                                  tbk_doc_source_is_complete (self->source));
  int fd = tbk_doc_source_open_fd (self->source);
  gboolean said = say (self, TBK_RENDER_REQUEST, args, fd);

  if (fd >= 0)
    close (fd);
  return said;
}

static gboolean
say_current (TbkRenderer *self)
{
  Job *job = g_task_get_task_data (self->current);

  self->serial++;
  self->asked = self->opened ? job->op : TBK_RENDER_OPEN;
  if (self->asked == TBK_RENDER_OPEN)
    return say_open (self);
  return say (self, TBK_RENDER_REQUEST, job->args, job->fd);
}

/* --- hearing --- */

typedef struct
{
  TbkRenderer *self;
  guint32 serial;
  gint64 offset;
  guint length;
} Need;

static void
there_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Need *need = data;
  g_autoptr (TbkRenderer) self = need->self;
  gboolean there = tbk_doc_source_want_finish (TBK_DOC_SOURCE (source), result, NULL);
  GVariant *args = g_variant_ref_sink (g_variant_new ("(xub)", need->offset, need->length, there));

  /* it may have ended meanwhile */
  if (self->link != NULL && self->current != NULL && self->serial == need->serial)
    {
      run_clock (self);
      if (!say (self, TBK_RENDER_HAVE, args, -1))
        give_up (self, TBK_RENDER_ERROR_DIED, "the renderer does not listen");
    }
  g_variant_unref (args);
  g_free (need);
}

/* Returns: FALSE when it asks for what is none. */
static gboolean
hear_need (TbkRenderer *self, GVariant *args)
{
  Need *need;
  gint64 offset;
  guint length;

  g_variant_get (args, "(xu)", &offset, &length);
  if (self->began == 0 || offset < 0 || length < 1 || length > TBK_RENDER_MAX_NEED
      || offset > tbk_doc_source_get_size (self->source) - length)
    return FALSE;
  stop_clock (self);
  need = g_new0 (Need, 1);
  *need = (Need){ g_object_ref (self), self->serial, offset, length };
  tbk_doc_source_want_async (self->source, offset, length, self->cancellable, there_cb, need);
  return TRUE;
}

static void
hear_reply (TbkRenderer *self, GVariant *args)
{
  Job *job = g_task_get_task_data (self->current);

  self->deaths = 0;
  if (self->asked == TBK_RENDER_OPEN)
    self->opened = TRUE;
  if (self->asked == job->op)
    {
      finish (self, g_variant_ref (args), NULL);
      next (self);
    }
  else if (!say_current (self))
    give_up (self, TBK_RENDER_ERROR_DIED, "the renderer does not listen");
}

static void
hear_failure (TbkRenderer *self, GVariant *args)
{
  const char *why;
  guint code;
  const GError *lost = tbk_doc_source_get_error (self->source);

  g_variant_get (args, "(u&s)", &code, &why);
  if (code == TBK_RENDER_ERROR_AWAY)
    end_process (self); /* it ends by itself */
  if (code == TBK_RENDER_ERROR_AWAY && lost != NULL)
    finish (self, NULL, g_error_copy (lost));
  else
    finish (self, NULL,
            g_error_new (TBK_RENDER_ERROR,
                         (int) CLAMP (code, TBK_RENDER_ERROR_DAMAGED, TBK_RENDER_ERROR_PROTOCOL),
                         "%s", why));
  next (self);
}

static void
heard_cb (const TbkRenderMessage *message, const GError *error, gpointer data)
{
  g_autoptr (TbkRenderer) self = g_object_ref (TBK_RENDERER (data));

  if (message == NULL)
    give_up (self, error->code, error->message);
  else if (self->current == NULL
           || (message->kind != TBK_RENDER_NEED && (message->serial != self->serial || message->op != self->asked)))
    give_up (self, TBK_RENDER_ERROR_PROTOCOL, "the renderer says what it was not asked");
  else if (message->kind == TBK_RENDER_REPLY)
    hear_reply (self, message->args);
  else if (message->kind == TBK_RENDER_FAILURE)
    hear_failure (self, message->args);
  else if (!hear_need (self, message->args))
    give_up (self, TBK_RENDER_ERROR_PROTOCOL, "the renderer asks for what is not in the file");
}

/* --- one after the other --- */

static void
begin (TbkRenderer *self)
{
  g_autoptr (GError) error = NULL;

  self->spent = 0;
  if (self->link == NULL)
    self->link = tbk_render_link_new (heard_cb, self, &error);
  if (self->link == NULL)
    {
      self->deaths++;
      finish (self, NULL,
              g_error_new (TBK_RENDER_ERROR, TBK_RENDER_ERROR_DIED,
                           "the renderer does not start: %s", error->message));
      return;
    }
  run_clock (self);
  if (!say_current (self))
    {
      end_process (self);
      self->deaths++;
      finish (self, NULL, g_error_new (TBK_RENDER_ERROR, TBK_RENDER_ERROR_DIED, "the renderer does not listen"));
    }
}

static void
next (TbkRenderer *self)
{
  while (self->current == NULL && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

      if (g_task_return_error_if_cancelled (task))
        continue;
      if (self->deaths >= TBK_RENDERER_MAX_DEATHS)
        {
          g_task_return_new_error (task, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DIED,
                                   "the renderer ended %u times", self->deaths);
          continue;
        }
      self->current = g_steal_pointer (&task);
      begin (self);
    }
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const Job *one = g_task_get_task_data ((GTask *) a);
  const Job *other = g_task_get_task_data ((GTask *) b);

  /* `a` is in the queue, `b` comes: after all of its like */
  return one->priority <= other->priority ? -1 : 1;
}

static void
add (TbkRenderer *self, GTask *task, const Job *job)
{
  g_task_set_task_data (task, g_memdup2 (job, sizeof *job), free_job);
  if (g_queue_get_length (&self->waiting) >= TBK_RENDERER_MAX_WAITING)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "too much is asked of the document at once");
      g_object_unref (task);
      return;
    }
  g_queue_insert_sorted (&self->waiting, task, compare, NULL);
  next (self);
}

void
tbk_renderer_call_async (TbkRenderer *self,
                         TbkRenderOp op,
                         GVariant *args,
                         int fd,
                         TbkRendererPriority priority,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tbk_renderer_call_async);
  add (self, task, &(Job){ op, g_variant_ref_sink (args), fd >= 0 ? dup (fd) : -1, priority });
}

void
tbk_renderer_open_async (TbkRenderer *self,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_free (self->password);
  self->password = g_strdup (password);
  self->deaths = 0;
  tbk_renderer_call_async (self, TBK_RENDER_OPEN, g_variant_new ("()"), -1, TBK_RENDERER_OPENING,
                           cancellable, callback, data);
}

GVariant *
tbk_renderer_call_finish (TbkRenderer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tbk_renderer_close (TbkRenderer *self)
{
  g_autoptr (TbkRenderer) held = g_object_ref (self);
  GTask *task;

  g_cancellable_cancel (self->cancellable);
  end_process (self);
  self->deaths = TBK_RENDERER_MAX_DEATHS;
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the document is closed");
      g_object_unref (task);
    }
  if (self->current != NULL)
    finish (self, NULL, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the document is closed"));
}

guint
tbk_renderer_get_busy (TbkRenderer *self)
{
  return g_queue_get_length (&self->waiting) + (self->current != NULL);
}

GPid
tbk_renderer_get_pid (TbkRenderer *self)
{
  return self->link != NULL ? tbk_render_link_get_pid (self->link) : 0;
}

/* --- GObject --- */

static void
tbk_renderer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, TBK_RENDERER (object)->limit_ms);
}

static void
tbk_renderer_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TBK_RENDERER (object)->limit_ms = g_value_get_uint (value);
}

/* A request holds a reference, so none waits: just its process is left. */
static void
tbk_renderer_finalize (GObject *object)
{
  TbkRenderer *self = TBK_RENDERER (object);

  end_process (self);
  g_object_unref (self->cancellable);
  g_object_unref (self->source);
  g_free (self->kind);
  g_free (self->password);
  G_OBJECT_CLASS (tbk_renderer_parent_class)->finalize (object);
}

static void
tbk_renderer_class_init (TbkRendererClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_renderer_get_property;
  object_class->set_property = tbk_renderer_set_property;
  object_class->finalize = tbk_renderer_finalize;
  properties[PROP_LIMIT_MS] = g_param_spec_uint ("limit-ms", NULL, NULL, 1, 600000, LIMIT_MS,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_renderer_init (TbkRenderer *self)
{
  self->limit_ms = LIMIT_MS;
  self->password = g_strdup ("");
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
}

TbkRenderer *
tbk_renderer_new (TbkDocSource *source, const char *kind)
{
  TbkRenderer *self = g_object_new (TBK_TYPE_RENDERER, NULL);

  self->source = g_object_ref (source);
  self->kind = g_strdup (kind);
  return self;
}
