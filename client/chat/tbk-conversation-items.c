/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-conversation-private.h"

#include "tbk-chat-text.h"
#include "tbk-wire.h"

#define GROUP_US (10 * G_TIME_SPAN_MINUTE) /* an author is named again after that long */

static TbkMessage *
at (TbkConversation *self, guint position)
{
  return g_ptr_array_index (self->items, position);
}

static gint64
numero_at (TbkConversation *self, guint position)
{
  return tbk_message_get (at (self, position))->numero;
}

gint64
tbk_conversation_first_numero (TbkConversation *self)
{
  return self->n_stored > 0 ? numero_at (self, 0) : 0;
}

gint64
tbk_conversation_last_numero (TbkConversation *self)
{
  return self->n_stored > 0 ? numero_at (self, self->n_stored - 1) : 0;
}

guint
tbk_conversation_find_from (TbkConversation *self, gint64 numero)
{
  guint low = 0, high = self->n_stored;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (numero_at (self, middle) < numero)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

TbkMessage *
tbk_conversation_find (TbkConversation *self, gint64 numero)
{
  guint position = tbk_conversation_find_from (self, numero);

  return position < self->n_stored && numero_at (self, position) == numero ? at (self, position) : NULL;
}

/* --- how they stand --- */

static guint
flags_of (TbkConversation *self, const TbkMessageFacts *facts, const TbkMessageFacts *before)
{
  guint flags = 0;

  if (facts->autor_id == self->yo || facts->numero == 0)
    flags |= TBK_MESSAGE_OWN;
  if (facts->numero != 0 && facts->numero == self->first_new)
    flags |= TBK_MESSAGE_FIRST_NEW;
  if (facts->numero != 0 && facts->numero == self->found)
    flags |= TBK_MESSAGE_FOUND;
  if (before == NULL || !tbk_chat_time_same_day (before->creado, facts->creado))
    flags |= TBK_MESSAGE_NEW_DAY;
  if ((flags & (TBK_MESSAGE_NEW_DAY | TBK_MESSAGE_FIRST_NEW)) != 0 || before->autor_id != facts->autor_id
      || facts->creado - before->creado > GROUP_US)
    flags |= TBK_MESSAGE_NEW_AUTHOR;
  return flags;
}

void
tbk_conversation_flag (TbkConversation *self, guint from, guint to)
{
  for (guint i = from; i < MIN (to, self->items->len); i++)
    {
      const TbkMessageFacts *before = i > 0 ? tbk_message_get (at (self, i - 1)) : NULL;

      tbk_message_set_flags (at (self, i), flags_of (self, tbk_message_get (at (self, i)), before));
    }
}

void
tbk_conversation_set_first_new (TbkConversation *self, gint64 numero)
{
  gint64 before = self->first_new;

  self->first_new = numero;
  for (guint i = 0; i < 2; i++)
    {
      guint position = tbk_conversation_find_from (self, i == 0 ? before : numero);

      tbk_conversation_flag (self, position, position + 1);
    }
}

static void
mark (TbkConversation *self, TbkMessage *message)
{
  const TbkMessageFacts *facts = tbk_message_get (message);

  if (facts->autor_id != self->yo || facts->numero == 0)
    return;
  if (facts->numero <= self->leido)
    tbk_message_set_state (message, TBK_MESSAGE_READ, NULL);
  else if (facts->numero <= self->entregado)
    tbk_message_set_state (message, TBK_MESSAGE_DELIVERED, NULL);
}

static TbkMessage *
make (TbkConversation *self, JsonObject *object)
{
  TbkMessage *message = tbk_message_new_from_json (object);

  mark (self, message);
  return message;
}

/* --- what is there --- */

static void
splice (TbkConversation *self, guint position, guint removed, GPtrArray *added)
{
  guint n = added != NULL ? added->len : 0;

  if (removed == 0 && n == 0)
    return;
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < n; i++)
    g_ptr_array_insert (self->items, (int) (position + i), g_object_ref (g_ptr_array_index (added, i)));
  tbk_conversation_flag (self, position, position + n + 1);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, n);
}

/* Those on their way show behind the last message, so only where that is. */
static void
show_waiting (TbkConversation *self)
{
  guint shown = self->items->len - self->n_stored;

  if (!self->attached)
    splice (self, self->n_stored, shown, NULL);
  else if (shown != self->waiting->len)
    splice (self, self->n_stored, shown, self->waiting);
}

void
tbk_conversation_set_attached (TbkConversation *self, gboolean attached)
{
  self->attached = attached;
  show_waiting (self);
}

static guint
find_waiting (TbkConversation *self, JsonObject *object)
{
  const char *cliente_id = tbk_wire_get_text (object, "cliente_id");

  for (guint i = 0; cliente_id != NULL && i < self->waiting->len; i++)
    if (g_strcmp0 (tbk_message_get (g_ptr_array_index (self->waiting, i))->cliente_id, cliente_id) == 0)
      return i;
  return G_MAXUINT;
}

/* One on its way has arrived. Where it is the next one anyway it stays in its row: nothing moves.
 * Returns: (transfer full) (nullable): the message, where it has to be put in its place. */
static TbkMessage *
promote (TbkConversation *self, guint index, JsonObject *object, gboolean is_next)
{
  TbkMessage *message = g_object_ref (g_ptr_array_index (self->waiting, index));
  gboolean stays = is_next && self->n_stored < self->items->len && at (self, self->n_stored) == message;
  guint position;

  g_ptr_array_remove_index (self->waiting, index);
  if (!stays && g_ptr_array_find (self->items, message, &position))
    splice (self, position, 1, NULL);
  tbk_message_take (message, object);
  mark (self, message);
  if (!stays)
    return message;
  self->n_stored++;
  tbk_conversation_flag (self, self->n_stored - 1, self->n_stored + 1);
  g_object_unref (message);
  return NULL;
}

static void
append (TbkConversation *self, GPtrArray *added)
{
  splice (self, self->n_stored, 0, added);
  self->n_stored += added->len;
  g_ptr_array_set_size (added, 0);
}

/* Older ones make room where the reader is at the end. */
static void
trim_start (TbkConversation *self)
{
  guint over = self->n_stored > TBK_CONVERSATION_MAX ? self->n_stored - TBK_CONVERSATION_MAX : 0;

  if (over == 0)
    return;
  self->n_stored -= over;
  splice (self, 0, over, NULL);
}

static void
trim_end (TbkConversation *self)
{
  if (self->n_stored <= TBK_CONVERSATION_MAX)
    return;
  self->n_stored = TBK_CONVERSATION_MAX;
  self->attached = FALSE;
  splice (self, TBK_CONVERSATION_MAX, self->items->len - TBK_CONVERSATION_MAX, NULL);
}

/* Takes one that follows the last, unless there are as many as are kept and the reader is elsewhere. */
static void
take_next (TbkConversation *self, JsonObject *object, GPtrArray *added)
{
  guint index = find_waiting (self, object);

  if (!self->following && self->n_stored + added->len >= TBK_CONVERSATION_MAX)
    {
      append (self, added);
      tbk_conversation_set_attached (self, FALSE);
      return;
    }
  if (index != G_MAXUINT)
    {
      TbkMessage *message;

      append (self, added);
      message = promote (self, index, object, TRUE);
      if (message != NULL)
        g_ptr_array_add (added, message);
    }
  else
    g_ptr_array_add (added, make (self, object));
}

void
tbk_conversation_take_newer (TbkConversation *self, GPtrArray *objects)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < objects->len; i++)
    {
      JsonObject *object = g_ptr_array_index (objects, i);
      gint64 numero = tbk_wire_get_int (object, "numero", 0);
      gint64 next = (added->len > 0 ? tbk_message_get (g_ptr_array_index (added, added->len - 1))->numero
                                    : tbk_conversation_last_numero (self))
                    + 1;
      TbkMessage *known = numero < next ? tbk_conversation_find (self, numero) : NULL;

      self->latest = MAX (self->latest, numero);
      if (known != NULL)
        tbk_message_take (known, object);
      else if (numero > next)
        self->gap = self->attached;
      if (numero == next)
        take_next (self, object, added);
    }
  append (self, added);
  if (self->following)
    trim_start (self);
}

void
tbk_conversation_take_older (TbkConversation *self, GPtrArray *objects)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 first = tbk_conversation_first_numero (self);

  for (guint i = 0; i < objects->len; i++)
    {
      JsonObject *object = g_ptr_array_index (objects, i);

      if (tbk_wire_get_int (object, "numero", 0) < first)
        g_ptr_array_add (added, make (self, object));
    }
  self->n_stored += added->len;
  splice (self, 0, 0, added);
  trim_end (self);
}

void
tbk_conversation_replace (TbkConversation *self, GPtrArray *objects, gboolean attached)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  self->serial++;
  for (guint i = 0; i < objects->len; i++)
    {
      JsonObject *object = g_ptr_array_index (objects, i);
      guint index = find_waiting (self, object);

      self->latest = MAX (self->latest, tbk_wire_get_int (object, "numero", 0));
      g_ptr_array_add (added, index != G_MAXUINT ? promote (self, index, object, FALSE) : make (self, object));
    }
  self->n_stored = added->len;
  self->attached = attached;
  for (guint i = 0; attached && i < self->waiting->len; i++)
    g_ptr_array_add (added, g_object_ref (g_ptr_array_index (self->waiting, i)));
  splice (self, 0, self->items->len, added);
}

void
tbk_conversation_add_waiting (TbkConversation *self, TbkMessage *message)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new ();

  g_ptr_array_add (self->waiting, g_object_ref (message));
  g_ptr_array_add (added, message);
  if (self->attached)
    splice (self, self->items->len, 0, added);
}

void
tbk_conversation_remove_waiting (TbkConversation *self, TbkMessage *message)
{
  guint position;

  if (!g_ptr_array_remove (self->waiting, message) || !g_ptr_array_find (self->items, message, &position))
    return;
  splice (self, position, 1, NULL);
}
