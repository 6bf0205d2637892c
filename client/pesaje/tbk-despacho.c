/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-despacho-private.h"

#include <errno.h>

#include <glib/gi18n.h>

#include "tbk-error-text.h"
#include "tbk-toma.h"
#include "tbk-wire.h"

#define NAME_DIGITS 16 /* of the hash that tells servers apart in the file's name */

enum
{
  CHANGED,
  SENT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TbkDespacho, tbk_despacho, G_TYPE_OBJECT)

void
tbk_despacho_tell (TbkDespacho *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- the way to the server --- */

typedef struct
{
  TbkDespacho *self;
  TbkCartero *cartero;
  char *id;
} Post;

static void
post_free (Post *post)
{
  g_object_unref (post->self);
  g_object_unref (post->cartero);
  g_free (post->id);
  g_free (post);
}

/* What the error means for the row. */
static TbkCarteroResult
result_of (const GError *error)
{
  return error->domain == TBK_PROBLEM ? tbk_cartero_result_of ((guint) error->code) : TBK_CARTERO_AWAY;
}

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Post *post = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  g_autofree char *why = error != NULL ? tbk_error_text (error) : NULL;
  JsonObject *object = answer != NULL ? tbk_answer_get_object (answer) : NULL;

  if (answer != NULL)
    {
      tbk_cartero_done (post->cartero, post->id, TBK_CARTERO_SENT, NULL);
      tbk_despacho_sent_foto (post->self, post->cartero, post->id);
      if (object != NULL)
        g_signal_emit (post->self, signals[SENT], 0, object);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tbk_cartero_done (post->cartero, post->id, result_of (error), why);
  post_free (post);
}

static gboolean
is_ours (TbkDespacho *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);

  return usuario != NULL && tbk_record_get_id (usuario) == self->usuario_id;
}

static void
not_now_cb (gpointer data)
{
  Post *post = data;

  tbk_cartero_done (post->cartero, post->id, TBK_CARTERO_AWAY, _ ("Sign in to send it."));
  post_free (post);
}

static void
no_copy_cb (gpointer data)
{
  Post *post = data;

  tbk_cartero_done (post->cartero, post->id, TBK_CARTERO_REFUSED, _ ("The photo is not on this computer any more."));
  post_free (post);
}

static void
post_foto (TbkDespacho *self, const TbkBuzonFila *fila, Post *post)
{
  g_autoptr (TbkMultipart) form = tbk_despacho_open_foto (fila);

  if (form == NULL)
    g_idle_add_once (no_copy_cb, post);
  else
    tbk_api_call_async (self->api, &(TbkCall){ .method = "PUT", .path = fila->ruta, .form = form, .once = TRUE },
                        self->cancellable, posted_cb, post);
}

/* While another signs in, the line has that one's session already: nothing goes by it. */
static void
post_cb (TbkCartero *cartero, const TbkBuzonFila *fila, gpointer data)
{
  TbkDespacho *self = data;
  Post *post = g_new0 (Post, 1);
  g_autoptr (JsonNode) body = NULL;

  post->self = g_object_ref (self);
  post->cartero = g_object_ref (cartero);
  post->id = g_strdup (fila->id);
  if (!is_ours (self))
    g_idle_add_once (not_now_cb, post);
  else if (cartero == self->cartero_fotos)
    post_foto (self, fila, post);
  else
    {
      body = json_from_string (fila->cuerpo, NULL);
      tbk_api_call_async (self->api,
                          &(TbkCall){ .method = "POST", .path = fila->ruta, .body = body, .once = TRUE },
                          self->cancellable, posted_cb, post);
    }
}

/* --- whose file --- */

static void
stop (TbkDespacho *self, TbkCartero **cartero)
{
  if (*cartero == NULL)
    return;
  g_signal_handlers_disconnect_by_data (*cartero, self);
  tbk_cartero_stop (*cartero);
  g_clear_object (cartero);
}

static void
close_file (TbkDespacho *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  stop (self, &self->cartero);
  stop (self, &self->cartero_fotos);
  g_clear_pointer (&self->folder_fotos, g_free);
  g_clear_pointer (&self->buzon, tbk_buzon_close);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->reason, g_free);
}

/* "pesajes-1f2e3d4c5b6a7988-empresa-3.db" */
static char *
make_path (TbkDespacho *self)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, tbk_api_get_url (self->api), -1);
  g_autofree char *name = g_strdup_printf ("pesajes-%.*s-empresa-%" G_GINT64_FORMAT ".db", NAME_DIGITS, hash,
                                           tbk_api_get_empresa_id (self->api));

  return g_build_filename (self->folder, name, NULL);
}

static char *
explain (const GError *error)
{
  if (g_error_matches (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_BUSY))
    return g_strdup (_ ("Triboka runs twice on this computer: weigh in the one that was opened first."));
  /* Translators: %s is what the file system says */
  return g_strdup_printf (_ ("Weighings cannot be kept on this computer: %s"), error->message);
}

static void
open_file (TbkDespacho *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  self->path = g_strdup (path);
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", self->folder, g_strerror (errno));
  else
    self->buzon = tbk_buzon_open (path, &error);
  if (self->buzon == NULL)
    {
      self->reason = explain (error);
      return;
    }
  if (!tbk_buzon_forget_sent (self->buzon, g_get_real_time () - TBK_BUZON_KEEP_SENT_US, &error))
    g_message ("outbox: %s", error->message);
  tbk_buzon_set_usuario (self->buzon, self->usuario_id);
  self->cancellable = g_cancellable_new ();
  self->folder_fotos = g_strconcat (path, "-fotos", NULL);
  tbk_despacho_sweep_fotos (self);
  self->cartero = tbk_cartero_new (self->buzon, post_cb, self);
  self->cartero_fotos = tbk_cartero_new_for (self->buzon, &tbk_foto_cola, post_cb, self);
  g_signal_connect_swapped (self->cartero, "changed", G_CALLBACK (tbk_despacho_tell), self);
  g_signal_connect_swapped (self->cartero_fotos, "changed", G_CALLBACK (tbk_despacho_tell), self);
}

/* Another user, or the same again after the session had expired. */
static void
usuario_cb (TbkDespacho *self)
{
  TbkRecord *usuario = tbk_api_get_usuario (self->api);
  g_autofree char *path = NULL;

  if (usuario == NULL)
    return;
  path = make_path (self);
  if (self->buzon != NULL && g_strcmp0 (path, self->path) == 0 && self->usuario_id == tbk_record_get_id (usuario))
    {
      tbk_despacho_kick (self);
      return;
    }
  close_file (self);
  self->usuario_id = tbk_record_get_id (usuario);
  if (self->wanted || g_file_test (path, G_FILE_TEST_EXISTS))
    open_file (self, path);
  tbk_despacho_tell (self);
}

/* The line is back. */
static void
state_cb (TbkDespacho *self)
{
  if (tbk_api_get_state (self->api) == TBK_API_ONLINE)
    tbk_despacho_kick (self);
}

/* --- the object --- */

static void
tbk_despacho_dispose (GObject *object)
{
  TbkDespacho *self = TBK_DESPACHO (object);

  close_file (self);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_despacho_parent_class)->dispose (object);
}

static void
tbk_despacho_finalize (GObject *object)
{
  g_free (TBK_DESPACHO (object)->folder);
  G_OBJECT_CLASS (tbk_despacho_parent_class)->finalize (object);
}

static void
tbk_despacho_class_init (TbkDespachoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_despacho_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_despacho_finalize;
  signals[CHANGED] = g_signal_new ("changed", TBK_TYPE_DESPACHO, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[SENT] = g_signal_new ("sent", TBK_TYPE_DESPACHO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                JSON_TYPE_OBJECT);
}

static void
tbk_despacho_init (TbkDespacho *self)
{
}

TbkDespacho *
tbk_despacho_new (TbkApi *api, const char *folder)
{
  TbkDespacho *self = g_object_new (TBK_TYPE_DESPACHO, NULL);

  self->api = g_object_ref (api);
  self->folder = folder != NULL ? g_strdup (folder) : g_build_filename (g_get_user_data_dir (), "triboka", NULL);
  g_signal_connect_object (api, "notify::usuario", G_CALLBACK (usuario_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (api, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  usuario_cb (self);
  return self;
}

void
tbk_despacho_want (TbkDespacho *self)
{
  g_return_if_fail (TBK_IS_DESPACHO (self));
  self->wanted = TRUE;
  if (self->buzon == NULL)
    usuario_cb (self);
}

void
tbk_despacho_close (TbkDespacho *self)
{
  g_return_if_fail (TBK_IS_DESPACHO (self));
  close_file (self);
  self->usuario_id = 0;
  tbk_despacho_tell (self);
}

TbkBuzon *
tbk_despacho_get_buzon (TbkDespacho *self)
{
  return self->buzon;
}

const char *
tbk_despacho_get_reason (TbkDespacho *self)
{
  return self->reason;
}

gboolean
tbk_despacho_count (TbkDespacho *self, TbkBuzonCuenta *cuenta)
{
  g_autoptr (GError) error = NULL;

  *cuenta = (TbkBuzonCuenta){ 0 };
  if (self->buzon == NULL)
    return FALSE;
  if (tbk_buzon_count (self->buzon, cuenta, &error))
    return TRUE;
  g_message ("outbox: %s", error->message);
  return FALSE;
}

/* --- keeping --- */

gboolean
tbk_despacho_check (TbkDespacho *self, GError **error)
{
  if (self->buzon != NULL)
    return TRUE;
  g_set_error_literal (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FAILED,
                       self->reason != NULL ? self->reason : _ ("Sign in before you weigh."));
  return FALSE;
}

/* `kept` is what the file says. Something to send goes as soon as there is a line. */
static gboolean
settle (TbkDespacho *self, gboolean kept)
{
  if (kept)
    {
      tbk_cartero_kick (self->cartero);
      tbk_despacho_tell (self);
    }
  return kept;
}

gboolean
tbk_despacho_put (TbkDespacho *self, const char *id, const char *body, gint64 en, GError **error)
{
  return tbk_despacho_check (self, error) && settle (self, tbk_buzon_put (self->buzon, id, body, en, error));
}

gboolean
tbk_despacho_finish (TbkDespacho *self, const char *id, const char *body, gint64 en, GError **error)
{
  return tbk_despacho_check (self, error) && settle (self, tbk_patio_finish (self->buzon, id, body, en, error));
}

gboolean
tbk_despacho_put_camion (TbkDespacho *self, const TbkCamion *camion, GError **error)
{
  return tbk_despacho_check (self, error) && settle (self, tbk_patio_put (self->buzon, camion, error));
}

gboolean
tbk_despacho_dismiss (TbkDespacho *self, const char *id, const char *why, GError **error)
{
  if (!tbk_despacho_check (self, error) || !tbk_patio_dismiss (self->buzon, id, why, error))
    return FALSE;
  tbk_despacho_let_go_foto (self, id);
  return settle (self, TRUE);
}

gboolean
tbk_despacho_undo (TbkDespacho *self, const char *id, const char *why, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/pesajes/%s/anular", id);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (JsonNode) body = NULL;
  g_autofree char *text = NULL;

  if (!tbk_despacho_check (self, error))
    return FALSE;
  tbk_values_set (values, "id", uuid);
  tbk_values_set (values, "motivo", why);
  body = tbk_wire_object (NULL, values);
  text = json_to_string (body, FALSE);
  return settle (self, tbk_buzon_put_to (self->buzon, path, uuid, text, g_get_real_time (), error));
}

gboolean
tbk_despacho_retry (TbkDespacho *self, const char *id, GError **error)
{
  return tbk_despacho_check (self, error) && settle (self, tbk_buzon_retry (self->buzon, id, error));
}

gboolean
tbk_despacho_give_up (TbkDespacho *self, const char *id, const char *why, GError **error)
{
  if (!tbk_despacho_check (self, error) || !tbk_buzon_give_up (self->buzon, id, why, error))
    return FALSE;
  tbk_despacho_let_go_foto (self, id);
  return settle (self, TRUE);
}

void
tbk_despacho_kick (TbkDespacho *self)
{
  if (self->cartero == NULL)
    return;
  tbk_cartero_kick (self->cartero);
  tbk_cartero_kick (self->cartero_fotos);
}
