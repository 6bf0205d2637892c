/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-store.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tbk-adjunto.h"
#include "tbk-json.h"
#include "tbk-wire.h"

#define MAX_FILE_BYTES (64 * 1024)
#define DRAFTS "drafts.ini"
#define DRAFTS_GROUP "drafts"
#define SUFFIX ".json"

struct _TbkChatStore
{
  char *folder;
  char *url;
  gint64 usuario_id;
  GKeyFile *drafts;
  gboolean dirty;
};

/* --- the folder --- */

/* An address has letters that a folder's name cannot have. */
static char *
name_folder (const char *root, const char *url, gint64 usuario_id)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, url, -1);
  g_autofree char *name = g_strdup_printf ("%.16s-%" G_GINT64_FORMAT, sum, usuario_id);

  return g_build_filename (root, name, NULL);
}

static gboolean
make_folder (TbkChatStore *self, GError **error)
{
  int failure;

  if (g_mkdir_with_parents (self->folder, 0700) == 0)
    return TRUE;
  failure = errno;
  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (failure), "%s cannot be made: %s", self->folder,
               g_strerror (failure));
  return FALSE;
}

static gboolean
write_file (TbkChatStore *self, const char *path, const char *text, GFileSetContentsFlags flags, GError **error)
{
  return make_folder (self, error) && g_file_set_contents_full (path, text, -1, flags, 0600, error);
}

static GKeyFile *
load_drafts (TbkChatStore *self)
{
  g_autofree char *path = g_build_filename (self->folder, DRAFTS, NULL);
  GKeyFile *drafts = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (drafts, path, G_KEY_FILE_NONE, &error))
    g_debug ("no drafts: %s", error->message);
  return drafts;
}

TbkChatStore *
tbk_chat_store_new (const char *root, const char *url, gint64 usuario_id)
{
  TbkChatStore *self = g_new0 (TbkChatStore, 1);

  self->folder = name_folder (root, url, usuario_id);
  self->url = g_strdup (url);
  self->usuario_id = usuario_id;
  self->drafts = load_drafts (self);
  return self;
}

void
tbk_chat_store_free (TbkChatStore *self)
{
  g_autoptr (GError) error = NULL;

  if (!tbk_chat_store_flush (self, &error))
    g_info ("drafts are lost: %s", error->message);
  g_key_file_unref (self->drafts);
  g_free (self->folder);
  g_free (self->url);
  g_free (self);
}

gboolean
tbk_chat_store_is_of (TbkChatStore *self, const char *url, gint64 usuario_id)
{
  return self->usuario_id == usuario_id && g_strcmp0 (self->url, url) == 0;
}

/* --- messages --- */

static char *
path_of (TbkChatStore *self, TbkMessage *message)
{
  const TbkMessageFacts *facts = tbk_message_get (message);
  g_autofree char *name = g_strdup_printf ("%020" G_GINT64_FORMAT "-%s" SUFFIX, facts->creado, facts->cliente_id);

  return g_build_filename (self->folder, name, NULL);
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static char *
write_message (TbkMessage *message)
{
  const TbkMessageFacts *facts = tbk_message_get (message);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_int_member (object, "chat_id", facts->chat_id);
  json_object_set_int_member (object, "creado", facts->creado);
  set_text (object, "cliente_id", facts->cliente_id);
  set_text (object, "texto", facts->texto);
  set_text (object, "menciones", facts->menciones);
  set_text (object, "archivo", facts->archivo);
  set_text (object, "documento_nombre", facts->documento_nombre);
  json_object_set_int_member (object, "documento_id", facts->documento_id);
  json_object_set_int_member (object, "documento_tamano", facts->documento_tamano);
  if (tbk_message_get_state (message) == TBK_MESSAGE_FAILED)
    set_text (object, "fallo", tbk_message_get_error (message));
  return tbk_json_to_text (node);
}

gboolean
tbk_chat_store_save (TbkChatStore *self, TbkMessage *message, GError **error)
{
  g_autofree char *path = path_of (self, message);
  g_autofree char *text = write_message (message);

  return write_file (self, path, text, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, error);
}

void
tbk_chat_store_remove (TbkChatStore *self, TbkMessage *message)
{
  const TbkMessageFacts *facts = tbk_message_get (message);
  g_autofree char *path = path_of (self, message);

  if (g_unlink (path) != 0)
    g_debug ("%s is gone already", path);
  tbk_adjunto_remove (self->folder, facts->archivo);
}

static TbkMessage *
read_message (JsonObject *object)
{
  const char *fallo = tbk_wire_get_text (object, "fallo");
  const TbkMessageFacts facts = {
    .chat_id = tbk_wire_get_int (object, "chat_id", 0),
    .creado = tbk_wire_get_int (object, "creado", 0),
    .cliente_id = (char *) tbk_wire_get_text (object, "cliente_id"),
    .texto = (char *) tbk_wire_get_text (object, "texto"),
    .menciones = (char *) tbk_wire_get_text (object, "menciones"),
    .archivo = (char *) tbk_wire_get_text (object, "archivo"),
    .documento_nombre = (char *) tbk_wire_get_text (object, "documento_nombre"),
    .documento_id = tbk_wire_get_int (object, "documento_id", 0),
    .documento_tamano = tbk_wire_get_int (object, "documento_tamano", 0),
  };
  TbkMessage *message;

  if (facts.chat_id <= 0 || facts.cliente_id == NULL || !g_uuid_string_is_valid (facts.cliente_id))
    return NULL;
  message = tbk_message_new_waiting (&facts);
  if (fallo != NULL)
    tbk_message_set_state (message, TBK_MESSAGE_FAILED, fallo);
  return message;
}

static TbkMessage *
load_message (TbkChatStore *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  TbkMessage *message = NULL;
  gsize length = 0;

  if (g_file_get_contents (path, &text, &length, &error) && length <= MAX_FILE_BYTES)
    object = tbk_json_parse_object (text, (gssize) length, &error);
  if (object != NULL)
    message = read_message (object);
  if (message == NULL)
    g_info ("%s is no message: %s", path, error != NULL ? error->message : "too large, or without what it needs");
  return message;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What no message names was never sent. */
static void
sweep (TbkChatStore *self, const GPtrArray *messages)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < messages->len; i++)
    {
      const TbkMessageFacts *facts = tbk_message_get (g_ptr_array_index (messages, i));

      if (facts->archivo != NULL)
        g_hash_table_add (wanted, facts->archivo);
    }
  tbk_adjunto_sweep (self->folder, wanted);
}

GPtrArray *
tbk_chat_store_load (TbkChatStore *self)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len && messages->len < TBK_CHAT_STORE_MAX_MESSAGES; i++)
    {
      TbkMessage *message = load_message (self, g_ptr_array_index (names, i));

      if (message != NULL)
        g_ptr_array_add (messages, message);
    }
  if (messages->len == names->len) /* one that could not be read may name a file, too */
    sweep (self, messages);
  return messages;
}

const char *
tbk_chat_store_get_folder (TbkChatStore *self)
{
  return self->folder;
}

/* --- drafts --- */

static char *
draft_key (gint64 chat_id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, chat_id);
}

char *
tbk_chat_store_get_draft (TbkChatStore *self, gint64 chat_id)
{
  g_autofree char *key = draft_key (chat_id);

  return g_key_file_get_string (self->drafts, DRAFTS_GROUP, key, NULL);
}

/* The one that was begun first makes room. */
static void
make_room (TbkChatStore *self)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->drafts, DRAFTS_GROUP, NULL, NULL);

  if (keys != NULL && g_strv_length (keys) >= TBK_CHAT_STORE_MAX_DRAFTS)
    g_key_file_remove_key (self->drafts, DRAFTS_GROUP, keys[0], NULL);
}

void
tbk_chat_store_set_draft (TbkChatStore *self, gint64 chat_id, const char *texto)
{
  g_autofree char *key = draft_key (chat_id);
  g_autofree char *before = g_key_file_get_string (self->drafts, DRAFTS_GROUP, key, NULL);

  if (g_strcmp0 (before != NULL ? before : "", texto != NULL ? texto : "") == 0)
    return;
  if (before == NULL)
    make_room (self);
  if (texto != NULL && *texto != '\0')
    g_key_file_set_string (self->drafts, DRAFTS_GROUP, key, texto);
  else
    g_key_file_remove_key (self->drafts, DRAFTS_GROUP, key, NULL);
  self->dirty = TRUE;
}

gboolean
tbk_chat_store_flush (TbkChatStore *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, DRAFTS, NULL);
  g_autofree char *text = NULL;

  if (!self->dirty)
    return TRUE;
  text = g_key_file_to_data (self->drafts, NULL, NULL);
  if (!write_file (self, path, text, G_FILE_SET_CONTENTS_CONSISTENT, error))
    return FALSE;
  self->dirty = FALSE;
  return TRUE;
}
