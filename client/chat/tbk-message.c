/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-message.h"

#include "tbk-chat-text.h"
#include "tbk-wire.h"

struct _TbkMessage
{
  GObject parent_instance;

  TbkMessageFacts facts;
  TbkMessageState state;
  guint flags;
  char *error_text;
};

G_DEFINE_FINAL_TYPE (TbkMessage, tbk_message, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
clear_facts (TbkMessageFacts *facts)
{
  g_clear_pointer (&facts->autor_nombre, g_free);
  g_clear_pointer (&facts->cliente_id, g_free);
  g_clear_pointer (&facts->texto, g_free);
  g_clear_pointer (&facts->documento_nombre, g_free);
  g_clear_pointer (&facts->documento_tipo, g_free);
  g_clear_pointer (&facts->menciones, g_free);
  g_clear_pointer (&facts->archivo, g_free);
}

static void
copy_facts (TbkMessageFacts *to, const TbkMessageFacts *from)
{
  *to = *from;
  to->autor_nombre = g_strdup (from->autor_nombre);
  to->cliente_id = g_strdup (from->cliente_id);
  to->texto = g_strdup (from->texto != NULL ? from->texto : "");
  to->documento_nombre = g_strdup (from->documento_nombre);
  to->documento_tipo = g_strdup (from->documento_tipo);
  to->menciones = g_strdup (from->menciones);
  to->archivo = g_strdup (from->archivo);
}

static char *
dup_text (JsonObject *object, const char *name)
{
  return g_strdup (tbk_wire_get_text (object, name));
}

static void
read_documento (TbkMessageFacts *facts, JsonObject *object)
{
  facts->documento_id = tbk_wire_get_int (object, "documento_id", 0);
  facts->documento_nombre = dup_text (object, "documento_nombre");
  facts->documento_tipo = dup_text (object, "documento_tipo_contenido");
  facts->documento_tamano = tbk_wire_get_int (object, "documento_tamano", 0);
}

static void
read_facts (TbkMessageFacts *facts, JsonObject *object)
{
  *facts = (TbkMessageFacts){
    .id = tbk_wire_get_int (object, "id", 0),
    .chat_id = tbk_wire_get_int (object, "chat_id", 0),
    .numero = tbk_wire_get_int (object, "numero", 0),
    .version = tbk_wire_get_int (object, "version", 1),
    .autor_id = tbk_wire_get_int (object, "autor_id", 0),
    .autor_nombre = dup_text (object, "autor_nombre"),
    .cliente_id = dup_text (object, "cliente_id"),
    .texto = dup_text (object, "texto"),
    .creado = tbk_wire_read_time (tbk_wire_get_text (object, "created_at")),
    .editado = tbk_wire_get_text (object, "editado_en") != NULL,
    .borrado = tbk_wire_get_boolean (object, "borrado", FALSE),
  };
  if (facts->texto == NULL)
    facts->texto = g_strdup ("");
  if (!facts->borrado)
    read_documento (facts, object);
}

static void
tbk_message_finalize (GObject *object)
{
  TbkMessage *self = TBK_MESSAGE (object);

  clear_facts (&self->facts);
  g_free (self->error_text);
  G_OBJECT_CLASS (tbk_message_parent_class)->finalize (object);
}

static void
tbk_message_class_init (TbkMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tbk_message_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
tbk_message_init (TbkMessage *self)
{
}

TbkMessage *
tbk_message_new_from_json (JsonObject *object)
{
  TbkMessage *self = g_object_new (TBK_TYPE_MESSAGE, NULL);

  read_facts (&self->facts, object);
  self->state = TBK_MESSAGE_SENT;
  return self;
}

TbkMessage *
tbk_message_new_waiting (const TbkMessageFacts *facts)
{
  TbkMessage *self = g_object_new (TBK_TYPE_MESSAGE, NULL);

  copy_facts (&self->facts, facts);
  self->flags = TBK_MESSAGE_OWN;
  return self;
}

const TbkMessageFacts *
tbk_message_get (TbkMessage *self)
{
  return &self->facts;
}

TbkMessageState
tbk_message_get_state (TbkMessage *self)
{
  return self->state;
}

gboolean
tbk_message_is_stored (TbkMessage *self)
{
  return self->facts.numero > 0;
}

const char *
tbk_message_get_error (TbkMessage *self)
{
  return self->error_text;
}

guint
tbk_message_get_flags (TbkMessage *self)
{
  return self->flags;
}

void
tbk_message_take (TbkMessage *self, JsonObject *object)
{
  TbkMessageFacts facts;

  if (tbk_message_is_stored (self) && tbk_wire_get_int (object, "version", 1) <= self->facts.version)
    return;
  read_facts (&facts, object);
  clear_facts (&self->facts);
  self->facts = facts;
  if (self->state < TBK_MESSAGE_SENT)
    self->state = TBK_MESSAGE_SENT;
  g_clear_pointer (&self->error_text, g_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tbk_message_set_state (TbkMessage *self, TbkMessageState state, const char *error_text)
{
  if (self->state == state && g_strcmp0 (self->error_text, error_text) == 0)
    return;
  self->state = state;
  g_free (self->error_text);
  self->error_text = g_strdup (error_text);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tbk_message_set_flags (TbkMessage *self, guint flags)
{
  if (self->flags == flags)
    return;
  self->flags = flags;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tbk_message_set_deleted (TbkMessage *self)
{
  g_free (self->facts.texto);
  self->facts.texto = g_strdup ("");
  self->facts.documento_id = 0;
  self->facts.borrado = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tbk_message_set_documento (TbkMessage *self, JsonObject *documento)
{
  g_clear_pointer (&self->facts.documento_nombre, g_free);
  g_clear_pointer (&self->facts.documento_tipo, g_free);
  self->facts.documento_id = tbk_wire_get_int (documento, "id", 0);
  self->facts.documento_nombre = dup_text (documento, "nombre_archivo");
  self->facts.documento_tipo = dup_text (documento, "tipo_contenido");
  self->facts.documento_tamano = tbk_wire_get_int (documento, "tamano", 0);
  g_signal_emit (self, signals[CHANGED], 0);
}
