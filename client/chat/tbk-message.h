/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One message of a conversation, on its way or stored. Main thread.
 *
 * Signal: "changed": what it says, or how it stands, is another. */
#define TBK_TYPE_MESSAGE (tbk_message_get_type ())
G_DECLARE_FINAL_TYPE (TbkMessage, tbk_message, TBK, MESSAGE, GObject)

typedef enum
{
  TBK_MESSAGE_WAITING, /* on this computer; it goes by itself */
  TBK_MESSAGE_FAILED,  /* the server refuses it: error_text says why */
  TBK_MESSAGE_SENT,    /* stored by the server */
  TBK_MESSAGE_DELIVERED,
  TBK_MESSAGE_READ,
} TbkMessageState;

/* Where it stands among the others, for who shows it. */
typedef enum
{
  TBK_MESSAGE_NEW_DAY = 1 << 0,    /* the first of its day */
  TBK_MESSAGE_NEW_AUTHOR = 1 << 1, /* the first of its author after another, or after a while */
  TBK_MESSAGE_FIRST_NEW = 1 << 2,  /* the first one that was unread */
  TBK_MESSAGE_OWN = 1 << 3,
  TBK_MESSAGE_FOUND = 1 << 4, /* the hit of a search that is looked at */
} TbkMessageFlags;

typedef struct
{
  gint64 id; /* 0: not stored yet */
  gint64 chat_id;
  gint64 numero; /* 0: not stored yet */
  gint64 version;
  gint64 autor_id;
  char *autor_nombre; /* nullable */
  char *cliente_id;
  char *texto;
  gint64 creado; /* microseconds since the epoch; the server's clock, of one on its way the own */
  gboolean editado;
  gboolean borrado;
  gint64 documento_id; /* 0: none */
  char *documento_nombre;
  char *documento_tipo; /* its content type */
  gint64 documento_tamano;
  char *menciones; /* of one on its way: JSON, the usuarios whom it names; nullable */
  char *archivo;   /* of one on its way: the path of the file that goes with it; nullable */
} TbkMessageFacts;

/* Of what the server sent. */
TbkMessage *tbk_message_new_from_json (JsonObject *object);
/* On its way. `facts` is copied. */
TbkMessage *tbk_message_new_waiting (const TbkMessageFacts *facts);

const TbkMessageFacts *tbk_message_get (TbkMessage *self);
TbkMessageState tbk_message_get_state (TbkMessage *self);
gboolean tbk_message_is_stored (TbkMessage *self);
/* Returns: (transfer none) (nullable). */
const char *tbk_message_get_error (TbkMessage *self);
guint tbk_message_get_flags (TbkMessage *self);

/* Takes over what the server says of it, unless that is older than what it has; one on its way is stored by it. */
void tbk_message_take (TbkMessage *self, JsonObject *object);
/* `error_text` for FAILED, else NULL. */
void tbk_message_set_state (TbkMessage *self, TbkMessageState state, const char *error_text);
void tbk_message_set_flags (TbkMessage *self, guint flags);
/* The server has taken its text away. */
void tbk_message_set_deleted (TbkMessage *self);
/* Its file is on the server as this documento. */
void tbk_message_set_documento (TbkMessage *self, JsonObject *documento);

G_END_DECLS
