/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-upload.h"

#include <glib/gi18n.h>

#include "tbk-error-text.h"
#include "tbk-json.h"

struct _TbkUpload
{
  GObject parent_instance;

  TbkApi *api;
  char *path;
  char *place;
  char *tipo;
  char *name;
  GFile *file;
  gboolean again;

  TbkUploadState state;
  double fraction;
  char *error_text;
  gboolean repeatable;
  goffset length; /* of the form */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TbkUpload, tbk_upload, G_TYPE_OBJECT)

/* clang-format off */
G_DEFINE_ENUM_TYPE (TbkUploadState, tbk_upload_state,
                    G_DEFINE_ENUM_VALUE (TBK_UPLOAD_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (TBK_UPLOAD_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (TBK_UPLOAD_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (TBK_UPLOAD_DONE, "done"))
/* clang-format on */

enum
{
  PROP_NAME = 1,
  PROP_PLACE,
  PROP_STATE,
  PROP_FRACTION,
  PROP_ERROR_TEXT,
  PROP_REPEATABLE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
set_fraction (TbkUpload *self, double fraction)
{
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
set_state (TbkUpload *self, TbkUploadState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* The documento that has this content already, of a 409. Returns: (transfer full) (nullable): what it is called. */
static char *
read_twin (const GError *error)
{
  const char *json = g_error_matches (error, TBK_PROBLEM, 409) ? tbk_problem_get_actual (error) : NULL;
  g_autoptr (JsonNode) node = json != NULL ? tbk_json_parse (json, -1, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return g_strdup (json_object_get_string_member_with_default (json_node_get_object (node), "nombre_archivo", ""));
}

/* What the general words for a status do not say of a file. */
static char *
describe (const GError *error, const char *twin)
{
  if (twin != NULL)
    return g_strdup_printf (_ ("The contract has this content already, as “%s”."), twin);
  if (g_error_matches (error, TBK_PROBLEM, 409))
    return g_strdup (_ ("The contract takes no more documents."));
  if (g_error_matches (error, TBK_PROBLEM, 415))
    return g_strdup (_ ("What it contains is not what its name says, or of no kind that is kept here."));
  if (g_error_matches (error, TBK_PROBLEM, 422))
    return g_strdup (_ ("The server refuses this file: it may be infected."));
  if (g_error_matches (error, TBK_PROBLEM, 507))
    return g_strdup (_ ("The server has no room left for it."));
  return tbk_error_text (error);
}

static void
set_error (TbkUpload *self, const GError *error)
{
  g_autofree char *twin = read_twin (error);

  g_free (self->error_text);
  self->error_text = error != NULL ? describe (error, twin) : NULL;
  self->repeatable = twin != NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_TEXT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPEATABLE]);
}

static void
fail (TbkUpload *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_error (self, error);
  set_state (self, TBK_UPLOAD_FAILED);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkUpload) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (answer == NULL)
    fail (self, error);
  else
    set_state (self, TBK_UPLOAD_DONE);
}

static void
sent_cb (goffset bytes, gpointer data)
{
  TbkUpload *self = data;

  set_fraction (self, MIN (1.0, (double) bytes / (double) self->length));
}

static void
send (TbkUpload *self, goffset length)
{
  g_autoptr (TbkMultipart) form = tbk_multipart_new ("archivo", self->file, self->name, length);

  tbk_multipart_add (form, "tipo", self->tipo);
  if (self->again)
    tbk_multipart_add (form, "repetido", "true");
  self->length = tbk_multipart_get_length (form);
  tbk_api_call_async (
      self->api,
      &(TbkCall){
          .method = "POST", .path = self->path, .form = form, .sent = sent_cb, .sent_data = self },
      self->cancellable, stored_cb, g_object_ref (self));
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkUpload) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("This is no file."));
  else if (info != NULL && g_file_info_get_size (info) == 0)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The file is empty."));
  if (error != NULL)
    fail (self, error);
  else
    send (self, g_file_info_get_size (info));
}

void
tbk_upload_start (TbkUpload *self)
{
  g_return_if_fail (self->state == TBK_UPLOAD_WAITING);

  self->cancellable = g_cancellable_new ();
  set_fraction (self, 0);
  set_state (self, TBK_UPLOAD_SENDING);
  g_file_query_info_async (self->file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable, measured_cb,
                           g_object_ref (self));
}

void
tbk_upload_renew (TbkUpload *self, gboolean again)
{
  g_return_if_fail (self->state == TBK_UPLOAD_FAILED);

  g_clear_object (&self->cancellable);
  self->again = again;
  set_error (self, NULL);
  set_state (self, TBK_UPLOAD_WAITING);
}

void
tbk_upload_cancel (TbkUpload *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* --- GObject --- */

static void
tbk_upload_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkUpload *self = TBK_UPLOAD (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_PLACE:
      g_value_set_string (value, self->place);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;
    case PROP_REPEATABLE:
      g_value_set_boolean (value, self->repeatable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_upload_finalize (GObject *object)
{
  TbkUpload *self = TBK_UPLOAD (object);

  g_clear_object (&self->cancellable);
  g_object_unref (self->api);
  g_object_unref (self->file);
  g_free (self->path);
  g_free (self->place);
  g_free (self->tipo);
  g_free (self->name);
  g_free (self->error_text);
  G_OBJECT_CLASS (tbk_upload_parent_class)->finalize (object);
}

static void
tbk_upload_class_init (TbkUploadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_upload_get_property;
  object_class->finalize = tbk_upload_finalize;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_PLACE] = g_param_spec_string ("place", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TBK_TYPE_UPLOAD_STATE, TBK_UPLOAD_WAITING, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, flags);
  properties[PROP_REPEATABLE] = g_param_spec_boolean ("repeatable", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_upload_init (TbkUpload *self)
{
}

/* A name that is not UTF-8 on the disk still has one for people. */
static char *
name_of (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return g_filename_display_name (base != NULL ? base : "");
}

TbkUpload *
tbk_upload_new (TbkApi *api, const char *path, const char *place, GFile *file, const char *tipo)
{
  TbkUpload *self = g_object_new (TBK_TYPE_UPLOAD, NULL);

  self->api = g_object_ref (api);
  self->path = g_strdup (path);
  self->place = g_strdup (place);
  self->tipo = g_strdup (tipo);
  self->name = name_of (file);
  self->file = g_object_ref (file);
  return self;
}

const char *
tbk_upload_get_path (TbkUpload *self)
{
  return self->path;
}

TbkUploadState
tbk_upload_get_state (TbkUpload *self)
{
  return self->state;
}
