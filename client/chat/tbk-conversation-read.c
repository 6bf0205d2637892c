/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-conversation-private.h"

#include "tbk-wire.h"

#define MOST 200  /* messages in one answer, the server's */
#define BEFORE 20 /* messages shown before the one that was asked for */
#define FAR 500   /* rather than reading so many in between, the end is read */
#define MAX_ARRIVED 1000

typedef enum
{
  READ_STRETCH, /* instead of all that is there */
  READ_OLDER,
  READ_NEWER,
  READ_AGAIN, /* what is there, and what follows */
} ReadKind;

typedef struct
{
  TbkConversation *conversation;
  ReadKind kind;
  guint serial;
  guint limit;
} Reading;

static void read_again (TbkConversation *self, gint64 after);

/* --- asking --- */

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->conversation);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
set_reading (TbkConversation *self, gboolean busy)
{
  if (self->reading == busy)
    return;
  self->reading = busy;
  tbk_conversation_notify_loading (self);
}

static GPtrArray *
list_objects (TbkAnswer *answer)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  JsonArray *items = tbk_answer_get_items (answer);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    g_ptr_array_add (objects, json_object_ref (json_array_get_object_element (items, i)));
  return objects;
}

static gint64
last_of (GPtrArray *objects)
{
  return objects->len > 0 ? tbk_wire_get_int (g_ptr_array_index (objects, objects->len - 1), "numero", 0) : 0;
}

/* --- what comes of it --- */

/* The divider stands before the first one that somebody else wrote and the reader has not read. */
static void
place_divider (TbkConversation *self)
{
  gint64 leido = tbk_record_get_int (self->chat, "leido");

  for (guint i = tbk_conversation_find_from (self, leido + 1); i < self->n_stored; i++)
    {
      const TbkMessageFacts *facts = tbk_message_get (g_ptr_array_index (self->items, i));

      if (facts->autor_id == self->yo || facts->borrado)
        continue;
      tbk_conversation_set_first_new (self, facts->numero);
      return;
    }
}

static void
show_wanted (TbkConversation *self)
{
  gint64 numero = self->wanted;
  guint position = numero > 0 ? tbk_conversation_find_from (self, numero) : self->items->len;

  self->wanted = 0;
  if (numero != 0 && self->items->len > 0)
    tbk_conversation_emit_show (self, MIN (position, self->items->len - 1));
}

static void
take_stretch (TbkConversation *self, GPtrArray *objects, guint limit)
{
  gboolean first = self->state != TBK_CONVERSATION_READY;
  gboolean whole = objects->len < limit || last_of (objects) >= self->latest || self->wanted < 0;

  tbk_conversation_replace (self, objects, whole);
  if (whole)
    self->latest = MAX (self->latest, last_of (objects));
  if (first)
    place_divider (self);
  if (first && self->first_new != 0)
    self->wanted = self->first_new;
  tbk_conversation_set_state (self, TBK_CONVERSATION_READY, NULL);
  show_wanted (self);
}

/* A page that is not full ends at the last message there is. */
static void
take_after (TbkConversation *self, GPtrArray *objects, const Reading *reading)
{
  gint64 last = last_of (objects);
  gboolean ends = objects->len < reading->limit;

  tbk_conversation_take_newer (self, objects);
  if (ends)
    self->gap = FALSE;
  if (ends && last <= tbk_conversation_last_numero (self) && !self->attached
      && (self->following || self->n_stored < TBK_CONVERSATION_MAX))
    tbk_conversation_set_attached (self, TRUE);
  if (reading->kind == READ_AGAIN && !ends && last <= tbk_conversation_last_numero (self))
    read_again (self, last);
  else if (!ends && self->attached)
    self->gap = TRUE;
}

static void
take_page (TbkConversation *self, const Reading *reading, TbkAnswer *answer)
{
  g_autoptr (GPtrArray) objects = list_objects (answer);

  switch (reading->kind)
    {
    case READ_STRETCH:
      take_stretch (self, objects, reading->limit);
      break;
    case READ_OLDER:
      tbk_conversation_take_older (self, objects);
      break;
    case READ_NEWER:
    case READ_AGAIN:
      take_after (self, objects, reading);
      break;
    }
}

/* What cannot be read now is read when the server is back, or the reader comes there again. */
static void
fail (TbkConversation *self, const GError *error)
{
  if (g_error_matches (error, TBK_PROBLEM, 404))
    tbk_conversation_set_state (self, TBK_CONVERSATION_GONE, error);
  else if (self->state != TBK_CONVERSATION_READY)
    tbk_conversation_set_state (self, TBK_CONVERSATION_ERROR, error);
  else
    g_debug ("messages cannot be read: %s", error->message);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  TbkConversation *self = reading->conversation;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || reading->serial != self->serial)
    return;
  set_reading (self, FALSE);
  if (answer == NULL)
    {
      fail (self, error);
      return;
    }
  take_page (self, reading, answer);
  tbk_conversation_flush (self);
  tbk_conversation_notify_behind (self);
  if (self->gap)
    tbk_conversation_catch_up (self);
}

static void
ask (TbkConversation *self, ReadKind kind, const char *name, gint64 numero, guint limit)
{
  Reading *reading = g_new0 (Reading, 1);
  g_autofree char *path = NULL;

  path = name != NULL ? g_strdup_printf ("/chats/%" G_GINT64_FORMAT "/mensajes?%s=%" G_GINT64_FORMAT "&limite=%u",
                                         self->chat_id, name, numero, limit)
                      : g_strdup_printf ("/chats/%" G_GINT64_FORMAT "/mensajes?limite=%u", self->chat_id, limit);
  if (kind == READ_STRETCH)
    self->serial++; /* what is on its way is about what will not be there */
  *reading = (Reading){ .conversation = g_object_ref (self), .kind = kind, .serial = self->serial, .limit = limit };
  set_reading (self, TRUE);
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, page_cb, reading);
}

/* --- what is asked for --- */

void
tbk_conversation_open (TbkConversation *self)
{
  gint64 leido = tbk_record_get_int (self->chat, "leido");

  self->latest = MAX (self->latest, tbk_record_get_int (self->chat, "mensajes_n"));
  self->seen = MAX (self->seen, leido);
  tbk_conversation_read_members (self);
  if (tbk_record_get_int (self->chat, "sin_leer") > 0 && self->latest - leido > TBK_CONVERSATION_PAGE - BEFORE)
    tbk_conversation_read_around (self, leido + 1);
  else
    tbk_conversation_read_around (self, -1);
}

void
tbk_conversation_read_around (TbkConversation *self, gint64 numero)
{
  self->wanted = numero;
  if (numero < 0)
    ask (self, READ_STRETCH, NULL, 0, TBK_CONVERSATION_PAGE);
  else
    ask (self, READ_STRETCH, "despues", MAX (numero - 1 - BEFORE, 0), 2 * TBK_CONVERSATION_PAGE);
}

void
tbk_conversation_catch_up (TbkConversation *self)
{
  gint64 last = tbk_conversation_last_numero (self);

  if (self->reading || self->state != TBK_CONVERSATION_READY)
    return;
  self->gap = FALSE;
  if (self->following && self->latest - last > FAR)
    tbk_conversation_read_around (self, -1);
  else
    ask (self, READ_NEWER, "despues", last, MOST);
}

void
tbk_conversation_want_older (TbkConversation *self)
{
  gint64 first = tbk_conversation_first_numero (self);

  if (!self->reading && first > 1 && self->state == TBK_CONVERSATION_READY)
    ask (self, READ_OLDER, "antes", first, TBK_CONVERSATION_PAGE);
}

void
tbk_conversation_want_newer (TbkConversation *self)
{
  if (!self->reading && !self->attached && self->state == TBK_CONVERSATION_READY)
    ask (self, READ_NEWER, "despues", tbk_conversation_last_numero (self), TBK_CONVERSATION_PAGE);
}

void
tbk_conversation_show_end (TbkConversation *self)
{
  if (self->state != TBK_CONVERSATION_READY)
    return;
  if (!self->attached)
    {
      tbk_conversation_read_around (self, -1);
      return;
    }
  self->wanted = -1;
  show_wanted (self);
}

void
tbk_conversation_show_numero (TbkConversation *self, gint64 numero)
{
  if (tbk_conversation_find (self, numero) == NULL)
    {
      tbk_conversation_read_around (self, numero);
      return;
    }
  self->wanted = numero;
  show_wanted (self);
}

static void
read_again (TbkConversation *self, gint64 after)
{
  ask (self, READ_AGAIN, "despues", after, MOST);
}

/* How many there are by now tells whether what is between is worth reading. */
static void
chat_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkConversation) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL || tbk_answer_get_object (answer) == NULL)
    {
      if (error != NULL)
        fail (self, error);
      return;
    }
  tbk_record_update (self->chat, tbk_answer_get_object (answer));
  self->latest = MAX (self->latest, tbk_record_get_int (self->chat, "mensajes_n"));
  if (self->state != TBK_CONVERSATION_READY)
    tbk_conversation_open (self);
  else if (self->attached && self->following && self->latest - tbk_conversation_last_numero (self) > FAR)
    tbk_conversation_read_around (self, -1);
  else if (!self->reading)
    read_again (self, MAX (tbk_conversation_first_numero (self) - 1, 0));
}

void
tbk_conversation_refresh (TbkConversation *self)
{
  g_autofree char *path = g_strdup_printf ("/chats/%" G_GINT64_FORMAT, self->chat_id);

  if (self->state == TBK_CONVERSATION_GONE)
    return;
  tbk_conversation_read_members (self);
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, chat_cb, g_object_ref (self));
}

/* --- members --- */

static void
members_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkConversation) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->members_wanted = FALSE;
  if (answer == NULL || tbk_answer_get_items (answer) == NULL)
    return;
  tbk_members_fill (self->members, tbk_answer_get_items (answer));
  tbk_conversation_update_marks (self);
  tbk_conversation_notify_people (self);
}

void
tbk_conversation_read_members (TbkConversation *self)
{
  g_autofree char *path = g_strdup_printf ("/chats/%" G_GINT64_FORMAT "/miembros", self->chat_id);

  if (self->members_wanted)
    return;
  self->members_wanted = TRUE;
  tbk_api_call_async (self->api, &(TbkCall){ .path = path }, self->cancellable, members_cb, g_object_ref (self));
}

/* --- what the socket said --- */

/* What is new to a reader who looks elsewhere. */
static void
note_new (TbkConversation *self, gint64 before)
{
  if (self->watched || self->first_new != 0)
    return;
  for (guint i = tbk_conversation_find_from (self, before + 1); i < self->n_stored; i++)
    {
      const TbkMessageFacts *facts = tbk_message_get (g_ptr_array_index (self->items, i));

      if (facts->autor_id == self->yo)
        continue;
      tbk_conversation_set_first_new (self, facts->numero);
      return;
    }
}

/* More at once than are kept are read instead. */
static void
drop_surplus (TbkConversation *self)
{
  if (self->arrived->len <= MAX_ARRIVED)
    return;
  self->latest = MAX (self->latest, last_of (self->arrived));
  g_ptr_array_set_size (self->arrived, 0);
  self->gap = self->attached;
}

void
tbk_conversation_flush (TbkConversation *self)
{
  g_autoptr (GPtrArray) objects = NULL;
  gint64 before = tbk_conversation_last_numero (self);

  drop_surplus (self);
  if (self->state != TBK_CONVERSATION_READY)
    return;
  objects = g_steal_pointer (&self->arrived);
  self->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_clear_handle_id (&self->arrived_id, g_source_remove);
  tbk_conversation_take_newer (self, objects);
  note_new (self, before);
  tbk_conversation_notify_behind (self);
  if (self->gap)
    tbk_conversation_catch_up (self);
}
